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
