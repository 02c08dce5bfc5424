// SPDX-License-Identifier: GPL-3.0-or-later
// From weeks, dates, extended plans and strategies to calendars.
#include "calendars.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REST                                                                                       \
    "population: {}\nplans: {p: {}}\n"                                                             \
    "strategies: [{name: s, plan: p}]\n"

static void start_date_gives_weekday(void **state)
{
    (void)state;
    static const struct {
        const char *date;
        int weekday;
    } cases[] = {{"1970-01-01", 3}, {"2026-12-01", 1}, {"2024-02-29", 3}, {"2000-01-01", 5},
        {"1900-03-01", 3}, {"1969-12-31", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        snprintf(text, sizeof text, "model: 1\ndays: 7\nstart: %s\n" REST, cases[i].date);
        calf_experiment *e = parse(text);
        assert_int_equal(e->weekday, cases[i].weekday);
        calf_experiment_destroy(e);
    }
    long days;
    assert_true(calf_date_parse("2026-12-01", &days) && days == 20788);
    assert_false(calf_date_parse("2026-02-29", &days));
    assert_false(calf_date_parse("1900-02-29", &days));
    assert_false(calf_date_parse("2026-13-01", &days));
    assert_false(calf_date_parse("2026-1-01", &days));
    assert_false(calf_date_parse("2026-00-10", &days));
}

// By date(1): date -u -d "1970-01-01 + 20788 days".
static void days_give_dates(void **state)
{
    (void)state;
    static const struct {
        long days;
        const char *date;
    } cases[] = {{0, "1970-01-01"}, {58, "1970-02-28"}, {59, "1970-03-01"}, {789, "1972-02-29"},
        {11016, "2000-02-29"}, {20788, "2026-12-01"}, {20818, "2026-12-31"}, {20819, "2027-01-01"},
        {2932896, "9999-12-31"}, {2932897, ""}, {-1, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[11];
        calf_date_text(cases[i].days, text);
        assert_string_equal(text, cases[i].date);
    }
}

static const char calendar_text[] =
    "model: 1\ndays: 9\nstart: 2026-12-01   # a Tuesday\n"
    "history: {days: 10, plan: p}\npopulation: {}\n"
    "plans:\n"
    "  p:\n"
    "    week: {tue: [{mobility: {roll_min: 1}}, {mobility: {roll_min: 2}, hour: 6}],\n"
    "           sun: [{mobility: {roll_min: 3}}]}\n"
    "    calendar: [{day: -4, mobility: {roll_min: 4}}, {date: 2026-12-02, hour: 0,\n"
    "                mobility: {roll_min: 5}}, {day: 0, mobility: {roll_min: 6}}]\n"
    "strategies: [{name: s, plan: p}]\n";

static void expect_rolls(const calf_plan *plan, const double due_h[], const double roll[], size_t n)
{
    assert_int_equal(calf_plan_session_count(plan), n);
    for (size_t i = 0; i < n; i++) {
        assert_true(calf_plan_session(plan, i)->due_h == due_h[i]);
        assert_true(calf_plan_session(plan, i)->mobility.roll_min == roll[i]);
    }
}

static void weeks_and_dates_become_days(void **state)
{
    (void)state;
    calf_experiment *e = parse(calendar_text);
    calf_plan *plan = expand(e, 0);
    const double due_h[] = {6, 18, 18, 24, 5 * 24 + 18, 7 * 24 + 6, 7 * 24 + 18};
    const double roll[] = {2, 1, 6, 5, 3, 2, 1};
    expect_rolls(plan, due_h, roll, 7);
    calf_plan_destroy(plan);
    plan = expand(e, -1);
    const double past_due_h[] = {
        -9 * 24 + 18, -7 * 24 + 6, -7 * 24 + 18, -4 * 24 + 18, -2 * 24 + 18};
    const double past_roll[] = {3, 2, 1, 4, 3};
    expect_rolls(plan, past_due_h, past_roll, 5);
    calf_plan_destroy(plan);
    calf_experiment_destroy(e);
}

static void progression_has_its_numbers(void **state)
{
    (void)state;
    calf_experiment *e = parse(
        "model: 1\ndays: 63\nhistory: {days: 7, plan: p}\npopulation: {}\nplans: {p: {week: {mon: "
        "[{run: {distance_km: 10, speed_mps: 3}}], tue: [{strength: {knee: bent, sets: 3, reps: "
        "9}}]}}}\nstrategies: [{name: s, plan: p, from_day: 7, volume: 0.5, intensity: 1.1, "
        "progression: {volume: {weekly: 1.1, deload: {every: 4, to: 0.8}}, intensity: {weekly: "
        "1.01}}}]\n");
    static const double factors[] = {
        1, 1.1, 1.21, 0.8 * 1.21, 1.331, 1.4641, 1.61051, 0.8 * 1.61051};
    calf_plan *plan = expand(e, 0);
    assert_int_equal(calf_plan_session_count(plan), 18);
    const calf_segment *before = calf_plan_session(plan, 0)->run.segments;
    assert_true(before->distance_km == 10 && before->speed_mps == 3 && before->intensity == 0);
    for (size_t week = 0; week < 8; week++) {
        const calf_segment *run = calf_plan_session(plan, 2 * week + 2)->run.segments;
        assert_true(fabs(run->distance_km - 5 * factors[week]) < 1e-12);
        assert_true(fabs(run->speed_mps - 3.3 * pow(1.01, (double)week)) < 1e-12);
        assert_int_equal(calf_plan_session(plan, 2 * week + 3)->strength.sets, 3);
    }
    calf_plan_destroy(plan);
    plan = expand(e, -1);
    assert_true(calf_plan_session(plan, 0)->run.segments->distance_km == 10);
    calf_plan_destroy(plan);
    calf_experiment_destroy(e);
}

static void technique_follows_strategy_then_session(void **state)
{
    (void)state;
    calf_experiment *e = parse(
        "model: 1\ndays: 14\npopulation: {}\nplans: {p: {week: {mon: [{run: {distance_km: 5, "
        "intensity: 0.8, technique: {cadence_ratio: {plus: 0.02}, forefootness: 0.5}}}]}}}\n"
        "strategies: [{name: s, plan: p, from_day: 7, technique: {cadence_ratio: {times: 1.05}, "
        "forefootness: 1, trunk_lean: {times: 2, plus: 1}}}]\n");
    calf_plan *plan = expand(e, 0);
    const calf_technique_change *early = calf_plan_session(plan, 0)->run.technique.change;
    const calf_technique_change *late = calf_plan_session(plan, 1)->run.technique.change;
    assert_true(early[CALF_CADENCE_RATIO].times == 1 && early[CALF_CADENCE_RATIO].plus == 0.02);
    assert_true(late[CALF_CADENCE_RATIO].times == 1.05 && late[CALF_CADENCE_RATIO].plus == 0.02);
    assert_true(late[CALF_FOREFOOTNESS].times == 0 && late[CALF_FOREFOOTNESS].plus == 0.5);
    assert_true(early[CALF_TRUNK_LEAN].times == 1 && late[CALF_TRUNK_LEAN].times == 2);
    assert_true(late[CALF_TRUNK_LEAN].plus == 1);
    calf_plan_destroy(plan);
    calf_experiment_destroy(e);
}

static void plans_extend_one_another(void **state)
{
    (void)state;
    calf_experiment *e = parse(
        "model: 1\ndays: 7\npopulation: {}\nplans:\n"
        "  c: {extends: b, calendar: [{day: 3, mobility: {roll_min: 30}}]}\n"
        "  b: {extends: a, week: {mon: [], wed: [{mobility: {roll_min: 20}}]}}\n"
        "  a: {week: {mon: [{mobility: {roll_min: 1}}], tue: [{run: {distance_km: 5, intensity: "
        "1}}]}, calendar: [{day: 2, mobility: {roll_min: 10}}]}\n"
        "strategies: [{name: s, plan: c}]\n");
    calf_plan *plan = expand(e, 0);
    const double roll[] = {0, 20, 10, 30};
    assert_int_equal(calf_plan_session_count(plan), 4);
    assert_int_equal(calf_plan_session(plan, 0)->kind, CALF_RUN);
    for (size_t i = 1; i < 4; i++)
        assert_true(calf_plan_session(plan, i)->mobility.roll_min == roll[i]);
    calf_plan_destroy(plan);
    calf_experiment_destroy(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(start_date_gives_weekday),
        cmocka_unit_test(days_give_dates),
        cmocka_unit_test(weeks_and_dates_become_days),
        cmocka_unit_test(progression_has_its_numbers),
        cmocka_unit_test(technique_follows_strategy_then_session),
        cmocka_unit_test(plans_extend_one_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
