// SPDX-License-Identifier: GPL-3.0-or-later
// What a block's runners report, gathered until all of them have: statistics take whole rows of
// runners at a fraction of what one runner at a time costs.
#ifndef CALF_ENGINE_KEEP_H
#define CALF_ENGINE_KEEP_H

#include "engine/morning.h"
#include "engine/setting.h"
#include "results/statistics.h"

enum { CALF_BLOCK_RUNNERS = 64 };

typedef struct calf_keep {
    size_t strategies, days;
    calf_components components;
    double *mornings; ///< [day][component][runner in block], of the strategy being lived
    double *outcomes; ///< [strategy][outcome][runner in block]
} calf_keep;

calf_status calf_keep_create(const calf_setting *setting, calf_keep *keep);

/** Bytes that it takes. */
double calf_keep_bytes(const calf_setting *setting);

/** Frees what it holds; a zeroed one is allowed. */
void calf_keep_destroy(calf_keep *keep);

/** Keeps the morning of a batch whose first runner has this place in the block, for the lanes that
 *  are due. Every runner reports every day once. */
void calf_keep_morning(calf_keep *keep, size_t day, size_t offset,
    const calf_morning_lanes *morning, const calf_lanes due);

/** Keeps the outcomes of a batch under a strategy. */
void calf_keep_outcomes(
    calf_keep *keep, size_t strategy, size_t offset, calf_lanes outcomes[CALF_OUTCOME_COUNT]);

/** The outcome of every runner of the block. */
const double *calf_kept_outcome(const calf_keep *keep, size_t strategy, size_t outcome);

/** Adds the mornings kept to the statistics, to which the block's runners are being added. */
void calf_keep_flush(const calf_keep *keep, size_t strategy, calf_statistics *statistics);

#endif
