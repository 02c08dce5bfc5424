// SPDX-License-Identifier: GPL-3.0-or-later
// Every prior against its closed form, and who a runner is does not depend on who else runs.
//
// Moments are held to 4.5 standard errors: about 200 comparisons of false-alarm rate 7e-6 each,
// 0.14 % in all, once, since the seed is fixed.
#include "population/population.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DRAWS = 20000 };
static const double standard_errors = 4.5;

static calf_population_spec plain_spec(void)
{
    calf_population_spec spec = {.runners = 10, .worlds = 3};
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        spec.drawn_from[id] = calf_parameter_describe(id)->prior;
    return spec;
}

static calf_population *population_of(const calf_population_spec *spec)
{
    calf_population *population = NULL;
    assert_int_equal(calf_population_create(spec, 1234, &population), CALF_OK);
    return population;
}

/** Mass and moment of order k of a distribution between its cuts, in closed form. */
static double partial_moment(const calf_distribution *d, int k, double x)
{
    double sd = d->b, shape, scale, mean = d->a;
    switch (d->shape) {
    case CALF_SHAPE_LOGNORMAL:
        return x <= 0 ? 0
                      : pow(d->a, k) * exp(k * k * sd * sd / 2) *
                gsl_cdf_ugaussian_P(log(x / d->a) / sd - k * sd);
    case CALF_SHAPE_NORMAL: {
        double z = (x - mean) / sd, density = exp(-z * z / 2) / sqrt(2 * acos(-1.0));
        double below = gsl_cdf_ugaussian_P(z);
        return k == 0 ? below
            : k == 1  ? mean * below - sd * density
                      : (mean * mean + sd * sd) * below - sd * (2 * mean + sd * z) * density;
    }
    case CALF_SHAPE_GAMMA:
        shape = d->a * d->a / d->b;
        scale = d->b / d->a;
        return pow(scale, k) * (k > 0 ? shape : 1) * (k > 1 ? shape + 1 : 1) *
            gsl_cdf_gamma_P(x, shape + k, scale);
    case CALF_SHAPE_BETA:
        return (k > 0 ? d->a / (d->a + d->b) : 1) * (k > 1 ? (d->a + 1) / (d->a + d->b + 1) : 1) *
            gsl_cdf_beta_P(fmin(fmax(x, 0), 1), d->a + k, d->b);
    default: {
        double cut = fmin(fmax(x, d->a), d->b);
        return (pow(cut, k + 1) - pow(d->a, k + 1)) / ((k + 1) * (d->b - d->a));
    }
    }
}

static double moment(const calf_distribution *d, int k)
{
    return (partial_moment(d, k, d->high) - partial_moment(d, k, d->low)) /
        (partial_moment(d, 0, d->high) - partial_moment(d, 0, d->low));
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void check_sample(const char *name, const calf_distribution *d, double *sample)
{
    double mean = 0, variance = 0, fourth = 0;
    for (int k = 0; k < DRAWS; k++) {
        assert_true(sample[k] >= d->low && sample[k] <= d->high);
        mean += sample[k] / DRAWS;
    }
    for (int k = 0; k < DRAWS; k++) {
        double square = (sample[k] - mean) * (sample[k] - mean);
        variance += square / DRAWS;
        fourth += square * square / DRAWS;
    }
    double expected = moment(d, 1), expected_variance = moment(d, 2) - expected * expected;
    double mean_off = fabs(mean - expected) / sqrt(expected_variance / DRAWS);
    double variance_off =
        fabs(variance - expected_variance) / sqrt((fourth - variance * variance) / DRAWS);
    if (mean_off > standard_errors || variance_off > standard_errors)
        fail_msg("%s: mean %g for %g (%.1f SE), variance %g for %g (%.1f SE)", name, mean, expected,
            mean_off, variance, expected_variance, variance_off);
    // Kolmogorov and Smirnov: D sqrt(n) > 2.4 has probability 2e-5
    qsort(sample, DRAWS, sizeof *sample, ascending);
    double below = partial_moment(d, 0, d->low), mass = partial_moment(d, 0, d->high) - below;
    double distance = 0;
    for (int k = 0; k < DRAWS; k++)
        distance = fmax(
            distance, fabs((partial_moment(d, 0, sample[k]) - below) / mass - (k + 0.5) / DRAWS));
    if (distance * sqrt(DRAWS) > 2.4)
        fail_msg("%s: Kolmogorov-Smirnov %.2f", name, distance * sqrt(DRAWS));
}

static void test_every_prior(void **state)
{
    (void)state;
    calf_population_spec spec = plain_spec();
    calf_population *population = population_of(&spec);
    double(*sample)[DRAWS] = calloc(CALF_PARAMETER_COUNT, sizeof *sample);
    for (uint32_t k = 0; k < DRAWS; k++) {
        calf_parameters shared, runner;
        calf_population_world(population, k, &shared);
        calf_population_runner(population, &shared, k, 0, &runner);
        for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
            sample[id][k] = calf_parameters_get(&runner, id);
    }
    int checked = 0;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        const calf_parameter_info *info = calf_parameter_describe(id);
        if (info->kind == CALF_FIXED) {
            assert_true(sample[id][0] == info->standard && sample[id][DRAWS - 1] == info->standard);
            continue;
        }
        check_sample(info->name, &info->prior, sample[id]);
        checked++;
    }
    assert_true(checked > 90);
    free(sample);
    calf_population_destroy(population);
}

