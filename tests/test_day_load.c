// SPDX-License-Identifier: GPL-3.0-or-later
// Days and weeks of a plan: distances, intensities and the hard days, reckoned by hand.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "plan/day_load.h"

#include <cmocka.h>
#include <math.h>

enum { DAYS = 10, WEDNESDAY = 2 };

static void add_run(calf_plan *plan, int day, const calf_segment *segments, size_t count)
{
    const calf_run run = {
        .segments = segments, .segment_count = count, .technique = calf_technique_own()};
    assert_int_equal(calf_plan_add_run(plan, day, 18, &run), CALF_OK);
}

static void expect_near(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-9))
        fail_msg("%.12g instead of %.12g", value, expected);
}

// Day 0 is a Wednesday, so that days 0 to 4 are one week and 5 to 9 belong to the next.
static calf_plan *made(void)
{
    static const calf_segment easy[] = {{.distance_km = 8, .intensity = 0.8}};
    static const calf_segment sunday[] = {{.distance_km = 16, .intensity = 0.75}};
    // 9 km at 0.7 and 1 km at 1.0: a tenth is fast, on average 0.73
    static const calf_segment fast[] = {
        {.distance_km = 9, .intensity = 0.7}, {.distance_km = 1, .intensity = 1.0}};
    // a twentieth is fast, a fifth goes down
    static const calf_segment hills[] = {{.distance_km = 7.5, .intensity = 0.7},
        {.distance_km = 2, .intensity = 0.7, .grade_percent = -2},
        {.distance_km = 0.5, .intensity = 1.1}};
    // by time: 30 min at 0.75 of 3.6 m/s, the default runner's threshold speed: 4.86 km
    static const calf_segment timed[] = {{.duration_min = 30, .intensity = 0.75}};
    const calf_strength raises = {.sets = 3, .reps = 15, .rest_s = 90};
    const calf_mobility rolling = {.roll_min = 5, .stretch_min = 2};
    calf_plan *plan;
    assert_int_equal(calf_plan_create(&plan), CALF_OK);
    add_run(plan, -1, sunday, 1);
    add_run(plan, 0, easy, 1);
    add_run(plan, 2, fast, 2);
    add_run(plan, 4, sunday, 1);
    add_run(plan, 6, hills, 3);
    add_run(plan, 6, timed, 1);
    add_run(plan, DAYS, sunday, 1);
    assert_int_equal(calf_plan_add_strength(plan, 1, 18, &raises), CALF_OK);
    assert_int_equal(calf_plan_add_strength(plan, 1, 20, &raises), CALF_OK);
    assert_int_equal(calf_plan_add_mobility(plan, 1, 21, &rolling), CALF_OK);
    return plan;
}

static void days_add_up(void **state)
{
    (void)state;
    calf_day_load load[DAYS];
    calf_plan *plan = made();
    calf_plan_day_loads(plan, DAYS, WEDNESDAY, load);
    expect_near(load[0].km, 8);
    expect_near(load[0].intensity, 0.8);
    expect_near(load[2].km, 10);
    expect_near(load[2].intensity, 0.73);
    expect_near(load[6].km, 10 + 4.86);
    expect_near(load[6].longest_km, 10);
    // (9.5 km at 0.7 + 0.5 km at 1.1 + 4.86 km at 0.75) / 14.86 km
    expect_near(load[6].intensity, (6.65 + 0.55 + 3.645) / 14.86);
    assert_int_equal(load[6].runs, 2);
    assert_int_equal(load[1].sets, 6);
    expect_near(load[1].mobility_min, 7);
    expect_near(load[9].km, 0);
    calf_plan_destroy(plan);
}

static void hard_days_are_marked(void **state)
{
    (void)state;
    calf_day_load load[DAYS];
    calf_plan *plan = made();
    calf_plan_day_loads(plan, DAYS, WEDNESDAY, load);
    assert_int_equal(load[0].marks, CALF_DAY_RUN);
    assert_int_equal(load[1].marks, CALF_DAY_STRENGTH | CALF_DAY_MOBILITY);
    assert_int_equal(load[2].marks, CALF_DAY_RUN | CALF_DAY_FAST);
    // 16 km are 1.41 times (8 + 10 + 16) / 3 km
    assert_int_equal(load[4].marks, CALF_DAY_RUN | CALF_DAY_LONG);
    // 10 km are the longest of two runs, and 1.346 times their average of 7.43 km
    assert_int_equal(load[6].marks, CALF_DAY_RUN | CALF_DAY_HILLY | CALF_DAY_LONG);
    calf_plan_destroy(plan);
}

static void equal_and_single_runs_are_not_long(void **state)
{
    (void)state;
    static const calf_segment easy[] = {{.distance_km = 8, .intensity = 0.8}};
    calf_day_load load[14];
    calf_plan *plan;
    assert_int_equal(calf_plan_create(&plan), CALF_OK);
    add_run(plan, 1, easy, 1);
    for (int day = 7; day < 10; day++)
        add_run(plan, day, easy, 1);
    calf_plan_day_loads(plan, 14, 0, load);
    for (int day = 0; day < 14; day++)
        assert_int_equal(load[day].marks & CALF_DAY_LONG, 0);
    calf_plan_destroy(plan);
}

static void weeks_begin_on_monday(void **state)
{
    (void)state;
    assert_int_equal(calf_week_of_day(4, WEDNESDAY), 0);
    assert_int_equal(calf_week_of_day(5, WEDNESDAY), 1);
    assert_int_equal(calf_weeks_of(12, WEDNESDAY), 2);
    assert_int_equal(calf_weeks_of(13, WEDNESDAY), 3);
    assert_int_equal(calf_weeks_of(7, 0), 1);
    assert_int_equal(calf_weeks_of(0, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(days_add_up),
        cmocka_unit_test(hard_days_are_marked),
        cmocka_unit_test(equal_and_single_runs_are_not_long),
        cmocka_unit_test(weeks_begin_on_monday)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
