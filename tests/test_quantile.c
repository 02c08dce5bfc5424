// SPDX-License-Identifier: GPL-3.0-or-later
// Inverse distributions against GSL, the C library's erfc, closed forms and mpmath.
//
// The bound of gamma and beta, 1e-11 of the probability below or above, is that of table.h; GSL's
// own cumulative probabilities are good to about 1e-12 at the shapes compared with them.
#include "population/quantile.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const double table_bound = 1e-11;

/** Probabilities from one end to the other, the tails in steps of a factor. */
enum { PROBABILITIES = 600 };
static double probability(int k)
{
    const int tail = 50; // 1e-12 to 1e-3
    if (k < tail)
        return 1e-12 * pow(10, k * 9.0 / tail);
    if (k >= PROBABILITIES - tail)
        return 1 - 1e-12 * pow(10, (PROBABILITIES - 1 - k) * 9.0 / tail);
    return (k - tail + 0.5) / (PROBABILITIES - 2 * tail);
}

static calf_prior prior_of(calf_distribution d)
{
    calf_prior prior;
    assert_int_equal(calf_prior_init(&d, "x", &prior), CALF_OK);
    return prior;
}

static calf_prior uncut(calf_shape shape, double a, double b)
{
    double high = shape == CALF_SHAPE_BETA ? 1 : 1e9;
    return prior_of((calf_distribution){shape, a, b, 0, high});
}

static void test_normal_quantile(void **state)
{
    (void)state;
    // Wichura 1988, page 480; 0.975 and 1e-300 by mpmath
    assert_true(fabs(calf_normal_quantile(0.25) + 0.6744897501960817) < 2e-16);
    assert_true(fabs(calf_normal_quantile(0.001) + 3.090232306167814) < 1e-15);
    assert_true(fabs(calf_normal_quantile(1e-20) + 9.2623400897984076) < 3e-15);
    assert_true(fabs(calf_normal_quantile(0.975) - 1.959963984540054) < 1e-15);
    assert_true(fabs(calf_normal_quantile(1e-300) + 37.047096299361199) < 1e-14);
    assert_true(calf_normal_quantile(0.5) == 0);
    for (int k = 0; k < PROBABILITIES; k++) {
        double p = probability(k), z = calf_normal_quantile(p);
        // GSL's is the same algorithm on the C library's log
        assert_true(fabs(z - gsl_cdf_ugaussian_Pinv(p)) <= 1e-15 * (1 + fabs(z)));
        if (p < 0.5)
            assert_true(calf_normal_quantile(1 - (1 - p)) == -calf_normal_quantile(1 - p));
    }
    double last = -HUGE_VAL;
    for (double p = 0x1p-1022; p < 1e-3; p *= 1.01) {
        double z = calf_normal_quantile(p);
        assert_true(z > last && fabs(z - gsl_cdf_ugaussian_Pinv(p)) <= 1e-15 * (1 + fabs(z)));
        last = z;
    }
    assert_true(isfinite(calf_normal_quantile(0)) && isfinite(calf_normal_quantile(1)));
    assert_true(calf_normal_quantile(1) > 8.2 && calf_normal_quantile(0) < -37);
}

static void test_normal_probabilities(void **state)
{
    (void)state;
    for (double x = -37; x <= 0; x += 0.000937) {
        long double tail = erfcl((long double)-x * sqrtl(0.5L)) / 2;
        double off = (double)((long double)calf_normal_tail(x) / tail - 1);
        if (!(fabs(off) <= (8 + x * x) * 1e-16))
            fail_msg("tail at %.17g: off by %.3g", x, off);
        assert_true(fabs(calf_normal_below(x) - (double)tail) <= 4e-16);
        assert_true(fabs(calf_normal_below(-x) - (double)(1 - tail)) <= 4e-16);
    }
    assert_true(calf_normal_below(0) == 0.5);
    assert_true(fabs(calf_normal_density(1) - 0.24197072451914335) < 1e-16);
}

static double gsl_below(const calf_distribution *d, double x)
{
    switch (d->shape) {
    case CALF_SHAPE_LOGNORMAL:
        return x > 0 ? gsl_cdf_ugaussian_P(log(x / d->a) / d->b) : 0;
    case CALF_SHAPE_NORMAL:
        return gsl_cdf_gaussian_P(x - d->a, d->b);
    case CALF_SHAPE_GAMMA:
        return gsl_cdf_gamma_P(x, d->a * d->a / d->b, d->b / d->a);
    case CALF_SHAPE_BETA:
        return gsl_cdf_beta_P(fmin(fmax(x, 0), 1), d->a, d->b);
    default:
        return gsl_cdf_flat_P(x, d->a, d->b);
    }
}

