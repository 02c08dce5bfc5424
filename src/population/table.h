// SPDX-License-Identifier: GPL-3.0-or-later
// Gamma and beta distributions as a function of a standard normal number, in plain arithmetic.
#ifndef CALF_POPULATION_TABLE_H
#define CALF_POPULATION_TABLE_H

#include <calfsim/parameters.h>
#include <stdint.h>

enum { CALF_TABLE_CELLS = 512, CALF_TABLE_TERMS = 6 };

/** The score y of a gamma number x is the log of x over its mean a, that of a beta number the logit
 *  of x above that of its mean a/(a + b). In a cell y is a polynomial of degree 5 in the normal
 *  number z that has the same probability below it. */
typedef struct calf_table {
    double start[CALF_TABLE_CELLS]; ///< z at which a cell starts, ascending; DBL_MAX where none is
    double term[CALF_TABLE_TERMS][CALF_TABLE_CELLS]; ///< of the powers of z - start
    int cells;
    double edge[CALF_TABLE_CELLS + 1]; ///< y at which a cell starts, and the last ends
    double below[CALF_TABLE_CELLS + 1]; ///< probability below the edge
} calf_table;

/** Makes the table of a gamma or beta distribution; NULL without memory. Free it with free().
 *
 *  The density of y is log-concave, whatever the shapes; it is integrated by Gauss and Legendre's
 *  rule in cells between the scores at which it has fallen to e^-80 of its peak. Cells are halved
 *  until, in the middle of each, the polynomial that has the ends' values and first two derivatives
 *  is right: to 1e-11 of the smaller of the probabilities below and above, for z in [-11, 8.5].
 *  These are all that 53 bits of a distribution cut to a mass of 1e-9 can ask for. */
calf_table *calf_table_create(const calf_distribution *distribution);

/** Cumulative probability at x of the distribution that the table was made of. */
double calf_table_below(const calf_table *table, const calf_distribution *distribution, double x);

/** Where the search for a cell goes on: `step` cells up if z lies there. Cells have numbers of 64
 *  bits, as wide as the values, or else their loads would not vectorise. */
static inline int64_t calf_table_step(const calf_table *table, double z, int64_t at, int64_t step)
{
    return at + (z >= table->start[at + step] ? step : 0);
}

/** The score at a normal number z in [-11, 8.5]. The steps of the search stand in a row because a
 *  loop of them within a loop over lanes would not vectorise. */
static inline double calf_table_score(const calf_table *table, double z)
{
    int64_t at = calf_table_step(table, z, 0, 256);
    at = calf_table_step(table, z, at, 128);
    at = calf_table_step(table, z, at, 64);
    at = calf_table_step(table, z, at, 32);
    at = calf_table_step(table, z, at, 16);
    at = calf_table_step(table, z, at, 8);
    at = calf_table_step(table, z, at, 4);
    at = calf_table_step(table, z, at, 2);
    at = calf_table_step(table, z, at, 1);
    const double(*c)[CALF_TABLE_CELLS] = table->term;
    double t = z - table->start[at], t2 = t * t;
    return (c[0][at] + c[1][at] * t) +
        ((c[2][at] + c[3][at] * t) + (c[4][at] + c[5][at] * t) * t2) * t2;
}

_Static_assert(CALF_TABLE_CELLS == 2 * 256, "the search's steps reach every cell");

#endif
