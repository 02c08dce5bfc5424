// SPDX-License-Identifier: GPL-3.0-or-later
// The slow way. Nothing here is shared with engine/policy.c.
#include "policy_oracle.h"

#include "core/random.h"
#include "model/soreness.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// The mornings of a life up to one of them.
typedef struct watch {
    policy_oracle *oracle;
    calf_life *life;
    calf_outcome_tracker *tracker;
} watch;

static double rating_normal(const policy_oracle *o, int day)
{
    return calf_population_rating_noise(o->setting->population, o->world, o->runner, day);
}

static void note_morning(void *context, int day, const calf_lanes due)
{
    watch *w = context;
    calf_lanes normal;
    for (int i = 0; i < CALF_LANES; i++)
        normal[i] = rating_normal(w->oracle, day);
    if (due[0] == 0)
        return;
    calf_morning_report(w->life, day, normal, &w->oracle->morning[day]);
    calf_outcomes_morning(
        w->tracker, day, w->oracle->morning[day].value[CALF_OUTPUT_calf_soreness_mm][0], due);
}

// Lives what was done so far, from day 0 to the end of a day.
static void replay(policy_oracle *o, int last_day, calf_life *life, calf_outcome_tracker *tracker)
{
    const calf_session *sessions[ORACLE_SESSIONS];
    for (size_t k = 0; k < o->done_count; k++)
        sessions[k] = &o->done[k];
    *life = o->start;
    calf_outcomes_begin(life, o->setting->experiment->output.sore_day_mm, tracker);
    calf_life_live(
        life, sessions, o->done_count, last_day, note_morning, &(watch){o, life, tracker});
}

static void rate(policy_oracle *o, int day)
{
    static calf_life life;
    static calf_outcome_tracker tracker;
    replay(o, day, &life, &tracker);
    double calf = o->morning[day].value[CALF_OUTPUT_calf_soreness_mm][0][0];
    double noisy = calf + o->batch.p.report_noise[0] * rating_normal(o, day);
    o->rating[day] = noisy <= 0 ? 0 : noisy >= 100 ? 100 : (int)nearbyint(noisy);
}

// "a spell of mornings at or above soreness_mm, from from_day on"
static void look_for_professional(policy_oracle *o, int day)
{
    const calf_policy *policy = &o->strategy->policy;
    int spell = 0;
    if (!policy->see_professional_if.given || o->stopped_day >= 0)
        return;
    for (int d = day; d >= o->strategy->from_day; d--) {
        if (o->rating[d] < policy->see_professional_if.soreness_mm)
            break;
        spell++;
    }
    if (spell > policy->see_professional_if.lasts_days)
        o->stopped_day = day;
    else if (spell > policy->see_professional_if.worse_after_day &&
        o->rating[day] - o->rating[day - 1] >= policy->see_professional_if.worse_by_mm)
        o->stopped_day = day;
}

static int mornings_from(const policy_oracle *o, int first, int last, double from_mm)
{
    int count = 0;
    for (int day = first; day <= last; day++)
        if (o->rating[day] >= from_mm)
            count++;
    return count;
}

static bool steps_after(const policy_oracle *o, int week)
{
    const calf_policy *policy = &o->strategy->policy;
    int first = o->strategy->from_day + 7 * week, last = first + 6;
    if (policy->repeat_week_if.given &&
        mornings_from(o, first, last, policy->repeat_week_if.soreness_mm) >=
            policy->repeat_week_if.days)
        return false;
    if (policy->hold_progression_until.given &&
        mornings_from(o, last - policy->hold_progression_until.days + 1, last,
            policy->hold_progression_until.soreness_mm) > 0)
        return false;
    return true;
}

static int own_week(const policy_oracle *o, int week)
{
    int own = 0;
    for (int ended = 0; ended < week; ended++)
        own += steps_after(o, ended) ? 1 : 0;
    return own;
}

static bool is_cut(const policy_oracle *o, int week)
{
    const calf_policy *policy = &o->strategy->policy;
    int first = o->strategy->from_day + 7 * (week - 1);
    if (!policy->cut_week_if.given || week == 0)
        return false;
    return mornings_from(o, first, first + 6, policy->cut_week_if.soreness_mm) >=
        policy->cut_week_if.days;
}

static int number_of_kind(const policy_oracle *o, size_t index)
{
    const calf_session *const *sessions = o->calendar->sessions;
    int number = 0;
    for (size_t k = 0; k < index; k++)
        if (floor(sessions[k]->due_h / 24) == floor(sessions[index]->due_h / 24) &&
            sessions[k]->kind == sessions[index]->kind)
            number++;
    return number;
}

static bool is_forgotten(const policy_oracle *o, size_t index)
{
    const calf_session *session = o->calendar->sessions[index];
    uint32_t day = (uint32_t)floor(session->due_h / 24), kind = (uint32_t)session->kind;
    uint32_t number = (uint32_t)number_of_kind(o, index);
    calf_address address = {calf_stream("adherence"), o->world, o->runner,
        day * (1u << 19) + kind * (1u << 17) + number};
    return calf_uniform(o->setting->experiment->seed, address) >=
        o->strategy->policy.adherence[session->kind];
}

