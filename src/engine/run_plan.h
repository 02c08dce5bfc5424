// SPDX-License-Identifier: GPL-3.0-or-later
// What is settled of a run before any work: what the result says of the experiment, how the work is
// cut, who does it, where what is finished is kept.
#ifndef CALF_ENGINE_RUN_PLAN_H
#define CALF_ENGINE_RUN_PLAN_H

#include "engine/kernel.h"
#include "engine/points.h"
#include "engine/work.h"

#include <calfsim/run.h>

typedef struct calf_run_plan {
    const calf_experiment *experiment;
    const char *path; ///< of the result
    const calf_kernel *kernel;
    char *text; ///< the resolved experiment
    const char **names; ///< strategies, then factors, then their paths
    calf_result_header header;
    calf_points *points;
    calf_work work;
    char *folder; ///< of the campaign; NULL for none
    double campaign_bytes; ///< that its pieces take at most
    int threads;
    double memory_bytes;
} calf_run_plan;

/** Plans a run. Errors: CALF_BAD_INPUT for more statistics than memory, an unknown instruction set,
 *  or what calf_setting_create() finds. Release it in any case. */
calf_status calf_run_plan_create(const calf_experiment *experiment, const char *path,
    const calf_run_options *options, calf_run_plan *plan);
void calf_run_plan_release(calf_run_plan *plan);

#endif
