// SPDX-License-Identifier: GPL-3.0-or-later
// Sobol's indices of functions whose indices are known in closed form.
#include "analysis/sobol_indices.h"
#include "population/design.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FACTORS_MAX = 45 };
static const double pi = 3.14159265358979323846;

typedef double known_function(const double *x, size_t factors);

// A study of a known function: every factor a group of its own unless said otherwise.
typedef struct study {
    known_function *function;
    size_t factors, groups, rows;
    uint64_t seed;
    bool random; ///< independent points instead of Sobol's
    calf_resampling resampling;
    size_t group[FACTORS_MAX];
    calf_sobol_output output;
    calf_sobol_index index[FACTORS_MAX];
} study;

static study study_of(known_function *function, size_t factors, size_t rows)
{
    study s = {
        .function = function, .factors = factors, .groups = factors, .rows = rows, .seed = 1};
    for (size_t f = 0; f < factors; f++)
        s.group[f] = f;
    return s;
}

// Outputs at the points of all rows; the caller frees them.
static double *outputs_of(const study *s)
{
    const size_t width = calf_sobol_row_points(s->groups);
    calf_sobol_design design;
    double points[(FACTORS_MAX + 2) * FACTORS_MAX];
    double *values = malloc(s->rows * width * sizeof *values);
    assert_int_equal(
        calf_sobol_design_create(s->seed, s->rows, s->factors, s->group, s->groups, &design), 0);
    if (s->random)
        calf_design_draw(CALF_DESIGN_RANDOM, s->seed, s->rows, 2 * s->factors, design.unit);
    for (size_t row = 0; row < s->rows; row++) {
        calf_sobol_row(&design, row, points);
        for (size_t k = 0; k < width; k++)
            values[row * width + k] = s->function(points + k * s->factors, s->factors);
    }
    calf_sobol_design_free(&design);
    return values;
}

static void estimate(study *s)
{
    double *values = outputs_of(s);
    assert_int_equal(
        calf_sobol_indices(values, s->rows, s->groups, &s->resampling, &s->output, s->index), 0);
    free(values);
}

static void expect(const char *what, size_t k, double value, double expected, double error)
{
    if (!(fabs(value - expected) <= error))
        fail_msg("%s %zu: %.6f for %.6f", what, k, value, expected);
}

// sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 with x in [-pi, pi] (Ishigami and Homma 1990).
static double ishigami(const double *x, size_t factors)
{
    (void)factors;
    const double x1 = pi * (2 * x[0] - 1), x2 = pi * (2 * x[1] - 1), x3 = pi * (2 * x[2] - 1);
    return sin(x1) + 7 * sin(x2) * sin(x2) + 0.1 * x3 * x3 * x3 * x3 * sin(x1);
}

// Its variances, by integration by hand: E[x^4] = pi^4/5, E[x^8] = pi^8/9, E[sin^2] = 1/2,
// Var[sin^2] = 1/8. f = sin x1 (1 + b x3^4) + a sin^2 x2, so that
//   V1 = E[1 + b x3^4]^2/2, V2 = a^2/8, V13 = b^2 Var[x3^4]/2.
typedef struct ishigami_variance {
    double v1, v2, v13, all;
} ishigami_variance;

static ishigami_variance ishigami_known(void)
{
    const double a = 7, b = 0.1, p4 = pow(pi, 4), p8 = p4 * p4;
    ishigami_variance v = {.v1 = (1 + b * p4 / 5) * (1 + b * p4 / 5) / 2,
        .v2 = a * a / 8,
        .v13 = b * b * (p8 / 9 - p8 / 25) / 2};
    v.all = v.v1 + v.v2 + v.v13;
    return v;
}

static void test_ishigami(void **state)
{
    (void)state;
    const ishigami_variance v = ishigami_known();
    expect("S", 1, v.v1 / v.all, 0.3139, 5e-5); // as published (Saltelli and others 2008)
    expect("S", 2, v.v2 / v.all, 0.4424, 5e-5);
    expect("T", 3, v.v13 / v.all, 0.2437, 5e-5);
    study s = study_of(ishigami, 3, 4096);
    estimate(&s);
    expect("variance", 0, s.output.variance, v.all, 0.02 * v.all);
    expect("mean", 0, s.output.mean, 3.5, 0.02); // a/2
    const double first[] = {v.v1, v.v2, 0}, total[] = {v.v1 + v.v13, v.v2, v.v13};
    for (size_t f = 0; f < 3; f++) {
        expect("first", f, s.index[f].first.value, first[f] / v.all, 0.01);
        expect("total", f, s.index[f].total.value, total[f] / v.all, 0.01);
    }
    expect("additive", 0, s.output.additive.value, (v.v1 + v.v2) / v.all, 0.015);
}

