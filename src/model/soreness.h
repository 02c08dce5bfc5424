// SPDX-License-Identifier: GPL-3.0-or-later
// Section 6: soreness as felt and as rated.
#ifndef CALF_MODEL_SORENESS_H
#define CALF_MODEL_SORENESS_H

#include "core/elementary.h"
#include "model/lanes.h"

/** Soreness [mm of 100] of a muscle from sensitisation N and acute soreness A [DU]; rolling raises
 *  the level at which half of the scale is reached. */
static inline double calf_soreness(
    const calf_lane_parameters *p, int i, double sensitisation, double acute, double rolling)
{
    double half = p->soreness_half[i] * (1 + rolling);
    double ratio = calf_pow((sensitisation + acute) / half, p->soreness_hill[i]);
    return 100 * ratio / (1 + ratio);
}

/** One rating [mm] of a soreness: noise (a standard normal number), cut and rounded. */
static inline double calf_soreness_rating(double soreness, double noise_sd, double normal)
{
    return calf_nearest(calf_min(calf_max(soreness + noise_sd * normal, 0), 100));
}

#endif
