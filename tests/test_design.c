// SPDX-License-Identifier: GPL-3.0-or-later
// Designs against their definitions.
//
// What is random is held to 4.5 standard errors: about 1300 comparisons of false-alarm rate 7e-6
// each, 0.9 % in all, once, since the seeds are fixed.
#include "population/design.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { POINTS = 1024, FACTORS = 40, MANY = 100 };
static const double standard_errors = 4.5;
static double unit[POINTS * MANY], other[POINTS * MANY];

static void draw(calf_design design, uint64_t seed, size_t points, size_t factors, double *into)
{
    assert_int_equal(calf_design_draw(design, seed, points, factors, into), CALF_OK);
    for (size_t i = 0; i < points * factors; i++)
        assert_true(into[i] >= 0 && into[i] < 1);
}

/** Of `points` equal parts of [0, 1), each has exactly one of the first `points` points. */
static void expect_one_in_each_part(const double *at, size_t points, size_t factors, size_t factor)
{
    bool seen[POINTS] = {false};
    for (size_t p = 0; p < points; p++) {
        const size_t part = (size_t)(at[p * factors + factor] * (double)points);
        if (part >= points || seen[part])
            fail_msg("%zu points: part %zu of factor %zu twice", points, part, factor);
        seen[part] = true;
    }
}

/** Of the boxes of every shape that are 1/points of the unit square, each has exactly one point: a
 *  (0,m,2)-net in base 2 (Niederreiter 1987). */
static void expect_net(const double *at, size_t points, size_t factors)
{
    for (size_t wide = 1; wide <= points; wide *= 2) {
        bool seen[POINTS] = {false};
        for (size_t p = 0; p < points; p++) {
            const size_t high = points / wide;
            const size_t x = (size_t)(at[p * factors] * (double)wide);
            const size_t y = (size_t)(at[p * factors + 1] * (double)high);
            if (seen[x * high + y])
                fail_msg("%zu points: box %zu, %zu of %zu by %zu twice", points, x, y, wide, high);
            seen[x * high + y] = true;
        }
    }
}

/** The mean of `count` numbers that have mean 1/2 and variance 1/12. */
static void expect_uniform_mean(double sum, double count, const char *what, size_t which)
{
    const double off = fabs(sum / count - 0.5) / sqrt(1 / (12 * count));
    if (off > standard_errors)
        fail_msg("%s %zu: mean %g, %.1f SE off", what, which, sum / count, off);
}

/** Every one of `bins` equal parts of [0, 1) has its share of the numbers at[0], at[step], ... */
static void expect_uniform_bins(const double *at, size_t count, size_t step, const char *what)
{
    enum { BINS = 16 };
    double in[BINS] = {0};
    for (size_t i = 0; i < count; i++)
        in[(size_t)(at[i * step] * BINS)]++;
    for (size_t b = 0; b < BINS; b++) {
        const double share = 1.0 / BINS, sd = sqrt((double)count * share * (1 - share));
        if (fabs(in[b] - (double)count * share) > standard_errors * sd)
            fail_msg("%s: %g of %zu in part %zu", what, in[b], count, b);
    }
}

static void test_grid_order(void **state)
{
    (void)state;
    // written out by hand: 2 x 3 levels, the first factor slowest
    static const double expected[6][2] = {{1 / 4.0, 1 / 6.0}, {1 / 4.0, 3 / 6.0},
        {1 / 4.0, 5 / 6.0}, {3 / 4.0, 1 / 6.0}, {3 / 4.0, 3 / 6.0}, {3 / 4.0, 5 / 6.0}};
    calf_design_grid((const size_t[]){2, 3}, 2, unit);
    for (size_t i = 0; i < 12; i++)
        assert_true(fabs(unit[i] - expected[i / 2][i % 2]) < 1e-15);
    calf_design_grid((const size_t[]){1, 7, 1}, 3, unit);
    for (size_t p = 0; p < 7; p++)
        assert_true((size_t)(unit[3 * p + 1] * 7) == p && unit[3 * p] == 0.5);
}

