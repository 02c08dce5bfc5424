// SPDX-License-Identifier: GPL-3.0-or-later
// Measurements on one runner against the equations worked out by the C library's functions.
#include <calfsim/calfsim.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static calf_parameters default_runner(void)
{
    calf_parameters runner;
    calf_parameters_init(&runner);
    return runner;
}

static calf_step_measures measure(
    const calf_parameters *runner, double speed, calf_technique_id changed, double to)
{
    const calf_segment segment = {.distance_km = 1, .speed_mps = speed};
    calf_run run = {.segments = &segment, .segment_count = 1, .technique = calf_technique_own()};
    calf_step_measures step;
    run.technique.change[changed] = (calf_technique_change){.times = 0, .plus = to};
    if (calf_measure_step(runner, &run, &step) != CALF_OK)
        fail_msg("%s", calf_error_text());
    return step;
}

static void expect_near(double found, double expected)
{
    if (!(fabs(found - expected) <= 1e-12 * fabs(expected)))
        fail_msg("%.17g instead of %.17g", found, expected);
}

/** A rearfoot step at 4.2 m/s: section 3 with f = 0, c = 1, b = 0. */
static void test_rearfoot_step(void **state)
{
    (void)state;
    const calf_parameters p = default_runner();
    const double v = 4.2;
    const calf_step_measures step = measure(&p, v, CALF_FOREFOOTNESS, 0);
    const double contact = p.contact_coef * pow(v, p.contact_exponent);
    const double cadence = p.cadence_base + p.cadence_slope * v;
    const double peak = p.demand_ref * (1 + p.speed_slope * (v - 3.5));
    const double soleus = p.soleus_share - p.soleus_share_slope * (v - 3.5);
    expect_near(step.cadence_spm, cadence);
    expect_near(step.contact_s, contact);
    expect_near(step.peak, peak);
    expect_near(step.peak_soleus, soleus * peak);
    expect_near(step.peak_gastrocnemius, (1 - soleus) * peak);
    expect_near(step.impulse_s, peak * p.impulse_shape * contact);
    expect_near(step.impulse_s_per_km, step.impulse_s * 1000 / v * cadence / 120);
    const double steps_0 = (p.cadence_base + 3 * p.cadence_slope) / 3;
    const double peak_0 = p.demand_ref * (1 - 0.5 * p.speed_slope);
    expect_near(
        step.tendon_load_per_km, cadence / v / steps_0 * pow(peak / peak_0, p.stress_exponent));
}

/** The muscles' forces add up to the tendon's, whatever the strike; the forefoot's extra force goes
 *  to gastrocnemius by its share. */
static void test_forefoot_step(void **state)
{
    (void)state;
    calf_parameters p = default_runner();
    p.heel_contact = 0;
    const calf_step_measures rear = measure(&p, 3, CALF_FOREFOOTNESS, 0);
    const calf_step_measures fore = measure(&p, 3, CALF_FOREFOOTNESS, 1);
    const double strike = 1 + p.strike_peak_kiss + p.strike_peak_nokiss;
    expect_near(fore.peak, strike * rear.peak);
    expect_near(fore.peak_gastrocnemius + fore.peak_soleus, fore.peak);
    expect_near(fore.peak_gastrocnemius - rear.peak_gastrocnemius,
        p.strike_gastroc_share * (strike - 1) * rear.peak);
    assert_true(rear.tendon_load_per_km == 1); // the reference step itself
}

/** M' = F u - R M from 0 up to 1 - 0.9 u, by the exact step of a tenth of a second. */
static double hold_by_steps(const calf_parameters *p, double share)
{
    const double rate = p->fatigue_rate * p->recovery_ratio, step_s = 0.1;
    const double highest = p->fatigue_rate * share / rate;
    double fatigue = 0, seconds = 0;
    for (; fatigue < 1 - 0.9 * share && seconds < 1e5; seconds += step_s)
        fatigue = highest + (fatigue - highest) * exp(-rate * step_s);
    return seconds;
}

static void test_holds(void **state)
{
    (void)state;
    calf_parameters p = default_runner();
    double seconds;
    for (double share = 0.15; share <= 1; share += 0.05) {
        assert_int_equal(calf_measure_hold(&p, share, &seconds), CALF_OK);
        assert_true(fabs(seconds - hold_by_steps(&p, share)) < 0.11);
    }
    assert_int_equal(calf_measure_hold(&p, 0.05, &seconds), CALF_OK);
    assert_true(isinf(seconds) && seconds > 0);
    const double wrong[] = {0, -0.1, 1.01, (double)NAN};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(calf_measure_hold(&p, wrong[i], &seconds), CALF_BAD_INPUT);
    p.fatigue_rate = -1;
    assert_int_equal(calf_measure_hold(&p, 0.5, &seconds), CALF_BAD_INPUT);
}

/** A fresh runner fails after as many raises as the parameter says: section 7 is calibrated so.
 *  Fewer with a load; about 3 more with bent knees (Hebert-Losier 2013). */
static void test_heel_raises(void **state)
{
    (void)state;
    calf_parameters p = default_runner();
    int count = 0, loaded = 0, bent = 0;
    for (int reps = 8; reps <= 60; reps += 4) {
        assert_int_equal(calf_parameters_set(&p, "heel_raise_reps", reps), CALF_OK);
        assert_int_equal(calf_measure_heel_raises(&p, CALF_KNEE_STRAIGHT, 0, &count), CALF_OK);
        assert_in_range(count, reps, reps + 2); // the muscles differ, and M is at most what it was
        assert_int_equal(calf_measure_heel_raises(&p, CALF_KNEE_STRAIGHT, 0.5, &loaded), CALF_OK);
        assert_true(loaded < 0.8 * count);
    }
    p = default_runner();
    assert_int_equal(calf_measure_heel_raises(&p, CALF_KNEE_STRAIGHT, 0, &count), CALF_OK);
    assert_int_equal(calf_measure_heel_raises(&p, CALF_KNEE_BENT, 0, &bent), CALF_OK);
    assert_in_range(bent - count, 0, 6);
    assert_int_equal(calf_measure_heel_raises(&p, CALF_KNEE_STRAIGHT, 3, &count), CALF_BAD_INPUT);
    assert_int_equal(calf_measure_heel_raises(&p, (calf_knee)7, 0, &count), CALF_BAD_INPUT);
}

static void test_bad_runs(void **state)
{
    (void)state;
    calf_parameters p = default_runner();
    calf_segment segment = {.distance_km = 1, .speed_mps = 20};
    const calf_run run = {
        .segments = &segment, .segment_count = 1, .technique = calf_technique_own()};
    calf_step_measures step;
    assert_int_equal(calf_measure_step(&p, &run, &step), CALF_BAD_INPUT);
    assert_non_null(strstr(calf_error_text(), "speed_mps"));
    segment.speed_mps = 3;
    assert_int_equal(calf_measure_step(&p, &run, &step), CALF_OK);
    p.demand_ref = (double)NAN;
    assert_int_equal(calf_measure_step(&p, &run, &step), CALF_BAD_INPUT);
    assert_non_null(strstr(calf_error_text(), "demand_ref"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rearfoot_step),
        cmocka_unit_test(test_forefoot_step),
        cmocka_unit_test(test_holds),
        cmocka_unit_test(test_heel_raises),
        cmocka_unit_test(test_bad_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
