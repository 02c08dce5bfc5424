// SPDX-License-Identifier: GPL-3.0-or-later
// Section 8: rolling and stretching.
#ifndef CALF_MODEL_MOBILITY_H
#define CALF_MODEL_MOBILITY_H

#include "core/elementary.h"
#include "model/lanes.h"

/** Rolling effect after rolling for some minutes: three minutes give 63 % of the whole. */
static inline double calf_rolling_after(
    const calf_lane_parameters *p, int i, double rolling, double minutes)
{
    return calf_max(rolling, p->rolling_effect[i] * (1 - calf_exp(-minutes / 3)));
}

/** Range of motion gained [deg] after a day at whose end the trailing week held `week_min` minutes
 * of stretching; a day leaves the share `up` of the way to more range and `down` of that to less.
 */
static inline double calf_rom_after_day(
    const calf_lane_parameters *p, int i, double rom_gain, double week_min, double up, double down)
{
    double goal = p->stretch_gain_max[i] * week_min / (week_min + p->stretch_half[i]);
    return goal + (rom_gain - goal) * (goal > rom_gain ? up : down);
}

#endif
