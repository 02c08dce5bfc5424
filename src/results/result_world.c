// SPDX-License-Identifier: GPL-3.0-or-later
// Writing one world: what is read off its tallies.
#include "core/error.h"
#include "results/hdf5_util.h"
#include "results/result_writer.h"

#include <stdio.h>
#include <stdlib.h>

// Writes one world's part of a dataset of the root; `name` and `suffix` make its name.
static calf_status write_world_part(const calf_result_writer *writer, size_t world,
    const char *name, const char *suffix, const double *values)
{
    char whole[96];
    snprintf(whole, sizeof whole, "%s%s", name, suffix);
    calf_window part = calf_window_all(&writer->layout);
    calf_window_one(&part, CALF_DIM_WORLD, world);
    const calf_dataset *dataset = calf_layout_find(&writer->layout, CALF_IN_ROOT, whole);
    if (!dataset)
        return calf_error_set(
            CALF_FAILED, "%s: the result has no dataset %s", writer->aside.target, whole);
    return calf_result_write_window(writer, dataset, &part, H5T_NATIVE_DOUBLE, values);
}

// Room for the numbers read off `rows` tallies.
typedef struct numbers {
    double *mean, *sd, *quantile; // [row], [row], [row][quantile]
    double *lower, *higher; // [row]
    double *from; // [row][level]
} numbers;

static calf_status numbers_make(numbers *made, size_t rows)
{
    const size_t each = 4 + CALF_QUANTILE_COUNT + CALF_LEVEL_COUNT;
    double *room = calloc(rows + 1, each * sizeof *room);
    if (!room)
        return calf_error_no_memory();
    *made = (numbers){.mean = room,
        .sd = room + rows,
        .lower = room + 2 * rows,
        .higher = room + 3 * rows,
        .quantile = room + 4 * rows,
        .from = room + (4 + CALF_QUANTILE_COUNT) * rows};
    return CALF_OK;
}

static void numbers_read(
    const numbers *into, size_t row, const calf_tally *tally, const calf_bins *bins)
{
    into->mean[row] = calf_tally_mean(tally);
    into->sd[row] = calf_tally_sd(tally);
    calf_tally_quantiles(tally, bins, calf_quantiles, CALF_QUANTILE_COUNT,
        into->quantile + row * CALF_QUANTILE_COUNT);
}

static calf_status numbers_write(
    const numbers *from, const calf_result_writer *writer, size_t world, const char *name)
{
    calf_status status = write_world_part(writer, world, name, "_mean", from->mean);
    if (!status)
        status = write_world_part(writer, world, name, "_sd", from->sd);
    if (!status)
        status = write_world_part(writer, world, name, "_quantile", from->quantile);
    return status;
}

static calf_status write_field(const calf_result_writer *writer, size_t world,
    const calf_statistics *statistics, size_t component, const numbers *room)
{
    const calf_output_id id = statistics->output[component];
    const calf_output_info *info = calf_output_describe(id);
    size_t row = 0;
    for (size_t s = 0; s < statistics->strategies; s++)
        for (size_t day = 0; day < statistics->days; day++)
            for (int part = 0; part < info->parts; part++, row++) {
                const calf_tally *tally =
                    calf_statistics_daily(statistics, s, day, component + (size_t)part);
                numbers_read(room, row, tally, &info->bins);
                if (id == CALF_OUTPUT_calf_soreness_mm)
                    for (int level = 0; level < CALF_LEVEL_COUNT; level++)
                        room->from[row * CALF_LEVEL_COUNT + (size_t)level] = calf_tally_share_from(
                            tally, &info->bins, calf_soreness_levels_mm[level]);
            }
    calf_status status = numbers_write(room, writer, world, info->name);
    if (!status && id == CALF_OUTPUT_calf_soreness_mm)
        status = write_world_part(writer, world, "calf_soreness", "_share_from", room->from);
    return status;
}

static calf_status write_daily(
    const calf_result_writer *writer, size_t world, const calf_statistics *statistics)
{
    numbers room = {0};
    calf_status status = numbers_make(&room, 2 * statistics->strategies * statistics->days);
    if (status)
        return status;
    for (size_t c = 0; c < statistics->component_count && !status; c++)
        if (statistics->part[c] == 0)
            status = write_field(writer, world, statistics, c, &room);
    free(room.mean);
    return status;
}

static calf_status write_outcomes(
    const calf_result_writer *writer, size_t world, const calf_statistics *statistics)
{
    numbers room = {0};
    calf_status status = numbers_make(&room, statistics->strategies * CALF_OUTCOME_COUNT);
    if (status)
        return status;
    size_t row = 0;
    for (size_t s = 0; s < statistics->strategies; s++)
        for (int id = 0; id < CALF_OUTCOME_COUNT; id++)
            numbers_read(&room, row++, calf_statistics_outcome(statistics, s, (calf_outcome_id)id),
                &calf_outcome_describe((calf_outcome_id)id)->bins);
    status = numbers_write(&room, writer, world, "outcome");
    free(room.mean);
    return status;
}

static void read_pair(const numbers *into, size_t row, const calf_pair *pair, int id)
{
    const calf_tally *tally = &pair->difference;
    numbers_read(into, row, tally, &calf_outcome_describe((calf_outcome_id)id)->difference_bins);
    into->lower[row] = (double)pair->lower / (double)tally->count; // 0/0 is NaN, as it should be
    into->higher[row] = (double)pair->higher / (double)tally->count;
}

static calf_status write_pairs(
    const calf_result_writer *writer, size_t world, const calf_statistics *statistics)
{
    numbers room = {0};
    const size_t strategies = statistics->strategies;
    calf_status status = numbers_make(&room, strategies * strategies * CALF_OUTCOME_COUNT);
    if (status)
        return status;
    size_t row = 0;
    for (size_t s = 0; s < strategies; s++)
        for (size_t a = 0; a < strategies; a++)
            for (int id = 0; id < CALF_OUTCOME_COUNT; id++)
                read_pair(
                    &room, row++, calf_statistics_pair(statistics, s, a, (calf_outcome_id)id), id);
    status = numbers_write(&room, writer, world, "difference");
    if (!status)
        status = write_world_part(writer, world, "difference", "_share_lower", room.lower);
    if (!status)
        status = write_world_part(writer, world, "difference", "_share_higher", room.higher);
    free(room.mean);
    return status;
}

static int statistics_fit(
    const calf_result_writer *writer, size_t world, const calf_statistics *statistics)
{
    return world < writer->layout.size[CALF_DIM_WORLD] &&
        statistics->strategies == writer->layout.size[CALF_DIM_STRATEGY] &&
        statistics->days == writer->layout.size[CALF_DIM_DAY];
}

calf_status calf_result_write_world(calf_result_writer *writer, size_t world,
    const calf_statistics *statistics, const double world_parameters[CALF_PARAMETER_COUNT])
{
    calf_h5_quiet quiet;
    if (!statistics_fit(writer, world, statistics))
        return calf_error_set(CALF_FAILED, "%s: world %zu has another shape than the result",
            writer->aside.target, world);
    calf_h5_quiet_begin(&quiet);
    calf_status status = write_daily(writer, world, statistics);
    if (!status)
        status = write_outcomes(writer, world, statistics);
    if (!status)
        status = write_pairs(writer, world, statistics);
    if (!status)
        status = write_world_part(writer, world, "world_parameter", "", world_parameters);
    calf_h5_quiet_end(&quiet);
    return status;
}
