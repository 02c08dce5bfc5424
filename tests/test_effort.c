// SPDX-License-Identifier: GPL-3.0-or-later
// Strength sessions to an effort: every runner's own number of repetitions, and hours.
#include "batches.h"
#include "engine/life.h"
#include "model/capacity.h"
#include "model/damage.h"
#include "model/heel_raise.h"
#include "model/rest.h"

#include <string.h>

enum { MOST = 500 };

static calf_strength to_effort(int sets, double effort)
{
    return (calf_strength){
        .knee = CALF_KNEE_STRAIGHT, .sets = sets, .reps = MOST, .rest_s = 90, .effort = effort};
}

static void live(const calf_batch *batch, const calf_strength *strength, double run_gap_h,
    calf_state *state, calf_lanes hours)
{
    calf_rest rest;
    calf_strength_live(batch, strength, run_gap_h, state, hours);
    calf_rest_prepare(batch, hours, &rest);
    calf_strength_end(hours, &rest, state);
}

/** Repetitions of a session, from the hours that it took. */
static double reps_in(
    const calf_batch *batch, const calf_strength *strength, const calf_lanes hours, int i)
{
    return (hours[i] * 3600 - strength->sets * strength->rest_s) / batch->p.heel_raise_period[i];
}

/** Runners who fail at 5, 7, ... single-leg raises. */
static calf_batch batch_of_reps(void)
{
    calf_batch batch;
    for (int i = 0; i < CALF_LANES; i++) {
        calf_parameters runner;
        calf_parameters_init(&runner);
        runner.heel_raise_reps = 5 + 2 * i;
        calf_batch_set_lane(&batch, i, &runner);
    }
    calf_batch_derive(&batch);
    return batch;
}

static void test_fresh_runners_do_their_repetitions(void **state)
{
    (void)state;
    calf_batch batch = batch_of_reps();
    const calf_strength strength = to_effort(1, 1);
    calf_state s;
    calf_lanes hours;
    calf_state_init(&batch.p, 0, &s);
    live(&batch, &strength, HUGE_VAL, &s, hours);
    for (int i = 0; i < CALF_LANES; i++)
        assert_near(reps_in(&batch, &strength, hours, i), 5 + 2 * i, 1e-12);
}

/** More force means more repetitions, less effort means fewer, load as well; a set never has more
 *  than its limit, and none begins while the runner is still as tired as it would end. */
static void test_repetitions_follow_strength_and_effort(void **state)
{
    (void)state;
    calf_batch batch = batch_of_reps();
    calf_strength strength = to_effort(2, 1), half = to_effort(2, 0.5), loaded = to_effort(2, 1);
    calf_strength limited = to_effort(2, 1), tired = to_effort(2, 0.3);
    loaded.extra_load = 0.3;
    limited.reps = 4;
    calf_lanes usual, stronger, less, more_load, few, none;
    const struct {
        const calf_strength *strength;
        double gained, metabolic;
        double *hours;
    } cases[] = {{&strength, 0, 0, usual}, {&strength, 0.25, 0, stronger}, {&half, 0, 0, less},
        {&loaded, 0, 0, more_load}, {&limited, 0, 0, few}, {&tired, 0, 0.9, none}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        calf_state s;
        calf_state_init(&batch.p, 0, &s);
        for (int i = 0; i < CALF_LANES; i++) {
            s.hypertrophy[CALF_GAS][i] = s.hypertrophy[CALF_SOL][i] = cases[k].gained;
            s.metabolic[CALF_GAS][i] = s.metabolic[CALF_SOL][i] = cases[k].metabolic;
        }
        live(&batch, cases[k].strength, HUGE_VAL, &s, cases[k].hours);
    }
    for (int i = 0; i < CALF_LANES; i++) {
        double reps = reps_in(&batch, &strength, usual, i);
        assert_true(reps_in(&batch, &strength, stronger, i) >= reps + 1);
        assert_true(reps_in(&batch, &half, less, i) <= reps - 2);
        assert_true(reps_in(&batch, &loaded, more_load, i) <= reps - 1);
        assert_near(reps_in(&batch, &limited, few, i), 8, 1e-12);
        assert_near(none[i], 180.0 / 3600, 1e-15);
    }
}

