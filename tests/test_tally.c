// SPDX-License-Identifier: GPL-3.0-or-later
// Tallies: exact in any order, right against closed forms, quantiles to a bin's width.
#include "results/fields.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { VALUES = 20000 };

// A plain congruential generator: these tests need variety, not quality.
static double uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return ((double)(*state >> 11) + 0.5) / 9007199254740992.0;
}

static double *draw(double scale, double shift)
{
    double *values = malloc(VALUES * sizeof *values);
    uint64_t state = 7;
    assert_non_null(values);
    for (int i = 0; i < VALUES; i++)
        values[i] = shift + scale * uniform(&state) * uniform(&state);
    return values;
}

static void shuffle(double *values)
{
    uint64_t state = 99;
    for (int i = VALUES - 1; i > 0; i--) {
        const int j = (int)(uniform(&state) * (i + 1));
        const double kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void any_order_gives_the_same_bits(void **state)
{
    (void)state;
    const calf_bins *bins = &calf_output_describe(CALF_OUTPUT_overuse_hazard)->bins;
    double *values = draw(3.0, -0.3);
    static calf_tally whole, parts[7], merged;
    for (int i = 0; i < VALUES; i++)
        calf_tally_add(&whole, bins, values[i]);
    shuffle(values);
    for (int i = 0; i < VALUES; i++)
        calf_tally_add(&parts[i * 7 / VALUES], bins, values[i]);
    for (int i = 0; i < 3; i++)
        calf_tally_merge(&parts[i], &parts[6 - i]);
    for (int i = 3; i >= 0; i--)
        calf_tally_merge(&merged, &parts[i]);
    assert_memory_equal(&whole, &merged, sizeof whole);
    free(values);
}

static void either_zero_is_the_same(void **state)
{
    (void)state;
    const calf_bins bins = calf_bins_make(CALF_SCALE_SIGNED_LOG, 1e-6, 100);
    const double one[] = {0.0, -0.0}, other[] = {-0.0, 0.0};
    calf_tally a, b;
    memset(&a, 0, sizeof a);
    memset(&b, 0, sizeof b);
    calf_tally_add_many(&a, &bins, one, 2);
    for (int i = 0; i < 2; i++)
        calf_tally_add(&b, &bins, other[i]);
    assert_memory_equal(&a, &b, sizeof a);
}

static void check_moments(double scale, double shift, double tolerance)
{
    const calf_bins bins = calf_bins_make(CALF_SCALE_LINEAR, -1e5, 1e5);
    double *values = draw(scale, shift);
    calf_tally tally = {0};
    long double sum = 0, squares = 0;
    for (int i = 0; i < VALUES; i++) {
        calf_tally_add(&tally, &bins, values[i]);
        sum += (long double)values[i];
    }
    const long double mean = sum / VALUES;
    for (int i = 0; i < VALUES; i++)
        squares += ((long double)values[i] - mean) * ((long double)values[i] - mean);
    const double sd = (double)sqrtl(squares / (VALUES - 1));
    assert_true(fabs(calf_tally_mean(&tally) - (double)mean) < 2e-10);
    assert_true(fabs(calf_tally_sd(&tally) / sd - 1) < tolerance);
    free(values);
}

static void moments_are_those_of_the_values(void **state)
{
    (void)state;
    check_moments(50, 3, 1e-9);
    check_moments(50, -300, 1e-9);
    check_moments(1e-5, 0, 1e-4); // small values keep their spread
    check_moments(1e-3, 100000, 1e-6); // and so does a small spread around a large mean
}

static double share_from(const calf_tally *tally, const calf_bins *bins, double level)
{
    double share;
    const int first = calf_bins_from(bins, level);
    calf_tally_groups groups;
    calf_tally_sum_groups(tally, &groups);
    calf_tally_shares_from(tally, &groups, &first, 1, &share);
    return share;
}

static void closed_forms(void **state)
{
    (void)state;
    const calf_bins bins = calf_bins_make(CALF_SCALE_LINEAR, 0, 100);
    calf_tally tally = {0};
    assert_true(isnan(calf_tally_mean(&tally)) && isnan(calf_tally_sd(&tally)));
    assert_true(isnan(calf_tally_quantile(&tally, &bins, 0.5)));
    assert_true(isnan(share_from(&tally, &bins, 30)));
    calf_tally_add(&tally, &bins, (double)NAN);
    assert_int_equal(tally.moments.count, 0);
    calf_tally_add(&tally, &bins, 7.25);
    assert_true(calf_tally_mean(&tally) == 7.25 && calf_tally_sd(&tally) == 0);
    memset(&tally, 0, sizeof tally);
    for (int i = 0; i < 100; i++)
        calf_tally_add(&tally, &bins, i);
    assert_true(calf_tally_mean(&tally) == 49.5);
    assert_true(fabs(calf_tally_sd(&tally) - sqrt(100 * 101 / 12.0)) < 1e-12);
    assert_true(share_from(&tally, &bins, 30) == 0.7);
    assert_true(share_from(&tally, &bins, 0) == 1);
    assert_true(share_from(&tally, &bins, 100) == 0);
}

static void extremes_are_cut(void **state)
{
    (void)state;
    const calf_bins bins = calf_bins_make(CALF_SCALE_LINEAR, 0, 100);
    calf_tally tally = {0};
    calf_tally_add(&tally, &bins, HUGE_VAL);
    calf_tally_add(&tally, &bins, -HUGE_VAL);
    calf_tally_add(&tally, &bins, 1e300);
    calf_tally_add(&tally, &bins, -5);
    assert_int_equal(tally.slot[calf_bin_slot(0)], 2);
    assert_int_equal(tally.slot[calf_bin_slot(CALF_BINS - 1)], 2);
    assert_true(calf_tally_mean(&tally) == (131072.0 - 5) / 4);
}

static calf_bins bins_of(calf_scale scale)
{
    return calf_bins_make(scale, scale == CALF_SCALE_LINEAR ? -20 : 1e-6, 100);
}

// Values of every kind: within the bins, far beyond them, at their edges, tiny, and not numbers.
static double any_value(uint64_t *state)
{
    static const double odd[] = {0, -0.0, 100, -100, 1e-6, -1e-6, 1e-300, 131072, -131072, 131073,
        1e300, -1e300, HUGE_VAL, -HUGE_VAL};
    const double u = uniform(state), kind = uniform(state);
    if (kind < 0.1)
        return (double)NAN;
    if (kind < 0.2)
        return odd[(size_t)(u * sizeof odd / sizeof *odd)];
    if (kind < 0.3)
        return (u - 0.5) * 4e5;
    return kind < 0.6 ? exp(u * 25 - 18) * (kind < 0.4 ? -1 : 1) : u * 120 - 20;
}

__extension__ typedef __int128 wide_sum;

// What a tally must hold of one value more, by other means than its own.
static void follow(calf_moments *into, double value, wide_sum *sum, wide_sum *squares)
{
    if (isnan(value))
        return;
    const wide_sum units = llrint(fmin(fmax(value, -131072), 131072) * 4294967296.0);
    *sum += units;
    *squares += units * units;
    into->lowest = into->count ? fmin(into->lowest, value) : value;
    into->highest = into->count ? fmax(into->highest, value) : value;
    into->count++;
}

static void check_sum(calf_exact_sum sum, wide_sum truth)
{
    assert_true(sum.low == (uint64_t)truth && sum.high == (int64_t)(truth >> 64));
}

static void check_many(const calf_bins *bins, const double *values, size_t count)
{
    static calf_tally many, one;
    calf_moments moments = {0};
    wide_sum sum = 0, squares = 0;
    memset(&many, 0, sizeof many);
    memset(&one, 0, sizeof one);
    calf_tally_add_many(&many, bins, values, count / 3);
    calf_tally_add_many(&many, bins, values + count / 3, count - count / 3);
    for (size_t i = 0; i < count; i++) {
        calf_tally_add(&one, bins, values[i]);
        follow(&moments, values[i], &sum, &squares);
    }
    assert_memory_equal(&many, &one, sizeof many);
    assert_int_equal(many.moments.count, moments.count);
    assert_true(many.moments.lowest == moments.lowest && many.moments.highest == moments.highest);
    assert_int_equal(many.slot[calf_bin_slot(CALF_BINS)], count - moments.count);
    check_sum(many.moments.sum, sum);
    check_sum(many.moments.sum_of_squares, squares);
}

static void many_at_once_are_one_by_one(void **state)
{
    (void)state;
    double values[200];
    uint64_t seed = 3;
    for (calf_scale scale = CALF_SCALE_LINEAR; scale <= CALF_SCALE_SIGNED_LOG; scale++) {
        const calf_bins bins = bins_of(scale);
        for (size_t count = 0; count <= 200; count++) {
            for (size_t i = 0; i < count; i++)
                values[i] = any_value(&seed);
            check_many(&bins, values, count);
        }
        for (size_t i = 0; i < 200; i++)
            values[i] = i % 50 == 7 ? -HUGE_VAL : HUGE_VAL; // the largest that the sums see
        check_many(&bins, values, 200);
    }
}

// A value lies between the edges of its bin, to a rounding; the outermost bins are open.
static void values_lie_in_their_bins(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int i = 0; i < 3 * VALUES; i++) {
        const calf_bins bins = bins_of((calf_scale)(i % 3));
        const double value = any_value(&seed), near = 1e-12 * fabs(value) + 1e-14;
        calf_moments moments = {0};
        uint16_t slot;
        int bin = 0;
        calf_tally_place(&moments, &bins, &value, 1, &slot);
        while (calf_bin_slot(bin) != slot)
            bin++;
        assert_true(isnan(value) == (bin == CALF_BINS));
        if (isnan(value))
            continue;
        assert_true(bin == 0 || calf_bins_edge(&bins, bin) <= value + near);
        assert_true(bin == CALF_BINS - 1 || value <= calf_bins_edge(&bins, bin + 1) + near);
    }
}

// The quantile as its definition has it: bins are passed one after another.
static double plain_quantile(const calf_tally *tally, const calf_bins *bins, double p)
{
    const double target = p * (double)tally->moments.count;
    const uint32_t *slot = tally->slot;
    double below = 0;
    int bin = 0;
    if (tally->moments.count == 0)
        return (double)NAN;
    while (bin < CALF_BINS - 1 &&
        (slot[calf_bin_slot(bin)] == 0 || below + slot[calf_bin_slot(bin)] < target))
        below += slot[calf_bin_slot(bin++)];
    const double left = calf_bins_edge(bins, bin), right = calf_bins_edge(bins, bin + 1);
    const double inside = (target - below) / slot[calf_bin_slot(bin)];
    const double value = left + (right - left) * fmin(fmax(inside, 0), 1);
    return fmin(fmax(value, tally->moments.lowest), tally->moments.highest);
}

// Half of Woodruff's interval, as its definition has it.
static double plain_error(const calf_tally *tally, const calf_bins *bins, double p)
{
    const double off = sqrt(p * (1 - p) / (double)tally->moments.count);
    if (tally->moments.count < 2)
        return (double)NAN;
    return (plain_quantile(tally, bins, fmin(p + off, 1)) -
               plain_quantile(tally, bins, fmax(p - off, 0))) /
        2;
}

static void check_shares(const calf_tally *tally)
{
    int bin[CALF_BINS + 1];
    double share[CALF_BINS + 1], count = 0;
    for (int i = 0; i <= CALF_BINS; i++)
        bin[i] = i;
    calf_tally_groups groups;
    calf_tally_sum_groups(tally, &groups);
    calf_tally_shares_from(tally, &groups, bin, CALF_BINS + 1, share);
    for (int i = CALF_BINS; i >= 0; i--) {
        count += i < CALF_BINS ? tally->slot[calf_bin_slot(i)] : 0;
        assert_true(tally->moments.count == 0 ? isnan(share[i])
                                              : share[i] == count / (double)tally->moments.count);
    }
}

static void quantiles_and_shares_are_those_of_a_plain_scan(void **state)
{
    (void)state;
    static const double p[] = {0, 0.004, 0.01, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1};
    enum { COUNT = sizeof p / sizeof *p };
    static calf_tally tally;
    uint64_t seed = 11;
    for (int round = 0; round < 600; round++) {
        const calf_bins bins = bins_of((calf_scale)(round % 3));
        double edge[CALF_BINS + 1], found[COUNT], errors[COUNT];
        calf_tally_groups groups;
        const int count = round < 30 ? round / 3 : (int)(uniform(&seed) * 1000);
        const double width = uniform(&seed); // few bins or many
        memset(&tally, 0, sizeof tally);
        for (int i = 0; i < count; i++)
            calf_tally_add(
                &tally, &bins, round % 2 ? any_value(&seed) : 100 * (1 - width * uniform(&seed)));
        check_shares(&tally);
        calf_bins_edges(&bins, edge);
        calf_tally_sum_groups(&tally, &groups);
        calf_tally_quantiles(&tally, &groups, edge, p, COUNT, found, errors);
        for (int i = 0; i < COUNT; i++) {
            const double truth = plain_quantile(&tally, &bins, p[i]);
            assert_true(found[i] == truth || (isnan(found[i]) && isnan(truth)));
            const double error = plain_error(&tally, &bins, p[i]);
            assert_true(errors[i] == error || (isnan(errors[i]) && isnan(error)));
        }
    }
}

static double width_at(const calf_bins *bins, double value)
{
    int i = 0;
    while (i < CALF_BINS - 1 && calf_bins_edge(bins, i + 1) <= value)
        i++;
    return calf_bins_edge(bins, i + 1) - calf_bins_edge(bins, i);
}

static void check_quantiles(const calf_bins *bins, double scale, double shift)
{
    double *values = draw(scale, shift);
    double found[CALF_QUANTILE_COUNT], errors[CALF_QUANTILE_COUNT], edge[CALF_BINS + 1];
    calf_tally_groups groups;
    calf_tally tally = {0};
    for (int i = 0; i < VALUES; i++)
        calf_tally_add(&tally, bins, values[i]);
    qsort(values, VALUES, sizeof *values, ascending);
    calf_bins_edges(bins, edge);
    calf_tally_sum_groups(&tally, &groups);
    calf_tally_quantiles(&tally, &groups, edge, calf_quantiles, CALF_QUANTILE_COUNT, found, errors);
    for (int i = 0; i < CALF_QUANTILE_COUNT; i++) {
        const int rank = (int)ceil(calf_quantiles[i] * VALUES - 1e-6);
        const double truth = values[rank - 1];
        assert_true(fabs(found[i] - truth) <= width_at(bins, truth) * (1 + 1e-9));
        assert_true(found[i] == calf_tally_quantile(&tally, bins, calf_quantiles[i]));
    }
    assert_true(calf_tally_quantile(&tally, bins, 0) <= values[0]);
    assert_true(calf_tally_quantile(&tally, bins, 1) >= values[VALUES - 1]);
    free(values);
}

static void quantiles_are_right_to_a_bin(void **state)
{
    (void)state;
    const calf_bins linear = calf_bins_make(CALF_SCALE_LINEAR, 0, 100);
    const calf_bins ratio = calf_bins_make(CALF_SCALE_LOG, 1e-6, 100);
    const calf_bins both = calf_bins_make(CALF_SCALE_SIGNED_LOG, 1e-6, 100);
    check_quantiles(&linear, 99, 0.5);
    check_quantiles(&ratio, 90, 0);
    check_quantiles(&ratio, 1e-3, 0);
    check_quantiles(&both, 2, -1);
    check_quantiles(&both, 1e-4, -5e-5);
}

// The SD of an SD, of normally distributed and other values, from the values themselves.
static double plain_sd_error(const double *values, int count)
{
    double mean = 0, second = 0, fourth = 0;
    for (int i = 0; i < count; i++)
        mean += values[i] / count;
    for (int i = 0; i < count; i++) {
        second += pow(values[i] - mean, 2) / count;
        fourth += pow(values[i] - mean, 4) / count;
    }
    return sqrt((fourth - second * second) / count) / (2 * sqrt(second));
}

static double sd_error(const calf_tally *tally, const calf_bins *bins)
{
    double edge[CALF_BINS + 1], middle[CALF_BIN_SLOTS];
    calf_tally_groups groups;
    calf_bins_edges(bins, edge);
    calf_bins_middles(bins, middle);
    calf_tally_sum_groups(tally, &groups);
    return calf_tally_sd_error(
        tally, &groups, edge, middle, calf_tally_mean(tally), calf_tally_sd(tally));
}

static void expect_sd_error(const calf_bins *bins, double scale, double shift, double tolerance)
{
    double *values = draw(scale, shift);
    calf_tally tally = {0};
    calf_tally_add_many(&tally, bins, values, VALUES);
    const double truth = plain_sd_error(values, VALUES), found = sd_error(&tally, bins);
    if (!(fabs(found / truth - 1) < tolerance))
        fail_msg("%.9g instead of %.9g", found, truth);
    free(values);
}

// To a hundredth where bins are much narrower than the spread, in the right order of size where
// they are not.
static void errors_of_sds_are_those_of_the_values(void **state)
{
    (void)state;
    const calf_bins linear = calf_bins_make(CALF_SCALE_LINEAR, 0, 100);
    const calf_bins ratio = calf_bins_make(CALF_SCALE_LOG, 1e-6, 100);
    const calf_bins both = calf_bins_make(CALF_SCALE_SIGNED_LOG, 1e-6, 100);
    expect_sd_error(&linear, 99, 0.5, 1e-3);
    expect_sd_error(&linear, 1, 40, 0.05);
    expect_sd_error(&linear, 0.3, 40, 0.4);
    expect_sd_error(&linear, 0.01, 40.02, 0.4); // all in one bin
    expect_sd_error(&linear, 0.01, 39.995, 0.4); // in two
    expect_sd_error(&ratio, 90, 0, 1e-2);
    expect_sd_error(&ratio, 1e-3, 0, 1e-2);
    expect_sd_error(&both, 2, -1, 1e-2);
    const double equal[] = {7, 7, 7, (double)NAN};
    calf_tally tally = {0};
    assert_true(isnan(sd_error(&tally, &linear)));
    calf_tally_add_many(&tally, &linear, equal, 1);
    assert_true(isnan(sd_error(&tally, &linear)));
    calf_tally_add_many(&tally, &linear, equal, 4);
    assert_true(sd_error(&tally, &linear) == 0);
    // half at 0 and half at 100: an SD of 50 that hardly varies, as the values have no other
    const double ends[] = {0, 100};
    memset(&tally, 0, sizeof tally);
    for (int i = 0; i < 100; i++)
        calf_tally_add_many(&tally, &linear, ends, 2);
    assert_true(sd_error(&tally, &linear) < 0.01);
}

static void errors_of_means_and_shares(void **state)
{
    (void)state;
    assert_true(calf_mean_error(3, 9) == 1 && calf_mean_error(0, 9) == 0);
    assert_true(isnan(calf_mean_error(0, 1)) && isnan(calf_mean_error((double)NAN, 0)));
    assert_true(calf_share_error(0.5, 25) == 0.1 && calf_share_error(1, 25) == 0);
    assert_true(isnan(calf_share_error(1, 1)) && isnan(calf_share_error((double)NAN, 0)));
}

// What the statistics of a sample say of themselves, over many samples.
typedef struct spread {
    double sum, squares, errors;
} spread;

static void note(spread *into, double value, double error)
{
    into->sum += value;
    into->squares += value * value;
    into->errors += error;
}

enum { SAMPLES = 2000, SAMPLE = 250 };

// The mean error against the SD over samples, which is known to 2 %.
static void expect_spread(const spread *of, double factor)
{
    const double mean = of->sum / SAMPLES;
    const double sd = sqrt(of->squares / SAMPLES - mean * mean);
    if (!(of->errors / SAMPLES / sd < factor && sd / (of->errors / SAMPLES) < factor))
        fail_msg("errors of %.4g, and a spread of %.4g", of->errors / SAMPLES, sd);
}

// Errors are the spread of statistics over samples: to a tenth for means and SDs, to a fifth for
// quantiles from 5 to 95 %; at 1 and 99 % of 250 values, where Woodruff's interval is cut, to a
// half.
static void errors_are_the_spread_over_samples(void **state)
{
    (void)state;
    const calf_bins bins = calf_bins_make(CALF_SCALE_LINEAR, 0, 100);
    double edge[CALF_BINS + 1];
    uint64_t seed = 17;
    spread means = {0}, sds = {0}, quantiles[CALF_QUANTILE_COUNT] = {{0}};
    calf_bins_edges(&bins, edge);
    for (int sample = 0; sample < SAMPLES; sample++) {
        double found[CALF_QUANTILE_COUNT], errors[CALF_QUANTILE_COUNT];
        calf_tally tally = {0};
        calf_tally_groups groups;
        for (int i = 0; i < SAMPLE; i++) // long-tailed, as soreness is
            calf_tally_add(&tally, &bins, 100 * uniform(&seed) * uniform(&seed));
        const double sd = calf_tally_sd(&tally);
        note(&means, calf_tally_mean(&tally), calf_mean_error(sd, SAMPLE));
        note(&sds, sd, sd_error(&tally, &bins));
        calf_tally_sum_groups(&tally, &groups);
        calf_tally_quantiles(
            &tally, &groups, edge, calf_quantiles, CALF_QUANTILE_COUNT, found, errors);
        for (int i = 0; i < CALF_QUANTILE_COUNT; i++)
            note(&quantiles[i], found[i], errors[i]);
    }
    expect_spread(&means, 1.1);
    expect_spread(&sds, 1.1);
    for (int i = 0; i < CALF_QUANTILE_COUNT; i++)
        expect_spread(&quantiles[i], i == 0 || i == CALF_QUANTILE_COUNT - 1 ? 1.5 : 1.2);
}

static void check_edges(const calf_bins *bins)
{
    for (int i = 0; i < CALF_BINS; i++) {
        const double left = calf_bins_edge(bins, i), right = calf_bins_edge(bins, i + 1);
        calf_tally tally = {0};
        assert_true(left < right);
        calf_tally_add(&tally, bins, (left + right) / 2);
        assert_int_equal(tally.slot[calf_bin_slot(i)], 1);
    }
}

static void tables_have_the_bins_that_making_them_gives(void **state)
{
    (void)state;
    for (int i = 0; i < CALF_OUTPUT_COUNT; i++) {
        const calf_bins *bins = &calf_output_describe((calf_output_id)i)->bins;
        const calf_bins made = calf_bins_make(bins->scale, bins->low, bins->high);
        assert_true(fabs(made.per_unit / bins->per_unit - 1) < 1e-13);
        check_edges(bins);
    }
    for (int i = 0; i < CALF_OUTCOME_COUNT; i++) {
        const calf_outcome_info *info = calf_outcome_describe((calf_outcome_id)i);
        const calf_bins *bins = &info->difference_bins;
        const calf_bins made = calf_bins_make(bins->scale, bins->low, bins->high);
        assert_true(fabs(made.per_unit / bins->per_unit - 1) < 1e-13);
        check_edges(&info->bins);
        check_edges(bins);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_gives_the_same_bits),
        cmocka_unit_test(either_zero_is_the_same),
        cmocka_unit_test(moments_are_those_of_the_values),
        cmocka_unit_test(closed_forms),
        cmocka_unit_test(extremes_are_cut),
        cmocka_unit_test(many_at_once_are_one_by_one),
        cmocka_unit_test(values_lie_in_their_bins),
        cmocka_unit_test(quantiles_are_right_to_a_bin),
        cmocka_unit_test(quantiles_and_shares_are_those_of_a_plain_scan),
        cmocka_unit_test(errors_of_sds_are_those_of_the_values),
        cmocka_unit_test(errors_of_means_and_shares),
        cmocka_unit_test(errors_are_the_spread_over_samples),
        cmocka_unit_test(tables_have_the_bins_that_making_them_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
