// SPDX-License-Identifier: GPL-3.0-or-later
// A batch of runners on its way through its history and the strategies of a setting: what living a
// block and evaluating runners share.
#ifndef CALF_ENGINE_BATCH_COURSE_H
#define CALF_ENGINE_BATCH_COURSE_H

#include "engine/life.h"
#include "engine/morning.h"
#include "engine/outcomes.h"
#include "engine/policy.h"
#include "engine/prepared.h"
#include "engine/setting.h"

/** The runners of a batch. */
typedef struct calf_batch_runners {
    calf_batch batch; ///< its parameters, and what follows from them once begun
    calf_prepared *prepared;
    calf_life history; ///< at its end
    uint32_t world, runner[CALF_LANES]; ///< who they are to random numbers; empty lanes repeat one
} calf_batch_runners;

/** Told of every morning that the lanes which are due report. */
typedef void calf_report_sink(
    void *context, int day, const calf_morning_lanes *morning, const calf_lanes due);

/** The room for living one batch after the other. */
typedef struct calf_batch_course {
    const calf_setting *setting;
    calf_stop stop;
    bool rates; ///< mornings are rated even where no policy asks for it
    calf_report_sink *sink; ///< NULL for none
    void *context; ///< of the sink
    calf_status status; ///< CALF_OK until something fails; the caller sets it back
    // of the strategy being lived
    const calf_batch_runners *who;
    calf_life life;
    calf_morning_lanes morning;
    calf_outcome_tracker tracker;
    calf_policy_course policy; ///< of strategies that have one
    calf_lanes *ratings; ///< [day], the room for its ratings
} calf_batch_course;

/** Lives the history of runners whose parameters and numbers are set; every strategy goes on from
 *  where it ends. Errors, in course->status: CALF_FAILED when asked to stop. */
void calf_batch_begin(calf_batch_course *course, calf_batch_runners *runners);

/** Lives a strategy. Errors, in course->status: CALF_FAILED when asked to stop, or when a soreness
 *  is no number, which no allowed input should bring about. */
void calf_batch_follow(calf_batch_course *course, const calf_batch_runners *runners,
    size_t strategy, calf_lanes outcomes[CALF_OUTCOME_COUNT]);

#endif
