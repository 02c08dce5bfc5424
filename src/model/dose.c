// SPDX-License-Identifier: GPL-3.0-or-later
// A bout of known dose.
#include "model/dose.h"

#include "model/damage.h"
#include "model/powers.h"

void calf_dose_live(const calf_batch *batch, double du, calf_state *state)
{
    const calf_lane_parameters *p = &batch->p;
    calf_lanes share[CALF_MUSCLES], before[CALF_MUSCLES], after[CALF_MUSCLES];
    calf_conditioned_shares(batch, (const calf_lanes *)state->conditioning, share);
    calf_powers((const calf_lanes *)state->bout_dose, p->bout_exponent, before);
    CALF_EACH_MUSCLE_LANE(m, i) after[m][i] = state->bout_dose[m][i] + share[m][i] * du;
    calf_powers((const calf_lanes *)after, p->bout_exponent, after);
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        double dose = share[m][i] * du;
        double damage = calf_vulnerability(p, i, state->protection[m][i], state->rom_gain[i]) *
            calf_refractory(p, i, state->sensitisation[m][i]) * (after[m][i] - before[m][i]);
        double stimulus =
            (1 - state->stimulus[m][i]) * (1 - calf_exp(-dose * batch->dose_stimulus[i]));
        state->bout_dose[m][i] += dose;
        state->lesion[m][i] += damage;
        state->deficit[m][i] += damage;
        state->stimulus[m][i] += stimulus;
        state->protection[m][i] = calf_protection_gain(p, i, state->protection[m][i], stimulus);
        state->conditioning[m][i] = calf_conditioning_gain(p, i, state->conditioning[m][i], du);
    }
}
