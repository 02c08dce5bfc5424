// SPDX-License-Identifier: GPL-3.0-or-later
// A batch of runners under a strategy with a policy: what they rated, and what each of them makes
// of the sessions that come.
#ifndef CALF_ENGINE_POLICY_H
#define CALF_ENGINE_POLICY_H

#include "experiment/experiment.h"
#include "model/lanes.h"

/** What each lane makes of a session. */
typedef struct calf_decision {
    CALF_ALIGNED calf_lanes done; ///< 1 where it is done, else 0
    calf_lanes volume, intensity; ///< a run's factors on length and speed, where it is done
} calf_decision;

/** Who the runners of a batch are to the random numbers. */
typedef struct calf_batch_place {
    uint64_t seed;
    uint32_t world;
    uint32_t runner[CALF_LANES];
} calf_batch_place;

typedef struct calf_policy_course {
    const calf_strategy *strategy;
    calf_batch_place place;
    bool rated; ///< whether a rule asks for ratings
    uint32_t stream; ///< of adherence
    CALF_ALIGNED calf_lanes missed; ///< planned sessions not done so far
    calf_lanes stopped_day; ///< from this morning's report on; infinity while not stopped
    calf_lanes spell; ///< mornings in a row for see_professional_if
    calf_lanes own_week; ///< of the progression
    calf_lanes volume, intensity; ///< factors on the runs of `week`
    int week; ///< of the calendar, counted from the strategy's first day
    int day, met[CALF_SESSION_KINDS]; ///< sessions of each kind so far on that day
    calf_lanes *rating; ///< [day], of the mornings reported; the caller's room
} calf_policy_course;

/** Begins at 0:00 of day 0; `rating` has a row for each day. */
void calf_policy_begin(const calf_strategy *strategy, const calf_batch_place *place,
    calf_lanes *rating, calf_policy_course *course);

/** Takes in a morning's ratings [mm], for the lanes that report. */
void calf_policy_morning(
    calf_policy_course *course, int day, const calf_lanes rating, const calf_lanes due);

/** Decides on a session; sessions come in the order of the calendar, each once every lane has
 *  reported all mornings up to it. */
void calf_policy_decide(
    calf_policy_course *course, const calf_session *session, calf_decision *decision);

#endif
