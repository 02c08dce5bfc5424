// SPDX-License-Identifier: GPL-3.0-or-later
// One runner under a strategy with a policy, the slow way: every morning the whole course is lived
// again from the end of the history with the sessions done so far, and what is done that day is
// decided by the rules as experiments/FORMAT.md words them.
#ifndef CALF_TESTS_POLICY_ORACLE_H
#define CALF_TESTS_POLICY_ORACLE_H

#include "engine/morning.h"
#include "engine/outcomes.h"
#include "engine/setting.h"

enum { ORACLE_DAYS = 35, ORACLE_SESSIONS = 400, ORACLE_SEGMENTS = 20 };

/** What happened how often, so that a test knows that it tested something. */
typedef struct policy_events {
    int sessions, skipped, shortened, rested, held, cut, stopped, forgotten, scaled;
} policy_events;

typedef struct policy_oracle {
    const calf_setting *setting;
    const calf_strategy *strategy;
    const calf_calendar *calendar;
    uint32_t world, runner;
    calf_batch batch;
    calf_prepared *prepared;
    calf_life start; ///< where the history ends
    calf_session done[ORACLE_SESSIONS];
    calf_segment segments[ORACLE_SESSIONS][ORACLE_SEGMENTS];
    size_t done_count;
    int missed, stopped_day;
    int rating[ORACLE_DAYS];
    calf_morning_lanes morning[ORACLE_DAYS]; ///< in the end, in lane 0
    double outcome[CALF_OUTCOME_COUNT];
    policy_events events;
} policy_oracle;

/** Lives one runner of a setting's first strategy. */
void policy_oracle_live(policy_oracle *oracle, const calf_setting *setting, uint32_t world,
    const calf_parameters *shared, uint32_t runner);

#endif
