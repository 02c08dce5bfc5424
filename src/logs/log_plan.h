// SPDX-License-Identifier: GPL-3.0-or-later
// From a log to an experiment: what was run as its history, the usual week as what comes.
#ifndef CALF_LOGS_LOG_PLAN_H
#define CALF_LOGS_LOG_PLAN_H

#include "logs/activity.h"

#define CALF_NO_DAY INT64_MIN

/** What is wanted; days since 1970-01-01. */
typedef struct calf_log_request {
    int weeks; ///< of history at most, 1 to 520
    int64_t start; ///< day 0; CALF_NO_DAY: the day after the log's last
    int64_t since; ///< nothing before is used; CALF_NO_DAY
    int coming_weeks; ///< simulated weeks, 1 to 520
} calf_log_request;

/** The runs that a request takes: those from `first_day` to the day before `start`. */
typedef struct calf_log_window {
    int64_t first_day, start; ///< day 0
    size_t from, to; ///< activities [from, to)
    size_t run_count; ///< of them, without days that have a note alone
} calf_log_window;

/** Finds them in a settled log. Errors: CALF_BAD_INPUT: none, with the days of the log. */
calf_status calf_log_window_find(
    const calf_log *log, const calf_log_request *request, calf_log_window *window);

/** A day of a usual week. */
typedef struct calf_usual_day {
    bool runs;
    double km, speed_mps, climb_m, hour; ///< hour NaN: not known
} calf_usual_day;

/** The usual week, Monday first: of the last four weeks before the last run's next day, or of all
 *  if the window is shorter. As many days as there were days with a run in a week, on the weekdays
 *  that had most; their distances are those of that weekday, scaled to the weeks' mean distance. */
void calf_log_usual_week(
    const calf_log *log, const calf_log_window *window, calf_usual_day week[7]);

/** The speed that the runner could hold for an hour at least, by the best run of the log (time
 * grows with distance to the power 1.06, Riegel 1981, 3.5 to 230 min); NaN without such a run.
 *  `*best` is its place. m/s. */
double calf_log_threshold(const calf_log *log, size_t *best);

/** Mean of steps a minute less what speed adds (parameter cadence_base), NaN where no run has it.
 */
double calf_log_cadence_base(const calf_log *log, const calf_log_window *window);

/** The experiment as YAML with comments, freed by the caller.
 *  Errors: as calf_log_window_find; CALF_FAILED without memory. */
calf_status calf_log_experiment(const calf_log *log, const calf_log_request *request, char **yaml);

/** A run cut into parts of like speed and grade: at most CALF_PARTS_MAX, which sum to its distance
 *  and time. A run without stretches that climbs half a per cent or more goes up for half of its
 *  distance and down for the other; any other is one part. */
enum { CALF_PARTS_MAX = 12 };
size_t calf_run_parts(const calf_activity *run, calf_stretch parts[CALF_STRETCHES_MAX]);

/** Days since 1970-01-01 on which it begins, and its hour, NaN where a log has days alone. */
int64_t calf_activity_day(const calf_activity *activity);
double calf_activity_hour(const calf_activity *activity);

#endif
