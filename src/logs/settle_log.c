// SPDX-License-Identifier: GPL-3.0-or-later
// One clock, no doubles, nothing that a plan cannot hold.
#include "core/error.h"
#include "logs/read_log.h"
#include "plan/limits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAY_S = 86400, QUARTER_S = 900, ZONE_MOST_S = 14 * 3600 };

// Two logs of one run, read by different devices and sites, differ less than this.
#define TWIN_DISTANCE_SHARE 0.005
#define TWIN_TIME_SHARE 0.02

static int by_start(const void *a, const void *b)
{
    const calf_activity *x = a, *y = b;
    if (x->start_s != y->start_s)
        return x->start_s < y->start_s ? -1 : 1;
    const int file = x->file && y->file ? strcmp(x->file, y->file) : 0;
    return file ? file : (x->line > y->line) - (x->line < y->line);
}

// How far apart two logs of one run are, as whole quarters of an hour; false if they are not of one
// run, as far as distance, time and clocks tell.
static bool is_twin(const calf_activity *utc, const calf_activity *local, double *ahead_s)
{
    const double apart = (double)(local->start_s - utc->start_s);
    *ahead_s = QUARTER_S * round(apart / QUARTER_S);
    return fabs(apart - *ahead_s) <= CALF_SAME_RUN_S && fabs(*ahead_s) <= ZONE_MOST_S &&
        fabs(utc->distance_m / local->distance_m - 1) <= TWIN_DISTANCE_SHARE &&
        fabs(utc->timer_s / local->timer_s - 1) <= TWIN_TIME_SHARE;
}

// A run in UTC that another log has by the runner's clock tells that clock's zone, if one alone
// fits.
static void find_twins(calf_log *log)
{
    size_t from = 0;
    for (size_t u = 0; u < log->activity_count; u++) {
        const calf_activity *utc = &log->activities[u];
        calf_activity *twin = NULL;
        double zone_s = 0, ahead_s;
        while (log->activities[from].start_s < utc->start_s - ZONE_MOST_S - CALF_SAME_RUN_S)
            from++;
        for (size_t k = from; utc->clock == CALF_CLOCK_UTC && k < log->activity_count; k++) {
            calf_activity *local = &log->activities[k];
            if (local->start_s > utc->start_s + ZONE_MOST_S + CALF_SAME_RUN_S)
                break;
            if (local->clock != CALF_CLOCK_LOCAL || !is_twin(utc, local, &ahead_s))
                continue;
            if (twin != NULL && ahead_s != zone_s) {
                twin = NULL;
                break;
            }
            twin = local;
            zone_s = ahead_s;
        }
        if (twin != NULL && isnan(twin->zone_s))
            twin->zone_s = zone_s;
    }
}

// The first run from there on that names a zone; the count if there is none.
static size_t next_with_zone(const calf_log *log, size_t from)
{
    while (from < log->activity_count && isnan(log->activities[from].zone_s))
        from++;
    return from;
}

// Starts in UTC by the zone that a log names for the nearest run; false where none names any.
static bool set_by_neighbours(calf_log *log)
{
    const size_t none = log->activity_count;
    size_t before = none, after = next_with_zone(log, 0);
    bool found = after != none;
    for (size_t k = 0; k < log->activity_count && found; k++) {
        calf_activity *of = &log->activities[k];
        if (after == k) {
            before = k;
            after = next_with_zone(log, k + 1);
        }
        if (of->clock != CALF_CLOCK_UTC)
            continue;
        const bool later = before == none ||
            (after != none &&
                log->activities[after].start_s - of->start_s <
                    of->start_s - log->activities[before].start_s);
        of->start_s += (int64_t)log->activities[later ? after : before].zone_s;
        of->clock = CALF_CLOCK_LOCAL;
    }
    return found;
}

static calf_status set_clocks(calf_log *log, calf_zone *zone, const void *context)
{
    const calf_activity *first = NULL;
    for (size_t k = 0; k < log->activity_count; k++) {
        calf_activity *of = &log->activities[k];
        if (of->clock != CALF_CLOCK_UTC)
            continue;
        first = first != NULL ? first : of;
        if (zone != NULL) {
            of->start_s += zone(context, of->start_s);
            of->clock = CALF_CLOCK_LOCAL;
        }
    }
    if (first == NULL || zone != NULL)
        return CALF_OK;
    const char *file = first->file;
    find_twins(log);
    return set_by_neighbours(log)
        ? CALF_OK
        : calf_log_remark(log, CALF_REMARK_DOUBT, file, 0,
              "its times are in UTC, and no log says how far the runner's clock was from it: days "
              "may be off by one; --zone Europe/Berlin or --zone +02:00 puts that right");
}

static int64_t day_of(const calf_activity *of)
{
    return of->start_s >= 0 ? of->start_s / DAY_S : (of->start_s - DAY_S + 1) / DAY_S;
}

static bool same_run(const calf_activity *a, const calf_activity *b)
{
    const double larger = fmax(a->distance_m, b->distance_m);
    if (!(fabs(a->distance_m - b->distance_m) <= CALF_SAME_RUN_SHARE * larger))
        return false;
    if (a->file == b->file && a->line > 0 && b->line > 0)
        return false; // two rows of one table
    if (a->clock == CALF_CLOCK_DATE || b->clock == CALF_CLOCK_DATE)
        return day_of(a) == day_of(b);
    return llabs((long long)(a->start_s - b->start_s)) <= CALF_SAME_RUN_S;
}

