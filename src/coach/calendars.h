// SPDX-License-Identifier: GPL-3.0-or-later
// Calendars set side by side, and the time that they take.
#ifndef CALF_COACH_CALENDARS_H
#define CALF_COACH_CALENDARS_H

#include "experiment/experiment.h"

/** Whether two calendars have the same runs, and other sessions of the same kinds at the same
 *  times: levers add sessions or change runs, and nothing else. */
bool calf_calendar_same(const calf_plan *a, const calf_plan *b);

/** Minutes of training a week of a strategy as the default runner needs them: runs, heel raises
 *  with their rests, rolling and stretching. Errors: as calf_experiment_plan(). */
calf_status calf_strategy_minutes(
    const calf_experiment *experiment, size_t strategy, double *minutes_a_week);

#endif
