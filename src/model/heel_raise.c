// SPDX-License-Identifier: GPL-3.0-or-later
// A strength session: repetitions until failure, the set's end or an effort, then growth.
#include "model/heel_raise.h"

#include "core/elementary.h"
#include "model/capacity.h"
#include "model/damage.h"
#include "model/fatigue.h"
#include "model/powers.h"

#include <string.h>

// What the muscles' activation is weighted by: their share of straight-knee force.
static const double force_share[CALF_MUSCLES] = {0.38, 0.62};

// Activation of each muscle relative to a straight-knee raise.
static const double activation[][CALF_MUSCLES] = {
    [CALF_KNEE_STRAIGHT] = {1, 1}, [CALF_KNEE_BENT] = {0.15 / 0.38, 1.15}};

// Keeps 0/0 at 0 where there is no dose.
static const double NOTHING = 1e-300;

// Repetitions in which force is taken to lose nothing more to damage.
enum { BOUT_REPS = 15 };

// What stays the same over a session, and what adds up in it.
typedef struct heel_session {
    const calf_batch *batch;
    const double *active; ///< activation [muscle]
    const calf_strength *strength;
    CALF_ALIGNED calf_lanes failure; ///< fatigue at which a set ends
    calf_lanes metabolic_gain[CALF_MUSCLES]; ///< M a repetition, times slow force
    calf_lanes metabolic_decay[CALF_MUSCLES]; ///< over a repetition
    calf_lanes central_gain[CALF_MUSCLES]; ///< E a repetition
    calf_lanes central_decay; ///< over a repetition
    calf_lanes dose[CALF_MUSCLES]; ///< raw dose of a repetition at full slow force
    calf_lanes conditioned[CALF_MUSCLES];
    calf_lanes vulnerable[CALF_MUSCLES];
    calf_lanes left[CALF_MUSCLES]; ///< of force, after damage so far
    calf_lanes power[CALF_MUSCLES]; ///< X^bout_exponent so far
    calf_lanes raw_dose[CALF_MUSCLES];
    calf_lanes stimulus_gained[CALF_MUSCLES];
    calf_lanes hard_sets;
    calf_lanes reps_done;
} heel_session;

// How the state feeds back on the dose of a repetition.
static void find_factor(const heel_session *session, const calf_state *state, calf_lanes factor[])
{
    CALF_EACH_MUSCLE_LANE(m, i)
    factor[m][i] = (1 - state->central[m][i]) * session->left[m][i];
    calf_powers((const calf_lanes *)factor, session->batch->feedback_exponent, factor);
}

static void session_begin(const calf_batch *batch, const calf_strength *strength,
    const calf_state *state, heel_session *session)
{
    const calf_lane_parameters *p = &batch->p;
    memset(session, 0, sizeof *session);
    session->batch = batch;
    session->strength = strength;
    session->active = activation[strength->knee];
    double effort = strength->effort > 0 ? strength->effort : 1;
    CALF_EACH_LANE(i)
    {
        session->failure[i] = effort * p->heel_raise_failure[i];
        session->central_decay[i] =
            calf_exp(-p->heel_raise_period[i] / (p->central_tau[i] * CALF_SECONDS_PER_HOUR));
    }
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        double demand = (1 + strength->extra_load) * session->active[m];
        double period = p->heel_raise_period[i], recovery = batch->recovery[m][i];
        double gained = calf_capacity_gained(state->hypertrophy[m][i], state->neural[i]);
        double relative = demand / (batch->strength[i] * gained);
        double drive = batch->heel_raise_drive[i] * batch->fatigue[m][i] * demand;
        double decay = calf_exp(-recovery * period);
        session->metabolic_decay[m][i] = decay;
        session->metabolic_gain[m][i] =
            drive / (p->fatigue_rate[i] * gained * recovery) * (1 - decay);
        session->central_gain[m][i] =
            period * p->central_rate[i] * p->heel_raise_activation[i] * relative;
        session->dose[m][i] = relative;
    }
    calf_powers((const calf_lanes *)session->dose, p->dose_exponent, session->dose);
    calf_conditioned_shares(batch, (const calf_lanes *)state->conditioning, session->conditioned);
    calf_powers((const calf_lanes *)state->bout_dose, p->bout_exponent, session->power);
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        session->dose[m][i] *= p->heel_raise_dose[i];
        session->vulnerable[m][i] =
            calf_vulnerability(p, i, state->protection[m][i], state->rom_gain[i]) *
            calf_refractory(p, i, state->sensitisation[m][i]);
    }
    calf_force_left(batch, (const calf_lanes *)state->deficit, session->left);
}

