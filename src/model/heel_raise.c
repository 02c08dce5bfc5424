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

// Repetitions over which the feedback of damage on force is taken to move evenly.
enum { BOUT_REPS = 20 };

// What stays the same over a session, and what adds up in it.
typedef struct heel_session {
    const calf_batch *batch;
    const double *active; ///< activation [muscle]
    double load; ///< 1 + extra load
    calf_lanes metabolic_gain[CALF_MUSCLES]; ///< M a repetition, times slow force
    calf_lanes metabolic_decay[CALF_MUSCLES]; ///< over a repetition
    calf_lanes central_gain[CALF_MUSCLES]; ///< E a repetition
    calf_lanes central_decay; ///< over a repetition
    calf_lanes dose[CALF_MUSCLES]; ///< raw dose of a repetition at full slow force
    calf_lanes conditioned[CALF_MUSCLES];
    calf_lanes vulnerable[CALF_MUSCLES];
    calf_lanes raw_dose[CALF_MUSCLES];
    calf_lanes stimulus_gained[CALF_MUSCLES];
    calf_lanes hard_sets;
} heel_session;

// Some repetitions of a set: what is left of force after damage at their start and at their end, if
// all of them are done, and how many are.
typedef struct heel_bout {
    int reps;
    calf_lanes left[CALF_MUSCLES], left_end[CALF_MUSCLES];
    calf_lanes factor[CALF_MUSCLES]; ///< of dose, at the start
    calf_lanes power[CALF_MUSCLES]; ///< X^bout_exponent at the start
    calf_lanes done;
} heel_bout;

static void session_begin(const calf_batch *batch, const calf_strength *strength,
    const calf_state *state, heel_session *session)
{
    const calf_lane_parameters *p = &batch->p;
    memset(session, 0, sizeof *session);
    session->batch = batch;
    session->active = activation[strength->knee];
    session->load = 1 + strength->extra_load;
    for (int m = 0; m < CALF_MUSCLES; m++) {
        double demand = session->load * session->active[m];
        CALF_EACH_LANE(i)
        {
            double period = p->heel_raise_period[i];
            double gained = calf_capacity_gained(state->hypertrophy[m][i], state->neural[i]);
            double relative = demand / (batch->strength[i] * gained);
            double drive = batch->heel_raise_drive[i] * batch->fatigue[m][i] / p->fatigue_rate[i] *
                demand / gained;
            double decay = calf_exp(-batch->recovery[m][i] * period);
            session->metabolic_decay[m][i] = decay;
            session->metabolic_gain[m][i] = drive / batch->recovery[m][i] * (1 - decay);
            session->central_gain[m][i] =
                period * p->central_rate[i] * p->heel_raise_activation[i] * relative;
            session->central_decay[i] =
                calf_exp(-period / (p->central_tau[i] * CALF_SECONDS_PER_HOUR));
            session->dose[m][i] = p->heel_raise_dose[i] * calf_pow(relative, p->dose_exponent[i]);
            session->conditioned[m][i] = calf_conditioned_share(p, i, state->conditioning[m][i]);
            session->vulnerable[m][i] =
                calf_vulnerability(p, i, state->protection[m][i], state->rom_gain[i]) *
                calf_refractory(p, i, state->sensitisation[m][i]);
        }
    }
}

static inline double dose_factor(const calf_lane_parameters *p, int i, double central, double left)
{
    return calf_pow((1 - central) * left, -p->fatigue_coupling[i] * p->dose_exponent[i]);
}

static inline double damage_after(
    const heel_session *session, int m, int i, double dose, double power, const calf_state *state)
{
    double after = calf_bout_power(&session->batch->p, i, state->bout_dose[m][i] + dose);
    return session->vulnerable[m][i] * (after - power);
}

// Looks ahead to the end of a bout in which every repetition is done.
static void bout_begin(
    const heel_session *session, int reps, const calf_state *state, heel_bout *bout)
{
    const calf_lane_parameters *p = &session->batch->p;
    bout->reps = reps;
    memset(bout->done, 0, sizeof bout->done);
    CALF_EACH_LANE(i)
    {
        for (int m = 0; m < CALF_MUSCLES; m++) {
            double deficit = state->deficit[m][i];
            double left = 1 - calf_structural_loss(p, i, deficit);
            double factor = dose_factor(p, i, state->central[m][i], left);
            double power = calf_bout_power(p, i, state->bout_dose[m][i]);
            double dose = session->conditioned[m][i] * session->dose[m][i] * factor * reps;
            double damage = damage_after(session, m, i, dose, power, state);
            bout->left[m][i] = left;
            bout->left_end[m][i] = 1 - calf_structural_loss(p, i, deficit + damage);
            bout->factor[m][i] = factor;
            bout->power[m][i] = power;
        }
    }
}