/** Distributions that an experiment may put in the place of a prior. */
static void test_varied_distributions(void **state)
{
    (void)state;
    const calf_distribution varied[] = {{CALF_SHAPE_GAMMA, 2, 0.5, 0.5, 4},
        {CALF_SHAPE_LOGNORMAL, 1.5, 0.6, 0.3, 5}, {CALF_SHAPE_NORMAL, 1, 2, 0.2, 5},
        {CALF_SHAPE_UNIFORM, 0, 10, 1, 5}, {CALF_SHAPE_BETA, 2, 3, 0.2, 5}};
    double *sample = calloc(DRAWS, sizeof *sample);
    for (size_t v = 0; v < sizeof varied / sizeof varied[0]; v++) {
        calf_population_spec spec = plain_spec();
        spec.drawn_from[CALF_P_susceptibility] = varied[v];
        calf_population *population = population_of(&spec);
        calf_parameters shared, runner;
        calf_population_world(population, 0, &shared);
        for (uint32_t k = 0; k < DRAWS; k++) {
            calf_population_runner(population, &shared, 0, k, &runner);
            sample[k] = runner.susceptibility;
        }
        check_sample(calf_shape_name(varied[v].shape), &varied[v], sample);
        calf_population_destroy(population);
    }
    free(sample);
}

static void test_quantile_inverts_every_prior(void **state)
{
    (void)state;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        const calf_parameter_info *info = calf_parameter_describe(id);
        calf_prior prior;
        assert_int_equal(calf_prior_init(&info->prior, info->name, &prior), CALF_OK);
        for (double u = 0.0005; u < 1 && info->kind != CALF_FIXED; u += 0.001) {
            double x = calf_prior_quantile(&prior, u);
            double back = (calf_prior_below(&prior, x) - prior.below) / prior.mass;
            assert_true(fabs(back - u) < 1e-11 / prior.mass);
        }
        calf_prior_free(&prior);
    }
}

/** Shapes so extreme that GSL's inverses give up: the quantiles must still ascend within the cut,
 * and the middle one lie where half of the probability is. */
static void test_extreme_shapes(void **state)
{
    (void)state;
    const calf_distribution extreme[] = {{CALF_SHAPE_GAMMA, 1, 1e-6, 0.001, 20},
        {CALF_SHAPE_GAMMA, 20, 1e-4, 0.001, 20}, {CALF_SHAPE_BETA, 0.01, 0.01, 0, 1},
        {CALF_SHAPE_BETA, 1e5, 1e5, 0, 1}, {CALF_SHAPE_BETA, 0.001, 5, 0, 1}};
    for (size_t k = 0; k < sizeof extreme / sizeof extreme[0]; k++) {
        calf_prior prior;
        assert_int_equal(calf_prior_init(&extreme[k], "x", &prior), CALF_OK);
        double last = extreme[k].low;
        for (double u = 0.0005; u < 1; u += 0.001) {
            double x = calf_prior_quantile(&prior, u);
            assert_true(x >= last - 1e-9 * fabs(last) && x <= extreme[k].high);
            last = x;
        }
        if (k < 2)
            assert_true(fabs(calf_prior_quantile(&prior, 0.5) / extreme[k].a - 1) < 0.01);
        calf_prior_free(&prior);
    }
}

