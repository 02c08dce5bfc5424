// SPDX-License-Identifier: GPL-3.0-or-later
// Plans: sessions kept in the order in which they are due.
#include <calfsim/plan.h>

#include "core/error.h"
#include "plan/limits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const calf_range calf_limits[CALF_LIMIT_COUNT] = {
#define LIMIT(name, low, high, below_high) {low, high, below_high},
    CALF_LIMITS(LIMIT)
#undef LIMIT
};

const char *const calf_limit_names[CALF_LIMIT_COUNT] = {
#define LIMIT(name, low, high, below_high) #name,
    CALF_LIMITS(LIMIT)
#undef LIMIT
};

struct calf_plan {
    calf_session *sessions; // by due_h; equal ones in the order of adding
    size_t count, capacity;
    size_t segment_count;
};

calf_technique calf_technique_own(void)
{
    calf_technique own;
    for (int i = 0; i < CALF_TECHNIQUE_COUNT; i++)
        own.change[i] = (calf_technique_change){.times = 1, .plus = 0};
    return own;
}

calf_technique calf_technique_then(calf_technique first, calf_technique second)
{
    calf_technique both;
    for (int i = 0; i < CALF_TECHNIQUE_COUNT; i++) {
        const calf_technique_change a = first.change[i], b = second.change[i];
        both.change[i].times = a.times * b.times;
        both.change[i].plus = a.plus * b.times + b.plus;
    }
    return both;
}

bool calf_technique_same(const calf_technique *a, const calf_technique *b)
{
    for (int i = 0; i < CALF_TECHNIQUE_COUNT; i++)
        if (a->change[i].times != b->change[i].times || a->change[i].plus != b->change[i].plus)
            return false;
    return true;
}

calf_status calf_plan_create(calf_plan **plan)
{
    *plan = calloc(1, sizeof **plan);
    return *plan ? CALF_OK : calf_error_no_memory();
}

void calf_plan_destroy(calf_plan *plan)
{
    if (!plan)
        return;
    for (size_t i = 0; i < plan->count; i++)
        if (plan->sessions[i].kind == CALF_RUN)
            free((void *)plan->sessions[i].run.segments);
    free(plan->sessions);
    free(plan);
}

static calf_status check(calf_limit_id limit, double value)
{
    char number[CALF_NUMBER_TEXT], allowed[CALF_RANGE_TEXT];
    if (calf_range_holds(calf_limits[limit], value))
        return CALF_OK;
    return calf_error_set(CALF_BAD_INPUT, "%s: %s is out of range; allowed: %s",
        calf_limit_names[limit], calf_number_text(value, number),
        calf_range_text(calf_limits[limit], allowed));
}

typedef struct checked_value {
    calf_limit_id limit;
    double value;
} checked_value;

static calf_status check_all(const checked_value *values, size_t count)
{
    calf_status status = CALF_OK;
    for (size_t i = 0; i < count && status == CALF_OK; i++)
        status = check(values[i].limit, values[i].value);
    return status;
}

static calf_status check_segment(const calf_segment *segment)
{
    bool by_distance = segment->distance_km != 0, by_intensity = segment->intensity != 0;
    if (by_distance == (segment->duration_min != 0))
        return calf_error_set(
            CALF_BAD_INPUT, "a segment needs exactly one of distance_km and duration_min");
    if (by_intensity == (segment->speed_mps != 0))
        return calf_error_set(
            CALF_BAD_INPUT, "a segment needs exactly one of intensity and speed_mps");
    const checked_value values[] = {
        by_distance ? (checked_value){CALF_LIMIT_distance_km, segment->distance_km}
                    : (checked_value){CALF_LIMIT_duration_min, segment->duration_min},
        by_intensity ? (checked_value){CALF_LIMIT_intensity, segment->intensity}
                     : (checked_value){CALF_LIMIT_speed_mps, segment->speed_mps},
        {CALF_LIMIT_grade_percent, segment->grade_percent},
    };
    return check_all(values, sizeof values / sizeof *values);
}

