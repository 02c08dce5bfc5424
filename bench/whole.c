// SPDX-License-Identifier: GPL-3.0-or-later
// What the program does to the runners of a world, part by part.
#include "whole.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void fail(const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(1);
}

static void must(calf_status status)
{
    if (status != CALF_OK)
        fail(calf_error_text());
}

static void list_sessions(const calf_calendar *calendar, bench_calendar *listed)
{
    for (int which = 0; which < BENCH_SESSIONS; which++) {
        listed->sessions[which] = calloc(calendar->count + 1, sizeof(calf_session *));
        if (listed->sessions[which] == NULL)
            fail("out of memory");
        for (size_t k = 0; k < calendar->count; k++) {
            const calf_session *session = calendar->sessions[k];
            if (which == BENCH_ALL || (which == BENCH_RUNS && session->kind == CALF_RUN))
                listed->sessions[which][listed->count[which]++] = session;
        }
    }
}

static calf_result_writer *open_result(bench_whole *whole)
{
    const calf_experiment *e = whole->experiment;
    const char *names[64] = {""};
    char path[] = "/tmp/calfsim-bench-XXXXXX";
    calf_result_writer *writer = NULL;
    for (size_t s = 0; s < e->strategy_count && s < 64; s++)
        names[s] = e->strategies[s].name;
    calf_result_header header = {.title = e->title,
        .experiment = "",
        .start = "",
        .strategy_count = e->strategy_count,
        .strategies = names,
        .worlds = BENCH_WORLDS_WRITTEN,
        .runners = whole->runners,
        .days = e->days,
        .history_days = e->history_days,
        .daily = e->output.daily,
        .sore_day_mm = e->output.sore_day_mm};
    int file = mkstemp(path); // a name that is free; the result is written aside
    if (file < 0)
        fail("cannot write into /tmp");
    close(file);
    unlink(path);
    must(calf_result_create(path, &header, &writer));
    must(calf_world_numbers_create(&header, &whole->numbers));
    return writer;
}

static void read_experiment(bench_whole *whole, const char *path)
{
    char runners[64];
    snprintf(runners, sizeof runners, "population.runners=%zu", whole->runners);
    const char *const settings[] = {runners};
    must(calf_experiment_read(path, settings, 1, &whole->experiment));
    must(calf_setting_create(whole->experiment, &whole->setting));
    calf_population_world(whole->setting->population, 0, &whole->shared);
    const calf_experiment *e = whole->experiment;
    whole->block_days = (double)CALF_BLOCK_RUNNERS *
        (e->history_days + (double)e->strategy_count * (double)e->days);
}

bench_whole *bench_whole_create(const char *experiment, size_t runners)
{
    bench_whole *whole = calloc(1, sizeof *whole);
    if (whole == NULL)
        fail("out of memory");
    size_t blocks = (runners + CALF_BLOCK_RUNNERS - 1) / CALF_BLOCK_RUNNERS;
    whole->kernel = bench_kernel_find("fastest");
    whole->runners = blocks * CALF_BLOCK_RUNNERS;
    read_experiment(whole, experiment);
    const calf_experiment *e = whole->experiment;
    must(calf_workspace_create(whole->setting, (calf_stop){NULL, NULL}, &whole->workspace));
    must(calf_statistics_create(
        e->strategy_count, (size_t)e->days, e->output.daily, whole->runners, &whole->statistics));
    whole->writer = open_result(whole);
    whole->strategies = calloc(e->strategy_count, sizeof *whole->strategies);
    if (whole->strategies == NULL)
        fail("out of memory");
    list_sessions(&whole->setting->history, &whole->history);
    for (size_t s = 0; s < e->strategy_count; s++)
        list_sessions(&whole->setting->strategies[s], &whole->strategies[s]);
    bench_whole_world(whole);
    return whole;
}

static void free_calendar(bench_calendar *calendar)
{
    for (int which = 0; which < BENCH_SESSIONS; which++)
        free(calendar->sessions[which]);
}

void bench_whole_destroy(bench_whole *whole)
{
    free_calendar(&whole->history);
    for (size_t s = 0; s < whole->experiment->strategy_count; s++)
        free_calendar(&whole->strategies[s]);
    free(whole->strategies);
    calf_world_numbers_destroy(whole->numbers);
    calf_result_abandon(whole->writer);
    calf_statistics_destroy(whole->statistics);
    calf_workspace_destroy(whole->workspace);
    calf_setting_destroy(whole->setting);
    calf_experiment_destroy(whole->experiment);
    free(whole);
}

void bench_whole_world(void *context)
{
    bench_whole *whole = context;
    calf_statistics_clear(whole->statistics);
    for (size_t first = 0; first < whole->runners; first += CALF_BLOCK_RUNNERS) {
        calf_block_place place = {0, first, CALF_BLOCK_RUNNERS, NULL};
        must(
            whole->kernel->block_live(whole->workspace, &whole->shared, &place, whole->statistics));
    }
}

void bench_whole_draw(void *context)
{
    static CALF_ALIGNED calf_lane_parameters drawn;
    bench_whole *whole = context;
    for (size_t first = 0; first < CALF_BLOCK_RUNNERS; first += CALF_LANES)
        whole->kernel->population_batch(
            whole->setting->population, &whole->shared, 0, first, CALF_LANES, &drawn);
}

static void pass_morning(void *context, int day, const calf_lanes due)
{
    bench_whole *whole = context;
    calf_workspace *w = whole->workspace;
    (void)due;
    if (whole->reports)
        whole->kernel->morning_report(&w->course.life, day, NULL, &w->course.morning);
}

void bench_whole_live(void *context)
{
    bench_whole *whole = context;
    calf_workspace *w = whole->workspace;
    const calf_experiment *e = whole->experiment;
    bench_sessions which = whole->sessions;
    for (size_t b = 0; b < CALF_BLOCK_BATCHES; b++) {
        calf_batch_runners *r = &w->runners[b];
        calf_prepared_begin(r->prepared, &r->batch);
        calf_life_begin(&r->history, r->prepared, -e->history_days);
        whole->kernel->life_live(&r->history, whole->history.sessions[which],
            whole->history.count[which], -1, NULL, NULL);
    }
    for (size_t s = 0; s < e->strategy_count; s++)
        for (size_t b = 0; b < CALF_BLOCK_BATCHES; b++) {
            const bench_calendar *calendar = &whole->strategies[s];
            w->course.life = w->runners[b].history;
            whole->kernel->life_live(&w->course.life, calendar->sessions[which],
                calendar->count[which], e->days - 1, pass_morning, whole);
        }
}

void bench_whole_read(void *context)
{
    bench_whole *whole = context;
    double values[CALF_PARAMETER_COUNT] = {0};
    must(whole->kernel->numbers_read(whole->numbers, whole->statistics, values));
}

void bench_whole_write(void *context)
{
    bench_whole *whole = context;
    calf_result_writer *writer = open_result(whole);
    for (size_t world = 0; world < BENCH_WORLDS_WRITTEN; world++)
        must(calf_result_write_world(writer, 0, world, whole->numbers));
    calf_result_abandon(writer);
}
