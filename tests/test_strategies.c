// SPDX-License-Identifier: GPL-3.0-or-later
// What strategies make of a plan by week: progressions, tapers, long runs, a new technique,
// strength.
#include "calendars.h"

#include <math.h>
#include <stdio.h>

// Ten km a day on Mondays under a strategy with these keys: km of each week.
static void expect_weeks(const char *keys, const double *km, size_t weeks)
{
    char text[600];
    snprintf(text, sizeof text,
        "model: 1\ndays: %zu\npopulation: {}\nplans: {p: {week: {mon: [{run: {distance_km: 10, "
        "speed_mps: 3}}]}}}\nstrategies: [{name: s, plan: p, %s}]\n",
        7 * weeks, keys);
    calf_experiment *e = parse(text);
    calf_plan *plan = expand(e, 0);
    assert_int_equal(calf_plan_session_count(plan), weeks);
    for (size_t week = 0; week < weeks; week++) {
        const double got = calf_plan_session(plan, week)->run.segments->distance_km;
        if (!(fabs(got - km[week]) < 1e-12))
            fail_msg("%s: week %zu has %.17g km for %.17g", keys, week, got, km[week]);
    }
    calf_plan_destroy(plan);
    calf_experiment_destroy(e);
}

// Expected numbers by hand.
static void progressions_step_and_end(void **state)
{
    (void)state;
    static const double step[] = {10, 10.5, 11, 11.5};
    expect_weeks("progression: {volume: {step: 0.05}}", step, 4);
    static const double deload[] = {8, 8.8, 0.5 * 8.8, 9.6, 10.4, 0.5 * 10.4};
    expect_weeks(
        "volume: 0.8, progression: {volume: {step: 0.1, deload: {every: 3, to: 0.5}}}", deload, 6);
    static const double end[] = {10, 12, 14.4, 15, 0.5 * 15, 15};
    expect_weeks(
        "progression: {volume: {weekly: 1.2, up_to: 1.5, deload: {every: 5, to: 0.5}}}", end, 6);
    static const double step_end[] = {10, 12, 13, 13};
    expect_weeks("progression: {volume: {weekly: 1, step: 0.2, up_to: 1.3}}", step_end, 4);
    static const double falling[] = {10, 9, 8.1};
    expect_weeks("progression: {volume: {weekly: 0.9, up_to: 1.5}}", falling, 3);
}

static void tapers_fall_by_week(void **state)
{
    (void)state;
    static const double two[] = {10, 10, 7.5, 5};
    expect_weeks("progression: {volume: {taper: {weeks: 2, to: 0.5}}}", two, 4);
    // Mondays are days 0, 7, ...; weeks before day 22 begin on days 15, 8 and 1
    static const double three[] = {10, 11 * 0.8, 12 * 0.6, 13 * 0.4, 14, 15};
    expect_weeks(
        "progression: {volume: {step: 0.1, taper: {weeks: 3, to: 0.4, before_day: 22}}}", three, 6);
    static const double end[] = {10, 10, 0.5 * 10, 10};
    expect_weeks("progression: {volume: {taper: {weeks: 1, to: 0.5, before_day: 15}}}", end, 4);
    static const double day_after[] = {10, 0.5 * 10, 10, 10};
    expect_weeks(
        "progression: {volume: {taper: {weeks: 1, to: 0.5, before_day: 14}}}", day_after, 4);
    static const double late[] = {10, 0.6 * 10};
    expect_weeks("from_day: 7, progression: {volume: {taper: {weeks: 5, to: 0.6}}}", late, 2);
}

static void intensity_steps_and_tapers(void **state)
{
    (void)state;
    calf_experiment *e = parse(
        "model: 1\ndays: 28\npopulation: {}\nplans: {p: {week: {mon: [{run: {distance_km: 10, "
        "speed_mps: 3}}]}}}\nstrategies: [{name: s, plan: p, intensity: 1.1, progression: "
        "{intensity: {step: 0.02, up_to: 1.03, taper: {weeks: 1, to: 0.9}}}}]\n");
    static const double factor[] = {1, 1.02, 1.03, 1.03 * 0.9};
    calf_plan *plan = expand(e, 0);
    for (size_t week = 0; week < 4; week++) {
        const calf_segment *run = calf_plan_session(plan, week)->run.segments;
        assert_true(run->distance_km == 10);
        assert_true(fabs(run->speed_mps - 3.3 * factor[week]) < 1e-12);
    }
    calf_plan_destroy(plan);
    calf_experiment_destroy(e);
}

