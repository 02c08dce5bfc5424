// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan does on the days of the week, and putting more into it.
#ifndef CALF_COACH_WEEKDAYS_H
#define CALF_COACH_WEEKDAYS_H

#include "experiment/experiment.h"

enum { CALF_WEEKDAYS_TEXT = 64 };

/** Whether a session is one of those looked for. */
typedef bool calf_session_test(const calf_planned_session *session);

/** How often a plan has such a session on each weekday, from day 0 to the end: 1 where it has one
 *  every week, else the share of these days in its calendar. */
void calf_weekdays_with(const calf_experiment *experiment, const calf_named_plan *plan,
    calf_session_test *test, double share[7]);

/** Takes up to `wanted` of the weekdays allowed, as far apart as can be, the earlier ones where
 *  that is alike; returns how many. `chosen` are in order. */
int calf_weekdays_spread(const bool allowed[7], int wanted, int chosen[7]);

/** "Mon, Wed and Fri"; "every day" for all seven. Returns `text`. */
const char *calf_weekdays_text(const int days[], int count, char text[CALF_WEEKDAYS_TEXT]);

/** The hour of the last run on a weekday; -1 without one. */
double calf_weekday_run_hour(
    const calf_experiment *experiment, const calf_named_plan *plan, int weekday);

/** Adds a session of every week, behind those of its weekday. Its segments are the plan's then.
 *  Errors: CALF_FAILED without memory. */
calf_status calf_plan_add_weekly(calf_named_plan *plan, const calf_planned_session *session);

/** A plan of its own with the same sessions. Errors: CALF_FAILED without memory. */
calf_status calf_named_plan_copy(
    const calf_named_plan *plan, const char *name, calf_named_plan *copy);
void calf_named_plan_clear(calf_named_plan *plan);

#endif
