// SPDX-License-Identifier: GPL-3.0-or-later
// Calendars set side by side, and the time that they take.
#include "coach/calendars.h"

#include "model/nominal.h"

#include <string.h>

static bool run_same(const calf_run *a, const calf_run *b)
{
    if (a->segment_count != b->segment_count || a->later_from != b->later_from ||
        a->treadmill != b->treadmill || !calf_technique_same(&a->technique, &b->technique))
        return false;
    for (size_t i = 0; i < a->segment_count; i++)
        if (memcmp(&a->segments[i], &b->segments[i], sizeof a->segments[i]) != 0)
            return false;
    return a->later_from == 0 || calf_technique_same(&a->later, &b->later);
}

bool calf_calendar_same(const calf_plan *a, const calf_plan *b)
{
    const size_t count = calf_plan_session_count(a);
    bool same = count == calf_plan_session_count(b);
    for (size_t i = 0; i < count && same; i++) {
        const calf_session *one = calf_plan_session(a, i), *other = calf_plan_session(b, i);
        same = one->kind == other->kind && one->due_h == other->due_h &&
            (one->kind != CALF_RUN || run_same(&one->run, &other->run));
    }
    return same;
}

static double session_minutes(const calf_session *session)
{
    const double period_s = calf_parameter_describe(CALF_P_heel_raise_period)->standard;
    double minutes = 0;
    switch (session->kind) {
    case CALF_RUN:
        for (size_t i = 0; i < session->run.segment_count; i++)
            minutes += calf_nominal_min(&session->run.segments[i]);
        return minutes;
    case CALF_STRENGTH:
        return session->strength.sets *
            (session->strength.reps * period_s + session->strength.rest_s) / 60;
    case CALF_MOBILITY:
        return session->mobility.roll_min + session->mobility.stretch_min;
    case CALF_DOSE:
        return session->dose.duration_min;
    }
    return 0;
}

calf_status calf_strategy_minutes(
    const calf_experiment *experiment, size_t strategy, double *minutes_a_week)
{
    calf_plan *plan = NULL;
    const calf_status status = calf_experiment_plan(experiment, (int)strategy, &plan);
    if (status)
        return status;
    *minutes_a_week = 0;
    for (size_t i = 0; i < calf_plan_session_count(plan); i++)
        *minutes_a_week += session_minutes(calf_plan_session(plan, i)) * 7 / experiment->days;
    calf_plan_destroy(plan);
    return CALF_OK;
}
