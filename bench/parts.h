// SPDX-License-Identifier: GPL-3.0-or-later
// Where the time of a runner-day goes.
#ifndef CALF_BENCH_PARTS_H
#define CALF_BENCH_PARTS_H

#include "report.h"
#include "whole.h"

/** Adds the table "parts". What cannot be timed alone is the difference between doing it and not:
 *  bouts between lives with and without runs, heel raises likewise, reports between lives that
 * report and lives that only stop for it, statistics between the whole world and its lives. */
void bench_parts_report(bench_whole *whole, double clock_ghz, double least_s, bench_report *report);

#endif
