// SPDX-License-Identifier: GPL-3.0-or-later
// Outcomes as functions of parameters: each point is an experiment whose parameters are set.
#include "calendars.h"
#include "core/number.h"
#include "engine/inquiry.h"
#include "population/prior.h"

#include <calfsim/calfsim.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNNERS = 9, POINTS = 3 };

static const char text[] =
    "model: 1\nseed: 9\ndays: 21\n"
    "population: {runners: 9, worlds: 1, set: {contact_exponent: -0.4}}\n"
    "plans:\n"
    "  runs: {week: {tue: [{run: {distance_km: 12, intensity: 0.9}}],\n"
    "    sun: [{run: {distance_km: 18, intensity: 0.8, grade_percent: -3}}]}}\n"
    "strategies:\n"
    "  - {name: plain, plan: runs}\n"
    "  - {name: careful, plan: runs, volume: 1.5, policy: {skip_run_if: {soreness_mm: 20}},\n"
    "     adherence: 0.5}\n";

static calf_experiment *parse_with(const char *const *settings, size_t count)
{
    calf_experiment *experiment = NULL;
    if (calf_experiment_parse(text, "exp.yaml", settings, count, &experiment) != CALF_OK)
        fail_msg("%s", calf_error_text());
    return experiment;
}

// The experiment with every parameter of these kinds at its default, but one at `value`.
static calf_experiment *experiment_at(
    bool variability, bool uncertainty, calf_parameter_id id, double value)
{
    static char room[CALF_PARAMETER_COUNT][100];
    const char *settings[CALF_PARAMETER_COUNT];
    size_t count = 0;
    for (int k = 0; k < CALF_PARAMETER_COUNT; k++) {
        const calf_parameter_info *info = calf_parameter_describe(k);
        const bool fixes = (info->kind == CALF_VARIABILITY && variability) ||
            (info->kind == CALF_UNCERTAINTY && uncertainty);
        char number[CALF_NUMBER_TEXT];
        if (!fixes)
            continue;
        calf_number_text(k == (int)id ? value : info->standard, number);
        snprintf(room[count], sizeof *room, "%s=%s", info->name, number);
        settings[count] = room[count];
        count++;
    }
    return parse_with(settings, count);
}

typedef struct drawn {
    const calf_setting *setting;
    calf_parameters shared;
    uint32_t luck; ///< number of the first runner's
} drawn;

static void draw(void *context, size_t index, calf_subject *subject)
{
    const drawn *from = context;
    subject->runner = from->luck + (uint32_t)index;
    calf_population_runner(
        from->setting->population, &from->shared, 0, (uint32_t)index, &subject->parameters);
}

// The mean outcome of the first runners of the first world, and destroys the experiment.
static double mean_of(calf_experiment *experiment, size_t strategy, calf_outcome_id outcome,
    size_t runners, uint32_t luck)
{
    const calf_run_options options = {.threads = 1};
    calf_evaluator *evaluator = NULL;
    calf_setting *setting = NULL;
    double outcomes[CALF_OUTCOME_COUNT * RUNNERS], sum = 0;
    assert_int_equal(calf_setting_create(experiment, &setting), CALF_OK);
    assert_int_equal(calf_evaluator_create(setting, &options, &evaluator), CALF_OK);
    drawn from = {.setting = setting, .luck = luck};
    calf_population_world(setting->population, 0, &from.shared);
    const calf_evaluation all = {.strategies = &strategy,
        .strategy_count = 1,
        .world = 0,
        .runners = runners,
        .subject = draw,
        .context = &from};
    assert_int_equal(calf_evaluate(evaluator, &all, outcomes), CALF_OK);
    for (size_t r = 0; r < runners; r++)
        sum += outcomes[outcome * runners + r];
    calf_evaluator_destroy(evaluator);
    calf_setting_destroy(setting);
    calf_experiment_destroy(experiment);
    return sum / (double)runners;
}

// Asks about one parameter.
static void ask(calf_asked asked, calf_parameter_id id, const double unit[POINTS],
    const uint32_t row[POINTS], double *values)
{
    const calf_run_options options = {.threads = 2};
    bool wanted[CALF_PARAMETER_COUNT] = {0};
    calf_experiment *experiment = parse(text);
    calf_setting *setting = NULL;
    calf_inquiry *inquiry = NULL;
    wanted[id] = true;
    asked.wanted = wanted;
    assert_int_equal(calf_setting_create(experiment, &setting), CALF_OK);
    assert_int_equal(calf_inquiry_create(setting, &asked, &options, &inquiry), CALF_OK);
    assert_int_equal(calf_inquiry_factor_count(inquiry), 1);
    assert_int_equal(calf_inquiry_factor_list(inquiry)[0], id);
    assert_int_equal(calf_inquiry_values(inquiry, POINTS, unit, row, values), CALF_OK);
    calf_inquiry_destroy(inquiry);
    calf_setting_destroy(setting);
    calf_experiment_destroy(experiment);
}

static double quantile_of(calf_parameter_id id, double u)
{
    calf_prior prior;
    assert_int_equal(calf_prior_init(&calf_parameter_describe(id)->prior, "x", &prior), CALF_OK);
    const double value = calf_prior_quantile(&prior, u);
    calf_prior_free(&prior);
    return value;
}

static const double unit[POINTS] = {0.02, 0.5, 0.9};
static const uint32_t row[POINTS] = {0, 5, 3};

