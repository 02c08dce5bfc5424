// SPDX-License-Identifier: GPL-3.0-or-later
// FIT files: what their messages mean.
#include "logs/fit.h"

#include "core/error.h"
#include "logs/fit_message.h"
#include "logs/track_activity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Numbers of messages and values of the public profile.
enum {
    MESSAGE_FILE = 0,
    MESSAGE_SPORT = 12,
    MESSAGE_SESSION = 18,
    MESSAGE_RECORD = 20,
    MESSAGE_EVENT = 21,
    MESSAGE_ACTIVITY = 34
};
enum { FILE_ACTIVITY = 4, SPORT_GENERIC = 0, SPORT_RUNNING = 1 };
enum { SUB_SPORT_TREADMILL = 1, SUB_SPORT_VIRTUAL = 58 };
enum { EVENT_TIMER = 0, EVENT_STOP = 1, EVENT_STOP_ALL = 4 };

enum { SESSIONS_MAX = 64, NAME_TEXT = 40 };

#define FIT_EPOCH_S 631065600.0 // 1989-12-31 0:00 UTC
#define LEAST_DATE 0x10000000 // smaller ones count from when the device was switched on
#define DEGREES_PER_SEMICIRCLE (180 / 2147483648.0)
#define ZONE_MOST_S (14 * 3600.0) // Kiribati's
#define ZONE_STEP_S 900.0 // Nepal's and others'

// What a number may be, whatever type a file gives it: beyond, it is taken for missing.
#define ALTITUDE_MOST_M 10000.0
#define CADENCE_MOST 300.0
#define DISTANCE_MOST_M 1e7
#define SECONDS_MOST (UINT32_MAX / 1000.0) // what its milliseconds can hold

// One of the files that may be chained, and what they share.
typedef struct reader {
    calf_log *log;
    const char *file;
    calf_track track;
    calf_fit_message sessions[SESSIONS_MAX];
    size_t session_count, sessions_left_out, records;
    double type; ///< of the file; NaN: not said
    double sport, sub_sport; ///< of what is recorded, for a file without sessions
    double zone_s; ///< what local time is ahead of UTC; NaN: not said
    calf_fit_decoder decoder;
    calf_fit_message message;
} reader;

static double within(double number, double low, double high)
{
    return number >= low && number <= high ? number : (double)NAN;
}

static double date_of(double stamp)
{
    return within(stamp, LEAST_DATE, UINT32_MAX) + FIT_EPOCH_S;
}

static double either(double first, double second)
{
    return isnan(first) ? second : first;
}

static double with_fraction(double cadence, double fraction_128)
{
    return cadence + (isnan(fraction_128) ? 0 : fraction_128 / 128);
}

static calf_status add_record(reader *of, const double *field)
{
    of->records++;
    const calf_point point = {
        .time_s = within(field[CALF_FIT_TIMESTAMP], 0, UINT32_MAX) + FIT_EPOCH_S,
        .latitude = within(field[0] * DEGREES_PER_SEMICIRCLE, -90, 90),
        .longitude = within(field[1] * DEGREES_PER_SEMICIRCLE, -180, 180),
        .altitude_m =
            within(either(field[78], field[2]) / 5 - 500, -ALTITUDE_MOST_M, ALTITUDE_MOST_M),
        .distance_m = within(field[5] / 100, 0, DISTANCE_MOST_M),
        .speed_mps = within(either(field[73], field[6]) / 1000, 0, CALF_TRACK_FAST_MPS),
        .cadence = within(with_fraction(field[4], field[53]), 0, CADENCE_MOST),
    };
    return calf_track_add(&of->track, &point);
}

static void keep_zone(reader *of, const double *field)
{
    const double ahead = field[5] - field[CALF_FIT_TIMESTAMP];
    if (fabs(ahead) <= ZONE_MOST_S + ZONE_STEP_S / 2)
        of->zone_s = ZONE_STEP_S * round(ahead / ZONE_STEP_S);
}

// The watch's own pauses: whatever is walked in them is not of the run.
static void take_event(reader *of, const double *field)
{
    if (field[0] == EVENT_TIMER && (field[1] == EVENT_STOP || field[1] == EVENT_STOP_ALL))
        calf_track_break(&of->track);
}