// A plan for the caps: 6 km on Tuesdays, an hour at threshold of the default runner (3.6 m/s, so
// 12.96 km) on Thursdays, 20 km of two segments on Sundays, a race of 30 km on the morning of day
// 10, also a Thursday, if there is such a day.
static calf_experiment *capped(int days, int history_days, const char *keys)
{
    char text[800];
    snprintf(text, sizeof text,
        "model: 1\ndays: %d\nhistory: {days: %d, plan: h}\npopulation: {}\nplans:\n"
        "  h: {week: {sun: [{run: {distance_km: 9, intensity: 0.8}}]}}\n"
        "  p: {week: {tue: [{run: {distance_km: 6, intensity: 0.8}}], thu: [{run: {duration_min: "
        "60, intensity: 1}}], sun: [{run: {segments: [{distance_km: 15, speed_mps: 3}, "
        "{distance_km: 5, speed_mps: 2.5}]}}]},\n"
        "      calendar: [%s]}\nstrategies: [{name: s, plan: p, %s}]\n",
        days, history_days,
        days > 10 ? "{day: 10, hour: 9, run: {distance_km: 30, intensity: 0.9}}" : "", keys);
    return parse(text);
}

// Distances of the runs of a calendar for the default runner, in order.
static void expect_km(calf_experiment *e, const double *km, size_t runs)
{
    calf_plan *plan = expand(e, 0);
    assert_int_equal(calf_plan_session_count(plan), runs);
    for (size_t k = 0; k < runs; k++) {
        const calf_run *run = &calf_plan_session(plan, k)->run;
        double got = 0;
        for (size_t i = 0; i < run->segment_count; i++)
            got += run->segments[i].distance_km + run->segments[i].duration_min * 60 * 3.6 / 1000;
        if (!(fabs(got - km[k]) < 1e-12))
            fail_msg("run %zu has %.17g km for %.17g", k, got, km[k]);
        if (run->segment_count == 2)
            assert_true(
                fabs(run->segments[0].distance_km - 3 * run->segments[1].distance_km) < 1e-12);
    }
    calf_plan_destroy(plan);
    calf_experiment_destroy(e);
}

// A share s of the week: at most s/(1 - s) times the other runs. By hand: 18.96 km beside the
// Sunday run; the race adds 30 km to the second week and is not cut itself. The last week counts
// in full although the experiment ends on its Thursday.
static void long_runs_keep_to_their_share_of_the_week(void **state)
{
    (void)state;
    const double km[] = {6, 12.96, 0.4 / 0.6 * 18.96, 6, 30, 12.96, 20, 6, 12.96};
    expect_km(capped(18, 0, "long_run: {share_of_week: 0.4}"), km, 9);
    // weeks from day 4, a Friday
    const double third[] = {6, 12.96, 1.0 / 9 * 18.96};
    expect_km(capped(7, 0, "long_run: {share_of_week: 0.1}, from_day: 4"), third, 3);
    const double scaled[] = {6, 12.96, 0.5 * 0.3 / 0.7 * 18.96, 3};
    expect_km(capped(10, 0, "long_run: {share_of_week: 0.3}, from_day: 4, volume: 0.5"), scaled, 4);
    const double whole[] = {6, 12.96, 20};
    expect_km(capped(7, 0, "long_run: {share_of_week: 1}"), whole, 3);
}

// The only run of a week is not cut, whatever its share.
static void a_single_run_has_no_share(void **state)
{
    (void)state;
    static const double km[] = {10, 10};
    expect_weeks("long_run: {share_of_week: 0.05}", km, 2);
}

