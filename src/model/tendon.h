// SPDX-License-Identifier: GPL-3.0-or-later
// Section 9: tendon load, its capacity, and the relative hazard of overuse problems.
#ifndef CALF_MODEL_TENDON_H
#define CALF_MODEL_TENDON_H

#include "core/elementary.h"
#include "model/lanes.h"

/** Tendon load [km-equivalents] of `km` run with a step that differs from the reference step. */
static inline double calf_tendon_load(
    const calf_lane_parameters *p, int i, double km, double steps_per_km_ratio, double peak_ratio)
{
    return km * steps_per_km_ratio * calf_pow(peak_ratio, p->stress_exponent[i]);
}

/** How much more a beginner risks, `weeks` after taking up running. */
static inline double calf_beginner_hazard_ratio(const calf_lane_parameters *p, int i, double weeks)
{
    return 1 + (p->beginner_factor[i] - 1) * calf_exp(-weeks / p->beginner_tau[i]);
}

/** Hazard that a run of load `load` adds on a tendon that carries `carried` already, both relative
 *  to the capacity. */
static inline double calf_overuse_hazard(
    const calf_lane_parameters *p, int i, double beginner, double carried, double load)
{
    double shape = p->hazard_shape[i];
    double rise = calf_pow(carried + load, shape) - calf_pow(carried, shape);
    return beginner * p->frailty[i] * (p->hazard_session[i] + p->hazard_load[i] * rise);
}

#endif
