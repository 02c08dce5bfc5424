// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from a runner's parameters alone.
#include "model/batch.h"

#include "model/capacity.h"
#include "model/fatigue.h"
#include "model/heel_raise.h"
#include "model/mechanics.h"

void calf_batch_set_lane(calf_batch *batch, int lane, const calf_parameters *parameters)
{
#define CALF_PARAMETER(group, name, ...) batch->p.name[lane] = parameters->name;
#include <calfsim/parameters.def>
}

void calf_batch_derive(calf_batch *batch)
{
    const calf_lane_parameters *p = &batch->p;
    const calf_gait gait = calf_gait_reference();
    CALF_EACH_LANE(i)
    {
        batch->strength[i] = calf_strength_factor(p->heel_raise_reps[i]);
        calf_fatigue_rates rates = calf_fatigue_rates_of(p, i);
        calf_step step = calf_step_at(p, i, CALF_REFERENCE_SPEED, 0, false, &gait);
        for (int m = 0; m < CALF_MUSCLES; m++) {
            batch->fatigue[m][i] = rates.fatigue[m];
            batch->recovery[m][i] = rates.recovery[m];
            batch->reference_phi[m][i] = step.phi[m];
            batch->reference_loading[m][i] = step.phi[m] / step.contact_s;
        }
        batch->deficit_scale[i] = calf_pow(p->deficit_half[i], -p->deficit_hill[i]);
        batch->feedback_exponent[i] = -p->fatigue_coupling[i] * p->dose_exponent[i];
        batch->feedback_max[i] =
            calf_pow((1 - CALF_FATIGUE_MAX) * (1 - p->deficit_max[i]), batch->feedback_exponent[i]);
        batch->conditioning_scale[i] = 1 / p->conditioning_half[i];
        batch->conditioning_power[i] = -p->conditioning_exponent[i];
        batch->weakness_exponent[i] = -p->dose_exponent[i];
        batch->dose_stimulus[i] = 1 / p->protection_dose[i];
        batch->heel_raise_drive[i] = calf_heel_raise_drive(p, i);
        batch->reference_peak[i] = step.peak;
        batch->reference_steps_per_km[i] = calf_steps_per_km(CALF_REFERENCE_SPEED, step.cadence);
    }
    CALF_EACH_LANE(i)
    {
        batch->ctl_day[i] = calf_exp(-1 / p->ctl_tau[i]);
        batch->atl_day[i] = calf_exp(-1 / p->atl_tau[i]);
        batch->fitness_day[i] = calf_exp(-1 / p->banister_tau_fitness[i]);
        batch->tiredness_day[i] = calf_exp(-1 / p->banister_tau_fatigue[i]);
        batch->capacity_day[i] = calf_exp(-1 / p->capacity_tau[i]);
        batch->stretch_up_day[i] = calf_exp(-1 / p->stretch_tau_up[i]);
        batch->stretch_down_day[i] = calf_exp(-1 / p->stretch_tau_down[i]);
    }
}
