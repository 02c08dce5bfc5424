// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's rate on one core, for every instruction set that this machine has, against the same
// source with batches of one runner, and against what the core could do.
//
// This source makes two programs. bench_kernel_one_lane is built with CALF_LANES 1, says its rates
// alone, and is run by bench_kernel, so that both are measured in one go. Its compiler may still
// make vectors of both muscles or of rows of statistics; the faster one of its copies is the scalar
// kernel. Both live the experiment's runners with its history and all strategies.
#include "flops.h"
#include "parts.h"
#include "peak.h"
#include "report.h"
#include "timing.h"
#include "whole.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ISAS_MAX = 8, SAID_MAX = 65536 };

// Runner-days a CPU second, of a world with its statistics and of lives alone.
typedef struct rates {
    double world, lives;
} rates;

typedef struct measured_isa {
    const char *name;
    rates ours, one_lane; // NaN where not measured
    double peak_gflops;
} measured_isa;

typedef struct contest {
    bench_whole *whole;
    double least_s;
    measured_isa isas[ISAS_MAX];
    int count;
    double clock_ghz, flops;
} contest;

static rates measure(contest *c)
{
    bench_whole *whole = c->whole;
    double blocks = (double)whole->runners / CALF_BLOCK_RUNNERS;
    whole->sessions = BENCH_ALL;
    whole->reports = false;
    return (rates){.world = blocks * whole->block_days /
            bench_seconds_of(bench_whole_world, whole, c->least_s),
        .lives = whole->block_days / bench_seconds_of(bench_whole_live, whole, c->least_s)};
}

static void measure_isas(contest *c, const char *only)
{
    const char *name;
    for (int k = 0; (name = bench_isa(k)) != NULL && c->count < ISAS_MAX; k++) {
        measured_isa *isa = &c->isas[c->count];
        bool asked = strcmp(only, "all") == 0 || strcmp(only, name) == 0;
        if (!asked || calf_kernel_find(name, &c->whole->kernel) != CALF_OK)
            continue;
        *isa = (measured_isa){.name = name, .one_lane = {(double)NAN, (double)NAN}};
        isa->ours = measure(c);
        isa->peak_gflops = CALF_LANES > 1 ? bench_peak_gflops(name, c->least_s) : (double)NAN;
        c->count++;
    }
    if (c->count == 0) {
        fprintf(stderr, "--isa %s is not on this machine\n", only);
        exit(2);
    }
}

static const char *rate_key(char key[64], const char *what, const char *isa)
{
    snprintf(key, 64, "%s_%s", what, isa);
    return key;
}

// A figure of a report in JSON; NaN if it is not there.
static double figure_in(const char *json, const char *key)
{
    char quoted[80];
    snprintf(quoted, sizeof quoted, "\"%s\": ", key);
    const char *found = strstr(json, quoted);
    return found != NULL ? strtod(found + strlen(quoted), NULL) : (double)NAN;
}

// The program next to this one says its rates.
static void ask_one_lane(contest *c, const char *self, const bench_option *options, size_t count)
{
    static char command[4096], said[SAID_MAX];
    char key[64];
    size_t used = (size_t)snprintf(command, sizeof command, "'%s_one_lane' --json", self);
    for (size_t k = 0; k < count; k++)
        used += (size_t)snprintf(
            command + used, sizeof command - used, " %s '%s'", options[k].name, options[k].value);
    FILE *child = used < sizeof command ? popen(command, "r") : NULL;
    size_t length = child != NULL ? fread(said, 1, sizeof said - 1, child) : 0;
    said[length] = '\0';
    if (child == NULL || pclose(child) != 0) {
        fprintf(stderr, "failed: %s\n", command);
        exit(1);
    }
    for (measured_isa *isa = c->isas; isa < c->isas + c->count; isa++) {
        isa->one_lane.world = figure_in(said, rate_key(key, "world", isa->name));
        isa->one_lane.lives = figure_in(said, rate_key(key, "lives", isa->name));
    }
}

static rates fastest_one_lane(const contest *c)
{
    rates fastest = {(double)NAN, (double)NAN};
    for (int k = 0; k < c->count; k++) {
        fastest.world = fmax(fastest.world, c->isas[k].one_lane.world);
        fastest.lives = fmax(fastest.lives, c->isas[k].one_lane.lives);
    }
    return fastest;
}

