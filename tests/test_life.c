// SPDX-License-Identifier: GPL-3.0-or-later
// The calendar's rules: when reports are made, when sessions start, which day a bout counts for,
// what the first day of a history means. Through the public interface, one runner at a time.
#include <calfsim/calfsim.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS = 40 };

static calf_parameters default_runner(void)
{
    calf_parameters runner;
    calf_parameters_init(&runner);
    return runner;
}

/** A steady run at threshold speed (3.6 m/s) for some minutes. */
static void add_run(calf_plan *plan, int day, double hour, double minutes)
{
    calf_segment segment = {.duration_min = minutes, .intensity = 1};
    calf_run run = {.segments = &segment, .segment_count = 1, .technique = calf_technique_own()};
    if (calf_plan_add_run(plan, day, hour, &run) != CALF_OK)
        fail_msg("%s", calf_error_text());
}

static calf_plan *new_plan(void)
{
    calf_plan *plan = NULL;
    assert_int_equal(calf_plan_create(&plan), CALF_OK);
    return plan;
}

static void simulate(const calf_plan *plan, int first_day, int days, calf_morning *mornings)
{
    calf_parameters runner = default_runner();
    if (calf_simulate(plan, &runner, first_day, days, mornings) != CALF_OK)
        fail_msg("%s", calf_error_text());
}

static void test_rest_is_rest(void **state)
{
    (void)state;
    calf_morning m[DAYS];
    calf_plan *plan = new_plan();
    simulate(plan, 0, DAYS, m);
    for (int day = 0; day < DAYS; day++) {
        assert_true(m[day].calf_soreness_mm[0] == 0 && m[day].force_available[0] == 1);
        assert_true(m[day].overuse_hazard[0] == 0 && m[day].ctl[0] == 0);
        assert_true(isnan(m[day].acwr[0]) && isnan(m[day].acwr_ewma[0]));
    }
    calf_plan_destroy(plan);
}

/** The report comes before a session due at the same hour, after one due a minute earlier. */
static void test_report_at_seven(void **state)
{
    (void)state;
    calf_morning m[2];
    calf_plan *plan = new_plan();
    add_run(plan, 0, 7, 60);
    simulate(plan, 0, 2, m);
    assert_true(m[0].calf_soreness_mm[0] == 0 && m[1].calf_soreness_mm[0] > 0);
    calf_plan_destroy(plan);
    plan = new_plan();
    add_run(plan, 0, 6.99, 60);
    simulate(plan, 0, 2, m);
    assert_true(m[0].calf_soreness_mm[0] > 0);
    calf_plan_destroy(plan);
}

/** Who still runs at seven reports on stopping: what a runner reports who stops at seven sharp. */
static void test_report_waits_for_the_bout(void **state)
{
    (void)state;
    calf_morning early[1], late[1];
    calf_plan *plan = new_plan();
    add_run(plan, 0, 6, 60); // ends at 7:00
    simulate(plan, 0, 1, early);
    calf_plan_destroy(plan);
    plan = new_plan();
    add_run(plan, 0, 6.5, 60); // ends at 7:30
    simulate(plan, 0, 1, late);
    calf_plan_destroy(plan);
    assert_true(early[0].calf_soreness_mm[0] > 0);
    assert_memory_equal(&early[0].soreness_mm, &late[0].soreness_mm, sizeof early[0].soreness_mm);
    assert_memory_equal(
        &early[0].force_available, &late[0].force_available, sizeof early[0].force_available);
}

/** Two runs that overlap on paper are run one after the other. */
static void test_session_waits_for_the_bout(void **state)
{
    (void)state;
    calf_morning overlapping[2], following[2];
    calf_plan *plan = new_plan();
    add_run(plan, 0, 18, 60);
    add_run(plan, 0, 18.5, 30);
    simulate(plan, 0, 2, overlapping);
    calf_plan_destroy(plan);
    plan = new_plan();
    add_run(plan, 0, 18, 60);
    add_run(plan, 0, 19, 30);
    simulate(plan, 0, 2, following);
    calf_plan_destroy(plan);
    assert_memory_equal(&overlapping[1], &following[1], sizeof following[1]);
}

