// SPDX-License-Identifier: GPL-3.0-or-later
// Running an experiment: its result is created, its worlds are lived, its provenance added.
#include <calfsim/run.h>
#include <calfsim/version.h>

#include "core/build.h"
#include "core/error.h"
#include "engine/campaign_folder.h"
#include "engine/ranks.h"
#include "engine/worlds.h"
#include "results/aside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// One run on its way.
typedef struct running {
    calf_run_plan plan;
    const calf_run_options *options;
    calf_campaign *campaign; ///< NULL for none
    calf_result_writer *writer; ///< NULL while no result is being written
    bool served; ///< the other ranks, which come but once
    struct timespec start;
    time_t started;
} running;

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

static calf_status finish_result(const running *run, calf_result_writer *writer)
{
    char host[256] = "", began[32], ended[32];
    gethostname(host, sizeof host - 1);
    time_text(run->started, began);
    time_text(time(NULL), ended);
    calf_provenance provenance = {.version = CALFSIM_VERSION,
        .compiler = CALF_BUILD_COMPILER,
        .flags = CALF_BUILD_FLAGS,
        .isa = run->plan.kernel->isa,
        .host = host,
        .started = began,
        .finished = ended,
        .command = run->options->command != NULL ? run->options->command : "",
        .threads = run->plan.threads,
        .seconds = seconds_since(&run->start)};
    return calf_result_finish(writer, &provenance);
}

// Lives what there is to live, with the other ranks the first time.
static calf_status live(running *run)
{
    calf_delivery delivery;
    calf_service *service = NULL;
    calf_delivery_init(&delivery, &run->plan, run->writer, run->campaign);
    const calf_living living = {.plan = &run->plan, .options = run->options, .delivery = &delivery};
    calf_status status = CALF_OK;
    if (!delivery.remote && !run->served)
        status = calf_service_begin(&delivery, &service);
    run->served = true;
    if (status == CALF_OK)
        status = calf_worlds_live(&living, &run->plan.threads);
    const calf_status theirs = calf_service_end(service);
    calf_delivery_release(&delivery);
    return status != CALF_OK ? status : theirs;
}

// Finishes the result or gives it up.
static calf_status end_result(running *run, calf_status status)
{
    calf_result_writer *writer = run->writer;
    run->writer = NULL;
    if (status == CALF_OK)
        return finish_result(run, writer);
    calf_result_abandon(writer);
    return status;
}

// The result from the campaign's pieces.
static calf_status assemble(running *run)
{
    calf_delivery delivery;
    calf_status status = calf_result_create(run->plan.path, &run->plan.header, &run->writer);
    if (status != CALF_OK)
        return CALF_FAILED; // its place was right when the run began
    calf_delivery_init(&delivery, &run->plan, run->writer, run->campaign);
    status = calf_delivery_assemble(&delivery, run->options);
    calf_delivery_release(&delivery);
    return end_result(run, status);
}

static bool stop_asked(const running *run)
{
    return run->options->should_stop != NULL && run->options->should_stop(run->options->context);
}

// Whether the result stands already.
static bool is_complete(const running *run)
{
    calf_result *there;
    if (calf_result_open(run->plan.path, &there) != CALF_OK)
        return false;
    const bool same = strcmp(there->experiment, run->plan.text) == 0;
    calf_result_close(there);
    return same;
}

// Another process has put a result together; whether it is this one.
static calf_status check_result(const running *run)
{
    return is_complete(run)
        ? CALF_OK
        : calf_error_set(CALF_FAILED,
              "%s: the campaign's folder is gone: completed with a result elsewhere, or removed",
              run->plan.folder);
}

// Goes on until the result stands, by this process or another one.
static calf_status run_campaign(running *run)
{
    const struct timespec moment = {.tv_nsec = 50000000};
    if (run->options->parts > 0 && calf_campaign_finished(run->campaign) == 0 && is_complete(run))
        return CALF_OK; // put together since this part looked for the result
    calf_status status = calf_ranks_count() > 1 ? live(run) : CALF_OK; // the others wait for a word
    while (status == CALF_OK && !stop_asked(run)) {
        switch (calf_campaign_look(run->campaign)) {
        case CALF_CAMPAIGN_OPEN:
            status = live(run);
            break;
        case CALF_CAMPAIGN_BUSY:
            nanosleep(&moment, NULL);
            break;
        case CALF_CAMPAIGN_PART:
            return CALF_OK;
        case CALF_CAMPAIGN_COMPLETE:
            status = assemble(run);
            if (status == CALF_OK) {
                calf_campaign_remove(run->campaign);
                run->campaign = NULL;
                return CALF_OK;
            }
            status = status == CALF_BAD_INPUT ? CALF_OK : status; // a piece to be lived again
            break;
        case CALF_CAMPAIGN_GONE:
            return check_result(run);
        }
    }
    return status != CALF_OK ? status : calf_error_set(CALF_FAILED, "stopped before the end");
}

