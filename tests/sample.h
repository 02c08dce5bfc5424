// SPDX-License-Identifier: GPL-3.0-or-later
// A small result made of numbers that are easy to foresee, for tests of files and reports.
#ifndef CALF_TESTS_SAMPLE_H
#define CALF_TESTS_SAMPLE_H

#include "results/result_file.h"

#include <math.h>
#include <stdlib.h>

/** What a sample is made of; zero means the usual. */
typedef struct sample {
    size_t worlds; ///< 3
    size_t stride; ///< 1: how far the world written next lies, without a factor in common
    int same; ///< every strategy gives the same outcomes
    int trajectories; ///< with both groups by runner
    const char *start; ///< "2026-03-01"
    double shift; ///< added to one outcome of one world
    const char *host; ///< in the provenance
    const char *title;
    unsigned daily;
    size_t points; ///< of a sweep, at most SAMPLE_POINTS_MAX; 0: none
    int backwards; ///< the last point is written first
} sample;

enum { SAMPLE_STRATEGIES = 3, SAMPLE_RUNNERS = 40, SAMPLE_DAYS = 10 };
enum { SAMPLE_POINTS_MAX = 50, SAMPLE_FACTORS = 2 };

/** What each point of a sweep adds to every sore day, and to every daily value and trajectory. */
static const double sample_point_sore_days = 0.5, sample_point_soreness = 1;

/** The factors: volume 0.8, 0.9, ...; intensity 1, 2, 1, ... */
static inline double sample_factor(size_t point, size_t factor)
{
    return factor == 0 ? 0.8 + 0.1 * (double)point : 1 + (double)(point % 2);
}

/** Sore days a week of a runner: 2 to 5.9 as usual, 1 fewer by the second strategy except for every
 *  fourth runner, 0.25 more by the third. */
static inline double sample_sore_days(const sample *is, size_t strategy, size_t runner)
{
    const double usual = 2 + 0.1 * (double)runner;
    if (is->same || strategy == 0)
        return usual;
    if (strategy == 1)
        return runner % 4 == 0 ? usual : usual - 1;
    return usual + 0.25;
}

static inline double sample_soreness(size_t strategy, size_t world, size_t day, size_t runner)
{
    return 5.0 * (double)strategy + 2.0 * (double)world + 3.0 * (double)day + 0.5 * (double)runner;
}

static inline void sample_fill(
    const sample *is, size_t point, size_t world, calf_statistics *statistics, double shift)
{
    for (size_t r = 0; r < SAMPLE_RUNNERS; r++) {
        double outcomes[SAMPLE_STRATEGIES][CALF_OUTCOME_COUNT] = {{0}};
        calf_statistics_begin(statistics, 1);
        for (size_t s = 0; s < SAMPLE_STRATEGIES; s++) {
            outcomes[s][CALF_OUTCOME_sore_days] = sample_sore_days(is, s, r) +
                sample_point_sore_days * (double)point +
                (s == 1 && !is->same ? 0.2 * (double)world : 0);
            outcomes[s][CALF_OUTCOME_peak_soreness] = 30 + 0.5 * (double)r;
            outcomes[s][CALF_OUTCOME_distance] = 120 + (double)r + shift;
            outcomes[s][CALF_OUTCOME_overuse_hazard] =
                is->same ? 0.01 : 0.01 * (1 + (double)s) * (1 + 0.01 * (double)r);
            for (size_t d = 0; d < SAMPLE_DAYS; d++)
                for (size_t c = 0; c < statistics->components.count; c++) {
                    const double value =
                        sample_soreness(s, world, d, r) + sample_point_soreness * (double)point;
                    calf_statistics_add_morning(statistics, s, d, c, &value);
                }
        }
        calf_statistics_add_outcomes(statistics, outcomes[0], 1);
    }
}

_Static_assert(SAMPLE_DAYS * 2 <= CALF_PARAMETER_COUNT, "values[] below holds a trajectory");

