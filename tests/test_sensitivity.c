// SPDX-License-Identifier: GPL-3.0-or-later
// Whole studies of a known function: screening keeps what matters, the others are one group, and
// each world has indices of its own.
#include "analysis/sensitivity.h"

#include "core/error.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FACTORS = 12, OUTPUTS = 4 };

// Slopes of a linear function, the variance of each x being 1/12: the indices, first and total, are
// the slopes' squares over the sum of squares. World w has its slopes in an order turned by w; the
// last one does not vary.
static const double slope[FACTORS] = {0.1, 4, 0, 0.2, 0, 3, 0, 0.1, 0, 1, 0, 0};
static const double squares = 0.01 + 16 + 0.04 + 9 + 0.01 + 1;

typedef struct calls {
    size_t outputs, most, points, fail_at;
    double scale;
} calls;

static double output_at(const double *x, size_t output)
{
    double y = 10;
    for (size_t f = 0; f < FACTORS && output < OUTPUTS - 1; f++)
        y += slope[(f + output) % FACTORS] * x[f];
    return y;
}

static calf_status linear(void *context, const calf_sensitivity_points *points, double *values)
{
    calls *c = context;
    c->most = points->count > c->most ? points->count : c->most;
    c->points += points->count;
    if (c->fail_at > 0 && c->points >= c->fail_at)
        return calf_error_set(CALF_FAILED, "enough");
    for (size_t o = 0; o < c->outputs; o++)
        for (size_t k = 0; k < points->count; k++)
            values[o * points->count + k] = c->scale * output_at(points->unit + k * FACTORS, o);
    return CALF_OK;
}

static calf_sensitivity_plan plan_of(calls *context)
{
    return (calf_sensitivity_plan){.factors = FACTORS,
        .outputs = context->outputs,
        .trajectories = 10,
        .levels = 8,
        .rows = 512,
        .kept = 3,
        .seed = 4,
        .resampling = {.replicates = 100, .level = 0.95, .seed = 4},
        .points_at_once = 100,
        .model = linear,
        .context = context};
}

static void expect(const char *what, double value, double expected, double error)
{
    if (!(fabs(value - expected) <= error))
        fail_msg("%s: %.6f for %.6f", what, value, expected);
}

static void test_study(void **state)
{
    (void)state;
    calls context = {.outputs = 1, .scale = 1};
    calf_sensitivity_plan plan = plan_of(&context);
    calf_sensitivity *s = NULL;
    assert_int_equal(calf_sensitivity_create(&plan, &s), CALF_OK);
    assert_true(context.points == calf_sensitivity_evaluations(&plan));
    assert_int_equal(context.points, 10 * 13 + 512 * (2 + 4)); // three factors, and the others
    assert_true(context.most <= 100);
    for (size_t f = 0; f < FACTORS; f++)
        expect("mu*", s->screened[f].effect.mu_star.value, slope[f], 1e-12);
    static const size_t best[] = {1, 5, 9};
    assert_true(s->groups == 4 && s->others == FACTORS - 3 && s->moved);
    for (size_t g = 0; g < 3; g++) {
        assert_int_equal(s->by_effect[g], best[g]);
        assert_int_equal(s->decomposed[g].factor, best[g]);
        const double known = slope[best[g]] * slope[best[g]] / squares;
        expect("first", s->decomposed[g].index.first.value, known, 0.01);
        expect("total", s->decomposed[g].index.total.value, known, 0.01);
        assert_true(isnan(s->decomposed[g].total_worlds.middle));
    }
    assert_true(s->decomposed[3].factor == CALF_OTHER_FACTORS);
    expect("others", s->decomposed[3].index.total.value, 0.06 / squares, 0.001);
    expect("additive", s->output.additive.value, 1, 0.02);
    expect("variance", s->output.variance, squares / 12, 0.02 * squares / 12);
    expect("mean", s->output.mean, 10 + 8.4 / 2, 0.02);
    calf_sensitivity_destroy(s);
}