static void test_random_is_uniform(void **state)
{
    (void)state;
    draw(CALF_DESIGN_RANDOM, 5, POINTS, FACTORS, unit);
    for (size_t f = 0; f < FACTORS; f++) {
        double sum = 0;
        for (size_t p = 0; p < POINTS; p++)
            sum += unit[p * FACTORS + f];
        expect_uniform_mean(sum, POINTS, "random factor", f);
    }
    expect_uniform_bins(unit, POINTS * FACTORS, 1, "random");
    draw(CALF_DESIGN_RANDOM, 5, 10, FACTORS, other); // fewer points are the first of more
    assert_memory_equal(unit, other, 10 * FACTORS * sizeof *unit);
    draw(CALF_DESIGN_RANDOM, 6, 10, FACTORS, other);
    for (size_t i = 0; i < 10 * FACTORS; i++)
        assert_true(unit[i] != other[i]);
}

static void test_latin_hypercube_has_one_in_each_part(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 2, 3, 10, 49, 200, 1000, POINTS};
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        draw(CALF_DESIGN_LATIN_HYPERCUBE, c, counts[c], 12, unit);
        for (size_t f = 0; f < 12; f++)
            expect_one_in_each_part(unit, counts[c], 12, f);
    }
}

static void test_latin_hypercube_is_random(void **state)
{
    (void)state;
    double place = 0, first = 0, products = 0;
    draw(CALF_DESIGN_LATIN_HYPERCUBE, 3, POINTS, MANY, unit);
    for (size_t i = 0; i < POINTS * MANY; i++)
        place += unit[i] * POINTS - floor(unit[i] * POINTS);
    expect_uniform_mean(place, POINTS * MANY, "place in a part", 0);
    for (size_t f = 0; f < MANY; f++)
        first += unit[f];
    expect_uniform_mean(first, MANY, "first point", 0);
    // ranks of two factors correlate with mean 0 and variance 1/(n - 1) (Hotelling and Pabst 1936)
    for (size_t p = 0; p < POINTS; p++)
        products += 12 * (unit[p * MANY] - 0.5) * (unit[p * MANY + 1] - 0.5) / POINTS;
    assert_true(fabs(products) < standard_errors / sqrt(POINTS - 1));
    draw(CALF_DESIGN_LATIN_HYPERCUBE, 4, POINTS, MANY, other);
    size_t same = 0;
    for (size_t p = 0; p < POINTS; p++)
        same += floor(unit[p * MANY] * POINTS) == floor(other[p * MANY] * POINTS);
    assert_true(
        same < 10); // fixed points of a random permutation: Poisson with mean 1, 1e-7 for 10
}

/** The sequence worked out from its definition, in Gray-code order (Antonov and Saleev 1979).
 *  Direction numbers: dimension 1 all 1; dimension 2 of x + 1 from 1; dimension 3 of x^2 + x + 1
 *  from 1, 1, as in the data of Bratley and Fox's program (1988, ACM TOMS 14, 88-100). */
static void fill_sobol(double at[][3], uint32_t count)
{
    uint32_t m[3][32] = {{1}, {1}, {1, 1}}, x[3] = {0};
    for (int i = 1; i < 32; i++) {
        m[0][i] = 1;
        m[1][i] = 2 * m[1][i - 1] ^ m[1][i - 1];
        if (i > 1)
            m[2][i] = 2 * m[2][i - 1] ^ 4 * m[2][i - 2] ^ m[2][i - 2];
    }
    for (uint32_t n = 0; n < count; n++) {
        int zero = 0;
        while (n >> zero & 1)
            zero++;
        for (int d = 0; d < 3; d++) {
            at[n][d] = x[d] * 0x1p-32;
            x[d] ^= m[d][zero] << (31 - zero);
        }
    }
}

