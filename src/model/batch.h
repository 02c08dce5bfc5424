// SPDX-License-Identifier: GPL-3.0-or-later
// A batch of runners: their parameters and what follows from these alone.
#ifndef CALF_MODEL_BATCH_H
#define CALF_MODEL_BATCH_H

#include "model/lanes.h"

typedef struct calf_batch {
    CALF_ALIGNED calf_lane_parameters p;
    double strength[CALF_LANES]; ///< s of section 2
    double fatigue[CALF_MUSCLES][CALF_LANES]; ///< F_m [1/s]
    double recovery[CALF_MUSCLES][CALF_LANES]; ///< R_m [1/s]
    calf_lanes deficit_scale; ///< deficit_half^-deficit_hill
    calf_lanes feedback_exponent; ///< of slow force, in a dose: -fatigue_coupling dose_exponent
    calf_lanes feedback_max; ///< the largest factor of dose that E and W can bring about
    calf_lanes conditioning_scale; ///< 1/conditioning_half
    calf_lanes conditioning_power; ///< -conditioning_exponent
    calf_lanes weakness_exponent; ///< of capacity gained, in a dose: -dose_exponent
    calf_lanes dose_stimulus; ///< 1/protection_dose [1/DU]
    double heel_raise_drive[CALF_LANES]; ///< k_hr of section 7 [1/s]
    double reference_peak[CALF_LANES]; ///< of the reference step, section 3
    double reference_steps_per_km[CALF_LANES]; ///< one leg
    double reference_phi[CALF_MUSCLES][CALF_LANES];
    double reference_loading[CALF_MUSCLES][CALF_LANES]; ///< phi over contact time [1/s]
    // what a day leaves of the averages that move at 24:00
    calf_lanes ctl_day, atl_day, fitness_day, tiredness_day, capacity_day;
    calf_lanes stretch_up_day, stretch_down_day;
} calf_batch;

/** Fills everything but `p` from `p`. */
void calf_batch_derive(calf_batch *batch);

/** Copies one runner's parameters into a lane. */
void calf_batch_set_lane(calf_batch *batch, int lane, const calf_parameters *parameters);

#endif
