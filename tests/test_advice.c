// SPDX-License-Identifier: GPL-3.0-or-later
// Levers put into plans, and their ranking.
#include "calendars.h"

#include "coach/advice.h"
#include "coach/calendars.h"
#include "coach/weekdays.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char guide[] = CALF_TESTS_FOLDER "/../experiments/guide/experiment.yaml";

static calf_experiment *read_guide(void)
{
    calf_experiment *experiment;
    if (calf_experiment_read(guide, NULL, 0, &experiment) != CALF_OK)
        fail_msg("%s", calf_error_text());
    return experiment;
}

static size_t strategy_named(const calf_experiment *e, const char *name)
{
    for (size_t s = 0; s < e->strategy_count; s++)
        if (strcmp(e->strategies[s].name, name) == 0)
            return s;
    fail_msg("no strategy '%s'", name);
    return 0;
}

static calf_fit put(calf_experiment *e, size_t base, const calf_lever_id *levers, size_t count)
{
    calf_fit fit = {.applies = false};
    assert_int_equal(calf_lever_copy_strategy(e, base, "changed"), CALF_OK);
    for (size_t i = 0; i < count; i++)
        if (calf_lever_apply(e, &calf_levers[levers[i]], &fit) != CALF_OK)
            fail_msg("%s", calf_error_text());
    return fit;
}

static bool lives_alike(const calf_experiment *e, size_t a, size_t b)
{
    calf_plan *one = expand(e, (int)a), *other = expand(e, (int)b);
    bool same = calf_calendar_same(one, other);
    for (size_t i = 0; same && i < calf_plan_session_count(one); i++) {
        const calf_session *x = calf_plan_session(one, i), *y = calf_plan_session(other, i);
        if (x->kind == CALF_STRENGTH)
            same = x->strength.knee == y->strength.knee && x->strength.sets == y->strength.sets &&
                x->strength.reps == y->strength.reps && x->strength.rest_s == y->strength.rest_s &&
                x->run_gap_h == y->run_gap_h;
        if (x->kind == CALF_MOBILITY)
            same = x->mobility.roll_min == y->mobility.roll_min &&
                x->mobility.stretch_min == y->mobility.stretch_min;
    }
    calf_plan_destroy(one);
    calf_plan_destroy(other);
    return same;
}

// Of the guide's file, which was written by hand.
static void levers_are_the_guides_strategies(void **state)
{
    (void)state;
    for (int id = 0; id < CALF_LEVER_COUNT; id++) {
        const calf_lever_id lever = (calf_lever_id)id;
        if (lever == CALF_LEVER_no_downhill)
            continue;
        calf_experiment *e = read_guide();
        const char *base = lever == CALF_LEVER_slow_build_up ? "fast build-up" : "as usual";
        const calf_fit fit = put(e, strategy_named(e, base), &lever, 1);
        const size_t last = e->strategy_count - 1,
                     by_hand = strategy_named(e, calf_levers[id].name);
        if (!fit.applies)
            fail_msg("%s: %s", calf_levers[id].name, fit.text);
        if (!lives_alike(e, last, by_hand))
            fail_msg("%s: not as in the guide", calf_levers[id].name);
        const calf_policy *own = &e->strategies[last].policy,
                          *hand = &e->strategies[by_hand].policy;
        assert_int_equal(own->skip_run_if.given, hand->skip_run_if.given);
        assert_int_equal(own->shorten_run_if.given, hand->shorten_run_if.given);
        assert_true(own->skip_run_if.soreness_mm == hand->skip_run_if.soreness_mm);
        assert_true(own->shorten_run_if.soreness_mm == hand->shorten_run_if.soreness_mm);
        assert_true(own->shorten_run_if.by == hand->shorten_run_if.by);
        calf_experiment_destroy(e);
    }
}