// One repetition of every lane that has not failed; `highest` is the highest fatigue after one.
static void repeat_once(
    const heel_session *session, calf_state *state, heel_bout *bout, calf_lanes highest)
{
    const calf_lane_parameters *p = &session->batch->p;
    double gas = force_share[CALF_GAS] * session->active[CALF_GAS];
    double sol = force_share[CALF_SOL] * session->active[CALF_SOL];
    double gas_share = gas / (gas + sol), sol_share = sol / (gas + sol), step = 1.0 / bout->reps;
    CALF_EACH_LANE(i)
    {
        double before[CALF_MUSCLES], after[CALF_MUSCLES], central[CALF_MUSCLES];
        for (int m = 0; m < CALF_MUSCLES; m++) {
            double left =
                bout->left[m][i] + (bout->left_end[m][i] - bout->left[m][i]) * step * bout->done[i];
            double slow = (1 - state->central[m][i]) * left;
            before[m] = state->metabolic[m][i];
            after[m] = calf_min(
                before[m] * session->metabolic_decay[m][i] + session->metabolic_gain[m][i] / slow,
                CALF_FATIGUE_MAX);
            central[m] = calf_min(
                state->central[m][i] * session->central_decay[i] + session->central_gain[m][i],
                CALF_FATIGUE_MAX);
        }
        double working = gas_share * before[CALF_GAS] + sol_share * before[CALF_SOL];
        double working_after = gas_share * after[CALF_GAS] + sol_share * after[CALF_SOL];
        double failure = p->heel_raise_failure[i];
        for (int m = 0; m < CALF_MUSCLES; m++) {
            state->metabolic[m][i] = working < failure ? after[m] : before[m];
            state->central[m][i] = working < failure ? central[m] : state->central[m][i];
        }
        highest[i] = calf_max(highest[i], working < failure ? working_after : 0);
        bout->done[i] += working < failure ? 1 : 0;
    }
}

// Dose and damage of the repetitions done. The convex rises of X^bout_exponent add up to one, and
// so do the stimuli, since nothing else moves X and Q meanwhile.
static void bout_end(heel_session *session, const heel_bout *bout, calf_state *state)
{
    const calf_lane_parameters *p = &session->batch->p;
    CALF_EACH_LANE(i)
    {
        double done = bout->done[i];
        for (int m = 0; m < CALF_MUSCLES; m++) {
            double left =
                bout->left[m][i] + (bout->left_end[m][i] - bout->left[m][i]) * done / bout->reps;
            double factor = bout->factor[m][i];
            double rise = dose_factor(p, i, state->central[m][i], left) - factor;
            double raw = session->dose[m][i] * (done * factor + rise * calf_max(done - 1, 0) / 2);
            double dose = session->conditioned[m][i] * raw;
            double damage = damage_after(session, m, i, dose, bout->power[m][i], state);
            double stimulus =
                (1 - state->stimulus[m][i]) * (1 - calf_exp(-dose / p->protection_dose[i]));
            state->lesion[m][i] += damage;
            state->deficit[m][i] += damage;
            state->bout_dose[m][i] += dose;
            state->stimulus[m][i] += stimulus;
            session->stimulus_gained[m][i] += stimulus;
            session->raw_dose[m][i] += raw;
        }
    }
}

// Metabolic and central fatigue recover for some seconds a lane, the muscle off.
static void recover(const calf_batch *batch, const calf_lanes seconds, calf_state *state)
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
    calf_lanes highest = {0}, done = {0}, rest_s;
    for (int begun = 0; begun < strength->reps; begun += BOUT_REPS) {
        int left = strength->reps - begun;
        heel_bout bout;
        bout_begin(session, left < BOUT_REPS ? left : BOUT_REPS, state, &bout);
        for (int rep = 0; rep < bout.reps; rep++)
            repeat_once(session, state, &bout, highest);
        bout_end(session, &bout, state);
        CALF_EACH_LANE(i) done[i] += bout.done[i];
    }
    CALF_EACH_LANE(i)
    {
        session->hard_sets[i] += calf_hard_set_share(p, i, highest[i]);
        rest_s[i] = strength->rest_s + (strength->reps - done[i]) * p->heel_raise_period[i];
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
        state->now_h[i] += calf_clock(hours[i]);
    }
    rest_over_session(batch, hours, state);
}
