// SPDX-License-Identifier: GPL-3.0-or-later
// Outcomes of courses of soreness written by hand.
#include "batches.h"
#include "engine/outcomes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/** The outcomes of one course of calf soreness [mm], by day; a day is sore from 10 mm on. */
static void follow(
    const double *soreness, int days, double outcome[CALF_OUTCOME_COUNT], calf_life *life)
{
    static calf_batch batch;
    calf_parameters runner;
    calf_parameters_init(&runner);
    for (int i = 0; i < CALF_LANES; i++)
        calf_batch_set_lane(&batch, i, &runner);
    calf_batch_derive(&batch);
    calf_prepared *prepared = prepared_for(&batch, NULL, 0, CALF_PRECISION_STANDARD);
    calf_life_begin(life, prepared, 0);
    life->state.hazard[0] = 0.25;
    life->state.distance_km[0] = 300;
    life->state.hypertrophy[CALF_GAS][0] = 0.1;

    calf_outcome_tracker tracker;
    calf_outcomes_begin(life, 10, &tracker);
    for (int day = 0; day < days; day++) {
        double lanes[CALF_LANES] = {soreness[day]};
        calf_lanes due = {1};
        calf_outcomes_morning(&tracker, day, lanes, due);
    }
    life->state.hazard[0] = 0.375;
    life->state.distance_km[0] = 342;
    life->state.hypertrophy[CALF_GAS][0] = 0.2;
    life->state.neural[0] = 0.05;
    double lanes[CALF_OUTCOME_COUNT][CALF_LANES];
    calf_outcomes_end(&tracker, life, days, lanes);
    for (int o = 0; o < CALF_OUTCOME_COUNT; o++)
        outcome[o] = lanes[o][0];
    calf_prepared_destroy(prepared);
}

static void test_a_course_by_hand(void **state)
{
    (void)state;
    static calf_life life;
    const double soreness[14] = {0, 12, 9.99, 10, 30, 25, 8, 15, 30, 4, 0, 0, 0, 0};
    double outcome[CALF_OUTCOME_COUNT], sum = 0;
    for (int day = 0; day < 14; day++)
        sum += soreness[day];
    follow(soreness, 14, outcome, &life);
    assert_true(outcome[CALF_OUTCOME_peak_soreness] == 30);
    assert_true(fabs(outcome[CALF_OUTCOME_mean_soreness] - sum / 14) < 1e-12);
    assert_true(outcome[CALF_OUTCOME_sore_days] == 3); // six of fourteen mornings
    assert_true(outcome[CALF_OUTCOME_longest_sore_spell] == 3); // days 3 to 5
    assert_true(outcome[CALF_OUTCOME_days_to_recover] == 2); // from day 4, the first peak, to day 6
    assert_true(outcome[CALF_OUTCOME_see_professional] == 0);
    assert_true(outcome[CALF_OUTCOME_distance] == 42);
    assert_true(outcome[CALF_OUTCOME_overuse_hazard] == 0.125);
    // 0.38 of gastrocnemius and 0.62 of soleus
    double before = 0.38 * 1.1 + 0.62, after = (0.38 * 1.2 + 0.62) * 1.05;
    assert_true(fabs(outcome[CALF_OUTCOME_force_gained] - (after / before - 1)) < 1e-12);
}

/** Seven sore mornings in a row are ordinary, the eighth is for a professional; a spell that the
 *  end of the experiment cuts leaves as many days to recover as there were. */
static void test_long_spells(void **state)
{
    (void)state;
    static calf_life life;
    double soreness[10] = {0, 20, 20, 20, 20, 20, 20, 20, 0, 0}, outcome[CALF_OUTCOME_COUNT];
    follow(soreness, 10, outcome, &life);
    assert_true(outcome[CALF_OUTCOME_longest_sore_spell] == 7);
    assert_true(outcome[CALF_OUTCOME_see_professional] == 0);
    assert_true(outcome[CALF_OUTCOME_days_to_recover] == 7);
    soreness[8] = soreness[9] = 20;
    follow(soreness, 10, outcome, &life);
    assert_true(outcome[CALF_OUTCOME_longest_sore_spell] == 9);
    assert_true(outcome[CALF_OUTCOME_see_professional] == 1);
    assert_true(outcome[CALF_OUTCOME_days_to_recover] == 9);
}

static void test_never_sore(void **state)
{
    (void)state;
    static calf_life life;
    const double soreness[7] = {0};
    double outcome[CALF_OUTCOME_COUNT];
    follow(soreness, 7, outcome, &life);
    assert_true(outcome[CALF_OUTCOME_peak_soreness] == 0);
    assert_true(outcome[CALF_OUTCOME_sore_days] == 0);
    assert_true(outcome[CALF_OUTCOME_days_to_recover] == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_course_by_hand),
        cmocka_unit_test(test_long_spells),
        cmocka_unit_test(test_never_sore),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
