// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing batches of runners: lanes against the scalar path, bit for bit, and draws done by hand.
#include "core/random.h"
#include "population/population.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static calf_prior prior_of(calf_distribution d)
{
    calf_prior prior;
    assert_int_equal(calf_prior_init(&d, "x", &prior), CALF_OK);
    return prior;
}

static calf_population_spec plain_spec(void)
{
    calf_population_spec spec = {.runners = 1000, .worlds = 4};
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        spec.drawn_from[id] = calf_parameter_describe(id)->prior;
    return spec;
}

/** All shapes at once, cut and not; lanes and batches of every size. */
static void check_lanes(const calf_population_spec *spec)
{
    enum { RUNNERS = 3 * CALF_LANES };
    const uint64_t seed = 77, first = 4294967200u - 64;
    calf_population *population = NULL;
    assert_int_equal(calf_population_create(spec, seed, &population), CALF_OK);
    calf_parameters shared, one;
    calf_population_world(population, 3, &shared);
    for (size_t start = 0; start < RUNNERS; start += 1 + start % 3) {
        size_t count = 1 + start % CALF_LANES;
        calf_lane_parameters lanes;
        calf_population_batch(population, &shared, 3, first + start, count, &lanes);
        for (size_t i = 0; i < CALF_LANES; i++) {
            uint32_t runner = (uint32_t)(first + start + (i < count ? i : count - 1));
            calf_population_runner(population, &shared, 3, runner, &one);
            for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
                double lane = ((const double *)&lanes)[(size_t)id * CALF_LANES + i];
                assert_true(lane == calf_parameters_get(&one, id));
                if (!calf_population_varies(population, id) || spec->correlation_count > 0)
                    continue;
                calf_prior prior = prior_of(spec->drawn_from[id]);
                uint32_t stream = calf_stream(calf_parameter_describe(id)->name);
                double u = calf_uniform(seed, (calf_address){stream, 3, runner, 0});
                assert_true(lane == calf_prior_quantile(&prior, u));
                calf_prior_free(&prior);
            }
        }
    }
    calf_population_destroy(population);
}

static void test_lanes_equal_scalars(void **state)
{
    (void)state;
    calf_population_spec spec = plain_spec();
    check_lanes(&spec);
    spec.drawn_from[CALF_P_susceptibility] = (calf_distribution){CALF_SHAPE_UNIFORM, 0, 10, 1, 5};
    spec.drawn_from[CALF_P_heel_contact] = (calf_distribution){CALF_SHAPE_BETA, 0.01, 0.01, 0, 1};
    spec.drawn_from[CALF_P_frailty] = (calf_distribution){CALF_SHAPE_GAMMA, 20, 1e-4, 0.001, 20};
    check_lanes(&spec);
    calf_correlation asked[] = {{CALF_P_heel_raise_reps, CALF_P_threshold_speed, 0.4},
        {CALF_P_frailty, CALF_P_threshold_speed, -0.6}};
    spec.correlations = asked;
    spec.correlation_count = 2;
    check_lanes(&spec);
}

/** A correlated draw is the quantile of the mixed normals, by hand for a pair. */
static void test_correlated_by_hand(void **state)
{
    (void)state;
    calf_correlation asked = {CALF_P_heel_raise_reps, CALF_P_threshold_speed, 0.4};
    calf_population_spec spec = plain_spec();
    spec.correlations = &asked;
    spec.correlation_count = 1;
    calf_parameter_id first = CALF_P_threshold_speed, second = CALF_P_heel_raise_reps;
    if (first > second) {
        first = CALF_P_heel_raise_reps;
        second = CALF_P_threshold_speed;
    }
    calf_prior prior = prior_of(spec.drawn_from[second]);
    double r = 2 * sin(acos(-1.0) * 0.4 / 6);
    for (int set = 0; set < 2; set++) {
        // setting the first for all leaves the second as it was
        spec.is_set[first] = set == 1;
        spec.set[first] = calf_parameter_describe(first)->standard;
        calf_population *population = NULL;
        assert_int_equal(calf_population_create(&spec, 9, &population), CALF_OK);
        calf_parameters shared, runner;
        calf_population_world(population, 0, &shared);
        for (uint32_t k = 0; k < 1000; k++) {
            calf_population_runner(population, &shared, 0, k, &runner);
            calf_address a = {calf_stream(calf_parameter_describe(first)->name), 0, k, 0};
            calf_address b = {calf_stream(calf_parameter_describe(second)->name), 0, k, 0};
            double mixed = r * gsl_cdf_ugaussian_Pinv(calf_uniform(9, a)) +
                sqrt(1 - r * r) * gsl_cdf_ugaussian_Pinv(calf_uniform(9, b));
            double expected = calf_prior_quantile(&prior, gsl_cdf_ugaussian_P(mixed));
            double value = calf_parameters_get(&runner, second);
            assert_true(fabs(value - expected) <= 1e-12 * fabs(expected));
            if (set == 1)
                assert_true(calf_parameters_get(&runner, first) == spec.set[first]);
        }
        calf_population_destroy(population);
    }
    calf_prior_free(&prior);
}

static void test_rating_noise(void **state)
{
    (void)state;
    calf_population_spec spec = plain_spec();
    calf_population *population = NULL;
    assert_int_equal(calf_population_create(&spec, 9, &population), CALF_OK);
    for (uint32_t day = 0; day < 1000; day++) {
        double u = calf_uniform(9, (calf_address){calf_stream("rating"), 4, 5, day});
        double noise = calf_population_rating_noise(population, 4, 5, (int)day);
        assert_true(fabs(noise - gsl_cdf_ugaussian_Pinv(u)) <= 1e-15 * (1 + fabs(noise)));
    }
    calf_population_destroy(population);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lanes_equal_scalars),
        cmocka_unit_test(test_correlated_by_hand),
        cmocka_unit_test(test_rating_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
