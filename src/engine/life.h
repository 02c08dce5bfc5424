// SPDX-License-Identifier: GPL-3.0-or-later
// A batch of runners living through the sessions of a calendar, event by event.
#ifndef CALF_ENGINE_LIFE_H
#define CALF_ENGINE_LIFE_H

#include "engine/policy.h"
#include "engine/prepared.h"
#include "model/state.h"

#include <calfsim/plan.h>
#include <stdbool.h>
#include <stddef.h>

/** Hour at which the state is reported each morning. */
#define CALF_REPORT_HOUR 7.0

/** Called for each morning's report; `due` is 1 in the lanes that report, else 0. The lanes' clocks
 * may differ. */
typedef void calf_morning_sink(void *context, int day, const calf_lanes due);

/** Asked before each session whether to stop; NULL never stops. */
typedef struct calf_stop {
    bool (*asked)(void *context);
    void *context;
} calf_stop;

typedef struct calf_life {
    calf_state state;
    calf_lanes next_tick; ///< whole numbers; see tick_due() in the source
    const calf_batch *batch;
    int first_day; ///< of the history, or 0: the day on which loads begin to count
    calf_prepared *prepared;
    calf_policy_course *policy; ///< asked what to do; NULL does everything as planned
    calf_stop stop;
    bool stopped; ///< asked to stop before its end; the state means nothing then
} calf_life;

/** Begins a life at rest at 0:00 of `first_day`. What is prepared for the batch must outlive it. */
void calf_life_begin(calf_life *life, calf_prepared *prepared, int first_day);

/** Lives through the sessions, in order, and on to the end of day `last_day` (24:00 or the end of
 *  the last bout). Reports every morning up to `last_day` to the sink; NULL for none. A session or
 *  report due during a bout waits for its end, runner by runner. */
void calf_life_live(calf_life *life, const calf_session *const *sessions, size_t count,
    int last_day, calf_morning_sink *sink, void *context);

#endif
