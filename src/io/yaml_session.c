// SPDX-License-Identifier: GPL-3.0-or-later
// Reading one session of a week or a calendar.
#include "io/yaml_readers.h"
#include "plan/limits.h"

#include <stdio.h>
#include <stdlib.h>

#define OF(member) offsetof(calf_planned_session, member)
#define LIMITED(name) &calf_limits[CALF_LIMIT_##name]

static const calf_field hour_field = {"hour", CALF_FIELD_NUMBER, false, LIMITED(hour), OF(hour)};

static calf_status read_run(const calf_node *at, calf_planned_session *session)
{
    static const calf_field fields[] = {
        {"distance_km", CALF_FIELD_OTHER, false, NULL, 0},
        {"duration_min", CALF_FIELD_OTHER, false, NULL, 0},
        {"segments", CALF_FIELD_OTHER, false, NULL, 0},
        {"intensity", CALF_FIELD_OTHER, false, NULL, 0},
        {"speed_mps", CALF_FIELD_OTHER, false, NULL, 0},
        {"pace_min_per_km", CALF_FIELD_OTHER, false, NULL, 0},
        {"grade_percent", CALF_FIELD_OTHER, false, NULL, 0},
        {"treadmill", CALF_FIELD_FLAG, false, NULL, OF(treadmill)},
        {"technique", CALF_FIELD_OTHER, false, NULL, 0},
        {"hour", CALF_FIELD_NUMBER, false, LIMITED(hour), OF(hour)},
    };
    calf_node technique;
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), session);
    if (status == CALF_OK && calf_node_child(at, "technique", &technique))
        status = calf_read_technique(&technique, &session->technique);
    if (status == CALF_OK)
        status = calf_read_run_segments(at, &session->segments, &session->segment_count);
    return status;
}

static calf_status read_strength(const calf_node *at, calf_planned_session *session)
{
    static const char *const knees[] = {"straight", "bent"};
    static const calf_field fields[] = {
        {"knee", CALF_FIELD_OTHER, true, NULL, 0},
        {"sets", CALF_FIELD_INTEGER, true, LIMITED(sets), OF(strength.sets)},
        {"reps", CALF_FIELD_INTEGER, false, LIMITED(reps), OF(strength.reps)},
        {"effort", CALF_FIELD_NUMBER, false, LIMITED(effort), OF(strength.effort)},
        {"rest_s", CALF_FIELD_NUMBER, false, LIMITED(rest_s), OF(strength.rest_s)},
        {"extra_load", CALF_FIELD_NUMBER, false, LIMITED(extra_load), OF(strength.extra_load)},
        {"hour", CALF_FIELD_NUMBER, false, LIMITED(hour), OF(hour)},
    };
    static const char *const lengths[] = {"reps", "effort"};
    calf_node knee, length;
    int which = 0;
    session->strength.rest_s = 90;
    session->strength.reps = (int)calf_limits[CALF_LIMIT_reps].high; // with an effort: at most
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), session);
    if (status == CALF_OK)
        status = calf_node_one_of(at, lengths, CALF_COUNT_OF(lengths), &which, &length);
    if (status == CALF_OK && calf_node_child(at, "knee", &knee))
        status = calf_node_read_choice(&knee, "knee position", knees, 2, &which);
    session->strength.knee = which ? CALF_KNEE_BENT : CALF_KNEE_STRAIGHT;
    return status;
}

static calf_status read_mobility(const calf_node *at, calf_planned_session *session)
{
    static const calf_field fields[] = {
        {"roll_min", CALF_FIELD_NUMBER, false, LIMITED(roll_min), OF(mobility.roll_min)},
        {"stretch_min", CALF_FIELD_NUMBER, false, LIMITED(stretch_min), OF(mobility.stretch_min)},
        {"hour", CALF_FIELD_NUMBER, false, LIMITED(hour), OF(hour)},
    };
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), session);
    if (status == CALF_OK && session->mobility.roll_min + session->mobility.stretch_min == 0)
        return calf_node_error(at,
            "neither rolling nor stretching; allowed: roll_min or "
            "stretch_min above 0");
    return status;
}

