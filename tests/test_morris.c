// SPDX-License-Identifier: GPL-3.0-or-later
// Morris' effects of functions whose effects are known.
#include "analysis/morris.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { FACTORS = 4, LEVELS = 8 };

typedef double known_function(const double x[FACTORS]);

static void estimate(known_function *function, uint64_t seed, size_t trajectories,
    size_t replicates, calf_morris_effect effect[FACTORS])
{
    const calf_morris_design design = {.seed = seed, .factors = FACTORS, .levels = LEVELS};
    const calf_resampling resampling = {.replicates = replicates, .level = 0.9, .seed = seed};
    double points[FACTORS + 1][FACTORS];
    size_t order[FACTORS];
    double *values = malloc(trajectories * (FACTORS + 1) * sizeof *values);
    for (size_t t = 0; t < trajectories; t++) {
        calf_morris_trajectory(&design, t, *points, order);
        for (size_t k = 0; k < FACTORS + 1; k++)
            values[t * (FACTORS + 1) + k] = function(points[k]);
    }
    assert_int_equal(calf_morris_effects(&design, trajectories, values, &resampling, effect), 0);
    free(values);
}

static void test_trajectories(void **state)
{
    (void)state;
    enum { TRAJECTORIES = 4000 };
    const calf_morris_design design = {.seed = 3, .factors = FACTORS, .levels = LEVELS};
    size_t at[FACTORS][LEVELS] = {{0}}, moved_first[FACTORS] = {0};
    for (size_t t = 0; t < TRAJECTORIES; t++) {
        double points[FACTORS + 1][FACTORS];
        size_t order[FACTORS], seen = 0;
        calf_morris_trajectory(&design, t, *points, order);
        moved_first[order[0]]++;
        for (size_t k = 0; k < FACTORS; k++) {
            seen |= (size_t)1 << order[k];
            for (size_t f = 0; f < FACTORS; f++) {
                const double step = fabs(points[k + 1][f] - points[k][f]);
                assert_true(step == (f == order[k] ? 0.5 : 0));
            }
        }
        assert_int_equal(seen, (1 << FACTORS) - 1); // each factor moved once
        for (size_t f = 0; f < FACTORS; f++) {
            const double level = points[t % 2 * FACTORS][f] * LEVELS - 0.5; // first or last point
            assert_true(level >= 0 && level < LEVELS && level == floor(level));
            at[f][(size_t)level]++;
        }
    }
    for (size_t f = 0; f < FACTORS; f++) { // within five standard deviations of a fair share
        assert_true(fabs((double)moved_first[f] - TRAJECTORIES / 4.0) < 5 * sqrt(4000 * 3.0 / 16));
        for (size_t l = 0; l < LEVELS; l++)
            assert_true(fabs((double)at[f][l] - TRAJECTORIES / 8.0) < 5 * sqrt(4000 * 7.0 / 64));
    }
}

static double linear(const double x[FACTORS])
{
    return 5 + 3 * x[0] - 2 * x[1] + 0.25 * x[2];
}

static void test_linear(void **state)
{
    (void)state;
    static const double slope[FACTORS] = {3, -2, 0.25, 0};
    calf_morris_effect effect[FACTORS];
    estimate(linear, 1, 6, 50, effect);
    for (size_t f = 0; f < FACTORS; f++) {
        assert_true(fabs(effect[f].mu_star.value - fabs(slope[f])) < 1e-12);
        assert_true(fabs(effect[f].mu - slope[f]) < 1e-12 && effect[f].sigma < 1e-12);
        assert_true(fabs(effect[f].mu_star.high - effect[f].mu_star.low) < 1e-12);
    }
}

// Effects of x0 are those of x1 - 1/2, and the other way round: levels (k + 1/2)/8 less 1/2 have
// the mean 0, the mean size 1/4 and the variance (64 - 1)/(12 64).
static double product(const double x[FACTORS])
{
    return (x[0] - 0.5) * (x[1] - 0.5) + x[2];
}

static void test_interaction(void **state)
{
    (void)state;
    enum { TRAJECTORIES = 4000 };
    const double sd = sqrt(63.0 / 768), error = 5 * sd / sqrt(TRAJECTORIES);
    calf_morris_effect effect[FACTORS];
    estimate(product, 2, TRAJECTORIES, 0, effect);
    for (size_t f = 0; f < 2; f++) {
        assert_true(fabs(effect[f].mu) < error);
        assert_true(fabs(effect[f].mu_star.value - 0.25) < error);
        assert_true(fabs(effect[f].sigma - sd) < error);
        assert_true(isnan(effect[f].mu_star.low));
    }
    assert_true(effect[2].sigma < 1e-12 && effect[3].mu_star.value == 0);
}

// What differs by a rounding does not differ.
static double rounded(const double x[FACTORS])
{
    return x[1] > 0.5 ? 0.1 + 0.2 : 0.3;
}

static void test_rounding_is_no_effect(void **state)
{
    (void)state;
    calf_morris_effect effect[FACTORS];
    assert_true(0.1 + 0.2 != 0.3);
    estimate(rounded, 1, 6, 0, effect);
    assert_true(effect[1].mu_star.value == 0 && effect[1].sigma == 0);
}

static void test_intervals_cover(void **state)
{
    (void)state;
    enum { SEEDS = 200 };
    int covered = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        calf_morris_effect effect[FACTORS];
        estimate(product, seed, 40, 300, effect);
        covered += effect[0].mu_star.low <= 0.25 && 0.25 <= effect[0].mu_star.high;
    }
    // 90 %, the bootstrap of 40 a little less; three standard deviations of 200 cases
    if (covered < 0.82 * SEEDS || covered > 0.97 * SEEDS)
        fail_msg("%d of %d", covered, SEEDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trajectories),
        cmocka_unit_test(test_linear),
        cmocka_unit_test(test_interaction),
        cmocka_unit_test(test_rounding_is_no_effect),
        cmocka_unit_test(test_intervals_cover),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
