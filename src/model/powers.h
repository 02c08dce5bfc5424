// SPDX-License-Identifier: GPL-3.0-or-later
// Power laws of many lanes at once.
#ifndef CALF_MODEL_POWERS_H
#define CALF_MODEL_POWERS_H

#include "core/elementary.h"
#include "model/lanes.h"

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

#endif
