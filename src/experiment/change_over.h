// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that change from one technique to another on their way.
#ifndef CALF_EXPERIMENT_CHANGE_OVER_H
#define CALF_EXPERIMENT_CHANGE_OVER_H

#include <calfsim/plan.h>

/** Lets a run change to the technique `later` after a share of its distance as the default runner
 *  runs it. `segments` are the run's, with room for one more: the one in which the change falls is
 *  cut in two, or belongs wholly to its longer part where the other one were too short for a
 * segment. */
void calf_run_change_over(
    calf_run *run, calf_segment *segments, double share, const calf_technique *later);

#endif