// A technique that nobody filled in would replace every value by 0.
static calf_status check_technique(const calf_technique *technique)
{
    static const calf_technique forgotten;
    calf_status status = CALF_OK;
    if (memcmp(technique, &forgotten, sizeof forgotten) == 0)
        return calf_error_set(CALF_BAD_INPUT,
            "technique: all zero; begin with calf_technique_own(), which keeps the runner's");
    for (int i = 0; i < CALF_TECHNIQUE_COUNT && status == CALF_OK; i++) {
        const checked_value values[] = {
            {CALF_LIMIT_composed_times, technique->change[i].times},
            {CALF_LIMIT_composed_plus, technique->change[i].plus},
        };
        status = check_all(values, 2);
    }
    return status;
}

calf_status calf_run_check(const calf_run *run)
{
    calf_status status = check(CALF_LIMIT_segments, (double)run->segment_count);
    if (status == CALF_OK && run->later_from >= run->segment_count)
        return calf_error_set(CALF_BAD_INPUT, "later_from: %zu is out of range; allowed: 0 to %zu",
            run->later_from, run->segment_count - 1);
    if (status == CALF_OK)
        status = check_technique(&run->technique);
    if (status == CALF_OK && run->later_from > 0)
        status = check_technique(&run->later);
    for (size_t i = 0; i < run->segment_count && status == CALF_OK; i++)
        status = check_segment(&run->segments[i]);
    return status;
}

calf_status calf_strength_check(const calf_strength *strength)
{
    const checked_value values[] = {
        {CALF_LIMIT_sets, strength->sets},
        {CALF_LIMIT_reps, strength->reps},
        {CALF_LIMIT_rest_s, strength->rest_s},
        {CALF_LIMIT_extra_load, strength->extra_load},
    };
    if (strength->knee != CALF_KNEE_STRAIGHT && strength->knee != CALF_KNEE_BENT)
        return calf_error_set(CALF_BAD_INPUT, "knee: allowed: straight, bent");
    calf_status status = check_all(values, sizeof values / sizeof *values);
    if (status == CALF_OK && strength->effort != 0)
        status = check(CALF_LIMIT_effort, strength->effort);
    return status;
}

static calf_status check_mobility(const calf_mobility *mobility)
{
    const checked_value values[] = {
        {CALF_LIMIT_roll_min, mobility->roll_min},
        {CALF_LIMIT_stretch_min, mobility->stretch_min},
    };
    calf_status status = check_all(values, 2);
    if (status == CALF_OK && mobility->roll_min + mobility->stretch_min == 0)
        status = calf_error_set(
            CALF_BAD_INPUT, "roll_min and stretch_min are both 0; one must be above 0");
    return status;
}

static calf_status check_dose(const calf_dose *dose)
{
    const checked_value values[] = {
        {CALF_LIMIT_du, dose->du},
        {CALF_LIMIT_duration_min, dose->duration_min},
    };
    return check_all(values, 2);
}

static calf_status check_start(const calf_plan *plan, int day, double hour)
{
    const checked_value values[] = {{CALF_LIMIT_day, day}, {CALF_LIMIT_hour, hour}};
    if (plan->count >= CALF_PLAN_SESSIONS_MAX)
        return calf_error_set(
            CALF_BAD_INPUT, "more than %d sessions in one plan", CALF_PLAN_SESSIONS_MAX);
    return check_all(values, 2);
}

// The nearest run before (step -1) or after (step 1) a position; infinity without one.
static double run_gap(const calf_plan *plan, size_t position, int step)
{
    double due_h = plan->sessions[position].due_h;
    for (size_t i = position + (size_t)step; i < plan->count; i += (size_t)step)
        if (plan->sessions[i].kind == CALF_RUN)
            return fabs(plan->sessions[i].due_h - due_h);
    return HUGE_VAL;
}

// After a run was added: strength sessions up to the next run on each side may be nearer to it.
static void tighten_gaps(calf_plan *plan, size_t run, int step)
{
    double due_h = plan->sessions[run].due_h;
    for (size_t i = run + (size_t)step; i < plan->count; i += (size_t)step) {
        calf_session *session = &plan->sessions[i];
        if (session->kind == CALF_RUN)
            return;
        if (session->kind == CALF_STRENGTH)
            session->run_gap_h = fmin(session->run_gap_h, fabs(session->due_h - due_h));
    }
}