/** A report that fell due in the first of two overlapping bouts is made between them. */
static void test_report_between_two_bouts(void **state)
{
    (void)state;
    calf_morning two[1], one[1];
    calf_plan *plan = new_plan();
    add_run(plan, 0, 6.5, 60);
    simulate(plan, 0, 1, one);
    add_run(plan, 0, 6.75, 60);
    simulate(plan, 0, 1, two);
    calf_plan_destroy(plan);
    assert_memory_equal(&one[0], &two[0], sizeof one[0]);
}

/** A bout over midnight counts for the day it started: 120 minutes at threshold are 200. A session
 *  that had to wait until after midnight counts for the next day. */
static void test_sums_count_for_the_day_of_the_start(void **state)
{
    (void)state;
    calf_morning m[3];
    calf_plan *plan = new_plan();
    add_run(plan, 0, 23, 120);
    simulate(plan, 0, 3, m);
    double first = 200 * (1 - exp(-1 / 7.0));
    assert_true(fabs(m[1].atl[0] - first) < 1e-9);
    assert_true(fabs(m[2].atl[0] - first * exp(-1 / 7.0)) < 1e-9);
    add_run(plan, 0, 23.5, 60); // starts at 1:00
    simulate(plan, 0, 3, m);
    assert_true(fabs(m[1].atl[0] - first) < 1e-9);
    double second = first + (100 - first) * (1 - exp(-1 / 7.0));
    assert_true(fabs(m[2].atl[0] - second) < 1e-9);
    calf_plan_destroy(plan);
}

/** ACWR by hand: one run of load 100 on every second day. Rolling means over the days since the
 *  start while fewer than 7 and 28; EWMA with 2/8 and 2/29. */
static void test_workload_ratios(void **state)
{
    (void)state;
    calf_morning m[DAYS];
    calf_plan *plan = new_plan();
    for (int day = 0; day < DAYS; day += 2)
        add_run(plan, day, 18, 60);
    simulate(plan, 0, DAYS, m);
    calf_plan_destroy(plan);
    assert_true(isnan(m[0].acwr[0]));
    assert_true(fabs(m[1].acwr[0] - 1) < 1e-12);
    // after 10 days: runs on days 4, 6, 8 in the last 7; on 0, 2, 4, 6, 8 in all 10
    assert_true(fabs(m[10].acwr[0] - (300.0 / 7) / (500.0 / 10)) < 1e-12);
    // after 35 days: days 28..34 hold 4 runs, days 7..34 hold 14
    assert_true(fabs(m[35].acwr[0] - (400.0 / 7) / (1400.0 / 28)) < 1e-12);
    double acute = 0, chronic = 0;
    for (int day = 0; day < 10; day++) {
        double load = day % 2 == 0 ? 100 : 0;
        acute += (load - acute) * 2 / 8;
        chronic += (load - chronic) * 2 / 29;
    }
    assert_true(fabs(m[10].acwr_ewma[0] - acute / chronic) < 1e-12);
}

/** Loads count from the first day of the history; a history shifted by whole weeks changes nothing
 *  but the weeks of experience that the beginner's hazard depends on. */
static void test_history_is_lived(void **state)
{
    (void)state;
    calf_morning whole[DAYS], tail[DAYS - 14];
    calf_plan *plan = new_plan();
    for (int day = 0; day < DAYS; day += 3)
        add_run(plan, day, 18, 60);
    simulate(plan, 0, DAYS, whole);
    calf_plan_destroy(plan);
    plan = new_plan();
    for (int day = -14; day < DAYS - 14; day += 3)
        add_run(plan, day, 18, 60);
    simulate(plan, -14, DAYS - 14, tail);
    calf_plan_destroy(plan);
    for (int day = 0; day < DAYS - 14; day++) {
        assert_true(
            fabs(whole[day + 14].calf_soreness_mm[0] - tail[day].calf_soreness_mm[0]) < 1e-9);
        assert_true(fabs(whole[day + 14].ctl[0] - tail[day].ctl[0]) < 1e-9);
        assert_true(fabs(whole[day + 14].acwr[0] - tail[day].acwr[0]) < 1e-9);
        assert_true(whole[day + 14].overuse_hazard[0] < tail[day].overuse_hazard[0]);
    }
}