// At most 1.1 times the longest of the days before, as lived: 9 km on day -1. The race counts from
// the next day on, and is not cut itself.
static void long_runs_keep_to_the_longest_before(void **state)
{
    (void)state;
    const double second = 1.1 * 9, third = 1.1 * second;
    const double km[] = {6, second, third, 6, 30, 1.1 * third, 20};
    expect_km(capped(14, 7, "long_run: {of_longest: 1.1}"), km, 7);
    // without a history the first run is as planned
    const double fresh[] = {6, 6.6, 1.1 * 6.6};
    expect_km(capped(7, 0, "long_run: {of_longest: 1.1}"), fresh, 3);
    // and so is a run after days of none
    const double two_days[] = {6, 1.5 * 6, 20};
    expect_km(capped(7, 0, "long_run: {of_longest: 1.5, days: 2}"), two_days, 3);
    // before from_day runs are as planned, and count
    const double later[] = {6, 12.96, 1.25 * 12.96};
    expect_km(capped(7, 0, "long_run: {of_longest: 1.25}, from_day: 4"), later, 3);
    // two runs on one day do not count for one another
    static const double day[] = {5, 8};
    calf_experiment *e =
        parse("model: 1\ndays: 7\npopulation: {}\nplans: {p: {week: {mon: [{run: "
              "{distance_km: 5, intensity: 1}}, {run: {distance_km: 8, intensity: "
              "1}}]}}}\nstrategies: [{name: s, plan: p, long_run: {of_longest: 1}}]\n");
    expect_km(e, day, 2);
    const double both[] = {6, 6.6, 0.25 / 0.75 * 18.96};
    expect_km(capped(7, 0, "long_run: {of_longest: 1.1, share_of_week: 0.25}"), both, 3);
}

// Runs of 1 km, 10 min at threshold (2.16 km of the default runner) and 2 km, on four Mondays.
static calf_plan *changing_over(const char *keys)
{
    char text[600];
    snprintf(text, sizeof text,
        "model: 1\ndays: 28\npopulation: {}\nplans: {p: {week: {mon: [{run: {technique: "
        "{cadence_ratio: {times: 1.1}}, segments: [{distance_km: 1, speed_mps: 3}, {duration_min: "
        "10, intensity: 1}, {distance_km: 2, intensity: 0.8}]}}]}}}\nstrategies: [{name: s, plan: "
        "p, %s}]\n",
        keys);
    calf_experiment *e = parse(text);
    calf_plan *plan = expand(e, 0);
    calf_experiment_destroy(e);
    assert_int_equal(calf_plan_session_count(plan), 4);
    return plan;
}

static void expect_segment(const calf_segment *segment, double km, double minutes)
{
    assert_true(fabs(segment->distance_km - km) < 1e-12);
    assert_true(fabs(segment->duration_min - minutes) < 1e-12);
}

// Shares 0.1, 0.4, 0.7 and 0.8 of 5.16 km: the change falls into the first segment, the second, the
// third, and the third.
static void technique_is_changed_over_by_week(void **state)
{
    (void)state;
    calf_plan *plan =
        changing_over("technique: {forefootness: 1, cadence_ratio: {plus: 0.02}}, "
                      "progression: {technique: {from: 0.1, weekly: 0.3, up_to: 0.8}}");
    for (size_t week = 0; week < 4; week++) {
        const calf_run *run = &calf_plan_session(plan, week)->run;
        const calf_technique_change *first = run->technique.change, *later = run->later.change;
        assert_int_equal(run->segment_count, 4);
        assert_true(first[CALF_FOREFOOTNESS].times == 0 && first[CALF_FOREFOOTNESS].plus == 1);
        assert_true(later[CALF_FOREFOOTNESS].times == 1 && later[CALF_FOREFOOTNESS].plus == 0);
        // the session's own technique holds for both parts
        assert_true(first[CALF_CADENCE_RATIO].times == 1.1);
        assert_true(fabs(first[CALF_CADENCE_RATIO].plus - 0.022) < 1e-15);
        assert_true(later[CALF_CADENCE_RATIO].times == 1.1);
        assert_true(later[CALF_CADENCE_RATIO].plus == 0);
    }
    const calf_run *run = &calf_plan_session(plan, 0)->run;
    assert_int_equal(run->later_from, 1);
    expect_segment(&run->segments[0], 0.516, 0);
    expect_segment(&run->segments[1], 1 - 0.516, 0);
    expect_segment(&run->segments[2], 0, 10);
    expect_segment(&run->segments[3], 2, 0);
    run = &calf_plan_session(plan, 1)->run;
    assert_int_equal(run->later_from, 2);
    expect_segment(&run->segments[1], 0, (0.4 * 5.16 - 1) / 2.16 * 10);
    expect_segment(&run->segments[2], 0, 10 - (0.4 * 5.16 - 1) / 2.16 * 10);
    assert_true(run->segments[2].intensity == 1);
    run = &calf_plan_session(plan, 3)->run;
    assert_int_equal(run->later_from, 3);
    expect_segment(&run->segments[2], 0.8 * 5.16 - 3.16, 0);
    expect_segment(&run->segments[3], 0.2 * 5.16, 0);
    calf_plan_destroy(plan);
}

