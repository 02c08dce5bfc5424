// SPDX-License-Identifier: GPL-3.0-or-later
// Truncated distributions by their inverse, on GSL.
#include "population/prior.h"

#include "core/error.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double calf_distribution_cdf(const calf_distribution *d, double x)
{
    switch (d->shape) {
    case CALF_SHAPE_LOGNORMAL:
        return x > 0 ? gsl_cdf_ugaussian_P(log(x / d->a) / d->b) : 0;
    case CALF_SHAPE_NORMAL:
        return gsl_cdf_ugaussian_P((x - d->a) / d->b);
    case CALF_SHAPE_GAMMA:
        return x > 0 ? gsl_cdf_gamma_P(x, d->a * d->a / d->b, d->b / d->a) : 0;
    case CALF_SHAPE_BETA:
        return gsl_cdf_beta_P(fmin(fmax(x, 0), 1), d->a, d->b);
    case CALF_SHAPE_UNIFORM:
        return gsl_cdf_flat_P(x, d->a, d->b);
    case CALF_SHAPE_FIXED:
        break;
    }
    return x >= d->low;
}

static double quantile(const calf_distribution *d, double u)
{
    switch (d->shape) {
    case CALF_SHAPE_LOGNORMAL:
        return d->a * exp(d->b * gsl_cdf_ugaussian_Pinv(u));
    case CALF_SHAPE_NORMAL:
        return d->a + d->b * gsl_cdf_ugaussian_Pinv(u);
    case CALF_SHAPE_GAMMA:
        return gsl_cdf_gamma_Pinv(u, d->a * d->a / d->b, d->b / d->a);
    case CALF_SHAPE_BETA:
        return gsl_cdf_beta_Pinv(u, d->a, d->b);
    case CALF_SHAPE_UNIFORM:
        return gsl_cdf_flat_Pinv(u, d->a, d->b);
    case CALF_SHAPE_FIXED:
        break;
    }
    return d->low;
}

calf_status calf_prior_init(
    const calf_distribution *distribution, const char *name, calf_prior *prior)
{
    prior->distribution = *distribution;
    prior->below = calf_distribution_cdf(distribution, distribution->low);
    prior->mass = calf_distribution_cdf(distribution, distribution->high) - prior->below;
    if (distribution->shape != CALF_SHAPE_FIXED && !(prior->mass >= 1e-9))
        return calf_error_set(CALF_BAD_INPUT,
            "%s: %s(%g, %g) has practically no probability between low %g and high %g", name,
            calf_shape_name(distribution->shape), distribution->a, distribution->b,
            distribution->low, distribution->high);
    return CALF_OK;
}

// The same by halving [low, high], for shapes at which GSL's Newton steps do not converge.
static double quantile_by_halves(const calf_distribution *d, double u)
{
    enum { HALVINGS = 100 };
    double low = d->low, high = d->high;
    for (int k = 0; k < HALVINGS; k++) {
        double middle = low + (high - low) / 2;
        if (calf_distribution_cdf(d, middle) < u)
            low = middle;
        else
            high = middle;
    }
    return high;
}

double calf_prior_quantile(const calf_prior *prior, double u)
{
    const calf_distribution *d = &prior->distribution;
    double whole = prior->below + u * prior->mass, value = quantile(d, whole);
    if (!isfinite(value))
        value = quantile_by_halves(d, whole);
    return fmin(fmax(value, d->low), d->high);
}
