// SPDX-License-Identifier: GPL-3.0-or-later
// Section 6: soreness as felt and as rated.
#ifndef CALF_MODEL_SORENESS_H
#define CALF_MODEL_SORENESS_H

#include "core/elementary.h"
#include "model/lanes.h"

/** Soreness felt over the level at which half of the scale is reached [1], from sensitisation N and
 * acute soreness A [DU]; rolling raises that level. */
static inline double calf_soreness_felt(
    const calf_lane_parameters *p, int i, double sensitisation, double acute, double rolling)
{
    return (sensitisation + acute) / (p->soreness_half[i] * (1 + rolling));
}

/** Soreness [mm of 100] from what is felt to the power soreness_hill. */
static inline double calf_soreness_scale(double power)
{
    return 100 * (power / (1 + power));
}

/** Soreness [mm of 100] of a muscle: both together. */
static inline double calf_soreness(
    const calf_lane_parameters *p, int i, double sensitisation, double acute, double rolling)
{
    return calf_soreness_scale(
        calf_pow(calf_soreness_felt(p, i, sensitisation, acute, rolling), p->soreness_hill[i]));
}

/** One rating [mm] of a soreness: noise (a standard normal number), cut and rounded. */
static inline double calf_soreness_rating(double soreness, double noise_sd, double normal)
{
    return calf_nearest(calf_min(calf_max(soreness + noise_sd * normal, 0), 100));
}

#endif