// Sobol's g function: the product of (|4 x - 2| + a)/(1 + a); small a matter.
static double weight(size_t factor)
{
    static const double a[] = {0, 1, 4.5, 9, 99};
    return factor < 5 ? a[factor] : 99;
}

static double g_function(const double *x, size_t factors)
{
    double product = 1;
    for (size_t f = 0; f < factors; f++)
        product *= (fabs(4 * x[f] - 2) + weight(f)) / (1 + weight(f));
    return product;
}

// Each factor of the product has mean 1 and the variance Vi = 1/(3 (1 + a)^2), so that the variance
// of a product is the product of (1 + Vi) less 1.
static double g_part(size_t factor)
{
    return 1 / (3 * (1 + weight(factor)) * (1 + weight(factor)));
}

static double g_variance(size_t from, size_t to)
{
    double product = 1;
    for (size_t f = from; f < to; f++)
        product *= 1 + g_part(f);
    return product - 1;
}

static void expect_g(const study *s, double error)
{
    const double all = g_variance(0, s->factors);
    for (size_t f = 0; f < s->factors; f++) {
        const double own = g_part(f);
        expect("first", f, s->index[f].first.value, own / all, error);
        expect("total", f, s->index[f].total.value, own * (1 + all) / (1 + own) / all, error);
    }
}

static void test_g_function(void **state)
{
    (void)state;
    study s = study_of(g_function, 8, 4096);
    estimate(&s);
    expect_g(&s, 0.015);
}

// More factors than Sobol's sequence has pairs of dimensions; those that matter come last, where
// A and B of Latin supercube sampling are.
static double reversed(const double *x, size_t factors)
{
    double y[FACTORS_MAX];
    for (size_t f = 0; f < factors; f++)
        y[f] = x[factors - 1 - f];
    return g_function(y, factors);
}

static void test_many_factors(void **state)
{
    (void)state;
    study s = study_of(g_function, FACTORS_MAX, 4096);
    estimate(&s);
    expect_g(&s, 0.02);
    study r = study_of(reversed, FACTORS_MAX, 4096);
    estimate(&r);
    for (size_t f = 0; f < FACTORS_MAX / 2; f++) {
        const calf_sobol_index last = r.index[FACTORS_MAX - 1 - f];
        r.index[FACTORS_MAX - 1 - f] = r.index[f];
        r.index[f] = last;
    }
    expect_g(&r, 0.03);
}

static void test_groups(void **state)
{
    (void)state;
    study s = study_of(g_function, 8, 4096);
    s.groups = 3;
    for (size_t f = 0; f < 8; f++)
        s.group[f] = f < 2 ? f : 2; // {0}, {1}, all others together
    estimate(&s);
    const double all = g_variance(0, 8), rest = g_variance(2, 8);
    expect("first", 2, s.index[2].first.value, rest / all, 0.01);
    expect("total", 2, s.index[2].total.value, rest * (1 + g_variance(0, 2)) / all, 0.01);
    expect("total", 0, s.index[0].total.value, g_part(0) * (1 + g_variance(1, 8)) / all, 0.015);
}

// The error over seeds falls with rows, at least as 1/sqrt(rows).
static double error_of(size_t rows)
{
    const ishigami_variance v = ishigami_known();
    const double first[] = {v.v1, v.v2, 0}, total[] = {v.v1 + v.v13, v.v2, v.v13};
    double squares = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        study s = study_of(ishigami, 3, rows);
        s.seed = seed;
        estimate(&s);
        for (size_t f = 0; f < 3; f++)
            squares += pow(s.index[f].first.value - first[f] / v.all, 2) +
                pow(s.index[f].total.value - total[f] / v.all, 2);
    }
    return sqrt(squares / (20 * 6));
}

