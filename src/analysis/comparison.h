// SPDX-License-Identifier: GPL-3.0-or-later
// What one strategy does against another, over runners and over worlds.
#ifndef CALF_ANALYSIS_COMPARISON_H
#define CALF_ANALYSIS_COMPARISON_H

#include "results/result_file.h"

/** One number of every world: that of the middle world (the median), where 5 to 95 % of the worlds
 *  lie, the average over worlds and its Monte Carlo standard error. Worlds without a value (NaN)
 * are left out; all are NaN when none has one, the ends and the error also for one world. */
typedef struct calf_band {
    double middle, low, high, mean, error;
} calf_band;

/** values[0], values[stride], ... `count` worlds. `room` holds as many and is overwritten; see
 *  calf_spread_over_worlds(). */
calf_band calf_band_of(const double *values, size_t stride, size_t count, double *room);

/** One outcome under `strategy` minus the same under `against`. */
typedef struct calf_outcome_comparison {
    calf_band difference; ///< of the mean runner
    double sd; ///< over runners, root mean square over worlds
    double error; ///< standard error of difference.mean in these worlds, from the number of runners
    calf_band lower, higher; ///< shares of runners whose outcome is strictly lower or higher
    calf_band better, worse; ///< the same two by what is better; NaN where neither way is
} calf_outcome_comparison;

typedef struct calf_comparison {
    size_t strategy, against, worlds;
    uint64_t runners; ///< of each world
    calf_outcome_comparison outcome[CALF_OUTCOME_COUNT];
    calf_band hazard_ratio; ///< mean overuse hazard relative to that of `against`
} calf_comparison;

/** Compares every strategy (itself included) with `against` at one point (0 without a sweep):
 *  `*rows` has one row a strategy and is freed by the caller. Errors: CALF_BAD_INPUT for a file
 * without these datasets or of another shape, or for no such strategy. */
calf_status calf_comparison_create(
    const calf_result *result, size_t point, size_t against, calf_comparison **rows);

/** Monte Carlo standard error of difference.mean: from the number of worlds, which holds the noise
 * of their runners; for one world from the number of runners. */
double calf_difference_error(const calf_outcome_comparison *row);

/** One outcome of every strategy at one point: bands[strategy] of the mean runner's; for one world
 *  `error` is from the number of runners. Errors: as calf_comparison_create(). */
calf_status calf_outcome_bands(
    const calf_result *result, size_t point, calf_outcome_id outcome, calf_band bands[]);

/** Reads what a dataset says of one point, which must be `count` values. Errors: CALF_BAD_INPUT
 *  otherwise. */
calf_status calf_result_read_exactly(
    const calf_result *result, const char *dataset, size_t point, size_t count, double **values);

#endif