// The runners of a world whose parameters are the point's, with their own luck at every point.
static void uncertainty(void **state)
{
    (void)state;
    const calf_parameter_id id = CALF_P_soreness_hill;
    const calf_outcome_id outcome = CALF_OUTCOME_mean_soreness;
    const calf_asked asked = {.of = CALF_UNCERTAINTY,
        .outcome = outcome,
        .strategies = {1, 0},
        .strategy_count = 2,
        .runners = RUNNERS};
    double values[POINTS];
    ask(asked, id, unit, row, values);
    for (size_t k = 0; k < POINTS; k++) {
        const double at = quantile_of(id, unit[k]);
        const double careful = mean_of(experiment_at(false, true, id, at), 1, outcome, RUNNERS, 0);
        const double plain = mean_of(experiment_at(false, true, id, at), 0, outcome, RUNNERS, 0);
        if (!(fabs(values[k] - (careful - plain)) < 1e-12 * plain))
            fail_msg("%.17g for %.17g", values[k], careful - plain);
        assert_true(k == 0 || values[k] != values[k - 1]);
    }
}

// One runner, in the world of the defaults and in those that are drawn, with the luck of the row.
static void variability(void **state)
{
    (void)state;
    const calf_parameter_id id = CALF_P_susceptibility;
    const calf_outcome_id outcome = CALF_OUTCOME_mean_soreness;
    const calf_asked asked = {.of = CALF_VARIABILITY,
        .outcome = outcome,
        .strategies = {1},
        .strategy_count = 1,
        .worlds = 2};
    double values[3][POINTS];
    ask(asked, id, unit, row, *values);
    for (size_t k = 0; k < POINTS; k++) {
        const double at = quantile_of(id, unit[k]);
        assert_true(
            values[0][k] == mean_of(experiment_at(true, true, id, at), 1, outcome, 1, row[k]));
        assert_true(
            values[1][k] == mean_of(experiment_at(true, false, id, at), 1, outcome, 1, row[k]));
        assert_true(values[2][k] != values[1][k] && values[1][k] != values[0][k]);
    }
}

static bool lists(const char *setting, calf_kind of, calf_parameter_id id)
{
    calf_parameter_id factors[CALF_PARAMETER_COUNT];
    calf_experiment *experiment = parse_with(&setting, setting != NULL);
    const size_t count = calf_inquiry_factors(experiment, of, factors);
    bool found = false;
    for (size_t k = 0; k < count; k++)
        found = found || factors[k] == id;
    calf_experiment_destroy(experiment);
    return found;
}

static void factors_are_what_is_drawn(void **state)
{
    (void)state;
    calf_parameter_id factors[CALF_PARAMETER_COUNT];
    calf_experiment *experiment = parse(text);
    size_t kinds[3] = {0};
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        kinds[calf_parameter_describe(id)->kind]++;
    assert_int_equal(
        calf_inquiry_factors(experiment, CALF_VARIABILITY, factors), kinds[CALF_VARIABILITY]);
    assert_int_equal(
        calf_inquiry_factors(experiment, CALF_UNCERTAINTY, factors), kinds[CALF_UNCERTAINTY]);
    calf_experiment_destroy(experiment);
    assert_true(lists(NULL, CALF_VARIABILITY, CALF_P_susceptibility));
    assert_false(lists("susceptibility=1.5", CALF_VARIABILITY, CALF_P_susceptibility));
    assert_false(lists(NULL, CALF_UNCERTAINTY, CALF_P_susceptibility));
    assert_false(lists("soreness_hill=2", CALF_UNCERTAINTY, CALF_P_soreness_hill));
    assert_false(lists(NULL, CALF_UNCERTAINTY, CALF_P_report_noise));
}

// Who may not be asked what differs between people, and may be asked what is uncertain.
static void expect_refused(calf_experiment *experiment, const char *word)
{
    const calf_run_options options = {.threads = 1};
    calf_asked asked = {.of = CALF_VARIABILITY, .strategy_count = 1, .runners = 100, .worlds = 1};
    calf_setting *setting = NULL;
    calf_inquiry *inquiry = NULL;
    assert_int_equal(calf_setting_create(experiment, &setting), CALF_OK);
    assert_int_equal(calf_inquiry_create(setting, &asked, &options, &inquiry), CALF_BAD_INPUT);
    assert_null(inquiry);
    assert_non_null(strstr(calf_error_text(), word));
    asked.of = CALF_UNCERTAINTY;
    assert_int_equal(calf_inquiry_create(setting, &asked, &options, &inquiry), CALF_OK);
    assert_true(calf_inquiry_factor_count(inquiry) > 50);
    assert_int_equal(calf_inquiry_runners(inquiry),
        experiment->population.cohort.rows > 0 ? experiment->population.cohort.rows : 100);
    calf_inquiry_destroy(inquiry);
    calf_setting_destroy(setting);
    calf_experiment_destroy(experiment);
}

static void runners_that_are_not_independent(void **state)
{
    (void)state;
    const char *correlated = "population.correlate=[[heel_raise_reps, threshold_speed, 0.4]]";
    expect_refused(parse_with(&correlated, 1), "population.correlate");
    const char *cohort = "population={cohort: {columns: [susceptibility, demand_ref], rows: "
                         "[[1, 1], [2, 1.1], [0.5, 0.9]]}}";
    expect_refused(parse_with(&cohort, 1), "population.cohort");
    assert_false(lists(cohort, CALF_UNCERTAINTY, CALF_P_demand_ref));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uncertainty),
        cmocka_unit_test(variability),
        cmocka_unit_test(factors_are_what_is_drawn),
        cmocka_unit_test(runners_that_are_not_independent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