// M after a repetition, and E.
static inline double metabolic_after(
    const heel_session *session, int m, int i, const calf_state *state)
{
    double slow = (1 - state->central[m][i]) * session->left[m][i];
    return calf_min(state->metabolic[m][i] * session->metabolic_decay[m][i] +
            session->metabolic_gain[m][i] / slow,
        CALF_FATIGUE_MAX);
}

static inline double central_after(
    const heel_session *session, int m, int i, const calf_state *state)
{
    return calf_min(state->central[m][i] * session->central_decay[i] + session->central_gain[m][i],
        CALF_FATIGUE_MAX);
}

// One repetition of every lane that has not failed; `highest` is the highest fatigue after one.
static void repeat_once(
    const heel_session *session, calf_state *state, calf_lanes done, calf_lanes highest)
{
    double of_gas = force_share[CALF_GAS] * session->active[CALF_GAS];
    double of_sol = force_share[CALF_SOL] * session->active[CALF_SOL];
    double gas_share = of_gas / (of_gas + of_sol), sol_share = of_sol / (of_gas + of_sol);
    double *gas = state->metabolic[CALF_GAS], *sol = state->metabolic[CALF_SOL];
    double *gas_central = state->central[CALF_GAS], *sol_central = state->central[CALF_SOL];
    CALF_EACH_LANE(i)
    {
        double gas_next = metabolic_after(session, CALF_GAS, i, state);
        double sol_next = metabolic_after(session, CALF_SOL, i, state);
        double gas_central_next = central_after(session, CALF_GAS, i, state);
        double sol_central_next = central_after(session, CALF_SOL, i, state);
        double working = gas_share * gas[i] + sol_share * sol[i];
        double working_next = gas_share * gas_next + sol_share * sol_next;
        double able = working < session->failure[i] ? 1 : 0;
        gas[i] = able > 0 ? gas_next : gas[i];
        sol[i] = able > 0 ? sol_next : sol[i];
        gas_central[i] = able > 0 ? gas_central_next : gas_central[i];
        sol_central[i] = able > 0 ? sol_central_next : sol_central[i];
        highest[i] = calf_max(highest[i], able * working_next);
        done[i] += able;
    }
}

// Dose and damage of the repetitions done, whose feedback moves evenly from `factor` to where it
// now stands. The rises of X^bout_exponent add up to one, and so do the stimuli, since nothing else
// moves X and Q meanwhile. With an effort, sets end when the last runner's does: a lane without a
// repetition keeps all it has, to the bit, so that it does not matter how long others go on.
static void take_dose(
    heel_session *session, const calf_lanes done, const calf_lanes factor[], calf_state *state)
{
    const calf_batch *batch = session->batch;
    const calf_lane_parameters *p = &batch->p;
    const double always = session->strength->effort > 0 ? 0 : 1;
    calf_lanes expected[CALF_MUSCLES], end[CALF_MUSCLES], factor_end[CALF_MUSCLES];
    calf_lanes left[CALF_MUSCLES], moves;
    CALF_EACH_LANE(i) moves[i] = calf_max(always, done[i]);
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        expected[m][i] = session->conditioned[m][i] * session->dose[m][i] * factor[m][i] * done[i];
        end[m][i] = state->bout_dose[m][i] + expected[m][i];
    }
    calf_powers((const calf_lanes *)end, p->bout_exponent, end);
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        double power = moves[i] > 0 ? session->power[m][i] : end[m][i];
        double damage = session->vulnerable[m][i] * (end[m][i] - power);
        state->lesion[m][i] += damage;
        state->deficit[m][i] += damage;
    }
    calf_force_left(batch, (const calf_lanes *)state->deficit, left);
    CALF_EACH_MUSCLE_LANE(m, i)
    session->left[m][i] = moves[i] > 0 ? left[m][i] : session->left[m][i];
    find_factor(session, state, factor_end);
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        double rise = (factor_end[m][i] - factor[m][i]) * calf_max(done[i] - 1, 0) / 2;
        double raw = session->dose[m][i] * (done[i] * factor[m][i] + rise);
        double dose = session->conditioned[m][i] * raw;
        double reached = state->bout_dose[m][i] + expected[m][i] + NOTHING;
        double change = p->bout_exponent[i] * end[m][i] / reached * (dose - expected[m][i]);
        double stimulus =
            (1 - state->stimulus[m][i]) * (1 - calf_exp(-dose * batch->dose_stimulus[i]));
        state->lesion[m][i] += session->vulnerable[m][i] * change;
        state->deficit[m][i] += session->vulnerable[m][i] * change;
        session->power[m][i] = moves[i] > 0 ? end[m][i] + change : session->power[m][i];
        state->bout_dose[m][i] += dose;
        state->stimulus[m][i] += stimulus;
        session->stimulus_gained[m][i] += stimulus;
        session->raw_dose[m][i] += raw;
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

