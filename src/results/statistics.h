// SPDX-License-Identifier: GPL-3.0-or-later
// The statistics of one world: distributions over its runners, by strategy and day, of outcomes,
// and of paired differences between strategies. Size does not depend on the number of runners.
#ifndef CALF_RESULTS_STATISTICS_H
#define CALF_RESULTS_STATISTICS_H

#include "results/fields.h"

#include <calfsim/status.h>
#include <stddef.h>

/** Two strategies compared on the same runners: this one's outcome minus the other's. */
typedef struct calf_pair {
    calf_tally difference;
    uint64_t lower, higher; ///< runners whose outcome is lower or higher, beyond rounding
} calf_pair;

typedef struct calf_statistics {
    size_t strategies, days;
    size_t component_count; ///< daily components kept
    calf_output_id output[CALF_COMPONENTS_MAX]; ///< component -> field
    int part[CALF_COMPONENTS_MAX]; ///< component -> muscle, or 0
    calf_tally *daily; ///< [strategy][day][component]
    calf_tally *outcomes; ///< [strategy][outcome]
    calf_pair *pairs; ///< [strategy][against][outcome]
} calf_statistics;

/** Empty statistics of the daily field groups in the bit set `daily`. */
calf_status calf_statistics_create(
    size_t strategies, size_t days, unsigned daily, calf_statistics **statistics);

/** Bytes that they take. */
double calf_statistics_bytes(size_t strategies, size_t days, unsigned daily);

void calf_statistics_destroy(calf_statistics *statistics);
void calf_statistics_clear(calf_statistics *statistics);
void calf_statistics_merge(calf_statistics *into, const calf_statistics *from);

/** One runner's outcomes under every strategy: outcomes[strategy][outcome]. */
void calf_statistics_add_outcomes(
    calf_statistics *statistics, double (*outcomes)[CALF_OUTCOME_COUNT]);

/** Access by index. */
calf_tally *calf_statistics_daily(
    const calf_statistics *statistics, size_t strategy, size_t day, size_t component);
calf_tally *calf_statistics_outcome(
    const calf_statistics *statistics, size_t strategy, calf_outcome_id outcome);
calf_pair *calf_statistics_pair(
    const calf_statistics *statistics, size_t strategy, size_t against, calf_outcome_id outcome);

#endif
