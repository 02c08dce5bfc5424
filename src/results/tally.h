// SPDX-License-Identifier: GPL-3.0-or-later
// One streamed distribution: exact sums for mean and SD, a histogram for quantiles. Everything is
// integer, so adding and merging give the same bits in any order.
#ifndef CALF_RESULTS_TALLY_H
#define CALF_RESULTS_TALLY_H

#include <stddef.h>
#include <stdint.h>

enum { CALF_BINS = 1000 };

typedef enum calf_scale { CALF_SCALE_LINEAR, CALF_SCALE_LOG, CALF_SCALE_SIGNED_LOG } calf_scale;

/** How values are cut into CALF_BINS bins; the outermost bins are open.
 *  LINEAR      equal bins from low to high
 *  LOG         bins of equal ratio from low to high, the first one reaching down to 0
 *  SIGNED_LOG  half of the bins as LOG, the other half its mirror image below 0 */
typedef struct calf_bins {
    calf_scale scale;
    double low, high;
    double per_unit; ///< bins per unit (LINEAR) or per doubling
} calf_bins;

/** Bins between low < high; for the two log scales 0 < low. */
calf_bins calf_bins_make(calf_scale scale, double low, double high);

/** The lower end of a bin; `index` CALF_BINS gives the upper end of the last one. */
double calf_bins_edge(const calf_bins *bins, int index);

/** All of them. */
void calf_bins_edges(const calf_bins *bins, double edge[CALF_BINS + 1]);

/** A signed 128-bit sum, two's complement. */
typedef struct calf_exact_sum {
    uint64_t low;
    int64_t high;
} calf_exact_sum;

/** What is exact of a distribution. All zero: of no value. */
typedef struct calf_moments {
    uint64_t count;
    calf_exact_sum sum; ///< of values in units of 2^-32
    calf_exact_sum sum_of_squares; ///< of the same whole numbers, in units of 2^-64
    double lowest, highest; ///< of the values; undefined while count is 0
} calf_moments;

/** How the counts of bins lie in memory: first those of the first bin of every group, then those of
 *  the second and so on, so that groups are summed up without looking at single bins. */
enum { CALF_BIN_GROUP = 8, CALF_BIN_GROUPS = 128 };
enum { CALF_BIN_SLOTS = CALF_BIN_GROUP * CALF_BIN_GROUPS };

static inline int calf_bin_slot(int bin)
{
    const unsigned index = (unsigned)bin; // whose division is a shift
    return (int)(index % CALF_BIN_GROUP * CALF_BIN_GROUPS + index / CALF_BIN_GROUP);
}

/** All zero: without values. */
typedef struct calf_tally {
    calf_moments moments;
    uint32_t slot[CALF_BIN_SLOTS]; ///< that of bin CALF_BINS counts NaN, which is nowhere else
} calf_tally;

/** Adds values to moments and tells the slot of each one's bin: slots[count]. NaN (an
 *  undefined value) is left out of the moments. Values count as whole multiples of 2^-32 and are
 *  cut at +-2^17 in the sums, so that those hold 2^28 of the largest. */
void calf_tally_place(calf_moments *moments, const calf_bins *bins, const double *values,
    size_t count, uint16_t *slots);

/** Adds values to a tally, by calf_tally_place(): many at once, or one. */
void calf_tally_add_many(
    calf_tally *tally, const calf_bins *bins, const double *values, size_t count);
void calf_tally_add(calf_tally *tally, const calf_bins *bins, double value);

void calf_moments_merge(calf_moments *into, const calf_moments *from);
void calf_tally_merge(calf_tally *into, const calf_tally *from);

/** Mean and SD (n - 1) of the values added; NaN without values, SD 0 for a single one. */
double calf_tally_mean(const calf_tally *tally);
double calf_tally_sd(const calf_tally *tally);

/** The quantile at p in [0, 1], interpolated within its bin and kept between the lowest and highest
 *  value: its error is at most one bin's width, and a constant comes back as it is. NaN without
 *  values. */
double calf_tally_quantile(const calf_tally *tally, const calf_bins *bins, double p);

/** Several quantiles; `edge` is of the tally's bins. */
void calf_tally_quantiles(const calf_tally *tally, const double edge[CALF_BINS + 1],
    const double p[], size_t count, double values[]);

/** The first bin at or above a level that is a bin's edge; CALF_BINS beyond the last one. */
int calf_bins_from(const calf_bins *bins, double level);

/** Shares of the values in or above each of several bins, which ascend; NaN without values. */
void calf_tally_shares_from(
    const calf_tally *tally, const int first_bin[], size_t count, double shares[]);

#endif
