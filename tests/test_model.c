// SPDX-License-Identifier: GPL-3.0-or-later
// The model's layers: values worked out by hand, and the signs that the guide's
// advice rests on, over runners drawn from the priors.
#include "batches.h"
#include "model/capacity.h"
#include "model/damage.h"
#include "model/fatigue.h"
#include "model/heel_raise.h"
#include "model/load.h"
#include "model/mechanics.h"
#include "model/mobility.h"
#include "model/rest.h"
#include "model/run.h"
#include "model/soreness.h"
#include "model/tendon.h"

#include <float.h>
#include <math.h>
#include <string.h>

/** The reference step of the default runner, from the equations of section 3 by hand: cadence
 *  136 + 10.5 * 3, contact time 0.47 * 3^-0.52, peak 1 + 0.082 (3 - 3.5), soleus share
 *  0.69 - 0.005 (3 - 3.5). */
static void test_reference_step_by_hand(void **state)
{
    (void)state;
    calf_batch batch = default_batch();
    calf_gait gait = calf_gait_reference();
    calf_step step = calf_step_at(&batch.p, 0, 3, 0, false, &gait);
    assert_near(step.cadence, 167.5, DBL_EPSILON);
    assert_near(step.contact_s, 0.47 * pow(3, -0.52), 1e-15);
    assert_near(step.duty, step.contact_s * 167.5 / 120, 1e-15);
    assert_near(step.peak, 0.959, 1e-15);
    assert_near(step.phi[CALF_GAS], (1 - 0.6925) * 0.959 / 0.38, 1e-14);
    assert_near(step.phi[CALF_SOL], 0.6925 * 0.959 / 0.62, 1e-14);
    assert_near(step.lengthening[CALF_GAS], 1, 1e-15);
    assert_near(batch.reference_steps_per_km[0], 1000.0 / 3 * 167.5 / 120, 1e-15);
    assert_near(batch.strength[0], 1, 1e-15);
}

/** A forefoot step on a treadmill uphill, by hand: the product of strike, lift, grade and surface
 *  passes the cap of 1.35, the extra force is shared by strike_gastroc_share. */
static void test_forefoot_step_by_hand(void **state)
{
    (void)state;
    calf_batch batch = default_batch();
    calf_gait gait = calf_gait_reference();
    gait.of[CALF_FOREFOOTNESS][0] = 1;
    gait.of[CALF_HEEL_CONTACT][0] = 0;
    gait.of[CALF_CADENCE_RATIO][0] = 0.95;
    calf_step step = calf_step_at(&batch.p, 0, 4, 5, true, &gait);
    double strike = 1 + 0.10 + 0.08, uncut = strike * (1 + 0.006 * 5) * 1.12;
    assert_true(uncut > 1.35);
    double peak = (1 + 0.082 * 0.5) * pow(0.95, -0.35) * 1.35;
    double extra = peak * (strike - 1) / strike, soleus = 0.69 - 0.005 * 0.5;
    assert_near(step.peak, peak, 1e-14);
    assert_near(step.phi[CALF_GAS], ((1 - soleus) * (peak - extra) + 0.5 * extra) / 0.38, 1e-14);
    assert_near(step.phi[CALF_SOL], (soleus * (peak - extra) + 0.5 * extra) / 0.62, 1e-14);
    double shared = 1.1 * (1 + 2 * 0.05) * (1 - 0.04 * 5);
    assert_near(step.lengthening[CALF_GAS], 1.3 * shared, 1e-14);
    assert_near(step.lengthening[CALF_SOL], 1.1 * shared, 1e-14);
}

