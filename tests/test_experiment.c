// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments: what a file says reaches the struct and the resolved text.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "core/number.h"
#include "experiment/experiment.h"
#include <cmocka.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REST                                                                                       \
    "population: {}\nplans: {p: {}}\n"                                                             \
    "strategies: [{name: s, plan: p}]\n"

// An example with nearly every key. Correlating a parameter that has one value for all is allowed
// and does nothing.
static const char example[] =
    "title: Raises, shorter steps or fewer kilometres?\n"
    "model: 1\n"
    "seed: 20261122\n"
    "days: 84\n"
    "history: {days: 84, plan: base}   # lived before day 0\n"
    "population:\n"
    "  runners: 20000\n"
    "  worlds: 50\n"
    "  set: {threshold_speed: 3.4}\n"
    "  vary:\n"
    "    heel_raise_reps: {lognormal: [18, 0.3], low: 5, high: 60}\n"
    "  correlate:\n"
    "    - [heel_raise_reps, threshold_speed, 0.4]\n"
    "plans:\n"
    "  base:\n"
    "    week:\n"
    "      tue: [{run: {distance_km: 8, intensity: 0.80}}]\n"
    "      thu: [{run: {duration_min: 45, intensity: 0.80}}]\n"
    "      sat: [{run: {segments: [{duration_min: 15, intensity: 0.75}, {repeat: 5, of: [\n"
    "        {duration_min: 3, intensity: 1.05}, {duration_min: 2, intensity: 0.65}]},\n"
    "        {duration_min: 10, intensity: 0.75}]}}]\n"
    "      sun: [{run: {distance_km: 14, intensity: 0.78, grade_percent: 1}}]\n"
    "  raises:\n"
    "    extends: base\n"
    "    week:\n"
    "      mon: [{strength: {knee: straight, sets: 3, reps: 15, rest_s: 90, hour: 18}}]\n"
    "      wed: [{strength: {knee: bent, sets: 3, reps: 15, rest_s: 90}}]\n"
    "      fri: [{mobility: {roll_min: 5, stretch_min: 5}}]\n"
    "    calendar:\n"
    "      - {day: 3, hour: 7.5, run: {distance_km: 6, speed_mps: 3.6, grade_percent: -8,\n"
    "          treadmill: false, technique: {forefootness: 1}}}\n"
    "      - {day: 4, hour: 20, strength: {knee: bent, sets: 4, reps: 12, rest_s: 60,\n"
    "          extra_load: 0.2}}\n"
    "strategies:\n"
    "  - {name: as usual, plan: base}\n"
    "  - {name: heel raises, plan: raises}\n"
    "  - {name: 10 % a week, plan: base, progression: {volume: {weekly: 1.10,\n"
    "      deload: {every: 4, to: 0.8}}}}\n"
    "  - {name: shorter steps, plan: base, technique: {cadence_ratio: {times: 1.05}}, from_day: "
    "14}\n"
    "output: {daily: [soreness, force], trajectories: false}\n";

static calf_experiment *parse_with(const char *text, const char *setting)
{
    calf_experiment *experiment;
    calf_status status =
        calf_experiment_parse(text, "exp.yaml", &setting, setting != NULL, &experiment);
    if (status != CALF_OK)
        fail_msg("%s", calf_error_text());
    return experiment;
}

static calf_experiment *parse(const char *text)
{
    return parse_with(text, NULL);
}

static char *text_of(const calf_experiment *experiment)
{
    char *text;
    assert_int_equal(calf_experiment_text(experiment, &text), CALF_OK);
    return text;
}

static calf_plan *expand(const calf_experiment *experiment, int strategy)
{
    calf_plan *plan;
    if (calf_experiment_plan(experiment, strategy, &plan) != CALF_OK)
        fail_msg("%s", calf_error_text());
    return plan;
}

