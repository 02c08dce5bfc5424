// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel against general tools: the same model, the same runners, their mornings side by side.
// Runs and rests only: repetitions of heel raises are no differential equation.
//
// How GSL is used: each muscle is a system of its own, so that each takes its own steps; one driver
// for rests and one for runs live through all runners, are reset where the drive jumps and begin
// with the step that the last stretch ended with; a steady stretch, of hours or of minutes, is one
// call; at rest the right-hand side is linear and raises nothing to a power. rtol is 1e-6, atol
// 1e-8 of states that matter from 1e-3 on. The seconds are CPU seconds on one core for all of them.
#include "lives.h"
#include "ode_runner.h"
#include "report.h"
#include "script_peer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double report_hour = 7, least_s = 0.5, relative = 1e-6, absolute = 1e-6;

/** A tool, how fast it is, and by day how far its mornings are from the kernel's. */
typedef struct peer {
    const char *name, *key;
    size_t runners;
    double runner_days_per_s;
    double *soreness_mm, *force; ///< [day], the largest difference; NULL of the kernel
} peer;

/** What the measurement is made of. */
typedef struct contest {
    bench_lives *lives;
    bench_morning *by_kernel, *by_peer; ///< [runner][day]
    double kernel_rate;
    peer peers[4];
    size_t count;
} contest;

static void *blank(size_t count, size_t size)
{
    void *block = calloc(count, size);
    if (block == NULL) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return block;
}

static double runner_days(const contest *c, size_t runners)
{
    return (double)runners * c->lives->days;
}

// The kernel takes too little time to be measured once: it lives the same lives again and again.
static void live_by_kernel(contest *c)
{
    double begun = bench_cpu_s(), seconds = 0;
    size_t rounds = 0;
    bench_lives_live(c->lives, c->by_kernel); // and once unmeasured
    for (begun = bench_cpu_s(); seconds < least_s; seconds = bench_cpu_s() - begun, rounds++)
        bench_lives_live(c->lives, c->by_kernel);
    c->kernel_rate = runner_days(c, c->lives->runners) * (double)rounds / seconds;
}

static void live_one_by_gsl(const contest *c, size_t k, ode_solver *solver)
{
    ode_runner runner;
    ode_runner_init(&runner, &c->lives->runner[k], solver);
    size_t next = 0;
    for (int day = 0; day < c->lives->days; day++) {
        bench_morning *morning = &c->by_peer[k * (size_t)c->lives->days + (size_t)day];
        ode_runner_rest(&runner, fmax(24 * day + report_hour, runner.now_h));
        for (int m = 0; m < CALF_MUSCLES; m++) {
            morning->soreness_mm[m] = ode_runner_soreness(&runner, m);
            morning->force[m] = ode_runner_force(&runner, m);
        }
        for (; next < c->lives->session_count; next++) {
            const calf_session *session = c->lives->sessions[next];
            if (session->due_h >= 24 * (day + 1) + report_hour)
                break;
            ode_runner_rest(&runner, session->due_h);
            ode_runner_run(&runner, &session->run);
        }
    }
}

/** Keeps the larger one; an undefined value is the largest of all. */
static void widen(double *worst, double off)
{
    if (!(fabs(off) <= *worst))
        *worst = isnan(off) ? HUGE_VAL : fabs(off);
}

static void add_peer(contest *c, const char *name, const char *key, size_t runners, double seconds)
{
    size_t days = (size_t)c->lives->days;
    peer *added = &c->peers[c->count++];
    *added = (peer){name, key, runners, runner_days(c, runners) / seconds,
        blank(days, sizeof(double)), blank(days, sizeof(double))};
    for (size_t k = 0; k < runners * days; k++)
        for (int m = 0; m < CALF_MUSCLES; m++) {
            const bench_morning *a = &c->by_kernel[k], *b = &c->by_peer[k];
            widen(&added->soreness_mm[k % days], a->soreness_mm[m] - b->soreness_mm[m]);
            widen(&added->force[k % days], a->force[m] - b->force[m]);
        }
}

static void live_by_gsl(contest *c, const char *name, const char *key,
    const gsl_odeiv2_step_type *method, size_t runners)
{
    double begun = bench_cpu_s();
    ode_solver *solver = ode_solver_create(method, absolute, relative);
    for (size_t k = 0; k < runners; k++)
        live_one_by_gsl(c, k, solver);
    ode_solver_destroy(solver);
    add_peer(c, name, key, runners, bench_cpu_s() - begun);
}

static void live_by_script(contest *c, const char *name, const char *key, const char *command,
    const char *needs, const char *script, size_t runners)
{
    char question[1024];
    snprintf(question, sizeof question, "%s %s", command, needs);
    if (!script_peer_there(question)) {
        fprintf(stderr, "bench_peers: %s is left out, not installed\n", name);
        return;
    }
    double seconds = script_peer_live(command, script, c->lives, runners, c->by_peer);
    add_peer(c, name, key, runners, seconds);
}

static double largest(const double *values, int from, int to)
{
    double worst = 0;
    for (int day = from; day < to; day++)
        widen(&worst, values[day]);
    return worst;
}

