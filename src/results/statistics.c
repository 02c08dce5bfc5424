// SPDX-License-Identifier: GPL-3.0-or-later
// The statistics of one world: moments, lists of bins, histograms once the lists are full.
#include "results/statistics.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

calf_components calf_components_of(unsigned daily)
{
    calf_components components = {.count = 0};
    for (int id = 0; id < CALF_OUTPUT_COUNT; id++) {
        const calf_output_info *info = calf_output_describe((calf_output_id)id);
        if (!(daily >> info->group & 1))
            continue;
        for (int part = 0; part < info->parts; part++) {
            components.output[components.count] = (calf_output_id)id;
            components.part[components.count++] = part;
        }
    }
    return components;
}

static size_t daily_count(const calf_statistics *statistics)
{
    return statistics->strategies * statistics->days * statistics->components.count;
}

static size_t outcome_count(const calf_statistics *statistics)
{
    return statistics->strategies * CALF_OUTCOME_COUNT;
}

static calf_statistics shape_of(size_t strategies, size_t days, unsigned daily, uint64_t runners)
{
    // whole cache lines, so that no row shares one; an odd number of them, so that rows do not meet
    // in the same few sets of a cache
    const size_t line = 32;
    calf_statistics shape = {.strategies = strategies, .days = days};
    shape.components = calf_components_of(daily);
    shape.pairs = strategies * outcome_count(&shape);
    shape.rows = daily_count(&shape) + outcome_count(&shape) + shape.pairs;
    shape.room = runners < CALF_STAGED_RUNNERS ? (size_t)runners : CALF_STAGED_RUNNERS;
    shape.room = ((shape.room + line - 1) / line | 1) * line;
    return shape;
}

static size_t list_bytes(const calf_statistics *shape)
{
    return shape->rows * shape->room * sizeof *shape->list;
}

// calloc may give NULL for nothing at all, which is no failure here.
static void *zeroes(size_t count, size_t size)
{
    return calloc(count ? count : 1, size);
}

calf_status calf_statistics_create(
    size_t strategies, size_t days, unsigned daily, uint64_t runners, calf_statistics **statistics)
{
    *statistics = NULL;
    calf_statistics *made = malloc(sizeof *made);
    if (!made)
        return calf_error_no_memory();
    *made = shape_of(strategies, days, daily, runners);
    const bool poured = runners > made->room;
    made->moments = zeroes(made->rows, sizeof *made->moments);
    made->list = aligned_alloc(64, list_bytes(made) + 64);
    made->sides = zeroes(made->pairs, sizeof *made->sides);
    if (poured)
        made->histogram = zeroes(made->rows, sizeof *made->histogram);
    if (!made->moments || !made->list || !made->sides || (poured && !made->histogram)) {
        calf_statistics_destroy(made);
        return calf_error_no_memory();
    }
    *statistics = made;
    return CALF_OK;
}

double calf_statistics_bytes(size_t strategies, size_t days, unsigned daily, uint64_t runners)
{
    const calf_statistics shape = shape_of(strategies, days, daily, runners);
    const size_t row = sizeof *shape.moments + shape.room * sizeof *shape.list +
        (runners > shape.room ? sizeof *shape.histogram : 0);
    return (double)sizeof shape + (double)row * (double)shape.rows +
        (double)sizeof *shape.sides * (double)shape.pairs;
}

void calf_statistics_destroy(calf_statistics *statistics)
{
    if (!statistics)
        return;
    free(statistics->moments);
    free(statistics->list);
    free(statistics->histogram);
    free(statistics->sides);
    free(statistics);
}

void calf_statistics_clear(calf_statistics *statistics)
{
    memset(statistics->moments, 0, statistics->rows * sizeof *statistics->moments);
    memset(statistics->sides, 0, statistics->pairs * sizeof *statistics->sides);
    if (statistics->poured)
        memset(statistics->histogram, 0, statistics->rows * sizeof *statistics->histogram);
    statistics->poured = false;
    statistics->staged = 0;
}