static void expect_same_run(const calf_run *a, const calf_run *b)
{
    assert_int_equal(a->segment_count, b->segment_count);
    assert_memory_equal(a->segments, b->segments, a->segment_count * sizeof *a->segments);
    assert_memory_equal(&a->technique, &b->technique, sizeof a->technique);
    assert_int_equal(a->later_from, b->later_from);
    if (a->later_from > 0)
        assert_memory_equal(&a->later, &b->later, sizeof a->later);
}

static void expect_same_strength(const calf_strength *a, const calf_strength *b)
{
    assert_int_equal(a->knee, b->knee);
    assert_int_equal(a->sets, b->sets);
    assert_int_equal(a->reps, b->reps);
    assert_true(a->rest_s == b->rest_s && a->extra_load == b->extra_load);
    assert_true(a->effort == b->effort);
}

static void expect_same_plan(const calf_experiment *first, const calf_experiment *second, int s)
{
    calf_plan *a = expand(first, s), *b = expand(second, s);
    assert_int_equal(calf_plan_session_count(a), calf_plan_session_count(b));
    for (size_t k = 0; k < calf_plan_session_count(a); k++) {
        const calf_session *x = calf_plan_session(a, k), *y = calf_plan_session(b, k);
        assert_int_equal(x->kind, y->kind);
        assert_true(x->due_h == y->due_h);
        if (x->kind == CALF_RUN)
            expect_same_run(&x->run, &y->run);
        if (x->kind == CALF_STRENGTH)
            expect_same_strength(&x->strength, &y->strength);
        if (x->kind == CALF_DOSE)
            assert_memory_equal(&x->dose, &y->dose, sizeof x->dose);
    }
    calf_plan_destroy(a);
    calf_plan_destroy(b);
}

// Reading the resolved text gives the same resolved text and the same calendars.
static void expect_round_trip(const char *text)
{
    calf_experiment *first = parse(text);
    char *resolved = text_of(first);
    calf_experiment *second = parse(resolved);
    char *again = text_of(second);
    assert_string_equal(resolved, again);
    assert_int_equal(first->strategy_count, second->strategy_count);
    for (size_t i = 0; i < first->strategy_count; i++)
        expect_same_plan(first, second, (int)i);
    free(resolved);
    free(again);
    calf_experiment_destroy(first);
    calf_experiment_destroy(second);
}

static void example_is_read(void **state)
{
    (void)state;
    calf_experiment *e = parse(example);
    assert_string_equal(e->title, "Raises, shorter steps or fewer kilometres?");
    assert_int_equal(e->seed, 20261122);
    assert_int_equal(e->days, 84);
    assert_int_equal(e->weekday, 0);
    assert_int_equal(e->history_days, 84);
    assert_string_equal(e->plans[e->history_plan].name, "base");
    assert_int_equal(e->population.runners, 20000);
    assert_int_equal(e->population.worlds, 50);
    assert_true(e->population.is_set[CALF_P_threshold_speed]);
    assert_true(e->population.set[CALF_P_threshold_speed] == 3.4);
    assert_true(e->population.is_varied[CALF_P_heel_raise_reps]);
    const calf_distribution *from = &e->population.drawn_from[CALF_P_heel_raise_reps];
    assert_int_equal(from->shape, CALF_SHAPE_LOGNORMAL);
    assert_true(from->a == 18 && from->b == 0.3 && from->low == 5 && from->high == 60);
    assert_true(e->population.drawn_from[CALF_P_susceptibility].b == 0.35);
    assert_int_equal(e->population.correlation_count, 1);
    assert_true(e->population.correlations[0].rank == 0.4);
    assert_int_equal(e->plan_count, 2);
    assert_int_equal(e->plans[0].session_count, 4);
    assert_int_equal(e->plans[0].sessions[2].segment_count, 12);
    assert_int_equal(e->plans[1].session_count, 9);
    assert_int_equal(e->plans[1].sessions[0].strength.sets, 3);
    assert_true(e->plans[1].sessions[7].technique.change[CALF_FOREFOOTNESS].times == 0);
    assert_int_equal(e->strategy_count, 4);
    assert_int_equal(e->strategies[2].volume_progression.deload_every, 4);
    assert_true(e->strategies[3].technique.change[CALF_CADENCE_RATIO].times == 1.05);
    assert_int_equal(e->output.daily, 3);
    assert_true(e->output.sore_day_mm == 10 && !e->output.runners);
    calf_experiment_destroy(e);
}

