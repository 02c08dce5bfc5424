// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping what training logs hold.
#include "logs/activity.h"

#include "core/error.h"
#include "experiment/experiment.h"
#include "logs/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REMARK_TEXT = 1024 };

void calf_activity_clear(calf_activity *activity)
{
    free(activity->title);
    free(activity->note);
    free(activity->stretches);
    activity->title = activity->note = NULL;
    activity->stretches = NULL;
    activity->stretch_count = 0;
}

void calf_log_clear(calf_log *log)
{
    for (size_t k = 0; k < log->activity_count; k++)
        calf_activity_clear(&log->activities[k]);
    for (size_t k = 0; k < log->remark_count; k++)
        free(log->remarks[k].text);
    for (size_t k = 0; k < log->file_count; k++)
        free(log->files[k]);
    free(log->activities);
    free(log->remarks);
    free(log->files);
    *log = (calf_log){0};
}

/* Makes room for one more element. */
static void *grown(void *elements, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return elements;
    const size_t wanted = *room > 0 ? 2 * *room : 16;
    void *larger = realloc(elements, wanted * size);
    if (larger != NULL)
        *room = wanted;
    return larger;
}

const char *calf_log_file(calf_log *log, const char *path)
{
    char **files = grown(log->files, log->file_count, &log->file_room, sizeof *files);
    if (files == NULL)
        return NULL;
    log->files = files;
    char *kept = strdup(path);
    if (kept != NULL)
        log->files[log->file_count++] = kept;
    return kept;
}

calf_activity calf_activity_unknown(const char *file, long line)
{
    return (calf_activity){.file = file,
        .line = line,
        .zone_s = (double)NAN,
        .distance_m = (double)NAN,
        .timer_s = (double)NAN,
        .climb_m = (double)NAN,
        .descent_m = (double)NAN,
        .cadence_spm = (double)NAN,
        .soreness_left = (double)NAN,
        .soreness_right = (double)NAN,
        .exertion = (double)NAN};
}

static calf_status leave_out(
    calf_log *log, const calf_activity *of, const char *name, double high, double *number)
{
    if (isnan(*number) || (*number >= 0 && *number <= high))
        return CALF_OK;
    const double told = *number;
    *number = (double)NAN;
    return calf_log_remark(log, CALF_REMARK_DOUBT, of->file, of->line,
        "its %s of %g is left out: believed are 0 to %g", name, told, high);
}

static calf_status check_numbers(calf_log *log, calf_activity *of)
{
    calf_status status = leave_out(log, of, "climb", CALF_CLIMB_MOST_M, &of->climb_m);
    if (status == CALF_OK)
        status = leave_out(log, of, "descent", CALF_CLIMB_MOST_M, &of->descent_m);
    if (status == CALF_OK)
        status = leave_out(log, of, "cadence", CALF_CADENCE_MOST_SPM, &of->cadence_spm);
    return status == CALF_OK ? leave_out(log, of, "exertion", 10, &of->exertion) : status;
}

calf_status calf_log_add(calf_log *log, const calf_activity *activity)
{
    calf_activity own = *activity;
    if (log->activity_count >= CALF_ACTIVITIES_MAX) {
        calf_activity_clear(&own);
        return calf_error_set(CALF_FAILED, "more than %d activities; allowed are that many at once",
            CALF_ACTIVITIES_MAX);
    }
    calf_activity *activities =
        grown(log->activities, log->activity_count, &log->activity_room, sizeof *activities);
    if (activities == NULL) {
        calf_activity_clear(&own);
        return calf_error_no_memory();
    }
    log->activities = activities;
    const calf_status status = check_numbers(log, &own);
    if (status != CALF_OK) {
        calf_activity_clear(&own);
        return status;
    }
    log->activities[log->activity_count++] = own;
    return CALF_OK;
}

calf_status calf_log_remark(
    calf_log *log, calf_remark_kind kind, const char *file, long line, const char *text, ...)
{
    if (log->remark_count >= CALF_REMARKS_MAX)
        return CALF_OK;
    char written[REMARK_TEXT], shown[4 * REMARK_TEXT + 5];
    va_list arguments;
    va_start(arguments, text);
    vsnprintf(written, sizeof written, text, arguments);
    va_end(arguments);
    calf_utf8_line(written, REMARK_TEXT, shown); // names and cells of foreign files may be in it
    calf_remark *remarks =
        grown(log->remarks, log->remark_count, &log->remark_room, sizeof *remarks);
    if (remarks == NULL)
        return calf_error_no_memory();
    log->remarks = remarks;
    char *kept = strdup(shown);
    if (kept == NULL)
        return calf_error_no_memory();
    log->remarks[log->remark_count++] = (calf_remark){kind, file, line, kept};
    return CALF_OK;
}

bool calf_days_of_date(int year, int month, int day, int64_t *days)
{
    char iso[40];
    long found;
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, day);
    if (!calf_date_parse(iso, &found))
        return false;
    *days = found;
    return true;
}
