// SPDX-License-Identifier: GPL-3.0-or-later
// One thread's workspace: everything a block needs while it is lived.
#ifndef CALF_ENGINE_WORKSPACE_H
#define CALF_ENGINE_WORKSPACE_H

#include "engine/batch_course.h"
#include "engine/block.h"
#include "engine/keep.h"

enum { CALF_BLOCK_BATCHES = CALF_BLOCK_RUNNERS / CALF_LANES };

struct calf_workspace {
    calf_batch_runners runners[CALF_BLOCK_BATCHES];
    calf_batch_course course;
    calf_keep keep;
    // where the batch being lived stands
    const calf_block_place *place;
    size_t offset; ///< of the batch in the block
    size_t lanes; ///< that hold a runner of their own
    size_t strategy;
};

/** Room for the ratings of a setting's days; NULL without memory. Free it with free(). */
calf_lanes *calf_ratings_create(const calf_setting *setting);

#endif
