// SPDX-License-Identifier: GPL-3.0-or-later
// The elementary functions against the C library's in long double, to the bounds that their header
// states, and where they must be exact.
#include "core/elementary.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { POINTS = 400000 };
static const double smallest = 0x1p-1022;

// xorshift64* (Vigna 2016): a stream of its own, so that the test asks nothing of core/random.h
static uint64_t drawn_state = 88172645463325252u;

static double between(double low, double high)
{
    drawn_state ^= drawn_state >> 12;
    drawn_state ^= drawn_state << 25;
    drawn_state ^= drawn_state >> 27;
    double u = (double)((drawn_state * 2685821657736338717u) >> 11) * 0x1p-53;
    return low + u * (high - low);
}

/** Any positive normal number below 2^1023, each exponent as often. */
static double of_any_size(void)
{
    return ldexp(between(1, 2), (int)between(-1022, 1023));
}

static double undefined(void)
{
    return nan(""); // NAN is a float
}

static void check(const char *name, double x, double value, long double expected, double relative)
{
    long double off = (long double)value - expected;
    if (!(fabsl(off) <= (long double)relative * fabsl(expected)))
        fail_msg("%s(%.17g) = %.17g: off by %.3Lg of it, not %.3g", name, x, value, off / expected,
            relative);
}

static void test_exp2(void **state)
{
    (void)state;
    for (int k = 0; k < POINTS; k++) {
        double wide = between(-1022, 1023), near = between(-2, 2), tiny = between(-1e-6, 1e-6);
        check("exp2", wide, calf_exp2(wide), exp2l((long double)wide), 4e-16);
        check("exp2", near, calf_exp2(near), exp2l((long double)near), 4e-16);
        check("exp2", tiny, calf_exp2(tiny), exp2l((long double)tiny), 4e-16);
    }
    for (int n = -1022; n <= 1023; n++) {
        assert_true(calf_exp2(n) == ldexp(1, n));
        // at the edges of the polynomial
        for (int side = -1; side <= 1; side++) {
            double x = n + 0.5 + side * 1e-13;
            if (n < 1023)
                check("exp2", x, calf_exp2(x), exp2l((long double)x), 4e-16);
        }
    }
    assert_true(calf_exp2(-0.0) == 1);
    assert_true(calf_exp2(-1022.5) == 0 && calf_exp2(-HUGE_VAL) == 0);
    assert_true(calf_exp2(1023.5) == 0x1p1023 && calf_exp2(HUGE_VAL) == 0x1p1023);
    assert_true(isnan(calf_exp2(undefined())));
}

static void test_log2(void **state)
{
    (void)state;
    for (int k = 0; k < POINTS; k++) {
        double any = of_any_size(), near = between(0.25, 4), one = 1 + between(-1e-7, 1e-7);
        check("log2", any, calf_log2(any), log2l((long double)any), 5e-16);
        check("log2", near, calf_log2(near), log2l((long double)near), 5e-16);
        check("log2", one, calf_log2(one), log2l((long double)one), 5e-16);
    }
    for (int n = -1022; n <= 1023; n++)
        assert_true(calf_log2(ldexp(1, n)) == n);
    // where the mantissa's range starts, and next to 1
    const double edge[] = {sqrt(0.5), nextafter(sqrt(0.5), 0), nextafter(sqrt(0.5), 1), sqrt(2),
        nextafter(sqrt(2), 0), nextafter(sqrt(2), 2), nextafter(1, 0), nextafter(1, 2), smallest,
        nextafter(smallest, 1), 1.7976931348623157e308};
    for (size_t k = 0; k < sizeof edge / sizeof edge[0]; k++)
        check("log2", edge[k], calf_log2(edge[k]), log2l((long double)edge[k]), 5e-16);
    assert_true(calf_log2(0) == -1023);
    assert_true(calf_log2(0x1p-1074) >= -1023 && calf_log2(0x1p-1023) <= -1022);
    assert_true(isnan(calf_log2(undefined())) && isnan(calf_log2(HUGE_VAL)));
}

