// SPDX-License-Identifier: GPL-3.0-or-later
// Sobol's indices: which share of an output's variance each factor, or group of factors, brings
// about alone (first order) and together with others (total).
#ifndef CALF_ANALYSIS_SOBOL_INDICES_H
#define CALF_ANALYSIS_SOBOL_INDICES_H

#include "analysis/resample.h"

#include <calfsim/status.h>

/** Where the model is evaluated: every row has a point of the matrix A, one of B, and for each
 * group the point of A with the group's factors from B (the radial design of Saltelli and others
 * 2010).
 */
typedef struct calf_sobol_design {
    size_t rows, factors, groups;
    const size_t *group; ///< [factor], below groups
    uint64_t seed;
    double *unit; ///< [row][factor][A, B], not yet scrambled
} calf_sobol_design;

/** Points of scrambled Sobol' in twice as many dimensions as there are factors, the first factors
 * in the first dimensions, which are the best; put the important ones there. From the 21st factor
 * on it is Latin supercube sampling (see calf_design_draw()): A and B of a factor lie in the same
 * group of 40 dimensions, other groups in a random order of rows, so that A and B stay independent.
 *
 *  `group` must outlive the design. Errors: CALF_FAILED without memory. */
calf_status calf_sobol_design_create(uint64_t seed, size_t rows, size_t factors,
    const size_t *group, size_t groups, calf_sobol_design *design);
void calf_sobol_design_free(calf_sobol_design *design);

/** Points of a row: A, B, then one for each group. */
static inline size_t calf_sobol_row_points(size_t groups)
{
    return groups + 2;
}

/** Writes the points of one row. Shapes  points: [calf_sobol_row_points()][factor]. */
void calf_sobol_row(const calf_sobol_design *design, size_t row, double *points);

typedef struct calf_sobol_index {
    calf_interval first, total;
} calf_sobol_index;

/** What a sample says of the output as a whole. */
typedef struct calf_sobol_output {
    double mean, variance; ///< variance 0: it does not vary, and all indices are NaN
    calf_interval additive; ///< sum of the first orders: what the groups bring about one by one
} calf_sobol_output;

/** Estimates the indices from the outputs at the points of the first `rows` rows: first order after
 *  Saltelli and others (2010, table 2 b), total after Jansen (1999), the output centred at its
 * mean; intervals by resampling rows. As rows of a Sobol' sequence balance one another, which
 * resampled ones do not, the intervals are rather too wide.
 *
 *  Shapes  values: [row][calf_sobol_row_points()]; index: [group].
 *  Errors  CALF_FAILED without memory. */
calf_status calf_sobol_indices(const double *values, size_t rows, size_t groups,
    const calf_resampling *resampling, calf_sobol_output *output, calf_sobol_index index[]);

/** Rows with which the interval would be as wide as the estimate is large, a power of two: width
 *  falls as 1/sqrt(rows). 0 where it is no wider than that already. */
double calf_sobol_rows_needed(const calf_interval *interval, size_t rows);

#endif
