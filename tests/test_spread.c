// SPDX-License-Identifier: GPL-3.0-or-later
// The spread over worlds: against the same worked out one number at a time, and against the spread
// of what it says over many draws of worlds.
#include "results/spread.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { WORLDS_MAX = 300, NUMBERS = CALF_SPREAD_TOGETHER };

static double uniform(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return ((double)(*state >> 11) + 0.5) / 9007199254740992.0;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double plain_quantile(const double *sorted, size_t count, double p)
{
    const double place = fmax(0, fmin(p, 1)) * (double)(count - 1);
    const size_t below = (size_t)floor(place), above = (size_t)ceil(place);
    return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

// One number by the definitions, from the values that are there.
static void plain_spread(double *kept, size_t count, calf_spread_values *spread)
{
    static const double p[] = {0.05, 0.25, 0.5, 0.75, 0.95};
    double mean = 0, second = 0, fourth = 0;
    const double n = (double)count;
    for (size_t i = 0; i < count; i++)
        mean += kept[i] / n;
    for (size_t i = 0; i < count; i++) {
        second += pow(kept[i] - mean, 2) / n;
        fourth += pow(kept[i] - mean, 4) / n;
    }
    const double sd = sqrt(second * n / (n - 1));
    spread->value[0] = count ? mean : (double)NAN;
    spread->value[1] = count > 1 ? sd : (double)NAN;
    spread->error[0] = count > 1 ? sd / sqrt(n) : (double)NAN;
    const double excess = count == 2 ? 0 : fourth / second / second - 1; // two lie equally far
    spread->error[1] = count > 1 ? sd / 2 * sqrt(excess / n) : (double)NAN;
    qsort(kept, count, sizeof *kept, ascending);
    for (size_t i = 0; i < 5; i++) {
        const double off = sqrt(p[i] * (1 - p[i]) / n);
        spread->value[2 + i] = count ? plain_quantile(kept, count, p[i]) : (double)NAN;
        spread->error[2 + i] = count > 1
            ? (plain_quantile(kept, count, p[i] + off) - plain_quantile(kept, count, p[i] - off)) /
                2
            : (double)NAN;
    }
}

static void expect_near(double found, double truth, size_t worlds, int id)
{
    if (isnan(found) != isnan(truth) || fabs(found - truth) > 1e-6 * fmax(fabs(truth), 0.1))
        fail_msg(
            "%zu worlds, %s: %.12g instead of %.12g", worlds, calf_spread_names[id], found, truth);
}

static void check_worlds(size_t worlds, size_t count, double missing, uint64_t *seed)
{
    static double values[WORLDS_MAX * NUMBERS], room[WORLDS_MAX * NUMBERS], kept[WORLDS_MAX];
    calf_spread_values found[NUMBERS], truth;
    const size_t stride = count + 3;
    assert_true(worlds * stride <= sizeof values / sizeof *values);
    for (size_t i = 0; i < worlds * stride; i++)
        values[i] = uniform(seed) < missing ? (double)NAN : 10 * uniform(seed) * uniform(seed) - 2;
    calf_spread_over_worlds(values + 1, stride, worlds, count, room, found);
    for (size_t i = 0; i < count; i++) {
        size_t there = 0;
        for (size_t w = 0; w < worlds; w++)
            if (!isnan(values[1 + w * stride + i]))
                kept[there++] = values[1 + w * stride + i];
        plain_spread(kept, there, &truth);
        for (int id = 0; id < CALF_SPREAD_COUNT; id++) {
            expect_near(found[i].value[id], truth.value[id], worlds, id);
            expect_near(found[i].error[id], truth.error[id], worlds, id);
        }
    }
}

static void numbers_together_are_those_alone(void **state)
{
    (void)state;
    uint64_t seed = 29;
    for (size_t worlds = 1; worlds <= 70; worlds++)
        for (size_t count = 1; count <= 29; count += 7) {
            check_worlds(worlds, count, 0, &seed);
            check_worlds(worlds, count, 0.3, &seed);
        }
    check_worlds(WORLDS_MAX, 5, 0.01, &seed);
    check_worlds(WORLDS_MAX, 29, 0, &seed);
    check_worlds(20, 5, 1, &seed);
}

static void what_is_the_same_everywhere_has_no_spread(void **state)
{
    (void)state;
    double values[12], room[12];
    calf_spread_values found[2];
    for (int i = 0; i < 12; i++)
        values[i] = i % 2 ? 7.25 : (double)NAN;
    calf_spread_over_worlds(values, 2, 6, 2, room, found);
    for (int id = 0; id < CALF_SPREAD_COUNT; id++) {
        assert_true(isnan(found[0].value[id]) && isnan(found[0].error[id]));
        assert_true(found[1].value[id] == (id == CALF_SPREAD_SD ? 0 : 7.25));
        assert_true(found[1].error[id] == 0);
    }
    calf_spread_over_worlds(values + 1, 2, 1, 1, room, found);
    for (int id = 0; id < CALF_SPREAD_COUNT; id++) {
        assert_true(id == CALF_SPREAD_SD ? isnan(found->value[id]) : found->value[id] == 7.25);
        assert_true(isnan(found->error[id]));
    }
}

// Errors are the spread over draws of 100 worlds: to a tenth for the mean, to a fifth for the SD
// and the quantiles from 25 to 75 %, to a half at 5 and 95 %, where few worlds lie beyond.
static void errors_are_the_spread_over_draws(void **state)
{
    (void)state;
    enum { DRAWS = 2000, WORLDS = 100 };
    static const double factor[CALF_SPREAD_COUNT] = {1.1, 1.2, 1.5, 1.2, 1.2, 1.2, 1.5};
    double sum[CALF_SPREAD_COUNT] = {0}, squares[CALF_SPREAD_COUNT] = {0};
    double errors[CALF_SPREAD_COUNT] = {0};
    uint64_t seed = 31;
    for (int draw = 0; draw < DRAWS; draw++) {
        double values[WORLDS];
        calf_spread_values found;
        for (int w = 0; w < WORLDS; w++)
            values[w] = 10 * uniform(&seed) * uniform(&seed);
        calf_spread_over_worlds(values, 1, WORLDS, 1, values, &found);
        for (int id = 0; id < CALF_SPREAD_COUNT; id++) {
            sum[id] += found.value[id] / DRAWS;
            squares[id] += found.value[id] * found.value[id] / DRAWS;
            errors[id] += found.error[id] / DRAWS;
        }
    }
    for (int id = 0; id < CALF_SPREAD_COUNT; id++) {
        const double sd = sqrt(squares[id] - sum[id] * sum[id]);
        if (!(errors[id] / sd < factor[id] && sd / errors[id] < factor[id]))
            fail_msg(
                "%s: errors of %.4g, and a spread of %.4g", calf_spread_names[id], errors[id], sd);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_together_are_those_alone),
        cmocka_unit_test(what_is_the_same_everywhere_has_no_spread),
        cmocka_unit_test(errors_are_the_spread_over_draws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
