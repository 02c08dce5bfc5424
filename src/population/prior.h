// SPDX-License-Identifier: GPL-3.0-or-later
// Truncated distributions by their inverse.
#ifndef CALF_POPULATION_PRIOR_H
#define CALF_POPULATION_PRIOR_H

#include "population/table.h"

#include <calfsim/parameters.h>

/** A distribution made ready to be sampled. */
typedef struct calf_prior {
    calf_distribution distribution;
    double below; ///< probability below low, before cutting
    double mass; ///< probability within [low, high]
    calf_table *table; ///< of gamma and beta, else NULL
} calf_prior;

/** Makes a distribution ready. Errors: CALF_BAD_INPUT when there is practically no probability
 *  (less than 1e-9) between low and high; `name` stands for it in the text; CALF_FAILED without
 *  memory. After an error there is nothing to free. */
calf_status calf_prior_init(
    const calf_distribution *distribution, const char *name, calf_prior *prior);

/** Frees what a prior holds; a prior of zeros holds nothing. */
void calf_prior_free(calf_prior *prior);

/** The value at cumulative probability `u` in (0, 1) of the cut distribution; within [low, high].
 *  See calf_value_at() for its precision. */
double calf_prior_quantile(const calf_prior *prior, double u);

/** Cumulative probability at x, before cutting; absolute error below 1e-13 and 1e-16 times the root
 *  of the larger shape of a gamma or beta distribution, which is what a rounding of x/a makes. */
double calf_prior_below(const calf_prior *prior, double x);

#endif