/** Section 4: capacity-weighted fatigue rates give the runner's rate back. */
static void test_rates_split(void **state)
{
    (void)state;
    for (uint32_t k = 0; k < 50; k++) {
        calf_batch batch = drawn_batch(k);
        for (int i = 0; i < CALF_LANES; i++) {
            calf_fatigue_rates rates = calf_fatigue_rates_of(&batch.p, i);
            double sol = batch.p.soleus_capacity_share[i];
            assert_near((1 - sol) * rates.fatigue[CALF_GAS] + sol * rates.fatigue[CALF_SOL],
                batch.p.fatigue_rate[i], 1e-14);
            assert_near(rates.recovery[CALF_GAS] / rates.recovery[CALF_SOL],
                batch.p.gas_sol_recovery_ratio[i], 1e-14);
        }
    }
}

/** A session far from any run. */
static void strength_live(const calf_batch *batch, const calf_strength *strength, calf_state *s)
{
    calf_lanes hours;
    calf_rest rest;
    calf_strength_live(batch, strength, HUGE_VAL, s, hours);
    calf_rest_prepare(batch, hours, &rest);
    calf_strength_end(hours, &rest, s);
}

/** A fresh median runner fails at exactly heel_raise_reps single-leg raises (target fat_reps). */
static void test_heel_raises_to_failure(void **state)
{
    (void)state;
    const double reps[] = {8, 25, 60};
    for (int k = 0; k < 3; k++) {
        calf_parameters runner;
        calf_parameters_init(&runner);
        runner.heel_raise_reps = reps[k];
        calf_batch batch;
        for (int i = 0; i < CALF_LANES; i++)
            calf_batch_set_lane(&batch, i, &runner);
        calf_batch_derive(&batch);
        int held = 0;
        // the set still counts as unfinished one repetition before failure, and not after it
        for (int asked = 1; asked <= 100; asked++) {
            calf_state s;
            calf_state_init(&batch.p, 0, &s);
            calf_strength strength = {.knee = CALF_KNEE_STRAIGHT, .sets = 1, .reps = asked};
            strength_live(&batch, &strength, &s);
            double raw = s.bout_dose[CALF_SOL][0];
            calf_state longer;
            calf_state_init(&batch.p, 0, &longer);
            strength.reps = asked + 1;
            strength_live(&batch, &strength, &longer);
            if (longer.bout_dose[CALF_SOL][0] <= raw) {
                held = asked;
                break;
            }
        }
        // the muscles' rates differ, so their weighted mean meets the level within one repetition
        assert_true(fabs(held - reps[k]) <= 1);
    }
}

/** What a heel-raise session leaves has decayed over its length: one repetition and an hour's rest.
 */
static void test_session_decays_over_its_length(void **state)
{
    (void)state;
    calf_batch batch = default_batch();
    calf_state s;
    calf_state_init(&batch.p, 0, &s);
    s.tendon_load[0] = 1;
    strength_live(&batch,
        &(calf_strength){.knee = CALF_KNEE_STRAIGHT, .sets = 1, .reps = 1, .rest_s = 3600}, &s);
    double hours = 3602.0 / 3600, dose = 0.001; // a repetition at full force, unconditioned
    double stimulus = 1 - exp(-dose / 0.035);
    assert_near(s.bout_dose[CALF_GAS][0], dose * exp(-hours / 12), 1e-13);
    assert_near(s.stimulus[CALF_GAS][0], stimulus * exp(-hours / 24.7), 1e-12);
    assert_near(s.deficit[CALF_GAS][0], pow(dose, 1.34) * exp(-hours / 90), 1e-12);
    assert_near(
        s.protection[CALF_GAS][0], (1 - exp(-1.09 * stimulus)) * exp(-hours / 24 / 90), 1e-12);
    assert_near(s.conditioning[CALF_GAS][0], dose / 28 * exp(-hours / 24 / 28), 1e-12);
    assert_near(s.tendon_load[0], exp(-hours / 24 / 2.2), 1e-13);
    assert_true(s.now_h[0] == calf_clock(hours) && fabs(s.now_h[0] - hours) <= 0x1p-21);
}

