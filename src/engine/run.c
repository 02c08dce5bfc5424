// SPDX-License-Identifier: GPL-3.0-or-later
// Running an experiment: worlds one after another, each world's blocks over the threads. What
// threads add up is integer, so the bits do not depend on who lived which block.
#include <calfsim/run.h>
#include <calfsim/version.h>

#include "core/build.h"
#include "core/error.h"
#include "engine/block.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

// What the threads of a run share.
typedef struct run_crew {
    const calf_setting *setting;
    const calf_run_options *options;
    calf_result_writer *writer;
    int threads;
    calf_workspace **workspaces; ///< [thread]
    calf_parameters shared; ///< of the world being lived
    uint64_t next_block; ///< of that world
    uint64_t blocks_done, blocks_total;
    // the first failure, and the text that another thread would not see
    calf_status status;
    char failure[512];
} run_crew;

static uint64_t blocks_per_world(const calf_population_spec *spec)
{
    return (spec->runners + CALF_BLOCK_RUNNERS - 1) / CALF_BLOCK_RUNNERS;
}

static calf_block_place place_of(const run_crew *crew, uint32_t world, uint64_t block)
{
    uint64_t runners = crew->setting->experiment->population.runners;
    uint64_t first = block * CALF_BLOCK_RUNNERS;
    uint64_t left = runners - first;
    return (calf_block_place){
        world, first, (size_t)(left < CALF_BLOCK_RUNNERS ? left : CALF_BLOCK_RUNNERS)};
}

// Keeps the first failure. The caller holds the crew's lock.
static void note_failure(run_crew *crew, calf_status status)
{
    if (crew->status != CALF_OK || status == CALF_OK)
        return;
#pragma omp atomic write
    crew->status = status;
    strncpy(crew->failure, calf_error_text(), sizeof crew->failure - 1);
}

// After each block, one thread at a time: writes it and tells progress.
static void block_done(run_crew *crew, calf_status lived, const calf_workspace *workspace,
    const calf_block_place *place)
{
    const calf_run_options *options = crew->options;
    note_failure(crew, lived);
    if (crew->status == CALF_OK)
        note_failure(crew, calf_block_write(workspace, place, crew->writer));
    crew->blocks_done++;
    if (options->progress != NULL)
        options->progress(options->context, (double)crew->blocks_done, (double)crew->blocks_total);
}

static bool failed(run_crew *crew)
{
    int status;
#pragma omp atomic read
    status = crew->status;
    return status != CALF_OK;
}

// Takes the next block of the world that nobody has taken; false when none is left.
static bool take_block(run_crew *crew, uint64_t *block)
{
#pragma omp atomic capture
    *block = crew->next_block++;
    return *block < blocks_per_world(&crew->setting->experiment->population);
}

// Lives one world; its statistics end up in the first thread's workspace.
static void live_world(run_crew *crew, uint32_t world)
{
    calf_population_world(crew->setting->population, world, &crew->shared);
    crew->next_block = 0;
    for (int t = 0; t < crew->threads; t++) // of threads that will not come, too
        calf_statistics_clear(calf_workspace_statistics(crew->workspaces[t]));
#pragma omp parallel num_threads(crew->threads)
    {
        calf_workspace *workspace = crew->workspaces[omp_get_thread_num()];
        uint64_t block;
        while (!failed(crew) && take_block(crew, &block)) {
            calf_block_place place = place_of(crew, world, block);
            calf_status status = calf_block_live(workspace, &crew->shared, &place);
#pragma omp critical(calf_crew)
            block_done(crew, status, workspace, &place);
        }
    }
    calf_statistics *whole = calf_workspace_statistics(crew->workspaces[0]);
    for (int t = 1; t < crew->threads; t++)
        calf_statistics_merge(whole, calf_workspace_statistics(crew->workspaces[t]));
}

// The world's value of every parameter that its runners share; NaN for the others.
static void world_parameters(const run_crew *crew, double values[CALF_PARAMETER_COUNT])
{
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        values[id] = calf_population_varies(crew->setting->population, id)
            ? (double)NAN
            : calf_parameters_get(&crew->shared, id);
}

static calf_status live_worlds(run_crew *crew)
{
    uint64_t worlds = crew->setting->experiment->population.worlds;
    for (uint64_t world = 0; world < worlds && crew->status == CALF_OK; world++) {
        live_world(crew, (uint32_t)world);
        if (crew->status != CALF_OK)
            break;
        double values[CALF_PARAMETER_COUNT];
        world_parameters(crew, values);
        note_failure(crew,
            calf_result_write_world(crew->writer, (size_t)world,
                calf_workspace_statistics(crew->workspaces[0]), values));
    }
    return crew->status == CALF_OK ? CALF_OK : calf_error_set(crew->status, "%s", crew->failure);
}

// Bytes that this process may fill: the machine's memory, or less where a limit is set.
static double memory_bytes(void)
{
    struct rlimit limit;
    double bytes = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        bytes = fmin(bytes, (double)limit.rlim_cur);
    return bytes;
}

