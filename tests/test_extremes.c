// SPDX-License-Identifier: GPL-3.0-or-later
// Parameters at the ends of their ranges under harsh plans: every morning is a number, however far
// from any runner these are.
#include <calfsim/plan.h>
#include <calfsim/run.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { DAYS = 6, CORNERS = 2000 };

static calf_plan *harsh_plan(double km, double intensity, double grade)
{
    const calf_segment whole = {.distance_km = km, .intensity = intensity, .grade_percent = grade};
    const calf_segment sprints[] = {{.duration_min = 3, .speed_mps = 12},
        {.duration_min = 2, .intensity = 0.3}, {.duration_min = 3, .speed_mps = 12}};
    const calf_strength strength = {
        .knee = CALF_KNEE_STRAIGHT, .sets = 5, .reps = 60, .rest_s = 10, .extra_load = 2};
    const calf_strength to_failure = {.knee = CALF_KNEE_BENT, .sets = 5, .reps = 500, .effort = 1};
    const calf_technique own = calf_technique_own();
    calf_plan *plan;
    assert_int_equal(calf_plan_create(&plan), CALF_OK);
    calf_plan_add_run(
        plan, 0, 9, &(calf_run){.segments = &whole, .segment_count = 1, .technique = own});
    calf_plan_add_strength(plan, 1, 18, &strength);
    calf_plan_add_run(plan, 2, 9,
        &(calf_run){.segments = sprints, .segment_count = 3, .treadmill = true, .technique = own});
    calf_plan_add_run(
        plan, 3, 9, &(calf_run){.segments = &whole, .segment_count = 1, .technique = own});
    calf_plan_add_strength(plan, 4, 6.9, &to_failure);
    return plan;
}

static void expect_numbers(const calf_plan *plan, const calf_parameters *runner, const char *what)
{
    calf_morning mornings[DAYS];
    if (calf_simulate(plan, runner, 0, DAYS, mornings) != CALF_OK)
        fail_msg("%s: %s", what, calf_error_text());
    for (int day = 0; day < DAYS; day++)
        for (int m = 0; m < 2; m++) {
            double soreness = mornings[day].soreness_mm[m],
                   force = mornings[day].force_available[m];
            if (!(soreness >= 0 && soreness <= 100 && force >= 0 && force <= 1))
                fail_msg("%s, day %d: soreness %g mm, force %g", what, day, soreness, force);
        }
}

// Every parameter at one of its ends, alone and with the steepest feedback that is allowed.
static void test_every_end(void **state)
{
    (void)state;
    calf_plan *plan = harsh_plan(42, 1, -20);
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        for (int steep = 0; steep < 2; steep++)
            for (int end = 0; end < 2; end++) {
                const calf_parameter_info *info = calf_parameter_describe((calf_parameter_id)id);
                calf_parameters runner;
                calf_parameters_init(&runner);
                if (steep) {
                    runner.fatigue_coupling = 2;
                    runner.dose_exponent = 5;
                }
                ((double *)&runner)[id] = end ? info->prior.high : info->prior.low;
                expect_numbers(plan, &runner, info->name);
            }
    calf_plan_destroy(plan);
}

static uint32_t next(uint32_t *word)
{
    return *word = *word * 1664525u + 1013904223u; // Numerical Recipes' quick generator
}

// Parameters at random ends, all of them at once.
static void test_corners(void **state)
{
    (void)state;
    calf_plan *plans[] = {harsh_plan(10, 0.8, 0), harsh_plan(30, 1.2, -20), harsh_plan(42, 1, 8)};
    uint32_t word = 1;
    for (int corner = 0; corner < CORNERS; corner++) {
        calf_parameters runner;
        calf_parameters_init(&runner);
        for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
            const calf_distribution *range = &calf_parameter_describe((calf_parameter_id)id)->prior;
            uint32_t side = next(&word) >> 28;
            if (side < 8)
                ((double *)&runner)[id] = side < 4 ? range->low : range->high;
        }
        for (int k = 0; k < 3; k++)
            expect_numbers(plans[k], &runner, "a corner");
    }
    for (int k = 0; k < 3; k++)
        calf_plan_destroy(plans[k]);
}

// Where the soleus does all the work, the gastrocnemius takes no dose at all.
static void test_an_idle_muscle(void **state)
{
    (void)state;
    calf_plan *plan = harsh_plan(5, 0.8, 0);
    calf_parameters runner;
    calf_parameters_init(&runner);
    runner.soleus_share = 0.85;
    runner.soleus_share_slope = -0.02;
    runner.forefootness = runner.push_off = 0;
    expect_numbers(plan, &runner, "an idle gastrocnemius");
    calf_plan_destroy(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_end),
        cmocka_unit_test(test_corners), cmocka_unit_test(test_an_idle_muscle)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
