// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of Garmin Connect's Activities.csv, whose distances have no unit, and of Runkeeper's.
#include "core/error.h"
#include "logs/amount.h"
#include "logs/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EVIDENCE_MAX = 1000, LABEL_ROOM = 64 };

#define FOOT_M 0.3048
// A km slower than this is more likely a mile: the median pace of recreational runners is about 6
// min a km (9:40 a mile), and 8:20 a km is where people begin to walk.
#define SLOWEST_KM_S 500.0

struct calf_garmin {
    size_t from; ///< first activity of the file
    bool km_told, miles_told; ///< by the names of the columns
    bool feet;
    double ratios[EVIDENCE_MAX]; ///< metres by steps for each unit of distance
    double paces[EVIDENCE_MAX]; ///< seconds for each unit of distance
    size_t ratio_count, pace_count;
};

static bool header_has(const calf_table *table, calf_column column, const char *unit)
{
    char label[LABEL_ROOM];
    const char *cell = calf_label_cell(table->csv, table->columns.at[column]);
    return calf_label(cell, label, sizeof label) && strstr(label, unit) != NULL;
}

calf_status calf_garmin_begin(const calf_table *table, calf_garmin **garmin)
{
    calf_garmin *made = calloc(1, sizeof *made);
    if (!made)
        return calf_error_no_memory();
    made->from = table->log->activity_count;
    made->km_told = header_has(table, CALF_COLUMN_DISTANCE, "(km)");
    made->miles_told = header_has(table, CALF_COLUMN_DISTANCE, "(mi)");
    made->feet = header_has(table, CALF_COLUMN_CLIMB, "(ft)");
    *garmin = made;
    return CALF_OK;
}

static double first_known(double a, double b, double c)
{
    return a > 0 ? a : b > 0 ? b : c;
}

// Ascents are whole: a mark before three digits groups thousands.
static double whole_of(const calf_table *table, calf_column column)
{
    calf_amount amount;
    const char *cell = calf_label_cell(table->csv, table->columns.at[column]);
    return calf_amount_parse(cell, &amount) ? amount.grouped : (double)NAN;
}

static void keep_evidence(calf_garmin *garmin, const calf_table *table, const calf_activity *of)
{
    const double stride_m = calf_table_number(table, CALF_COLUMN_STRIDE);
    if (!(of->distance_m > 0 && of->timer_s > 0))
        return;
    const double ratio = stride_m * of->cadence_spm * of->timer_s / 60 / of->distance_m;
    if (ratio > 500 && ratio < 3000 && garmin->ratio_count < EVIDENCE_MAX)
        garmin->ratios[garmin->ratio_count++] = ratio;
    if (garmin->pace_count < EVIDENCE_MAX)
        garmin->paces[garmin->pace_count++] = of->timer_s / of->distance_m;
}

calf_status calf_garmin_row(calf_garmin *garmin, calf_table *table)
{
    calf_activity activity = calf_activity_unknown(table->file, calf_csv_line(table->csv));
    const char *type = calf_label_cell(table->csv, table->columns.at[CALF_COLUMN_TYPE]);
    calf_status status;
    if (!calf_table_start(table, CALF_CLOCK_LOCAL, &activity, &status))
        return status;
    activity.sport = calf_label_sport(type, &activity.treadmill);
    if (activity.sport != CALF_SPORT_RUN)
        return calf_log_remark(
            table->log, CALF_REMARK_OTHER_SPORT, table->file, activity.line, "%.60s, no run", type);
    activity.distance_m = calf_table_number(table, CALF_COLUMN_DISTANCE); // of the unknown unit
    activity.timer_s = first_known(calf_table_seconds(table, CALF_COLUMN_TIMER, 1),
        calf_table_seconds(table, CALF_COLUMN_MOVING, 1),
        calf_table_seconds(table, CALF_COLUMN_ELAPSED, 1));
    activity.climb_m = whole_of(table, CALF_COLUMN_CLIMB);
    activity.descent_m = whole_of(table, CALF_COLUMN_DESCENT);
    const double cadence = calf_table_number(table, CALF_COLUMN_CADENCE);
    activity.cadence_spm = cadence > 0 ? cadence : (double)NAN; // both feet
    keep_evidence(garmin, table, &activity);
    status = calf_table_texts(table, &activity);
    if (status == CALF_OK)
        return calf_log_add(table->log, &activity);
    calf_activity_clear(&activity);
    return status;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_of(double values[], size_t count)
{
    qsort(values, count, sizeof *values, ascending);
    return count > 0 ? values[count / 2] : (double)NAN;
}

static calf_status say_unit(const calf_table *table, bool miles, const char *by, double number)
{
    return calf_log_remark(table->log, CALF_REMARK_DOUBT, table->file, table->header_line,
        "the export does not say the unit of its distances: taken for %s, as %s is %.2f; "
        "--unit %s says otherwise",
        miles ? "miles" : "km", by, number, miles ? "km" : "mi");
}

static calf_status infer_miles(calf_garmin *garmin, const calf_table *table, bool *miles)
{
    const double ratio = median_of(garmin->ratios, garmin->ratio_count);
    const double pace_s = median_of(garmin->paces, garmin->pace_count);
    *miles = false;
    if (ratio > 0) {
        *miles = ratio > sqrt(1000 * CALF_MILE_M);
        return say_unit(
            table, *miles, "stride length times steps, in km for each of them,", ratio / 1000);
    }
    if (!(pace_s > 0))
        return CALF_OK;
    *miles = pace_s > SLOWEST_KM_S;
    return say_unit(table, *miles, "the median pace in minutes for each of them", pace_s / 60);
}

calf_status calf_garmin_end(calf_garmin *garmin, const calf_table *table)
{
    const calf_length_unit unit = table->log->unit;
    bool miles = garmin->miles_told || unit == CALF_LENGTH_MILES;
    calf_status status = CALF_OK;
    if (garmin->km_told)
        miles = false;
    else if (!garmin->miles_told && unit == CALF_LENGTH_INFERRED)
        status = infer_miles(garmin, table, &miles);
    const bool feet = garmin->feet || (miles && !garmin->miles_told); // accounts have both
    for (size_t k = garmin->from; k < table->log->activity_count; k++) {
        calf_activity *activity = &table->log->activities[k];
        activity->distance_m *= miles ? CALF_MILE_M : 1000;
        activity->climb_m *= feet ? FOOT_M : 1;
        activity->descent_m *= feet ? FOOT_M : 1;
    }
    free(garmin);
    return status;
}
