// SPDX-License-Identifier: GPL-3.0-or-later
// The state of a batch of runners (section 1), expanded from state.def.
#ifndef CALF_MODEL_STATE_H
#define CALF_MODEL_STATE_H

#include "core/elementary.h"
#include "model/lanes.h"

#include <stddef.h>

enum { CALF_LOAD_DAYS = 28, CALF_STRETCH_DAYS = 7 };

typedef struct calf_state {
    CALF_ALIGNED calf_lanes now_h; ///< the runner's clock: hours from 0:00 of day 0
#define CALF_STATE_MUSCLE(name, ...) calf_lanes name[CALF_MUSCLES];
#define CALF_STATE_RUNNER(name, ...) calf_lanes name;
#include "model/state.def"
    // what only the end of a day moves
    calf_lanes daily_load[CALF_LOAD_DAYS]; ///< of the last days, a ring by day
    calf_lanes load7, load28; ///< sums of the last 7 and 28 of them
    calf_lanes daily_stretch[CALF_STRETCH_DAYS]; ///< minutes, a ring by day
} calf_state;

/** Bytes from the beginning that sessions and rests move; the rest moves at the end of a day. */
enum { CALF_STATE_MOVED = offsetof(calf_state, daily_load) };

/** Whole multiples of 2^-20: hours on the clock (3.4 ms), so that clocks add up exactly and equal
 * gaps are equal to the last bit; and daily loads, so that their sums are exact. */
static inline double calf_clock(double hours)
{
    return calf_nearest(hours * 0x1p20) * 0x1p-20;
}

/** The slot of a day, negative ones too, in a ring of `length` days. */
static inline int calf_ring(int day, int length)
{
    return (day % length + length) % length;
}

/** Rested runners without training at 0:00 of `first_day`; the habitual strike is their own. */
void calf_state_init(const calf_lane_parameters *p, int first_day, calf_state *state);

/** In the lanes where `which` is above 0, what sessions and rests move becomes that of `from`. */
void calf_state_take(calf_state *state, const calf_state *from, const calf_lanes which);

#endif