static uint16_t *list_of(const calf_statistics *statistics, size_t row)
{
    return &statistics->list[row * statistics->room];
}

static void count_slots(const uint16_t *list, size_t count, uint32_t histogram[CALF_BIN_SLOTS])
{
    for (size_t i = 0; i < count; i++)
        histogram[list[i]]++;
}

enum { TOGETHER = 8 };

// Eight lists at once: runners often share a bin, and a count must be written before it is read
// again.
static void count_together(
    const uint16_t *const list[TOGETHER], size_t count, uint32_t *const histogram[TOGETHER])
{
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < TOGETHER; k++)
            histogram[k][list[k][i]]++;
}

// Counts the lists into the histograms and empties them.
static void pour(calf_statistics *statistics)
{
    for (size_t row = 0; row < statistics->rows; row++)
        count_slots(list_of(statistics, row), statistics->staged, statistics->histogram[row]);
    statistics->staged = 0;
    statistics->poured = true;
}

static void make_room(calf_statistics *statistics, size_t runners)
{
    if (statistics->staged + runners > statistics->room)
        pour(statistics);
}

void calf_statistics_merge(calf_statistics *into, const calf_statistics *from)
{
    make_room(into, from->staged);
    for (size_t row = 0; row < into->rows; row++) {
        calf_moments_merge(&into->moments[row], &from->moments[row]);
        memcpy(list_of(into, row) + into->staged, list_of(from, row),
            from->staged * sizeof *from->list);
        for (size_t i = 0; from->poured && i < CALF_BIN_SLOTS; i++)
            into->histogram[row][i] += from->histogram[row][i];
    }
    into->staged += from->staged;
    into->poured = into->poured || from->poured;
    for (size_t pair = 0; pair < into->pairs; pair++) {
        const calf_sides *more = &from->sides[pair];
        calf_sides *sides = &into->sides[pair];
        sides->lower += more->lower;
        sides->higher += more->higher;
        sides->lower_by_margin += more->lower_by_margin;
        sides->higher_by_margin += more->higher_by_margin;
    }
}

void calf_statistics_begin(calf_statistics *statistics, size_t runners)
{
    make_room(statistics, runners);
    statistics->adding = runners;
    statistics->staged += runners;
}

static void add(
    calf_statistics *statistics, size_t row, const calf_bins *bins, const double *values)
{
    const size_t at = statistics->staged - statistics->adding;
    calf_tally_place(
        &statistics->moments[row], bins, values, statistics->adding, list_of(statistics, row) + at);
}

void calf_statistics_add_morning(calf_statistics *statistics, size_t strategy, size_t day,
    size_t component, const double *values)
{
    const calf_output_id output = statistics->components.output[component];
    add(statistics, calf_statistics_daily(statistics, strategy, day, component),
        &calf_output_describe(output)->bins, values);
}

// Outcomes that differ by less than this share of them differ by rounding alone.
static const double rounding = 1e-9;

// Counts the runners whose own outcome is lower or higher than the other one by more than a margin,
// beyond rounding; those with an undefined one are in neither count.
static void count_unlike(const double *own, const double *other, size_t runners, double margin,
    uint64_t *lower, uint64_t *higher)
{
    uint64_t below = 0, above = 0;
#pragma omp simd reduction(+ : below, above)
    for (size_t i = 0; i < runners; i++) {
        const double least = margin + rounding * (fabs(own[i]) + fabs(other[i]));
        below += own[i] < other[i] - least ? 1u : 0u;
        above += own[i] > other[i] + least ? 1u : 0u;
    }
    *lower += below;
    *higher += above;
}