/** One runner's calf, and what a session gathers. */
typedef struct lone_calf {
    const calf_parameters *p;
    double metabolic[CALF_MUSCLES], central[CALF_MUSCLES], dose[CALF_MUSCLES];
    double damage[CALF_MUSCLES], deficit[CALF_MUSCLES], stimulus[CALF_MUSCLES];
    double raw[CALF_MUSCLES], stimulus_gained[CALF_MUSCLES], hard, reps;
} lone_calf;

/** What a session asks of a muscle, from the parameters of one runner. */
typedef struct lone_muscle {
    double demand, relative; ///< over body weight, and over the force trained
    double fatigue, recovery; ///< of M [1/s]
    double conditioned, vulnerable;
} lone_muscle;

static lone_muscle lone_muscle_of(const calf_parameters *p, const calf_batch *batch,
    const calf_state *s, const calf_strength *strength, double strong, int m, int i)
{
    static const double bent[] = {0.15 / 0.38, 1.15};
    double active = strength->knee == CALF_KNEE_BENT ? bent[m] : 1;
    double gained = (1 + s->hypertrophy[m][i]) * (1 + s->neural[i]);
    double demand = (1 + strength->extra_load) * active;
    double R = p->fatigue_rate * p->recovery_ratio;
    double k_hr =
        p->heel_raise_failure * R / (1 - exp(-R * p->heel_raise_period * p->heel_raise_reps));
    return (lone_muscle){.demand = active,
        .relative = demand / (strong * gained),
        .fatigue = k_hr * batch->fatigue[m][i] / p->fatigue_rate * demand / gained,
        .recovery = batch->recovery[m][i],
        .conditioned =
            pow(1 + s->conditioning[m][i] / p->conditioning_half, -p->conditioning_exponent),
        .vulnerable = (1 - p->protection_max * s->protection[m][i]) * p->susceptibility *
            exp(-p->refractory * s->sensitisation[m][i]) *
            exp(-p->rom_effect * (p->dorsiflexion_rom - 38) / 6)};
}

static double lone_fatigue(const lone_calf *calf, const lone_muscle muscle[])
{
    static const double weight[] = {0.38, 0.62};
    double sum = 0, weights = 0;
    for (int m = 0; m < CALF_MUSCLES; m++) {
        sum += weight[m] * muscle[m].demand * calf->metabolic[m];
        weights += weight[m] * muscle[m].demand;
    }
    return sum / weights;
}

/** Sections 5 and 7 of the model, one repetition after the other. */
static void lone_repetition(lone_calf *calf, const lone_muscle muscle[])
{
    const calf_parameters *p = calf->p;
    for (int m = 0; m < CALF_MUSCLES; m++) {
        const lone_muscle *of = &muscle[m];
        double w = pow(calf->deficit[m] / p->deficit_half, p->deficit_hill);
        double slow = (1 - calf->central[m]) * (1 - p->deficit_max * w / (1 + w));
        double decay = exp(-of->recovery * p->heel_raise_period);
        calf->metabolic[m] = fmin(
            0.95, calf->metabolic[m] * decay + of->fatigue / slow / of->recovery * (1 - decay));
        calf->central[m] = calf->central[m] * exp(-p->heel_raise_period / 3600 / p->central_tau) +
            p->heel_raise_period * p->central_rate * p->heel_raise_activation * of->relative;
        double d = p->heel_raise_dose *
            pow(of->relative / pow(slow, p->fatigue_coupling), p->dose_exponent);
        double x = of->conditioned * d, X = calf->dose[m];
        double damage = of->vulnerable * (pow(X + x, p->bout_exponent) - pow(X, p->bout_exponent));
        double dq = (1 - calf->stimulus[m]) * (1 - exp(-x / p->protection_dose));
        calf->damage[m] += damage;
        calf->deficit[m] += damage;
        calf->dose[m] += x;
        calf->raw[m] += d;
        calf->stimulus[m] += dq;
        calf->stimulus_gained[m] += dq;
    }
    calf->reps++;
}

