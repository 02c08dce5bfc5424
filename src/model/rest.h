// SPDX-License-Identifier: GPL-3.0-or-later
// Section 1, rest: exact propagators over a gap of any length. A propagator is prepared once for a
// gap and lanes, then applied as often as that gap occurs.
#ifndef CALF_MODEL_REST_H
#define CALF_MODEL_REST_H

#include "model/batch.h"
#include "model/state.h"

/** Bout dose, the chain lesion -> mediators -> sensitisation, acute soreness, force deficit. */
typedef struct calf_damage_rest {
    CALF_ALIGNED double bout_dose[CALF_LANES];
    double lesion[CALF_LANES];
    double mediators[CALF_LANES], mediators_from_lesion[CALF_LANES];
    double sensitisation[CALF_LANES], sensitisation_from_mediators[CALF_LANES],
        sensitisation_from_lesion[CALF_LANES];
    double acute[CALF_LANES];
    double deficit[CALF_LANES];
} calf_damage_rest;

/** Protection, conditioning, strength gains, rolling and tendon load. */
typedef struct calf_adaptation_rest {
    CALF_ALIGNED double protection[CALF_LANES];
    double conditioning[CALF_LANES];
    double hypertrophy[CALF_LANES];
    double neural[CALF_LANES];
    double rolling[CALF_LANES];
    double tendon_load[CALF_LANES];
} calf_adaptation_rest;

/** Everything that decays. */
typedef struct calf_rest {
    double metabolic[CALF_MUSCLES][CALF_LANES];
    double central[CALF_LANES];
    double stimulus[CALF_LANES];
    calf_damage_rest damage;
    calf_adaptation_rest adaptation;
} calf_rest;

/** Prepares the propagator of a gap (model section 1). Exact; gaps of 0 give the identity.
 *
 * Shapes  hours: one gap a lane, >= 0.
 * Source  the chain's solution by divided differences of exponentials, after Bateman (1910). */
void calf_damage_rest_prepare(
    const calf_lane_parameters *p, const double hours[CALF_LANES], calf_damage_rest *rest);
void calf_adaptation_rest_prepare(
    const calf_lane_parameters *p, const double hours[CALF_LANES], calf_adaptation_rest *rest);
void calf_rest_prepare(const calf_batch *batch, const double hours[CALF_LANES], calf_rest *rest);

/** Applies a prepared propagator; the clock is the caller's. */
static inline void calf_damage_rest_one(
    const calf_damage_rest *rest, int m, int i, calf_state *state)
{
    double lesion = state->lesion[m][i], mediators = state->mediators[m][i];
    state->sensitisation[m][i] = state->sensitisation[m][i] * rest->sensitisation[i] +
        mediators * rest->sensitisation_from_mediators[i] +
        lesion * rest->sensitisation_from_lesion[i];
    state->mediators[m][i] =
        mediators * rest->mediators[i] + lesion * rest->mediators_from_lesion[i];
    state->lesion[m][i] = lesion * rest->lesion[i];
    state->bout_dose[m][i] *= rest->bout_dose[i];
    state->acute[m][i] *= rest->acute[i];
    state->deficit[m][i] *= rest->deficit[i];
}

void calf_damage_rest_apply(const calf_damage_rest *rest, int muscle, calf_state *state);
void calf_adaptation_rest_apply(const calf_adaptation_rest *rest, calf_state *state);
void calf_stimulus_rest_apply(const double stimulus[CALF_LANES], calf_state *state);
void calf_rest_apply(const calf_rest *rest, calf_state *state);

#endif