// Runs of a calendar that is written down with these keys are those written down with the others.
static void expect_same_runs(const char *keys, const char *others)
{
    calf_plan *a = changing_over(keys), *b = changing_over(others);
    for (size_t k = 0; k < 4; k++) {
        const calf_run *x = &calf_plan_session(a, k)->run, *y = &calf_plan_session(b, k)->run;
        assert_int_equal(x->segment_count, y->segment_count);
        assert_memory_equal(x->segments, y->segments, x->segment_count * sizeof *x->segments);
        assert_int_equal(x->later_from, y->later_from);
        assert_memory_equal(&x->technique, &y->technique, sizeof x->technique);
    }
    calf_plan_destroy(a);
    calf_plan_destroy(b);
}

static void all_or_nothing_is_one_technique(void **state)
{
    (void)state;
    const char *plain = "technique: {forefootness: 1}";
    expect_same_runs(
        "technique: {forefootness: 1}, progression: {technique: {from: 1, weekly: 0}}", plain);
    expect_same_runs("technique: {forefootness: 1}, progression: {technique: {from: 0, weekly: 0}}",
        "volume: 1");
    expect_same_runs("technique: {forefootness: 1}, progression: {technique: {from: 0.5, weekly: "
                     "0.5, up_to: 0}}",
        "volume: 1");
    // parts shorter than a segment may be: 5 m of the first one, and all but 5 m of the last one
    expect_same_runs(
        "technique: {forefootness: 1}, progression: {technique: {from: 0.001, weekly: 0}}",
        "volume: 1");
    expect_same_runs(
        "technique: {forefootness: 1}, progression: {technique: {from: 0.999, weekly: 0}}", plain);
    // nothing to change to
    expect_same_runs("technique: {forefootness: {times: 1}}, progression: {technique: {from: 0.5, "
                     "weekly: 0}}",
        "volume: 1");
}

typedef struct raises {
    int sets, reps;
    double extra_load, effort;
} raises;

// Mondays with 3 x 15 at 0.1 and Tuesdays with 2 sets to an effort of 0.7, both for some weeks.
static void expect_raises(const char *keys, const raises *expected, size_t weeks)
{
    char text[800];
    snprintf(text, sizeof text,
        "model: 1\ndays: %zu\npopulation: {}\nplans: {p: {week: {mon: [{strength: {knee: bent, "
        "sets: 3, reps: 15, extra_load: 0.1}}], tue: [{strength: {knee: straight, sets: 2, effort: "
        "0.7}}]}}}\nstrategies: [{name: s, plan: p, %s}]\n",
        7 * weeks, keys);
    calf_experiment *e = parse(text);
    calf_plan *plan = expand(e, 0);
    assert_int_equal(calf_plan_session_count(plan), 2 * weeks);
    for (size_t k = 0; k < 2 * weeks; k++) {
        const calf_strength *got = &calf_plan_session(plan, k)->strength;
        const raises *want = &expected[k];
        if (got->sets != want->sets || got->reps != want->reps ||
            !(fabs(got->extra_load - want->extra_load) < 1e-12) ||
            !(fabs(got->effort - want->effort) < 1e-12))
            fail_msg("%s: session %zu is %d x %d, %g, %g", keys, k, got->sets, got->reps,
                got->extra_load, got->effort);
    }
    calf_plan_destroy(plan);
    calf_experiment_destroy(e);
}

