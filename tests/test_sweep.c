// SPDX-License-Identifier: GPL-3.0-or-later
// Sweeps: the values that factors take, and the experiment at each point.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "core/error.h"
#include "experiment/sweep.h"
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char base[] = "model: 1\ndays: 28\nseed: 77\n"
                           "population: {runners: 10, vary: {frailty: {uniform: [0.5, 1]}}}\n"
                           "plans: {p: {week: {tue: [{run: {distance_km: 8, intensity: 0.8}}]}}}\n"
                           "strategies:\n"
                           "  - {name: one, plan: p}\n"
                           "  - {name: listen to the calf, plan: p, volume: 0.9}\n";

static calf_experiment *read_with(const char *sweep, const char *const settings[], size_t count)
{
    char text[4000];
    calf_experiment *experiment;
    snprintf(text, sizeof text, "%s%s", base, sweep);
    if (calf_experiment_parse(text, "exp.yaml", settings, count, &experiment) != CALF_OK)
        fail_msg("%s\n%s", calf_error_text(), text);
    return experiment;
}

static calf_experiment *read_sweep(const char *sweep)
{
    return read_with(sweep, NULL, 0);
}

static char *text_of(const calf_experiment *experiment)
{
    char *text;
    assert_int_equal(calf_experiment_text(experiment, &text), CALF_OK);
    return text;
}

static void without_a_sweep_there_are_no_points(void **state)
{
    (void)state;
    static const char *const empty[] = {"", "sweep: {}\n"};
    for (size_t i = 0; i < 2; i++) {
        calf_experiment *e = read_sweep(empty[i]), *at;
        char *text = text_of(e);
        assert_int_equal(e->sweep.point_count, 0);
        assert_null(strstr(text, "sweep"));
        assert_int_equal(calf_experiment_at_point(e, 0, &at), CALF_BAD_INPUT);
        assert_null(at);
        free(text);
        calf_experiment_destroy(e);
    }
}

static void grid_goes_through_all_combinations(void **state)
{
    (void)state;
    calf_experiment *e =
        read_sweep("sweep:\n"
                   "  design: grid\n"
                   "  factors:\n"
                   "    volume: [1.2, 0.8]\n"
                   "    heel_raise_reps: {from: 10, to: 40, steps: 3, scale: log}\n"
                   "    late: {of: strategies.listen to the calf.from_day, from: "
                   "0, to: 9, steps: 2, whole: true}\n");
    // by hand: 10, 10 (40/10)^(1/2), 40; the first factor slowest
    static const double expected[12][3] = {{1.2, 10, 0}, {1.2, 10, 9}, {1.2, 20, 0}, {1.2, 20, 9},
        {1.2, 40, 0}, {1.2, 40, 9}, {0.8, 10, 0}, {0.8, 10, 9}, {0.8, 20, 0}, {0.8, 20, 9},
        {0.8, 40, 0}, {0.8, 40, 9}};
    const calf_sweep *sweep = &e->sweep;
    assert_int_equal(sweep->point_count, 12);
    assert_int_equal(sweep->factor_count, 3);
    for (size_t i = 0; i < 36; i++)
        assert_true(fabs(sweep->points[i] / expected[i / 3][i % 3] - 1) < 1e-15 ||
            sweep->points[i] == expected[i / 3][i % 3]);
    assert_string_equal(sweep->factors[0].name, "volume");
    assert_string_equal(sweep->factors[0].path, "strategies.all.volume");
    assert_string_equal(sweep->factors[1].path, "population.set.heel_raise_reps");
    assert_string_equal(sweep->factors[2].path, "strategies.1.from_day");
    calf_experiment_destroy(e);
}

static void steps_are_even(void **state)
{
    (void)state;
    calf_factor linear = {.from = 0, .to = 1, .steps = 11};
    calf_factor whole = {.from = 1, .to = 8, .steps = 4, .whole = true};
    static const double wholes[] = {1, 3, 6, 8}; // 1, 3 1/3, 5 2/3, 8
    for (int k = 0; k < 11; k++)
        assert_true(calf_factor_value(&linear, (k + 0.5) / 11) == k / 10.0);
    for (int k = 0; k < 4; k++)
        assert_true(calf_factor_value(&whole, (k + 0.5) / 4) == wholes[k]);
}

static void ranges_are_even(void **state)
{
    (void)state;
    const calf_factor linear = {.from = -2, .to = 6},
                      log = {.from = 2, .to = 32, .log_scale = true};
    for (int k = 0; k < 8; k++) {
        assert_true(calf_factor_value(&linear, k / 8.0) == -2 + k);
        assert_true(fabs(calf_factor_value(&log, k / 8.0) / exp2(1 + k / 2.0) - 1) < 1e-14);
    }
    assert_true(calf_factor_value(&linear, 1 - 0x1p-53) <= 6);
    assert_true(calf_factor_value(&log, 1 - 0x1p-53) <= 32);
    assert_true(calf_factor_value(&log, 0) == 2);
}

