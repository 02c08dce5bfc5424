// SPDX-License-Identifier: GPL-3.0-or-later
// Plans: order, gaps to runs, ranges, technique.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <calfsim/plan.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

static const calf_segment easy = {.distance_km = 8, .intensity = 0.8};
static const calf_strength raises = {
    .knee = CALF_KNEE_STRAIGHT, .sets = 3, .reps = 15, .rest_s = 90};
static const calf_mobility rolling = {5, 0};

static calf_run run_of(const calf_segment *segment)
{
    return (calf_run){.segments = segment, .segment_count = 1, .technique = calf_technique_own()};
}

static int setup(void **state)
{
    return calf_plan_create((calf_plan **)state) == CALF_OK ? 0 : -1;
}

static int teardown(void **state)
{
    calf_plan_destroy(*state);
    return 0;
}

static void add_run(calf_plan *plan, int day, double hour)
{
    const calf_run run = run_of(&easy);
    assert_int_equal(calf_plan_add_run(plan, day, hour, &run), CALF_OK);
}

static void add_strength(calf_plan *plan, int day, double hour)
{
    assert_int_equal(calf_plan_add_strength(plan, day, hour, &raises), CALF_OK);
}

static double gap_at(const calf_plan *plan, size_t index)
{
    assert_int_equal(calf_plan_session(plan, index)->kind, CALF_STRENGTH);
    return calf_plan_session(plan, index)->run_gap_h;
}

static void sessions_come_in_order(void **state)
{
    calf_plan *plan = *state;
    const double due_h[] = {-30, 18, 18, 18, 42};
    const calf_session_kind kinds[] = {
        CALF_RUN, CALF_STRENGTH, CALF_RUN, CALF_MOBILITY, CALF_STRENGTH};
    add_strength(plan, 1, 18);
    add_strength(plan, 0, 18);
    add_run(plan, 0, 18);
    assert_int_equal(calf_plan_add_mobility(plan, 0, 18, &rolling), CALF_OK);
    add_run(plan, -2, 18);
    assert_int_equal(calf_plan_session_count(plan), 5);
    for (size_t i = 0; i < 5; i++) {
        assert_true(calf_plan_session(plan, i)->due_h == due_h[i]);
        assert_int_equal(calf_plan_session(plan, i)->kind, kinds[i]);
    }
}

static void gap_is_to_nearest_run(void **state)
{
    calf_plan *plan = *state;
    add_strength(plan, 2, 12);
    assert_true(isinf(gap_at(plan, 0)));
    add_run(plan, 4, 12);
    assert_true(gap_at(plan, 0) == 48);
    add_run(plan, 2, 6);
    assert_true(gap_at(plan, 1) == 6);
    add_run(plan, 2, 14.5);
    assert_true(gap_at(plan, 1) == 2.5);
    add_run(plan, 0, 0);
    assert_true(gap_at(plan, 2) == 2.5);
    add_strength(plan, 0, 5);
    assert_true(gap_at(plan, 1) == 5);
    add_strength(plan, 4, 12);
    assert_true(gap_at(plan, 6) == 0);
}

// The gaps of a plan built in a scrambled order are those that a search over all pairs finds.
static void gaps_agree_with_search(void **state)
{
    calf_plan *plan = *state;
    uint32_t random = 12345;
    for (int i = 0; i < 400; i++) {
        random = random * 1664525u + 1013904223u;
        int day = (int)(random >> 20) % 60 - 30;
        double hour = (double)((random >> 8) % 48) / 2;
        if (random >> 30 == 0)
            add_run(plan, day, hour);
        else
            add_strength(plan, day, hour);
    }
    for (size_t i = 0; i < calf_plan_session_count(plan); i++) {
        const calf_session *session = calf_plan_session(plan, i);
        double nearest = HUGE_VAL;
        for (size_t k = 0; k < calf_plan_session_count(plan); k++)
            if (calf_plan_session(plan, k)->kind == CALF_RUN)
                nearest = fmin(nearest, fabs(calf_plan_session(plan, k)->due_h - session->due_h));
        if (session->kind == CALF_STRENGTH)
            assert_true(session->run_gap_h == nearest);
        if (i > 0)
            assert_true(calf_plan_session(plan, i - 1)->due_h <= session->due_h);
    }
}

static void segments_are_copied(void **state)
{
    calf_plan *plan = *state;
    calf_segment segment = easy;
    const calf_run run = run_of(&segment);
    assert_int_equal(calf_plan_add_run(plan, 0, 18, &run), CALF_OK);
    segment.distance_km = 99;
    assert_true(calf_plan_session(plan, 0)->run.segments[0].distance_km == 8);
}

