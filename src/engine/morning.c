// SPDX-License-Identifier: GPL-3.0-or-later
// The morning's report.
#include "engine/morning.h"

#include "core/elementary.h"
#include "model/capacity.h"
#include "model/powers.h"
#include "model/soreness.h"

#include <math.h>

// Short rows for the assignments below: part m of a field in lane i.
#define PART(name) morning->value[CALF_OUTPUT_##name][m][i]
#define WHOLE(name) morning->value[CALF_OUTPUT_##name][0][i]

static void report_muscles(const calf_life *life, calf_morning_lanes *morning)
{
    const calf_lane_parameters *p = &life->batch->p;
    const calf_state *s = &life->state;
    const calf_lanes *deficit = (const calf_lanes *)s->deficit;
    calf_lanes felt[CALF_MUSCLES], left[CALF_MUSCLES];
    CALF_EACH_MUSCLE_LANE(m, i)
    felt[m][i] = calf_soreness_felt(p, i, s->sensitisation[m][i], s->acute[m][i], s->rolling[i]);
    calf_powers((const calf_lanes *)felt, p->soreness_hill, felt);
    calf_force_left(life->batch, deficit, left);
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        PART(soreness_mm) = calf_soreness_scale(felt[m][i]);
        PART(force_available) = (1 - s->metabolic[m][i]) * (1 - s->central[m][i]) * left[m][i];
        PART(protection) = s->protection[m][i];
        PART(conditioning) = s->conditioning[m][i];
        PART(capacity) = calf_capacity_gained(s->hypertrophy[m][i], s->neural[i]);
    }
}

// Acute over chronic load; undefined (NaN) while the chronic load is zero.
static inline double load_ratio(double acute, double chronic)
{
    return chronic > 0 ? acute / chronic : (double)NAN;
}

static void report_loads(const calf_life *life, int day, calf_morning_lanes *morning)
{
    const calf_lane_parameters *p = &life->batch->p;
    const calf_state *s = &life->state;
    // means over the last days, or over those since loads began to count
    const int counted = day - life->first_day;
    const double acute_days = counted < 7 ? counted : 7;
    const double chronic_days = counted < CALF_LOAD_DAYS ? counted : CALF_LOAD_DAYS;
    CALF_EACH_LANE(i)
    {
        WHOLE(overuse_hazard) = s->hazard[i];
        WHOLE(rom_gain_deg) = s->rom_gain[i];
        WHOLE(tendon_load) = s->tendon_load[i];
        WHOLE(tendon_capacity) = s->tendon_capacity[i];
        WHOLE(ctl) = s->ctl[i];
        WHOLE(atl) = s->atl[i];
        WHOLE(performance) = s->fitness[i] - p->banister_gain_ratio[i] * s->tiredness[i];
        WHOLE(acwr_ewma) = load_ratio(s->ewma7[i], s->ewma28[i]);
        WHOLE(acwr) = load_ratio(s->load7[i] / acute_days, s->load28[i] / chronic_days);
    }
}

void calf_morning_report(
    const calf_life *life, int day, const double *rating_normal, calf_morning_lanes *morning)
{
    const double *noise_sd = life->batch->p.report_noise;
    report_muscles(life, morning);
    report_loads(life, day, morning);
    static const calf_lanes none = {0};
    const double *normal = rating_normal != NULL ? rating_normal : none;
    calf_lanes *soreness = morning->value[CALF_OUTPUT_soreness_mm];
    CALF_EACH_LANE(i)
    {
        double calf = calf_max(soreness[CALF_GAS][i], soreness[CALF_SOL][i]);
        WHOLE(calf_soreness_mm) = calf;
        WHOLE(rating_mm) = calf_soreness_rating(calf, noise_sd[i], normal[i]);
    }
}