// A failure's text, with what is kept and how to go on.
static calf_status explain_failure(const running *run, calf_status status)
{
    char reason[1024];
    if (status != CALF_FAILED || !calf_campaign_exists(run->plan.folder))
        return status;
    snprintf(reason, sizeof reason, "%s", calf_error_text());
    if (calf_campaign_finished(run->campaign) == 0)
        return calf_error_set(CALF_FAILED, "%s; nothing was finished that could be kept", reason);
    return calf_error_set(CALF_FAILED,
        "%s; %" PRIu64 " of %" PRIu64
        " pieces are finished and kept in %s: the same command goes on "
        "from there",
        reason, calf_campaign_finished(run->campaign), run->plan.work.pieces, run->plan.folder);
}

static void note_earlier(const running *run)
{
    char text[CALF_PATH_ROOM + 128];
    const uint64_t finished = calf_campaign_finished(run->campaign);
    if (finished == 0 || run->options->note == NULL)
        return;
    snprintf(text, sizeof text, "%s: %" PRIu64 " of %" PRIu64 " pieces were finished before",
        run->plan.folder, finished, run->plan.work.pieces);
    run->options->note(run->options->context, text);
}

// Room for the pieces that are yet to come, and for the result where it goes to the same place.
static calf_status check_room(const running *run)
{
    const calf_run_plan *plan = &run->plan;
    char *place = calf_folder_of(plan->path);
    if (place == NULL)
        return calf_error_no_memory();
    const bool beside = calf_folder_is_beside(plan->folder, place);
    const double due = plan->campaign_bytes - calf_folder_bytes(plan->folder);
    free(place);
    const calf_status status =
        calf_space_check(plan->folder, beside ? "the campaign with its result" : "the campaign",
            (due > 0 ? due : 0) + (beside ? calf_result_bytes(&plan->header) : 0));
    // Another process may have completed the run in between, and the folder is gone with its need.
    return status == CALF_BAD_INPUT && access(plan->folder, F_OK) != 0 ? CALF_OK : status;
}

// The result's place and the campaign, before any work.
static calf_status open_campaign(running *run)
{
    const calf_run_plan *plan = &run->plan;
    calf_aside_clear(plan->path);
    calf_status status =
        calf_aside_check(plan->path, "the result", calf_result_bytes(&plan->header));
    if (status == CALF_OK)
        status =
            calf_campaign_open(plan->folder, plan->text, &plan->work, run->options, &run->campaign);
    if (status == CALF_OK)
        status = check_room(run);
    if (status == CALF_OK)
        note_earlier(run);
    return status;
}

// A part that is asked for once more when all have been put together must not begin anew.
static bool is_part_of_result(const running *run)
{
    return run->options->parts > 0 && !calf_campaign_exists(run->plan.folder) && is_complete(run);
}

// Where what is lived goes.
static calf_status open_place(running *run)
{
    return run->plan.folder != NULL
        ? open_campaign(run)
        : calf_result_create(run->plan.path, &run->plan.header, &run->writer);
}

// The part of a rank that is not the first.
static calf_status help(running *run)
{
    const calf_status status = live(run);
    calf_ranks_say_goodbye(status);
    return status;
}

calf_status calf_experiment_run(
    const calf_experiment *experiment, const char *path, const calf_run_options *options)
{
    static const calf_run_options standard = {0};
    running run = {.options = options != NULL ? options : &standard, .started = time(NULL)};
    clock_gettime(CLOCK_MONOTONIC, &run.start);
    calf_status status = calf_run_plan_create(experiment, path, run.options, &run.plan);
    if (status == CALF_OK && is_part_of_result(&run)) {
        calf_run_plan_release(&run.plan);
        return CALF_OK;
    }
    if (status == CALF_OK && calf_ranks_own() == 0)
        status = open_place(&run);
    status = calf_ranks_agree(&run.plan, status);
    if (status == CALF_OK && calf_ranks_own() > 0)
        status = help(&run);
    else if (status == CALF_OK && run.campaign == NULL)
        status = end_result(&run, live(&run));
    else if (status == CALF_OK)
        status = explain_failure(&run, run_campaign(&run));
    calf_result_abandon(run.writer);
    calf_campaign_close(run.campaign);
    calf_run_plan_release(&run.plan);
    return status;
}