static void bad_segments_are_refused(void **state)
{
    static const struct {
        calf_segment segment;
        const char *says;
    } cases[] = {
        {{0, 0, 0.8, 0, 0}, "exactly one of distance_km and duration_min"},
        {{8, 30, 0.8, 0, 0}, "exactly one of distance_km and duration_min"},
        {{8, 0, 0, 0, 0}, "exactly one of intensity and speed_mps"},
        {{8, 0, 0.8, 3, 0}, "exactly one of intensity and speed_mps"},
        {{501, 0, 0.8, 0, 0}, "distance_km: 501 is out of range; allowed: 0.01 to 500"},
        {{-1, 0, 0.8, 0, 0}, "distance_km: -1 is out of range"},
        {{0, 2881, 0.8, 0, 0}, "duration_min: 2881 is out of range; allowed: 0.05 to 2880"},
        {{8, 0, 2.1, 0, 0}, "intensity: 2.1 is out of range; allowed: 0.2 to 2"},
        {{8, 0, 0, 13, 0}, "speed_mps: 13 is out of range; allowed: 0.5 to 12"},
        {{8, 0, 0.8, 0, -46}, "grade_percent: -46 is out of range; allowed: -30 to 30"},
        {{8, 0, 0.8, 0, (double)NAN}, "grade_percent: nan is out of range"},
        {{8, 0, (double)NAN, 0, 0}, "intensity: nan is out of range"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const calf_run run = run_of(&cases[i].segment);
        assert_int_equal(calf_plan_add_run(*state, 0, 18, &run), CALF_BAD_INPUT);
        if (!strstr(calf_error_text(), cases[i].says))
            fail_msg("'%s' does not say '%s'", calf_error_text(), cases[i].says);
    }
    assert_int_equal(calf_plan_session_count(*state), 0);
}

static void expect_refusal(calf_status status, const char *says)
{
    assert_int_equal(status, CALF_BAD_INPUT);
    if (!strstr(calf_error_text(), says))
        fail_msg("'%s' does not say '%s'", calf_error_text(), says);
}

static void other_ranges_are_checked(void **state)
{
    calf_plan *plan = *state;
    calf_run run = {.segments = &easy, .segment_count = 0, .technique = calf_technique_own()};
    expect_refusal(calf_plan_add_run(plan, 0, 18, &run), "segments: 0 is out of range");
    run.segment_count = 1;
    expect_refusal(calf_plan_add_run(plan, 0, 24, &run),
        "hour: 24 is out of range; allowed: "
        "0 to below 24");
    expect_refusal(calf_plan_add_run(plan, 40000, 1, &run), "day: 40000 is out of range");
    run.technique.change[0].times = -1;
    expect_refusal(calf_plan_add_run(plan, 0, 18, &run), "composed_times: -1 is out of range");
    calf_strength strength = raises;
    strength.sets = 51;
    expect_refusal(calf_plan_add_strength(plan, 0, 18, &strength), "sets: 51");
    strength = raises;
    strength.reps = 0;
    expect_refusal(calf_plan_add_strength(plan, 0, 18, &strength), "reps: 0");
    strength = raises;
    strength.rest_s = 3601;
    expect_refusal(calf_plan_add_strength(plan, 0, 18, &strength), "rest_s: 3601");
    strength = raises;
    strength.extra_load = -0.1;
    expect_refusal(calf_plan_add_strength(plan, 0, 18, &strength), "extra_load: -0.1");
    strength = raises;
    strength.effort = 1.1;
    expect_refusal(calf_plan_add_strength(plan, 0, 18, &strength), "effort: 1.1 is out of range");
    strength = raises;
    strength.knee = (calf_knee)2;
    expect_refusal(calf_plan_add_strength(plan, 0, 18, &strength), "straight, bent");
    calf_mobility mobility = {0, 0};
    expect_refusal(calf_plan_add_mobility(plan, 0, 18, &mobility), "must be above 0");
    mobility.stretch_min = 241;
    expect_refusal(calf_plan_add_mobility(plan, 0, 18, &mobility), "stretch_min: 241");
    assert_int_equal(calf_plan_session_count(plan), 0);
}

static void a_later_technique_is_checked(void **state)
{
    calf_plan *plan = *state;
    const calf_segment two[] = {easy, easy};
    calf_run run = {.segments = two,
        .segment_count = 2,
        .technique = calf_technique_own(),
        .later_from = 2,
        .later = calf_technique_own()};
    expect_refusal(
        calf_plan_add_run(plan, 0, 18, &run), "later_from: 2 is out of range; allowed: 0 to 1");
    run.later_from = 1;
    run.later.change[0].times = -1;
    expect_refusal(calf_plan_add_run(plan, 0, 18, &run), "composed_times: -1 is out of range");
    run.later = (calf_technique){0};
    expect_refusal(calf_plan_add_run(plan, 0, 18, &run), "technique: all zero");
    run.later_from = 0;
    assert_int_equal(calf_plan_add_run(plan, 0, 18, &run), CALF_OK);
}

static void technique_composes(void **state)
{
    (void)state;
    calf_technique first = calf_technique_own(), second = calf_technique_own();
    first.change[CALF_CADENCE_RATIO] = (calf_technique_change){1.05, 0.01};
    second.change[CALF_CADENCE_RATIO] = (calf_technique_change){2, 0.5};
    second.change[CALF_FOREFOOTNESS] = (calf_technique_change){0, 0.7};
    const calf_technique both = calf_technique_then(first, second);
    const double own = 0.98;
    const calf_technique_change cadence = both.change[CALF_CADENCE_RATIO];
    assert_true(fabs(own * cadence.times + cadence.plus - ((own * 1.05 + 0.01) * 2 + 0.5)) < 1e-15);
    assert_true(both.change[CALF_FOREFOOTNESS].times == 0);
    assert_true(both.change[CALF_FOREFOOTNESS].plus == 0.7);
    assert_true(both.change[CALF_TRUNK_LEAN].times == 1);
    assert_true(both.change[CALF_TRUNK_LEAN].plus == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sessions_come_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(gap_is_to_nearest_run, setup, teardown),
        cmocka_unit_test_setup_teardown(gaps_agree_with_search, setup, teardown),
        cmocka_unit_test_setup_teardown(segments_are_copied, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_segments_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(other_ranges_are_checked, setup, teardown),
        cmocka_unit_test_setup_teardown(a_later_technique_is_checked, setup, teardown),
        cmocka_unit_test(technique_composes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
