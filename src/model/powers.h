// SPDX-License-Identifier: GPL-3.0-or-later
// Power laws of many lanes at once.
#ifndef CALF_MODEL_POWERS_H
#define CALF_MODEL_POWERS_H

#include "core/elementary.h"
#include "model/batch.h"

/** power = base^exponent, as calf_pow() in every lane of both rows (mostly the muscles). All
 * logarithms come first, then all exponentials: a power is one long chain, and a processor overlaps
 * the chains of several lanes only as far as it looks ahead. `power` may be `base`. */
static inline void calf_powers(
    const calf_lanes base[CALF_MUSCLES], const calf_lanes exponent, calf_lanes power[CALF_MUSCLES])
{
    calf_lanes log2_of[CALF_MUSCLES];
    CALF_EACH_MUSCLE_LANE(m, i) log2_of[m][i] = exponent[i] * calf_log2(base[m][i]);
    CALF_EACH_MUSCLE_LANE(m, i) power[m][i] = calf_exp2(log2_of[m][i]);
}

/** Section 5: the share of a dose that is effective at a chronic daily dose K [DU/day],
 *  (1 + K/conditioning_half)^-conditioning_exponent. */
static inline void calf_conditioned_shares(const calf_batch *batch,
    const calf_lanes conditioning[CALF_MUSCLES], calf_lanes share[CALF_MUSCLES])
{
    CALF_EACH_MUSCLE_LANE(m, i)
    share[m][i] = 1 + conditioning[m][i] * batch->conditioning_scale[i];
    calf_powers((const calf_lanes *)share, batch->conditioning_power, share);
}

/** (W/deficit_half)^deficit_hill from W^deficit_hill; cut far beyond any loss of force, before it
 * or its square overflows. */
static inline double calf_deficit_ratio(const calf_batch *batch, int i, double power)
{
    return calf_min(batch->deficit_scale[i] * power, 1e100);
}

/** Section 2: the share of force that a structural deficit W [DU] leaves, as 1 -
 * calf_structural_loss(). */
static inline void calf_force_left(
    const calf_batch *batch, const calf_lanes deficit[CALF_MUSCLES], calf_lanes left[CALF_MUSCLES])
{
    calf_powers(deficit, batch->p.deficit_hill, left);
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        double ratio = calf_deficit_ratio(batch, i, left[m][i]);
        left[m][i] = 1 - batch->p.deficit_max[i] * ratio / (1 + ratio);
    }
}

#endif