static int known_count(const calf_activity *of)
{
    const double numbers[] = {of->timer_s, of->climb_m, of->descent_m, of->cadence_spm,
        of->soreness_left, of->soreness_right, of->exertion};
    int count = of->stretches ? 10 : 0;
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        count += !isnan(numbers[k]);
    return count + (of->clock != CALF_CLOCK_DATE ? 5 : 0);
}

static void fill_number(double *number, double from)
{
    if (isnan(*number))
        *number = from;
}

static void fill_text(char **text, char **from)
{
    if (!*text) {
        *text = *from;
        *from = NULL;
    }
}

// What one knows and the other lacks; the other is empty afterwards.
static void fill_from(calf_activity *kept, calf_activity *other)
{
    fill_number(&kept->timer_s, other->timer_s);
    fill_number(&kept->climb_m, other->climb_m);
    fill_number(&kept->descent_m, other->descent_m);
    fill_number(&kept->cadence_spm, other->cadence_spm);
    fill_number(&kept->soreness_left, other->soreness_left);
    fill_number(&kept->soreness_right, other->soreness_right);
    fill_number(&kept->exertion, other->exertion);
    kept->treadmill = kept->treadmill || other->treadmill;
    fill_text(&kept->title, &other->title);
    fill_text(&kept->note, &other->note);
    calf_activity_clear(other);
}

static calf_status merge_pair(calf_log *log, size_t a, size_t b)
{
    calf_activity *first = &log->activities[a], *second = &log->activities[b];
    if (known_count(second) > known_count(first)) {
        const calf_activity swapped = *first;
        *first = *second;
        *second = swapped;
    }
    const calf_status status = calf_log_remark(log, CALF_REMARK_TWICE, second->file, second->line,
        "the same run as in %s%s", first->file, first->line > 0 ? " (a row of it)" : "");
    fill_from(first, second);
    return status;
}

// What was merged into another has no file any more.
static void drop_merged(calf_log *log)
{
    size_t kept = 0;
    for (size_t k = 0; k < log->activity_count; k++)
        if (log->activities[k].file != NULL)
            log->activities[kept++] = log->activities[k];
    log->activity_count = kept;
}

// A log is in order, so that doubles lie within a day of each other.
static calf_status merge_doubles(calf_log *log)
{
    calf_status status = CALF_OK;
    for (size_t a = 0; a < log->activity_count; a++) {
        if (log->activities[a].file == NULL)
            continue;
        for (size_t b = a + 1; b < log->activity_count && status == CALF_OK &&
             day_of(&log->activities[b]) <= day_of(&log->activities[a]) + 1;
             b++) {
            if (log->activities[b].file == NULL ||
                !same_run(&log->activities[a], &log->activities[b]))
                continue;
            status = merge_pair(log, a, b);
            log->activities[b].file = NULL;
        }
    }
    drop_merged(log);
    return status;
}

static bool is_note(const calf_activity *of)
{
    return !(of->distance_m > 0) && (!isnan(of->soreness_left) || !isnan(of->soreness_right));
}

// Why a run cannot stand in a plan; NULL if it can.
static const char *fault_of(const calf_activity *of)
{
    const double km = of->distance_m / 1000, minutes = of->timer_s / 60;
    if (!(km > 0))
        return "no distance";
    if (!(minutes > 0))
        return "no time";
    if (!calf_range_holds(calf_limits[CALF_LIMIT_distance_km], km))
        return "a distance outside 0.01 to 500 km";
    if (!calf_range_holds(calf_limits[CALF_LIMIT_duration_min], minutes))
        return "a time outside 3 s to 48 h";
    if (!calf_range_holds(calf_limits[CALF_LIMIT_speed_mps], of->distance_m / of->timer_s))
        return "a speed outside 0.5 to 12 m/s";
    return NULL;
}

static calf_status drop_impossible(calf_log *log)
{
    calf_status status = CALF_OK;
    size_t kept = 0;
    for (size_t k = 0; k < log->activity_count; k++) {
        calf_activity *of = &log->activities[k];
        const char *fault = is_note(of) ? NULL : fault_of(of);
        if (!fault) {
            log->activities[kept++] = *of;
            continue;
        }
        if (status == CALF_OK && of->distance_m > 0 && of->timer_s > 0)
            status = calf_log_remark(log, CALF_REMARK_UNREAD, of->file, of->line,
                "%.2f km in %.1f min: %s", of->distance_m / 1000, of->timer_s / 60, fault);
        else if (status == CALF_OK)
            status = calf_log_remark(
                log, CALF_REMARK_UNREAD, of->file, of->line, "a run with %s", fault);
        calf_activity_clear(of);
    }
    log->activity_count = kept;
    return status;
}

static void sort(calf_log *log)
{
    if (log->activity_count > 1)
        qsort(log->activities, log->activity_count, sizeof *log->activities, by_start);
}

calf_status calf_log_settle(calf_log *log, calf_zone *zone, const void *context)
{
    calf_status status = drop_impossible(log);
    if (status != CALF_OK)
        return status;
    sort(log);
    status = set_clocks(log, zone, context);
    if (status != CALF_OK)
        return status;
    sort(log); // clocks have moved
    return merge_doubles(log);
}
