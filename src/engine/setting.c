// SPDX-License-Identifier: GPL-3.0-or-later
// Expanding an experiment into what its runners will live.
#include "engine/setting.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>

calf_status calf_calendar_list(const calf_plan *plan, int first_day, calf_calendar *calendar)
{
    size_t count = calf_plan_session_count(plan);
    calendar->sessions = calloc(count + 1, sizeof(const calf_session *));
    if (calendar->sessions == NULL)
        return calf_error_no_memory();
    for (size_t k = 0; k < count; k++) {
        const calf_session *session = calf_plan_session(plan, k);
        if (session->due_h >= 24.0 * first_day)
            calendar->sessions[calendar->count++] = session;
    }
    return CALF_OK;
}

// Adds the history's last run to a strategy's plan: it is not lived again, but a strength session
// early on day 0 knows of the run of the evening before.
static calf_status remember_last_run(const calf_calendar *history, calf_plan *plan)
{
    size_t k = history->count;
    while (k > 0 && history->sessions[k - 1]->kind != CALF_RUN)
        k--;
    if (k == 0)
        return CALF_OK;
    const calf_session *last = history->sessions[k - 1];
    calf_run mark = last->run;
    mark.segment_count = 1; // only its start matters
    mark.later_from = 0;
    double day = floor(last->due_h / 24);
    return calf_plan_add_run(plan, (int)day, last->due_h - 24 * day, &mark);
}

static calf_status init_history(const calf_experiment *experiment, calf_calendar *history)
{
    if (experiment->history_days == 0)
        return CALF_OK;
    calf_status status = calf_experiment_plan(experiment, CALF_HISTORY, &history->plan);
    return status == CALF_OK ? calf_calendar_list(history->plan, -experiment->history_days, history)
                             : status;
}

static calf_status init_strategy(const calf_experiment *experiment, int strategy,
    const calf_calendar *history, calf_calendar *calendar)
{
    calf_status status = calf_experiment_plan(experiment, strategy, &calendar->plan);
    if (status == CALF_OK)
        status = remember_last_run(history, calendar->plan);
    return status == CALF_OK ? calf_calendar_list(calendar->plan, 0, calendar) : status;
}

static void widen_room(const calf_calendar *calendar, bool scaled, calf_run_size *room)
{
    calf_run_size own = scaled
        ? calf_prepared_room_scaled(calendar->sessions, calendar->count)
        : calf_prepared_room(calendar->sessions, calendar->count, CALF_PRECISION_STANDARD);
    room->stretches = own.stretches > room->stretches ? own.stretches : room->stretches;
    room->pieces = own.pieces > room->pieces ? own.pieces : room->pieces;
}

static void calendar_clear(calf_calendar *calendar)
{
    calf_plan_destroy(calendar->plan);
    free(calendar->sessions);
}

calf_status calf_setting_create(const calf_experiment *experiment, calf_setting **setting)
{
    *setting = NULL;
    calf_setting *made = calloc(1, sizeof *made);
    if (made == NULL)
        return calf_error_no_memory();
    made->experiment = experiment;
    calf_status status = CALF_OK;
    made->strategies = calloc(experiment->strategy_count, sizeof *made->strategies);
    if (made->strategies == NULL)
        status = calf_error_no_memory();
    if (status == CALF_OK)
        status = init_history(experiment, &made->history);
    for (size_t s = 0; s < experiment->strategy_count && status == CALF_OK; s++)
        status = init_strategy(experiment, (int)s, &made->history, &made->strategies[s]);
    widen_room(&made->history, false, &made->room);
    for (size_t s = 0; s < experiment->strategy_count && status == CALF_OK; s++)
        widen_room(&made->strategies[s], calf_policy_scales(&experiment->strategies[s].policy),
            &made->room);
    if (status == CALF_OK)
        status =
            calf_population_create(&experiment->population, experiment->seed, &made->population);
    if (status == CALF_OK)
        *setting = made;
    else
        calf_setting_destroy(made);
    return status;
}

void calf_setting_destroy(calf_setting *setting)
{
    if (setting == NULL)
        return;
    calendar_clear(&setting->history);
    for (size_t s = 0; setting->strategies != NULL && s < setting->experiment->strategy_count; s++)
        calendar_clear(&setting->strategies[s]);
    free(setting->strategies);
    calf_population_destroy(setting->population);
    free(setting);
}