/** Stretching of the trailing seven days moves the range of motion at 24:00: by hand for one
 *  session of 10 minutes, on any day of the week, until it leaves the seven days. */
static void test_stretching(void **state)
{
    (void)state;
    for (int first = 0; first < 7; first++) {
        calf_morning m[20];
        calf_plan *plan = new_plan();
        const calf_mobility stretch = {.stretch_min = 10};
        assert_int_equal(calf_plan_add_mobility(plan, first, 20, &stretch), CALF_OK);
        simulate(plan, 0, 20, m);
        calf_plan_destroy(plan);
        double goal = 4.0 * 10 / 13, rom = 0;
        for (int day = 0; day < 20; day++) {
            assert_true(fabs(m[day].rom_gain_deg[0] - rom) < 1e-12);
            bool counts = day >= first && day < first + 7;
            rom = counts ? goal + (rom - goal) * exp(-1 / 21.0) : rom * exp(-1 / 35.0);
        }
    }
}

/** A mobility session takes its minutes: a run due during it starts when it ends. */
static void test_mobility_takes_time(void **state)
{
    (void)state;
    calf_morning during[2], after[2];
    for (int k = 0; k < 2; k++) {
        calf_plan *plan = new_plan();
        const calf_mobility mobility = {.roll_min = 20, .stretch_min = 40};
        assert_int_equal(calf_plan_add_mobility(plan, 0, 17, &mobility), CALF_OK);
        add_run(plan, 0, k == 0 ? 17.5 : 18, 60);
        simulate(plan, 0, 2, k == 0 ? during : after);
        calf_plan_destroy(plan);
    }
    assert_memory_equal(&during[1], &after[1], sizeof after[1]);
}

static void test_bad_arguments(void **state)
{
    (void)state;
    calf_morning m[1];
    calf_plan *plan = new_plan();
    calf_parameters runner = default_runner();
    assert_int_equal(calf_simulate(plan, &runner, 1, 1, m), CALF_BAD_INPUT);
    assert_int_equal(calf_simulate(plan, &runner, 0, -1, m), CALF_BAD_INPUT);
    add_run(plan, -3, 18, 30);
    assert_int_equal(calf_simulate(plan, &runner, -2, 1, m), CALF_BAD_INPUT);
    assert_non_null(strstr(calf_error_text(), "day -3"));
    assert_int_equal(calf_simulate(plan, &runner, -3, 1, m), CALF_OK);
    runner.heel_raise_reps = 1;
    assert_int_equal(calf_simulate(plan, &runner, -3, 1, m), CALF_BAD_INPUT);
    assert_non_null(strstr(calf_error_text(), "heel_raise_reps"));
    runner.heel_raise_reps = (double)NAN;
    assert_int_equal(calf_simulate(plan, &runner, 0, 1, m), CALF_BAD_INPUT);
    calf_plan_destroy(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rest_is_rest),
        cmocka_unit_test(test_report_at_seven),
        cmocka_unit_test(test_report_waits_for_the_bout),
        cmocka_unit_test(test_session_waits_for_the_bout),
        cmocka_unit_test(test_report_between_two_bouts),
        cmocka_unit_test(test_sums_count_for_the_day_of_the_start),
        cmocka_unit_test(test_workload_ratios),
        cmocka_unit_test(test_history_is_lived),
        cmocka_unit_test(test_stretching),
        cmocka_unit_test(test_mobility_takes_time),
        cmocka_unit_test(test_bad_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
