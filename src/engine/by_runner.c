// SPDX-License-Identifier: GPL-3.0-or-later
// Room for what runners leave one by one, and handing it over.
#include "engine/by_runner.h"

#include "core/error.h"

#include <stdlib.h>

static size_t parts_of(size_t field)
{
    return (size_t)calf_output_describe(calf_trajectory_fields[field])->parts;
}

bool calf_by_runner_is_asked(const calf_experiment *experiment)
{
    return experiment->output.runners || experiment->output.trajectories;
}

// Where the rows of each field begin.
static void find_rows(calf_by_runner *values)
{
    for (size_t f = 0; f < CALF_TRAJECTORY_COUNT; f++)
        values->row[f + 1] = values->row[f] + values->days * parts_of(f);
}

double calf_by_runner_bytes(const calf_experiment *experiment)
{
    calf_by_runner shape = {.days = (size_t)experiment->days};
    double values = 0;
    find_rows(&shape);
    if (experiment->output.runners)
        values += (double)experiment->strategy_count * CALF_OUTCOME_COUNT + CALF_PARAMETER_COUNT;
    if (experiment->output.trajectories)
        values += (double)experiment->strategy_count * (double)shape.row[CALF_TRAJECTORY_COUNT];
    return values * (double)sizeof(float);
}

static calf_status make_room(float **room, size_t count)
{
    *room = malloc(count * sizeof **room);
    return *room != NULL ? CALF_OK : calf_error_no_memory();
}

calf_status calf_by_runner_create(const calf_experiment *experiment, uint64_t first_runner,
    size_t runners, calf_by_runner **values)
{
    const size_t strategies = experiment->strategy_count;
    *values = NULL;
    calf_by_runner *made = calloc(1, sizeof *made);
    if (made == NULL)
        return calf_error_no_memory();
    made->strategies = strategies;
    made->days = (size_t)experiment->days;
    made->first_runner = first_runner;
    made->runners = runners;
    find_rows(made);
    calf_status status = CALF_OK;
    if (experiment->output.runners)
        status = make_room(&made->parameters, CALF_PARAMETER_COUNT * runners);
    if (experiment->output.runners && status == CALF_OK)
        status = make_room(&made->outcomes, strategies * CALF_OUTCOME_COUNT * runners);
    if (experiment->output.trajectories && status == CALF_OK)
        status =
            make_room(&made->trajectories, strategies * made->row[CALF_TRAJECTORY_COUNT] * runners);
    if (status == CALF_OK)
        *values = made;
    else
        calf_by_runner_destroy(made);
    return status;
}

void calf_by_runner_destroy(calf_by_runner *values)
{
    if (values == NULL)
        return;
    free(values->parameters);
    free(values->outcomes);
    free(values->trajectories);
    free(values);
}

static calf_status hand_over_trajectories(
    const calf_by_runner *values, calf_block_values array, calf_values_sink *sink, void *context)
{
    calf_status status = CALF_OK;
    array.kind = CALF_VALUES_TRAJECTORY;
    for (size_t f = 0; f < CALF_TRAJECTORY_COUNT && status == CALF_OK; f++) {
        array.field = calf_trajectory_fields[f];
        array.count = (values->row[f + 1] - values->row[f]) * values->runners;
        array.values = calf_by_runner_trajectory(values, array.strategy, f);
        status = sink(context, &array);
    }
    return status;
}

static calf_status hand_over_outcomes(
    const calf_by_runner *values, calf_block_values array, calf_values_sink *sink, void *context)
{
    array.kind = CALF_VALUES_OUTCOMES;
    array.count = CALF_OUTCOME_COUNT * values->runners;
    array.values = values->outcomes + array.strategy * array.count;
    return sink(context, &array);
}

calf_status calf_by_runner_hand_over(
    const calf_by_runner *values, size_t point, size_t world, calf_values_sink *sink, void *context)
{
    calf_status status = CALF_OK;
    calf_block_values array = {.kind = CALF_VALUES_PARAMETERS,
        .point = point,
        .world = world,
        .first_runner = values->first_runner,
        .runners = values->runners,
        .count = CALF_PARAMETER_COUNT * values->runners,
        .values = values->parameters};
    if (values->parameters != NULL)
        status = sink(context, &array);
    for (; array.strategy < values->strategies && status == CALF_OK; array.strategy++) {
        if (values->outcomes != NULL)
            status = hand_over_outcomes(values, array, sink, context);
        if (values->trajectories != NULL && status == CALF_OK)
            status = hand_over_trajectories(values, array, sink, context);
    }
    return status;
}
