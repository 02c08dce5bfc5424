// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of table a log is, and what all kinds share.
#include "logs/table.h"

#include "core/error.h"
#include "logs/amount.h"
#include "logs/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// A title and blank lines may stand above the header.
enum { HEADER_ROWS_MAX = 10, SHOWN = 60 };

typedef enum kind { UNKNOWN, STRAVA, GARMIN, DIARY } kind;

static bool has(const calf_table *table, calf_column column)
{
    return table->columns.at[column] >= 0;
}

static kind kind_of(const calf_table *table)
{
    if (!has(table, CALF_COLUMN_DATE))
        return UNKNOWN;
    if (has(table, CALF_COLUMN_KM) && has(table, CALF_COLUMN_MINUTES))
        return DIARY;
    if (!has(table, CALF_COLUMN_DISTANCE) || !has(table, CALF_COLUMN_TYPE))
        return UNKNOWN;
    if (has(table, CALF_COLUMN_FILE) &&
        (has(table, CALF_COLUMN_ELAPSED) || has(table, CALF_COLUMN_OLD_ELAPSED)))
        return STRAVA;
    return has(table, CALF_COLUMN_TIMER) || has(table, CALF_COLUMN_MOVING) ? GARMIN : UNKNOWN;
}

double calf_table_number(const calf_table *table, calf_column column)
{
    calf_amount amount;
    const char *cell = calf_label_cell(table->csv, table->columns.at[column]);
    return calf_amount_parse(cell, &amount) ? amount.value : (double)NAN;
}

double calf_table_seconds(const calf_table *table, calf_column column, double unit_s)
{
    double seconds;
    const char *cell = calf_label_cell(table->csv, table->columns.at[column]);
    return calf_duration_parse(cell, unit_s, &seconds) ? seconds : (double)NAN;
}

calf_status calf_table_unread(const calf_table *table, const char *why, const char *cell)
{
    char shown[4 * SHOWN + 5];
    calf_utf8_line(cell, SHOWN, shown);
    return calf_log_remark(table->log, CALF_REMARK_UNREAD, table->file, calf_csv_line(table->csv),
        *shown ? "%s: '%s'" : "%s", why, shown);
}

calf_status calf_table_notice_once(calf_table *table, calf_table_notice notice, const char *text)
{
    if (table->said[notice])
        return CALF_OK;
    table->said[notice] = true;
    return calf_log_remark(
        table->log, CALF_REMARK_DOUBT, table->file, calf_csv_line(table->csv), "%s", text);
}

bool calf_table_start(
    calf_table *table, calf_clock_kind clock, calf_activity *activity, calf_status *status)
{
    calf_moment moment;
    const char *cell = calf_label_cell(table->csv, table->columns.at[CALF_COLUMN_DATE]);
    if (!calf_moment_parse(cell, &moment)) {
        *status = calf_table_unread(table, "its date is not understood", cell);
        return false;
    }
    activity->start_s = moment.seconds;
    activity->clock = !moment.has_time ? CALF_CLOCK_DATE
        : moment.has_offset            ? CALF_CLOCK_LOCAL
                                       : clock;
    if (moment.has_offset)
        activity->zone_s = (double)moment.offset_s;
    *status = CALF_OK;
    if (moment.ambiguous)
        *status = calf_table_notice_once(table, CALF_NOTICE_DATE,
            "dates such as this one are read as day/month; write 2026-11-23 to be sure");
    return *status == CALF_OK;
}

// A cell of text; NULL for none, and for what Strava writes in place of a text that it lost.
static calf_status copy_cell(const calf_table *table, calf_column column, char **text)
{
    const char *cell = calf_label_cell(table->csv, table->columns.at[column]);
    *text = NULL;
    if (*cell == '\0' || strcmp(cell, "#error#") == 0 || strcmp(cell, "--") == 0)
        return CALF_OK;
    *text = strdup(cell);
    return *text ? CALF_OK : calf_error_no_memory();
}

calf_status calf_table_texts(const calf_table *table, calf_activity *activity)
{
    const calf_status status = copy_cell(table, CALF_COLUMN_TITLE, &activity->title);
    return status == CALF_OK ? copy_cell(table, CALF_COLUMN_NOTE, &activity->note) : status;
}

static calf_status find_header(calf_table *table, kind *found)
{
    bool more = true;
    calf_status status = CALF_OK;
    *found = UNKNOWN;
    for (int row = 0; row < HEADER_ROWS_MAX && more && status == CALF_OK && !*found; row++) {
        status = calf_csv_next(table->csv, &more);
        if (status == CALF_OK && more) {
            calf_label_columns(table->csv, &table->columns);
            *found = kind_of(table);
        }
    }
    table->header_line = calf_csv_line(table->csv);
    return status;
}

static calf_status read_row(calf_table *table, kind found, calf_garmin *garmin)
{
    if (calf_csv_latin1_line(table->csv) > 0) {
        const calf_status status = calf_table_notice_once(table, CALF_NOTICE_LATIN1,
            "is not in UTF-8: its letters are taken for Latin-1 (Windows-1252)");
        if (status != CALF_OK)
            return status;
    }
    return found == STRAVA ? calf_strava_row(table)
        : found == GARMIN  ? calf_garmin_row(garmin, table)
                           : calf_diary_row(table);
}

// `*broken` says that the table itself could not be read on, and why is the error's text.
static calf_status read_rows(calf_table *table, kind found, bool *broken)
{
    calf_garmin *garmin = NULL;
    bool more = true;
    calf_status status = found == GARMIN ? calf_garmin_begin(table, &garmin) : CALF_OK;
    while (status == CALF_OK && more) {
        status = calf_csv_next(table->csv, &more);
        *broken = status == CALF_BAD_INPUT;
        if (status == CALF_OK && more)
            status = read_row(table, found, garmin);
    }
    if (garmin && (status == CALF_OK || *broken)) {
        const calf_status ended = calf_garmin_end(garmin, table);
        return ended == CALF_OK ? status : ended;
    }
    free(garmin);
    return status;
}

static calf_status say_unknown(const calf_table *table)
{
    return calf_log_remark(table->log, CALF_REMARK_UNREAD, table->file, 0,
        "its columns are neither those of Strava's activities.csv, Garmin Connect's Activities.csv or "
        "Runkeeper's cardioActivities.csv, nor those of a diary (date, km, minutes)");
}

calf_status calf_table_read(calf_source *source, const char *file, calf_log *log)
{
    calf_table table = {.log = log, .file = file};
    kind found = UNKNOWN;
    bool broken = false;
    calf_status status = calf_csv_open(source, &table.csv);
    const size_t before = log->activity_count, remarks_before = log->remark_count;
    if (status == CALF_OK) {
        status = find_header(&table, &found);
        broken = status == CALF_BAD_INPUT;
    } else {
        broken = status == CALF_BAD_INPUT;
    }
    if (status == CALF_OK)
        status = found == UNKNOWN ? say_unknown(&table) : read_rows(&table, found, &broken);
    if (broken && status == CALF_BAD_INPUT)
        status = calf_log_remark(log,
            log->activity_count > before ? CALF_REMARK_DOUBT : CALF_REMARK_UNREAD, file, 0,
            log->activity_count > before ? "%s: what came before is kept" : "%s",
            calf_error_text());
    if (status == CALF_OK && log->activity_count == before && log->remark_count == remarks_before)
        status = calf_log_remark(
            log, CALF_REMARK_UNREAD, file, table.header_line, "no rows below its header");
    calf_csv_close(table.csv);
    return status;
}