// Expected numbers by hand; without repetitions of its own a set has at most 500.
static void strategies_change_strength(void **state)
{
    (void)state;
    static const raises own[] = {{3, 15, 0.1, 0}, {2, 500, 0, 0.7}};
    expect_raises("volume: 1", own, 1);
    static const raises replaced[] = {{4, 20, 0.3, 0}, {4, 500, 0.3, 0.9}};
    expect_raises("strength: {sets: 4, reps: 20, extra_load: 0.3, effort: 0.9}", replaced, 1);
    // 1.5 * 3 + 1 = 5.5 is rounded up, 1.5 * 2 + 1 = 4; 1.1 * 15 - 2 = 14.5, so 15
    static const raises changed[] = {{6, 15, 0.15, 0}, {4, 500, 0.05, 0.35}};
    expect_raises("strength: {sets: {times: 1.5, plus: 1}, reps: {times: 1.1, plus: -2}, "
                  "extra_load: {plus: 0.05}, effort: {times: 0.5}}",
        changed, 1);
    // cut to what is allowed
    static const raises cut[] = {{1, 150, 0, 0}, {1, 500, 0, 1}};
    expect_raises(
        "strength: {sets: {plus: -9}, reps: {times: 10}, extra_load: {plus: -1}, effort: {times: 9}}",
        cut, 1);
    static const raises later[] = {
        {3, 15, 0.1, 0}, {2, 500, 0, 0.7}, {3, 18, 0.1, 0}, {2, 500, 0, 0.7}};
    expect_raises("from_day: 7, strength: {reps: {times: 1.2}}", later, 2);
}

static void strength_grows_by_week(void **state)
{
    (void)state;
    // 15, 17, 19, half of that, 21, 22
    static const raises steps[] = {{3, 15, 0.1, 0}, {2, 500, 0, 0.7}, {3, 17, 0.15, 0},
        {2, 500, 0.05, 0.75}, {3, 19, 0.2, 0}, {2, 500, 0.1, 0.8}, {3, 10, 0.25, 0},
        {2, 500, 0.15, 0.8}, {3, 21, 0.25, 0}, {2, 500, 0.2, 0.8}, {3, 22, 0.25, 0},
        {2, 500, 0.25, 0.8}};
    expect_raises("progression: {reps: {step: 2, up_to: 22, deload: {every: 4, to: 0.5}}, "
                  "extra_load: {step: 0.05, up_to: 0.25}, effort: {step: 0.05, up_to: 0.8}}",
        steps, 6);
    // 18, then 19.8 and 21.78; 0.11, 0.121; sets of 3.6 and 4.32, of 2.4 and 2.88
    static const raises weekly[] = {{3, 18, 0.1, 0}, {2, 500, 0, 0.7}, {4, 20, 0.11, 0},
        {2, 500, 0, 0.77}, {4, 22, 0.121, 0}, {3, 500, 0, 0.847}};
    expect_raises("strength: {reps: {times: 1.2}}, progression: {sets: {weekly: 1.2}, reps: "
                  "{weekly: 1.1}, extra_load: {weekly: 1.1}, effort: {weekly: 1.1}}",
        weekly, 3);
    // what is beyond the end already does not grow
    static const raises beyond[] = {
        {3, 15, 0.1, 0}, {2, 500, 0, 0.7}, {3, 15, 0.1, 0}, {2, 500, 0, 0.7}};
    expect_raises("progression: {reps: {step: 2, up_to: 12}}", beyond, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(progressions_step_and_end),
        cmocka_unit_test(tapers_fall_by_week),
        cmocka_unit_test(intensity_steps_and_tapers),
        cmocka_unit_test(long_runs_keep_to_their_share_of_the_week),
        cmocka_unit_test(a_single_run_has_no_share),
        cmocka_unit_test(long_runs_keep_to_the_longest_before),
        cmocka_unit_test(technique_is_changed_over_by_week),
        cmocka_unit_test(all_or_nothing_is_one_technique),
        cmocka_unit_test(strategies_change_strength),
        cmocka_unit_test(strength_grows_by_week),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