static void test_tight_cuts_hold(void **state)
{
    (void)state;
    calf_distribution cut = {CALF_SHAPE_LOGNORMAL, 18, 0.3, 30, 31};
    calf_prior prior;
    assert_int_equal(calf_prior_init(&cut, "x", &prior), CALF_OK);
    for (double u = 1e-12; u < 1; u += 0.01)
        assert_true(calf_prior_quantile(&prior, u) >= 30 && calf_prior_quantile(&prior, u) <= 31);
    calf_prior_free(&prior);
    calf_distribution nothing = {CALF_SHAPE_LOGNORMAL, 18, 0.01, 30, 31};
    assert_int_equal(calf_prior_init(&nothing, "heel_raise_reps", &prior), CALF_BAD_INPUT);
    assert_non_null(strstr(calf_error_text(), "heel_raise_reps"));
}

/** A runner's parameters under a specification. */
static calf_parameters runner_of(const calf_population_spec *spec, uint32_t world, uint32_t runner)
{
    calf_population *population = population_of(spec);
    calf_parameters shared, drawn;
    calf_population_world(population, world, &shared);
    calf_population_runner(population, &shared, world, runner, &drawn);
    calf_population_destroy(population);
    return drawn;
}

static void test_runners_do_not_depend_on_others(void **state)
{
    (void)state;
    calf_population_spec spec = plain_spec();
    calf_parameters before = runner_of(&spec, 2, 5);
    spec.runners = 100000;
    spec.worlds = 77;
    calf_parameters after = runner_of(&spec, 2, 5);
    assert_memory_equal(&before, &after, sizeof before);
    // another value or distribution of one parameter leaves every other draw as it was
    spec.is_set[CALF_P_threshold_speed] = true;
    spec.set[CALF_P_threshold_speed] = 4;
    spec.is_varied[CALF_P_dorsiflexion_rom] = true;
    spec.drawn_from[CALF_P_dorsiflexion_rom] =
        (calf_distribution){CALF_SHAPE_UNIFORM, 30, 40, 30, 40};
    after = runner_of(&spec, 2, 5);
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        double was = calf_parameters_get(&before, id), is = calf_parameters_get(&after, id);
        if (id == CALF_P_threshold_speed)
            assert_true(is == 4);
        else if (id == CALF_P_dorsiflexion_rom)
            assert_true(is != was && is >= 30 && is <= 40);
        else
            assert_true(is == was);
    }
}

static void test_worlds_share_what_is_uncertain(void **state)
{
    (void)state;
    calf_population_spec spec = plain_spec();
    calf_parameters one = runner_of(&spec, 1, 3), other = runner_of(&spec, 1, 4),
                    elsewhere = runner_of(&spec, 2, 3);
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        double a = calf_parameters_get(&one, id), b = calf_parameters_get(&other, id);
        double c = calf_parameters_get(&elsewhere, id);
        calf_kind kind = calf_parameter_describe(id)->kind;
        assert_int_equal(a == b, kind != CALF_VARIABILITY);
        assert_int_equal(a == c, kind == CALF_FIXED);
    }
}

static void rank(const double *x, double *ranks)
{
    double *sorted = malloc(DRAWS * sizeof *sorted);
    memcpy(sorted, x, DRAWS * sizeof *x);
    qsort(sorted, DRAWS, sizeof *sorted, ascending);
    for (int k = 0; k < DRAWS; k++) {
        double *at = bsearch(&x[k], sorted, DRAWS, sizeof *sorted, ascending);
        ranks[k] = (double)(at - sorted);
    }
    free(sorted);
}

static double rank_correlation(const double *x, const double *y)
{
    double *ranks = malloc(2 * DRAWS * sizeof *ranks), *rx = ranks, *ry = ranks + DRAWS;
    rank(x, rx);
    rank(y, ry);
    double middle = (DRAWS - 1) / 2.0, xy = 0, xx = 0, yy = 0;
    for (int k = 0; k < DRAWS; k++) {
        xy += (rx[k] - middle) * (ry[k] - middle);
        xx += (rx[k] - middle) * (rx[k] - middle);
        yy += (ry[k] - middle) * (ry[k] - middle);
    }
    free(ranks);
    return xy / sqrt(xx * yy);
}

