// SPDX-License-Identifier: GPL-3.0-or-later
// Exact propagators of rest.
#include "model/rest.h"

#include "model/fatigue.h"

#include <math.h>

// (1 - exp(-u))/u for u >= 0, 1 at 0.
static inline double relative_decay(double u)
{
    return u > 0 ? -expm1(-u) / u : 1;
}

// Divided difference of exp(-rate t) at two rates, times -1: integral of the response of a decay
// of one rate fed by a decay of the other. Stable when the rates coincide.
static inline double divided_difference2(double rate_a, double rate_b, double t)
{
    double slow = fmin(rate_a, rate_b), fast = fmax(rate_a, rate_b);
    return t * exp(-slow * t) * relative_decay((fast - slow) * t);
}

// Second divided difference of exp(-rate t) at three rates. The outer difference is taken over
// the widest pair; when even that is narrow, the expansion about the mean is exact enough.
static inline double divided_difference3(double rate_a, double rate_b, double rate_c, double t)
{
    double low = fmin(fmin(rate_a, rate_b), rate_c);
    double high = fmax(fmax(rate_a, rate_b), rate_c);
    double middle = fmax(fmin(rate_a, rate_b), fmin(fmax(rate_a, rate_b), rate_c));
    double mean = (rate_a + rate_b + rate_c) / 3;
    double squares = (low - mean) * (low - mean) + (middle - mean) * (middle - mean) +
        (high - mean) * (high - mean);
    double narrow = t * t / 2 * exp(-mean * t) * (1 + t * t * squares / 24);
    double spread = high - low;
    double wide = (divided_difference2(low, middle, t) - divided_difference2(middle, high, t)) /
        (spread > 0 ? spread : 1);
    return spread * t < 1e-3 ? narrow : wide;
}

void calf_damage_rest_prepare(
    const calf_lane_parameters *p, const double hours[CALF_LANES], calf_damage_rest *rest)
{
    CALF_EACH_LANE(i)
    {
        double t = hours[i];
        double lesion = 1 / p->lesion_tau[i];
        double mediators = 1 / p->mediator_tau[i];
        double sensitisation = 1 / p->sensitisation_tau[i];
        rest->bout_dose[i] = exp(-t / p->bout_tau[i]);
        rest->lesion[i] = exp(-lesion * t);
        rest->mediators[i] = exp(-mediators * t);
        rest->mediators_from_lesion[i] = mediators * divided_difference2(lesion, mediators, t);
        rest->sensitisation[i] = exp(-sensitisation * t);
        rest->sensitisation_from_mediators[i] =
            sensitisation * divided_difference2(mediators, sensitisation, t);
        rest->sensitisation_from_lesion[i] =
            mediators * sensitisation * divided_difference3(lesion, mediators, sensitisation, t);
        rest->acute[i] = exp(-t / p->acute_tau[i]);
        rest->deficit[i] = exp(-t / p->deficit_tau[i]);
    }
}

void calf_adaptation_rest_prepare(
    const calf_lane_parameters *p, const double hours[CALF_LANES], calf_adaptation_rest *rest)
{
    CALF_EACH_LANE(i)
    {
        double days = hours[i] / 24;
        rest->protection[i] = exp(-days / p->protection_tau[i]);
        rest->conditioning[i] = exp(-days / p->conditioning_tau[i]);
        rest->hypertrophy[i] = exp(-days / p->hypertrophy_tau[i]);
        rest->neural[i] = exp(-days / p->neural_tau[i]);
        rest->rolling[i] = exp(-hours[i] / p->rolling_tau[i]);
        rest->tendon_load[i] = exp(-days / p->repair_tau[i]);
    }
}

void calf_rest_prepare(const calf_batch *batch, const double hours[CALF_LANES], calf_rest *rest)
{
    const calf_lane_parameters *p = &batch->p;
    calf_damage_rest_prepare(p, hours, &rest->damage);
    calf_adaptation_rest_prepare(p, hours, &rest->adaptation);
    CALF_EACH_LANE(i)
    {
        double seconds = hours[i] * CALF_SECONDS_PER_HOUR;
        for (int m = 0; m < CALF_MUSCLES; m++)
            rest->metabolic[m][i] = exp(-p->rest_multiplier[i] * batch->recovery[m][i] * seconds);
        rest->central[i] = exp(-hours[i] / p->central_tau[i]);
        rest->stimulus[i] = exp(-hours[i] / p->stimulus_tau[i]);
    }
}

void calf_damage_rest_apply(const calf_damage_rest *rest, int m, calf_state *state)
{
    CALF_EACH_LANE(i)
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
}

void calf_stimulus_rest_apply(const double stimulus[CALF_LANES], calf_state *state)
{
    for (int m = 0; m < CALF_MUSCLES; m++)
        CALF_EACH_LANE(i) state->stimulus[m][i] *= stimulus[i];
}

void calf_adaptation_rest_apply(const calf_adaptation_rest *rest, calf_state *state)
{
    CALF_EACH_LANE(i)
    {
        for (int m = 0; m < CALF_MUSCLES; m++) {
            state->protection[m][i] *= rest->protection[i];
            state->conditioning[m][i] *= rest->conditioning[i];
            state->hypertrophy[m][i] *= rest->hypertrophy[i];
        }
        state->neural[i] *= rest->neural[i];
        state->rolling[i] *= rest->rolling[i];
        state->tendon_load[i] *= rest->tendon_load[i];
    }
}

void calf_rest_apply(const calf_rest *rest, calf_state *state)
{
    CALF_EACH_LANE(i)
    {
        for (int m = 0; m < CALF_MUSCLES; m++) {
            state->metabolic[m][i] *= rest->metabolic[m][i];
            state->central[m][i] *= rest->central[i];
        }
    }
    for (int m = 0; m < CALF_MUSCLES; m++)
        calf_damage_rest_apply(&rest->damage, m, state);
    calf_stimulus_rest_apply(rest->stimulus, state);
    calf_adaptation_rest_apply(&rest->adaptation, state);
}
