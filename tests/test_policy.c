// SPDX-License-Identifier: GPL-3.0-or-later
// Policies in batches against one runner at a time the slow way, over random plans and rules; how
// often sessions are done; and rules that never act.
#include "engine/workspace.h"
#include "policy_oracle.h"

#include "core/random.h"

#include <calfsim/calfsim.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CASES = 160, CHECKED = 3, WORLD = 1, FIRST_RUNNER = 64 };

// An experiment of one block, lived.
typedef struct lived {
    calf_experiment *experiment;
    calf_setting *setting;
    calf_workspace *workspace;
    calf_statistics *statistics;
    calf_parameters shared;
} lived;

static void live(const char *text, size_t runners, uint64_t first_runner, lived *l)
{
    memset(l, 0, sizeof *l);
    if (calf_experiment_parse(text, "t", NULL, 0, &l->experiment) != CALF_OK)
        fail_msg("%s\n%s", calf_error_text(), text);
    assert_int_equal(calf_setting_create(l->experiment, &l->setting), CALF_OK);
    assert_int_equal(calf_workspace_create(l->setting, (calf_stop){0}, &l->workspace), CALF_OK);
    assert_int_equal(
        calf_statistics_create(l->experiment->strategy_count, (size_t)l->experiment->days,
            l->experiment->output.daily, l->experiment->population.runners, &l->statistics),
        CALF_OK);
    calf_population_world(l->setting->population, WORLD, &l->shared);
    const calf_block_place place = {WORLD, first_runner, runners, NULL};
    assert_int_equal(calf_block_live(l->workspace, &l->shared, &place, l->statistics), CALF_OK);
}

static void release(lived *l)
{
    calf_statistics_destroy(l->statistics);
    calf_workspace_destroy(l->workspace);
    calf_setting_destroy(l->setting);
    calf_experiment_destroy(l->experiment);
}

// A text that grows, and the random numbers that it is made of.
typedef struct writer {
    char text[16000];
    size_t length;
    uint32_t number, drawn;
} writer;

static void say(writer *w, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    w->length +=
        (size_t)vsnprintf(w->text + w->length, sizeof w->text - w->length, format, arguments);
    va_end(arguments);
    assert_true(w->length < sizeof w->text);
}

static double between(writer *w, double low, double high)
{
    calf_address address = {calf_stream("test"), 0, w->number, w->drawn++};
    return low + (high - low) * calf_uniform(1, address);
}

static int one_of(writer *w, int count)
{
    return (int)between(w, 0, count);
}

static void say_session(writer *w)
{
    // before and after the report, overlapping, and on beyond 24:00 and 7:00
    static const double hours[] = {0, 5, 6.5, 6.99, 7, 7.01, 12, 18, 18, 18.25, 23.5};
    double hour = hours[one_of(w, sizeof hours / sizeof *hours)];
    double intensity = between(w, 0.7, 1), grade = between(w, -10, 2);
    switch (one_of(w, 6)) {
    case 0:
        say(w, "strength: {knee: %s, sets: %d, reps: %d}", one_of(w, 2) ? "bent" : "straight",
            1 + one_of(w, 3), 5 + one_of(w, 15));
        break;
    case 1:
        say(w, "mobility: {roll_min: %d, stretch_min: 5}", one_of(w, 20));
        break;
    case 2:
        say(w,
            "run: {grade_percent: %.3f, segments: [{duration_min: %.2f, intensity: 0.7}, "
            "{repeat: %d, of: [{duration_min: %.2f, intensity: %.3f}, {distance_km: 1, "
            "speed_mps: 2.5}]}]}",
            grade, between(w, 1, 30), 1 + one_of(w, 6), between(w, 0.5, 5), intensity + 0.1);
        break;
    case 3:
        say(w, "run: {duration_min: %.1f, intensity: %.3f, grade_percent: %.2f}",
            one_of(w, 9) ? between(w, 10, 90) : between(w, 200, 700), intensity, grade);
        break;
    default:
        say(w, "run: {distance_km: %.2f, intensity: %.3f, grade_percent: %.2f}", between(w, 2, 16),
            intensity, grade);
    }
    say(w, ", hour: %g}", hour);
}

