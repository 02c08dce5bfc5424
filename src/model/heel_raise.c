// SPDX-License-Identifier: GPL-3.0-or-later
// A strength session: repetitions until failure or the set's end, then growth.
#include "model/heel_raise.h"

#include "core/elementary.h"
#include "model/capacity.h"
#include "model/damage.h"
#include "model/fatigue.h"
#include "model/rest.h"

#include <string.h>

// What the muscles' activation is weighted by: their share of straight-knee force.
static const double force_share[CALF_MUSCLES] = {0.38, 0.62};

// Activation of each muscle relative to a straight-knee raise.
static const double activation[][CALF_MUSCLES] = {
    [CALF_KNEE_STRAIGHT] = {1, 1}, [CALF_KNEE_BENT] = {0.15 / 0.38, 1.15}};

// What stays the same over a session, and what adds up in it.
typedef struct heel_session {
    const calf_batch *batch;
    const double *active; ///< activation [muscle]
    double load; ///< 1 + extra load
    double drive[CALF_MUSCLES][CALF_LANES]; ///< metabolic fatigue a second, at full slow force
    double central[CALF_MUSCLES][CALF_LANES]; ///< central fatigue a repetition
    double demand[CALF_MUSCLES][CALF_LANES]; ///< force of a repetition over the muscle's own
    double conditioned[CALF_MUSCLES][CALF_LANES];
    double vulnerable[CALF_MUSCLES][CALF_LANES];
    double metabolic_decay[CALF_MUSCLES][CALF_LANES]; ///< over a repetition
    double central_decay[CALF_LANES]; ///< over a repetition
    double raw_dose[CALF_MUSCLES][CALF_LANES];
    double stimulus_gained[CALF_MUSCLES][CALF_LANES];
    double hard_sets[CALF_LANES];
} heel_session;

static void session_begin(const calf_batch *batch, const calf_strength *strength,
    const calf_state *state, heel_session *session)
{
    const calf_lane_parameters *p = &batch->p;
    memset(session, 0, sizeof *session);
    session->batch = batch;
    session->active = activation[strength->knee];
    session->load = 1 + strength->extra_load;
    CALF_EACH_LANE(i)
    {
        double period = p->heel_raise_period[i];
        session->central_decay[i] = calf_exp(-period / (p->central_tau[i] * CALF_SECONDS_PER_HOUR));
        for (int m = 0; m < CALF_MUSCLES; m++) {
            double demand = session->load * session->active[m];
            double gained = calf_capacity_gained(state->hypertrophy[m][i], state->neural[i]);
            double relative = demand / (batch->strength[i] * gained);
            session->drive[m][i] = batch->heel_raise_drive[i] * batch->fatigue[m][i] /
                p->fatigue_rate[i] * demand / gained;
            session->central[m][i] =
                period * p->central_rate[i] * p->heel_raise_activation[i] * relative;
            session->demand[m][i] = relative;
            session->conditioned[m][i] = calf_conditioned_share(p, i, state->conditioning[m][i]);
            session->vulnerable[m][i] =
                calf_vulnerability(p, i, state->protection[m][i], state->rom_gain[i]) *
                calf_refractory(p, i, state->sensitisation[m][i]);
            session->metabolic_decay[m][i] = calf_exp(-batch->recovery[m][i] * period);
        }
    }
}

// Fatigue that ends a set: the muscles' mean, weighted by what each gives to a repetition.
static inline double working_fatigue(const heel_session *session, const calf_state *state, int i)
{
    double gas = force_share[CALF_GAS] * session->active[CALF_GAS];
    double sol = force_share[CALF_SOL] * session->active[CALF_SOL];
    return (gas * state->metabolic[CALF_GAS][i] + sol * state->metabolic[CALF_SOL][i]) /
        (gas + sol);
}

// One repetition of one muscle in one lane.
static inline void repeat_once(heel_session *session, int m, int i, calf_state *state)
{
    const calf_batch *batch = session->batch;
    const calf_lane_parameters *p = &batch->p;
    double slow = calf_slow_force(p, i, state->central[m][i], state->deficit[m][i]);
    state->metabolic[m][i] = calf_fatigue_advance(state->metabolic[m][i],
        session->drive[m][i] / slow, batch->recovery[m][i], session->metabolic_decay[m][i]);
    state->central[m][i] =
        calf_min(state->central[m][i] * session->central_decay[i] + session->central[m][i],
            CALF_FATIGUE_MAX);

    double raw = p->heel_raise_dose[i] *
        calf_pow(
            session->demand[m][i] / calf_pow(slow, p->fatigue_coupling[i]), p->dose_exponent[i]);
    double dose = session->conditioned[m][i] * raw;
    double before = state->bout_dose[m][i];
    double damage = session->vulnerable[m][i] *
        (calf_bout_power(p, i, before + dose) - calf_bout_power(p, i, before));
    state->lesion[m][i] += damage;
    state->deficit[m][i] += damage;
    state->bout_dose[m][i] = before + dose;
    double stimulus = (1 - state->stimulus[m][i]) * (1 - calf_exp(-dose / p->protection_dose[i]));
    state->stimulus[m][i] += stimulus;
    session->stimulus_gained[m][i] += stimulus;
    session->raw_dose[m][i] += raw;
}

