// SPDX-License-Identifier: GPL-3.0-or-later
// Section 3: the forces of one running step on gastrocnemius and soleus.
#ifndef CALF_MODEL_MECHANICS_H
#define CALF_MODEL_MECHANICS_H

#include "core/elementary.h"
#include "model/lanes.h"

#include <calfsim/plan.h>
#include <math.h>

/** How a runner runs just now: the six technique quantities of every lane. */
typedef struct calf_gait {
    double of[CALF_TECHNIQUE_COUNT][CALF_LANES];
} calf_gait;

/** One step. */
typedef struct calf_step {
    double cadence; ///< steps/min, both feet
    double contact_s; ///< contact time
    double duty; ///< share of time on this foot
    double peak; ///< peak Achilles force, 1 = maximal isometric of the median runner
    double phi[CALF_MUSCLES]; ///< peak force of each muscle over its own maximal force
    double lengthening[CALF_MUSCLES]; ///< lengthening under load, 1 at the reference step
} calf_step;

/** Cadence [steps/min] at a speed [m/s]: preferred cadence rises linearly (Fukuchi 2017). */
static inline double calf_cadence(const calf_lane_parameters *p, int i, double speed, double ratio)
{
    return (p->cadence_base[i] + p->cadence_slope[i] * speed) * ratio;
}

/** Joint factor of strike, shoe, grade and surface on peak force, cut at multiplier_cap. */
static inline double calf_peak_multiplier(const calf_lane_parameters *p, int i, double strike,
    double shoe_lift, double grade_percent, bool treadmill)
{
    double up = calf_max(grade_percent, 0), down = calf_min(grade_percent, 0);
    double grade = 1 + (p->grade_up[i] * up + p->grade_down[i] * down);
    double surface = 1 + (treadmill ? 1 : 0) * (p->treadmill_factor[i] - 1);
    return calf_min(
        strike * (1 - p->lift_effect[i] * shoe_lift) * grade * surface, p->multiplier_cap[i]);
}

/** Lengthening under load of both muscles: forefoot strike, over-striding and downhill stretch. */
static inline void calf_step_lengthen(const calf_lane_parameters *p, int i, const calf_gait *gait,
    double grade_percent, calf_step *step)
{
    double forefoot = gait->of[CALF_FOREFOOTNESS][i];
    double heel_up = 1 + 0.1 * forefoot * (1 - gait->of[CALF_HEEL_CONTACT][i]);
    double overstride =
        calf_max(1 + p->overstride_lengthening[i] * (1 - gait->of[CALF_CADENCE_RATIO][i]), 0.1);
    double up = calf_max(grade_percent, 0), down = calf_min(grade_percent, 0);
    double slope = calf_max(1 - 0.04 * up, 0.3) - 0.02 * down;
    double shared = heel_up * overstride * slope;
    step->lengthening[CALF_GAS] = (1 + p->strike_lengthening_gas[i] * forefoot) * shared;
    step->lengthening[CALF_SOL] = (1 + p->strike_lengthening_sol[i] * forefoot) * shared;
}

/** Splits the peak force between the muscles; the forefoot's extra force has a share of its own.
 * The soleus' share stays one, at speeds and parameters far from 3.5 m/s and from their priors too.
 */
static inline void calf_step_share(const calf_lane_parameters *p, int i, double speed,
    double push_off, double strike, calf_step *step)
{
    double extra = strike < 1 ? 0 : step->peak * (strike - 1) / strike;
    double base = step->peak - extra;
    double soleus = p->soleus_share[i] - p->soleus_share_slope[i] * (speed - 3.5) - 0.02 * push_off;
    soleus = calf_min(calf_max(soleus, 0), 1);
    double extra_gas = p->strike_gastroc_share[i];
    double capacity_sol = p->soleus_capacity_share[i];
    step->phi[CALF_GAS] = ((1 - soleus) * base + extra_gas * extra) / (1 - capacity_sol);
    step->phi[CALF_SOL] = (soleus * base + (1 - extra_gas) * extra) / capacity_sol;
}

/** A step of lane i at a speed [m/s] and grade [%]. */
static inline calf_step calf_step_at(const calf_lane_parameters *p, int i, double speed,
    double grade_percent, bool treadmill, const calf_gait *gait)
{
    double ratio = gait->of[CALF_CADENCE_RATIO][i], push_off = gait->of[CALF_PUSH_OFF][i];
    double forefoot = gait->of[CALF_FOREFOOTNESS][i], heel = gait->of[CALF_HEEL_CONTACT][i];
    double push = 1 - p->pushoff_contact[i] * push_off;
    double strike = 1 + forefoot * (p->strike_peak_kiss[i] + p->strike_peak_nokiss[i] * (1 - heel));
    double speed_effect = 1 + p->speed_slope[i] * (calf_min(speed, p->speed_cap[i]) - 3.5);
    calf_step step;
    step.cadence = calf_cadence(p, i, speed, ratio);
    step.contact_s =
        p->contact_coef[i] * calf_pow(speed, p->contact_exponent[i]) * push / sqrt(ratio);
    step.duty = step.contact_s * step.cadence / 120;
    step.peak = p->demand_ref[i] * speed_effect * calf_pow(ratio, p->cadence_peak_exponent[i]) *
        calf_pow(push, -p->pushoff_exponent[i]) *
        calf_exp(p->lean_effect[i] * gait->of[CALF_TRUNK_LEAN][i]) *
        calf_peak_multiplier(p, i, strike, gait->of[CALF_SHOE_LIFT][i], grade_percent, treadmill);
    calf_step_share(p, i, speed, push_off, strike, &step);
    calf_step_lengthen(p, i, gait, grade_percent, &step);
    return step;
}

/** The reference gait that doses are counted in: preferred cadence, rearfoot strike with full heel
 *  contact, no push-off, lean or lift. */
static inline calf_gait calf_gait_reference(void)
{
    calf_gait gait = {0};
    for (int i = 0; i < CALF_LANES; i++) {
        gait.of[CALF_CADENCE_RATIO][i] = 1;
        gait.of[CALF_HEEL_CONTACT][i] = 1;
    }
    return gait;
}

/** Speed [m/s] of the reference step. */
#define CALF_REFERENCE_SPEED 3.0

/** Steps of one leg per km. */
static inline double calf_steps_per_km(double speed, double cadence)
{
    return 1000 / speed * cadence / 120;
}

#endif