static void lone_session(lone_calf *calf, const lone_muscle muscle[], const calf_strength *strength)
{
    const calf_parameters *p = calf->p;
    double level = strength->effort * p->heel_raise_failure;
    for (int set = 0; set < strength->sets; set++) {
        double highest = 0;
        for (int rep = 0; rep < strength->reps && lone_fatigue(calf, muscle) < level; rep++) {
            lone_repetition(calf, muscle);
            highest = fmax(highest, lone_fatigue(calf, muscle));
        }
        calf->hard += fmin(1, fmax(0, (highest / p->heel_raise_failure - 0.5) / 0.5));
        for (int m = 0; m < CALF_MUSCLES; m++) {
            calf->metabolic[m] *= exp(-p->rest_multiplier * muscle[m].recovery * strength->rest_s);
            calf->central[m] *= exp(-strength->rest_s / 3600 / p->central_tau);
        }
    }
}

/** Runners in the middle of their training, a little sore and tired. */
static void trained_state(const calf_batch *batch, calf_state *s)
{
    calf_state_init(&batch->p, 0, s);
    for (int i = 0; i < CALF_LANES; i++) {
        s->neural[i] = 0.04;
        for (int m = 0; m < CALF_MUSCLES; m++) {
            s->hypertrophy[m][i] = 0.03 + 0.02 * m;
            s->metabolic[m][i] = 0.05;
            s->central[m][i] = 0.02;
            s->bout_dose[m][i] = 0.01;
            s->deficit[m][i] = 0.05;
            s->sensitisation[m][i] = 0.02;
            s->protection[m][i] = 0.3;
            s->conditioning[m][i] = 0.05;
        }
    }
}

static calf_parameters runner_in(const calf_batch *batch, int i)
{
    calf_parameters runner;
#define CALF_PARAMETER(group, name, ...) runner.name = batch->p.name[i];
#include <calfsim/parameters.def>
    return runner;
}

static void compare_lane(const calf_batch *batch, const calf_strength *strength,
    const calf_state *before, const calf_state *after, double hours, int i)
{
    const calf_parameters runner = runner_in(batch, i), *p = &runner;
    lone_muscle muscle[CALF_MUSCLES];
    lone_calf calf = {.p = p};
    double strong = (1 + p->heel_raise_reps / 30) / (1 + 25.0 / 30);
    for (int m = 0; m < CALF_MUSCLES; m++) {
        muscle[m] = lone_muscle_of(p, batch, before, strength, strong, m, i);
        calf.metabolic[m] = before->metabolic[m][i];
        calf.central[m] = before->central[m][i];
        calf.dose[m] = before->bout_dose[m][i];
        calf.deficit[m] = before->deficit[m][i];
    }
    lone_session(&calf, muscle, strength);
    double expected = (calf.reps * p->heel_raise_period + strength->sets * strength->rest_s) / 3600;
    double neural = (before->neural[i] +
                        p->neural_gain * (1 - exp(-calf.hard / p->neural_set_constant)) *
                            fmax(p->neural_max - before->neural[i], 0)) *
        exp(-hours / 24 / p->neural_tau);
    assert_near(hours, expected, 1e-12); // the same number of repetitions
    assert_near(after->neural[i], neural, 1e-3);
    for (int m = 0; m < CALF_MUSCLES; m++) {
        double protected =
            1 - (1 - before->protection[m][i]) * exp(-p->protection_gain * calf.stimulus_gained[m]);
        double conditioned = before->conditioning[m][i] + calf.raw[m] / p->conditioning_tau;
        double days = hours / 24;
        // bouts of 15 repetitions take the force lost to damage as it was at their start
        assert_true(fabs(after->metabolic[m][i] - calf.metabolic[m]) < 1e-3);
        assert_near(after->central[m][i], calf.central[m], 1e-12);
        assert_near(after->bout_dose[m][i], calf.dose[m] * exp(-hours / p->bout_tau), 3e-4);
        assert_near(after->deficit[m][i], calf.deficit[m] * exp(-hours / p->deficit_tau), 3e-4);
        assert_near(after->lesion[m][i], calf.damage[m] * exp(-hours / p->lesion_tau), 3e-4);
        assert_near(after->protection[m][i], protected * exp(-days / p->protection_tau), 1e-4);
        assert_near(
            after->conditioning[m][i], conditioned * exp(-days / p->conditioning_tau), 1e-4);
    }
}

