// SPDX-License-Identifier: GPL-3.0-or-later
// A block: consecutive runners of one world, lived by one thread, batch by batch. What a block
// gives depends on the experiment and its place alone, never on the thread or its neighbours.
#ifndef CALF_ENGINE_BLOCK_H
#define CALF_ENGINE_BLOCK_H

#include "engine/by_runner.h"
#include "engine/keep.h"
#include "engine/life.h"
#include "engine/setting.h"
#include "results/result_file.h"

/** Where a block lies. */
typedef struct calf_block_place {
    uint32_t world;
    uint64_t first_runner;
    size_t runners; ///< at most CALF_BLOCK_RUNNERS
    calf_by_runner *by_runner; ///< of the unit that it is of; NULL where nobody asks for it
} calf_block_place;

/** One thread's workspace. */
typedef struct calf_workspace calf_workspace;

calf_status calf_workspace_create(
    const calf_setting *setting, calf_stop stop, calf_workspace **workspace);

/** Bytes that one workspace takes, in the main. */
double calf_workspace_bytes(const calf_setting *setting);

void calf_workspace_destroy(calf_workspace *workspace);

/** Lives a block under every strategy and adds it to statistics. Errors: CALF_FAILED when asked to
 *  stop, or when a soreness is no number, which no allowed input should bring about; the statistics
 *  mean nothing then. */
calf_status calf_block_live(calf_workspace *workspace, const calf_parameters *shared,
    const calf_block_place *place, calf_statistics *statistics);

#endif
