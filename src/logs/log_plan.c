// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a log as an experiment.
#include "logs/log_plan.h"

#include "core/error.h"
#include "core/number.h"
#include "experiment/experiment.h"
#include "logs/utf8.h"
#include "plan/limits.h"

#include <calfsim/parameters.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WEEK_DAYS = 7,
    RAISES_A_WEEK = 3,
    TITLE_SHOWN = 40,
    NOTE_SHOWN = 60,
    REMARKS_SHOWN = 20,
    TEXT_SHOWN = 160
};

// A usual run leaves what a strategy makes of it, 0.7 to 1.5 times as much, within what a plan
// holds.
#define USUAL_LEAST_M 100.0
#define USUAL_MOST_M 300e3

static const char *const weekdays[WEEK_DAYS] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// A number with so many decimals at most, whatever the locale.
static const char *rounded(double value, double step, char text[CALF_NUMBER_TEXT])
{
    const double units = round(value * step) / step;
    return calf_number_text(units, text);
}

static void put_number(FILE *out, const char *key, double value, double step)
{
    char text[CALF_NUMBER_TEXT];
    fprintf(out, "%s: %s", key, rounded(value, step, text));
}

// No day has an hour 24, to which its last minutes would be rounded.
static void put_hour(FILE *out, const char *key, double hour, double step)
{
    put_number(out, key, fmin(hour, 24 - 1 / step), step);
}

static void put_date(FILE *out, int64_t day)
{
    char iso[11];
    calf_date_text(day, iso);
    fputs(iso, out);
}

// Rounding must not leave the range of a segment.
static void put_part(FILE *out, const calf_stretch *part)
{
    const double km = fmax(0.01, part->distance_m / 1000);
    const double mps = part->distance_m / part->seconds;
    put_number(out, "distance_km", km, 1000);
    put_number(out, ", speed_mps", fmin(fmax(mps, 0.5), 12), 1000);
    if (fabs(part->grade_percent) >= 0.05)
        put_number(out, ", grade_percent", part->grade_percent, 10);
}

// What a coach would like to see beside a run, in one line.
static void put_remark(FILE *out, const calf_activity *of)
{
    char title[4 * TITLE_SHOWN + 5] = "", note[4 * NOTE_SHOWN + 5] = "", text[CALF_NUMBER_TEXT];
    if (of->title)
        calf_utf8_line(of->title, TITLE_SHOWN, title);
    if (of->note)
        calf_utf8_line(of->note, NOTE_SHOWN, note);
    const char *separator = " # ";
    if (*title)
        fprintf(out, "%s%s", separator, title), separator = "; ";
    if (!isnan(of->soreness_left))
        fprintf(out, "%ssore left %s", separator, rounded(of->soreness_left, 10, text)),
            separator = "; ";
    if (!isnan(of->soreness_right))
        fprintf(out, "%ssore right %s", separator, rounded(of->soreness_right, 10, text)),
            separator = "; ";
    if (!isnan(of->exertion))
        fprintf(out, "%sexertion %s", separator, rounded(of->exertion, 10, text)), separator = "; ";
    if (*note)
        fprintf(out, "%s%s", separator, note);
    fputc('\n', out);
}

static void put_run(FILE *out, const calf_activity *of)
{
    calf_stretch parts[CALF_STRETCHES_MAX];
    const size_t count = calf_run_parts(of, parts);
    const double hour = calf_activity_hour(of);
    fputs("      - {date: ", out);
    put_date(out, calf_activity_day(of));
    if (!isnan(hour))
        put_hour(out, ", hour", hour, 100);
    fputs(", run: {", out);
    if (of->treadmill)
        fputs("treadmill: true, ", out);
    if (count == 1) {
        put_part(out, &parts[0]);
        fputs("}}", out);
        put_remark(out, of);
        return;
    }
    fputs("segments: [", out);
    put_remark(out, of);
    for (size_t k = 0; k < count; k++) {
        fputs("          {", out);
        put_part(out, &parts[k]);
        fputs(k + 1 < count ? "},\n" : "}]}}\n", out);
    }
}

