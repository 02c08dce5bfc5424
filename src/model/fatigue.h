// SPDX-License-Identifier: GPL-3.0-or-later
// Section 4: metabolic fatigue M and central fatigue E under a steady drive.
#ifndef CALF_MODEL_FATIGUE_H
#define CALF_MODEL_FATIGUE_H

#include "core/elementary.h"
#include "model/lanes.h"

#include <math.h>

/** No fatigue takes more than this share of force. */
#define CALF_FATIGUE_MAX 0.95

#define CALF_SECONDS_PER_HOUR 3600.0

/** Fatigue and recovery rates [1/s] of each muscle: the runner's rate split by the muscles' ratio
 *  so that their capacity-weighted mean stays the runner's. */
typedef struct calf_fatigue_rates {
    double fatigue[CALF_MUSCLES];
    double recovery[CALF_MUSCLES];
} calf_fatigue_rates;

static inline calf_fatigue_rates calf_fatigue_rates_of(const calf_lane_parameters *p, int i)
{
    double sol_share = p->soleus_capacity_share[i];
    double f_ratio = p->gas_sol_fatigue_ratio[i], r_ratio = p->gas_sol_recovery_ratio[i];
    double recovery_rate = p->fatigue_rate[i] * p->recovery_ratio[i];
    calf_fatigue_rates rates;
    rates.fatigue[CALF_SOL] = p->fatigue_rate[i] / (sol_share + (1 - sol_share) * f_ratio);
    rates.fatigue[CALF_GAS] = f_ratio * rates.fatigue[CALF_SOL];
    rates.recovery[CALF_SOL] = recovery_rate / (sol_share + (1 - sol_share) * r_ratio);
    rates.recovery[CALF_GAS] = r_ratio * rates.recovery[CALF_SOL];
    return rates;
}

/** Recovery rate [1/s] while running: within each stride the muscle rests for 1 - duty. */
static inline double calf_running_recovery(
    const calf_lane_parameters *p, int i, double recovery, double duty)
{
    double rest = 1 + (p->rest_multiplier[i] - 1) * p->stride_rest_share[i];
    return recovery * (duty + rest * (1 - duty));
}

/** How long [s] a share u of maximal force is held from rest, until a tenth of it is missing;
 *  infinity where recovery keeps up. */
static inline double calf_hold_endurance_s(double fatigue_rate, double recovery_rate, double share)
{
    const double left = 1 - recovery_rate * (1 - 0.9 * share) / (fatigue_rate * share);
    return left > 0 ? -calf_log(left) / recovery_rate : HUGE_VAL;
}

#endif
