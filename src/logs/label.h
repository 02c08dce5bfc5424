// SPDX-License-Identifier: GPL-3.0-or-later
// Names of columns and sports in the languages of exports, in a form that can be compared.
#ifndef CALF_LOGS_LABEL_H
#define CALF_LOGS_LABEL_H

#include "logs/activity.h"
#include "logs/csv.h"

/** What exports call the things that are read of them. */
typedef enum calf_column {
    CALF_COLUMN_ID,
    CALF_COLUMN_DATE,
    CALF_COLUMN_TITLE,
    CALF_COLUMN_TYPE,
    CALF_COLUMN_NOTE,
    CALF_COLUMN_DISTANCE,
    CALF_COLUMN_ELAPSED,
    CALF_COLUMN_MOVING,
    CALF_COLUMN_TIMER,
    CALF_COLUMN_PACE,
    CALF_COLUMN_CLIMB,
    CALF_COLUMN_DESCENT,
    CALF_COLUMN_CADENCE,
    CALF_COLUMN_STRIDE,
    CALF_COLUMN_EXERTION,
    CALF_COLUMN_FILE,
    CALF_COLUMN_OLD_ELAPSED, ///< of Strava's layout until 2019
    CALF_COLUMN_KM, ///< the diary's from here on
    CALF_COLUMN_HOUR,
    CALF_COLUMN_TREADMILL,
    CALF_COLUMN_MINUTES,
    CALF_COLUMN_SORE_LEFT,
    CALF_COLUMN_SORE_RIGHT,
    CALF_COLUMN_COUNT
} calf_column;

/** Where the columns of a table are, by name and occurrence; -1: not there. */
typedef struct calf_columns {
    int at[CALF_COLUMN_COUNT];
    int again[CALF_COLUMN_COUNT]; ///< the second of the same name
} calf_columns;

/** Writes a text in small letters, without HTML tags, blanks at the ends or several in a row, and
 *  with typographic apostrophes and blanks as plain ones. False when it is longer than `room`. */
bool calf_label(const char *text, char *to, size_t room);

/** A name of a column in one of the languages; CALF_COLUMN_COUNT for any other. */
calf_column calf_label_column(const char *cell);

/** Finds the columns of the present row, a header. */
void calf_label_columns(const calf_csv *csv, calf_columns *columns);

/** The cell of the present row in a column, "" where there is none. */
const char *calf_label_cell(const calf_csv *csv, int column);

/** Whether a type of activity is a run, and one on a treadmill. */
calf_sport calf_label_sport(const char *cell, bool *treadmill);

#endif