static void put_history(FILE *out, const calf_log *log, const calf_log_window *window)
{
    fputs("  log: # as it was run\n    calendar:\n", out);
    for (size_t k = window->from; k < window->to; k++) {
        const calf_activity *of = &log->activities[k];
        if (of->distance_m > 0) {
            put_run(out, of);
        } else {
            fputs("      # ", out);
            put_date(out, calf_activity_day(of));
            fputs(", no run", out);
            put_remark(out, of);
        }
    }
}

static void put_usual_day(FILE *out, int weekday, const calf_usual_day *day)
{
    calf_activity run = calf_activity_unknown(NULL, 0);
    calf_stretch parts[CALF_STRETCHES_MAX];
    run.distance_m = fmin(fmax(1000 * day->km, USUAL_LEAST_M), USUAL_MOST_M);
    run.timer_s = run.distance_m / day->speed_mps;
    run.climb_m = day->climb_m;
    const size_t count = calf_run_parts(&run, parts);
    fprintf(out, "      %s: [{", weekdays[weekday]);
    if (!isnan(day->hour))
        put_hour(out, "hour", day->hour, 10), fputs(", ", out);
    fputs(count > 1 ? "run: {segments: [" : "run: {", out);
    for (size_t k = 0; k < count; k++) {
        fputs(count > 1 ? "{" : "", out);
        put_part(out, &parts[k]);
        fputs(count > 1 ? (k + 1 < count ? "}, " : "}") : "", out);
    }
    fputs(count > 1 ? "]}}]\n" : "}}]\n", out);
}

// Up to three days without a run get heel raises, Monday, Wednesday and Friday first; returns how
// many.
static int put_raises(FILE *out, const calf_usual_day week[WEEK_DAYS])
{
    static const int order[WEEK_DAYS] = {0, 2, 4, 1, 3, 5, 6};
    bool chosen[WEEK_DAYS] = {false};
    int count = 0, done = 0;
    for (int k = 0; k < WEEK_DAYS && count < RAISES_A_WEEK; k++) {
        chosen[order[k]] = !week[order[k]].runs;
        count += chosen[order[k]];
    }
    if (count == 0)
        return 0;
    fputs("  with heel raises: # on days without a run, as the usual advice has it\n"
          "    extends: as now\n"
          "    week:\n",
        out);
    for (int d = 0; d < WEEK_DAYS; d++)
        if (chosen[d])
            fprintf(out, "      %s: [{strength: {knee: %s, sets: 3, reps: 15}}]\n", weekdays[d],
                done++ % 2 == 0 ? "straight" : "bent");
    return count;
}

static void put_plans(FILE *out, const calf_log *log, const calf_log_window *window, bool *raises)
{
    calf_usual_day week[WEEK_DAYS];
    calf_log_usual_week(log, window, week);
    fputs("plans:\n", out);
    put_history(out, log, window);
    fputs("  as now: # the usual week of the last four: change it to the idea for the next ones\n"
          "    week:\n",
        out);
    for (int d = 0; d < WEEK_DAYS; d++)
        if (week[d].runs)
            put_usual_day(out, d, &week[d]);
    *raises = put_raises(out, week) > 0;
}

static void put_strategies(FILE *out, bool raises)
{
    fputs("strategies: # what is compared; the first one is what the others are held against\n"
          "  - {name: as now, plan: as now}\n"
          "  - {name: a tenth more each week, plan: as now,\n"
          "     progression: {volume: {weekly: 1.1, up_to: 1.5, deload: {every: 4, to: 0.7}}}}\n",
        out);
    if (raises)
        fputs("  - {name: with heel raises, plan: with heel raises}\n", out);
    fputs("  - {name: listen to the calf, plan: as now, policy: {skip_run_if: {soreness_mm: 20},\n"
          "     see_professional_if: {}}}\n",
        out);
}

static bool in_range(calf_parameter_id id, double value)
{
    const calf_distribution *prior = &calf_parameter_describe(id)->prior;
    return value >= prior->low && value <= prior->high;
}