static void test_convergence(void **state)
{
    (void)state;
    const double few = error_of(64), more = error_of(1024);
    if (!(more < few / 4))
        fail_msg("%g with 16 times the rows, from %g", more, few);
}

// Share of intervals of 90 % that hold the index.
static double share_covered(bool random)
{
    const ishigami_variance v = ishigami_known();
    const double first[] = {v.v1, v.v2, 0}, total[] = {v.v1 + v.v13, v.v2, v.v13};
    int covered = 0, cases = 0;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        study s = study_of(ishigami, 3, 256);
        s.seed = seed;
        s.random = random;
        s.resampling = (calf_resampling){.replicates = 300, .level = 0.9, .seed = seed};
        estimate(&s);
        for (size_t f = 0; f < 3; f++) {
            const calf_interval *i[] = {&s.index[f].first, &s.index[f].total};
            const double known[] = {first[f] / v.all, total[f] / v.all};
            for (int k = 0; k < 2; k++, cases++) {
                assert_true(i[k]->low <= i[k]->value && i[k]->value <= i[k]->high);
                covered += i[k]->low <= known[k] && known[k] <= i[k]->high;
            }
        }
    }
    return (double)covered / cases;
}

// Of independent rows they do as they say; rows of Sobol's sequence balance one another, so that
// they hold it more often.
static void test_intervals_cover(void **state)
{
    (void)state;
    const double random = share_covered(true), sobol = share_covered(false);
    if (!(random > 0.85 && random < 0.94 && sobol > random))
        fail_msg("%g of independent rows, %g of Sobol's", random, sobol);
}

static double shifted(const double *x, size_t factors)
{
    return 1e6 + 1e-3 * ishigami(x, factors);
}

static void test_shift_and_scale_change_nothing(void **state)
{
    (void)state;
    study s = study_of(ishigami, 3, 512), t = study_of(shifted, 3, 512);
    estimate(&s);
    estimate(&t);
    for (size_t f = 0; f < 3; f++) {
        expect("first", f, t.index[f].first.value, s.index[f].first.value, 1e-5);
        expect("total", f, t.index[f].total.value, s.index[f].total.value, 1e-5);
        assert_true(isnan(s.index[f].first.low)); // no interval was asked for
    }
}

static double constant(const double *x, size_t factors)
{
    (void)factors;
    return x[0] < 0.5 ? 0.1 + 0.2 : 0.3; // differ by a rounding
}

static void test_nothing_varies(void **state)
{
    (void)state;
    study s = study_of(constant, 3, 64);
    s.resampling = (calf_resampling){.replicates = 20, .level = 0.95};
    estimate(&s);
    assert_true(s.output.variance == 0 && isnan(s.output.additive.value));
    assert_true(isnan(s.index[0].total.value) && isnan(s.index[0].total.low));
}

// Nothing of a row depends on how many follow, so that the first rows are a smaller study.
static void test_first_rows_are_a_smaller_study(void **state)
{
    (void)state;
    study whole = study_of(ishigami, 3, 256), part = study_of(ishigami, 3, 64);
    double *all = outputs_of(&whole), *few = outputs_of(&part);
    assert_memory_equal(all, few, 64 * calf_sobol_row_points(3) * sizeof *few);
    free(all);
    free(few);
}

static void test_rows_needed(void **state)
{
    (void)state;
    const calf_interval narrow = {0.5, 0.4, 0.6}, wide = {0.1, 0.0, 0.3}, below = {-0.1, -0.2, 0};
    assert_true(calf_sobol_rows_needed(&narrow, 256) == 0);
    assert_true(calf_sobol_rows_needed(&wide, 256) == 4096); // 256 times 3^2, to a power of 2
    assert_true(calf_sobol_rows_needed(&below, 256) == 0); // no number of rows makes it positive
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ishigami),
        cmocka_unit_test(test_g_function),
        cmocka_unit_test(test_many_factors),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_convergence),
        cmocka_unit_test(test_intervals_cover),
        cmocka_unit_test(test_shift_and_scale_change_nothing),
        cmocka_unit_test(test_nothing_varies),
        cmocka_unit_test(test_first_rows_are_a_smaller_study),
        cmocka_unit_test(test_rows_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