static calf_status take(reader *of)
{
    const double *field = of->message.field;
    switch (of->message.global) {
    case MESSAGE_FILE:
        of->type = either(of->type, field[0]);
        break;
    case MESSAGE_SPORT:
        of->sport = either(of->sport, field[0]);
        of->sub_sport = either(of->sub_sport, field[1]);
        break;
    case MESSAGE_EVENT:
        take_event(of, field);
        break;
    case MESSAGE_SESSION:
        if (of->session_count < SESSIONS_MAX)
            of->sessions[of->session_count++] = of->message;
        else
            of->sessions_left_out++;
        break;
    case MESSAGE_RECORD:
        return add_record(of, field);
    case MESSAGE_ACTIVITY:
        keep_zone(of, field);
        break;
    default:
        break;
    }
    return CALF_OK;
}

static calf_status say(reader *of, calf_remark_kind kind, const char *text)
{
    return calf_log_remark(of->log, kind, of->file, 0, "%s", text);
}

// The beginning by the runner's clock where the file knows it.
static void set_start(const reader *of, double start_s, calf_activity *activity)
{
    activity->clock = isnan(of->zone_s) ? CALF_CLOCK_UTC : CALF_CLOCK_LOCAL;
    activity->zone_s = of->zone_s;
    activity->start_s = (int64_t)floor(start_s + (isnan(of->zone_s) ? 0 : of->zone_s));
}

static double seconds_of(double milliseconds)
{
    return within(milliseconds / 1000, 0, SECONDS_MOST);
}

static double start_of(const reader *of, const double *field)
{
    const double told = either(date_of(field[2]),
        date_of(field[CALF_FIT_TIMESTAMP]) - seconds_of(either(field[7], field[8])));
    const double recorded =
        of->track.count > 0 ? date_of(of->track.start_s - FIT_EPOCH_S) : (double)NAN;
    return either(told, recorded);
}

// Strides of a whole run are the better count; a device that counts other cycles shows by them.
static double cadence_of(const double *field)
{
    const double by_strides = 2 * field[10] / (field[8] / 60000);
    if (by_strides >= 60 && by_strides <= 300)
        return by_strides;
    const double mean = within(with_fraction(field[18], field[92]), 0, CADENCE_MOST);
    return mean > 0 ? calf_cadence_of_both(mean) : (double)NAN;
}

static calf_status add_feel(const double *field, calf_activity *activity)
{
    char text[NAME_TEXT];
    if (field[193] >= 0 && field[193] <= 100)
        activity->exertion = field[193] / 10;
    if (!(field[192] >= 0 && field[192] <= 100))
        return CALF_OK;
    snprintf(text, sizeof text, "feel %.0f of 100", field[192]);
    activity->note = strdup(text);
    return activity->note ? CALF_OK : calf_error_no_memory();
}

static calf_told_sport sport_of(double number)
{
    if (isnan(number) || number == SPORT_GENERIC)
        return CALF_TOLD_NOTHING;
    return number == SPORT_RUNNING ? CALF_TOLD_RUN : CALF_TOLD_OTHER;
}

static bool is_treadmill(double sub_sport)
{
    return sub_sport == SUB_SPORT_TREADMILL || sub_sport == SUB_SPORT_VIRTUAL;
}

static calf_span span_of(const reader *of, const double *field, double start_s)
{
    if (of->session_count == 1)
        return calf_track_whole(&of->track);
    const double end = either(start_s + seconds_of(field[7]), date_of(field[CALF_FIT_TIMESTAMP]));
    return calf_track_between(&of->track, start_s, either(end, start_s + seconds_of(field[8])));
}

static calf_status finish_session(reader *of, size_t index)
{
    const double *field = of->sessions[index].field;
    char what[NAME_TEXT], sport[NAME_TEXT];
    snprintf(what, sizeof what, "session %zu", index + 1);
    snprintf(sport, sizeof sport, "FIT sport %.0f", field[5]);
    const double start_s = start_of(of, field);
    if (isnan(start_s))
        return calf_log_remark(of->log, CALF_REMARK_UNREAD, of->file, 0, "%s has no date", what);
    calf_activity activity = calf_activity_unknown(of->file, 0);
    set_start(of, start_s, &activity);
    activity.treadmill = is_treadmill(field[6]);
    activity.distance_m = within(field[9] / 100, 0, DISTANCE_MOST_M);
    activity.timer_s = seconds_of(field[8]);
    activity.climb_m = within(field[22], 0, CALF_CLIMB_MOST_M);
    activity.descent_m = within(field[23], 0, CALF_CLIMB_MOST_M);
    activity.cadence_spm = cadence_of(field);
    calf_span span = span_of(of, field, start_s);
    calf_status status = add_feel(field, &activity);
    if (status == CALF_OK && isnan(activity.timer_s) && !span.found && seconds_of(field[7]) > 0) {
        activity.timer_s = seconds_of(field[7]);
        status = calf_log_remark(of->log, CALF_REMARK_DOUBT, of->file, 0,
            "%s has no time without pauses: its whole %.0f s", what, activity.timer_s);
    }
    if (status != CALF_OK) {
        free(activity.note);
        return status;
    }
    return calf_track_finish(
        of->log, &of->track, span, what, sport_of(field[5]), sport, true, &activity);
}