static void add_pair(calf_statistics *statistics, size_t strategy, size_t against,
    calf_outcome_id id, const double *own, const double *other)
{
    double difference[CALF_STAGED_RUNNERS];
    const size_t runners = statistics->adding;
    const calf_outcome_info *info = calf_outcome_describe(id);
    calf_sides *sides = &statistics->sides[calf_statistics_pair(statistics, strategy, against, id)];
#pragma omp simd
    for (size_t i = 0; i < runners; i++)
        difference[i] = own[i] - other[i];
    add(statistics, calf_statistics_difference(statistics, strategy, against, id),
        &info->difference_bins, difference);
    count_unlike(own, other, runners, 0, &sides->lower, &sides->higher);
    count_unlike(
        own, other, runners, info->margin, &sides->lower_by_margin, &sides->higher_by_margin);
}

void calf_statistics_add_outcomes(
    calf_statistics *statistics, const double *outcomes, size_t stride)
{
    const size_t strategies = statistics->strategies;
    for (size_t s = 0; s < strategies; s++)
        for (size_t o = 0; o < CALF_OUTCOME_COUNT; o++) {
            const calf_outcome_id id = (calf_outcome_id)o;
            const double *own = &outcomes[(s * CALF_OUTCOME_COUNT + o) * stride];
            add(statistics, calf_statistics_outcome(statistics, s, id),
                &calf_outcome_describe(id)->bins, own);
            for (size_t a = 0; a < strategies; a++)
                add_pair(
                    statistics, s, a, id, own, &outcomes[(a * CALF_OUTCOME_COUNT + o) * stride]);
        }
}

size_t calf_statistics_daily(
    const calf_statistics *statistics, size_t strategy, size_t day, size_t component)
{
    const size_t mornings = strategy * statistics->days + day;
    return mornings * statistics->components.count + component;
}

size_t calf_statistics_outcome(
    const calf_statistics *statistics, size_t strategy, calf_outcome_id outcome)
{
    return daily_count(statistics) + strategy * CALF_OUTCOME_COUNT + (size_t)outcome;
}

size_t calf_statistics_pair(
    const calf_statistics *statistics, size_t strategy, size_t against, calf_outcome_id outcome)
{
    const size_t pair = strategy * statistics->strategies + against;
    return pair * CALF_OUTCOME_COUNT + (size_t)outcome;
}

size_t calf_statistics_difference(
    const calf_statistics *statistics, size_t strategy, size_t against, calf_outcome_id outcome)
{
    return daily_count(statistics) + outcome_count(statistics) +
        calf_statistics_pair(statistics, strategy, against, outcome);
}

void calf_statistics_read(const calf_statistics *statistics, size_t row, calf_tally *tally)
{
    calf_statistics_read_rows(statistics, row, 1, tally);
}

enum { PIECE = 64 };

static void begin_tally(const calf_statistics *statistics, size_t row, calf_tally *tally)
{
    tally->moments = statistics->moments[row];
    if (statistics->poured)
        memcpy(tally->slot, statistics->histogram[row], sizeof tally->slot);
    else // in pieces that a compiler writes itself, faster than the C library's large ones
        for (size_t i = 0; i < CALF_BIN_SLOTS; i += PIECE)
            memset(&tally->slot[i], 0, PIECE * sizeof *tally->slot);
}

void calf_statistics_read_rows(
    const calf_statistics *statistics, size_t row, size_t count, calf_tally tallies[])
{
    uint32_t nowhere[CALF_BIN_SLOTS]; // for the rows that eight at once have too many
    if (count % TOGETHER != 0)
        memset(nowhere, 0, sizeof nowhere);
    for (size_t r = 0; r < count; r++)
        begin_tally(statistics, row + r, &tallies[r]);
    for (size_t r = 0; r < count; r += TOGETHER) {
        const uint16_t *list[TOGETHER];
        uint32_t *histogram[TOGETHER];
        for (size_t k = 0; k < TOGETHER; k++) {
            list[k] = list_of(statistics, row + (r + k < count ? r + k : r));
            histogram[k] = r + k < count ? tallies[r + k].slot : nowhere;
        }
        count_together(list, statistics->staged, histogram);
    }
}
