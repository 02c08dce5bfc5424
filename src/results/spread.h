// SPDX-License-Identifier: GPL-3.0-or-later
// How numbers that each world has one of are spread over the worlds.
#ifndef CALF_RESULTS_SPREAD_H
#define CALF_RESULTS_SPREAD_H

#include <stddef.h>

typedef enum calf_spread {
    CALF_SPREAD_MEAN,
    CALF_SPREAD_SD,
    CALF_SPREAD_Q05,
    CALF_SPREAD_Q25,
    CALF_SPREAD_Q50,
    CALF_SPREAD_Q75,
    CALF_SPREAD_Q95,
    CALF_SPREAD_COUNT
} calf_spread;

/** "mean", "sd", "q05", ... */
extern const char *const calf_spread_names[CALF_SPREAD_COUNT];

/** The spread of one number, and its standard errors from the finite number of worlds. */
typedef struct calf_spread_values {
    double value[CALF_SPREAD_COUNT], error[CALF_SPREAD_COUNT];
} calf_spread_values;

/** Numbers whose spread is worked out together, at most. */
enum { CALF_SPREAD_TOGETHER = 32 };

/** Works out the spread of several numbers, which are values[world * stride], ... `count` side by
 *  side. `room` holds worlds times count and is overwritten; it may be `values` where stride is
 *  count.
 *
 *  Worlds without a value (NaN) are left out; all is NaN when none has one, and the SD and the
 *  errors when only one has. The SD is that of n - 1, quantiles lie between order statistics.
 * Errors as those of statistics over runners: sd / sqrt(n), from the fourth moment for the SD,
 * Woodruff's for quantiles. */
void calf_spread_over_worlds(const double *values, size_t stride, size_t worlds, size_t count,
    double *room, calf_spread_values spread[]);

#endif
