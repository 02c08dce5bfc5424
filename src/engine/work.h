// SPDX-License-Identifier: GPL-3.0-or-later
// What an experiment has to be lived: points, worlds and runners, cut into units that threads live
// and pieces that are kept together. A function of the experiment alone.
#ifndef CALF_ENGINE_WORK_H
#define CALF_ENGINE_WORK_H

#include "engine/block.h"

typedef struct calf_work {
    uint64_t points; ///< 1 without a sweep
    uint64_t worlds;
    uint64_t runners; ///< of a world
    uint64_t blocks; ///< of a world
    uint64_t parts; ///< of a world, each a unit
    uint64_t part_blocks; ///< of a part; the last one may have fewer
    uint64_t units; ///< by point, world and part
    uint64_t piece_units; ///< units of a piece, which follow one another; the last may have fewer
    uint64_t pieces;
} calf_work;

/** One unit: blocks of one world at one point. */
typedef struct calf_unit {
    uint64_t point;
    uint32_t world;
    uint64_t part;
    uint64_t first_block, blocks;
    uint64_t first_runner, runners;
} calf_unit;

/** The work of an experiment whose units go straight into the result, each a piece of its own: a
 *  world, or a part of one where so much is kept runner by runner that it must not grow with them.
 */
calf_work calf_work_of(const calf_experiment *experiment);

/** The same, cut for a campaign: a piece is worth about a second of one core, and more where what
 * is kept of it is large; or worth `runner_days` unless these are 0. `unit_bytes` are kept of a
 * whole world, `part_bytes` of a part of one. */
calf_work calf_work_of_campaign(
    const calf_experiment *experiment, double unit_bytes, double part_bytes, double runner_days);

/** Bytes that the pieces take in all, at most. */
double calf_work_bytes(
    const calf_work *work, const calf_experiment *experiment, double unit_bytes, double part_bytes);

/** Runners whose values are compressed together: those of a unit, as far as pieces of a second do
 *  not make it shorter, and no more than are quick to read when one is asked for. */
size_t calf_work_compressed_runners(const calf_experiment *experiment);

/** Units of a piece; the first is piece x piece_units. */
uint64_t calf_work_units_of(const calf_work *work, uint64_t piece);

/** Blocks of a piece. */
double calf_work_blocks_of(const calf_work *work, uint64_t piece);

calf_unit calf_work_unit(const calf_work *work, uint64_t unit);

/** Where a block of a unit lies, counted from the unit's first. */
calf_block_place calf_work_block(const calf_work *work, const calf_unit *unit, uint64_t block);

/** Days that all runners live: the history is lived once for all strategies. */
double calf_work_runner_days(const calf_experiment *experiment);

#endif
