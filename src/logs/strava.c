// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of Strava's activities.csv, in its layouts since 2018.
#include "logs/amount.h"
#include "logs/table.h"

#include "core/error.h"
#include "logs/track.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Layouts until June 2019 have small letters, and metres in their only distance.
static bool is_old(const calf_table *table)
{
    return table->columns.at[CALF_COLUMN_OLD_ELAPSED] >= 0;
}

// Whether somebody may have run that.
static bool is_plausible(double metres, double seconds)
{
    return metres >= CALF_TRACK_SLOW_MPS * seconds && metres <= CALF_TRACK_FAST_MPS * seconds;
}

// The first distance is in km as the account's language writes them, the second one in metres.
static calf_status read_distance(calf_table *table, calf_activity *activity)
{
    calf_amount amount;
    const int first = table->columns.at[CALF_COLUMN_DISTANCE];
    const int second = table->columns.again[CALF_COLUMN_DISTANCE];
    if (calf_amount_parse(calf_label_cell(table->csv, second), &amount) && amount.value > 0) {
        activity->distance_m = amount.value;
        return CALF_OK;
    }
    if (!calf_amount_parse(calf_label_cell(table->csv, first), &amount))
        return CALF_OK;
    const double km_m = 1000 * amount.value;
    if (is_old(table)) {
        activity->distance_m = amount.value;
        return CALF_OK;
    }
    activity->distance_m = km_m;
    if (is_plausible(km_m, activity->timer_s) || !is_plausible(amount.value, activity->timer_s))
        return CALF_OK;
    activity->distance_m = amount.value;
    return calf_table_notice_once(table, CALF_NOTICE_KM,
        "this distance is taken for metres: as km, which others are in, nobody runs that fast");
}

static calf_status read_time(calf_table *table, calf_activity *activity)
{
    activity->timer_s = calf_table_seconds(table, CALF_COLUMN_MOVING, 1);
    if (activity->timer_s > 0)
        return CALF_OK;
    const calf_column elapsed = is_old(table) ? CALF_COLUMN_OLD_ELAPSED : CALF_COLUMN_ELAPSED;
    activity->timer_s = calf_table_seconds(table, elapsed, 1);
    return calf_table_notice_once(table, CALF_NOTICE_ELAPSED,
        "no moving time from here on: the elapsed time with its pauses stands for it");
}

static calf_status fill(calf_table *table, calf_activity *activity)
{
    calf_status status = read_time(table, activity);
    if (status == CALF_OK)
        status = read_distance(table, activity);
    activity->climb_m = calf_table_number(table, CALF_COLUMN_CLIMB);
    activity->descent_m = calf_table_number(table, CALF_COLUMN_DESCENT);
    const double cadence = calf_table_number(table, CALF_COLUMN_CADENCE);
    activity->cadence_spm = cadence > 0 ? calf_cadence_of_both(cadence) : (double)NAN;
    activity->exertion = calf_table_number(table, CALF_COLUMN_EXERTION);
    return status == CALF_OK ? calf_table_texts(table, activity) : status;
}

calf_status calf_strava_row(calf_table *table)
{
    calf_activity activity = calf_activity_unknown(table->file, calf_csv_line(table->csv));
    const char *type = calf_label_cell(table->csv, table->columns.at[CALF_COLUMN_TYPE]);
    calf_status status;
    if (!calf_table_start(table, CALF_CLOCK_UTC, &activity, &status))
        return status;
    activity.sport = calf_label_sport(type, &activity.treadmill);
    if (activity.sport != CALF_SPORT_RUN)
        return calf_log_remark(
            table->log, CALF_REMARK_OTHER_SPORT, table->file, activity.line, "%.60s, no run", type);
    status = fill(table, &activity);
    if (status == CALF_OK)
        return calf_log_add(table->log, &activity);
    calf_activity_clear(&activity);
    return status;
}
