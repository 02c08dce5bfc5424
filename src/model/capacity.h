// SPDX-License-Identifier: GPL-3.0-or-later
// Section 2: how strong a runner's calf is, and what fatigue and damage take from it.
#ifndef CALF_MODEL_CAPACITY_H
#define CALF_MODEL_CAPACITY_H

#include "core/elementary.h"
#include "model/lanes.h"

/** Strength [1] from heel raises to failure: 1 at the median runner's 25. */
static inline double calf_strength_factor(double heel_raise_reps)
{
    return (1 + heel_raise_reps / 30) / (1 + 25.0 / 30);
}

/** Capacity [1] gained by training, without the runner's strength. */
static inline double calf_capacity_gained(double hypertrophy, double neural)
{
    return (1 + hypertrophy) * (1 + neural);
}

/** Share of force lost to the structural deficit W [DU]: saturates at deficit_max. */
static inline double calf_structural_loss(const calf_lane_parameters *p, int i, double deficit)
{
    double ratio = calf_pow(deficit / p->deficit_half[i], p->deficit_hill[i]);
    return p->deficit_max[i] * ratio / (1 + ratio);
}

/** Force [1] left after the slow losses: central fatigue E and structural deficit W. */
static inline double calf_slow_force(
    const calf_lane_parameters *p, int i, double central, double deficit)
{
    return (1 - central) * (1 - calf_structural_loss(p, i, deficit));
}

#endif
