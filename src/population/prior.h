// SPDX-License-Identifier: GPL-3.0-or-later
// Truncated distributions by their inverse.
#ifndef CALF_POPULATION_PRIOR_H
#define CALF_POPULATION_PRIOR_H

#include <calfsim/parameters.h>

/** A distribution made ready to be sampled. */
typedef struct calf_prior {
    calf_distribution distribution;
    double below; ///< probability below low, before cutting
    double mass; ///< probability within [low, high]
} calf_prior;

/** Makes a distribution ready. Errors: CALF_BAD_INPUT when there is practically no probability
 *  (less than 1e-9) between low and high; `name` stands for it in the text. */
calf_status calf_prior_init(
    const calf_distribution *distribution, const char *name, calf_prior *prior);

/** The value at cumulative probability `u` in (0, 1) of the cut distribution; within [low, high].
 *  GSL's error handler must be off, as it is while a calf_population exists. */
double calf_prior_quantile(const calf_prior *prior, double u);

/** Cumulative probability at x, before cutting. */
double calf_distribution_cdf(const calf_distribution *distribution, double x);

#endif