static void levels_are_picked_evenly(void **state)
{
    (void)state;
    double values[] = {5, 1, 7};
    const calf_factor levels = {.levels = values, .level_count = 3};
    for (int k = 0; k < 300; k++)
        assert_true(calf_factor_value(&levels, (k + 0.5) / 300) == values[k / 100]);
    assert_true(calf_factor_value(&levels, 1 - 0x1p-53) == 7);
}

/** Each whole number has an equal part of [0, 1), both ends a whole one, too. */
static void whole_numbers_are_equally_likely(void **state)
{
    (void)state;
    const calf_factor factor = {.from = 10, .to = 40, .whole = true};
    int times[41] = {0};
    for (int k = 0; k < 3100; k++)
        times[(int)calf_factor_value(&factor, (k + 0.5) / 3100)]++;
    for (int value = 10; value <= 40; value++)
        assert_int_equal(times[value], 100);
}

/** On the scale of the logarithm k reaches from k - 1/2 to k + 1/2. */
static void whole_numbers_on_the_log_scale(void **state)
{
    (void)state;
    const calf_factor factor = {.from = 1, .to = 40, .whole = true, .log_scale = true};
    for (int k = 1; k < 40; k++) {
        const double edge = log((k + 0.5) / 0.5) / log(40.5 / 0.5);
        assert_true(calf_factor_value(&factor, edge - 1e-12) == k);
        assert_true(calf_factor_value(&factor, edge + 1e-12) == k + 1);
    }
    assert_true(calf_factor_value(&factor, 0) == 1);
    assert_true(calf_factor_value(&factor, 1 - 0x1p-53) == 40);
}

static const char *const sweeps[] = {
    "sweep: {design: grid, factors: {volume: [0.8, 1.1], frailty_: {of: "
    "population.vary.frailty.uniform.0, from: 0.1, to: 0.3, steps: 3}}}\n",
    "sweep: {design: random, points: 20, factors: {intensity: [0.9, 1], soreness_half: {from: 0.3, "
    "to: 0.7}}}\n",
    "sweep: {design: latin_hypercube, points: 20, seed: 18446744073709551615, factors: {x: {of: "
    "strategies.one.technique.cadence_ratio.times, from: 0.95, to: 1.05}, heel_raise_reps: {from: "
    "10, to: 40, whole: true, scale: log}}}\n",
    "sweep: {design: sobol, points: 1e1, factors: {_9: {of: threshold_speed, from: 2.5, to: 4}}}\n",
    "sweep: {design: scrambled_sobol, points: 17, seed: 3, factors: {volume: {levels: [0.5, 1]}, "
    "w: {of: strategies.0.progression.volume.weekly, from: 1, to: 1.02}}}\n",
    "sweep: {points: {columns: [v, begin], rows: [[0.30000000000000004, 1], [1, 20]]}, factors: {begin: "
    "{of: strategies.all.from_day}, v: {of: strategies.one.volume}}}\n",
};
enum { SWEEPS = sizeof sweeps / sizeof *sweeps };

/** The resolved text gives the same text and the same points, to the bit. */
static void resolved_sweeps_read_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < SWEEPS; i++) {
        calf_experiment *first = read_sweep(sweeps[i]), *second;
        char *text = text_of(first), *again;
        if (calf_experiment_parse(text, "again.yaml", NULL, 0, &second) != CALF_OK)
            fail_msg("%s\n%s", calf_error_text(), text);
        again = text_of(second);
        assert_string_equal(text, again);
        const calf_sweep *a = &first->sweep, *b = &second->sweep;
        assert_true(a->point_count == b->point_count && a->factor_count == b->factor_count);
        assert_true(a->design == b->design && a->seed == b->seed);
        assert_memory_equal(
            a->points, b->points, a->point_count * a->factor_count * sizeof *a->points);
        free(text);
        free(again);
        calf_experiment_destroy(first);
        calf_experiment_destroy(second);
    }
}

static void seed_is_the_experiments_by_default(void **state)
{
    (void)state;
    static const char *const settings[] = {"sweep.seed=77", "seed=78"};
    calf_experiment *e = read_sweep(sweeps[1]), *given = read_with(sweeps[1], settings, 1);
    calf_experiment *other = read_with(sweeps[1], &settings[1], 1);
    assert_int_equal(e->sweep.seed, 77);
    assert_memory_equal(e->sweep.points, given->sweep.points, 40 * sizeof(double));
    assert_memory_not_equal(e->sweep.points, other->sweep.points, 40 * sizeof(double));
    calf_experiment_destroy(e);
    calf_experiment_destroy(given);
    calf_experiment_destroy(other);
}

