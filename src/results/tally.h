// SPDX-License-Identifier: GPL-3.0-or-later
// One streamed distribution: exact sums for mean and SD, a histogram for quantiles. Everything is
// integer, so adding and merging give the same bits in any order.
#ifndef CALF_RESULTS_TALLY_H
#define CALF_RESULTS_TALLY_H

#include <stdint.h>

enum { CALF_BINS = 1000 };

typedef enum calf_scale { CALF_SCALE_LINEAR, CALF_SCALE_LOG } calf_scale;

/** How values are cut into CALF_BINS bins between low and high; the outermost bins are open.
 *  LOG: bins of equal ratio, the first one reaching down to 0. */
typedef struct calf_bins {
    calf_scale scale;
    double low, high;
} calf_bins;

/** A signed 128-bit sum of values in units of 2^-32. */
typedef struct calf_exact_sum {
    uint64_t low;
    int64_t high;
} calf_exact_sum;

typedef struct calf_tally {
    uint64_t count;
    calf_exact_sum sum, sum_of_squares;
    uint32_t bin[CALF_BINS];
} calf_tally;

/** Adds a value; NaN (an undefined value) is left out. Sums cut values at +-2^30 and squares at
 *  2^30; the resolution is 2^-32, absolute. */
void calf_tally_add(calf_tally *tally, const calf_bins *bins, double value);

void calf_tally_merge(calf_tally *into, const calf_tally *from);

/** Mean and SD (n - 1) of the values added; NaN without values, SD 0 for a single one. */
double calf_tally_mean(const calf_tally *tally);
double calf_tally_sd(const calf_tally *tally);

/** The quantile at p in [0, 1], interpolated within its bin: its error is at most one bin's width.
 *  NaN without values. */
double calf_tally_quantile(const calf_tally *tally, const calf_bins *bins, double p);

/** Share of the values at or above a level that is a bin's edge; NaN without values. */
double calf_tally_share_from(const calf_tally *tally, const calf_bins *bins, double level);

#endif
