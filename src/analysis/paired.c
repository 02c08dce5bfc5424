// SPDX-License-Identifier: GPL-3.0-or-later
// Shares of paired differences, read between quantiles.
#include "analysis/paired.h"

#include <math.h>

// One side of the distribution, mirrored to the right: how far the quantiles lie from 0 and which
// share lies beyond them, from the farthest one to the last on that side.
typedef struct side {
    size_t count;
    double away[CALF_QUANTILE_COUNT];
    double strict, step;
} side;

// The quantiles' shares are symmetric, so that those of either side are the table's first ones.
static side side_of(const calf_paired *of, int above)
{
    side one = {.strict = above ? of->higher : of->lower, .step = of->step};
    for (size_t k = 0; k < CALF_QUANTILE_COUNT && calf_quantiles[k] < one.strict; k++)
        one.away[one.count++] =
            above ? of->quantile[CALF_QUANTILE_COUNT - 1 - k] : -of->quantile[k];
    return one;
}

// Nothing lies between two multiples of the step: the middle between them is as good as any place,
// and the farthest from what bins blur.
static double between_steps(double margin, double step)
{
    return step > 0 ? (floor(margin / step + 1e-9) + 0.5) * step : margin;
}

static calf_read_share beyond(const side *one, double margin)
{
    const double nearest = one->step / 2, place = between_steps(margin, one->step);
    if (isnan(one->strict) || !(place > nearest))
        return (calf_read_share){one->strict, one->strict, one->strict};
    size_t k = 0;
    while (k < one->count && one->away[k] > place)
        k++;
    const double most = k < one->count ? calf_quantiles[k] : one->strict;
    if (k == 0)
        return (calf_read_share){0, 0, most};
    const double least = calf_quantiles[k - 1], far = one->away[k - 1];
    const double near = k < one->count ? fmax(one->away[k], nearest) : nearest;
    const double part = far > near ? (far - place) / (far - near) : 0;
    return (calf_read_share){least + part * (most - least), least, most};
}

calf_read_share calf_paired_below(const calf_paired *of, double margin)
{
    const side lower = side_of(of, 0);
    return beyond(&lower, margin);
}

calf_read_share calf_paired_above(const calf_paired *of, double margin)
{
    const side higher = side_of(of, 1);
    return beyond(&higher, margin);
}

double calf_paired_margin(const calf_paired *of, double share)
{
    const side lower = side_of(of, 0), higher = side_of(of, 1);
    double low = 0, high = 0;
    if (isnan(of->lower) || isnan(of->higher))
        return (double)NAN;
    if (lower.strict + higher.strict <= 1 - share + 1e-12)
        return 0;
    if (lower.count > 0)
        high = fmax(high, lower.away[0]);
    if (higher.count > 0)
        high = fmax(high, higher.away[0]);
    high += of->step;
    for (int halved = 0; halved < 60; halved++) {
        const double middle = (low + high) / 2;
        const int holds =
            beyond(&lower, middle).share + beyond(&higher, middle).share <= 1 - share + 1e-12;
        *(holds ? &high : &low) = middle;
    }
    return of->step > 0 ? of->step * round(high / of->step) : high;
}
