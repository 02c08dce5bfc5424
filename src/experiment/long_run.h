// SPDX-License-Identifier: GPL-3.0-or-later
// How long a run may be, from the runs around it.
#ifndef CALF_EXPERIMENT_LONG_RUN_H
#define CALF_EXPERIMENT_LONG_RUN_H

#include "experiment/experiment.h"

/** Distances of a strategy's runs, gathered while its calendar is expanded. */
typedef struct calf_distances {
    calf_long_run rule;
    int first_day; ///< of the history
    int from_day;
    double *longest_km; ///< of the runs of each day, from the first one on, as they are lived
    double *week_km; ///< of all runs of each week from `from_day` on, before any is cut
} calf_distances;

/** None yet. The caller releases them; zeroed ones are allowed. */
calf_status calf_distances_init(
    const calf_experiment *experiment, const calf_strategy *strategy, calf_distances *distances);
void calf_distances_release(calf_distances *distances);

/** Adds a run to the distance of its week; `day` >= from_day, up to the end of the last week. */
void calf_distances_plan(calf_distances *distances, int day, double km);

/** Notes a run that is lived on this day of the history or the strategy. */
void calf_distances_live(calf_distances *distances, int day, double km);

/** What a planned run of `km` may have on a day from `from_day` on, at most `km`: every run before
 *  this day was noted as lived, and every run of its week was planned. */
double calf_distances_allow(const calf_distances *distances, int day, double km);

#endif