static void test_agrees_with_one_repetition_after_the_other(void **state)
{
    (void)state;
    for (uint32_t k = 0; k < 3; k++) {
        calf_batch batch = drawn_batch(k);
        calf_strength strength = to_effort(3, k == 1 ? 1 : 0.8);
        strength.knee = k == 2 ? CALF_KNEE_BENT : CALF_KNEE_STRAIGHT;
        strength.extra_load = 0.1 * k;
        calf_state before, after;
        calf_lanes hours;
        trained_state(&batch, &before);
        after = before;
        live(&batch, &strength, HUGE_VAL, &after, hours);
        for (int i = 0; i < CALF_LANES; i++)
            compare_lane(&batch, &strength, &before, &after, hours[i], i);
    }
}

/** Two weeks of a batch, with sessions that end on either side of the morning's report. */
static void live_weeks(const calf_batch *batch, calf_life *life)
{
    const calf_segment easy = {.distance_km = 8, .intensity = 0.8};
    const calf_run run = {.segments = &easy, .segment_count = 1, .technique = calf_technique_own()};
    const calf_strength strength = to_effort(3, 0.9);
    calf_session list[8];
    const calf_session *sessions[8];
    for (int k = 0; k < 8; k++) {
        list[k] = (calf_session){.due_h = 36 * k + 6.93, .kind = CALF_RUN, .run = run};
        if (k % 2 == 1)
            list[k] = (calf_session){.due_h = 36 * k + 12 + 6.93,
                .kind = CALF_STRENGTH,
                .strength = strength,
                .run_gap_h = 12};
        sessions[k] = &list[k];
    }
    calf_prepared *prepared = prepared_for(batch, sessions, 8, CALF_PRECISION_STANDARD);
    calf_life_begin(life, prepared, 0);
    calf_life_live(life, sessions, 8, 13, NULL, NULL);
    calf_prepared_destroy(prepared);
}

/** A runner among others is the same, to the bit, as among copies of its own, who all stop after
 * the same repetition. */
static void test_runners_do_not_wait_for_one_another(void **state)
{
    (void)state;
    static calf_life mixed, alone;
    calf_batch batch = drawn_batch(7), copies;
    live_weeks(&batch, &mixed);
    for (int i = 0; i < CALF_LANES; i++) {
        const calf_parameters runner = runner_in(&batch, i);
        for (int k = 0; k < CALF_LANES; k++)
            calf_batch_set_lane(&copies, k, &runner);
        calf_batch_derive(&copies);
        live_weeks(&copies, &alone);
        const calf_lanes *a = (const calf_lanes *)&mixed.state;
        const calf_lanes *b = (const calf_lanes *)&alone.state;
        for (size_t k = 0; k < sizeof(calf_state) / sizeof(calf_lanes); k++)
            assert_memory_equal(&a[k][i], &b[k][i], sizeof a[k][i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fresh_runners_do_their_repetitions),
        cmocka_unit_test(test_repetitions_follow_strength_and_effort),
        cmocka_unit_test(test_agrees_with_one_repetition_after_the_other),
        cmocka_unit_test(test_runners_do_not_wait_for_one_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