static void defaults_hold(void **state)
{
    (void)state;
    calf_experiment *e = parse("model: 1\ndays: 7\n" REST);
    assert_string_equal(e->title, "");
    assert_int_equal(e->seed, 1);
    assert_int_equal(e->history_days, 0);
    assert_int_equal(e->population.runners, 1000);
    assert_int_equal(e->population.worlds, 1);
    assert_int_equal(e->strategies[0].from_day, 0);
    assert_true(e->strategies[0].volume == 1 && e->strategies[0].intensity == 1);
    calf_plan *plan = expand(e, 0);
    assert_int_equal(calf_plan_session_count(plan), 0);
    calf_plan_destroy(plan);
    plan = expand(e, -1);
    assert_int_equal(calf_plan_session_count(plan), 0);
    calf_plan_destroy(plan);
    calf_experiment_destroy(e);
}

static void dose_is_read(void **state)
{
    (void)state;
    const char *text =
        "model: 1\ndays: 7\npopulation: {}\nplans: {p: {calendar: [{day: 2, hour: 9, dose: "
        "{du: 0.5}}, {day: 3, dose: {du: 1, duration_min: 20}}]}}\n"
        "strategies: [{name: s, plan: p}]\n";
    calf_experiment *e = parse(text);
    calf_plan *plan = expand(e, 0);
    assert_int_equal(calf_plan_session_count(plan), 2);
    const calf_session *first = calf_plan_session(plan, 0), *second = calf_plan_session(plan, 1);
    assert_true(first->kind == CALF_DOSE && first->due_h == 57);
    assert_true(first->dose.du == 0.5 && first->dose.duration_min == 30);
    assert_true(second->dose.du == 1 && second->dose.duration_min == 20);
    calf_plan_destroy(plan);
    calf_experiment_destroy(e);
    expect_round_trip(text);
}

static void resolved_text_reads_back(void **state)
{
    (void)state;
    expect_round_trip(example);
    expect_round_trip("model: 1\ndays: 7\nseed: 18446744073709551615\nstart: 2026-12-01\n" REST);
    expect_round_trip("model: 1\ndays: 1e3\npopulation: {cohort: {columns: [forefootness, "
                      "acute_gain], rows: [[0.1, 0.30000000000000004], [1, 2]]}, set: "
                      "{shoe_lift: -3}}\nplans: {p: {}}\nstrategies: [{name: s, plan: p}]\n");
    expect_round_trip(
        "model: 1\ndays: 7\npopulation: {vary: {frailty: {gamma: [1, 2]}, trunk_lean: {normal: "
        "[-2, 3], low: -10}, push_off: {uniform: [-1, 0.5]}, heel_contact: {beta: [2, 2], high: "
        "0.9}}}\nplans: {p: {calendar: [{day: 1, run: {pace_min_per_km: 5:30, distance_km: 5, "
        "technique: {trunk_lean: {times: 0.5, plus: 3}, shoe_lift: {plus: -2}}, treadmill: "
        "true}}]}}\nstrategies: [{name: s, plan: p, progression: {intensity: {weekly: 1.01}}}]\n"
        "output: {daily: []}\n");
}

