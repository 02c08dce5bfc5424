// SPDX-License-Identifier: GPL-3.0-or-later
// Making, freeing and writing out a workspace.
#include "engine/workspace.h"

#include "core/error.h"

#include <stdlib.h>
#include <string.h>

// Room for a field's values: [day][part][runner], as packed as the block's size allows.
static size_t trajectory_room(const calf_workspace *w)
{
    return (size_t)w->setting->experiment->days * CALF_MUSCLES * CALF_BLOCK_RUNNERS;
}

float *calf_workspace_trajectory(const calf_workspace *w, size_t strategy, size_t field)
{
    return &w->trajectories[(strategy * CALF_TRAJECTORY_COUNT + field) * trajectory_room(w)];
}

float *calf_workspace_outcomes(const calf_workspace *w, size_t strategy)
{
    return &w->runner_outcomes[strategy * CALF_OUTCOME_COUNT * CALF_BLOCK_RUNNERS];
}

double calf_workspace_bytes(const calf_setting *setting)
{
    const calf_experiment *experiment = setting->experiment;
    double strategies = (double)experiment->strategy_count, days = experiment->days;
    double bytes = (double)sizeof(calf_workspace) + calf_keep_bytes(setting) +
        CALF_BLOCK_BATCHES * calf_prepared_bytes(setting->room);
    if (experiment->output.trajectories)
        bytes += strategies * days * CALF_TRAJECTORY_COUNT * CALF_MUSCLES * CALF_BLOCK_RUNNERS *
            (double)sizeof(float);
    return bytes;
}

calf_status calf_workspace_create(
    const calf_setting *setting, calf_stop stop, calf_workspace **workspace)
{
    const calf_experiment *experiment = setting->experiment;
    size_t strategies = experiment->strategy_count;
    calf_workspace *w = aligned_alloc(64, sizeof *w); // whole vectors: see CALF_ALIGNED
    *workspace = NULL;
    if (w == NULL)
        return calf_error_no_memory();
    memset(w, 0, sizeof *w);
    w->setting = setting;
    w->stop = stop;
    bool complete = calf_keep_create(setting, &w->keep) == CALF_OK;
    for (size_t b = 0; b < CALF_BLOCK_BATCHES && complete; b++)
        complete = calf_prepared_create(setting->room, CALF_PRECISION_STANDARD, &w->prepared[b]) ==
            CALF_OK;
    if (experiment->output.runners) {
        w->runner_outcomes = calloc(
            strategies * CALF_OUTCOME_COUNT * CALF_BLOCK_RUNNERS, sizeof *w->runner_outcomes);
        w->runner_parameters =
            calloc(CALF_PARAMETER_COUNT * CALF_BLOCK_RUNNERS, sizeof *w->runner_parameters);
        complete = complete && w->runner_outcomes != NULL && w->runner_parameters != NULL;
    }
    if (experiment->output.trajectories) {
        w->trajectories = calloc(
            strategies * CALF_TRAJECTORY_COUNT * trajectory_room(w), sizeof *w->trajectories);
        complete = complete && w->trajectories != NULL;
    }
    if (!complete) {
        calf_workspace_destroy(w);
        return calf_error_no_memory();
    }
    *workspace = w;
    return CALF_OK;
}

void calf_workspace_destroy(calf_workspace *w)
{
    if (w == NULL)
        return;
    calf_keep_destroy(&w->keep);
    for (size_t b = 0; b < CALF_BLOCK_BATCHES; b++)
        calf_prepared_destroy(w->prepared[b]);
    free(w->runner_outcomes);
    free(w->runner_parameters);
    free(w->trajectories);
    free(w);
}

static calf_status hand_over_strategy(
    const calf_workspace *w, calf_block_values values, calf_block_sink *sink, void *context)
{
    calf_status status = CALF_OK;
    if (w->runner_outcomes != NULL) {
        values.kind = CALF_VALUES_OUTCOMES;
        values.count = CALF_OUTCOME_COUNT * values.runners;
        values.values = calf_workspace_outcomes(w, values.strategy);
        status = sink(context, &values);
    }
    values.kind = CALF_VALUES_TRAJECTORY;
    for (size_t f = 0; w->trajectories != NULL && f < CALF_TRAJECTORY_COUNT && status == CALF_OK;
         f++) {
        values.field = calf_trajectory_fields[f];
        values.count = (size_t)w->setting->experiment->days *
            (size_t)calf_output_describe(values.field)->parts * values.runners;
        values.values = calf_workspace_trajectory(w, values.strategy, f);
        status = sink(context, &values);
    }
    return status;
}

calf_status calf_block_hand_over(const calf_workspace *w, size_t point,
    const calf_block_place *place, calf_block_sink *sink, void *context)
{
    calf_status status = CALF_OK;
    calf_block_values values = {.kind = CALF_VALUES_PARAMETERS,
        .point = point,
        .world = place->world,
        .first_runner = place->first_runner,
        .runners = place->runners,
        .count = CALF_PARAMETER_COUNT * place->runners,
        .values = w->runner_parameters};
    if (w->runner_parameters != NULL)
        status = sink(context, &values);
    for (; values.strategy < w->setting->experiment->strategy_count && status == CALF_OK;
         values.strategy++)
        status = hand_over_strategy(w, values, sink, context);
    return status;
}
