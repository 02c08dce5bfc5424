// SPDX-License-Identifier: GPL-3.0-or-later
// Designs: where in the unit cube of their factors the points of a sweep lie.
#ifndef CALF_POPULATION_DESIGN_H
#define CALF_POPULATION_DESIGN_H

#include <calfsim/status.h>
#include <stddef.h>
#include <stdint.h>

typedef enum calf_design {
    CALF_DESIGN_GRID,
    CALF_DESIGN_RANDOM,
    CALF_DESIGN_LATIN_HYPERCUBE,
    CALF_DESIGN_SOBOL,
    CALF_DESIGN_SCRAMBLED_SOBOL,
    CALF_DESIGN_GIVEN ///< none: the points are the user's own
} calf_design;

enum {
    CALF_DESIGN_COUNT = CALF_DESIGN_GIVEN,
    CALF_SOBOL_DIMENSIONS = 40, ///< that direction numbers are at hand for
    CALF_SOBOL_BITS = 30
};

/** "grid", "random", ...: as experiments name it; not of CALF_DESIGN_GIVEN. */
const char *calf_design_name(calf_design design);

/** Every combination of `levels` (1 or more) of each factor, the first factor slowest: level k of n
 *  lies in the middle of its part of [0, 1), at (k + 1/2)/n.
 *
 *  Shapes  unit: [point][factor], as many points as the product of the levels. */
void calf_design_grid(const size_t *levels, size_t factor_count, double *unit);

/** The points of any other design, in [0, 1): a function of nothing but seed, design and numbers of
 *  points and factors. Points stand in the order in which the design makes them.
 *
 *  random           independent uniform numbers; more points leave the first as they are.
 *  latin_hypercube  of n equal parts of each factor each has one point, anywhere in it (McKay,
 *                   Beckman and Conover 1979).
 *  sobol            the sequence of Sobol' with the direction numbers of Bratley and Fox (1988),
 * from the origin on: without it the others do not balance (Owen 2020, "On dropping the first
 * Sobol' point"). Factors beyond 40 repeat the sequence in groups of 40, each with its points in an
 * order of its own: Latin supercube sampling (Owen 1998). scrambled_sobol  each digit flipped or
 * not by a random bit that depends on the digits before it: every point is uniform, and together
 * they balance as before (Owen 1995).
 *
 *  Shapes   unit: [point][factor], 1 or more points, at most 2^30.
 *  Errors   CALF_FAILED without memory. GSL's error handler, which would end the program, is off in
 *           the whole process meanwhile. */
calf_status calf_design_draw(
    calf_design design, uint64_t seed, size_t point_count, size_t factor_count, double *unit);

/** A number of the unscrambled sequence as CALF_DESIGN_SCRAMBLED_SOBOL has it, for those who cannot
 *  wait for all points: scrambling takes nearly all of the time. */
double calf_design_scramble(uint64_t seed, size_t factor, double x);

#endif