// Metabolic and central fatigue recover for some seconds a lane, the muscle off.
static void recover(const calf_batch *batch, const double seconds[CALF_LANES], calf_state *state)
{
    const calf_lane_parameters *p = &batch->p;
    CALF_EACH_LANE(i)
    {
        double central = calf_exp(-seconds[i] / (p->central_tau[i] * CALF_SECONDS_PER_HOUR));
        for (int m = 0; m < CALF_MUSCLES; m++) {
            state->metabolic[m][i] *=
                calf_exp(-p->rest_multiplier[i] * batch->recovery[m][i] * seconds[i]);
            state->central[m][i] *= central;
        }
    }
}

// One set: repetitions until the runner fails; the time left is rested out with the pause.
static void live_set(const calf_strength *strength, heel_session *session, calf_state *state)
{
    const calf_lane_parameters *p = &session->batch->p;
    double highest[CALF_LANES] = {0}, rest_s[CALF_LANES];
    for (int i = 0; i < CALF_LANES; i++) {
        int done = 0;
        while (done < strength->reps &&
            working_fatigue(session, state, i) < p->heel_raise_failure[i]) {
            for (int m = 0; m < CALF_MUSCLES; m++)
                repeat_once(session, m, i, state);
            highest[i] = calf_max(highest[i], working_fatigue(session, state, i));
            done++;
        }
        session->hard_sets[i] += calf_hard_set_share(p, i, highest[i]);
        rest_s[i] = strength->rest_s + (strength->reps - done) * p->heel_raise_period[i];
    }
    recover(session->batch, rest_s, state);
}

// Protection and conditioning from the dose, growth from the hard sets.
static void adapt(
    const calf_strength *strength, double run_gap_h, const heel_session *session, calf_state *state)
{
    const calf_lane_parameters *p = &session->batch->p;
    bool straight = strength->knee == CALF_KNEE_STRAIGHT;
    CALF_EACH_LANE(i)
    {
        double left = calf_interference(p, i, run_gap_h), hard = session->hard_sets[i];
        for (int m = 0; m < CALF_MUSCLES; m++) {
            state->protection[m][i] =
                calf_protection_gain(p, i, state->protection[m][i], session->stimulus_gained[m][i]);
            state->conditioning[m][i] =
                calf_conditioning_gain(p, i, state->conditioning[m][i], session->raw_dose[m][i]);
        }
        double gas_stimulus = straight ? 1 : p->gas_bent_share[i];
        double sol_stimulus = straight ? p->sol_straight_share[i] : 1;
        double *gas = &state->hypertrophy[CALF_GAS][i], *sol = &state->hypertrophy[CALF_SOL][i];
        *gas += left *
            calf_hypertrophy_gain(p, i, p->hypertrophy_gain_gas[i], gas_stimulus, hard, *gas,
                p->hypertrophy_max_gas[i]);
        *sol += left *
            calf_hypertrophy_gain(p, i, p->hypertrophy_gain_sol[i], sol_stimulus, hard, *sol,
                p->hypertrophy_max_sol[i]);
        state->neural[i] += left * calf_neural_gain(p, i, hard, state->neural[i]);
    }
}

// What a session leaves decays over its length, but for the fatigues, which moved within it.
static void rest_over_session(
    const calf_batch *batch, const double hours[CALF_LANES], calf_state *state)
{
    calf_rest rest;
    calf_rest_prepare(batch, hours, &rest);
    for (int m = 0; m < CALF_MUSCLES; m++)
        calf_damage_rest_apply(&rest.damage, m, state);
    calf_stimulus_rest_apply(rest.stimulus, state);
    calf_adaptation_rest_apply(&rest.adaptation, state);
}

void calf_strength_live(
    const calf_batch *batch, const calf_strength *strength, double run_gap_h, calf_state *state)
{
    heel_session session;
    session_begin(batch, strength, state, &session);
    for (int set = 0; set < strength->sets; set++)
        live_set(strength, &session, state);
    adapt(strength, run_gap_h, &session, state);
    double hours[CALF_LANES];
    CALF_EACH_LANE(i)
    {
        hours[i] = strength->sets *
            (strength->reps * batch->p.heel_raise_period[i] + strength->rest_s) /
            CALF_SECONDS_PER_HOUR;
        state->now_h[i] += hours[i];
    }
    rest_over_session(batch, hours, state);
}
