// SPDX-License-Identifier: GPL-3.0-or-later
// The bootstrap: how far an estimate would move had the sample been another one.
#ifndef CALF_ANALYSIS_RESAMPLE_H
#define CALF_ANALYSIS_RESAMPLE_H

#include <calfsim/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** An estimate and its interval; the ends are NaN where no interval was asked for. */
typedef struct calf_interval {
    double value, low, high;
} calf_interval;

/** How intervals are made. */
typedef struct calf_resampling {
    size_t replicates; ///< 0: no intervals
    double level; ///< share of the replicates within, such as 0.95
    uint64_t seed;
    bool (*should_stop)(void *context); ///< asked before each replicate; NULL never stops
    void *context;
} calf_resampling;

/** How often each of `rows` rows comes in a replicate: as many draws with replacement as there are
 *  rows. A function of seed, replicate and rows alone. Errors: CALF_FAILED when asked to stop. */
calf_status calf_resample(
    const calf_resampling *resampling, size_t replicate, size_t rows, double times[]);

/** The percentile interval (Efron 1979) of an estimate from its replicates, which are sorted in
 *  place; those that are NaN, as an index of a replicate that does not vary, are left out. */
calf_interval calf_interval_of(double value, const calf_resampling *resampling, double *replicates);

#endif