static void strategies_round_trip(void **state)
{
    (void)state;
    expect_round_trip(
        "model: 1\ndays: 21\npopulation: {}\n"
        "plans: {p: {week: {tue: [{run: {distance_km: 8, intensity: 0.8}}],\n"
        "  wed: [{strength: {knee: bent, sets: 3, reps: 12}}],\n"
        "  fri: [{strength: {knee: straight, sets: 2, effort: 0.85, extra_load: 0.1}}],\n"
        "  sun: [{run: {duration_min: 100, speed_mps: 3}}]}}}\nstrategies:\n"
        "  - {name: a, plan: p, progression: {volume: {step: 0.1, up_to: 1.3, deload: {every: 3,\n"
        "      to: 0.7}, taper: {weeks: 2, to: 0.5}}, intensity: {weekly: 1.01, taper: {weeks: 1,\n"
        "      to: 0.9, before_day: 20}}}}\n"
        "  - {name: b, plan: p, long_run: {share_of_week: 0.4, of_longest: 1.1}}\n"
        "  - {name: c, plan: p, long_run: {of_longest: 1.2, days: 7}}\n"
        "  - {name: d, plan: p, long_run: {share_of_week: 0.5}}\n"
        "  - {name: e, plan: p, technique: {forefootness: 1}, progression: {technique: {from: 0.1,\n"
        "      weekly: 0.2, up_to: 0.4}}}\n"
        "  - {name: f, plan: p, strength: {sets: {plus: 1}, reps: {times: 1.5}, effort: 0.8},\n"
        "      progression: {reps: {step: 2, up_to: 30, deload: {every: 2, to: 0.5}}, extra_load:\n"
        "      {step: 0.1, up_to: 0.5}, effort: {weekly: 1.05, up_to: 1}, sets: {step: 1}}}\n");
}

static void any_text_round_trips(void **state)
{
    (void)state;
    static const char text[] =
        "title: \"q\\\" b\\\\ n\\n t\\t \\x01 \\x7F \\x85 \\u00e9 \\u2028 \\uFEFF \\uFFFE "
        "\\U0001F3C3 : # '\"\nmodel: 1\ndays: 7\npopulation: {}\n"
        "plans: {\"a \\\"plan\\\": \\n- #1\": {}}\n"
        "strategies: [{name: \"\\u00e4 {x}, [y]: *z\", plan: \"a \\\"plan\\\": \\n- #1\"}]\n";
    expect_round_trip(text);
    calf_experiment *first = parse(text);
    char *resolved = text_of(first);
    calf_experiment *second = parse(resolved);
    assert_string_equal(first->title, second->title);
    assert_string_equal(first->plans[0].name, second->plans[0].name);
    assert_string_equal(first->strategies[0].name, second->strategies[0].name);
    assert_string_equal(second->strategies[0].name, "\xC3\xA4 {x}, [y]: *z");
    free(resolved);
    calf_experiment_destroy(first);
    calf_experiment_destroy(second);
}

static void paces_and_repeats_are_written_out(void **state)
{
    (void)state;
    calf_experiment *e = parse(
        "model: 1\ndays: 7\npopulation: {}\nplans: {p: {calendar: [{day: 0, run: {grade_percent: "
        "2, segments: [{repeat: 2, of: [{distance_km: 1, pace_min_per_km: \"5:00\"}, {repeat: 3, "
        "of: [{duration_min: 1, pace_min_per_km: 4, grade_percent: 5}]}]}]}}]}}\n"
        "strategies: [{name: s, plan: p}]\n");
    const calf_planned_session *session = &e->plans[0].sessions[0];
    assert_int_equal(session->segment_count, 8);
    assert_true(session->segments[0].speed_mps == 1000.0 / 300);
    assert_true(session->segments[4].grade_percent == 2);
    assert_true(session->segments[7].speed_mps == 1000.0 / 240);
    assert_true(session->segments[7].grade_percent == 5);
    calf_experiment_destroy(e);
}

