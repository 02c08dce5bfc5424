// SPDX-License-Identifier: GPL-3.0-or-later
// What a result says of each morning: bands over worlds of one day, and of the mornings after
// chosen days.
#ifndef CALF_ANALYSIS_DAILY_H
#define CALF_ANALYSIS_DAILY_H

#include "analysis/comparison.h"

/** Quantiles over runners of a daily field at one point. */
typedef struct calf_daily {
    size_t strategies, worlds, days, parts;
    double *quantile; ///< [strategy][world][day][part][quantile]
    double *room; ///< [2 worlds]
} calf_daily;

/** The places of three quantiles in the file's list: a tenth, half and nine tenths of runners. */
enum { CALF_DAILY_TENTH = 2, CALF_DAILY_HALF = 4, CALF_DAILY_NINE_TENTHS = 6 };

/** Whether a result holds the field by day. */
bool calf_daily_is_there(const calf_result *result, calf_output_id field);

/** Reads a field. `*daily` is freed with calf_daily_free() whatever is returned.
 *  Errors: CALF_BAD_INPUT for a file without it or of another shape. */
calf_status calf_daily_read(
    const calf_result *result, size_t point, calf_output_id field, calf_daily *daily);
void calf_daily_free(calf_daily *daily);

/** One quantile on a morning, over worlds. Not safe on the same `daily` in two threads. */
calf_band calf_daily_band(
    const calf_daily *daily, size_t strategy, size_t day, size_t part, int quantile);

/** Mornings after some days, of which the last one has none in the result. */
typedef struct calf_mornings_after {
    size_t count;
    calf_band half, nine_tenths; ///< quantile over runners, averaged over the mornings
    calf_band first; ///< the median on the first of these mornings
} calf_mornings_after;

/** The mornings after the days with any bit of `mark` in their `marks`, but none of `but`:
 *  marks[days]. All are NaN without any. Each world's average is made first, then the band over
 *  worlds. */
calf_mornings_after calf_daily_after(
    const calf_daily *daily, size_t strategy, const unsigned marks[], unsigned mark, unsigned but);

#endif
