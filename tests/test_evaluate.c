// SPDX-License-Identifier: GPL-3.0-or-later
// Outcomes of given runners: those that a run finds for the same ones, bit for bit, for any number
// of threads.
#include "calendars.h"
#include "engine/evaluate.h"

#include "results/result_file.h"

#include <calfsim/calfsim.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RUNNERS = 70, WORLDS = 2, STRATEGIES = 3, DAYS = 21 };

// Days with policies that ask for ratings and draw luck, so that numbers of runners matter.
static const char text[] =
    "model: 1\nseed: 9\ndays: 21\nhistory: {days: 7, plan: runs}\n"
    "population: {runners: 70, worlds: 2}\n"
    "plans:\n"
    "  runs:\n"
    "    week:\n"
    "      tue: [{run: {distance_km: 10, intensity: 0.9}}]\n"
    "      thu: [{strength: {knee: bent, sets: 3, reps: 12}}]\n"
    "      sun: [{run: {distance_km: 16, intensity: 0.8, grade_percent: -3}}]\n"
    "strategies:\n"
    "  - {name: plain, plan: runs}\n"
    "  - {name: twice, plan: runs, volume: 2}\n"
    "  - {name: careful, plan: runs, volume: 1.5,\n"
    "     policy: {skip_run_if: {soreness_mm: 20}}, adherence: 0.8}\n"
    "output: {daily: [soreness], runners: true}\n";

// Runners of a world as a run draws them.
typedef struct drawn {
    const calf_setting *setting;
    calf_parameters shared;
    uint32_t world;
} drawn;

static void draw(void *context, size_t index, calf_subject *subject)
{
    const drawn *from = context;
    subject->runner = (uint32_t)index;
    calf_population_runner(from->setting->population, &from->shared, from->world, (uint32_t)index,
        &subject->parameters);
}

static double *evaluate(const calf_setting *setting, uint32_t world, size_t runners, int threads,
    const size_t *strategies, size_t strategy_count)
{
    const calf_run_options options = {.threads = threads};
    calf_evaluator *evaluator = NULL;
    drawn from = {.setting = setting, .world = world};
    calf_population_world(setting->population, world, &from.shared);
    double *outcomes = malloc(strategy_count * CALF_OUTCOME_COUNT * runners * sizeof *outcomes);
    assert_int_equal(calf_evaluator_create(setting, &options, &evaluator), CALF_OK);
    const calf_evaluation all = {.strategies = strategies,
        .strategy_count = strategy_count,
        .world = world,
        .runners = runners,
        .subject = draw,
        .context = &from};
    assert_int_equal(calf_evaluate(evaluator, &all, outcomes), CALF_OK);
    calf_evaluator_destroy(evaluator);
    return outcomes;
}

static const size_t every_strategy[STRATEGIES] = {0, 1, 2};

static void the_same_as_a_run(void **state)
{
    (void)state;
    char path[] = "/tmp/calfsim-evaluate-XXXXXX";
    calf_experiment *experiment = parse(text);
    calf_setting *setting = NULL;
    calf_result *result = NULL;
    double *kept = NULL; // [strategy][world][outcome][runner]
    size_t count = 0;
    assert_true(close(mkstemp(path)) == 0);
    assert_int_equal(calf_experiment_run(experiment, path, NULL), CALF_OK);
    assert_int_equal(calf_result_open(path, &result), CALF_OK);
    assert_int_equal(calf_result_read(result, "runners/outcomes", &kept, &count), CALF_OK);
    assert_int_equal(count, STRATEGIES * WORLDS * CALF_OUTCOME_COUNT * RUNNERS);
    assert_int_equal(calf_setting_create(experiment, &setting), CALF_OK);
    const size_t each = CALF_OUTCOME_COUNT * RUNNERS;
    for (uint32_t w = 0; w < WORLDS; w++) {
        double *mine = evaluate(setting, w, RUNNERS, 2, every_strategy, STRATEGIES);
        for (size_t s = 0; s < STRATEGIES; s++)
            for (size_t k = 0; k < each; k++)
                assert_true((float)mine[s * each + k] == (float)kept[(s * WORLDS + w) * each + k]);
        free(mine);
    }
    free(kept);
    calf_result_close(result);
    calf_setting_destroy(setting);
    calf_experiment_destroy(experiment);
    unlink(path);
}

// Sore mornings of the plain strategy, counted in what calf_simulate() says of each.
static void the_same_as_one_runner_alone(void **state)
{
    (void)state;
    calf_experiment *experiment = parse(text);
    calf_setting *setting = NULL;
    assert_int_equal(calf_setting_create(experiment, &setting), CALF_OK);
    double *mine = evaluate(setting, 1, RUNNERS, 1, every_strategy, 1);
    calf_plan *plan = expand(experiment, 0), *history = expand(experiment, CALF_HISTORY);
    for (size_t k = 0; k < calf_plan_session_count(history); k++) {
        const calf_session *session = calf_plan_session(history, k);
        const int day = (int)floor(session->due_h / 24);
        if (session->kind == CALF_RUN)
            calf_plan_add_run(plan, day, session->due_h - 24 * day, &session->run);
        else
            calf_plan_add_strength(plan, day, session->due_h - 24 * day, &session->strength);
    }
    calf_parameters shared, runner;
    calf_morning mornings[DAYS];
    double all = 0;
    calf_population_world(setting->population, 1, &shared);
    for (uint32_t r = 0; r < RUNNERS; r++) {
        double sore = 0;
        calf_population_runner(setting->population, &shared, 1, r, &runner);
        assert_int_equal(calf_simulate(plan, &runner, -7, DAYS, mornings), CALF_OK);
        for (int day = 0; day < DAYS; day++)
            sore += mornings[day].calf_soreness_mm[0] >= experiment->output.sore_day_mm;
        assert_true(mine[CALF_OUTCOME_sore_days * RUNNERS + r] == 7.0 * sore / DAYS);
        all += sore;
    }
    assert_true(all > RUNNERS); // there was something to count
    free(mine);
    calf_plan_destroy(plan);
    calf_plan_destroy(history);
    calf_setting_destroy(setting);
    calf_experiment_destroy(experiment);
}