static void settings_override_the_file(void **state)
{
    (void)state;
    calf_experiment *e = parse_with(example, "days=28");
    assert_int_equal(e->days, 28);
    calf_experiment_destroy(e);
    e = parse_with(example, "strategies.1.volume=1.2");
    assert_true(e->strategies[1].volume == 1.2 && e->strategies[0].volume == 1);
    calf_experiment_destroy(e);
    e = parse_with(example, "frailty=2");
    assert_true(e->population.set[CALF_P_frailty] == 2);
    assert_true(e->population.set[CALF_P_threshold_speed] == 3.4);
    calf_experiment_destroy(e);
    e = parse_with(example, "strategies.0.progression.volume.weekly=1.05");
    assert_true(e->strategies[0].volume_progression.weekly == 1.05);
    calf_experiment_destroy(e);
    e = parse_with(example, "strategies.0.progression.intensity.step=0.02");
    assert_true(e->strategies[0].intensity_progression.step == 0.02);
    calf_experiment_destroy(e);
    e = parse_with(example, "strategies.0.strength.reps.times=1.5");
    assert_true(e->strategies[0].strength[CALF_STRENGTH_REPS].times == 1.5);
    calf_experiment_destroy(e);
    e = parse_with(example, "output={runners: true, daily: [hazard]}");
    assert_true(e->output.runners && e->output.daily == 4);
    calf_experiment_destroy(e);
    e = parse_with(example, "title=");
    assert_string_equal(e->title, "");
    calf_experiment_destroy(e);
}

static void settings_reach_entries_by_name(void **state)
{
    (void)state;
    calf_experiment *e = parse_with(example, "strategies.heel raises.volume=1.2");
    for (size_t i = 0; i < e->strategy_count; i++)
        assert_true(e->strategies[i].volume == (i == 1 ? 1.2 : 1));
    calf_experiment_destroy(e);
    e = parse_with(example, "strategies.all.technique.push_off.plus=0.5");
    for (size_t i = 0; i < e->strategy_count; i++)
        assert_true(e->strategies[i].technique.change[CALF_PUSH_OFF].plus == 0.5);
    assert_true(e->strategies[3].technique.change[CALF_CADENCE_RATIO].times == 1.05);
    calf_experiment_destroy(e);
    // an index, although it is a name, too; and "all" is no name
    static const char named[] = "model: 1\ndays: 7\npopulation: {}\nplans: {p: {}}\n"
                                "strategies: [{name: \"1\", plan: p}, {name: all, plan: p}]\n";
    e = parse_with(named, "strategies.1.volume=2");
    assert_true(e->strategies[0].volume == 1 && e->strategies[1].volume == 2);
    calf_experiment_destroy(e);
    e = parse_with(named, "strategies.all.volume=2");
    assert_true(e->strategies[0].volume == 2 && e->strategies[1].volume == 2);
    calf_experiment_destroy(e);
}

// What is set for all entries is shared between them until one of them is changed.
static void settings_for_all_can_be_overridden(void **state)
{
    (void)state;
    const char *const settings[] = {"strategies.all.technique={push_off: 0.5}",
        "strategies.one.technique.push_off=0.25", "strategies.one.technique.trunk_lean=3"};
    calf_experiment *e;
    assert_int_equal(calf_experiment_parse("model: 1\ndays: 7\npopulation: {}\nplans: {p: {}}\n"
                                           "strategies: [{name: one, plan: p}, {name: two, plan: "
                                           "p}]\n",
                         "exp.yaml", settings, 3, &e),
        CALF_OK);
    const calf_technique_change *one = e->strategies[0].technique.change;
    const calf_technique_change *two = e->strategies[1].technique.change;
    assert_true(one[CALF_PUSH_OFF].plus == 0.25 && one[CALF_TRUNK_LEAN].plus == 3);
    assert_true(two[CALF_PUSH_OFF].plus == 0.5 && two[CALF_TRUNK_LEAN].times == 1);
    calf_experiment_destroy(e);
}