static void test_correlations_are_met(void **state)
{
    (void)state;
    calf_correlation asked[] = {{CALF_P_heel_raise_reps, CALF_P_threshold_speed, 0.4},
        {CALF_P_years_running, CALF_P_threshold_speed, -0.6}};
    calf_population_spec spec = plain_spec();
    calf_parameters independent = runner_of(&spec, 0, 9);
    spec.correlations = asked;
    spec.correlation_count = 2;
    calf_parameters correlated = runner_of(&spec, 0, 9);
    // parameters without a correlation stay as they were, and so does the first of a pair
    assert_true(independent.dorsiflexion_rom == correlated.dorsiflexion_rom);
    assert_true(independent.threshold_speed == correlated.threshold_speed);
    calf_population *population = population_of(&spec);
    double(*sample)[DRAWS] = calloc(4, sizeof *sample);
    calf_parameters shared, runner;
    calf_population_world(population, 0, &shared);
    for (uint32_t k = 0; k < DRAWS; k++) {
        calf_population_runner(population, &shared, 0, k, &runner);
        sample[0][k] = runner.heel_raise_reps;
        sample[1][k] = runner.threshold_speed;
        sample[2][k] = runner.years_running;
        sample[3][k] = runner.dorsiflexion_rom;
    }
    double error = standard_errors / sqrt(DRAWS);
    assert_true(fabs(rank_correlation(sample[0], sample[1]) - 0.4) < error);
    assert_true(fabs(rank_correlation(sample[2], sample[1]) + 0.6) < error);
    assert_true(fabs(rank_correlation(sample[0], sample[3])) < error);
    free(sample);
    calf_population_destroy(population);
}

static void test_contradicting_correlations(void **state)
{
    (void)state;
    calf_correlation asked[] = {{CALF_P_heel_raise_reps, CALF_P_threshold_speed, 0.9},
        {CALF_P_years_running, CALF_P_threshold_speed, 0.9},
        {CALF_P_years_running, CALF_P_heel_raise_reps, -0.9}};
    calf_population_spec spec = plain_spec();
    spec.correlations = asked;
    spec.correlation_count = 3;
    calf_population *population = NULL;
    assert_int_equal(calf_population_create(&spec, 1, &population), CALF_BAD_INPUT);
    assert_null(population);
    assert_non_null(strstr(calf_error_text(), "contradict"));
}

static void test_cohort(void **state)
{
    (void)state;
    calf_parameter_id column[] = {CALF_P_heel_raise_reps, CALF_P_demand_ref};
    double values[] = {10, 0.9, 20, 1.1, 30, 1.3};
    calf_population_spec spec = plain_spec();
    spec.runners = 3;
    spec.worlds = 1;
    spec.cohort = (calf_cohort){2, column, 3, values};
    calf_parameters standard, runner = runner_of(&spec, 0, 1);
    calf_parameters_init(&standard);
    standard.heel_raise_reps = 20;
    standard.demand_ref = 1.1;
    assert_memory_equal(&runner, &standard, sizeof runner);
    // further worlds leave the first as it was; there, what science does not know is drawn, and
    // what the rows say stays
    spec.worlds = 2;
    calf_parameters again = runner_of(&spec, 0, 1);
    assert_memory_equal(&runner, &again, sizeof runner);
    runner = runner_of(&spec, 1, 2);
    assert_true(runner.heel_raise_reps == 30 && runner.demand_ref == 1.3);
    assert_true(runner.threshold_speed == standard.threshold_speed);
    assert_true(runner.dose_per_km != standard.dose_per_km);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_prior),
        cmocka_unit_test(test_varied_distributions),
        cmocka_unit_test(test_quantile_inverts_every_prior),
        cmocka_unit_test(test_extreme_shapes),
        cmocka_unit_test(test_tight_cuts_hold),
        cmocka_unit_test(test_runners_do_not_depend_on_others),
        cmocka_unit_test(test_worlds_share_what_is_uncertain),
        cmocka_unit_test(test_correlations_are_met),
        cmocka_unit_test(test_contradicting_correlations),
        cmocka_unit_test(test_cohort),
    };
    gsl_set_error_handler_off(); // which ends the program where a probability underflows
    return cmocka_run_group_tests(tests, NULL, NULL);
}