static void test_sobol_begins_as_published(void **state)
{
    (void)state;
    // by hand from m = 1 1 1, 1 3 5 and 1 1 7; without the origin also what Bratley and Fox's
    // program (ACM algorithm 659) prints
    static const double first[8][3] = {{0, 0, 0}, {0.5, 0.5, 0.5}, {0.75, 0.25, 0.75},
        {0.25, 0.75, 0.25}, {0.375, 0.375, 0.625}, {0.875, 0.875, 0.125}, {0.625, 0.125, 0.375},
        {0.125, 0.625, 0.875}};
    static double defined[POINTS][3];
    draw(CALF_DESIGN_SOBOL, 1, POINTS, 3, unit);
    for (size_t i = 0; i < 24; i++)
        assert_true(unit[i] == first[i / 3][i % 3]);
    fill_sobol(defined, POINTS);
    for (size_t i = 0; i < 3 * POINTS; i++)
        assert_true(unit[i] == defined[i / 3][i % 3]);
}

static void expect_balance(const double *at, size_t factors, size_t stratified)
{
    for (size_t points = 1; points <= POINTS; points *= 2) {
        expect_net(at, points, factors);
        for (size_t f = 0; f < stratified; f++)
            expect_one_in_each_part(at, points, factors, f);
    }
}

static void test_sobol_balances(void **state)
{
    (void)state;
    draw(CALF_DESIGN_SOBOL, 1, POINTS, FACTORS, unit);
    expect_balance(unit, FACTORS, FACTORS);
    draw(CALF_DESIGN_SOBOL, 2, POINTS, FACTORS, other); // nothing is random in it
    assert_memory_equal(unit, other, POINTS * FACTORS * sizeof *unit);
}

static void test_scrambled_sobol_balances(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 5; seed++) {
        draw(CALF_DESIGN_SCRAMBLED_SOBOL, seed, POINTS, FACTORS, unit);
        expect_balance(unit, FACTORS, FACTORS);
    }
}

static int digits_in_common(double x, double y)
{
    int common = 0;
    while (common < CALF_SOBOL_BITS && floor(ldexp(x, common + 1)) == floor(ldexp(y, common + 1)))
        common++;
    return common;
}

static double digit_of(double x, int digit)
{
    return fmod(floor(ldexp(x, digit)), 2);
}

/** Nested: numbers that agree in so many digits do so afterwards, and in no more. What happens to a
 *  digit is another coin for all digits before it: of 512 points that differ in their first nine
 *  digits, the tenth changes in half. */
static void test_scrambling_is_nested(void **state)
{
    (void)state;
    double changed = 0;
    draw(CALF_DESIGN_SOBOL, 1, POINTS, 4, unit);
    draw(CALF_DESIGN_SCRAMBLED_SOBOL, 11, POINTS, 4, other);
    for (size_t a = 0; a < 200; a++)
        for (size_t b = 0; b < a; b++)
            for (size_t f = 0; f < 4; f++)
                assert_int_equal(digits_in_common(unit[4 * a + f], unit[4 * b + f]),
                    digits_in_common(other[4 * a + f], other[4 * b + f]));
    for (size_t p = 0; p < 512; p++)
        changed += digit_of(unit[4 * p], 10) != digit_of(other[4 * p], 10);
    assert_true(fabs(changed - 256) < standard_errors * sqrt(512 / 4.0));
}

/** Every point on its own is uniform over seeds, in each of its 53 digits, and independent from
 *  factor to factor. */