static void threads_and_neighbours_change_nothing(void **state)
{
    (void)state;
    calf_experiment *experiment = parse(text);
    calf_setting *setting = NULL;
    const size_t last = STRATEGIES - 1, few = 5;
    assert_int_equal(calf_setting_create(experiment, &setting), CALF_OK);
    double *one = evaluate(setting, 0, RUNNERS, 1, every_strategy, STRATEGIES);
    double *three = evaluate(setting, 0, RUNNERS, 3, every_strategy, STRATEGIES);
    double *part = evaluate(setting, 0, few, 2, &last, 1);
    assert_memory_equal(one, three, STRATEGIES * CALF_OUTCOME_COUNT * RUNNERS * sizeof *one);
    for (size_t o = 0; o < CALF_OUTCOME_COUNT; o++)
        assert_memory_equal(
            &one[(last * CALF_OUTCOME_COUNT + o) * RUNNERS], &part[o * few], few * sizeof *one);
    free(one);
    free(three);
    free(part);
    calf_setting_destroy(setting);
    calf_experiment_destroy(experiment);
}

// A number that a policy's luck and ratings depend on, and a plain strategy's outcomes do not.
static void draw_same(void *context, size_t index, calf_subject *subject)
{
    draw(context, 3, subject);
    subject->runner = (uint32_t)index;
}

static void numbers_are_luck_alone(void **state)
{
    (void)state;
    calf_experiment *experiment = parse(text);
    calf_setting *setting = NULL;
    calf_evaluator *evaluator = NULL;
    const calf_run_options options = {.threads = 1};
    assert_int_equal(calf_setting_create(experiment, &setting), CALF_OK);
    assert_int_equal(calf_evaluator_create(setting, &options, &evaluator), CALF_OK);
    drawn from = {.setting = setting, .world = 0};
    calf_population_world(setting->population, 0, &from.shared);
    double outcomes[STRATEGIES][CALF_OUTCOME_COUNT][RUNNERS];
    const calf_evaluation all = {.strategies = every_strategy,
        .strategy_count = STRATEGIES,
        .world = 0,
        .runners = RUNNERS,
        .subject = draw_same,
        .context = &from};
    assert_int_equal(calf_evaluate(evaluator, &all, **outcomes), CALF_OK);
    size_t differ = 0;
    for (size_t r = 1; r < RUNNERS; r++) {
        assert_true(
            outcomes[0][CALF_OUTCOME_sore_days][r] == outcomes[0][CALF_OUTCOME_sore_days][0]);
        differ += outcomes[2][CALF_OUTCOME_sessions_missed][r] !=
            outcomes[2][CALF_OUTCOME_sessions_missed][0];
    }
    assert_true(differ > RUNNERS / 4);
    calf_evaluator_destroy(evaluator);
    calf_setting_destroy(setting);
    calf_experiment_destroy(experiment);
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

static void stops_when_asked(void **state)
{
    (void)state;
    calf_experiment *experiment = parse(text);
    calf_setting *setting = NULL;
    calf_evaluator *evaluator = NULL;
    const calf_run_options options = {.threads = 2, .should_stop = at_once};
    assert_int_equal(calf_setting_create(experiment, &setting), CALF_OK);
    assert_int_equal(calf_evaluator_create(setting, &options, &evaluator), CALF_OK);
    drawn from = {.setting = setting, .world = 0};
    calf_population_world(setting->population, 0, &from.shared);
    double outcomes[CALF_OUTCOME_COUNT * RUNNERS];
    const calf_evaluation all = {.strategies = every_strategy,
        .strategy_count = 1,
        .world = 0,
        .runners = RUNNERS,
        .subject = draw,
        .context = &from};
    assert_int_equal(calf_evaluate(evaluator, &all, outcomes), CALF_FAILED);
    assert_non_null(strstr(calf_error_text(), "stopped"));
    calf_evaluator_destroy(evaluator);
    const calf_run_options unknown = {.isa = "abacus"};
    assert_int_equal(calf_evaluator_create(setting, &unknown, &evaluator), CALF_BAD_INPUT);
    assert_null(evaluator);
    calf_setting_destroy(setting);
    calf_experiment_destroy(experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_as_a_run),
        cmocka_unit_test(the_same_as_one_runner_alone),
        cmocka_unit_test(threads_and_neighbours_change_nothing),
        cmocka_unit_test(numbers_are_luck_alone),
        cmocka_unit_test(stops_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
