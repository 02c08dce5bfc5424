// SPDX-License-Identifier: GPL-3.0-or-later
// Exact propagators of rest.
#include "model/rest.h"

#include "core/elementary.h"
#include "model/fatigue.h"

#include <math.h>

// A decay at a rate [1/h], and what it leaves of one after the gap.
typedef struct decay {
    double rate, left;
} decay;

static inline decay decay_after(double tau, double hours)
{
    return (decay){1 / tau, calf_exp(-hours / tau)};
}

// Divided difference of exp(-rate t) at two rates, times -1: integral of the response of a decay of
// one rate fed by a decay of the other. Where the rates nearly coincide it is t exp(-mean t) times
// sinh(x/2)/(x/2), by its series, whose next term would be 2e-16.
static inline double divided_difference2(decay a, decay b, double t)
{
    double x = (b.rate - a.rate) * t, square = x * x;
    double near = sqrt(a.left * b.left) * (1 + square / 24 * (1 + square / 80));
    return t * (fabs(x) < 0.02 ? near : (a.left - b.left) / x);
}

// Second divided difference of exp(-rate t) at three rates. The outer difference is taken over
// the widest pair; when even that is narrow, the expansion about the mean is exact enough.
static inline double divided_difference3(decay a, decay b, decay c, double t)
{
    decay low = {
        calf_min(calf_min(a.rate, b.rate), c.rate), calf_max(calf_max(a.left, b.left), c.left)};
    decay high = {
        calf_max(calf_max(a.rate, b.rate), c.rate), calf_min(calf_min(a.left, b.left), c.left)};
    decay middle = {calf_max(calf_min(a.rate, b.rate), calf_min(calf_max(a.rate, b.rate), c.rate)),
        calf_max(calf_min(a.left, b.left), calf_min(calf_max(a.left, b.left), c.left))};
    double mean = (a.rate + b.rate + c.rate) / 3;
    double squares = (low.rate - mean) * (low.rate - mean) +
        (middle.rate - mean) * (middle.rate - mean) + (high.rate - mean) * (high.rate - mean);
    double narrow = t * t / 2 * calf_exp(-mean * t) * (1 + t * t * squares / 24);
    double spread = high.rate - low.rate;
    double wide =
        (divided_difference2(low, middle, t) - divided_difference2(middle, high, t)) / spread;
    return spread * t < 1e-3 ? narrow : wide;
}

void calf_damage_rest_prepare(
    const calf_lane_parameters *p, const double hours[CALF_LANES], calf_damage_rest *rest)
{
    CALF_EACH_LANE(i)
    {
        double t = hours[i];
        decay lesion = decay_after(p->lesion_tau[i], t);
        decay mediators = decay_after(p->mediator_tau[i], t);
        decay sensitisation = decay_after(p->sensitisation_tau[i], t);
        rest->bout_dose[i] = calf_exp(-t / p->bout_tau[i]);
        rest->lesion[i] = lesion.left;
        rest->mediators[i] = mediators.left;
        rest->mediators_from_lesion[i] = mediators.rate * divided_difference2(lesion, mediators, t);
        rest->sensitisation[i] = sensitisation.left;
        rest->sensitisation_from_mediators[i] =
            sensitisation.rate * divided_difference2(mediators, sensitisation, t);
        rest->sensitisation_from_lesion[i] = mediators.rate * sensitisation.rate *
            divided_difference3(lesion, mediators, sensitisation, t);
        rest->acute[i] = calf_exp(-t / p->acute_tau[i]);
        rest->deficit[i] = calf_exp(-t / p->deficit_tau[i]);
    }
}

void calf_adaptation_rest_prepare(
    const calf_lane_parameters *p, const double hours[CALF_LANES], calf_adaptation_rest *rest)
{
    CALF_EACH_LANE(i)
    {
        double days = hours[i] / 24;
        rest->protection[i] = calf_exp(-days / p->protection_tau[i]);
        rest->conditioning[i] = calf_exp(-days / p->conditioning_tau[i]);
        rest->hypertrophy[i] = calf_exp(-days / p->hypertrophy_tau[i]);
        rest->neural[i] = calf_exp(-days / p->neural_tau[i]);
        rest->rolling[i] = calf_exp(-hours[i] / p->rolling_tau[i]);
        rest->tendon_load[i] = calf_exp(-days / p->repair_tau[i]);
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
            rest->metabolic[m][i] =
                calf_exp(-p->rest_multiplier[i] * batch->recovery[m][i] * seconds);
        rest->central[i] = calf_exp(-hours[i] / p->central_tau[i]);
        rest->stimulus[i] = calf_exp(-hours[i] / p->stimulus_tau[i]);
    }
}

void calf_damage_rest_apply(const calf_damage_rest *rest, int muscle, calf_state *state)
{
    CALF_EACH_LANE(i) calf_damage_rest_one(rest, muscle, i, state);
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