static void levers_go_together_as_in_the_guide(void **state)
{
    (void)state;
    static const calf_lever_id all[] = {CALF_LEVER_raises_in_turn, CALF_LEVER_rolling,
        CALF_LEVER_stretching, CALF_LEVER_shorter_steps, CALF_LEVER_heel_down,
        CALF_LEVER_lift_the_feet, CALF_LEVER_stay_tall, CALF_LEVER_higher_heel, CALF_LEVER_listen,
        CALF_LEVER_a_fifth_less, CALF_LEVER_no_fast_session};
    calf_experiment *e = read_guide();
    assert_true(put(e, 0, all, 9).applies);
    assert_true(lives_alike(e, e->strategy_count - 1, strategy_named(e, "all but running less")));
    assert_true(put(e, 0, all, 11).applies);
    assert_true(lives_alike(e, e->strategy_count - 1, strategy_named(e, "all of it")));
    assert_string_equal(e->strategies[e->strategy_count - 1].name, "changed (2)");
    calf_experiment_destroy(e);
}

// As the guide's table has them, where it has any; its 4 of 'no fast session' are 3 by the default
// runner.
static void minutes_are_the_guides(void **state)
{
    (void)state;
    double now, then;
    for (int id = 0; id < CALF_LEVER_COUNT; id++) {
        const calf_lever_id lever = (calf_lever_id)id;
        if (calf_levers[id].minutes == 0)
            continue;
        calf_experiment *e = read_guide();
        put(e, 0, &lever, 1);
        assert_int_equal(calf_strategy_minutes(e, 0, &now), CALF_OK);
        assert_int_equal(calf_strategy_minutes(e, e->strategy_count - 1, &then), CALF_OK);
        const double off = lever == CALF_LEVER_no_fast_session ? 1.2 : 0.5;
        if (!(fabs(then - now - calf_levers[id].minutes) < off))
            fail_msg("%s: %g minutes", calf_levers[id].name, then - now);
        calf_experiment_destroy(e);
    }
}

// An experiment with these sessions, and these keys of its strategy and population.
static calf_experiment *with(const char *plan, const char *strategy, const char *population)
{
    char text[2000];
    snprintf(text, sizeof text,
        "model: 1\ndays: 28\npopulation: {%s}\nplans: {p: {%s}}\nstrategies: [{name: s, plan: p%s}]\n",
        population, plan, strategy);
    return parse(text);
}

typedef struct fit_case {
    calf_lever_id lever;
    const char *plan, *strategy, *population, *says;
} fit_case;

#define RUN "{run: {distance_km: 8, speed_mps: 3}}"
#define DAILY(s)                                                                                   \
    "week: {mon: [" s "], tue: [" s "], wed: [" s "], thu: [" s "], fri: [" s "], sat: [" s        \
    "], sun: [" s "]}"
#define RAISE "{strength: {knee: straight, sets: 3, reps: 15}}"
#define ROLL "{mobility: {roll_min: 3}}"
#define TUESDAYS "week: {tue: [" RUN "]}"

