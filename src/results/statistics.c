// SPDX-License-Identifier: GPL-3.0-or-later
// The statistics of one world: arrays of tallies and pairs.
#include "results/statistics.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void list_components(calf_statistics *statistics, unsigned daily)
{
    size_t count = 0;
    for (int id = 0; id < CALF_OUTPUT_COUNT; id++) {
        const calf_output_info *info = calf_output_describe((calf_output_id)id);
        if (!(daily >> info->group & 1))
            continue;
        for (int part = 0; part < info->parts; part++) {
            statistics->output[count] = (calf_output_id)id;
            statistics->part[count++] = part;
        }
    }
    statistics->component_count = count;
}

static size_t daily_count(const calf_statistics *statistics)
{
    return statistics->strategies * statistics->days * statistics->component_count;
}

static size_t outcome_count(const calf_statistics *statistics)
{
    return statistics->strategies * CALF_OUTCOME_COUNT;
}

static size_t pair_count(const calf_statistics *statistics)
{
    return statistics->strategies * outcome_count(statistics);
}

// calloc may give NULL for nothing at all, which is no failure here.
static void *zeroes(size_t count, size_t size)
{
    return calloc(count ? count : 1, size);
}

calf_status calf_statistics_create(
    size_t strategies, size_t days, unsigned daily, calf_statistics **statistics)
{
    *statistics = NULL;
    calf_statistics *made = calloc(1, sizeof *made);
    if (!made)
        return calf_error_no_memory();
    made->strategies = strategies;
    made->days = days;
    list_components(made, daily);
    made->daily = zeroes(daily_count(made), sizeof *made->daily);
    made->outcomes = zeroes(outcome_count(made), sizeof *made->outcomes);
    made->pairs = zeroes(pair_count(made), sizeof *made->pairs);
    if (!made->daily || !made->outcomes || !made->pairs) {
        calf_statistics_destroy(made);
        return calf_error_no_memory();
    }
    *statistics = made;
    return CALF_OK;
}

double calf_statistics_bytes(size_t strategies, size_t days, unsigned daily)
{
    calf_statistics shape = {.strategies = strategies, .days = days};
    list_components(&shape, daily);
    return (double)sizeof shape + (double)sizeof *shape.daily * (double)daily_count(&shape) +
        (double)sizeof *shape.outcomes * (double)outcome_count(&shape) +
        (double)sizeof *shape.pairs * (double)pair_count(&shape);
}

void calf_statistics_destroy(calf_statistics *statistics)
{
    if (!statistics)
        return;
    free(statistics->daily);
    free(statistics->outcomes);
    free(statistics->pairs);
    free(statistics);
}

void calf_statistics_clear(calf_statistics *statistics)
{
    memset(statistics->daily, 0, daily_count(statistics) * sizeof *statistics->daily);
    memset(statistics->outcomes, 0, outcome_count(statistics) * sizeof *statistics->outcomes);
    memset(statistics->pairs, 0, pair_count(statistics) * sizeof *statistics->pairs);
}

void calf_statistics_merge(calf_statistics *into, const calf_statistics *from)
{
    for (size_t i = 0; i < daily_count(into); i++)
        calf_tally_merge(&into->daily[i], &from->daily[i]);
    for (size_t i = 0; i < outcome_count(into); i++)
        calf_tally_merge(&into->outcomes[i], &from->outcomes[i]);
    for (size_t i = 0; i < pair_count(into); i++) {
        calf_tally_merge(&into->pairs[i].difference, &from->pairs[i].difference);
        into->pairs[i].lower += from->pairs[i].lower;
        into->pairs[i].higher += from->pairs[i].higher;
    }
}

// Outcomes that differ by less than this share of them differ by rounding alone.
static const double rounding = 1e-9;

// A runner whose outcome is undefined under either strategy is in no difference and in no count.
static void add_pair(calf_pair *pair, const calf_outcome_info *info, double own, double other)
{
    const double least = rounding * (fabs(own) + fabs(other));
    calf_tally_add(&pair->difference, &info->difference_bins, own - other);
    pair->lower += own < other - least;
    pair->higher += own > other + least;
}

void calf_statistics_add_outcomes(
    calf_statistics *statistics, double (*outcomes)[CALF_OUTCOME_COUNT])
{
    const size_t strategies = statistics->strategies;
    for (int id = 0; id < CALF_OUTCOME_COUNT; id++) {
        const calf_outcome_id outcome = (calf_outcome_id)id;
        const calf_outcome_info *info = calf_outcome_describe(outcome);
        for (size_t s = 0; s < strategies; s++) {
            calf_tally *tally = calf_statistics_outcome(statistics, s, outcome);
            calf_tally_add(tally, &info->bins, outcomes[s][id]);
            for (size_t a = 0; a < strategies; a++)
                add_pair(calf_statistics_pair(statistics, s, a, outcome), info, outcomes[s][id],
                    outcomes[a][id]);
        }
    }
}

calf_tally *calf_statistics_daily(
    const calf_statistics *statistics, size_t strategy, size_t day, size_t component)
{
    const size_t row = strategy * statistics->days + day;
    return &statistics->daily[row * statistics->component_count + component];
}

calf_tally *calf_statistics_outcome(
    const calf_statistics *statistics, size_t strategy, calf_outcome_id outcome)
{
    return &statistics->outcomes[strategy * CALF_OUTCOME_COUNT + (size_t)outcome];
}

calf_pair *calf_statistics_pair(
    const calf_statistics *statistics, size_t strategy, size_t against, calf_outcome_id outcome)
{
    const size_t row = strategy * statistics->strategies + against;
    return &statistics->pairs[row * CALF_OUTCOME_COUNT + (size_t)outcome];
}