static void put_population(FILE *out, const calf_log *log, const calf_log_window *window)
{
    size_t best = 0;
    const double threshold = calf_log_threshold(log, &best);
    const double cadence = calf_log_cadence_base(log, window);
    fputs("# What is not known of the runner differs between these, as it does between people.\n"
          "population:\n  runners: 500\n  worlds: 40\n",
        out);
    const bool has_threshold = in_range(CALF_P_threshold_speed, threshold);
    const bool has_cadence = in_range(CALF_P_cadence_base, cadence);
    const calf_distribution *prior = &calf_parameter_describe(CALF_P_threshold_speed)->prior;
    // Hardly anybody is faster than that, so that there is nothing to draw from beyond.
    const bool fast = threshold > prior->a * exp(2.5 * prior->b);
    if (has_cadence || (has_threshold && fast))
        fputs("  set:\n", out);
    if (has_threshold && fast) {
        put_number(out, "    threshold_speed", threshold, 100);
        fputs(" # m/s, at least: by the best run\n", out);
    }
    if (has_cadence) {
        put_number(out, "    cadence_base", cadence, 10);
        fputs(" # steps a minute, mean of the log, less what speed adds\n", out);
    }
    if (has_threshold && !fast) {
        char median[CALF_NUMBER_TEXT], spread[CALF_NUMBER_TEXT], low[CALF_NUMBER_TEXT];
        fprintf(out, "  vary:\n    threshold_speed: {%s: [%s, %s], low: %s}",
            calf_shape_name(prior->shape), calf_number_text(prior->a, median),
            calf_number_text(prior->b, spread), rounded(threshold, 100, low));
        fputs(" # at least that of the best run, ", out);
        put_date(out, calf_activity_day(&log->activities[best]));
        fputs("; a race (--race) says more\n", out);
    }
}

static void put_head(FILE *out, const calf_log *log, const calf_log_window *window)
{
    char file[4 * TEXT_SHOWN + 5], text[4 * TEXT_SHOWN + 5];
    size_t doubts = 0;
    fprintf(out, "# Written by calfsim import: %zu runs from ", window->run_count);
    put_date(out, calf_activity_day(&log->activities[window->from]));
    fputs(" to ", out);
    put_date(out, window->start - 1);
    fputs(
        ",\n# lived as a history, then weeks to compare. Change it: experiments/FORMAT.md.\n", out);
    for (size_t k = 0; k < log->remark_count; k++) {
        const calf_remark *of = &log->remarks[k];
        if (of->kind != CALF_REMARK_DOUBT || doubts++ >= REMARKS_SHOWN)
            continue;
        calf_utf8_line(of->file, TEXT_SHOWN, file);
        calf_utf8_line(of->text, TEXT_SHOWN, text);
        if (of->line > 0)
            fprintf(out, "# %s:%ld: %s\n", file, of->line, text);
        else
            fprintf(out, "# %s: %s\n", file, text);
    }
    if (doubts > REMARKS_SHOWN)
        fprintf(out, "# and %zu more such remarks\n", doubts - REMARKS_SHOWN);
}

static void put_experiment(
    FILE *out, const calf_log *log, const calf_log_request *request, const calf_log_window *window)
{
    bool raises;
    put_head(out, log, window);
    fputs("title: A training log and the weeks after it\nmodel: 1\nseed: 20261123\n", out);
    fprintf(out, "days: %d\nstart: ", WEEK_DAYS * request->coming_weeks);
    put_date(out, window->start);
    const int64_t first = calf_activity_day(&log->activities[window->from]);
    fprintf(out, "\nhistory: {days: %lld, plan: log}\n", (long long)(window->start - first));
    put_population(out, log, window);
    put_plans(out, log, window, &raises);
    put_strategies(out, raises);
}

calf_status calf_log_experiment(const calf_log *log, const calf_log_request *request, char **yaml)
{
    calf_log_window window;
    size_t length = 0;
    *yaml = NULL;
    const calf_status status = calf_log_window_find(log, request, &window);
    if (status != CALF_OK)
        return status;
    FILE *out = open_memstream(yaml, &length);
    if (!out)
        return calf_error_no_memory();
    put_experiment(out, log, request, &window);
    const bool failed = ferror(out) != 0;
    if (fclose(out) == 0 && !failed)
        return CALF_OK;
    free(*yaml);
    *yaml = NULL;
    return calf_error_no_memory();
}
