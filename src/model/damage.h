// SPDX-License-Identifier: GPL-3.0-or-later
// Section 5: from steps to dose, from dose to lesion, and what protects the muscle.
#ifndef CALF_MODEL_DAMAGE_H
#define CALF_MODEL_DAMAGE_H

#include "core/elementary.h"
#include "model/lanes.h"

#include <math.h>

/** Protection that counts when today's strike is not the habitual one. */
static inline double calf_protection_effective(
    const calf_lane_parameters *p, int i, double protection, double strike, double habit)
{
    double change = calf_min(fabs(strike - habit), 1);
    return protection * (1 - (1 - p->strike_transfer[i]) * change);
}

/** Damage per effective dose [1] but for the refractory term: protection, susceptibility and
 *  range of motion. */
static inline double calf_vulnerability(
    const calf_lane_parameters *p, int i, double protection_effective, double rom_gain)
{
    double stretch_sd = (p->dorsiflexion_rom[i] - 38 + p->rom_gain_share[i] * rom_gain) / 6;
    return (1 - p->protection_max[i] * protection_effective) * p->susceptibility[i] *
        calf_exp(-p->rom_effect[i] * stretch_sd);
}

/** The refractory term: tissue still sensitised (N, DU) takes less new damage. */
static inline double calf_refractory(const calf_lane_parameters *p, int i, double sensitisation)
{
    return calf_exp(-p->refractory[i] * sensitisation);
}

/** Protection after a bout that gave `stimulus_gained` (the sum of dq). */
static inline double calf_protection_gain(
    const calf_lane_parameters *p, int i, double protection, double stimulus_gained)
{
    return 1 - (1 - protection) * calf_exp(-p->protection_gain[i] * stimulus_gained);
}

/** Chronic daily dose after a raw dose [DU]. */
static inline double calf_conditioning_gain(
    const calf_lane_parameters *p, int i, double conditioning, double raw_dose)
{
    return conditioning + raw_dose / p->conditioning_tau[i];
}

/** Habitual forefootness after running `km` with another one. */
static inline double calf_habit_after(
    const calf_lane_parameters *p, int i, double habit, double forefootness, double km)
{
    return habit + (forefootness - habit) * (1 - calf_exp(-km / p->strike_habit_km[i]));
}

#endif
