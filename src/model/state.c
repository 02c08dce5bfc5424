// SPDX-License-Identifier: GPL-3.0-or-later
// The state before the first day.
#include "model/state.h"

#include <string.h>

void calf_state_init(const calf_lane_parameters *p, int first_day, calf_state *state)
{
    memset(state, 0, sizeof *state);
    CALF_EACH_LANE(i)
    {
        state->habit[i] = p->forefootness[i];
        state->now_h[i] = 24.0 * first_day;
    }
}

void calf_state_take(calf_state *state, const calf_state *from, const calf_lanes which)
{
    calf_lanes *row = (calf_lanes *)state;
    const calf_lanes *other = (const calf_lanes *)from;
    for (size_t k = 0; k < CALF_STATE_MOVED / sizeof *row; k++)
        CALF_EACH_LANE(i) row[k][i] = which[i] > 0 ? other[k][i] : row[k][i];
}