static double gsl_quantile(const calf_distribution *d, double p)
{
    switch (d->shape) {
    case CALF_SHAPE_LOGNORMAL:
        return d->a * exp(d->b * gsl_cdf_ugaussian_Pinv(p));
    case CALF_SHAPE_NORMAL:
        return d->a + d->b * gsl_cdf_ugaussian_Pinv(p);
    case CALF_SHAPE_GAMMA:
        return gsl_cdf_gamma_Pinv(p, d->a * d->a / d->b, d->b / d->a);
    case CALF_SHAPE_BETA:
        return gsl_cdf_beta_Pinv(p, d->a, d->b);
    default:
        return gsl_cdf_flat_Pinv(p, d->a, d->b);
    }
}

/** Whether a value is right for a probability, but for the bound and for four roundings of it. */
static void check_value(const calf_prior *prior, double whole, double value,
    double (*below)(const calf_distribution *d, double x))
{
    const calf_distribution *d = &prior->distribution;
    double less = below(d, value * (1 - 0x1p-51)),
           more = below(d, fmin(value * (1 + 0x1p-51), d->high));
    double bound = table_bound * fmin(whole, 1 - whole) + 4e-15;
    assert_true(value >= d->low && value <= d->high);
    if (!(fmin(less, more) <= whole + bound && fmax(less, more) >= whole - bound))
        fail_msg("%s(%g, %g) at %.17g: %.17g, whose probability is %.17g",
            calf_shape_name(d->shape), d->a, d->b, whole, value, below(d, value));
}

static void check_against_gsl(const calf_prior *prior)
{
    const calf_distribution *d = &prior->distribution;
    double mass = gsl_below(d, d->high) - gsl_below(d, d->low), last = d->low;
    assert_true(fabs(prior->mass - mass) < 1e-12);
    assert_true(fabs(prior->below - gsl_below(d, d->low)) < 1e-12);
    for (int k = 0; k < PROBABILITIES; k++) {
        double u = probability(k), whole = prior->below + u * prior->mass;
        double value = calf_prior_quantile(prior, u), gsl = gsl_quantile(d, whole);
        check_value(prior, whole, value, gsl_below);
        assert_true(value >= last); // these are far enough apart for roundings not to matter
        last = value;
        gsl = fmin(fmax(gsl, d->low), d->high);
        // GSL's inverses of gamma and beta stop iterating early, or give up
        bool table = d->shape == CALF_SHAPE_GAMMA || d->shape == CALF_SHAPE_BETA;
        double bound = table ? 1e-7 : 1e-13;
        if (table && !(fabs(gsl_below(d, gsl) - whole) < 1e-9 * whole && whole < 1 - 1e-9))
            continue;
        if (!(fabs(value - gsl) <=
                bound * fmax(fabs(gsl), d->shape == CALF_SHAPE_NORMAL ? d->b : 0)))
            fail_msg("%s(%g, %g) at %.17g: %.17g for GSL's %.17g", calf_shape_name(d->shape), d->a,
                d->b, whole, value, gsl);
    }
}

static void test_every_prior_against_gsl(void **state)
{
    (void)state;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        calf_distribution d = calf_parameter_describe(id)->prior;
        calf_prior prior = prior_of(d);
        if (d.shape == CALF_SHAPE_FIXED)
            assert_true(calf_prior_quantile(&prior, 0.3) == d.low);
        else
            check_against_gsl(&prior);
        calf_prior_free(&prior);
    }
}

static void test_other_shapes_against_gsl(void **state)
{
    (void)state;
    const double shape[] = {0.1, 0.3, 1, 2.5, 10, 100};
    const size_t count = sizeof shape / sizeof shape[0];
    for (size_t j = 0; j < count; j++) {
        calf_prior gamma = uncut(CALF_SHAPE_GAMMA, 2, 4 / shape[j]); // mean 2
        check_against_gsl(&gamma);
        calf_prior_free(&gamma);
        for (size_t k = 0; k < count; k++) {
            calf_prior beta = uncut(CALF_SHAPE_BETA, shape[j], shape[k]);
            check_against_gsl(&beta);
            calf_prior_free(&beta);
        }
    }
    const calf_distribution cut[] = {{CALF_SHAPE_GAMMA, 2, 0.5, 3.5, 4},
        {CALF_SHAPE_BETA, 2, 3, 0.2, 0.3}, {CALF_SHAPE_BETA, 0.5, 0.5, 0.9, 1},
        {CALF_SHAPE_NORMAL, 1, 2, 6, 9}, {CALF_SHAPE_NORMAL, 0, 1, -9, -4},
        {CALF_SHAPE_LOGNORMAL, 1.5, 0.6, 0.01, 0.5}, {CALF_SHAPE_UNIFORM, -3, 10, 1, 5}};
    for (size_t k = 0; k < sizeof cut / sizeof cut[0]; k++) {
        calf_prior prior = prior_of(cut[k]);
        check_against_gsl(&prior);
        calf_prior_free(&prior);
    }
}

/** Where a cumulative probability has a closed form, however extreme the shape. */
static double closed_below(const calf_distribution *d, double x)
{
    if (d->shape == CALF_SHAPE_GAMMA)
        return (double)-expm1l(-(long double)x / (long double)d->a);
    return d->b == 1 ? (double)powl((long double)x, (long double)d->a)
                     : (double)-expm1l((long double)d->b * log1pl(-(long double)x));
}