static void test_steps_get_surer(void **state)
{
    (void)state;
    calls context = {.outputs = 1, .scale = 1};
    const calf_sensitivity_plan plan = plan_of(&context);
    calf_sensitivity *s = NULL;
    assert_int_equal(calf_sensitivity_create(&plan, &s), CALF_OK);
    assert_int_equal(s->steps, 4);
    double width[CALF_CONVERGENCE_STEPS];
    for (size_t k = 0; k < s->steps; k++) {
        const calf_interval *total = &s->decomposed[0].step[k].total;
        assert_int_equal(s->step_rows[k], 64 << k);
        width[k] = total->high - total->low;
    }
    assert_true(width[3] < 0.6 * width[0]); // 1/sqrt(8) of it, but for chance
    const calf_sobol_index last = s->decomposed[0].step[3];
    assert_memory_equal(&last, &s->decomposed[0].index, sizeof last);
    calf_sensitivity_destroy(s);
}

// Over worlds 1 and 2 (3 does not vary) each factor has two indices; ranks go by their middle.
static void test_worlds(void **state)
{
    (void)state;
    calls context = {.outputs = OUTPUTS, .scale = 1};
    calf_sensitivity_plan plan = plan_of(&context);
    plan.rows = 4096;
    plan.trajectories = 0; // every factor has indices of its own
    calf_sensitivity *s = NULL;
    assert_int_equal(calf_sensitivity_create(&plan, &s), CALF_OK);
    assert_true(s->groups == FACTORS && s->others == 0 && s->worlds == 3);
    assert_int_equal(s->varied_worlds, 2);
    for (size_t g = 0; g < FACTORS; g++) {
        const size_t f = s->decomposed[g].factor;
        const double a = slope[(f + 1) % FACTORS], b = slope[(f + 2) % FACTORS];
        expect("total", s->decomposed[g].total_worlds.middle, (a * a + b * b) / 2 / squares, 0.02);
        expect("first", s->decomposed[g].first_worlds.middle, (a * a + b * b) / 2 / squares, 0.02);
        expect("main", s->decomposed[g].index.total.value, slope[f] * slope[f] / squares, 0.02);
        if (g > 0)
            assert_true(
                s->decomposed[g].total_worlds.middle <= s->decomposed[g - 1].total_worlds.middle);
    }
    assert_int_equal(s->decomposed[0].factor % 11, 0); // 0 or 11, whose slopes are 4 once
    calf_sensitivity_destroy(s);
}

static void test_nothing_moves(void **state)
{
    (void)state;
    calls context = {.outputs = OUTPUTS, .scale = 0};
    const calf_sensitivity_plan plan = plan_of(&context);
    calf_sensitivity *s = NULL;
    assert_int_equal(calf_sensitivity_create(&plan, &s), CALF_OK);
    assert_true(!s->moved && s->rows == 0);
    assert_int_equal(context.points, 10 * 13); // nothing more to do
    calf_sensitivity_destroy(s);
}

static void test_the_model_fails(void **state)
{
    (void)state;
    calls context = {.outputs = OUTPUTS, .scale = 1, .fail_at = 300};
    const calf_sensitivity_plan plan = plan_of(&context);
    calf_sensitivity *s = NULL;
    assert_int_equal(calf_sensitivity_create(&plan, &s), CALF_FAILED);
    assert_null(s);
    assert_string_equal(calf_error_text(), "enough");
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

static void test_stops_when_asked(void **state)
{
    (void)state;
    calls context = {.outputs = 1, .scale = 1};
    calf_sensitivity_plan plan = plan_of(&context);
    plan.resampling.should_stop = at_once;
    calf_sensitivity *s = NULL;
    for (int screens = 0; screens < 2; screens++) {
        plan.trajectories = screens ? 10 : 0;
        assert_int_equal(calf_sensitivity_create(&plan, &s), CALF_FAILED);
        assert_non_null(strstr(calf_error_text(), "stopped"));
        assert_null(s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_study),
        cmocka_unit_test(test_steps_get_surer),
        cmocka_unit_test(test_worlds),
        cmocka_unit_test(test_nothing_moves),
        cmocka_unit_test(test_the_model_fails),
        cmocka_unit_test(test_stops_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
