// SPDX-License-Identifier: GPL-3.0-or-later
// Planning a run.
#include "engine/run_plan.h"

#include "core/error.h"
#include "engine/campaign.h"
#include "engine/ranks.h"
#include "engine/worlds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
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

static calf_status check_memory(const calf_run_plan *plan)
{
    const calf_experiment *experiment = plan->experiment;
    const double there = memory_bytes();
    if (plan->memory_bytes <= there)
        return CALF_OK;
    return calf_error_set(CALF_BAD_INPUT,
        "statistics of %zu strategies over %d days take %.3g GB for %d thread%s, and there are %.3g "
        "GB of memory; allowed: fewer threads, strategies, days, or groups in output.daily",
        experiment->strategy_count, experiment->days, 1e-9 * plan->memory_bytes, plan->threads,
        plan->threads == 1 ? "" : "s", 1e-9 * there);
}

static void list_names(calf_run_plan *plan)
{
    const calf_experiment *experiment = plan->experiment;
    const calf_sweep *sweep = &experiment->sweep;
    const char **next = plan->names;
    for (size_t s = 0; s < experiment->strategy_count; s++)
        *next++ = experiment->strategies[s].name;
    for (size_t f = 0; f < sweep->factor_count; f++)
        *next++ = sweep->factors[f].name;
    for (size_t f = 0; f < sweep->factor_count; f++)
        *next++ = sweep->factors[f].path;
}

// What the result says of the whole experiment.
static calf_status describe(calf_run_plan *plan)
{
    const calf_experiment *experiment = plan->experiment;
    const size_t strategies = experiment->strategy_count, factors = experiment->sweep.factor_count;
    plan->names = calloc(strategies + 2 * factors, sizeof *plan->names);
    calf_status status = plan->names != NULL ? CALF_OK : calf_error_no_memory();
    if (status == CALF_OK)
        status = calf_experiment_text(experiment, &plan->text);
    if (status != CALF_OK)
        return status;
    list_names(plan);
    plan->header = (calf_result_header){.title = experiment->title,
        .experiment = plan->text,
        .model = CALF_MODEL_VERSION,
        .seed = experiment->seed,
        .start = experiment->start,
        .strategy_count = strategies,
        .strategies = plan->names,
        .points = experiment->sweep.point_count,
        .factors = factors,
        .factor_names = plan->names + strategies,
        .factor_paths = plan->names + strategies + factors,
        .point_values = experiment->sweep.points,
        .worlds = (size_t)experiment->population.worlds,
        .runners = experiment->population.runners,
        .days = experiment->days,
        .history_days = experiment->history_days,
        .cohort = experiment->population.cohort.columns > 0,
        .daily = experiment->output.daily,
        .trajectories = experiment->output.trajectories,
        .runner_outcomes = experiment->output.runners,
        .compressed_runners =
            experiment->output.compress ? calf_work_compressed_runners(experiment) : 0,
        .sore_day_mm = experiment->output.sore_day_mm};
    return CALF_OK;
}

// A run of some seconds needs no campaign, unless one is asked for or there.
static const double small_runner_days = 5e7;

static calf_status choose_campaign(calf_run_plan *plan, const calf_run_options *options)
{
    const char *named = options->campaign;
    if (options->no_campaign)
        return CALF_OK;
    const size_t room = strlen(named != NULL ? named : plan->path) + sizeof ".campaign";
    plan->folder = malloc(room);
    if (plan->folder == NULL)
        return calf_error_no_memory();
    snprintf(plan->folder, room, "%s%s", named != NULL ? named : plan->path,
        named != NULL ? "" : ".campaign");
    if (named == NULL && options->piece_runner_days == 0 && options->parts == 0 &&
        calf_work_runner_days(plan->experiment) < small_runner_days &&
        !calf_campaign_exists(plan->folder)) {
        free(plan->folder);
        plan->folder = NULL;
    }
    return CALF_OK;
}

static double part_bytes(const calf_experiment *experiment)
{
    return calf_statistics_bytes(experiment->strategy_count, (size_t)experiment->days,
        experiment->output.daily, experiment->population.runners);
}

static void cut_campaign(calf_run_plan *plan, double piece_runner_days)
{
    const calf_experiment *experiment = plan->experiment;
    const double unit = calf_world_values_bytes(&plan->header), part = part_bytes(experiment);
    plan->work = calf_work_of_campaign(experiment, unit, part, piece_runner_days);
    plan->campaign_bytes = calf_work_bytes(&plan->work, experiment, unit, part);
}

// Small enough pieces that no rank waits long for the last one, large enough to send: of a world's
// parts that is what the statistics of each take.
static double runner_days_for_ranks(const calf_experiment *experiment, int threads)
{
    const double most = 1e7, pieces_of_thread = 32, runner_days_per_byte = 0.25;
    const double least = fmax(1e5, part_bytes(experiment) * runner_days_per_byte);
    const double workers = (double)threads * calf_ranks_count();
    const double wanted = calf_work_runner_days(experiment) / (pieces_of_thread * workers);
    return fmax(fmin(wanted, most), least);
}

// What needs the first point: who runs, and how much room they take.
static calf_status plan_work(calf_run_plan *plan, const calf_run_options *options)
{
    const calf_work whole = calf_work_of(plan->experiment);
    const calf_setting *setting = NULL;
    calf_status status = calf_points_take(plan->points, 0, &setting);
    if (status != CALF_OK)
        return status;
    if (plan->folder != NULL)
        cut_campaign(plan, options->piece_runner_days);
    else if (calf_ranks_count() > 1)
        cut_campaign(plan,
            runner_days_for_ranks(plan->experiment, calf_worlds_threads(&whole, options->threads)));
    else
        plan->work = whole;
    plan->threads = calf_worlds_threads(&plan->work, options->threads);
    plan->memory_bytes = calf_worlds_bytes(setting, &plan->header, &plan->work, plan->threads);
    calf_points_leave(plan->points, setting);
    return check_memory(plan);
}

static calf_status check_part(const calf_run_options *options)
{
    if (options->parts == 0)
        return CALF_OK;
    if (options->part < 1 || options->part > options->parts)
        return calf_error_set(CALF_BAD_INPUT, "part %d of %d: allowed is 1 to %d", options->part,
            options->parts, options->parts);
    if (options->no_campaign)
        return calf_error_set(CALF_BAD_INPUT, "a part of a run needs a campaign to keep it");
    return calf_ranks_count() == 1
        ? CALF_OK
        : calf_error_set(CALF_BAD_INPUT,
              "a part of a run is for one process: %d ranks share the whole run",
              calf_ranks_count());
}

calf_status calf_run_plan_create(const calf_experiment *experiment, const char *path,
    const calf_run_options *options, calf_run_plan *plan)
{
    *plan = (calf_run_plan){.experiment = experiment, .path = path};
    calf_status status = check_part(options);
    if (status == CALF_OK)
        status = calf_kernel_find(options->isa, &plan->kernel);
    if (status == CALF_OK && experiment->output.compress && !calf_result_can_compress())
        status = calf_error_set(CALF_BAD_INPUT,
            "output.compress: this program's HDF5 library cannot compress; allowed: false");
    if (status == CALF_OK)
        status = calf_points_create(experiment, &plan->points);
    if (status == CALF_OK)
        status = describe(plan);
    if (status == CALF_OK)
        status = choose_campaign(plan, options);
    return status == CALF_OK ? plan_work(plan, options) : status;
}

void calf_run_plan_release(calf_run_plan *plan)
{
    calf_points_destroy(plan->points);
    free(plan->folder);
    free(plan->names);
    free(plan->text);
}
