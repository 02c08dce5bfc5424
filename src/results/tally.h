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

/** How many values lie in each group of bins and those before it, and the same of every eighth
 *  group, which finds a rank quickly. The last group is said to hold all that is asked for. */
typedef struct calf_tally_groups {
    uint32_t up_to[CALF_BIN_GROUPS], up_to_eighth[CALF_BIN_GROUPS / 8];
} calf_tally_groups;

void calf_tally_sum_groups(const calf_tally *tally, calf_tally_groups *groups);

/** The quantile at p in [0, 1], interpolated within its bin and kept between the lowest and highest
 *  value: its error is at most one bin's width, and a constant comes back as it is. NaN without
 *  values. */
double calf_tally_quantile(const calf_tally *tally, const calf_bins *bins, double p);

/** Several quantiles and their standard errors, from the number of values: half of what lies
 * between the quantiles at p -+ sqrt(p (1 - p) / n), kept in [0, 1] (Woodruff). NaN for fewer than
 * two values. `edge` is of the tally's bins. */
void calf_tally_quantiles(const calf_tally *tally, const calf_tally_groups *groups,
    const double edge[CALF_BINS + 1], const double p[], size_t count, double values[],
    double errors[]);

/** The middles of the bins, in the order of a tally's slots. */
void calf_bins_middles(const calf_bins *bins, double middle[CALF_BIN_SLOTS]);

/** Standard error of an SD: sqrt((m4 - sd^4) / n) / (2 sd), m4 the fourth central moment: its ratio
 *  to the square of the second is read off the histogram. 0 for an SD of 0, NaN for fewer than two
 *  values. `mean` and `sd` are the tally's, `edge` and `middle` its bins'. */
double calf_tally_sd_error(const calf_tally *tally, const calf_tally_groups *groups,
    const double edge[CALF_BINS + 1], const double middle[CALF_BIN_SLOTS], double mean, double sd);

/** The first bin at or above a level that is a bin's edge; CALF_BINS beyond the last one. */
int calf_bins_from(const calf_bins *bins, double level);

/** Shares of the values in or above each of several bins, which ascend; NaN without values. */
void calf_tally_shares_from(const calf_tally *tally, const calf_tally_groups *groups,
    const int first_bin[], size_t count, double shares[]);

/** Standard errors of a mean, of an SD and of a share of `count` values, NaN for fewer than two.
 *  `kurtosis` is the fourth central moment over the square of the second; it does not matter where
 *  the SD is 0, as its error is then. */
double calf_mean_error(double sd, double count);
double calf_sd_error(double sd, double kurtosis, double count);
double calf_share_error(double share, double count);

#endif
