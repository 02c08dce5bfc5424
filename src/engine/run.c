// SPDX-License-Identifier: GPL-3.0-or-later
// Running an experiment: its result is created, its worlds are lived, its provenance added.
#include <calfsim/run.h>
#include <calfsim/version.h>

#include "core/build.h"
#include "core/error.h"
#include "engine/kernel.h"
#include "engine/worlds.h"

#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

// Bytes that this process may fill: the machine's memory, or less where a limit is set.
static double memory_bytes(void)
{
    struct rlimit limit;
    double bytes = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        bytes = fmin(bytes, (double)limit.rlim_cur);
    return bytes;
}

static calf_status check_memory(const calf_setting *setting, int threads)
{
    double needed = calf_worlds_bytes(setting, threads), there = memory_bytes();
    if (needed <= there)
        return CALF_OK;
    return calf_error_set(CALF_BAD_INPUT,
        "statistics of %zu strategies over %d days take %.3g GB for %d thread%s, and there are %.3g "
        "GB of memory; allowed: fewer threads, strategies, days, or groups in output.daily",
        setting->experiment->strategy_count, setting->experiment->days, 1e-9 * needed, threads,
        threads == 1 ? "" : "s", 1e-9 * there);
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

static calf_status finish_result(calf_result_writer *writer, const calf_run_options *options,
    const char *isa, int threads, const struct timespec *start, time_t started)
{
    char host[256] = "", began[32], ended[32];
    gethostname(host, sizeof host - 1);
    time_text(started, began);
    time_text(time(NULL), ended);
    calf_provenance provenance = {.version = CALFSIM_VERSION,
        .compiler = CALF_BUILD_COMPILER,
        .flags = CALF_BUILD_FLAGS,
        .isa = isa,
        .host = host,
        .started = began,
        .finished = ended,
        .command = options->command != NULL ? options->command : "",
        .threads = threads,
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
    calf_setting *setting = NULL;
    calf_result_writer *writer = NULL;
    if (options == NULL)
        options = &standard;
    const calf_kernel *kernel;
    calf_status status = calf_kernel_find(options->isa, &kernel);
    if (status == CALF_OK)
        status = calf_setting_create(experiment, &setting);
    if (status != CALF_OK)
        return status;
    int threads = calf_worlds_threads(setting, options->threads);
    status = check_memory(setting, threads);
    if (status == CALF_OK)
        status = create_result(experiment, path, &writer);
    if (status == CALF_OK)
        status = calf_worlds_live(setting, kernel, options, writer, &threads);
    if (status == CALF_OK)
        status = finish_result(writer, options, kernel->isa, threads, &start, started);
    else
        calf_result_abandon(writer);
    calf_setting_destroy(setting);
    return status;
}