static void check_closed(calf_shape shape, double a, double b)
{
    calf_prior prior = uncut(shape, a, b);
    for (int k = 0; k < PROBABILITIES; k++) {
        double u = probability(k), value = calf_prior_quantile(&prior, u);
        if (value > 1e-300 && (value < 1 || shape == CALF_SHAPE_GAMMA))
            check_value(&prior, prior.below + u * prior.mass, value, closed_below);
        else if (value >= 1) // nearer to an end than doubles are
            assert_true(closed_below(&prior.distribution, 1 - 0x1p-52) <= u);
        else
            assert_true(closed_below(&prior.distribution, 1e-300) >= u);
    }
    calf_prior_free(&prior);
}

static void test_closed_forms(void **state)
{
    (void)state;
    const double shape[] = {1e-6, 1e-3, 0.02, 0.5, 1, 3, 40, 1e3, 1e5};
    check_closed(CALF_SHAPE_GAMMA, 3, 9);
    for (size_t k = 0; k < sizeof shape / sizeof shape[0]; k++) {
        check_closed(CALF_SHAPE_BETA, shape[k], 1);
        check_closed(CALF_SHAPE_BETA, 1, shape[k]);
    }
}

/** Cumulative probabilities by mpmath at 30 digits, where GSL's are no longer good. */
static void test_extreme_shapes_against_mpmath(void **state)
{
    (void)state;
    const struct {
        calf_distribution d;
        double x, below;
    } known[] = {
        {{CALF_SHAPE_GAMMA, 1, 9.9999999999999995e-07, 0, 2}, 1.0004999999999999,
            0.69155047577147781},
        {{CALF_SHAPE_GAMMA, 1, 9.9999999999999995e-07, 0, 2}, 0.998, 0.022696114006736705},
        {{CALF_SHAPE_GAMMA, 20, 0.0001, 0, 40}, 20.01, 0.84134475614711085},
        {{CALF_SHAPE_GAMMA, 1000, 9.9999999999999995e-07, 0, 2000}, 1000.001, 0.84134474606286144},
        {{CALF_SHAPE_BETA, 100000, 100000, 0, 1}, 0.501, 0.81445325544244325},
        {{CALF_SHAPE_BETA, 100000, 100000, 0, 1}, 0.4985, 0.089856029826326205},
        {{CALF_SHAPE_BETA, 10000, 90, 0, 1}, 0.99099999999999999, 0.45217920464980387},
        {{CALF_SHAPE_BETA, 0.01, 0.01, 0, 1}, 0.5, 0.5},
        {{CALF_SHAPE_BETA, 0.01, 0.01, 0, 1}, 1e-08, 0.41594931655859053},
        {{CALF_SHAPE_BETA, 0.01, 0.01, 0, 1}, 0.98999999999999999, 0.52237923858381295},
        {{CALF_SHAPE_BETA, 0.001, 5, 0, 1}, 0.1, 0.99940921931029426},
        {{CALF_SHAPE_BETA, 0.029999999999999999, 0.08, 0, 1}, 0.69999999999999996,
            0.74501399839575825},
        {{CALF_SHAPE_BETA, 0.001, 0.001, 0, 1}, 0.25, 0.499451507519294},
        {{CALF_SHAPE_BETA, 300, 0.01, 0, 1}, 0.9, 6.317417378253159e-18},
        {{CALF_SHAPE_GAMMA, 0.5, 5, 0, 30}, 0.001, 0.64812693926266902},
        {{CALF_SHAPE_GAMMA, 0.1, 1, 0, 30}, 0.02, 0.94508957722317598},
    };
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        calf_prior prior = prior_of(known[k].d);
        double below = calf_prior_below(&prior, known[k].x);
        double shape = known[k].d.shape == CALF_SHAPE_GAMMA
            ? known[k].d.a * known[k].d.a / known[k].d.b
            : fmax(known[k].d.a, known[k].d.b);
        if (!(fabs(below - known[k].below) < 1e-13 + 1e-16 * sqrt(shape)))
            fail_msg("%zu: %.17g for %.17g", k, below, known[k].below);
        double value = calf_prior_quantile(&prior, (below - prior.below) / prior.mass);
        double back = calf_prior_below(&prior, value);
        // a rounding of the value moves its probability
        double step = calf_prior_below(&prior, value * (1 + 0x1p-50)) - back;
        assert_true(fabs(back - below) < table_bound + step);
        calf_prior_free(&prior);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_normal_quantile),
        cmocka_unit_test(test_normal_probabilities),
        cmocka_unit_test(test_every_prior_against_gsl),
        cmocka_unit_test(test_other_shapes_against_gsl),
        cmocka_unit_test(test_closed_forms),
        cmocka_unit_test(test_extreme_shapes_against_mpmath),
    };
    gsl_set_error_handler_off(); // which ends the program where a probability underflows
    return cmocka_run_group_tests(tests, NULL, NULL);
}
