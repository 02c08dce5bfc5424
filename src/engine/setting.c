// SPDX-License-Identifier: GPL-3.0-or-later
// Expanding an experiment into what its runners will live.
#include "engine/setting.h"

#include "core/error.h"

#include <stdlib.h>

calf_status calf_calendar_list(const calf_plan *plan, calf_calendar *calendar)
{
    calendar->count = calf_plan_session_count(plan);
    calendar->sessions = calloc(calendar->count + 1, sizeof(const calf_session *));
    if (calendar->sessions == NULL)
        return calf_error_no_memory();
    for (size_t k = 0; k < calendar->count; k++)
        calendar->sessions[k] = calf_plan_session(plan, k);
    return CALF_OK;
}

static calf_status calendar_init(
    const calf_experiment *experiment, int strategy, calf_calendar *calendar)
{
    calf_status status = calf_experiment_plan(experiment, strategy, &calendar->plan);
    return status == CALF_OK ? calf_calendar_list(calendar->plan, calendar) : status;
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
    if (status == CALF_OK && experiment->history_days > 0)
        status = calendar_init(experiment, CALF_HISTORY, &made->history);
    for (size_t s = 0; s < experiment->strategy_count && status == CALF_OK; s++)
        status = calendar_init(experiment, (int)s, &made->strategies[s]);
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
