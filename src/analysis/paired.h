// SPDX-License-Identifier: GPL-3.0-or-later
// How the paired differences of one world's runners are distributed, as far as a result says:
// quantiles, and the shares of runners below and above no difference.
#ifndef CALF_ANALYSIS_PAIRED_H
#define CALF_ANALYSIS_PAIRED_H

#include "results/fields.h"

typedef struct calf_paired {
    const double *quantile; ///< [CALF_QUANTILE_COUNT]
    double lower, higher; ///< shares strictly below and above 0, exact
    double step; ///< differences are multiples of it; 0: of nothing
} calf_paired;

/** A share read between those that are known. */
typedef struct calf_read_share {
    double share; ///< on the straight line between its neighbours
    double least, most; ///< the neighbours: the true share lies between them
} calf_read_share;

/** Shares of runners whose difference lies below -margin, and above margin >= 0. Exact where the
 *  margin is 0 or smaller than the step. Between two quantiles the share is right to what lies
 *  between their ranks; beyond the outermost one it is called 0. */
calf_read_share calf_paired_below(const calf_paired *of, double margin);
calf_read_share calf_paired_above(const calf_paired *of, double margin);

/** The smallest margin that at least `share` of the runners keep to, 0.9 to 0.98: as exact as the
 *  two above; a multiple of the step. */
double calf_paired_margin(const calf_paired *of, double share);

#endif