static calf_status finish_records(reader *of)
{
    const double start_s =
        of->track.count > 0 ? date_of(of->track.start_s - FIT_EPOCH_S) : (double)NAN;
    if (of->records == 0)
        return say(of, CALF_REMARK_UNREAD, "holds no activity: neither sessions nor records");
    if (isnan(start_s))
        return say(of, CALF_REMARK_UNREAD, "no session, and its records have no date");
    char sport[NAME_TEXT];
    snprintf(sport, sizeof sport, "FIT sport %.0f", of->sport);
    calf_activity activity = calf_activity_unknown(of->file, 0);
    set_start(of, start_s, &activity);
    activity.treadmill = is_treadmill(of->sub_sport);
    return calf_track_finish(of->log, &of->track, calf_track_whole(&of->track),
        "a file without session", sport_of(of->sport), sport, true, &activity);
}

static calf_status finish(reader *of)
{
    if (!isnan(of->type) && of->type != FILE_ACTIVITY)
        return calf_log_remark(of->log, CALF_REMARK_UNREAD, of->file, 0,
            "a FIT file of type %.0f, no activity (type %d)", of->type, FILE_ACTIVITY);
    calf_status status = of->session_count == 0 ? finish_records(of) : CALF_OK;
    for (size_t k = 0; k < of->session_count && status == CALF_OK; k++)
        status = finish_session(of, k);
    if (status == CALF_OK && of->sessions_left_out > 0)
        status = calf_log_remark(of->log, CALF_REMARK_UNREAD, of->file, 0,
            "%zu sessions beyond the first %d", of->sessions_left_out, SESSIONS_MAX);
    return status;
}

static calf_status say_end(reader *of, calf_fit_next end)
{
    if (end == CALF_FIT_DAMAGED)
        return calf_log_remark(of->log, CALF_REMARK_DOUBT, of->file, 0,
            "%s: what came before is kept", of->decoder.problem);
    if (of->decoder.crc_wrong)
        return say(of, CALF_REMARK_DOUBT, "its checksum is wrong: read all the same");
    return CALF_OK;
}

// One file of a chain.
static calf_status read_file(reader *of, calf_fit_next *next)
{
    calf_status status = CALF_OK;
    of->session_count = of->sessions_left_out = of->records = 0;
    of->type = of->sport = of->sub_sport = of->zone_s = (double)NAN;
    calf_track_clear(&of->track);
    while (status == CALF_OK &&
        (*next = calf_fit_message_read(&of->decoder, &of->message)) == CALF_FIT_MORE)
        status = take(of);
    if (status == CALF_OK)
        status = say_end(of, *next);
    return status == CALF_OK ? finish(of) : status;
}

static calf_status read_chain(reader *of)
{
    calf_fit_next next = calf_fit_begin(&of->decoder);
    if (next != CALF_FIT_MORE)
        return say(of, CALF_REMARK_UNREAD, of->decoder.problem);
    for (;;) {
        const calf_status status = read_file(of, &next);
        if (status != CALF_OK || next != CALF_FIT_END)
            return status;
        next = calf_fit_begin(&of->decoder);
        if (next == CALF_FIT_END)
            return CALF_OK;
        if (next == CALF_FIT_DAMAGED)
            return calf_log_remark(of->log, CALF_REMARK_DOUBT, of->file, 0,
                "something follows its end: left out (%s)", of->decoder.problem);
    }
}

calf_status calf_fit_read(calf_source *source, const char *file, calf_log *log)
{
    reader *of = calloc(1, sizeof *of);
    if (!of)
        return calf_error_no_memory();
    of->log = log;
    of->file = file;
    of->decoder.source = source;
    const calf_status status = read_chain(of);
    calf_track_clear(&of->track);
    free(of);
    return status;
}
