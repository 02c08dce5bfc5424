// SPDX-License-Identifier: GPL-3.0-or-later
// Tallies: exact in any order, right against closed forms, quantiles to a bin's width.
#include "results/statistics.h"

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
    calf_tally_shares_from(tally, &first, 1, &share);
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
    double found[CALF_QUANTILE_COUNT], edge[CALF_BINS + 1];
    calf_tally tally = {0};
    for (int i = 0; i < VALUES; i++)
        calf_tally_add(&tally, bins, values[i]);
    qsort(values, VALUES, sizeof *values, ascending);
    calf_bins_edges(bins, edge);
    calf_tally_quantiles(&tally, edge, calf_quantiles, CALF_QUANTILE_COUNT, found);
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

static calf_statistics *create_statistics(uint64_t runners)
{
    calf_statistics *made = NULL;
    assert_int_equal(
        calf_statistics_create(2, 3, calf_output_groups_default(), runners, &made), CALF_OK);
    return made;
}

static void pairs_count_strictly(void **state)
{
    (void)state;
    calf_statistics *one = create_statistics(10), *other = create_statistics(10);
    calf_tally tally;
    for (int r = 0; r < 10; r++) {
        double outcomes[2][CALF_OUTCOME_COUNT] = {{0}};
        outcomes[1][CALF_OUTCOME_sore_days] = r < 3 ? -1 : r < 8 ? 0 : 2;
        outcomes[0][CALF_OUTCOME_days_to_recover] = r == 0 ? (double)NAN : 1;
        calf_statistics_begin(r % 2 ? one : other, 1);
        calf_statistics_add_outcomes(r % 2 ? one : other, outcomes[0], 1);
    }
    calf_statistics_merge(one, other);
    size_t pair = calf_statistics_pair(one, 1, 0, CALF_OUTCOME_sore_days);
    assert_int_equal(one->lower[pair], 3);
    assert_int_equal(one->higher[pair], 2);
    calf_statistics_read(
        one, calf_statistics_difference(one, 1, 0, CALF_OUTCOME_sore_days), &tally);
    assert_int_equal(tally.moments.count, 10);
    assert_true(calf_tally_mean(&tally) == 0.1);
    pair = calf_statistics_pair(one, 0, 1, CALF_OUTCOME_days_to_recover);
    assert_int_equal(one->higher[pair], 9);
    calf_statistics_read(
        one, calf_statistics_difference(one, 0, 1, CALF_OUTCOME_days_to_recover), &tally);
    assert_int_equal(tally.moments.count, 9);
    calf_statistics_clear(one);
    calf_statistics_read(one, calf_statistics_outcome(one, 0, CALF_OUTCOME_sore_days), &tally);
    assert_int_equal(tally.moments.count, 0);
    calf_statistics_destroy(one);
    calf_statistics_destroy(other);
}

static void components_follow_the_table(void **state)
{
    (void)state;
    const calf_components made =
        calf_components_of(1u << CALF_GROUP_soreness | 1u << CALF_GROUP_tendon);
    assert_int_equal(made.count, 5);
    assert_int_equal(made.output[1], CALF_OUTPUT_soreness_mm);
    assert_int_equal(made.part[1], 1);
    assert_int_equal(made.output[2], CALF_OUTPUT_calf_soreness_mm);
    assert_int_equal(made.output[4], CALF_OUTPUT_tendon_capacity);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_gives_the_same_bits),
        cmocka_unit_test(moments_are_those_of_the_values),
        cmocka_unit_test(closed_forms),
        cmocka_unit_test(extremes_are_cut),
        cmocka_unit_test(quantiles_are_right_to_a_bin),
        cmocka_unit_test(tables_have_the_bins_that_making_them_gives),
        cmocka_unit_test(pairs_count_strictly),
        cmocka_unit_test(components_follow_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