/** Rolling for three minutes gives 1 - 1/e of the effect and never takes any away; stretching ten
 *  minutes a week leads to 4 * 10/13 degrees; ACWR and CTL steps by hand. */
static void test_small_formulas(void **state)
{
    (void)state;
    calf_batch batch = default_batch();
    const calf_lane_parameters *p = &batch.p;
    assert_near(calf_rolling_after(p, 0, 0, 3), 0.1 * (1 - exp(-1)), 1e-14);
    assert_near(calf_rolling_after(p, 0, 0.09, 1), 0.09, 1e-15);
    double rom = 0;
    for (int day = 0; day < 2000; day++)
        rom = calf_rom_after_day(p, 0, rom, 10, batch.stretch_up_day[0], batch.stretch_down_day[0]);
    assert_near(rom, 4.0 * 10 / 13, 1e-9);
    assert_near(calf_rom_after_day(p, 0, 2, 0, batch.stretch_up_day[0], batch.stretch_down_day[0]),
        2 * exp(-1 / 35.0), 1e-14);
    assert_near(calf_session_load(1.5, 3.6, 3.6), 150, 1e-14);
    assert_near(
        calf_average_after_day(10, 52, batch.ctl_day[0]), 10 + 42 * (1 - exp(-1 / 42.0)), 1e-14);
    assert_near(calf_ewma_after_day(0, 100, 7), 25, 1e-14);
    assert_near(
        calf_banister_after_day(10, 5, batch.tiredness_day[0]), 10 * exp(-1 / 14.0) + 5, 1e-14);
    assert_near(calf_interference(p, 0, 0), 0.87, 1e-14);
    assert_true(calf_interference(p, 0, HUGE_VAL) == 1);
    assert_near(calf_beginner_hazard_ratio(p, 0, 0), 5.3, 1e-14);
    assert_near(calf_beginner_hazard_ratio(p, 0, 10), 1 + 4.3 * exp(-1), 1e-14);
    assert_near(calf_hard_set_share(p, 0, 0.205), 1, 1e-14);
    assert_true(calf_hard_set_share(p, 0, 0.1) == 0);
    assert_near(calf_soreness(p, 0, 0.3, 0.13, 0), 50, 1e-13);
    assert_true(calf_soreness_rating(50.4, 7, 0) == 50);
    assert_true(calf_soreness_rating(3, 7, -2) == 0 && calf_soreness_rating(97, 7, 3) == 100);
    assert_near(calf_strength_factor(25), 1, 1e-15);
    assert_near(calf_structural_loss(p, 0, 1), 0.25, 1e-14);
}

/** Soreness [mm] of both muscles a day after a run, in every lane. */
static void soreness_after(const calf_batch *batch, const calf_run *run,
    double soreness[CALF_MUSCLES][CALF_LANES], calf_state *s)
{
    double hours[CALF_LANES];
    calf_rest rest;
    calf_state_init(&batch->p, 0, s);
    const calf_session session = {.kind = CALF_RUN, .run = *run}, *sessions[] = {&session};
    calf_prepared *prepared = prepared_for(batch, sessions, 1, CALF_PRECISION_STANDARD);
    calf_prepared_live(prepared, run, CALF_AS_PLANNED, s);
    calf_prepared_destroy(prepared);
    for (int i = 0; i < CALF_LANES; i++)
        hours[i] = 24;
    calf_rest_prepare(batch, hours, &rest);
    calf_rest_apply(&rest, s);
    for (int m = 0; m < CALF_MUSCLES; m++)
        for (int i = 0; i < CALF_LANES; i++)
            soreness[m][i] =
                calf_soreness(&batch->p, i, s->sensitisation[m][i], s->acute[m][i], s->rolling[i]);
}

