// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the diary that calfsim reads: date, hour, km, minutes, climb, soreness left and right,
// note, treadmill.
#include "logs/amount.h"
#include "logs/table.h"

#include <math.h>
#include <string.h>

enum { SORENESS_MOST = 10, DAY_S = 86400 };

static double soreness(const calf_table *table, calf_column column)
{
    const double told = calf_table_number(table, column);
    return told >= 0 && told <= SORENESS_MOST ? told : (double)NAN;
}

// "18:30" or "18"; a run without an hour is known by its day.
static bool read_hour(const calf_table *table, calf_activity *activity)
{
    const char *cell = calf_label_cell(table->csv, table->columns.at[CALF_COLUMN_HOUR]);
    double seconds;
    if (*cell == '\0')
        return true;
    if (!calf_duration_parse(cell, 3600, &seconds))
        return false;
    seconds *= strchr(cell, ':') ? 60 : 1; // hours and minutes, not minutes and seconds
    if (seconds >= DAY_S)
        return false;
    activity->start_s += (int64_t)seconds;
    activity->clock = CALF_CLOCK_LOCAL;
    return true;
}

static bool is_wrong(const calf_table *table, calf_column column, double value)
{
    return isnan(value) && *calf_label_cell(table->csv, table->columns.at[column]) != '\0';
}

calf_status calf_diary_row(calf_table *table)
{
    calf_activity activity = calf_activity_unknown(table->file, calf_csv_line(table->csv));
    calf_status status = CALF_OK;
    if (*calf_csv_cell(table->csv, 0) == '#')
        return CALF_OK;
    if (!calf_table_start(table, CALF_CLOCK_LOCAL, &activity, &status))
        return status;
    const char *hour = calf_label_cell(table->csv, table->columns.at[CALF_COLUMN_HOUR]);
    if (!read_hour(table, &activity))
        return calf_table_unread(table, "its hour is neither 18:30 nor 18", hour);
    const char *treadmill = calf_label_cell(table->csv, table->columns.at[CALF_COLUMN_TREADMILL]);
    activity.treadmill = *treadmill == 'y' || *treadmill == 'Y';
    const double km = calf_table_number(table, CALF_COLUMN_KM);
    activity.distance_m = 1000 * km;
    activity.timer_s = calf_table_seconds(table, CALF_COLUMN_MINUTES, 60);
    activity.climb_m = calf_table_number(table, CALF_COLUMN_CLIMB);
    activity.soreness_left = soreness(table, CALF_COLUMN_SORE_LEFT);
    activity.soreness_right = soreness(table, CALF_COLUMN_SORE_RIGHT);
    const struct {
        calf_column column;
        double value;
        const char *why;
    } cells[] = {{CALF_COLUMN_KM, km, "its km are no number"},
        {CALF_COLUMN_MINUTES, activity.timer_s,
            "its minutes are neither a number nor like 1:02:30"},
        {CALF_COLUMN_CLIMB, activity.climb_m, "its climb is no number of metres"},
        {CALF_COLUMN_SORE_LEFT, activity.soreness_left, "its soreness is no number from 0 to 10"},
        {CALF_COLUMN_SORE_RIGHT, activity.soreness_right,
            "its soreness is no number from 0 to 10"}};
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
        if (is_wrong(table, cells[k].column, cells[k].value))
            return calf_table_unread(table, cells[k].why,
                calf_label_cell(table->csv, table->columns.at[cells[k].column]));
    status = calf_table_texts(table, &activity);
    if (status == CALF_OK)
        return calf_log_add(table->log, &activity);
    calf_activity_clear(&activity);
    return status;
}
