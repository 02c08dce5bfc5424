// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments: their defaults and their end.
#include "experiment/experiment.h"

#include "core/error.h"
#include "experiment/sweep.h"
#include "results/fields.h"

#include <stdlib.h>

static void population_init(calf_population_spec *population)
{
    population->runners = 1000;
    population->worlds = 1;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        population->drawn_from[id] = calf_parameter_describe((calf_parameter_id)id)->prior;
}

calf_status calf_experiment_create(calf_experiment **experiment)
{
    *experiment = NULL;
    calf_experiment *created = calloc(1, sizeof *created);
    if (created)
        created->title = calloc(1, 1);
    if (!created || !created->title) {
        calf_experiment_destroy(created);
        return calf_error_no_memory();
    }
    created->seed = 1;
    population_init(&created->population);
    created->output.daily = calf_output_groups_default();
    created->output.sore_day_mm = 10;
    *experiment = created;
    return CALF_OK;
}

static void plan_release(calf_named_plan *plan)
{
    for (size_t i = 0; i < plan->session_count; i++)
        free(plan->sessions[i].segments);
    free(plan->sessions);
    free(plan->name);
}

void calf_experiment_destroy(calf_experiment *experiment)
{
    if (!experiment)
        return;
    for (size_t i = 0; i < experiment->plan_count; i++)
        plan_release(&experiment->plans[i]);
    for (size_t i = 0; i < experiment->strategy_count; i++)
        free(experiment->strategies[i].name);
    free(experiment->plans);
    free(experiment->strategies);
    free(experiment->population.correlations);
    free(experiment->population.cohort.column);
    free(experiment->population.cohort.values);
    calf_sweep_release(&experiment->sweep);
    free(experiment->title);
    free(experiment);
}
