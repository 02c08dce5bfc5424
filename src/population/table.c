// SPDX-License-Identifier: GPL-3.0-or-later
// Integrating gamma and beta densities, and inverting what comes of it.
#include "population/table.h"

#include "population/normal.h"

#include <float.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// Where the density is so far below its peak, in logs, there is nothing left of it.
static const double deep = 80;
// Half of what table.h states, as the middle of a cell need not be its worst place.
static const double tolerance = 5e-12;
static const double z_lowest = -11, z_highest = 8.5;

// The cells while they are being found. Probabilities from either end, so that both tails keep
// their relative precision; not normalised.
typedef struct draft {
    const calf_distribution *of;
    int cells;
    double edge[CALF_TABLE_CELLS + 1];
    double half[CALF_TABLE_CELLS], whole[CALF_TABLE_CELLS]; // of a cell
    double below[CALF_TABLE_CELLS + 1], above[CALF_TABLE_CELLS + 1]; // an edge
} draft;

// e^y - 1 - y
static double excess(double y)
{
    if (y < -0.5 || y > 0.5)
        return calf_exp(y) - 1 - y;
    double sum = 0;
    for (int n = 16; n > 1; n--)
        sum = (1 + sum) * y / n;
    return sum * y;
}

// log(1 + x) for x >= -1/2, precise where x is small (Kahan)
static double log_more(double x)
{
    double more = 1 + x;
    return more == 1 ? x : calf_log(more) * (x / (more - 1));
}

static double gamma_shape(const calf_distribution *d)
{
    return d->a * d->a / d->b;
}

// How far the log of the density of y is below its peak, which is at 0.
static double fall(const calf_distribution *d, double y)
{
    if (d->shape == CALF_SHAPE_GAMMA)
        return gamma_shape(d) * excess(y);
    // from the smaller shape's side nothing large cancels, but far away the exponential overflows
    double small = calf_min(d->a, d->b), large = calf_max(d->a, d->b), both = small + large;
    double w = d->b < d->a ? y : -y;
    if (w < -30)
        return -large * w + both * calf_log((small + large * calf_exp(w)) / both);
    return small * w + both * log_more(small / both * (excess(-w) - w));
}

// The derivative of the log of the density of y.
static double log_slope(const calf_distribution *d, double y)
{
    if (d->shape == CALF_SHAPE_GAMMA)
        return -gamma_shape(d) * (excess(y) + y);
    double size = y < 0 ? -y : y, gone = size - excess(-size); // 1 - e^-|y|
    return y < 0 ? d->a * d->b * gone / (d->b + d->a * (1 - gone))
                 : -d->a * d->b * gone / (d->a + d->b * (1 - gone));
}

static double density(const calf_distribution *d, double y)
{
    return calf_exp(-fall(d, y));
}

// Gauss and Legendre's rule with eight points.
static double integral(const calf_distribution *d, double from, double to)
{
    static const double point[] = {
        0.1834346424956498049, 0.5255324099163289858, 0.7966664774136267396, 0.9602898564975362317};
    static const double weight[] = {
        0.3626837833783619830, 0.3137066458778872873, 0.2223810344533744705, 0.1012285362903762591};
    double middle = from + (to - from) / 2, reach = (to - from) / 2, sum = 0;
    for (int k = 0; k < 4; k++)
        sum += weight[k] *
            (density(d, middle - point[k] * reach) + density(d, middle + point[k] * reach));
    return sum * reach;
}

// The score on that side of the peak at which the density is deep below it.
static double depth(const calf_distribution *d, double side)
{
    double near = 0, far = 1e-9;
    while (fall(d, side * far) < deep)
        far *= 2;
    for (int k = 0; k < 60; k++) {
        double middle = near + (far - near) / 2;
        if (fall(d, side * middle) < deep)
            near = middle;
        else
            far = middle;
    }
    return side * far;
}

static void start_draft(draft *made, const calf_distribution *d)
{
    enum { FIRST = 8 };
    double lowest = depth(d, -1), highest = depth(d, 1);
    made->of = d;
    made->cells = 2 * FIRST;
    for (int j = 0; j <= FIRST; j++) {
        made->edge[j] = lowest * (FIRST - j) / FIRST;
        made->edge[FIRST + j] = highest * j / FIRST;
    }
}

static void integrate(draft *made)
{
    int n = made->cells;
    made->below[0] = made->above[n] = 0;
    for (int j = 0; j < n; j++) {
        double from = made->edge[j], to = made->edge[j + 1], middle = from + (to - from) / 2;
        made->half[j] = integral(made->of, from, middle);
        made->whole[j] = made->half[j] + integral(made->of, middle, to);
        made->below[j + 1] = made->below[j] + made->whole[j];
    }
    for (int j = n; j > 0; j--)
        made->above[j - 1] = made->above[j] + made->whole[j - 1];
}

// The normal number with these probabilities below and above, to be normalised.
static double normal_of(double below, double above)
{
    return below < above ? calf_normal_quantile(below / (below + above))
                         : -calf_normal_quantile(above / (below + above));
}

