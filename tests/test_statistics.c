// SPDX-License-Identifier: GPL-3.0-or-later
// A world's statistics: the same whoever adds what and in which blocks, pairs by runner.
#include "results/statistics.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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
    assert_int_equal(one->sides[pair].lower, 3);
    assert_int_equal(one->sides[pair].higher, 2);
    calf_statistics_read(
        one, calf_statistics_difference(one, 1, 0, CALF_OUTCOME_sore_days), &tally);
    assert_int_equal(tally.moments.count, 10);
    assert_true(calf_tally_mean(&tally) == 0.1);
    pair = calf_statistics_pair(one, 0, 1, CALF_OUTCOME_days_to_recover);
    assert_int_equal(one->sides[pair].higher, 9);
    calf_statistics_read(
        one, calf_statistics_difference(one, 0, 1, CALF_OUTCOME_days_to_recover), &tally);
    assert_int_equal(tally.moments.count, 9);
    calf_statistics_clear(one);
    calf_statistics_read(one, calf_statistics_outcome(one, 0, CALF_OUTCOME_sore_days), &tally);
    assert_int_equal(tally.moments.count, 0);
    calf_statistics_destroy(one);
    calf_statistics_destroy(other);
}

// More than a fifth of a sore day a week: one morning in 35 is just that, and no more. Of floating
// numbers 8 * 7 / 35 - 7 * 7 / 35 is more, and so is 4 * 7 / 35 - 3 * 7 / 35.
static void pairs_count_beyond_the_margin(void **state)
{
    (void)state;
    const double usual[] = {8, 7, 8, 4, 8, 8}, mornings[] = {7, 8, 6, 3, 11, 8.01}; // of 35
    calf_statistics *one = create_statistics(10), *other = create_statistics(10);
    for (int r = 0; r < 10; r++) {
        double outcomes[2][CALF_OUTCOME_COUNT] = {{0}};
        outcomes[0][CALF_OUTCOME_sore_days] = r < 6 ? usual[r] * 7 / 35 : 1;
        outcomes[1][CALF_OUTCOME_sore_days] = r < 6 ? mornings[r] * 7 / 35 : (double)NAN;
        outcomes[0][CALF_OUTCOME_days_to_recover] = 5;
        outcomes[1][CALF_OUTCOME_days_to_recover] = r; // -5 to 4: 3 of them within a day
        outcomes[1][CALF_OUTCOME_overuse_hazard] = r < 4 ? 1e-9 : 0; // its margin is 0
        calf_statistics_begin(r % 2 ? one : other, 1);
        calf_statistics_add_outcomes(r % 2 ? one : other, outcomes[0], 1);
    }
    calf_statistics_merge(one, other);
    calf_sides sides = one->sides[calf_statistics_pair(one, 1, 0, CALF_OUTCOME_sore_days)];
    assert_int_equal(sides.lower_by_margin, 1);
    assert_int_equal(sides.higher_by_margin, 1);
    assert_int_equal(sides.lower, 3);
    assert_int_equal(sides.higher, 3);
    sides = one->sides[calf_statistics_pair(one, 0, 1, CALF_OUTCOME_days_to_recover)];
    assert_int_equal(sides.lower_by_margin, 3); // 7, 8, 9 against 5
    assert_int_equal(sides.higher_by_margin, 4); // 0 to 3
    sides = one->sides[calf_statistics_pair(one, 1, 0, CALF_OUTCOME_overuse_hazard)];
    assert_int_equal(sides.higher_by_margin, 4);
    calf_statistics_clear(one);
    sides = one->sides[calf_statistics_pair(one, 1, 0, CALF_OUTCOME_sore_days)];
    assert_int_equal(sides.lower_by_margin, 0);
    calf_statistics_destroy(one);
    calf_statistics_destroy(other);
}

enum { MANY = 5 * CALF_STAGED_RUNNERS / 2 };

// Adds runners from `first` on, in blocks: one value each for every morning.
static void add_runners(
    calf_statistics *statistics, const double *values, size_t first, size_t count, size_t block)
{
    double outcomes[2][CALF_OUTCOME_COUNT][100];
    for (size_t at = first; at < first + count; at += block) {
        const size_t runners = first + count - at < block ? first + count - at : block;
        for (size_t o = 0; o < CALF_OUTCOME_COUNT; o++)
            for (size_t i = 0; i < runners; i++) {
                outcomes[0][o][i] = values[at + i] + (double)o;
                outcomes[1][o][i] = values[(at + i) / 2] + (double)o;
            }
        calf_statistics_begin(statistics, runners);
        calf_statistics_add_outcomes(statistics, outcomes[0][0], 100);
        for (size_t morning = 0; morning < 2 * 3; morning++)
            for (size_t c = 0; c < statistics->components.count; c++)
                calf_statistics_add_morning(statistics, morning / 3, morning % 3, c, values + at);
    }
}

static void check_alike(const calf_statistics *a, const calf_statistics *b)
{
    static calf_tally x, y;
    for (size_t row = 0; row < a->rows; row++) {
        calf_statistics_read(a, row, &x);
        calf_statistics_read(b, row, &y);
        assert_memory_equal(&x, &y, sizeof x);
    }
    assert_memory_equal(a->sides, b->sides, (size_t)4 * CALF_OUTCOME_COUNT * sizeof *a->sides);
}

// The whole against two parts that are merged, of which one was used before.
static void check_parts(
    const calf_statistics *whole, const double *values, size_t share, size_t count)
{
    calf_statistics *part = create_statistics(count), *other = create_statistics(count);
    add_runners(part, values, 0, count, 100);
    calf_statistics_clear(part);
    add_runners(part, values, share, count - share, 33);
    add_runners(other, values, 0, share, 64);
    calf_statistics_merge(part, other);
    check_alike(whole, part);
    calf_statistics_destroy(part);
    calf_statistics_destroy(other);
}

// Fewer runners than the lists hold, exactly as many, and so many that histograms take over.
static void statistics_do_not_hang_on_who_adds_what(void **state)
{
    (void)state;
    double values[MANY];
    for (size_t i = 0; i < MANY; i++)
        values[i] = 1 + fmod((double)i * 0.754877666, 1) * 90; // all over the bins
    static const size_t counts[] = {1, 250, CALF_STAGED_RUNNERS, CALF_STAGED_RUNNERS + 1, MANY};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        const size_t count = counts[k], share = count / 3;
        static calf_tally tally, truth;
        calf_statistics *whole = create_statistics(count);
        add_runners(whole, values, 0, count, 64);
        check_parts(whole, values, share, count);
        check_parts(whole, values, count - count / 20, count);
        memset(&truth, 0, sizeof truth);
        calf_tally_add_many(
            &truth, &calf_output_describe(CALF_OUTPUT_soreness_mm)->bins, values, count);
        calf_statistics_read(whole, calf_statistics_daily(whole, 0, 0, 1), &tally);
        assert_memory_equal(&tally, &truth, sizeof tally);
        calf_statistics_destroy(whole);
    }
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
        cmocka_unit_test(pairs_count_strictly),
        cmocka_unit_test(pairs_count_beyond_the_margin),
        cmocka_unit_test(statistics_do_not_hang_on_who_adds_what),
        cmocka_unit_test(components_follow_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
