// SPDX-License-Identifier: GPL-3.0-or-later
// What was understood of training logs.
#include "cli/import_listing.h"

#include "experiment/experiment.h"
#include "logs/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WEEK_DAYS = 7, TO_MONDAY = 3, SHOWN = 40, SPORTS_MAX = 12, REMARKS_MAX = 40 };

static void put_day(FILE *out, int64_t day)
{
    char iso[11];
    calf_date_text(day, iso);
    fputs(iso, out);
}

// A number in a column of so many places; "-" where it is not known.
static void put(FILE *out, int width, int decimals, double value)
{
    if (isnan(value))
        fprintf(out, " %*s", width, "-");
    else
        fprintf(out, " %*.*f", width, decimals, value);
}

static int64_t monday_of(int64_t day)
{
    return day - ((day + TO_MONDAY) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS;
}

static double larger(double a, double b)
{
    return isnan(a) || b > a ? b : a;
}

static void put_weeks(FILE *out, const calf_log *log, const calf_log_window *window)
{
    fputs("\n  week of     runs      km  longest  min  climb m  sore L  sore R (0 to 10, worst)\n",
        out);
    for (size_t k = window->from; k < window->to;) {
        const int64_t week = monday_of(calf_activity_day(&log->activities[k]));
        double runs = 0, km = 0, longest = 0, minutes = 0, climb = (double)NAN;
        double left = (double)NAN, right = (double)NAN;
        for (; k < window->to && monday_of(calf_activity_day(&log->activities[k])) == week; k++) {
            const calf_activity *of = &log->activities[k];
            left = larger(left, of->soreness_left);
            right = larger(right, of->soreness_right);
            if (!(of->distance_m > 0))
                continue;
            runs++;
            km += of->distance_m / 1000;
            minutes += of->timer_s / 60;
            longest = fmax(longest, of->distance_m / 1000);
            if (!isnan(of->climb_m))
                climb = (isnan(climb) ? 0 : climb) + of->climb_m;
        }
        fputs("  ", out);
        put_day(out, week);
        put(out, 5, 0, runs), put(out, 7, 1, km), put(out, 8, 1, longest), put(out, 4, 0, minutes);
        put(out, 8, 0, climb), put(out, 7, 0, left), put(out, 7, 0, right);
        fputc('\n', out);
    }
}

static void put_runs(FILE *out, const calf_log *log)
{
    char title[4 * SHOWN + 5], clock[16];
    fputs("\n  date       start      km      min climb m steps/min sore L  R  title (file)\n", out);
    for (size_t k = 0; k < log->activity_count; k++) {
        const calf_activity *of = &log->activities[k];
        const double hour = calf_activity_hour(of);
        const int minutes = isnan(hour) ? 0 : (int)(((of->start_s % 86400) + 86400) % 86400 / 60);
        snprintf(clock, sizeof clock, "%02d:%02d", minutes / 60, minutes % 60);
        fputs("  ", out);
        put_day(out, calf_activity_day(of));
        fprintf(out, " %5s", isnan(hour) ? "-" : clock);
        put(out, 7, 3, of->distance_m / 1000), put(out, 8, 2, of->timer_s / 60);
        put(out, 7, 0, of->climb_m), put(out, 9, 0, of->cadence_spm);
        put(out, 6, 0, of->soreness_left), put(out, 2, 0, of->soreness_right);
        calf_utf8_line(of->title ? of->title : "", SHOWN, title);
        fprintf(out, "  %s%s%s(%s", title, *title ? " " : "", of->treadmill ? "treadmill " : "",
            of->file);
        if (of->line > 0)
            fprintf(out, ":%ld", of->line);
        fputs(")\n", out);
    }
}

static void put_remark(FILE *out, const calf_remark *of)
{
    if (of->line > 0)
        fprintf(out, "  %s:%ld: %s\n", of->file, of->line, of->text);
    else
        fprintf(out, "  %s: %s\n", of->file, of->text);
}

static void put_remarks(
    FILE *out, const calf_log *log, calf_remark_kind kind, bool all, const char *heading)
{
    size_t count = 0;
    for (size_t k = 0; k < log->remark_count; k++) {
        if (log->remarks[k].kind != kind)
            continue;
        if (count++ == 0)
            fprintf(out, "\n%s\n", heading);
        if (all || count <= REMARKS_MAX)
            put_remark(out, &log->remarks[k]);
    }
    if (!all && count > REMARKS_MAX)
        fprintf(out, "  and %zu more: --list has them\n", count - REMARKS_MAX);
}

// Other sports are many as a rule: how many of each.
static void put_sports(FILE *out, const calf_log *log, bool all)
{
    const char *kinds[SPORTS_MAX];
    size_t counts[SPORTS_MAX] = {0}, kind_count = 0, others = 0;
    for (size_t k = 0; k < log->remark_count; k++) {
        if (log->remarks[k].kind != CALF_REMARK_OTHER_SPORT)
            continue;
        size_t n = 0;
        while (n < kind_count && strcmp(kinds[n], log->remarks[k].text) != 0)
            n++;
        if (n == kind_count && kind_count < SPORTS_MAX)
            kinds[kind_count++] = log->remarks[k].text;
        if (n < kind_count)
            counts[n]++;
        else
            others++;
    }
    if (kind_count == 0)
        return;
    if (all) {
        put_remarks(out, log, CALF_REMARK_OTHER_SPORT, true, "Left out, as they are no runs:");
        return;
    }
    fputs("\nLeft out, as they are no runs:\n", out);
    for (size_t n = 0; n < kind_count; n++)
        fprintf(out, "  %zu x %s\n", counts[n], kinds[n]);
    if (others > 0)
        fprintf(out, "  %zu x others\n", others);
}

void calf_import_listing(const calf_log *log, const calf_log_request *request, bool each, FILE *out)
{
    calf_log_window window;
    size_t runs = 0;
    for (size_t k = 0; k < log->activity_count; k++)
        runs += log->activities[k].distance_m > 0;
    fprintf(out, "%zu run%s in %zu file%s", runs, runs == 1 ? "" : "s", log->file_count,
        log->file_count == 1 ? "" : "s");
    if (calf_log_window_find(log, request, &window) == CALF_OK) {
        fprintf(out, "; the history has %zu of them, ", window.run_count);
        put_day(out, calf_activity_day(&log->activities[window.from]));
        fputs(" to ", out);
        put_day(out, window.start - 1);
        fputc('\n', out);
        put_weeks(out, log, &window);
    } else {
        fputc('\n', out);
    }
    if (each)
        put_runs(out, log);
    put_remarks(out, log, CALF_REMARK_DOUBT, each, "Read, but look here:");
    put_remarks(out, log, CALF_REMARK_TWICE, each, "Found twice, counted once:");
    put_remarks(out, log, CALF_REMARK_UNREAD, each, "Not read:");
    put_sports(out, log, each);
}
