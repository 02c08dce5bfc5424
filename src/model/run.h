// SPDX-License-Identifier: GPL-3.0-or-later
// Sections 4 and 5 put together: what a run does to a batch of runners.
#ifndef CALF_MODEL_RUN_H
#define CALF_MODEL_RUN_H

#include "model/batch.h"
#include "model/mechanics.h"
#include "model/state.h"

#include <calfsim/plan.h>

/** The longest slice [min] that a run is cut into at the default runner's speed; the table in
 * README.md measures it. */
#define CALF_SLICE_MIN 5.0

/** How each lane runs with a technique: its own values, changed and cut to their ranges. */
calf_gait calf_gait_of(const calf_lane_parameters *p, const calf_technique *technique);

/** Lives one run from the state's clock on. */
void calf_run_live(
    const calf_batch *batch, const calf_run *run, double slice_min, calf_state *state);

#endif