static size_t position_after(const calf_plan *plan, double due_h)
{
    size_t low = 0, high = plan->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (plan->sessions[middle].due_h <= due_h)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static calf_status reserve(calf_plan *plan)
{
    if (plan->count < plan->capacity)
        return CALF_OK;
    size_t capacity = plan->capacity ? 2 * plan->capacity : 32;
    calf_session *sessions = realloc(plan->sessions, capacity * sizeof *sessions);
    if (!sessions)
        return calf_error_no_memory();
    plan->sessions = sessions;
    plan->capacity = capacity;
    return CALF_OK;
}

// Puts a session in its place; room has been reserved.
static void insert(calf_plan *plan, calf_session session)
{
    size_t at = position_after(plan, session.due_h);
    memmove(
        &plan->sessions[at + 1], &plan->sessions[at], (plan->count - at) * sizeof *plan->sessions);
    session.run_gap_h = HUGE_VAL;
    plan->sessions[at] = session;
    plan->count++;
    if (session.kind == CALF_RUN) {
        tighten_gaps(plan, at, -1);
        tighten_gaps(plan, at, 1);
    } else if (session.kind == CALF_STRENGTH) {
        plan->sessions[at].run_gap_h = fmin(run_gap(plan, at, -1), run_gap(plan, at, 1));
    }
}

static double due(int day, double hour)
{
    return 24.0 * day + hour;
}

calf_status calf_plan_add_run(calf_plan *plan, int day, double hour, const calf_run *run)
{
    calf_status status = check_start(plan, day, hour);
    if (status == CALF_OK)
        status = calf_run_check(run);
    if (status == CALF_OK && plan->segment_count + run->segment_count > CALF_PLAN_SEGMENTS_MAX)
        status = calf_error_set(
            CALF_BAD_INPUT, "more than %d run segments in one plan", CALF_PLAN_SEGMENTS_MAX);
    if (status == CALF_OK)
        status = reserve(plan);
    if (status != CALF_OK)
        return status;
    size_t bytes = run->segment_count * sizeof *run->segments;
    calf_segment *segments = malloc(bytes);
    if (!segments)
        return calf_error_no_memory();
    memcpy(segments, run->segments, bytes);
    calf_session session = {.due_h = due(day, hour), .kind = CALF_RUN, .run = *run};
    session.run.segments = segments;
    plan->segment_count += run->segment_count;
    insert(plan, session);
    return CALF_OK;
}

calf_status calf_plan_add_strength(
    calf_plan *plan, int day, double hour, const calf_strength *strength)
{
    calf_status status = check_start(plan, day, hour);
    if (status == CALF_OK)
        status = calf_strength_check(strength);
    if (status == CALF_OK)
        status = reserve(plan);
    if (status == CALF_OK)
        insert(plan,
            (calf_session){.due_h = due(day, hour), .kind = CALF_STRENGTH, .strength = *strength});
    return status;
}

calf_status calf_plan_add_mobility(
    calf_plan *plan, int day, double hour, const calf_mobility *mobility)
{
    calf_status status = check_start(plan, day, hour);
    if (status == CALF_OK)
        status = check_mobility(mobility);
    if (status == CALF_OK)
        status = reserve(plan);
    if (status == CALF_OK)
        insert(plan,
            (calf_session){.due_h = due(day, hour), .kind = CALF_MOBILITY, .mobility = *mobility});
    return status;
}

calf_status calf_plan_add_dose(calf_plan *plan, int day, double hour, const calf_dose *dose)
{
    calf_status status = check_start(plan, day, hour);
    if (status == CALF_OK)
        status = check_dose(dose);
    if (status == CALF_OK)
        status = reserve(plan);
    if (status == CALF_OK)
        insert(plan, (calf_session){.due_h = due(day, hour), .kind = CALF_DOSE, .dose = *dose});
    return status;
}

size_t calf_plan_session_count(const calf_plan *plan)
{
    return plan->count;
}

const calf_session *calf_plan_session(const calf_plan *plan, size_t index)
{
    return &plan->sessions[index];
}