/** Settings that a user would write for a point: "KEY=VALUE" of the factors' own words. */
static void expect_same_as_settings(
    const char *sweep, const char *const keys[], size_t key_count, size_t points)
{
    calf_experiment *swept = read_sweep(sweep);
    assert_int_equal(swept->sweep.point_count, points);
    assert_int_equal(swept->sweep.factor_count, key_count);
    for (size_t point = 0; point < points; point++) {
        char written[4][100];
        const char *settings[4];
        calf_experiment *at;
        for (size_t f = 0; f < key_count; f++) {
            snprintf(written[f], sizeof written[f], "%s=%.17g", keys[f],
                swept->sweep.points[point * key_count + f]);
            settings[f] = written[f];
        }
        assert_int_equal(calf_experiment_at_point(swept, point, &at), CALF_OK);
        assert_int_equal(at->sweep.point_count, 0);
        calf_experiment *set = read_with("", settings, key_count);
        char *text = text_of(at), *expected = text_of(set);
        assert_string_equal(text, expected);
        free(text);
        free(expected);
        calf_experiment_destroy(at);
        calf_experiment_destroy(set);
    }
    calf_experiment_destroy(swept);
}

static void points_are_settings(void **state)
{
    (void)state;
    static const char *const keys[SWEEPS][2] = {
        {"strategies.all.volume", "population.vary.frailty.uniform.0"},
        {"strategies.all.intensity", "soreness_half"},
        {"strategies.one.technique.cadence_ratio.times", "heel_raise_reps"},
        {"population.set.threshold_speed", NULL},
        {"strategies.all.volume", "strategies.one.progression.volume.weekly"},
        {"strategies.all.from_day", "strategies.0.volume"},
    };
    static const size_t points[SWEEPS] = {6, 20, 20, 10, 17, 2};
    for (size_t i = 0; i < SWEEPS; i++)
        expect_same_as_settings(sweeps[i], keys[i], keys[i][1] ? 2 : 1, points[i]);
}

static void points_come_from_csv(void **state)
{
    (void)state;
    char folder[] = "/tmp/calf-test-XXXXXX", path[100], csv_path[100];
    calf_experiment *e;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/exp.yaml", folder);
    snprintf(csv_path, sizeof csv_path, "%s/points.csv", folder);
    FILE *file = fopen(csv_path, "wb");
    assert_non_null(file);
    fputs("# day first\nbegin,volume\n3,0.5\n\n0,1.25\n", file);
    fclose(file);
    file = fopen(path, "wb");
    assert_non_null(file);
    fprintf(file,
        "%ssweep: {points: points.csv, factors: {volume: {}, begin: {of: strategies.1.from_day}}}\n",
        base);
    fclose(file);
    if (calf_experiment_read(path, NULL, 0, &e) != CALF_OK)
        fail_msg("%s", calf_error_text());
    const double expected[] = {0.5, 3, 1.25, 0}; // in the order of the factors
    assert_int_equal(e->sweep.point_count, 2);
    assert_memory_equal(e->sweep.points, expected, sizeof expected);
    calf_experiment_destroy(e);
    unlink(path);
    unlink(csv_path);
    rmdir(folder);
}

static void many_points_are_read(void **state)
{
    (void)state;
    calf_experiment *e =
        read_sweep("sweep: {design: sobol, points: 2000, factors: {volume: {from: 0.8, to: 1.2}, "
                   "heel_raise_reps: {from: 10, to: 40}}}\n");
    assert_int_equal(e->sweep.point_count, 2000);
    assert_true(e->sweep.points[0] == 0.8 && e->sweep.points[1] == 10);
    calf_experiment_destroy(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_sweep_there_are_no_points),
        cmocka_unit_test(grid_goes_through_all_combinations),
        cmocka_unit_test(steps_are_even),
        cmocka_unit_test(ranges_are_even),
        cmocka_unit_test(levels_are_picked_evenly),
        cmocka_unit_test(whole_numbers_are_equally_likely),
        cmocka_unit_test(whole_numbers_on_the_log_scale),
        cmocka_unit_test(resolved_sweeps_read_back),
        cmocka_unit_test(seed_is_the_experiments_by_default),
        cmocka_unit_test(points_are_settings),
        cmocka_unit_test(points_come_from_csv),
        cmocka_unit_test(many_points_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
