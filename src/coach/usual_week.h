// SPDX-License-Identifier: GPL-3.0-or-later
// A usual week, from its kilometres and days.
#ifndef CALF_COACH_USUAL_WEEK_H
#define CALF_COACH_USUAL_WEEK_H

#include <stdio.h>

enum { CALF_WEEK_DAYS = 7, CALF_ASSUMED_RUN_KM = 8 };

typedef struct calf_usual_week {
    double km[CALF_WEEK_DAYS]; ///< Monday first; 0: no run
    int long_run; ///< its weekday
} calf_usual_week;

/** Days with a run for somebody of whom nothing but the kilometres is known: one for every 8 km, 1
 *  to 6; none for 0 km. */
int calf_usual_days(double weekly_km);

/** Shares kilometres among `days` (0 to 7) runs: all as long but the last, which is half as long
 *  again. Days of rest stand before the long run and after it as far as there are any. */
calf_usual_week calf_usual_week_share(double weekly_km, int days);

/** The keys of that week as a plan of an experiment, indented by four; without runs nothing. */
void calf_usual_week_write(const calf_usual_week *week, FILE *out);

/** The same as entries of a calendar, from a week to before another. */
void calf_usual_week_write_days(const calf_usual_week *week, int from_week, int to, FILE *out);

#endif
