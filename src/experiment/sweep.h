// SPDX-License-Identifier: GPL-3.0-or-later
// The values that factors take, and what they set at each point of a sweep.
#ifndef CALF_EXPERIMENT_SWEEP_H
#define CALF_EXPERIMENT_SWEEP_H

#include "experiment/experiment.h"

/** The factor's value at u in [0, 1), evenly through its levels or its range. Plain arithmetic: the
 *  same value on every machine. */
double calf_factor_value(const calf_factor *factor, double u);

/** How many points a grid of the factors has; CALF_POINTS_MAX + 1 for all beyond that. */
size_t calf_sweep_grid_count(const calf_sweep *sweep);

/** Makes the points, `point_count` of them, of a design. */
calf_status calf_sweep_make_points(calf_sweep *sweep);

/** The point's values as settings "path=value", one a factor; the caller frees them at once with
 *  free(). NULL without memory. */
const char **calf_sweep_settings(const calf_sweep *sweep, size_t point);

/** Frees what a sweep owns and empties it. */
void calf_sweep_release(calf_sweep *sweep);

#endif
