// SPDX-License-Identifier: GPL-3.0-or-later
// What the runners of a unit leave one by one, where an experiment asks for it: in memory as in the
// result, so that whole rows of runners are written at once.
#ifndef CALF_ENGINE_BY_RUNNER_H
#define CALF_ENGINE_BY_RUNNER_H

#include "experiment/experiment.h"
#include "results/result_file.h"

typedef struct calf_by_runner {
    size_t strategies, days;
    uint64_t first_runner;
    size_t runners;
    float *parameters; ///< [parameter][runner], NULL unless asked for
    float *outcomes; ///< [strategy][outcome][runner], NULL unless asked for
    float *trajectories; ///< [strategy][row][runner], NULL unless asked for
    size_t row[CALF_TRAJECTORY_COUNT + 1]; ///< where the rows of a field begin, and the last end
} calf_by_runner;

/** Whether an experiment asks for any of it, and bytes that a runner takes. */
bool calf_by_runner_is_asked(const calf_experiment *experiment);
double calf_by_runner_bytes(const calf_experiment *experiment);

/** Room for some runners. */
calf_status calf_by_runner_create(const calf_experiment *experiment, uint64_t first_runner,
    size_t runners, calf_by_runner **values);
void calf_by_runner_destroy(calf_by_runner *values);

/** Rows [day][part] of a trajectory's field, each of all runners. */
static inline float *calf_by_runner_trajectory(
    const calf_by_runner *values, size_t strategy, size_t field)
{
    const size_t row = strategy * values->row[CALF_TRAJECTORY_COUNT] + values->row[field];
    return values->trajectories + row * values->runners;
}

/** Takes some of it. */
typedef calf_status calf_values_sink(void *context, const calf_block_values *values);

/** Hands everything over, array by array. */
calf_status calf_by_runner_hand_over(const calf_by_runner *values, size_t point, size_t world,
    calf_values_sink *sink, void *context);

#endif
