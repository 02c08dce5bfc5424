// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan asks of each day and week, and which days are the hard ones.
#ifndef CALF_PLAN_DAY_LOAD_H
#define CALF_PLAN_DAY_LOAD_H

#include <calfsim/plan.h>

/** What a day has in it; bits, as a day may be several. */
typedef enum calf_day_mark {
    CALF_DAY_RUN = 1,
    CALF_DAY_LONG = 2, ///< the longest run of its week, 1.3 times the week's average run or more
    CALF_DAY_FAST = 4, ///< a tenth or more of a run's distance at 0.95 of threshold speed or above
    CALF_DAY_HILLY = 8, ///< a tenth or more of a run's distance at a grade of 2 % or steeper
    CALF_DAY_STRENGTH = 16,
    CALF_DAY_MOBILITY = 32,
    CALF_DAY_DOSE = 64 ///< known damage, as laboratories give it
} calf_day_mark;

/** A day of a plan. */
typedef struct calf_day_load {
    double km;
    double intensity; ///< mean over the distance, share of threshold speed; 0 without a run
    double longest_km; ///< of its runs
    int runs, sets; ///< sets of heel raises
    double mobility_min;
    unsigned marks; ///< of calf_day_mark
} calf_day_load;

/**
 * Adds up days 0 to days - 1 of a plan; sessions outside are left out.
 *
 * Shapes   load[days].
 * Units    weekday: that of day 0, 0 is Monday; weeks run from Monday to Sunday. Distances of runs
 *          by time are those of the default runner, as calendars have them (model/nominal.h).
 * Errors   none.
 */
void calf_plan_day_loads(const calf_plan *plan, int days, int weekday, calf_day_load load[]);

/** The weeks, Monday to Sunday, that days 0 to days - 1 lie in, and the one of a day, from 0. */
int calf_weeks_of(int days, int weekday);
int calf_week_of_day(int day, int weekday);

#endif