static void say_plan(writer *w, int days)
{
    static const char *const weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    say(w, "plans:\n  p:\n    week:\n");
    for (int d = 0; d < 7; d++) {
        static const int sessions[] = {0, 1, 1, 2, 3};
        int count = sessions[one_of(w, 5)];
        say(w, "      %s: [", weekdays[d]);
        for (int s = 0; s < count; s++) {
            say(w, s > 0 ? ", {" : "{");
            say_session(w);
        }
        say(w, "]\n");
    }
    say(w, "    calendar:\n");
    for (int s = 0; s < 3; s++) {
        say(w, "      - {day: %d, ", one_of(w, days));
        say_session(w);
        say(w, "\n");
    }
}

static void say_progression(writer *w, const char *name)
{
    say(w, "      %s: {weekly: %.3f", name, between(w, 0.9, 1.15));
    if (one_of(w, 2))
        say(w, ", deload: {every: %d, to: %.2f}", 2 + one_of(w, 3), between(w, 0.5, 0.95));
    say(w, "}\n");
}

// Every rule in about half of the cases, with thresholds that some mornings of most reach.
static void say_policy(writer *w)
{
    double mm = one_of(w, 3) ? between(w, 3, 25) : between(w, 20, 60);
    say(w, "    policy:\n");
    if (one_of(w, 2))
        say(w, "      skip_run_if: {soreness_mm: %.2f}\n", mm + between(w, 0, 10));
    if (one_of(w, 2))
        say(w, "      shorten_run_if: {soreness_mm: %.0f, by: %.2f}\n", mm, between(w, 0.1, 0.8));
    if (one_of(w, 2))
        say(w, "      repeat_week_if: {soreness_mm: %.0f, days: %d}\n", mm, 1 + one_of(w, 7));
    if (one_of(w, 2))
        say(w, "      cut_week_if: {soreness_mm: %.0f, days: %d, to: %.2f}\n", mm, 1 + one_of(w, 7),
            between(w, 0.3, 1));
    if (one_of(w, 2))
        say(w, "      hold_progression_until: {soreness_mm: %.0f, days: %d}\n", mm,
            1 + one_of(w, 7));
    if (one_of(w, 2))
        say(w, "      rest_day_if: {rise_mm: %.0f}\n", between(w, 5, 20));
    if (one_of(w, 3) == 0)
        say(w,
            "      see_professional_if: {soreness_mm: %.0f, worse_after_day: %d, worse_by_mm: "
            "%.0f, lasts_days: %d}\n",
            mm, 1 + one_of(w, 4), between(w, 5, 15), 2 + one_of(w, 10));
    say(w, "      %s\n", w->text[w->length - 2] == ':' ? "skip_run_if: {}" : "");
    if (one_of(w, 2))
        say(w, "    adherence: {run: %.2f, strength: %.2f, mobility: 0.5}\n", between(w, 0.5, 1),
            between(w, 0.5, 1));
}

static void write_case(writer *w, uint32_t number)
{
    memset(w, 0, sizeof *w);
    w->number = number;
    int days = 20 + one_of(w, 16), history = one_of(w, 2) ? 7 : 0;
    say(w, "model: 1\nseed: %u\ndays: %d\nhistory: {days: %d, plan: p}\n", 7 + number, days,
        history);
    say(w,
        "population: {runners: 200, worlds: 2}\noutput: {daily: [soreness, force, hazard, "
        "loads, rating, protection, conditioning, capacity, mobility, tendon]}\n");
    say_plan(w, days);
    say(w, "strategies:\n  - name: s\n    plan: p\n    from_day: %d\n    volume: %.2f\n",
        one_of(w, 2) ? 0 : one_of(w, 12), between(w, 0.7, 1.3));
    int both = one_of(w, 3);
    say(w, "    progression:\n");
    if (both != 1)
        say_progression(w, "volume");
    if (both != 2)
        say_progression(w, "intensity");
    say_policy(w);
}

static void compare(const lived *l, const policy_oracle *o, size_t place, const char *text)
{
    const calf_keep *keep = &l->workspace->keep;
    for (int id = 0; id < CALF_OUTCOME_COUNT; id++) {
        double value = calf_kept_outcome(keep, 0, (size_t)id)[place];
        if (value != o->outcome[id])
            fail_msg("runner %zu: outcome %d is %.17g, not %.17g, of\n%s", place, id, value,
                o->outcome[id], text);
    }
    for (size_t day = 0; day < keep->days; day++)
        for (size_t c = 0; c < keep->components.count; c++) {
            size_t row = (day * keep->components.count + c) * CALF_BLOCK_RUNNERS;
            calf_output_id id = keep->components.output[c];
            double expected = o->morning[day].value[id][keep->components.part[c]][0];
            if (memcmp(&keep->mornings[row + place], &expected, sizeof expected) != 0)
                fail_msg("runner %zu, day %zu, field %d: %.17g, not %.17g, of\n%s", place, day,
                    (int)id, keep->mornings[row + place], expected, text);
        }
}

