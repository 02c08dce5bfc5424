// SPDX-License-Identifier: GPL-3.0-or-later
// Reading `plans:`, what each extends merged in.
#include "io/yaml_readers.h"
#include "plan/limits.h"

#include <stdlib.h>
#include <string.h>

static const calf_field plan_fields[] = {
    {"extends", CALF_FIELD_OTHER, false, NULL, 0},
    {"week", CALF_FIELD_OTHER, false, NULL, 0},
    {"calendar", CALF_FIELD_OTHER, false, NULL, 0},
};

static const calf_field week_fields[] = {
    {"mon", CALF_FIELD_OTHER, false, NULL, 0},
    {"tue", CALF_FIELD_OTHER, false, NULL, 0},
    {"wed", CALF_FIELD_OTHER, false, NULL, 0},
    {"thu", CALF_FIELD_OTHER, false, NULL, 0},
    {"fri", CALF_FIELD_OTHER, false, NULL, 0},
    {"sat", CALF_FIELD_OTHER, false, NULL, 0},
    {"sun", CALF_FIELD_OTHER, false, NULL, 0},
};

typedef enum progress { UNTOUCHED, UNDER_WAY, DONE } progress;

// All plans while they are being merged.
typedef struct plan_reading {
    calf_reader *reader;
    const calf_node *at; // the mapping of plans
    progress *progress; // by plan
} plan_reading;

static calf_status count_session(
    calf_reader *reader, const calf_node *at, const calf_planned_session *session)
{
    reader->session_count++;
    reader->segment_count += session->segment_count;
    if (reader->session_count > CALF_PLAN_SESSIONS_MAX)
        return calf_node_error(
            at, "too many sessions in all plans together; allowed: %d", CALF_PLAN_SESSIONS_MAX);
    if (reader->segment_count > CALF_PLAN_SEGMENTS_MAX)
        return calf_node_error(
            at, "too many run segments in all plans together; allowed: %d", CALF_PLAN_SEGMENTS_MAX);
    return CALF_OK;
}

// Room for one more session; sizes are powers of two.
static calf_status reserve(calf_named_plan *plan)
{
    const size_t count = plan->session_count;
    if (count & (count - 1))
        return CALF_OK;
    calf_planned_session *grown = realloc(plan->sessions, (count ? 2 * count : 1) * sizeof *grown);
    if (!grown)
        return calf_error_no_memory();
    plan->sessions = grown;
    return CALF_OK;
}

static calf_status read_sessions(
    calf_reader *reader, const calf_node *at, int weekday, calf_named_plan *plan)
{
    calf_status status = calf_node_need_list(at);
    for (size_t i = 0; i < calf_node_count(at) && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        calf_planned_session session;
        status = reserve(plan);
        if (status == CALF_OK)
            status = calf_read_session(reader, &child, weekday >= 0, &session);
        if (status != CALF_OK)
            return status;
        session.weekday = weekday >= 0 ? weekday : 0;
        plan->sessions[plan->session_count++] = session;
        status = count_session(reader, &child, &session);
    }
    return status;
}

// Copies the base's sessions of one weekday, or those of its calendar (weekday -1).
static calf_status inherit(calf_reader *reader, const calf_node *at, const calf_named_plan *base,
    int weekday, calf_named_plan *plan)
{
    calf_status status = CALF_OK;
    for (size_t i = 0; base && i < base->session_count && status == CALF_OK; i++) {
        calf_planned_session session = base->sessions[i];
        const size_t bytes = session.segment_count * sizeof *session.segments;
        if (session.weekly != (weekday >= 0) || (session.weekly && session.weekday != weekday))
            continue;
        status = reserve(plan);
        if (status != CALF_OK)
            return status;
        if (bytes > 0) {
            session.segments = malloc(bytes);
            if (!session.segments)
                return calf_error_no_memory();
            memcpy(session.segments, base->sessions[i].segments, bytes);
        }
        plan->sessions[plan->session_count++] = session;
        status = count_session(reader, at, &session);
    }
    return status;
}