// Whether any lane went through a whole bout, so that its set may go on.
static bool any_goes_on(const calf_lanes done)
{
    double most = 0;
    for (int i = 0; i < CALF_LANES; i++)
        most = calf_max(most, done[i]);
    return most >= BOUT_REPS;
}

// One set: repetitions until the runner fails, the time left being rested out with the pause; or,
// with an effort, until that is reached, the pause alone following.
static void live_set(heel_session *session, calf_state *state)
{
    const calf_lane_parameters *p = &session->batch->p;
    const calf_strength *strength = session->strength;
    bool with_effort = strength->effort > 0, goes_on = true;
    calf_lanes highest = {0}, done = {0}, rest_s;
    for (int begun = 0; begun < strength->reps && goes_on; begun += BOUT_REPS) {
        calf_lanes bout_done = {0}, factor[CALF_MUSCLES];
        find_factor(session, state, factor);
        for (int rep = begun; rep < strength->reps && rep < begun + BOUT_REPS; rep++)
            repeat_once(session, state, bout_done, highest);
        take_dose(session, bout_done, (const calf_lanes *)factor, state);
        CALF_EACH_LANE(i) done[i] += bout_done[i];
        goes_on = !with_effort || any_goes_on(bout_done);
    }
    CALF_EACH_LANE(i)
    {
        double idle = with_effort ? 0 : strength->reps - done[i];
        session->hard_sets[i] += calf_hard_set_share(p, i, highest[i]);
        session->reps_done[i] += done[i];
        rest_s[i] = strength->rest_s + idle * p->heel_raise_period[i];
    }
    recover(session->batch, rest_s, state);
}

// Protection and conditioning from the dose, growth from the hard sets.
static void adapt(double run_gap_h, const heel_session *session, calf_state *state)
{
    const calf_lane_parameters *p = &session->batch->p;
    bool straight = session->strength->knee == CALF_KNEE_STRAIGHT;
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

// What a session takes.
static void find_hours(const heel_session *session, calf_lanes hours)
{
    const calf_strength *strength = session->strength;
    const double *period = session->batch->p.heel_raise_period;
    CALF_EACH_LANE(i)
    {
        double planned = strength->sets * (strength->reps * period[i] + strength->rest_s);
        double done = session->reps_done[i] * period[i] + strength->sets * strength->rest_s;
        hours[i] = (strength->effort > 0 ? done : planned) / CALF_SECONDS_PER_HOUR;
    }
}

void calf_strength_live(const calf_batch *batch, const calf_strength *strength, double run_gap_h,
    calf_state *state, calf_lanes hours)
{
    heel_session session;
    session_begin(batch, strength, state, &session);
    for (int set = 0; set < strength->sets; set++)
        live_set(&session, state);
    adapt(run_gap_h, &session, state);
    find_hours(&session, hours);
}

// All but the fatigues, which moved within the session.
void calf_strength_end(const calf_lanes hours, const calf_rest *rest, calf_state *state)
{
    CALF_EACH_LANE(i) state->now_h[i] += calf_clock(hours[i]);
    for (int m = 0; m < CALF_MUSCLES; m++)
        calf_damage_rest_apply(&rest->damage, m, state);
    calf_stimulus_rest_apply(rest->stimulus, state);
    calf_adaptation_rest_apply(&rest->adaptation, state);
}
