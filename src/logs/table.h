// SPDX-License-Identifier: GPL-3.0-or-later
// Training logs that are tables: exports of Strava, Garmin Connect and Runkeeper, and our own
// diary.
#ifndef CALF_LOGS_TABLE_H
#define CALF_LOGS_TABLE_H

#include "logs/activity.h"
#include "logs/label.h"
#include "logs/source.h"

/** Adds the runs of a table, whose kind is told by the names of its columns. What is wrong with a
 *  row, or with the file, becomes a remark; rows before are kept. `file` is of calf_log_file.
 *  Errors: CALF_FAILED without memory. */
calf_status calf_table_read(calf_source *source, const char *file, calf_log *log);

// What the readers of rows share.

/** Things that are said once for a file. */
typedef enum calf_table_notice {
    CALF_NOTICE_ELAPSED,
    CALF_NOTICE_KM,
    CALF_NOTICE_DATE,
    CALF_NOTICE_LATIN1,
    CALF_NOTICE_COUNT
} calf_table_notice;

typedef struct calf_table {
    calf_csv *csv; ///< at a row
    calf_columns columns;
    calf_log *log;
    const char *file;
    long header_line;
    bool said[CALF_NOTICE_COUNT];
} calf_table;

/** The number of a cell; NaN where there is none. */
double calf_table_number(const calf_table *table, calf_column column);

/** Seconds of a cell in colons, or in units of `unit_s`; NaN where there are none. */
double calf_table_seconds(const calf_table *table, calf_column column, double unit_s);

/** Fills start and clock from the date; `clock` is that of dates with a time. False, with a
 *  remark, where the date is not understood. */
bool calf_table_start(
    calf_table *table, calf_clock_kind clock, calf_activity *activity, calf_status *status);

/** Fills title and note. Errors: CALF_FAILED without memory. */
calf_status calf_table_texts(const calf_table *table, calf_activity *activity);

/** A remark on the present row, or one on its file that is made once. */
calf_status calf_table_unread(const calf_table *table, const char *why, const char *cell);
calf_status calf_table_notice_once(calf_table *table, calf_table_notice notice, const char *text);

/** Readers of a row. Errors: CALF_FAILED without memory. */
calf_status calf_strava_row(calf_table *table);
calf_status calf_diary_row(calf_table *table);

typedef struct calf_garmin calf_garmin;

/** Garmin Connect's rows say the unit of their distances nowhere: it is found at the end, and the
 *  activities are put right then. Runkeeper's columns say it. */
calf_status calf_garmin_begin(const calf_table *table, calf_garmin **garmin);
calf_status calf_garmin_row(calf_garmin *garmin, calf_table *table);
calf_status calf_garmin_end(calf_garmin *garmin, const calf_table *table);

#endif
