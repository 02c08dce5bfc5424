// SPDX-License-Identifier: GPL-3.0-or-later
// Sobol's indices from a radial sample.
#include "analysis/sobol_indices.h"

#include "core/error.h"
#include "population/design.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

calf_status calf_sobol_design_create(uint64_t seed, size_t rows, size_t factors,
    const size_t *group, size_t groups, calf_sobol_design *design)
{
    *design = (calf_sobol_design){.rows = rows,
        .factors = factors,
        .groups = groups,
        .group = group,
        .seed = seed,
        .unit = NULL};
    design->unit = malloc(rows * 2 * factors * sizeof *design->unit);
    if (design->unit == NULL)
        return calf_error_no_memory();
    return calf_design_draw(CALF_DESIGN_SOBOL, seed, rows, 2 * factors, design->unit);
}

void calf_sobol_design_free(calf_sobol_design *design)
{
    free(design->unit);
    design->unit = NULL;
}

void calf_sobol_row(const calf_sobol_design *design, size_t row, double *points)
{
    const size_t n = design->factors;
    const double *unit = &design->unit[row * 2 * n];
    for (size_t f = 0; f < n; f++) {
        const double a = calf_design_scramble(design->seed, 2 * f, unit[2 * f]);
        const double b = calf_design_scramble(design->seed, 2 * f + 1, unit[2 * f + 1]);
        points[f] = a;
        points[n + f] = b;
        for (size_t g = 0; g < design->groups; g++)
            points[(2 + g) * n + f] = design->group[f] == g ? b : a;
    }
}

// Sums over the rows of a sample, each as often as it comes.
typedef struct sums {
    double rows, ab, squares; ///< rows, sum and sum of squares of A and B, from the centre
    double *change; ///< [group] what the group's factors change
    double *product; ///< [group] the same times B
    double *distance; ///< [group] the same squared
} sums;

static void add_row(const double *y, size_t groups, double centre, double times, sums *s)
{
    const double a = y[0] - centre, b = y[1] - centre;
    s->rows += times;
    s->ab += times * (a + b);
    s->squares += times * (a * a + b * b);
    for (size_t g = 0; g < groups; g++) {
        const double change = y[2 + g] - y[0];
        s->change[g] += times * change;
        s->product[g] += times * b * change;
        s->distance[g] += times * change * change;
    }
}

// `times` NULL: every row once.
static void add_rows(
    const double *values, size_t rows, size_t groups, double centre, const double *times, sums *s)
{
    const size_t width = calf_sobol_row_points(groups);
    s->rows = s->ab = s->squares = 0;
    for (size_t g = 0; g < groups; g++)
        s->change[g] = s->product[g] = s->distance[g] = 0;
    for (size_t row = 0; row < rows; row++)
        if (times == NULL || times[row] > 0)
            add_row(&values[row * width], groups, centre, times != NULL ? times[row] : 1, s);
}

static double variance_of(const sums *s)
{
    const double mean = s->ab / (2 * s->rows);
    return s->squares / (2 * s->rows) - mean * mean;
}

static double first_of(const sums *s, size_t group, double variance)
{
    const double mean = s->ab / (2 * s->rows);
    return (s->product[group] - mean * s->change[group]) / s->rows / variance;
}

static double total_of(const sums *s, size_t group, double variance)
{
    return s->distance[group] / (2 * s->rows) / variance;
}

// Estimates of one sample: first orders, totals, and the sum of first orders, `stride` apart.
static void estimate(const sums *s, size_t groups, double *to, size_t stride)
{
    const double variance = variance_of(s);
    double additive = 0;
    for (size_t g = 0; g < groups; g++) {
        const double first = variance > 0 ? first_of(s, g, variance) : (double)NAN;
        additive += first;
        to[g * stride] = first;
        to[(groups + g) * stride] = variance > 0 ? total_of(s, g, variance) : (double)NAN;
    }
    to[2 * groups * stride] = additive;
}

// The middle of A and B, from which sums lose no digits; and whether nothing varies but by
// rounding.
static double centre_of(const double *values, size_t rows, size_t groups, bool *constant)
{
    const size_t width = calf_sobol_row_points(groups);
    double sum = 0, low = values[0], high = values[0];
    for (size_t row = 0; row < rows; row++) {
        const double *y = &values[row * width];
        sum += y[0] + y[1];
        for (size_t k = 0; k < width; k++) {
            low = fmin(low, y[k]);
            high = fmax(high, y[k]);
        }
    }
    *constant = high - low <= 1e-12 * fmax(fabs(low), fabs(high));
    return sum / (2 * (double)rows);
}

// Room for everything: sums, estimates, their replicates [estimate][replicate], and row counts.
typedef struct room {
    double *all;
    sums s;
    double *estimates, *replicates, *times;
} room;

static calf_status make_room(size_t rows, size_t groups, size_t replicates, room *made)
{
    const size_t estimates = 2 * groups + 1;
    made->all = malloc((3 * groups + estimates * (1 + replicates) + rows) * sizeof *made->all);
    if (made->all == NULL)
        return calf_error_no_memory();
    made->s.change = made->all;
    made->s.product = made->s.change + groups;
    made->s.distance = made->s.product + groups;
    made->estimates = made->s.distance + groups;
    made->replicates = made->estimates + estimates;
    made->times = made->replicates + estimates * replicates;
    return CALF_OK;
}

calf_status calf_sobol_indices(const double *values, size_t rows, size_t groups,
    const calf_resampling *resampling, calf_sobol_output *output, calf_sobol_index index[])
{
    room r;
    bool constant;
    const size_t count = resampling->replicates;
    if (make_room(rows, groups, count, &r) != CALF_OK)
        return CALF_FAILED;
    const double centre = centre_of(values, rows, groups, &constant);
    add_rows(values, rows, groups, centre, NULL, &r.s);
    if (constant)
        r.s.squares = 0;
    output->mean = centre;
    output->variance = fmax(variance_of(&r.s), 0);
    estimate(&r.s, groups, r.estimates, 1);
    calf_status status = CALF_OK;
    for (size_t k = 0; k < count && status == CALF_OK; k++) {
        status = calf_resample(resampling, k, rows, r.times);
        add_rows(values, rows, groups, centre, r.times, &r.s);
        if (constant)
            r.s.squares = 0;
        estimate(&r.s, groups, r.replicates + k, count);
    }
    for (size_t g = 0; g < groups && status == CALF_OK; g++) {
        index[g].first = calf_interval_of(r.estimates[g], resampling, r.replicates + g * count);
        index[g].total = calf_interval_of(
            r.estimates[groups + g], resampling, r.replicates + (groups + g) * count);
    }
    output->additive =
        calf_interval_of(r.estimates[2 * groups], resampling, r.replicates + 2 * groups * count);
    free(r.all);
    return status;
}

double calf_sobol_rows_needed(const calf_interval *interval, size_t rows)
{
    const double ratio = (interval->high - interval->low) / interval->value;
    if (!(ratio > 1))
        return 0;
    return exp2(ceil(log2((double)rows * ratio * ratio)));
}