static bool is_done(policy_oracle *o, size_t index, int morning)
{
    const calf_policy *policy = &o->strategy->policy;
    const calf_session *session = o->calendar->sessions[index];
    bool done = true;
    if (session->kind != CALF_MOBILITY && o->stopped_day >= 0)
        done = false;
    if (session->kind == CALF_RUN && policy->skip_run_if.given && morning >= 0 &&
        o->rating[morning] >= policy->skip_run_if.soreness_mm) {
        o->events.skipped++;
        done = false;
    }
    if (session->kind != CALF_MOBILITY && policy->rest_day_if.given && morning >= 1 &&
        o->rating[morning] - o->rating[morning - 1] >= policy->rest_day_if.rise_mm) {
        o->events.rested++;
        done = false;
    }
    if (is_forgotten(o, index)) {
        o->events.forgotten++;
        done = false;
    }
    return done;
}

static void scale_of(policy_oracle *o, int day, int morning, double *volume, double *intensity)
{
    const calf_strategy *strategy = o->strategy;
    int week = (day - strategy->from_day) / 7, own = own_week(o, week);
    *volume = calf_progression_factor(&strategy->volume_progression, own) /
        calf_progression_factor(&strategy->volume_progression, week);
    *intensity = calf_progression_factor(&strategy->intensity_progression, own) /
        calf_progression_factor(&strategy->intensity_progression, week);
    o->events.held += own < week;
    if (is_cut(o, week)) {
        o->events.cut++;
        *volume *= strategy->policy.cut_week_if.to;
    }
    if (strategy->policy.shorten_run_if.given && morning >= 0 &&
        o->rating[morning] >= strategy->policy.shorten_run_if.soreness_mm) {
        o->events.shortened++;
        *volume *= 1 - strategy->policy.shorten_run_if.by;
    }
}

static void do_session(
    policy_oracle *o, const calf_session *session, double volume, double intensity)
{
    calf_segment *segments = o->segments[o->done_count];
    calf_session *done = &o->done[o->done_count++];
    *done = *session;
    if (session->kind != CALF_RUN)
        return;
    assert_true(session->run.segment_count <= ORACLE_SEGMENTS);
    for (size_t s = 0; s < session->run.segment_count; s++) {
        segments[s] = session->run.segments[s];
        segments[s].distance_km = segments[s].distance_km * volume;
        segments[s].duration_min = segments[s].duration_min * volume;
        segments[s].intensity = segments[s].intensity * intensity;
        segments[s].speed_mps = segments[s].speed_mps * intensity;
    }
    done->run.segments = segments;
    o->events.scaled += volume != 1 || intensity != 1;
}

// "a morning decides on the sessions planned from its 7:00 to the next"
static void decide_after(policy_oracle *o, int morning)
{
    for (size_t k = 0; k < o->calendar->count; k++) {
        const calf_session *session = o->calendar->sessions[k];
        double volume = 1, intensity = 1;
        int day = (int)floor(session->due_h / 24);
        bool early = session->due_h - 24.0 * day < 7;
        if ((early ? day - 1 : day) != morning)
            continue;
        o->events.sessions++;
        if (day >= o->strategy->from_day && !is_done(o, k, morning)) {
            o->missed++;
            continue;
        }
        if (day >= o->strategy->from_day && session->kind == CALF_RUN)
            scale_of(o, day, morning, &volume, &intensity);
        do_session(o, session, volume, intensity);
    }
}

static void live_history(policy_oracle *o, const calf_parameters *shared)
{
    const calf_setting *setting = o->setting;
    calf_parameters runner;
    calf_population_runner(setting->population, shared, o->world, o->runner, &runner);
    for (int i = 0; i < CALF_LANES; i++)
        calf_batch_set_lane(&o->batch, i, &runner);
    calf_batch_derive(&o->batch);
    calf_run_size room = {200, 200};
    assert_int_equal(calf_prepared_create(room, CALF_PRECISION_STANDARD, &o->prepared), CALF_OK);
    calf_prepared_begin(o->prepared, &o->batch);
    calf_life_begin(&o->start, o->prepared, -setting->experiment->history_days);
    calf_life_live(&o->start, setting->history.sessions, setting->history.count, -1, NULL, NULL);
}

void policy_oracle_live(policy_oracle *o, const calf_setting *setting, uint32_t world,
    const calf_parameters *shared, uint32_t runner)
{
    static calf_life life;
    static calf_outcome_tracker tracker;
    const int days = setting->experiment->days;
    calf_lanes outcomes[CALF_OUTCOME_COUNT];
    memset(o, 0, sizeof *o);
    o->setting = setting;
    o->strategy = &setting->experiment->strategies[0];
    o->calendar = &setting->strategies[0];
    o->world = world;
    o->runner = runner;
    o->stopped_day = -1;
    assert_true(days <= ORACLE_DAYS && o->calendar->count <= ORACLE_SESSIONS);
    live_history(o, shared);
    for (int morning = -1; morning < days; morning++) {
        if (morning >= 0) {
            rate(o, morning);
            look_for_professional(o, morning);
        }
        decide_after(o, morning);
    }
    replay(o, days - 1, &life, &tracker);
    calf_outcomes_end(&tracker, &life, days, outcomes);
    for (int id = 0; id < CALF_OUTCOME_COUNT; id++)
        o->outcome[id] = outcomes[id][0];
    o->outcome[CALF_OUTCOME_sessions_missed] = 7.0 * o->missed / days;
    o->outcome[CALF_OUTCOME_stopped] = o->stopped_day >= 0;
    o->events.stopped = o->stopped_day >= 0;
    calf_prepared_destroy(o->prepared);
}