static void settings_leave_aliases_alone(void **state)
{
    (void)state;
    calf_experiment *e = parse_with(
        "model: 1\ndays: 7\npopulation: {}\nplans: {p: &p {week: &w {mon: &m [{mobility: "
        "{roll_min: 5}}]}}, q: *p}\nstrategies: [{name: s, plan: p}]\n",
        "plans.q.week.mon.0.mobility.roll_min=9");
    assert_true(e->plans[0].sessions[0].mobility.roll_min == 5);
    assert_true(e->plans[1].sessions[0].mobility.roll_min == 9);
    calf_experiment_destroy(e);
}

static char folder[] = "/tmp/calf-test-XXXXXX";

static void write_file(const char *name, const char *text, char path[100])
{
    snprintf(path, 100, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void cohorts_come_from_csv(void **state)
{
    (void)state;
    char path[100], csv_path[100];
    assert_non_null(mkdtemp(folder));
    write_file("club.csv",
        "\xEF\xBB\xBF# our club\r\n\r\n\"threshold_speed\", forefootness\r\n3.5,0.25\r\n# no\r\n"
        " \"4\" ,\"1e-1\"\r\n",
        csv_path);
    write_file("exp.yaml",
        "model: 1\ndays: 7\npopulation: {cohort: club.csv, runners: 2, set: {frailty: 1}}\n"
        "plans: {p: {}}\nstrategies: [{name: s, plan: p}]\n",
        path);
    calf_experiment *e;
    if (calf_experiment_read(path, NULL, 0, &e) != CALF_OK)
        fail_msg("%s", calf_error_text());
    const calf_cohort *cohort = &e->population.cohort;
    assert_int_equal(cohort->columns, 2);
    assert_int_equal(cohort->rows, 2);
    assert_int_equal(cohort->column[1], CALF_P_forefootness);
    assert_true(cohort->values[0] == 3.5 && cohort->values[3] == 0.1);
    assert_int_equal(e->population.runners, 2);
    char *resolved = text_of(e);
    expect_round_trip(resolved);
    free(resolved);
    calf_experiment_destroy(e);
    unlink(path);
    unlink(csv_path);
    rmdir(folder);
}

static void numbers_are_plain_decimals(void **state)
{
    (void)state;
    static const char *const good[] = {"0", "-1", "+2.5", ".5", "5.", "1e3", "1.74E-4"};
    static const char *const bad[] = {
        "", " 1", "1 ", "0x10", "nan", "inf", "1e", "1e999", "1,5", "--1", ".", "1_000", "e5"};
    char text[CALF_NUMBER_TEXT];
    double value;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(calf_number_parse(good[i], &value) && value == strtod(good[i], NULL));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(calf_number_parse(bad[i], &value));
    assert_string_equal(calf_number_text(0.1, text), "0.1");
    assert_string_equal(calf_number_text(0.1 + 0.2, text), "0.30000000000000004");
    if (setlocale(LC_ALL, "de_DE.UTF-8")) {
        assert_string_equal(calf_number_text(0.5, text), "0.5");
        assert_true(calf_number_parse("0.5", &value) && value == 0.5);
        setlocale(LC_ALL, "C");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(example_is_read),
        cmocka_unit_test(defaults_hold),
        cmocka_unit_test(dose_is_read),
        cmocka_unit_test(resolved_text_reads_back),
        cmocka_unit_test(strategies_round_trip),
        cmocka_unit_test(any_text_round_trips),
        cmocka_unit_test(paces_and_repeats_are_written_out),
        cmocka_unit_test(settings_override_the_file),
        cmocka_unit_test(settings_reach_entries_by_name),
        cmocka_unit_test(settings_for_all_can_be_overridden),
        cmocka_unit_test(settings_leave_aliases_alone),
        cmocka_unit_test(cohorts_come_from_csv),
        cmocka_unit_test(numbers_are_plain_decimals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
