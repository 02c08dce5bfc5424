// SPDX-License-Identifier: GPL-3.0-or-later
// What training logs hold, whatever their format: activities, and what could not be read of them.
#ifndef CALF_LOGS_ACTIVITY_H
#define CALF_LOGS_ACTIVITY_H

#include "core/error.h"

#include <calfsim/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum calf_sport { CALF_SPORT_RUN, CALF_SPORT_OTHER } calf_sport;

/** What a log says of the hour. */
typedef enum calf_clock_kind {
    CALF_CLOCK_LOCAL, ///< the runner's own
    CALF_CLOCK_UTC, ///< the zone has to come from elsewhere
    CALF_CLOCK_DATE ///< a day alone
} calf_clock_kind;

/** A part of a run, in moving time. */
typedef struct calf_stretch {
    double distance_m, seconds;
    double grade_percent; ///< of the smoothed altitude; 0 where a log has none
} calf_stretch;

enum { CALF_STRETCHES_MAX = 60 };

/** One activity. Numbers that a log does not say are NaN, texts NULL. */
typedef struct calf_activity {
    const char *file; ///< not owned: of calf_log, as given on the command line
    long line; ///< in a table, from 1; 0: the file as a whole
    int64_t start_s; ///< seconds since 1970-01-01 0:00 by the clock named below
    calf_clock_kind clock;
    double zone_s; ///< how far that clock is ahead of UTC, where the log says
    calf_sport sport;
    bool treadmill;
    double distance_m;
    double timer_s; ///< without pauses; where a log has elapsed time alone, that
    double climb_m, descent_m;
    double cadence_spm; ///< steps a minute, both feet
    double soreness_left, soreness_right; ///< 0 to 10
    double exertion; ///< perceived, 1 to 10
    char *title, *note; ///< owned, UTF-8
    calf_stretch *stretches; ///< owned, one after the other, at most CALF_STRETCHES_MAX; NULL where
                             ///< a log has totals alone. They sum to distance_m and timer_s.
    size_t stretch_count;
} calf_activity;

/** How bad what is said of a file is. */
typedef enum calf_remark_kind {
    CALF_REMARK_UNREAD, ///< left out, with the reason
    CALF_REMARK_DOUBT, ///< read, but inferred or damaged, and how
    CALF_REMARK_TWICE, ///< kept once, as another log has it too
    CALF_REMARK_OTHER_SPORT ///< left out because it is no run
} calf_remark_kind;

typedef struct calf_remark {
    calf_remark_kind kind;
    const char *file;
    long line; ///< 0: the file as a whole
    char *text; ///< owned: what is wrong and what was done
} calf_remark;

/** What distances are in where a table does not say it. */
typedef enum calf_length_unit {
    CALF_LENGTH_INFERRED,
    CALF_LENGTH_KM,
    CALF_LENGTH_MILES
} calf_length_unit;

#define CALF_MILE_M 1609.344

/** Activities and remarks in the order in which they were read. */
typedef struct calf_log {
    calf_length_unit unit; ///< asked for
    calf_activity *activities;
    size_t activity_count, activity_room;
    calf_remark *remarks;
    size_t remark_count, remark_room;
    char **files;
    size_t file_count, file_room;
} calf_log;

/** An empty log is a zeroed one. */
void calf_log_clear(calf_log *log);

/** Keeps a path for the log's lifetime. NULL without memory. */
const char *calf_log_file(calf_log *log, const char *path);

/** An activity of which nothing is known, to be added once filled. */
calf_activity calf_activity_unknown(const char *file, long line);

/** Frees its texts and stretches. */
void calf_activity_clear(calf_activity *activity);

/** Adds an activity; its texts and stretches become the log's, also on failure. Numbers that
 *  nobody can have run (limits below) are left out, with a remark. Errors: CALF_FAILED without
 *  memory or beyond CALF_ACTIVITIES_MAX. */
calf_status calf_log_add(calf_log *log, const calf_activity *activity);

/** Adds a remark, whose text becomes one line of UTF-8. Errors: CALF_FAILED without memory. Beyond
 * CALF_REMARKS_MAX they are dropped. */
calf_status calf_log_remark(calf_log *log, calf_remark_kind kind, const char *file, long line,
    const char *text, ...) CALF_PRINTF_LIKE(5, 6);

#define CALF_CLIMB_MOST_M 30000.0 ///< three Everests from the sea
#define CALF_CADENCE_MOST_SPM 400.0 ///< sprinters take some 300 steps a minute

enum { CALF_ACTIVITIES_MAX = 200000, CALF_REMARKS_MAX = 10000 };

/** Days from 1970-01-01 to a date of the Gregorian calendar; calf_date_text() goes back. False for
 *  no date. */
bool calf_days_of_date(int year, int month, int day, int64_t *days);

#endif
