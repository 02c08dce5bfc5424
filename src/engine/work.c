// SPDX-License-Identifier: GPL-3.0-or-later
// Cutting the work.
#include "engine/work.h"

#include <math.h>

// Runner-days of a piece, about what a core lives in a second; no more pieces than files that one
// folder should hold; and what is kept is written at no more than some megabytes a second.
static const double piece_runner_days = 1e7;
static const double pieces_max = 1e5;
static const double runner_days_per_byte = 2.5;
static const double compressed_runners_max = 16384;
static const double piece_bytes_max = 32e6; // by runner, or of several worlds

static double days_of_runner(const calf_experiment *experiment)
{
    return experiment->history_days + (double)experiment->strategy_count * experiment->days;
}

static uint64_t points_of(const calf_experiment *experiment)
{
    return experiment->sweep.point_count > 0 ? experiment->sweep.point_count : 1;
}

double calf_work_runner_days(const calf_experiment *experiment)
{
    return (double)points_of(experiment) * (double)experiment->population.runners *
        (double)experiment->population.worlds * days_of_runner(experiment);
}

static uint64_t divided_up(uint64_t count, uint64_t by)
{
    return count / by + (count % by > 0);
}

static calf_work whole_worlds(const calf_experiment *experiment)
{
    const uint64_t runners = experiment->population.runners;
    calf_work work = {.points = points_of(experiment),
        .worlds = experiment->population.worlds,
        .runners = runners,
        .blocks = divided_up(runners, CALF_BLOCK_RUNNERS),
        .parts = 1,
        .piece_units = 1};
    work.part_blocks = work.blocks;
    return work;
}

static void cut_worlds(calf_work *work, double part_runners)
{
    const double blocks = fmax(1, floor(part_runners / CALF_BLOCK_RUNNERS));
    if (blocks < (double)work->blocks) {
        work->part_blocks = (uint64_t)blocks;
        work->parts = divided_up(work->blocks, work->part_blocks);
    }
}

static calf_work count_up(calf_work work)
{
    work.units = work.points * work.worlds * work.parts;
    work.pieces = divided_up(work.units, work.piece_units);
    return work;
}

// Runners whose own values fill a piece.
static double runners_that_fit(const calf_experiment *experiment)
{
    return calf_by_runner_is_asked(experiment) ? piece_bytes_max / calf_by_runner_bytes(experiment)
                                               : (double)INFINITY;
}

size_t calf_work_compressed_runners(const calf_experiment *experiment)
{
    const double fitting = floor(runners_that_fit(experiment) / CALF_BLOCK_RUNNERS);
    const double most = compressed_runners_max / CALF_BLOCK_RUNNERS;
    const double blocks = fmax(1, fmin(fitting, most));
    return (size_t)fmin(blocks * CALF_BLOCK_RUNNERS, (double)experiment->population.runners);
}

calf_work calf_work_of(const calf_experiment *experiment)
{
    calf_work work = whole_worlds(experiment);
    cut_worlds(&work, runners_that_fit(experiment));
    return count_up(work);
}

calf_work calf_work_of_campaign(
    const calf_experiment *experiment, double unit_bytes, double part_bytes, double runner_days)
{
    calf_work work = whole_worlds(experiment);
    const double days = days_of_runner(experiment);
    const double wanted = runner_days > 0 ? runner_days : piece_runner_days;
    const double least = fmax(wanted, calf_work_runner_days(experiment) / pieces_max);
    const double of_part = runner_days > 0 ? 0 : part_bytes * runner_days_per_byte;
    cut_worlds(&work, fmin(fmax(least, of_part) / days, runners_that_fit(experiment)));
    if (work.parts == 1) {
        const double runners = (double)work.runners;
        const double bytes = unit_bytes + calf_by_runner_bytes(experiment) * runners;
        const double units = fmin(least / (days * runners), piece_bytes_max / bytes);
        work.piece_units = units > 1 ? (uint64_t)units : 1;
    }
    return count_up(work);
}

double calf_work_bytes(
    const calf_work *work, const calf_experiment *experiment, double unit_bytes, double part_bytes)
{
    const double records = 1024; // heads and padding of a unit
    const double worlds = (double)work->points * (double)work->worlds;
    return (double)work->units * ((work->parts > 1 ? part_bytes : unit_bytes) + records) +
        worlds * (double)work->runners * calf_by_runner_bytes(experiment);
}

uint64_t calf_work_units_of(const calf_work *work, uint64_t piece)
{
    const uint64_t left = work->units - piece * work->piece_units;
    return left < work->piece_units ? left : work->piece_units;
}

calf_unit calf_work_unit(const calf_work *work, uint64_t unit)
{
    const uint64_t world = unit / work->parts;
    calf_unit of = {.point = world / work->worlds,
        .world = (uint32_t)(world % work->worlds),
        .part = unit % work->parts};
    of.first_block = of.part * work->part_blocks;
    const uint64_t left = work->blocks - of.first_block;
    of.blocks = left < work->part_blocks ? left : work->part_blocks;
    of.first_runner = of.first_block * CALF_BLOCK_RUNNERS;
    const uint64_t most = of.blocks * CALF_BLOCK_RUNNERS, there = work->runners - of.first_runner;
    of.runners = most < there ? most : there;
    return of;
}

double calf_work_blocks_of(const calf_work *work, uint64_t piece)
{
    double blocks = 0;
    for (uint64_t u = 0; u < calf_work_units_of(work, piece); u++)
        blocks += (double)calf_work_unit(work, piece * work->piece_units + u).blocks;
    return blocks;
}

calf_block_place calf_work_block(const calf_work *work, const calf_unit *unit, uint64_t block)
{
    const uint64_t first = (unit->first_block + block) * CALF_BLOCK_RUNNERS;
    const uint64_t left = work->runners - first;
    return (calf_block_place){.world = unit->world,
        .first_runner = first,
        .runners = (size_t)(left < CALF_BLOCK_RUNNERS ? left : CALF_BLOCK_RUNNERS)};
}
