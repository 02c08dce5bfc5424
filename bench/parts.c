// SPDX-License-Identifier: GPL-3.0-or-later
// Timing the parts.
#include "parts.h"

#include "timing.h"

#include <math.h>
#include <stddef.h>

enum { DRAW, REST, RUNS, RAISES, REPORTS, STATISTICS, READ, WRITE, PARTS };

static const char *const names[PARTS] = {[DRAW] = "drawing runners",
    [REST] = "rest and the ends of days",
    [RUNS] = "runs",
    [RAISES] = "heel raises",
    [REPORTS] = "morning reports",
    [STATISTICS] = "outcomes and statistics",
    [READ] = "reading numbers off",
    [WRITE] = "writing them"};

static double live_s(bench_whole *whole, bench_sessions sessions, bool reports, double least_s)
{
    whole->sessions = sessions;
    whole->reports = reports;
    return bench_seconds_of(bench_whole_live, whole, least_s);
}

// Seconds a runner-day of every part.
static void time_parts(bench_whole *whole, double least_s, double part[PARTS])
{
    double world_days = whole->block_days * (double)whole->runners / (double)CALF_BLOCK_RUNNERS;
    double rest = live_s(whole, BENCH_NONE, false, least_s);
    double runs = live_s(whole, BENCH_RUNS, false, least_s);
    double all = live_s(whole, BENCH_ALL, false, least_s);
    double reported = live_s(whole, BENCH_ALL, true, least_s);
    double drawn = bench_seconds_of(bench_whole_draw, whole, least_s);
    double world = bench_seconds_of(bench_whole_world, whole, least_s);
    part[DRAW] = drawn / whole->block_days;
    part[REST] = rest / whole->block_days;
    part[RUNS] = (runs - rest) / whole->block_days;
    part[RAISES] = (all - runs) / whole->block_days;
    part[REPORTS] = (reported - all) / whole->block_days;
    part[STATISTICS] = world / world_days - (reported + drawn) / whole->block_days;
    part[READ] = bench_seconds_of(bench_whole_read, whole, least_s) / world_days;
    part[WRITE] =
        bench_seconds_of(bench_whole_write, whole, least_s) / world_days / BENCH_WORLDS_WRITTEN;
}

static void report_part(
    bench_report *report, const char *name, double seconds, double clock_ghz, double total)
{
    bench_report_cell_text(report, name);
    bench_report_cell(report, 1e9 * seconds);
    bench_report_cell(report, 1e9 * clock_ghz * seconds);
    bench_report_cell(report, 100 * seconds / total);
}

void bench_parts_report(bench_whole *whole, double clock_ghz, double least_s, bench_report *report)
{
    const char *const columns[] = {"part", "ns per runner-day", "cycles", "share, %"};
    double part[PARTS], total = 0;
    time_parts(whole, least_s, part);
    for (int k = 0; k < PARTS; k++)
        total += part[k];
    bench_report_table(report, "parts", columns, sizeof columns / sizeof columns[0]);
    for (int k = 0; k < PARTS; k++)
        report_part(report, names[k], part[k], clock_ghz, total);
    report_part(report, "all", total, clock_ghz, total);
    bench_report_number(report, "runner_days_per_s_with_results", 1 / total);
}
