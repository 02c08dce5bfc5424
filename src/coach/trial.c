// SPDX-License-Identifier: GPL-3.0-or-later
// A run into a file that nobody keeps. The file is what analysis reads: its numbers are those of
// `calfsim run` and `compare`, bit by bit.
#include "coach/trial.h"

#include "core/error.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

// The caller's options behind those of the run.
typedef struct telling {
    const calf_run_options *options;
    calf_trial_part part;
} telling;

static void tell(void *context, double done, double total)
{
    const telling *of = context;
    const double share = of->part.from + (of->part.to - of->part.from) * done / total;
    of->options->progress(of->options->context, share, 1);
}

static bool should_stop(void *context)
{
    const telling *of = context;
    return of->options->should_stop(of->options->context);
}

static calf_status make_folder(char folder[PATH_ROOM])
{
    const char *place = getenv("TMPDIR");
    if (place == NULL || *place == 0)
        place = "/tmp";
    if (snprintf(folder, PATH_ROOM, "%s/calfsim-XXXXXX", place) < PATH_ROOM - 16 &&
        mkdtemp(folder) != NULL)
        return CALF_OK;
    return calf_error_set(CALF_BAD_INPUT,
        "TMPDIR '%s': no folder can be made there: %s; allowed is one that can be written", place,
        strerror(errno));
}

static calf_status read_bands(const calf_result *result, calf_outcome_id id, calf_band **bands)
{
    if (*bands != NULL)
        return CALF_OK; // asked for twice
    *bands = malloc(result->strategy_count * sizeof **bands);
    return *bands != NULL ? calf_outcome_bands(result, 0, id, *bands) : calf_error_no_memory();
}

static calf_status read_trial(
    const char *path, const calf_outcome_id wanted[], size_t wanted_count, calf_trial *trial)
{
    double margins[CALF_OUTCOME_COUNT];
    calf_result *result = NULL;
    calf_status status = calf_result_open(path, &result);
    if (!status)
        status = calf_margins_default(result, margins);
    if (!status)
        status = calf_comparison_create(result, 0, 0, &trial->comparisons);
    if (!status)
        status = calf_benefit_create(result, 0, trial->comparisons, margins, &trial->benefits);
    for (size_t i = 0; i < wanted_count && !status; i++)
        status = read_bands(result, wanted[i], &trial->bands[wanted[i]]);
    calf_result_close(result);
    return status;
}

calf_status calf_trial_make(const calf_experiment *experiment, const calf_run_options *options,
    calf_trial_part part, const calf_outcome_id wanted[], size_t wanted_count, calf_trial *trial)
{
    char folder[PATH_ROOM], path[PATH_ROOM];
    telling context = {options, part};
    const calf_run_options own = {.threads = options->threads,
        .isa = options->isa,
        .no_campaign = true,
        .progress = options->progress != NULL ? tell : NULL,
        .should_stop = options->should_stop != NULL ? should_stop : NULL,
        .context = &context};
    calf_experiment lived = *experiment;
    lived.output.daily = 0;
    lived.output.trajectories = lived.output.runners = false;
    *trial = (calf_trial){.comparisons = NULL};
    calf_status status = make_folder(folder);
    if (status)
        return status;
    snprintf(path, sizeof path, "%.*s/lived.h5", PATH_ROOM - 16, folder);
    status = calf_experiment_run(&lived, path, &own);
    if (!status)
        status = read_trial(path, wanted, wanted_count, trial);
    unlink(path);
    rmdir(folder);
    return status;
}

void calf_trial_release(calf_trial *trial)
{
    free(trial->comparisons);
    free(trial->benefits);
    for (int id = 0; id < CALF_OUTCOME_COUNT; id++)
        free(trial->bands[id]);
}
