// SPDX-License-Identifier: GPL-3.0-or-later
// Mornings of a result.
#include "analysis/daily.h"

#include "core/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void name_of(calf_output_id field, char name[64])
{
    snprintf(name, 64, "%s_quantile", calf_output_describe(field)->name);
}

bool calf_daily_is_there(const calf_result *result, calf_output_id field)
{
    char name[64];
    name_of(field, name);
    return result->days > 0 && calf_result_has(result, name);
}

calf_status calf_daily_read(
    const calf_result *result, size_t point, calf_output_id field, calf_daily *daily)
{
    char name[64];
    name_of(field, name);
    *daily = (calf_daily){.strategies = result->strategy_count,
        .worlds = result->worlds,
        .days = result->days,
        .parts = (size_t)calf_output_describe(field)->parts};
    daily->room = malloc(2 * daily->worlds * sizeof *daily->room);
    if (!daily->room)
        return calf_error_no_memory();
    return calf_result_read_exactly(result, name, point,
        daily->strategies * daily->worlds * daily->days * daily->parts * CALF_QUANTILE_COUNT,
        &daily->quantile);
}

void calf_daily_free(calf_daily *daily)
{
    free(daily->quantile);
    free(daily->room);
    daily->quantile = daily->room = NULL;
}

static size_t world_stride(const calf_daily *daily)
{
    return daily->days * daily->parts * CALF_QUANTILE_COUNT;
}

static const double *first_world(
    const calf_daily *daily, size_t strategy, size_t day, size_t part, int quantile)
{
    return daily->quantile + strategy * daily->worlds * world_stride(daily) +
        (day * daily->parts + part) * CALF_QUANTILE_COUNT + (size_t)quantile;
}

calf_band calf_daily_band(
    const calf_daily *daily, size_t strategy, size_t day, size_t part, int quantile)
{
    return calf_band_of(first_world(daily, strategy, day, part, quantile), world_stride(daily),
        daily->worlds, daily->room);
}

static bool is_chosen(unsigned marks, unsigned mark, unsigned but)
{
    return (marks & mark) != 0 && (marks & but) == 0;
}

static calf_band average(const calf_daily *daily, size_t strategy, const unsigned marks[],
    unsigned mark, unsigned but, int quantile)
{
    double *mean = daily->room + daily->worlds;
    for (size_t w = 0; w < daily->worlds; w++) {
        double sum = 0, count = 0;
        for (size_t day = 1; day < daily->days; day++)
            if (is_chosen(marks[day - 1], mark, but)) {
                sum += first_world(daily, strategy, day, 0, quantile)[w * world_stride(daily)];
                count++;
            }
        mean[w] = sum / count;
    }
    return calf_band_of(mean, 1, daily->worlds, daily->room);
}

calf_mornings_after calf_daily_after(
    const calf_daily *daily, size_t strategy, const unsigned marks[], unsigned mark, unsigned but)
{
    static const calf_band none = {(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
    calf_mornings_after after = {0, none, none, none};
    for (size_t day = 1; day < daily->days; day++)
        if (is_chosen(marks[day - 1], mark, but) && after.count++ == 0)
            after.first = calf_daily_band(daily, strategy, day, 0, CALF_DAILY_HALF);
    if (after.count > 0) {
        after.half = average(daily, strategy, marks, mark, but, CALF_DAILY_HALF);
        after.nine_tenths = average(daily, strategy, marks, mark, but, CALF_DAILY_NINE_TENTHS);
    }
    return after;
}