/** What must hold of any state: fractions in [0, 1], amounts not below zero, nothing undefined. */
static void assert_sane(const calf_state *s)
{
    for (int m = 0; m < CALF_MUSCLES; m++)
        for (int i = 0; i < CALF_LANES; i++) {
            const double shares[] = {
                s->metabolic[m][i], s->central[m][i], s->stimulus[m][i], s->protection[m][i]};
            const double amounts[] = {s->bout_dose[m][i], s->lesion[m][i], s->mediators[m][i],
                s->sensitisation[m][i], s->acute[m][i], s->deficit[m][i], s->conditioning[m][i]};
            for (size_t k = 0; k < sizeof shares / sizeof shares[0]; k++)
                assert_true(shares[k] >= 0 && shares[k] <= 1);
            for (size_t k = 0; k < sizeof amounts / sizeof amounts[0]; k++)
                assert_true(amounts[k] >= 0 && amounts[k] < 1e6);
        }
}

enum { PROPERTY_BATCHES = 60 };

/** More distance or more intensity never makes a calf less sore, and states stay sane, whoever
 *  runs and whatever science finds within its priors. */
static void test_more_running_is_sorer(void **state)
{
    (void)state;
    for (uint32_t k = 0; k < PROPERTY_BATCHES; k++) {
        calf_batch batch = drawn_batch(k);
        double last[CALF_MUSCLES][CALF_LANES] = {{0}}, now[CALF_MUSCLES][CALF_LANES];
        for (double km = 2; km < 50; km *= 2) {
            calf_segment segment = {.distance_km = km, .intensity = 0.8};
            calf_run run = {
                .segments = &segment, .segment_count = 1, .technique = calf_technique_own()};
            calf_state s;
            soreness_after(&batch, &run, now, &s);
            assert_sane(&s);
            for (int m = 0; m < CALF_MUSCLES; m++)
                for (int i = 0; i < CALF_LANES; i++)
                    assert_true(now[m][i] >= last[m][i] && now[m][i] <= 100);
            memcpy(last, now, sizeof last);
        }
    }
}

/** Median runner and world: each lever of the guide works in its direction. */
static void test_levers_have_their_sign(void **state)
{
    (void)state;
    calf_batch batch = default_batch();
    calf_segment easy = {.distance_km = 10, .intensity = 0.8};
    calf_segment fast = {.distance_km = 10, .intensity = 0.9};
    calf_run base = {.segments = &easy, .segment_count = 1, .technique = calf_technique_own()},
             changed = base;
    double usual[CALF_MUSCLES][CALF_LANES], other[CALF_MUSCLES][CALF_LANES];
    calf_state s;
    soreness_after(&batch, &base, usual, &s);
    changed.segments = &fast;
    soreness_after(&batch, &changed, other, &s);
    assert_true(other[CALF_GAS][0] > usual[CALF_GAS][0]);
    const struct {
        calf_technique_id id;
        double value;
        int sign;
    } levers[] = {{CALF_CADENCE_RATIO, 0.95, 1}, {CALF_CADENCE_RATIO, 1.05, -1},
        {CALF_FOREFOOTNESS, 1, 1}, {CALF_PUSH_OFF, -1, -1}, {CALF_PUSH_OFF, 1, 1},
        {CALF_SHOE_LIFT, 6, -1}};
    for (size_t k = 0; k < sizeof levers / sizeof levers[0]; k++) {
        changed = base;
        changed.technique.change[levers[k].id] = (calf_technique_change){0, levers[k].value};
        soreness_after(&batch, &changed, other, &s);
        assert_true(levers[k].sign * (other[CALF_GAS][0] - usual[CALF_GAS][0]) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reference_step_by_hand),
        cmocka_unit_test(test_forefoot_step_by_hand),
        cmocka_unit_test(test_rates_split),
        cmocka_unit_test(test_heel_raises_to_failure),
        cmocka_unit_test(test_session_decays_over_its_length),
        cmocka_unit_test(test_small_formulas),
        cmocka_unit_test(test_more_running_is_sorer),
        cmocka_unit_test(test_levers_have_their_sign),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