static void test_exp(void **state)
{
    (void)state;
    for (int k = 0; k < POINTS; k++) {
        double wide = between(-708, 708), near = between(-2, 2), tiny = between(-1e-6, 1e-6);
        check("exp", wide, calf_exp(wide), expl((long double)wide), (4 + 1.3 * fabs(wide)) * 1e-16);
        check("exp", near, calf_exp(near), expl((long double)near), (4 + 1.3 * fabs(near)) * 1e-16);
        check("exp", tiny, calf_exp(tiny), expl((long double)tiny), (4 + 1.3 * fabs(tiny)) * 1e-16);
    }
    assert_true(calf_exp(0) == 1 && calf_exp(-0.0) == 1);
    assert_true(calf_exp(-1e9) == 0 && calf_exp(1e9) == 0x1p1023);
    assert_true(calf_exp(-HUGE_VAL) == 0 && isnan(calf_exp(undefined())));
}

static void test_log(void **state)
{
    (void)state;
    for (int k = 0; k < POINTS; k++) {
        double any = of_any_size(), near = between(0.25, 4), one = 1 + between(-1e-7, 1e-7);
        check("log", any, calf_log(any), logl((long double)any), 6e-16);
        check("log", near, calf_log(near), logl((long double)near), 6e-16);
        check("log", one, calf_log(one), logl((long double)one), 6e-16);
    }
    assert_true(calf_log(1) == 0);
    check("log", 0, calf_log(0), -1023 * logl(2), 2e-16);
    assert_true(isnan(calf_log(undefined())) && isnan(calf_log(HUGE_VAL)));
}

static void test_pow(void **state)
{
    (void)state;
    for (int k = 0; k < POINTS; k++) {
        double x = k % 2 ? of_any_size() : between(0.01, 10), size = fabs(log2(x));
        double y = between(-1, 1) * fmin(20, 1000 / fmax(size, 1));
        if (k % 4 < 2) // or a great power of what is near 1
            y = between(-1, 1) * 1000 / size;
        double bound = (5 + 4 * fabs(y) * size) * 1e-16;
        check("pow", x, calf_pow(x, y), powl((long double)x, (long double)y), bound);
    }
    for (int k = 0; k < 1000; k++) {
        assert_true(calf_pow(1, between(-1e6, 1e6)) == 1);
        assert_true(calf_pow(of_any_size(), 0) == 1);
    }
    for (int n = -511; n <= 511; n++)
        assert_true(calf_pow(ldexp(1, n), 2) == ldexp(1, 2 * n));
    assert_true(calf_pow(0, 1) == 0 && calf_pow(0, 20) == 0);
    assert_true(calf_pow(0, 0.5) == calf_exp2(-511.5));
    assert_true(calf_pow(1e300, 10) == 0x1p1023 && calf_pow(1e300, -10) == 0);
    assert_true(isnan(calf_pow(undefined(), 1)) && isnan(calf_pow(2, undefined())));
}

static void test_min_max_nearest(void **state)
{
    (void)state;
    assert_true(calf_min(1, 2) == 1 && calf_min(2, 1) == 1);
    assert_true(calf_max(1, 2) == 2 && calf_max(2, 1) == 2);
    assert_true(calf_min(undefined(), 3) == 3 && calf_max(undefined(), 3) == 3);
    assert_true(isnan(calf_min(3, undefined())) && isnan(calf_max(3, undefined())));
    for (int k = 0; k < POINTS; k++) {
        double x = between(-1e6, 1e6), large = between(-0x1p51, 0x1p51);
        assert_true(calf_nearest(x) == nearbyint(x) && calf_nearest(large) == nearbyint(large));
    }
    for (int n = -100; n <= 100; n++)
        assert_true(calf_nearest(n + 0.5) == nearbyint(n + 0.5) && calf_nearest(n) == n);
}

static void test_bits(void **state)
{
    (void)state;
    assert_true(calf_bits_of(1) == UINT64_C(0x3ff0000000000000));
    assert_true(calf_bits_of(-0.0) == UINT64_C(0x8000000000000000));
    for (int k = 0; k < 1000; k++) {
        double x = of_any_size();
        assert_true(calf_from_bits(calf_bits_of(x)) == x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exp2),
        cmocka_unit_test(test_log2),
        cmocka_unit_test(test_exp),
        cmocka_unit_test(test_log),
        cmocka_unit_test(test_pow),
        cmocka_unit_test(test_min_max_nearest),
        cmocka_unit_test(test_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
