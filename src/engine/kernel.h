// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel: everything that is done for each runner or each distribution. It is compiled once for
// every instruction set of which the build knows (src/kernels.cmake); all give the same bits.
#ifndef CALF_ENGINE_KERNEL_H
#define CALF_ENGINE_KERNEL_H

#include "engine/batch_course.h"
#include "engine/block.h"
#include "engine/morning.h"

typedef struct calf_kernel {
    const char *isa; ///< "baseline", or the instruction set's name
    calf_status (*block_live)(calf_workspace *workspace, const calf_parameters *shared,
        const calf_block_place *place, calf_statistics *statistics);
    void (*life_live)(calf_life *life, const calf_session *const *sessions, size_t count,
        int last_day, calf_morning_sink *sink, void *context);
    void (*morning_report)(
        const calf_life *life, int day, const double *rating_normal, calf_morning_lanes *morning);
    calf_status (*numbers_read)(calf_world_numbers *numbers, const calf_statistics *statistics,
        const double shared[CALF_PARAMETER_COUNT]);
    void (*population_batch)(const calf_population *population, const calf_parameters *shared,
        uint32_t world, uint64_t first_runner, size_t count, calf_lane_parameters *p);
    void (*batch_begin)(calf_batch_course *course, calf_batch_runners *runners);
    void (*batch_follow)(calf_batch_course *course, const calf_batch_runners *runners,
        size_t strategy, calf_lanes outcomes[CALF_OUTCOME_COUNT]);
} calf_kernel;

/** The copy for an instruction set; NULL: the fastest one that this processor can run.
 *  Errors: CALF_BAD_INPUT for a name that the build does not know or the processor cannot run. */
calf_status calf_kernel_find(const char *isa, const calf_kernel **kernel);

/** This copy. */
extern const calf_kernel calf_kernel_here;

#endif
