// SPDX-License-Identifier: GPL-3.0-or-later
// Strategies against each other, read off a result.
#include "analysis/comparison.h"

#include "core/error.h"
#include "results/spread.h"

#include <math.h>
#include <stdlib.h>

static const calf_band no_band = {(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};

calf_band calf_band_of(const double *values, size_t stride, size_t count, double *room)
{
    calf_spread_values spread;
    calf_spread_over_worlds(values, stride, count, 1, room, &spread);
    const double *value = spread.value;
    const int single = isnan(value[CALF_SPREAD_SD]);
    return (calf_band){value[CALF_SPREAD_Q50], single ? (double)NAN : value[CALF_SPREAD_Q05],
        single ? (double)NAN : value[CALF_SPREAD_Q95], value[CALF_SPREAD_MEAN],
        spread.error[CALF_SPREAD_MEAN]};
}

calf_status calf_result_read_exactly(
    const calf_result *result, const char *dataset, size_t point, size_t count, double **values)
{
    size_t found = 0;
    const calf_status status = calf_result_read_point(result, dataset, point, values, &found);
    if (status || found == count)
        return status;
    free(*values);
    *values = NULL;
    return calf_error_set(CALF_BAD_INPUT,
        "%s: %s has %zu values instead of %zu: written by another version of calfsim?",
        result->path, dataset, found, count);
}

// What comparisons are made of; [strategy][against][world][outcome], `outcome` without against.
typedef struct numbers {
    double *mean, *sd, *lower, *higher, *outcome, *room;
} numbers;

static calf_status read_numbers(const calf_result *result, size_t point, numbers *all)
{
    const size_t one = result->strategy_count * result->worlds * CALF_OUTCOME_COUNT;
    const size_t pairs = one * result->strategy_count;
    all->room = malloc((result->worlds + 1) * sizeof *all->room);
    calf_status status = all->room ? CALF_OK : calf_error_no_memory();
    if (!status)
        status = calf_result_read_exactly(result, "outcome_mean", point, one, &all->outcome);
    if (!status)
        status = calf_result_read_exactly(result, "difference_mean", point, pairs, &all->mean);
    if (!status)
        status = calf_result_read_exactly(result, "difference_sd", point, pairs, &all->sd);
    if (!status)
        status =
            calf_result_read_exactly(result, "difference_share_lower", point, pairs, &all->lower);
    if (!status)
        status =
            calf_result_read_exactly(result, "difference_share_higher", point, pairs, &all->higher);
    return status;
}

// Spread of the runners of all worlds around their world's mean, and what chance leaves in the
// average over worlds.
static void add_spread(
    calf_outcome_comparison *row, const double *sd, size_t worlds, uint64_t runners)
{
    double squares = 0;
    size_t kept = 0;
    for (size_t w = 0; w < worlds; w++) {
        const double one = sd[w * CALF_OUTCOME_COUNT];
        if (isnan(one))
            continue;
        squares += one * one;
        kept++;
    }
    row->sd = kept ? sqrt(squares / (double)kept) : (double)NAN;
    row->error = kept && runners ? row->sd / sqrt((double)kept * (double)runners) : (double)NAN;
}

static void compare_outcome(calf_outcome_comparison *row, const calf_result *result,
    const numbers *all, size_t at, calf_better better)
{
    const size_t worlds = result->worlds, stride = CALF_OUTCOME_COUNT;
    row->difference = calf_band_of(all->mean + at, stride, worlds, all->room);
    row->lower = calf_band_of(all->lower + at, stride, worlds, all->room);
    row->higher = calf_band_of(all->higher + at, stride, worlds, all->room);
    row->better = better == CALF_LOWER ? row->lower : better == CALF_HIGHER ? row->higher : no_band;
    row->worse = better == CALF_LOWER ? row->higher : better == CALF_HIGHER ? row->lower : no_band;
    add_spread(row, all->sd + at, worlds, result->runners);
}

static calf_band hazard_ratio(
    const calf_result *result, const numbers *all, size_t strategy, size_t against)
{
    const size_t worlds = result->worlds;
    for (size_t w = 0; w < worlds; w++) {
        const size_t own = (strategy * worlds + w) * CALF_OUTCOME_COUNT;
        const size_t other = (against * worlds + w) * CALF_OUTCOME_COUNT;
        const double below = all->outcome[other + CALF_OUTCOME_overuse_hazard];
        all->room[w] =
            below > 0 ? all->outcome[own + CALF_OUTCOME_overuse_hazard] / below : (double)NAN;
    }
    return calf_band_of(all->room, 1, worlds, all->room);
}

static void compare(
    calf_comparison *row, const calf_result *result, const numbers *all, size_t s, size_t a)
{
    row->strategy = s;
    row->against = a;
    row->worlds = result->worlds;
    row->runners = result->runners;
    const size_t first = (s * result->strategy_count + a) * result->worlds * CALF_OUTCOME_COUNT;
    for (size_t id = 0; id < CALF_OUTCOME_COUNT; id++)
        compare_outcome(&row->outcome[id], result, all, first + id,
            calf_outcome_describe((calf_outcome_id)id)->better);
    row->hazard_ratio = hazard_ratio(result, all, s, a);
}

calf_status calf_comparison_create(
    const calf_result *result, size_t point, size_t against, calf_comparison **rows)
{
    numbers all = {0};
    *rows = NULL;
    if (against >= result->strategy_count)
        return calf_error_set(CALF_BAD_INPUT, "%s: no strategy %zu", result->path, against);
    calf_status status = read_numbers(result, point, &all);
    if (!status) {
        *rows = calloc(result->strategy_count, sizeof **rows);
        status = *rows ? CALF_OK : calf_error_no_memory();
    }
    for (size_t s = 0; s < result->strategy_count && !status; s++)
        compare(&(*rows)[s], result, &all, s, against);
    free(all.mean);
    free(all.sd);
    free(all.lower);
    free(all.higher);
    free(all.outcome);
    free(all.room);
    return status;
}

double calf_difference_error(const calf_outcome_comparison *row)
{
    return isnan(row->difference.error) ? row->error : row->difference.error;
}

calf_status calf_outcome_bands(
    const calf_result *result, size_t point, calf_outcome_id outcome, calf_band bands[])
{
    const size_t worlds = result->worlds, strategy = worlds * CALF_OUTCOME_COUNT;
    const size_t count = result->strategy_count * strategy;
    double *means = NULL, *sds = NULL, *room = malloc(worlds * sizeof *room);
    calf_status status = room ? CALF_OK : calf_error_no_memory();
    if (!status)
        status = calf_result_read_exactly(result, "outcome_mean", point, count, &means);
    if (!status)
        status = calf_result_read_exactly(result, "outcome_sd", point, count, &sds);
    for (size_t s = 0; s < result->strategy_count && !status; s++) {
        const size_t first = s * strategy + (size_t)outcome;
        bands[s] = calf_band_of(means + first, CALF_OUTCOME_COUNT, worlds, room);
        if (worlds == 1)
            bands[s].error = calf_mean_error(sds[first], (double)result->runners);
    }
    free(means);
    free(sds);
    free(room);
    return status;
}