static double start_of(const draft *made, int cell)
{
    return normal_of(made->below[cell], made->above[cell]);
}

// The polynomial of a cell of width h, from the derivatives of y in z at both ends: those of
// density(y) dy = normal density(z) dz.
static void fit(const draft *made, int cell, double term[CALF_TABLE_TERMS])
{
    double y[2], first[2], second[2], z[2];
    for (int e = 0; e < 2; e++) {
        y[e] = made->edge[cell + e];
        z[e] = start_of(made, cell + e);
        first[e] = calf_normal_density(z[e]) * made->below[made->cells] / density(made->of, y[e]);
        second[e] = -first[e] * (z[e] + first[e] * log_slope(made->of, y[e]));
    }
    double h = z[1] - z[0];
    double d0 = y[1] - (y[0] + h * (first[0] + h * second[0] / 2));
    double d1 = (first[1] - (first[0] + h * second[0])) * h;
    double d2 = (second[1] - second[0]) * h * h / 2;
    term[0] = y[0];
    term[1] = first[0];
    term[2] = second[0] / 2;
    term[3] = (10 * d0 - 4 * d1 + d2) / (h * h * h);
    term[4] = (-15 * d0 + 7 * d1 - 2 * d2) / (h * h * h * h);
    term[5] = (6 * d0 - 3 * d1 + d2) / (h * h * h * h * h);
}

static bool matters(const draft *made, int cell)
{
    return start_of(made, cell + 1) > z_lowest && start_of(made, cell) < z_highest;
}

static bool is_right(const draft *made, int cell)
{
    double c[CALF_TABLE_TERMS];
    fit(made, cell, c);
    double below = made->below[cell] + made->half[cell];
    double above = made->above[cell + 1] + (made->whole[cell] - made->half[cell]);
    double t = normal_of(below, above) - start_of(made, cell);
    double y = made->edge[cell] + (made->edge[cell + 1] - made->edge[cell]) / 2;
    double off = c[0] + t * (c[1] + t * (c[2] + t * (c[3] + t * (c[4] + t * c[5])))) - y;
    double limit = tolerance * calf_min(below, above) / density(made->of, y);
    return off <= limit && off >= -limit;
}

// Halves the cells that need it, as far as there is room; whether any did.
static bool refine(draft *made)
{
    double edge[CALF_TABLE_CELLS + 1];
    int cells = 0;
    for (int j = 0; j < made->cells; j++) {
        edge[cells++] = made->edge[j];
        bool room = cells + made->cells - j < CALF_TABLE_CELLS;
        if (room && matters(made, j) && !is_right(made, j))
            edge[cells++] = made->edge[j] + (made->edge[j + 1] - made->edge[j]) / 2;
    }
    edge[cells] = made->edge[made->cells];
    bool more = cells > made->cells;
    memcpy(made->edge, edge, sizeof edge);
    made->cells = cells;
    return more;
}

static void keep(const draft *made, calf_table *table)
{
    table->cells = made->cells;
    for (int j = 0; j < CALF_TABLE_CELLS; j++)
        table->start[j] = DBL_MAX;
    for (int j = 0; j <= made->cells; j++) {
        table->edge[j] = made->edge[j];
        table->below[j] = made->below[j] / (made->below[j] + made->above[j]);
    }
    for (int j = 0; j < made->cells; j++) {
        table->start[j] = start_of(made, j);
        double term[CALF_TABLE_TERMS] = {0};
        if (matters(made, j))
            fit(made, j, term);
        for (int k = 0; k < CALF_TABLE_TERMS; k++)
            table->term[k][j] = term[k];
    }
}

calf_table *calf_table_create(const calf_distribution *distribution)
{
    calf_table *table = calloc(1, sizeof *table);
    draft *made = calloc(1, sizeof *made);
    if (table != NULL && made != NULL) {
        start_draft(made, distribution);
        do
            integrate(made);
        while (refine(made));
        keep(made, table);
    } else {
        free(table);
        table = NULL;
    }
    free(made);
    return table;
}

static double score_of(const calf_distribution *d, double x)
{
    return d->shape == CALF_SHAPE_GAMMA ? calf_log(x / d->a)
                                        : calf_log(x / (1 - x) * (d->b / d->a));
}

double calf_table_below(const calf_table *table, const calf_distribution *d, double x)
{
    if (!(x > 0))
        return 0;
    if (d->shape == CALF_SHAPE_BETA && x >= 1)
        return 1;
    double y = score_of(d, x);
    int n = table->cells, cell = 0;
    if (y <= table->edge[0])
        return 0;
    if (y >= table->edge[n])
        return 1;
    while (y >= table->edge[cell + 1])
        cell++;
    double part =
        integral(d, table->edge[cell], y) / integral(d, table->edge[cell], table->edge[cell + 1]);
    return table->below[cell] + part * (table->below[cell + 1] - table->below[cell]);
}
