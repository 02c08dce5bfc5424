// SPDX-License-Identifier: GPL-3.0-or-later
// From a uniform number to a parameter's value: the one source of scalar and lane draws.
#ifndef CALF_POPULATION_QUANTILE_H
#define CALF_POPULATION_QUANTILE_H

#include "population/normal.h"
#include "population/prior.h"

/** The cumulative probability before cutting that is `u` in (0, 1) of the cut distribution. */
static inline double calf_prior_whole(const calf_prior *prior, double u)
{
    return calf_min(prior->below + u * prior->mass, 1 - 0x1p-53);
}

/** The value at cumulative probability `whole` of a distribution of this shape, not cut; `z` is the
 *  normal number that has the same. In a loop over lanes the shape is a constant, so that nothing
 *  branches. The cumulative probability of a gamma or beta value is `whole` to 1e-11 of it or of
 *  what it lacks to 1, that of others to a few roundings. */
static inline double calf_value_at(
    calf_shape shape, double a, double b, const calf_table *table, double whole, double z)
{
    switch (shape) {
    case CALF_SHAPE_LOGNORMAL:
        return a * calf_exp(b * z);
    case CALF_SHAPE_NORMAL:
        return a + b * z;
    case CALF_SHAPE_GAMMA:
        return a * calf_exp(calf_table_score(table, z));
    case CALF_SHAPE_BETA:
        return a / (a + b * calf_exp(-calf_table_score(table, z)));
    case CALF_SHAPE_UNIFORM:
    case CALF_SHAPE_FIXED:
        break;
    }
    return a + whole * (b - a);
}

/** A value cut to the range of a distribution, which it can leave by a rounding; where there is
 *  only one value, that. */
static inline double calf_value_cut(const calf_distribution *d, double value)
{
    return calf_min(calf_max(value, d->low), d->shape == CALF_SHAPE_FIXED ? d->low : d->high);
}

#endif