static calf_status merge(
    calf_reader *reader, const calf_node *at, const calf_named_plan *base, calf_named_plan *plan)
{
    calf_node week, list;
    const bool has_week = calf_node_child(at, "week", &week);
    calf_status status = CALF_OK;
    if (has_week)
        status = calf_node_read_fields(&week, week_fields, CALF_COUNT_OF(week_fields), plan);
    for (int weekday = 0; weekday < 7 && status == CALF_OK; weekday++) {
        if (has_week && calf_node_child(&week, week_fields[weekday].key, &list))
            status = read_sessions(reader, &list, weekday, plan);
        else
            status = inherit(reader, at, base, weekday, plan);
    }
    if (status == CALF_OK)
        status = inherit(reader, at, base, -1, plan);
    if (status == CALF_OK && calf_node_child(at, "calendar", &list))
        status = read_sessions(reader, &list, -1, plan);
    return status;
}

calf_status calf_read_plan_name(
    const calf_experiment *experiment, const calf_node *at, size_t *plan)
{
    const char *names[CALF_PLANS_MAX];
    int which;
    for (size_t i = 0; i < experiment->plan_count; i++)
        names[i] = experiment->plans[i].name;
    calf_status status = calf_node_read_choice(at, "plan", names, experiment->plan_count, &which);
    if (status == CALF_OK)
        *plan = (size_t)which;
    return status;
}

static calf_status read_plan(plan_reading *reading, size_t index)
{
    calf_experiment *experiment = reading->reader->experiment;
    const calf_node at = calf_node_entry(reading->at, index);
    const calf_named_plan *base = NULL;
    calf_node extends;
    size_t other;
    if (reading->progress[index] == DONE)
        return CALF_OK;
    reading->progress[index] = UNDER_WAY;
    calf_status status =
        calf_node_read_fields(&at, plan_fields, CALF_COUNT_OF(plan_fields), experiment);
    if (status == CALF_OK && calf_node_child(&at, "extends", &extends)) {
        status = calf_read_plan_name(experiment, &extends, &other);
        if (status == CALF_OK && reading->progress[other] == UNDER_WAY)
            return calf_node_bad_value(
                &extends, "leads back to this plan", "plans that do not extend this one");
        if (status == CALF_OK)
            status = read_plan(reading, other);
        if (status == CALF_OK)
            base = &experiment->plans[other];
    }
    if (status == CALF_OK)
        status = merge(reading->reader, &at, base, &experiment->plans[index]);
    reading->progress[index] = DONE;
    return status;
}

calf_status calf_check_name(const calf_node *at, const char *name)
{
    if (strlen(name) < 1 || strlen(name) > CALF_NAME_BYTES_MAX)
        return calf_node_error(
            at, "a name of %zu bytes; allowed: 1 to %d bytes", strlen(name), CALF_NAME_BYTES_MAX);
    return CALF_OK;
}

static calf_status read_names(calf_experiment *experiment, const calf_node *at)
{
    for (size_t i = 0; i < calf_node_count(at); i++) {
        const calf_node child = calf_node_entry(at, i);
        calf_status status = calf_check_name(&child, child.key);
        if (status != CALF_OK)
            return status;
        experiment->plans[i].name = strdup(child.key);
        if (!experiment->plans[i].name)
            return calf_error_no_memory();
        experiment->plan_count++;
    }
    return CALF_OK;
}

calf_status calf_read_plans(calf_reader *reader, const calf_node *at)
{
    calf_experiment *experiment = reader->experiment;
    const size_t count = calf_node_count(at);
    calf_status status = calf_node_need_map(at);
    if (status != CALF_OK)
        return status;
    if (count < 1 || count > CALF_PLANS_MAX)
        return calf_node_error(at, "%zu plans; allowed: 1 to %d", count, CALF_PLANS_MAX);
    plan_reading reading = {reader, at, calloc(count, sizeof(progress))};
    experiment->plans = calloc(count, sizeof *experiment->plans);
    if (!reading.progress || !experiment->plans)
        status = calf_error_no_memory();
    if (status == CALF_OK)
        status = read_names(experiment, at);
    for (size_t i = 0; i < count && status == CALF_OK; i++)
        status = read_plan(&reading, i);
    free(reading.progress);
    return status;
}
