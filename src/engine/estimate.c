// SPDX-License-Identifier: GPL-3.0-or-later
// What an experiment will take: its size, and its time from living a little of it.
#include <calfsim/run.h>

#include "core/error.h"
#include "engine/run_plan.h"
#include "engine/worlds.h"
#include "results/aside.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

static const double calibration_s = 1; // for each thread

// What threads measure, added up.
typedef struct calibration {
    double block_s, blocks; ///< living blocks
    double setting_s, settings; ///< making a point ready
    double world_s, worlds; ///< reading off the numbers of a world
    calf_status status;
    char failure[512];
} calibration;

// One thread's part.
typedef struct sample {
    const calf_run_plan *plan;
    const calf_run_options *options;
    calf_workspace *workspace;
    calf_statistics *statistics;
    calf_world_numbers *numbers;
    calibration found;
} sample;

// Some blocks of a unit: enough of them that beginning it does not count much, and that lists of
// runners are poured into histograms as often as in a whole one.
enum { BLOCKS_AT_ONCE = 256 };

static calf_status live_some(
    sample *mine, const calf_setting *setting, const calf_unit *unit, double until)
{
    const calf_run_plan *plan = mine->plan;
    const calf_stop stop = {mine->options->should_stop, mine->options->context};
    double values[CALF_PARAMETER_COUNT];
    calf_parameters shared;
    calf_workspace_destroy(mine->workspace);
    calf_status status = calf_workspace_create(setting, stop, &mine->workspace);
    calf_population_world(setting->population, unit->world, &shared);
    memcpy(values, &shared, sizeof values);
    calf_statistics_clear(mine->statistics);
    const double begun = omp_get_wtime();
    for (uint64_t b = 0; b < unit->blocks && b < BLOCKS_AT_ONCE && status == CALF_OK; b++) {
        if (b > 0 && omp_get_wtime() > until)
            break;
        const calf_block_place place = calf_work_block(&plan->work, unit, b);
        status = plan->kernel->block_live(mine->workspace, &shared, &place, mine->statistics);
        mine->found.blocks++;
    }
    const double lived = omp_get_wtime();
    if (status == CALF_OK)
        status = plan->kernel->numbers_read(mine->numbers, mine->statistics, values);
    mine->found.block_s += lived - begun;
    mine->found.world_s += omp_get_wtime() - lived;
    mine->found.worlds++;
    return status;
}

// Units all over the experiment, as the golden ratio scatters them: points differ in what they
// take.
static calf_unit scattered_unit(const calf_work *work, uint64_t number)
{
    const double place = (double)number * 0.61803398874989485;
    return calf_work_unit(work, (uint64_t)((place - floor(place)) * (double)work->units));
}

static calf_status sample_units(sample *mine, uint64_t first, uint64_t step)
{
    const calf_run_plan *plan = mine->plan;
    const double begun = omp_get_wtime();
    calf_status status = CALF_OK;
    for (uint64_t k = first; status == CALF_OK; k += step) {
        const calf_unit unit = scattered_unit(&plan->work, k);
        const calf_setting *setting = NULL;
        const double before = omp_get_wtime();
        status = calf_points_take(plan->points, unit.point, &setting);
        mine->found.setting_s += omp_get_wtime() - before;
        mine->found.settings++;
        if (status == CALF_OK)
            status = live_some(mine, setting, &unit, begun + calibration_s);
        calf_workspace_destroy(mine->workspace);
        mine->workspace = NULL;
        calf_points_leave(plan->points, setting);
        if (omp_get_wtime() - begun > calibration_s)
            break;
    }
    return status;
}

static void add_up(calibration *all, const calibration *one, calf_status status)
{
    all->block_s += one->block_s;
    all->blocks += one->blocks;
    all->setting_s += one->setting_s;
    all->settings += one->settings;
    all->world_s += one->world_s;
    all->worlds += one->worlds;
    if (status == CALF_OK || all->status != CALF_OK)
        return;
    all->status = status;
    strncpy(all->failure, calf_error_text(), sizeof all->failure - 1);
}

static void calibrate_thread(
    const calf_run_plan *plan, const calf_run_options *options, calibration *all)
{
    const calf_experiment *experiment = plan->experiment;
    sample mine = {.plan = plan, .options = options};
    calf_status status = calf_world_numbers_create(&plan->header, &mine.numbers);
    if (status == CALF_OK)
        status = calf_statistics_create(experiment->strategy_count, (size_t)experiment->days,
            experiment->output.daily, experiment->population.runners, &mine.statistics);
    if (status == CALF_OK)
        status =
            sample_units(&mine, (uint64_t)omp_get_thread_num(), (uint64_t)omp_get_num_threads());
    calf_statistics_destroy(mine.statistics);
    calf_world_numbers_destroy(mine.numbers);
#pragma omp critical(calf_calibration)
    add_up(all, &mine.found, status);
}

static double free_bytes(const char *path)
{
    struct statvfs place;
    char *folder = calf_folder_of(path);
    const int failed = folder == NULL || statvfs(folder, &place) != 0;
    free(folder);
    return failed ? (double)NAN : (double)place.f_bavail * (double)place.f_frsize;
}

static void fill(const calf_run_plan *plan, const calibration *found, calf_estimate *estimate)
{
    const calf_experiment *experiment = plan->experiment;
    const calf_work *work = &plan->work;
    const double worlds = (double)work->points * (double)work->worlds;
    const double seconds = found->block_s / found->blocks * worlds * (double)work->blocks +
        found->world_s / found->worlds * worlds +
        found->setting_s / found->settings * (double)work->points;
    const double result = calf_result_bytes(&plan->header);
    *estimate = (calf_estimate){.points = (double)work->points,
        .worlds = (double)work->worlds,
        .lives = worlds * (double)work->runners * (double)experiment->strategy_count,
        .runner_days = calf_work_runner_days(experiment),
        .seconds = seconds / plan->threads,
        .result_bytes = result,
        .campaign_bytes = plan->campaign_bytes,
        .pieces = plan->folder != NULL ? (double)work->pieces : 0,
        .memory_bytes = plan->memory_bytes,
        .free_bytes = free_bytes(plan->path),
        .threads = plan->threads};
}

calf_status calf_experiment_estimate(const calf_experiment *experiment, const char *path,
    const calf_run_options *options, calf_estimate *estimate)
{
    static const calf_run_options standard = {0};
    calf_run_plan plan;
    calibration found = {.status = CALF_OK};
    if (options == NULL)
        options = &standard;
    calf_status status = calf_run_plan_create(experiment, path, options, &plan);
    if (status == CALF_OK) {
#pragma omp parallel num_threads(plan.threads)
        calibrate_thread(&plan, options, &found);
        fill(&plan, &found, estimate);
        status =
            found.status == CALF_OK ? CALF_OK : calf_error_set(found.status, "%s", found.failure);
    }
    calf_run_plan_release(&plan);
    return status;
}
