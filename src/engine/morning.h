// SPDX-License-Identifier: GPL-3.0-or-later
// What is reported of a batch each morning: every field of outputs.def.
#ifndef CALF_ENGINE_MORNING_H
#define CALF_ENGINE_MORNING_H

#include "engine/life.h"
#include "results/fields.h"

/** Values by field, part and lane; fields of one part use part 0. */
typedef struct calf_morning_lanes {
    CALF_ALIGNED calf_lanes value[CALF_OUTPUT_COUNT][CALF_MUSCLES];
} calf_morning_lanes;

/** The state of a batch as reported on `day`. `rating_normal` is a standard normal number a lane;
 *  NULL rates without noise. */
void calf_morning_report(
    const calf_life *life, int day, const double *rating_normal, calf_morning_lanes *morning);

#endif