static void add_events(policy_events *all, const policy_events *some)
{
    int *sum = (int *)all;
    const int *more = (const int *)some;
    for (size_t k = 0; k < sizeof *all / sizeof *sum; k++)
        sum[k] += more[k];
}

static void test_against_the_slow_way(void **state)
{
    (void)state;
    static policy_oracle oracle;
    policy_events events = {0};
    for (uint32_t number = 0; number < CASES; number++) {
        static writer w;
        lived l;
        write_case(&w, number);
        size_t runners = 1 + (size_t)one_of(&w, CALF_BLOCK_RUNNERS);
        live(w.text, runners, FIRST_RUNNER, &l);
        for (int k = 0; k < CHECKED; k++) {
            size_t place = (size_t)one_of(&w, (int)runners);
            policy_oracle_live(
                &oracle, l.setting, WORLD, &l.shared, FIRST_RUNNER + (uint32_t)place);
            compare(&l, &oracle, place, w.text);
            add_events(&events, &oracle.events);
        }
        release(&l);
    }
    print_message("of %d sessions %d skipped, %d shortened, %d on days of rest, %d in held weeks, "
                  "%d in cut weeks, %d forgotten, %d runs scaled; %d runners stopped\n",
        events.sessions, events.skipped, events.shortened, events.rested, events.held, events.cut,
        events.forgotten, events.scaled, events.stopped);
    const int *count = (const int *)&events;
    for (size_t k = 0; k < sizeof events / sizeof *count; k++)
        assert_true(count[k] >= 20);
}

#define DAILY_RUNS                                                                                 \
    "model: 1\nseed: 11\ndays: 35\npopulation: {runners: 6400, worlds: 2}\nplans:\n"               \
    "  p: {week: {mon: &d [{run: {distance_km: 4, intensity: 0.7}}, {run: {distance_km: 2, "       \
    "intensity: 0.7}, hour: 20}], tue: *d, wed: *d, thu: *d, fri: *d, sat: *d, sun: *d}}\n"        \
    "  more: {week: {mon: &e [{mobility: {roll_min: 3}, hour: 8}, {strength: {knee: bent, sets: "  \
    "1, reps: 5}, hour: 12}, {run: {distance_km: 9, intensity: 0.8}}, {run: {distance_km: 2, "     \
    "intensity: 0.7}, hour: 20}], tue: *e, wed: *e, thu: *e, fri: *e, sat: *e, sun: *e}}\n"        \
    "output: {daily: []}\n"

static double missed_of(const lived *l, size_t strategy, size_t place)
{
    double week =
        calf_kept_outcome(&l->workspace->keep, strategy, CALF_OUTCOME_sessions_missed)[place];
    return nearbyint(week * l->experiment->days / 7);
}

/** 100 blocks of 64 runners with 70 runs each, done with a chance of 0.8: the share missed is
 * within 5 standard errors of 0.2 but for one seed in 1.7 million. The same for runners: the
 * variance of their numbers is 70 * 0.8 * 0.2 to within 5 standard errors of a variance of 6400
 * normal numbers. */
static void test_adherence(void **state)
{
    (void)state;
    enum { BLOCKS = 100, RUNNERS = BLOCKS * CALF_BLOCK_RUNNERS, SESSIONS = 70 };
    double sum = 0, squares = 0;
    for (uint64_t block = 0; block < BLOCKS; block++) {
        lived l;
        live(DAILY_RUNS "strategies: [{name: s, plan: p, adherence: 0.8}]\n", CALF_BLOCK_RUNNERS,
            block * CALF_BLOCK_RUNNERS, &l);
        for (size_t i = 0; i < CALF_BLOCK_RUNNERS; i++) {
            double missed = missed_of(&l, 0, i);
            sum += missed;
            squares += missed * missed;
        }
        release(&l);
    }
    double share = sum / RUNNERS / SESSIONS, error = sqrt(0.2 * 0.8 / RUNNERS / SESSIONS);
    double mean = sum / RUNNERS, variance = squares / RUNNERS - mean * mean;
    print_message("missed %.5f, %.2f standard errors from 0.2; variance %.3f\n", share,
        (share - 0.2) / error, variance);
    assert_true(fabs(share - 0.2) <= 5 * error);
    assert_true(fabs(variance / (SESSIONS * 0.2 * 0.8) - 1) <= 5 * sqrt(2.0 / RUNNERS));
}

