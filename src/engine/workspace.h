// SPDX-License-Identifier: GPL-3.0-or-later
// One thread's workspace: everything a block needs while it is lived.
#ifndef CALF_ENGINE_WORKSPACE_H
#define CALF_ENGINE_WORKSPACE_H

#include "engine/block.h"
#include "engine/keep.h"
#include "engine/life.h"
#include "engine/morning.h"
#include "engine/outcomes.h"
#include "engine/policy.h"
#include "engine/prepared.h"

enum { CALF_BLOCK_BATCHES = CALF_BLOCK_RUNNERS / CALF_LANES };

struct calf_workspace {
    const calf_setting *setting;
    calf_batch batch[CALF_BLOCK_BATCHES];
    calf_prepared *prepared[CALF_BLOCK_BATCHES];
    calf_life history[CALF_BLOCK_BATCHES]; ///< of each batch, at its end
    calf_life life;
    calf_morning_lanes morning;
    calf_outcome_tracker tracker;
    calf_policy_course policy; ///< of strategies that have one
    calf_lanes *ratings; ///< [day], the room for its ratings
    calf_keep keep;
    // where the batch being lived stands
    const calf_block_place *place;
    size_t offset; ///< of the batch in the block
    size_t lanes; ///< that hold a runner of their own
    size_t strategy;
    calf_stop stop;
    calf_status status; ///< of the block being lived
};

#endif