static void what_does_not_apply_says_why(void **state)
{
    (void)state;
    static const fit_case cases[] = {
        {CALF_LEVER_straight_raises, DAILY(RUN), "", "", "no weekday without a run is free for it"},
        {CALF_LEVER_bent_raises,
            "week: {mon: [" RAISE "], tue: [" RUN "], wed: [" RAISE "], fri: [" RAISE "]}", "", "",
            "there are 3 strength sessions a week already"},
        {CALF_LEVER_raises_on_run_days, "week: {tue: [" RUN ", " RAISE "]}", "", "",
            "no weekday with a run is free for it"},
        {CALF_LEVER_rolling, DAILY(RUN ", " ROLL), "", "",
            "there is rolling on every day of the week already"},
        {CALF_LEVER_shorter_steps, TUESDAYS, ", technique: {cadence_ratio: {times: 1.02}}", "",
            "the strategy has it already: it changes cadence_ratio this way"},
        {CALF_LEVER_heel_down, TUESDAYS, ", technique: {heel_contact: 1}", "",
            "heel_contact is at 1 already"},
        {CALF_LEVER_heel_down, TUESDAYS, "", "set: {heel_contact: 1}",
            "heel_contact is at 1 already"},
        {CALF_LEVER_lift_the_feet, TUESDAYS, "", "set: {push_off: -1}",
            "push_off is at -1 already"},
        {CALF_LEVER_slow_build_up, TUESDAYS, ", progression: {volume: {weekly: 1.05}}", "",
            "the strategy has no progression of more than 5 % a week"},
        {CALF_LEVER_no_fast_session, TUESDAYS, "", "",
            "no session is faster than 95 % of the threshold speed"},
        {CALF_LEVER_no_fast_session, "calendar: [{day: 9, run: {distance_km: 5, intensity: 1}}]",
            "", "", "no session is faster than 95 % of the threshold speed"}, // a race
        {CALF_LEVER_no_downhill, TUESDAYS, "", "", "no run goes downhill"},
        {CALF_LEVER_listen, TUESDAYS, ", policy: {skip_run_if: {}}", "",
            "runs follow the morning's rating already"},
        {CALF_LEVER_slower, "week: {mon: [" RAISE "]}", "", "", "it changes nothing in this plan"},
        {CALF_LEVER_shorter_steps, "week: {mon: [" RAISE "]}", "", "",
            "it changes nothing in this plan"},
        {CALF_LEVER_a_fifth_less, TUESDAYS, ", from_day: 27", "",
            "it changes nothing in this plan"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        calf_experiment *e = with(cases[i].plan, cases[i].strategy, cases[i].population);
        const calf_fit fit = put(e, 0, &cases[i].lever, 1);
        if (fit.applies || strcmp(fit.text, cases[i].says) != 0)
            fail_msg("%s, case %zu: %d '%s'", calf_levers[cases[i].lever].name, i, fit.applies,
                fit.text);
        calf_lever_drop_strategy(e);
        assert_int_equal(e->strategy_count, 1);
        assert_int_equal(e->plan_count, 1);
        calf_experiment_destroy(e);
    }
}

static void what_leads_out_of_range_does_not_apply(void **state)
{
    (void)state;
    static const calf_lever_id less = CALF_LEVER_a_fifth_less;
    calf_experiment *e = with("week: {tue: [{run: {distance_km: 0.01, speed_mps: 3}}]}", "", "");
    const calf_fit fit = put(e, 0, &less, 1);
    assert_false(fit.applies);
    assert_non_null(strstr(fit.text, "out of what is allowed"));
    assert_non_null(strstr(fit.text, "distance_km"));
    calf_experiment_destroy(e);
}

static void what_applies_says_how(void **state)
{
    (void)state;
    static const fit_case cases[] = {
        {CALF_LEVER_straight_raises, TUESDAYS, "", "", "On Mon, Wed and Fri."},
        {CALF_LEVER_straight_raises, "week: {mon: [" RUN "], wed: [" RUN "], fri: [" RUN "]}", "",
            "", "On Tue, Thu and Sat."},
        {CALF_LEVER_straight_raises,
            "week: {mon: [" RUN "], tue: [" RUN "], wed: [" RUN "], thu: [" RUN "], sat: [" RUN
            "], sun: [" RUN "]}",
            "", "", "On Fri, as no other day is free."},
        {CALF_LEVER_straight_raises, "week: {mon: [" RAISE "], tue: [" RUN "]}", "", "",
            "On Wed and Sat, beside the strength sessions that are there."},
        {CALF_LEVER_raises_on_run_days, TUESDAYS, "", "", "On Tue, as no other day is free."},
        {CALF_LEVER_rolling, "week: {tue: [" RUN ", " ROLL "]}", "", "",
            "On Mon, Wed, Thu, Fri, Sat and Sun, as the other days have it."},
        {CALF_LEVER_a_fifth_less, "calendar: [{day: 9, run: {distance_km: 5, intensity: 0.9}}]", "",
            "", "What stands in the calendar, such as a race, gets shorter too."},
        {CALF_LEVER_slower, "week: {tue: [{run: {duration_min: 50, intensity: 0.8}}]}", "", "",
            "What is planned by time gets shorter."},
        {CALF_LEVER_slow_build_up, TUESDAYS, ", progression: {volume: {step: 0.2}}", "",
            "Instead of 20 %."},
        // a race on one of four Wednesdays
        {CALF_LEVER_straight_raises,
            "week: {tue: [" RUN "]}, calendar: [{day: 9, run: {distance_km: 5, intensity: 0.9}}]",
            "", "", "On Mon, Thu and Sat."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        calf_experiment *e = with(cases[i].plan, cases[i].strategy, cases[i].population);
        const calf_fit fit = put(e, 0, &cases[i].lever, 1);
        if (!fit.applies || strcmp(fit.text, cases[i].says) != 0)
            fail_msg("%s, case %zu: %d '%s'", calf_levers[cases[i].lever].name, i, fit.applies,
                fit.text);
        calf_experiment_destroy(e);
    }
}

// Numbers by hand: 10 min at 1 and 20 min at 0.6 are as far, at 0.78, as 22 / 0.78 min for
// everyone.
static void fast_sessions_become_easy_ones_as_far(void **state)
{
    (void)state;
    static const calf_lever_id easy = CALF_LEVER_no_fast_session, level = CALF_LEVER_no_downhill;
    calf_experiment *e = with("week: {tue: [{run: {segments: [{duration_min: 10, intensity: 1, "
                              "grade_percent: -2}, {duration_min: 20, intensity: 0.6}, "
                              "{distance_km: 3, intensity: 1.1}]}}]}",
        "", "");
    assert_true(put(e, 0, &easy, 1).applies);
    calf_plan *plan = expand(e, 1);
    const calf_run *run = &calf_plan_session(plan, 0)->run;
    assert_int_equal(run->segment_count, 2);
    assert_true(run->segments[0].distance_km == 3);
    assert_true(fabs(run->segments[1].duration_min - 22 / 0.78) < 1e-12);
    // km of the default runner: 2.16, 2.592 and 3; two downhill per cent on the first
    assert_true(fabs(run->segments[0].grade_percent + 2 * 2.16 / 7.752) < 1e-12);
    calf_plan_destroy(plan);
    assert_true(put(e, 0, &level, 1).applies);
    plan = expand(e, 2);
    assert_true(calf_plan_session(plan, 0)->run.segments[0].grade_percent == 0);
    calf_plan_destroy(plan);
    plan = expand(e, 0); // the present plan stays
    assert_true(calf_plan_session(plan, 0)->run.segments[0].grade_percent == -2);
    calf_plan_destroy(plan);
    calf_experiment_destroy(e);
}

static void weekdays_are_far_apart(void **state)
{
    (void)state;
    static const struct {
        const char *allowed, *chosen;
        int wanted;
    } cases[] = {{"1111111", "1010100", 3}, {"1111111", "1001000", 2}, {"1111111", "1000000", 1},
        {"0101011", "0101010", 3}, {"0000111", "0000101", 2}, {"1000001", "1000001", 3},
        {"0000000", "0000000", 3}, {"1110000", "1010000", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool allowed[7];
        int days[7];
        char got[8] = "0000000";
        for (int d = 0; d < 7; d++)
            allowed[d] = cases[i].allowed[d] == '1';
        const int count = calf_weekdays_spread(allowed, cases[i].wanted, days);
        for (int d = 0; d < count; d++)
            got[days[d]] = '1';
        assert_string_equal(got, cases[i].chosen);
    }
}

static void every_lever_has_its_grades(void **state)
{
    (void)state;
    for (int id = 0; id < CALF_LEVER_COUNT; id++) {
        char grades[CALF_LEVER_GRADES];
        size_t names = 1;
        assert_int_equal(calf_levers[id].id, id);
        assert_non_null(strchr("AB-", calf_levers[id].trials));
        for (const char *c = calf_levers[id].parameters; *c; c++)
            names += *c == ' ';
        assert_int_equal(strlen(calf_lever_grades(&calf_levers[id], grades)), names);
        for (size_t i = 1; i < names; i++)
            assert_true(grades[i - 1] <= grades[i] && grades[i] <= 'C');
    }
}

static calf_advice *advise(const calf_experiment *e, calf_outcome_id outcome)
{
    const calf_advice_request request = {.outcome = outcome, .runners = 16, .worlds = 24};
    calf_advice *advice;
    if (calf_advice_make(e, &request, &advice) != CALF_OK)
        fail_msg("%s", calf_error_text());
    return advice;
}

static void expect_order(const calf_advice *advice)
{
    for (size_t i = 0; i < CALF_LEVER_COUNT; i++) {
        const calf_advised *own = &advice->lever[i];
        assert_int_equal(own->fit.applies, i < advice->applying);
        if (!own->fit.applies) {
            assert_true(own->fit.text[0] != 0);
            continue;
        }
        if (i > 0)
            assert_true(advice->lever[i - 1].saved.mean >= own->saved.mean);
        assert_string_equal(own->name, advice->experiment->strategies[own->strategy].name);
        assert_string_equal(own->name, own->lever->name);
    }
}

static void levers_are_ranked(void **state)
{
    (void)state;
    calf_experiment *e = read_guide();
    calf_advice *advice = advise(e, CALF_OUTCOME_sore_days);
    assert_int_equal(advice->applying, CALF_LEVER_COUNT - 2);
    assert_string_equal(advice->present, "as usual");
    assert_true(fabs(advice->km_now - 39.5) < 0.01); // the guide's
    expect_order(advice);
    assert_int_equal(advice->together_count, 2);
    for (size_t t = 0; t < 2; t++) {
        const calf_advised *both = &advice->together[t];
        assert_in_range(both->member_count, 2, CALF_ADVICE_TOGETHER);
        for (size_t m = 0; m < both->member_count; m++) {
            const calf_advised *member = &advice->lever[both->members[m]];
            assert_true(calf_advised_helps(member));
            assert_true(both->saved.mean > member->saved.mean);
            for (size_t k = 0; k < m; k++)
                assert_true(member->lever->group != advice->lever[both->members[k]].lever->group);
        }
    }
    assert_true(advice->together[0].km > 5);
    assert_true(fabs(advice->together[1].km) < 0.05);
    const calf_advised *less = &advice->lever[0];
    assert_int_equal(less->lever->id, CALF_LEVER_a_fifth_less);
    assert_true(fabs(less->km - 7.9) < 0.01); // a fifth of 39.5
    assert_true(fabs(less->saved_per_10_km - 10 * less->saved.mean / less->km) < 1e-12);
    calf_advice_free(advice);
    calf_experiment_destroy(e);
}

// Higher is better for force alone of all outcomes.
static void any_outcome_can_be_asked_for(void **state)
{
    (void)state;
    calf_experiment *e = read_guide();
    calf_advice *advice = advise(e, CALF_OUTCOME_force_gained);
    expect_order(advice);
    assert_int_equal(advice->lever[0].lever->group, CALF_GROUP_OF_RAISES);
    assert_true(advice->lever[0].saved.mean > 0);
    assert_true(advice->lever[0].saved.low <= advice->lever[0].saved.high);
    calf_advice_free(advice);
    calf_experiment_destroy(e);
}

static bool same_band(const calf_band *a, const calf_band *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

static void expect_comparison(const calf_advised *own, const calf_comparison *rows)
{
    const calf_comparison *row = &rows[own->strategy];
    for (int id = 0; id < CALF_OUTCOME_COUNT; id++) {
        assert_true(
            same_band(&own->comparison.outcome[id].difference, &row->outcome[id].difference));
        assert_true(same_band(&own->comparison.outcome[id].lower, &row->outcome[id].lower));
        assert_true(own->comparison.outcome[id].sd == row->outcome[id].sd);
    }
}

// All strategies lived at once, into a file that is kept.
static void numbers_are_those_of_a_run(void **state)
{
    (void)state;
    char path[] = "/tmp/calfsim-test-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    unlink(path); // any file that is there and no result would be refused
    calf_experiment *e = read_guide();
    calf_advice *advice = advise(e, CALF_OUTCOME_sore_days);
    calf_result *result;
    calf_comparison *rows;
    assert_int_equal(calf_experiment_run(advice->experiment, path, NULL), CALF_OK);
    assert_int_equal(calf_result_open(path, &result), CALF_OK);
    assert_int_equal(calf_comparison_create(result, 0, 0, &rows), CALF_OK);
    assert_int_equal(result->strategy_count, 1 + advice->applying + advice->together_count);
    for (size_t i = 0; i < advice->applying; i++)
        expect_comparison(&advice->lever[i], rows);
    for (size_t i = 0; i < advice->together_count; i++)
        expect_comparison(&advice->together[i], rows);
    free(rows);
    calf_result_close(result);
    unlink(path);
    calf_advice_free(advice);
    calf_experiment_destroy(e);
}

static void expect_refused(
    const calf_experiment *e, const calf_advice_request *request, const char *text)
{
    calf_advice *advice;
    assert_int_equal(calf_advice_make(e, request, &advice), CALF_BAD_INPUT);
    assert_null(advice);
    if (strstr(calf_error_text(), text) == NULL)
        fail_msg("'%s' says nothing of '%s'", calf_error_text(), text);
}

static void what_cannot_be_advised_is_refused(void **state)
{
    (void)state;
    calf_advice_request request = {.outcome = CALF_OUTCOME_distance};
    calf_experiment *e = with(TUESDAYS, "", "");
    expect_refused(e, &request, "neither more nor less");
    calf_experiment_destroy(e);
    request.outcome = CALF_OUTCOME_sore_days;
    e = with("week: {mon: [" RAISE "]}", "", "");
    expect_refused(e, &request, "has no run");
    calf_experiment_destroy(e);
    e = with(TUESDAYS, "", "cohort: {columns: [heel_raise_reps], rows: [[12], [30]]}");
    request.runners = 3;
    expect_refused(e, &request, "the cohort has 2");
    calf_experiment_destroy(e);
}

static void what_is_written_can_be_read(void **state)
{
    (void)state;
    calf_experiment *e = read_guide(), *again;
    calf_advice *advice = advise(e, CALF_OUTCOME_sore_days);
    char *text;
    size_t size, chosen[CALF_LEVER_COUNT];
    FILE *memory = open_memstream(&text, &size);
    assert_int_equal(calf_advice_print(advice, 2, memory), CALF_OK);
    fclose(memory);
    again = parse(text);
    assert_int_equal(calf_advice_best(advice, 2, chosen), 2);
    assert_int_equal(again->strategy_count, 1 + 2 + advice->together_count);
    assert_string_equal(again->strategies[0].name, "as usual");
    assert_string_equal(again->strategies[1].name, advice->lever[chosen[0]].name);
    assert_string_equal(again->strategies[2].name, advice->lever[chosen[1]].name);
    assert_string_equal(again->strategies[3].name, "together");
    assert_int_equal(again->population.runners, 16);
    assert_int_equal(again->population.worlds, 24);
    free(text);
    calf_experiment_destroy(again);
    calf_advice_free(advice);
    calf_experiment_destroy(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levers_are_the_guides_strategies),
        cmocka_unit_test(levers_go_together_as_in_the_guide),
        cmocka_unit_test(minutes_are_the_guides),
        cmocka_unit_test(what_does_not_apply_says_why),
        cmocka_unit_test(what_leads_out_of_range_does_not_apply),
        cmocka_unit_test(what_applies_says_how),
        cmocka_unit_test(fast_sessions_become_easy_ones_as_far),
        cmocka_unit_test(weekdays_are_far_apart),
        cmocka_unit_test(every_lever_has_its_grades),
        cmocka_unit_test(levers_are_ranked),
        cmocka_unit_test(numbers_are_those_of_a_run),
        cmocka_unit_test(any_outcome_can_be_asked_for),
        cmocka_unit_test(what_cannot_be_advised_is_refused),
        cmocka_unit_test(what_is_written_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
