// SPDX-License-Identifier: GPL-3.0-or-later
// Morris' screening: which of many factors matter at all, at the price of a few evaluations each.
#ifndef CALF_ANALYSIS_MORRIS_H
#define CALF_ANALYSIS_MORRIS_H

#include "analysis/resample.h"

#include <calfsim/status.h>

/** Trajectories through a grid: from a random point of it each factor in turn, in a random order,
 *  moves by half of [0, 1] (Morris 1991). Levels lie in the middles of `levels` equal parts (an
 * even number), not at 0 and 1: these are the ends of what is allowed, where hardly anybody is. */
typedef struct calf_morris_design {
    uint64_t seed;
    size_t factors, levels;
} calf_morris_design;

/** Points of a trajectory: where it begins, and one after each move. */
static inline size_t calf_morris_points(size_t factors)
{
    return factors + 1;
}

/** Writes a trajectory, a function of the design and its number alone. `order` says which factor
 *  moves to each point after the first.
 *
 *  Shapes  points: [calf_morris_points()][factor]; order: [factor]. */
void calf_morris_trajectory(
    const calf_morris_design *design, size_t trajectory, double *points, size_t order[]);

/** What moving a factor does to the output, per unit of its cumulative probability: an effect of 2
 *  means that half of the factor's distribution, such as from its quartile to its other, is
 * worth 1.
 */
typedef struct calf_morris_effect {
    calf_interval mu_star; ///< mean size (Campolongo, Cariboni and Saltelli 2007)
    double mu; ///< mean, with its sign
    double sigma; ///< SD over trajectories: what depends on other factors, or bends
} calf_morris_effect;

/** Effects from the outputs at the points of all trajectories; intervals by resampling these.
 *
 *  Shapes  values: [trajectory][calf_morris_points()]; effect: [factor].
 *  Errors  CALF_FAILED without memory. */
calf_status calf_morris_effects(const calf_morris_design *design, size_t trajectories,
    const double *values, const calf_resampling *resampling, calf_morris_effect effect[]);

#endif