static void test_scrambled_points_are_uniform(void **state)
{
    (void)state;
    enum { SEEDS = 4000, FEW = 6, WIDTH = 3 * FEW };
    static double at[SEEDS][WIDTH];
    for (uint64_t seed = 0; seed < SEEDS; seed++)
        draw(CALF_DESIGN_SCRAMBLED_SOBOL, seed, FEW, 3, at[seed]);
    for (size_t i = 0; i < WIDTH; i++) {
        double sum = 0, product = 0, ones[53] = {0};
        for (size_t s = 0; s < SEEDS; s++) {
            sum += at[s][i];
            product += 12 * (at[s][i] - 0.5) * (at[s][i - i % 3 + (i + 1) % 3] - 0.5);
            for (int digit = 0; digit < 53; digit++)
                ones[digit] += digit_of(at[s][i], digit + 1);
        }
        expect_uniform_mean(sum, SEEDS, "scrambled number", i);
        expect_uniform_bins(&at[0][i], SEEDS, WIDTH, "scrambled");
        assert_true(fabs(product) < standard_errors * sqrt(SEEDS));
        for (int digit = 0; digit < 52; digit++) // the last is the half of the place in a cell
            if (fabs(ones[digit] - SEEDS / 2.0) > standard_errors * sqrt(SEEDS / 4.0))
                fail_msg("digit %d of number %zu: %g ones", digit + 1, i, ones[digit]);
        assert_true(at[0][i] != at[1][i]);
    }
}

/** The first row of group `group` that has the values of row `p` of the first group. */
static size_t row_like(size_t p, size_t group, size_t width)
{
    size_t q = 0;
    while (q < POINTS &&
        memcmp(&unit[q * MANY + group * FACTORS], &unit[p * MANY], width * sizeof *unit) != 0)
        q++;
    return q;
}

/** Latin supercube sampling (Owen 1998): the same points in every group, in orders of their own. */
static void test_sobol_beyond_its_dimensions(void **state)
{
    (void)state;
    size_t same[3] = {0}, alike = 0;
    draw(CALF_DESIGN_SOBOL, 9, POINTS, MANY, unit);
    for (size_t f = 0; f < MANY; f++)
        expect_one_in_each_part(unit, POINTS, MANY, f);
    expect_net(unit, POINTS, MANY);
    for (size_t p = 0; p < POINTS; p++) {
        const size_t second = row_like(p, 1, FACTORS), third = row_like(p, 2, MANY - 2 * FACTORS);
        assert_true(second < POINTS && third < POINTS);
        same[1] += second == p;
        same[2] += third == p;
        alike += second == third;
    }
    assert_true(same[1] < 10 && same[2] < 10 && alike < 10); // Poisson with mean 1, as above
    draw(CALF_DESIGN_SOBOL, 10, POINTS, MANY, other);
    assert_memory_not_equal(unit, other, sizeof unit);
    draw(CALF_DESIGN_SCRAMBLED_SOBOL, 9, POINTS, MANY, other);
    for (size_t f = 0; f < MANY; f++)
        expect_one_in_each_part(other, POINTS, MANY, f);
}

static void test_designs_are_functions(void **state)
{
    (void)state;
    for (int design = CALF_DESIGN_RANDOM; design < CALF_DESIGN_COUNT; design++) {
        draw((calf_design)design, UINT64_MAX, 100, 50, unit);
        draw((calf_design)design, UINT64_MAX, 100, 50, other);
        assert_memory_equal(unit, other, 100 * 50 * sizeof *unit);
        draw((calf_design)design, 1, 1, 1, unit);
    }
}

static void ignore(const char *reason, const char *file, int line, int number)
{
    (void)reason, (void)file, (void)line, (void)number;
}

static void test_the_error_handler_stays(void **state)
{
    (void)state;
    gsl_error_handler_t *before = gsl_set_error_handler(ignore);
    draw(CALF_DESIGN_SOBOL, 1, 4, 2, unit);
    assert_true(gsl_set_error_handler(before) == ignore);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grid_order),
        cmocka_unit_test(test_random_is_uniform),
        cmocka_unit_test(test_latin_hypercube_has_one_in_each_part),
        cmocka_unit_test(test_latin_hypercube_is_random),
        cmocka_unit_test(test_sobol_begins_as_published),
        cmocka_unit_test(test_sobol_balances),
        cmocka_unit_test(test_scrambled_sobol_balances),
        cmocka_unit_test(test_scrambling_is_nested),
        cmocka_unit_test(test_scrambled_points_are_uniform),
        cmocka_unit_test(test_sobol_beyond_its_dimensions),
        cmocka_unit_test(test_designs_are_functions),
        cmocka_unit_test(test_the_error_handler_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