static inline calf_status sample_write_by_runner(
    calf_result_writer *writer, size_t point, size_t worlds)
{
    static float values[CALF_PARAMETER_COUNT * SAMPLE_RUNNERS];
    calf_status status = CALF_OK;
    for (size_t s = 0; s < SAMPLE_STRATEGIES && !status; s++)
        for (size_t w = 0; w < worlds && !status; w++)
            for (size_t first = 0; first < SAMPLE_RUNNERS && !status; first += 20) {
                calf_block_values block = {.point = point,
                    .world = w,
                    .strategy = s,
                    .first_runner = first,
                    .runners = 20,
                    .values = values};
                for (int f = 0; f < CALF_TRAJECTORY_COUNT && !status; f++) {
                    const calf_output_id id = calf_trajectory_fields[f];
                    const size_t parts = (size_t)calf_output_describe(id)->parts;
                    for (size_t i = 0; i < SAMPLE_DAYS * parts * 20; i++)
                        values[i] = (float)(sample_point_soreness * (double)point +
                            sample_soreness(s, w, i / 20 / parts, first + i % 20) +
                            1000.0 * (double)(i / 20 % parts));
                    block.kind = CALF_VALUES_TRAJECTORY;
                    block.field = id;
                    block.count = SAMPLE_DAYS * parts * 20;
                    status = calf_result_write_values(writer, &block);
                }
                for (size_t i = 0; i < CALF_OUTCOME_COUNT * 20; i++)
                    values[i] = (float)(100 * (i / 20) + 1000 * point + first + i % 20);
                block.kind = CALF_VALUES_OUTCOMES;
                block.count = CALF_OUTCOME_COUNT * 20;
                if (!status)
                    status = calf_result_write_values(writer, &block);
                for (size_t i = 0; i < CALF_PARAMETER_COUNT * 20; i++)
                    values[i] =
                        (float)(1000 * (i / 20) + 100 * w + 500000 * point + first + i % 20);
                block.kind = CALF_VALUES_PARAMETERS;
                block.count = CALF_PARAMETER_COUNT * 20;
                if (!status && s == 0)
                    status = calf_result_write_values(writer, &block);
            }
    return status;
}

static inline calf_result_header sample_header(const sample *is)
{
    static const char *const names[SAMPLE_STRATEGIES] = {"as usual", "heel raises", "größer"};
    static const char *const factors[SAMPLE_FACTORS] = {"volume", "intensity"};
    static const char *const paths[SAMPLE_FACTORS] = {
        "strategies.1.volume", "strategies.2.intensity"};
    static double values[SAMPLE_POINTS_MAX][SAMPLE_FACTORS];
    for (size_t point = 0; point < is->points; point++)
        for (size_t factor = 0; factor < SAMPLE_FACTORS; factor++)
            values[point][factor] = sample_factor(point, factor);
    return (calf_result_header){.title = is->title ? is->title : "A sample",
        .experiment = "title: A sample\nmodel: 1\n",
        .model = 1,
        .seed = 18446744073709551615u,
        .start = is->start ? is->start : "2026-03-01",
        .strategy_count = SAMPLE_STRATEGIES,
        .strategies = names,
        .worlds = is->worlds ? is->worlds : 3,
        .runners = SAMPLE_RUNNERS,
        .days = SAMPLE_DAYS,
        .history_days = 84,
        .daily = is->daily ? is->daily : calf_output_groups_default(),
        .trajectories = is->trajectories,
        .runner_outcomes = is->trajectories,
        .sore_day_mm = 10,
        .points = is->points,
        .factors = is->points > 0 ? SAMPLE_FACTORS : 0,
        .factor_names = factors,
        .factor_paths = paths,
        .point_values = values[0]};
}

static inline calf_status sample_write(const sample *is, const char *path)
{
    const calf_result_header header = sample_header(is);
    const calf_provenance provenance = {"0.1", "cc", "-O2", "baseline",
        is->host ? is->host : "here", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z",
        "calfsim run x.yaml", 2, 60};
    calf_result_writer *writer = NULL;
    calf_statistics *statistics = NULL;
    calf_world_numbers *numbers = NULL;
    double parameters[CALF_PARAMETER_COUNT];
    for (int i = 0; i < CALF_PARAMETER_COUNT; i++)
        parameters[i] = i % 2 ? (double)NAN : i;
    calf_status status = calf_statistics_create(
        SAMPLE_STRATEGIES, SAMPLE_DAYS, header.daily, SAMPLE_RUNNERS, &statistics);
    if (!status)
        status = calf_result_create(path, &header, &writer);
    if (!status)
        status = calf_world_numbers_create(&header, &numbers);
    const size_t points = is->points ? is->points : 1;
    for (size_t i = 0; i < points * header.worlds && !status; i++) {
        const size_t w = i * (is->stride ? is->stride : 1) % header.worlds;
        const size_t p = is->backwards ? points - 1 - i / header.worlds : i / header.worlds;
        calf_statistics_clear(statistics);
        sample_fill(is, p, w, statistics, w == 1 ? is->shift : 0);
        status = calf_world_numbers_read(numbers, statistics, parameters);
        if (!status)
            status = calf_result_write_world(writer, p, w, numbers);
    }
    for (size_t p = 0; p < points && !status && is->trajectories; p++)
        status = sample_write_by_runner(writer, p, header.worlds);
    calf_world_numbers_destroy(numbers);
    calf_statistics_destroy(statistics);
    if (!status)
        return calf_result_finish(writer, &provenance);
    calf_result_abandon(writer);
    return status;
}

#endif