static calf_status read_dose(const calf_node *at, calf_planned_session *session)
{
    static const calf_field fields[] = {
        {"du", CALF_FIELD_NUMBER, true, LIMITED(du), OF(dose.du)},
        {"duration_min", CALF_FIELD_NUMBER, false, LIMITED(duration_min), OF(dose.duration_min)},
        {"hour", CALF_FIELD_NUMBER, false, LIMITED(hour), OF(hour)},
    };
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), session);
    if (session->dose.duration_min == 0)
        session->dose.duration_min = 60 * session->dose.du; // what a DU is
    return status;
}

static calf_status read_kind(const calf_node *at, calf_planned_session *session)
{
    static const struct {
        calf_session_kind kind;
        calf_status (*read)(const calf_node *, calf_planned_session *);
    } kinds[] = {{CALF_RUN, read_run}, {CALF_STRENGTH, read_strength},
        {CALF_MOBILITY, read_mobility}, {CALF_DOSE, read_dose}};
    static const char *const names[] = {"run", "strength", "mobility", "dose"};
    calf_node child, outer, inner;
    int which;
    calf_status status = calf_node_one_of(at, names, CALF_COUNT_OF(names), &which, &child);
    if (status != CALF_OK)
        return status;
    if (calf_node_child(at, "hour", &outer) && calf_node_child(&child, "hour", &inner))
        return calf_node_error(
            &inner, "given twice, inside and beside '%s'; allowed: one of the two", names[which]);
    session->kind = kinds[which].kind;
    return kinds[which].read(&child, session);
}

static calf_status read_date(calf_reader *reader, const calf_node *at, calf_range days, int *day)
{
    const char *text = calf_node_text(at);
    char problem[64], allowed[CALF_RANGE_TEXT + 8], range[CALF_RANGE_TEXT];
    long date;
    if (!reader->has_start)
        return calf_node_error(
            at, "needs to know the date of day 0; allowed: with the key 'start' at the top");
    if (!text || !calf_date_parse(text, &date))
        return calf_node_bad_value(at, "is not a date", "YYYY-MM-DD");
    date -= reader->start_days;
    if (!calf_range_holds(days, (double)date)) {
        snprintf(problem, sizeof problem, "is day %ld", date);
        snprintf(allowed, sizeof allowed, "day %s", calf_range_text(days, range));
        return calf_node_bad_value(at, problem, allowed);
    }
    *day = (int)date;
    return CALF_OK;
}

static calf_status read_day(calf_reader *reader, const calf_node *at, int *day)
{
    static const char *const names[] = {"day", "date"};
    const calf_experiment *experiment = reader->experiment;
    const calf_range days = {-experiment->history_days, experiment->days - 1, false};
    calf_node child;
    int which;
    calf_status status = calf_node_one_of(at, names, CALF_COUNT_OF(names), &which, &child);
    if (status != CALF_OK)
        return status;
    return which == 0 ? calf_node_read_integer(&child, days, day)
                      : read_date(reader, &child, days, day);
}

calf_status calf_read_session(
    calf_reader *reader, const calf_node *at, bool weekly, calf_planned_session *session)
{
    const calf_field fields[] = {
        hour_field,
        {"run", CALF_FIELD_OTHER, false, NULL, 0},
        {"strength", CALF_FIELD_OTHER, false, NULL, 0},
        {"mobility", CALF_FIELD_OTHER, false, NULL, 0},
        {"dose", CALF_FIELD_OTHER, false, NULL, 0},
        {"day", CALF_FIELD_OTHER, false, NULL, 0},
        {"date", CALF_FIELD_OTHER, false, NULL, 0},
    };
    *session =
        (calf_planned_session){.weekly = weekly, .hour = 18, .technique = calf_technique_own()};
    calf_status status = calf_node_read_fields(at, fields, weekly ? 5 : 7, session);
    if (status == CALF_OK && !weekly)
        status = read_day(reader, at, &session->day);
    if (status == CALF_OK)
        status = read_kind(at, session);
    if (status != CALF_OK) {
        free(session->segments);
        session->segments = NULL;
    }
    return status;
}