static void report_peers(const contest *c, bench_report *report)
{
    const char *const columns[] = {"tool", "runners", "runner-days/s", "calfsim is faster, times",
        "soreness differs, mm", "force differs"};
    double worst_soreness = 0, worst_force = 0;
    bench_report_text(report, "isa", c->lives->kernel->isa);
    bench_report_number(report, "days", c->lives->days);
    bench_report_number(report, "runner_days_per_s", c->kernel_rate);
    bench_report_table(report, "peers", columns, sizeof columns / sizeof columns[0]);
    bench_report_cell_text(report, "calfsim, one core");
    bench_report_cell(report, (double)c->lives->runners);
    bench_report_cell(report, c->kernel_rate);
    for (int k = 0; k < 3; k++)
        bench_report_cell(report, NAN);
    for (const peer *p = c->peers; p < c->peers + c->count; p++) {
        char key[64];
        double soreness = largest(p->soreness_mm, 0, c->lives->days);
        double force = largest(p->force, 0, c->lives->days);
        bench_report_cell_text(report, p->name);
        bench_report_cell(report, (double)p->runners);
        bench_report_cell(report, p->runner_days_per_s);
        bench_report_cell(report, c->kernel_rate / p->runner_days_per_s);
        bench_report_cell(report, soreness);
        bench_report_cell(report, force);
        snprintf(key, sizeof key, "ratio_%s", p->key);
        bench_report_number(report, key, c->kernel_rate / p->runner_days_per_s);
        widen(&worst_soreness, soreness);
        widen(&worst_force, force);
    }
    bench_report_number(report, "max_soreness_difference_mm", worst_soreness);
    bench_report_number(report, "max_force_difference", worst_force);
}

// The largest differences in stretches of so many days.
static void report_agreement(
    const contest *c, bench_report *report, const char *key, const char *unit, int step)
{
    char headings[1 + 2 * 4][64];
    const char *columns[1 + 2 * 4];
    size_t count = 0;
    snprintf(headings[count++], sizeof headings[0], "%s", unit);
    for (const peer *p = c->peers; p < c->peers + c->count; p++) {
        snprintf(headings[count++], sizeof headings[0], "%s: soreness, mm", p->name);
        snprintf(headings[count++], sizeof headings[0], "%s: force", p->name);
    }
    for (size_t k = 0; k < count; k++)
        columns[k] = headings[k];
    bench_report_table(report, key, columns, count);
    for (int from = 0; from < c->lives->days; from += step) {
        int to = from + step < c->lives->days ? from + step : c->lives->days;
        bench_report_cell(report, from / step);
        for (const peer *p = c->peers; p < c->peers + c->count; p++) {
            bench_report_cell(report, largest(p->soreness_mm, from, to));
            bench_report_cell(report, largest(p->force, from, to));
        }
    }
}

int main(int argc, char **argv)
{
    enum {
        EXPERIMENT,
        ISA,
        RUNNERS,
        WORLDS,
        DAYS,
        GSL_RUNNERS,
        PYTHON,
        R_RUNNERS,
        RSCRIPT,
        OPTIONS
    };
    bench_option options[OPTIONS] = {
        {"--experiment", "whose runners and first strategy are lived", CALF_BENCH_EXPERIMENT},
        {"--isa", "instruction set of calfsim's kernel", "fastest"},
        {"--runners", "that calfsim and NumPy live, rounded up to whole batches", "1024"},
        {"--worlds", "that they are drawn from", "32"}, {"--days", "from rest", "28"},
        {"--gsl-runners", "the first so many that GSL lives", "128"},
        {"--python", "with NumPy", "/usr/bin/python3"},
        {"--r-runners", "the first so many that R lives", "16"},
        {"--rscript", "with deSolve", "Rscript"}};
    bool json = bench_options_read(argc, argv,
        "The model as calfsim, GSL, NumPy and deSolve integrate it: speed and agreement.", options,
        OPTIONS);
    contest c = {.count = 0};
    size_t runners = bench_option_count(&options[RUNNERS]);
    size_t gsl_runners = bench_option_count(&options[GSL_RUNNERS]);
    size_t r_runners = bench_option_count(&options[R_RUNNERS]);
    c.lives = bench_lives_create(options[EXPERIMENT].value, options[ISA].value, runners,
        bench_option_count(&options[WORLDS]), (int)bench_option_count(&options[DAYS]));
    runners = c.lives->runners;
    size_t mornings = runners * (size_t)c.lives->days;
    c.by_kernel = blank(mornings, sizeof *c.by_kernel);
    c.by_peer = blank(mornings, sizeof *c.by_peer);
    gsl_runners = gsl_runners < runners ? gsl_runners : runners;
    r_runners = r_runners < runners ? r_runners : runners;

    live_by_kernel(&c);
    live_by_gsl(&c, "GSL rk8pd", "gsl_rk8pd", gsl_odeiv2_step_rk8pd, gsl_runners);
    live_by_gsl(&c, "GSL msadams", "gsl_msadams", gsl_odeiv2_step_msadams, gsl_runners);
    live_by_script(&c, "NumPy RK4", "numpy", options[PYTHON].value, "-c 'import numpy'",
        "numpy_peer.py", runners);
    live_by_script(&c, "R, deSolve lsoda", "desolve", options[RSCRIPT].value,
        "-e 'library(deSolve)'", "desolve_peer.R", r_runners);

    bench_report *report = bench_report_create("bench_peers");
    report_peers(&c, report);
    report_agreement(&c, report, "weeks", "week", 7);
    report_agreement(&c, report, "days", "day", 1);
    bench_report_print(report, json);
    for (size_t k = 0; k < c.count; k++) {
        free(c.peers[k].soreness_mm);
        free(c.peers[k].force);
    }
    free(c.by_kernel);
    free(c.by_peer);
    bench_lives_destroy(c.lives);
    return 0;
}