static calf_status check_memory(const run_crew *crew)
{
    double needed = crew->threads * calf_workspace_bytes(crew->setting), there = memory_bytes();
    if (needed <= there)
        return CALF_OK;
    return calf_error_set(CALF_BAD_INPUT,
        "statistics of %zu strategies over %d days take %.3g GB for %d thread%s, and there are %.3g "
        "GB of memory; allowed: fewer threads, strategies, days, or groups in output.daily",
        crew->setting->experiment->strategy_count, crew->setting->experiment->days, 1e-9 * needed,
        crew->threads, crew->threads == 1 ? "" : "s", 1e-9 * there);
}

// Every thread makes its own workspace, so that its memory lies near it.
static calf_status crew_gather(run_crew *crew)
{
    crew->workspaces = calloc((size_t)crew->threads, sizeof(calf_workspace *));
    if (crew->workspaces == NULL)
        return calf_error_no_memory();
    int got = 1;
#pragma omp parallel num_threads(crew->threads)
    {
        calf_workspace *workspace;
        calf_stop stop = {crew->options->should_stop, crew->options->context};
        calf_status status = calf_workspace_create(crew->setting, stop, &workspace);
#pragma omp critical(calf_crew)
        {
            note_failure(crew, status);
            crew->workspaces[omp_get_thread_num()] = workspace;
            got = omp_get_num_threads();
        }
    }
    crew->threads = got;
    return crew->status == CALF_OK ? CALF_OK : calf_error_set(crew->status, "%s", crew->failure);
}

static void crew_dismiss(run_crew *crew)
{
    for (int t = 0; crew->workspaces != NULL && t < crew->threads; t++)
        calf_workspace_destroy(crew->workspaces[t]);
    free(crew->workspaces);
}

// As many threads as asked for, but none without a block: each costs a workspace.
static int threads_of(const run_crew *crew)
{
    int asked = crew->options->threads > 0 ? crew->options->threads : omp_get_max_threads();
    uint64_t blocks = blocks_per_world(&crew->setting->experiment->population);
    return (uint64_t)asked < blocks ? asked : (int)blocks;
}

static calf_status create_result(
    const calf_experiment *experiment, const char *path, calf_result_writer **writer)
{
    char *text = NULL;
    const char **names = calloc(experiment->strategy_count, sizeof *names);
    calf_status status = names != NULL ? CALF_OK : calf_error_no_memory();
    if (status == CALF_OK)
        status = calf_experiment_text(experiment, &text);
    if (status == CALF_OK) {
        for (size_t s = 0; s < experiment->strategy_count; s++)
            names[s] = experiment->strategies[s].name;
        calf_result_header header = {.title = experiment->title,
            .experiment = text,
            .model = CALF_MODEL_VERSION,
            .seed = experiment->seed,
            .start = experiment->start,
            .strategy_count = experiment->strategy_count,
            .strategies = names,
            .worlds = (size_t)experiment->population.worlds,
            .runners = experiment->population.runners,
            .days = experiment->days,
            .history_days = experiment->history_days,
            .cohort = experiment->population.cohort.columns > 0,
            .daily = experiment->output.daily,
            .trajectories = experiment->output.trajectories,
            .runner_outcomes = experiment->output.runners,
            .sore_day_mm = experiment->output.sore_day_mm};
        status = calf_result_create(path, &header, writer);
    }
    free(text);
    free(names);
    return status;
}

static void time_text(time_t when, char text[32])
{
    struct tm utc;
    gmtime_r(&when, &utc);
    strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + 1e-9 * (double)(now.tv_nsec - start->tv_nsec);
}

static calf_status finish_result(
    const run_crew *crew, const struct timespec *start, time_t started, calf_result_writer *writer)
{
    char host[256] = "", began[32], ended[32];
    gethostname(host, sizeof host - 1);
    time_text(started, began);
    time_text(time(NULL), ended);
    calf_provenance provenance = {.version = CALFSIM_VERSION,
        .compiler = CALF_BUILD_COMPILER,
        .flags = CALF_BUILD_FLAGS,
        .host = host,
        .started = began,
        .finished = ended,
        .command = crew->options->command != NULL ? crew->options->command : "",
        .threads = crew->threads,
        .seconds = seconds_since(start)};
    return calf_result_finish(writer, &provenance);
}

calf_status calf_experiment_run(
    const calf_experiment *experiment, const char *path, const calf_run_options *options)
{
    static const calf_run_options standard = {0};
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    time_t started = time(NULL);
    run_crew crew = {.options = options != NULL ? options : &standard};
    calf_setting *setting = NULL;
    calf_status status = calf_setting_create(experiment, &setting);
    if (status != CALF_OK)
        return status;
    crew.setting = setting;
    crew.threads = threads_of(&crew);
    crew.blocks_total = blocks_per_world(&experiment->population) * experiment->population.worlds;
    status = check_memory(&crew);
    if (status == CALF_OK)
        status = create_result(experiment, path, &crew.writer);
    if (status == CALF_OK)
        status = crew_gather(&crew);
    if (status == CALF_OK)
        status = live_worlds(&crew);
    if (status == CALF_OK)
        status = finish_result(&crew, &start, started, crew.writer);
    else
        calf_result_abandon(crew.writer);
    crew_dismiss(&crew);
    calf_setting_destroy(setting);
    return status;
}