static void report_row(const contest *c, bench_report *report, const measured_isa *isa,
    const char *lanes, const rates *r, const rates *scalar)
{
    double gflops = r->world * c->flops * 1e-9;
    bench_report_cell_text(report, isa->name);
    bench_report_cell_text(report, lanes);
    bench_report_cell(report, r->world * 1e-6);
    bench_report_cell(report, r->world / scalar->world);
    bench_report_cell(report, r->lives * 1e-6);
    bench_report_cell(report, r->lives / scalar->lives);
    bench_report_cell(report, c->clock_ghz * 1e9 / r->world);
    bench_report_cell(report, gflops);
    bench_report_cell(report, isa->peak_gflops);
    bench_report_cell(report, 100 * gflops / isa->peak_gflops);
}

static void report_isas(const contest *c, bench_report *report)
{
    const char *const columns[] = {"instruction set", "lanes", "million runner-days/s",
        "times scalar", "lives alone, million/s", "times scalar", "cycles per runner-day",
        "GFLOP/s, estimate", "peak GFLOP/s", "share of peak, %"};
    const rates scalar = fastest_one_lane(c);
    char lanes[16];
    snprintf(lanes, sizeof lanes, "%d", CALF_LANES);
    bench_report_table(report, "kernel", columns, sizeof columns / sizeof columns[0]);
    for (const measured_isa *isa = c->isas; isa < c->isas + c->count; isa++)
        report_row(c, report, isa, "1", &isa->one_lane, &scalar);
    for (const measured_isa *isa = c->isas; isa < c->isas + c->count; isa++)
        report_row(c, report, isa, lanes, &isa->ours, &scalar);
}

static void report_figures(const contest *c, bench_report *report)
{
    const measured_isa *fastest = &c->isas[0];
    const rates scalar = fastest_one_lane(c);
    for (const measured_isa *isa = c->isas; isa < c->isas + c->count; isa++)
        fastest = isa->ours.world > fastest->ours.world ? isa : fastest;
    double rate = fastest->ours.world;
    bench_report_text(report, "isa", fastest->name);
    bench_report_number(report, "runners", (double)c->whole->runners);
    bench_report_number(report, "runner_days_per_s_per_core", rate);
    bench_report_number(report, "lives_per_s_per_core", fastest->ours.lives);
    bench_report_number(report, "scalar_ratio", rate / scalar.world);
    bench_report_number(report, "scalar_ratio_of_lives", fastest->ours.lives / scalar.lives);
    bench_report_number(report, "clock_ghz", c->clock_ghz);
    bench_report_number(report, "cycles_per_runner_day", c->clock_ghz * 1e9 / rate);
    bench_report_number(report, "flops_per_runner_day", c->flops);
    bench_report_number(report, "peak_gflops", fastest->peak_gflops);
    bench_report_number(report, "share_of_peak", rate * c->flops * 1e-9 / fastest->peak_gflops);
}

// What bench_kernel reads.
static void report_rates(const contest *c, bench_report *report)
{
    char key[64];
    for (const measured_isa *isa = c->isas; isa < c->isas + c->count; isa++) {
        bench_report_number(report, rate_key(key, "world", isa->name), isa->ours.world);
        bench_report_number(report, rate_key(key, "lives", isa->name), isa->ours.lives);
    }
}

int main(int argc, char **argv)
{
    enum { EXPERIMENT, RUNNERS, ISA, MILLISECONDS, OPTIONS };
    bench_option options[OPTIONS] = {
        {"--experiment", "whose runners are lived, with all strategies", CALF_BENCH_EXPERIMENT},
        {"--runners", "of the world, rounded up to whole blocks of 64", "250"},
        {"--isa", "the only instruction set to measure", "all"},
        {"--milliseconds", "that each measurement takes", "1000"}};
    bool json = bench_options_read(argc, argv,
        "The kernel on one core: its rate by instruction set, and what its time goes into.",
        options, OPTIONS);
    contest c = {.least_s = 1e-3 * (double)bench_option_count(&options[MILLISECONDS])};
    c.whole = bench_whole_create(options[EXPERIMENT].value, bench_option_count(&options[RUNNERS]));
    measure_isas(&c, options[ISA].value);
    bench_report *report =
        bench_report_create(CALF_LANES > 1 ? "bench_kernel" : "bench_kernel_one_lane");
    if (CALF_LANES > 1) {
        ask_one_lane(&c, argv[0], options, OPTIONS);
        c.clock_ghz = bench_clock_ghz(c.least_s);
        c.flops = bench_flops_per_runner_day(c.whole);
        report_isas(&c, report);
        report_figures(&c, report);
        c.whole->kernel = bench_kernel_find("fastest");
        bench_parts_report(c.whole, c.clock_ghz, c.least_s, report);
    } else {
        report_rates(&c, report);
    }
    bench_report_print(report, json);
    bench_whole_destroy(c.whole);
    return 0;
}