/** The same runs are missed under every strategy, whatever else is planned on these days; a lower
 *  chance misses these and more; and of 0 and 1 nothing is left to chance. */
static void test_the_same_runs_are_missed(void **state)
{
    (void)state;
    lived l;
    live(DAILY_RUNS "strategies:\n"
                    "  - {name: a, plan: p, adherence: {run: 0.8}}\n"
                    "  - {name: b, plan: more, volume: 1.2, adherence: {run: 0.8, strength: 1}}\n"
                    "  - {name: c, plan: p, adherence: 0.5}\n"
                    "  - {name: never, plan: p, adherence: 0}\n"
                    "  - {name: late, plan: p, adherence: 0, from_day: 30}\n"
                    "  - {name: always, plan: p, adherence: 1}\n",
        CALF_BLOCK_RUNNERS, 0, &l);
    int less = 0;
    for (size_t i = 0; i < CALF_BLOCK_RUNNERS; i++) {
        assert_true(missed_of(&l, 0, i) == missed_of(&l, 1, i));
        assert_true(missed_of(&l, 0, i) <= missed_of(&l, 2, i));
        less += missed_of(&l, 0, i) < missed_of(&l, 2, i);
        assert_true(missed_of(&l, 3, i) == 70 && missed_of(&l, 4, i) == 10);
        assert_true(calf_kept_outcome(&l.workspace->keep, 3, CALF_OUTCOME_distance)[i] == 0);
        assert_true(missed_of(&l, 5, i) == 0);
    }
    assert_int_equal(less, CALF_BLOCK_RUNNERS);
    release(&l);
}

#define NEVER                                                                                      \
    "    policy: {skip_run_if: {soreness_mm: 100}, shorten_run_if: {soreness_mm: 100}, "           \
    "repeat_week_if: {soreness_mm: 100}, cut_week_if: {soreness_mm: 100}, "                        \
    "hold_progression_until: {soreness_mm: 100}, rest_day_if: {rise_mm: 100}, "                    \
    "see_professional_if: {soreness_mm: 100}}\n    adherence: 1\n"

#define GENTLE                                                                                     \
    "model: 1\ndays: 30\nhistory: {days: 7, plan: p}\npopulation: {runners: 50, worlds: 2}\n"      \
    "plans: {p: {week: {mon: [{run: {distance_km: 6, intensity: 0.8}, hour: 6}, {strength: "       \
    "{knee: bent, sets: 2, reps: 9}}], thu: [{run: {distance_km: 9, intensity: 0.75}, hour: "      \
    "22.9}], sat: [{mobility: {roll_min: 5}}]}}}\n"                                                \
    "output: {daily: [soreness, force, hazard, loads, tendon, rating]}\n"                          \
    "strategies:\n  - name: s\n    plan: p\n    from_day: 2\n"                                     \
    "    progression: {volume: {weekly: 1.1, deload: {every: 3, to: 0.8}}}\n"

/** Rules whose thresholds nobody reaches change no bit of any morning or outcome. */
static void test_rules_that_never_act(void **state)
{
    (void)state;
    lived plain, ruled;
    live(GENTLE, 50, 0, &plain);
    live(GENTLE NEVER, 50, 0, &ruled);
    const calf_keep *a = &plain.workspace->keep, *b = &ruled.workspace->keep;
    assert_null(plain.workspace->course.life.policy);
    assert_non_null(ruled.workspace->course.life.policy);
    for (size_t o = 0; o < CALF_OUTCOME_COUNT; o++)
        assert_memory_equal(
            calf_kept_outcome(a, 0, o), calf_kept_outcome(b, 0, o), 50 * sizeof(double));
    for (size_t row = 0; row < a->days * a->components.count; row++)
        assert_memory_equal(&a->mornings[row * CALF_BLOCK_RUNNERS],
            &b->mornings[row * CALF_BLOCK_RUNNERS], 50 * sizeof(double));
    release(&plain);
    release(&ruled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_the_slow_way),
        cmocka_unit_test(test_adherence),
        cmocka_unit_test(test_the_same_runs_are_missed),
        cmocka_unit_test(test_rules_that_never_act),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
