// SPDX-License-Identifier: GPL-3.0-or-later
// Truncated distributions made ready.
#include "population/prior.h"

#include "core/error.h"
#include "population/quantile.h"

#include <stdlib.h>

double calf_prior_below(const calf_prior *prior, double x)
{
    const calf_distribution *d = &prior->distribution;
    switch (d->shape) {
    case CALF_SHAPE_LOGNORMAL:
        return x > 0 ? calf_normal_below(calf_log(x / d->a) / d->b) : 0;
    case CALF_SHAPE_NORMAL:
        return calf_normal_below((x - d->a) / d->b);
    case CALF_SHAPE_GAMMA:
    case CALF_SHAPE_BETA:
        return calf_table_below(prior->table, d, x);
    case CALF_SHAPE_UNIFORM:
        return calf_min(calf_max((x - d->a) / (d->b - d->a), 0), 1);
    case CALF_SHAPE_FIXED:
        break;
    }
    return x >= d->low;
}

calf_status calf_prior_init(
    const calf_distribution *distribution, const char *name, calf_prior *prior)
{
    const calf_distribution *d = distribution;
    *prior = (calf_prior){.distribution = *d};
    if (d->shape == CALF_SHAPE_GAMMA || d->shape == CALF_SHAPE_BETA) {
        prior->table = calf_table_create(d);
        if (prior->table == NULL)
            return calf_error_no_memory();
    }
    prior->below = calf_prior_below(prior, d->low);
    prior->mass = calf_prior_below(prior, d->high) - prior->below;
    if (d->shape == CALF_SHAPE_FIXED || prior->mass >= 1e-9)
        return CALF_OK;
    calf_prior_free(prior);
    return calf_error_set(CALF_BAD_INPUT,
        "%s: %s(%g, %g) has practically no probability between low %g and high %g", name,
        calf_shape_name(d->shape), d->a, d->b, d->low, d->high);
}

void calf_prior_free(calf_prior *prior)
{
    free(prior->table);
    prior->table = NULL;
}

double calf_prior_quantile(const calf_prior *prior, double u)
{
    const calf_distribution *d = &prior->distribution;
    double whole = calf_prior_whole(prior, u), z = calf_normal_quantile(whole);
    return calf_value_cut(d, calf_value_at(d->shape, d->a, d->b, prior->table, whole, z));
}
