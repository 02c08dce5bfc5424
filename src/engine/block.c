// SPDX-License-Identifier: GPL-3.0-or-later
// Living a block of runners.
#include "engine/block.h"

#include "core/error.h"
#include "engine/keep.h"
#include "engine/life.h"
#include "engine/morning.h"
#include "engine/outcomes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BATCHES = CALF_BLOCK_RUNNERS / CALF_LANES };

struct calf_workspace {
    const calf_setting *setting;
    calf_batch batch[BATCHES];
    calf_prepared *prepared[BATCHES];
    calf_life history[BATCHES]; ///< of each batch, at its end
    calf_life life;
    calf_morning_lanes morning;
    calf_outcome_tracker tracker;
    calf_keep keep;
    float *runner_outcomes; ///< [strategy] of [outcome][runner], if asked for
    float *runner_parameters; ///< [parameter][runner], if asked for
    float *trajectories; ///< [strategy][field] of [day][part][runner], if asked for
    // where the batch being lived stands
    const calf_block_place *place;
    size_t offset; ///< of the batch in the block
    size_t lanes; ///< that hold a runner of their own
    size_t strategy;
    calf_stop stop;
    calf_status status; ///< of the block being lived
};

// Room for a field's values: [day][part][runner], as packed as the block's size allows.
static size_t trajectory_room(const calf_workspace *w)
{
    return (size_t)w->setting->experiment->days * CALF_MUSCLES * CALF_BLOCK_RUNNERS;
}

static float *trajectory_of(const calf_workspace *w, size_t strategy, size_t field)
{
    return &w->trajectories[(strategy * CALF_TRAJECTORY_COUNT + field) * trajectory_room(w)];
}

static float *runner_outcomes_of(const calf_workspace *w, size_t strategy)
{
    return &w->runner_outcomes[strategy * CALF_OUTCOME_COUNT * CALF_BLOCK_RUNNERS];
}

double calf_workspace_bytes(const calf_setting *setting)
{
    const calf_experiment *experiment = setting->experiment;
    double strategies = (double)experiment->strategy_count, days = experiment->days;
    double bytes = (double)sizeof(calf_workspace) + calf_keep_bytes(setting);
    if (experiment->output.trajectories)
        bytes += strategies * days * CALF_TRAJECTORY_COUNT * CALF_MUSCLES * CALF_BLOCK_RUNNERS *
            (double)sizeof(float);
    return bytes;
}

calf_status calf_workspace_create(
    const calf_setting *setting, calf_stop stop, calf_workspace **workspace)
{
    const calf_experiment *experiment = setting->experiment;
    size_t strategies = experiment->strategy_count;
    calf_workspace *w = aligned_alloc(64, sizeof *w); // whole vectors: see CALF_ALIGNED
    *workspace = NULL;
    if (w == NULL)
        return calf_error_no_memory();
    memset(w, 0, sizeof *w);
    w->setting = setting;
    w->stop = stop;
    bool complete = calf_keep_create(setting, &w->keep) == CALF_OK;
    for (size_t b = 0; b < BATCHES && complete; b++)
        complete = calf_prepared_create(setting->room, CALF_PRECISION_STANDARD, &w->prepared[b]) ==
            CALF_OK;
    if (experiment->output.runners) {
        w->runner_outcomes = calloc(
            strategies * CALF_OUTCOME_COUNT * CALF_BLOCK_RUNNERS, sizeof *w->runner_outcomes);
        w->runner_parameters =
            calloc(CALF_PARAMETER_COUNT * CALF_BLOCK_RUNNERS, sizeof *w->runner_parameters);
        complete = complete && w->runner_outcomes != NULL && w->runner_parameters != NULL;
    }
    if (experiment->output.trajectories) {
        w->trajectories = calloc(
            strategies * CALF_TRAJECTORY_COUNT * trajectory_room(w), sizeof *w->trajectories);
        complete = complete && w->trajectories != NULL;
    }
    if (!complete) {
        calf_workspace_destroy(w);
        return calf_error_no_memory();
    }
    *workspace = w;
    return CALF_OK;
}

void calf_workspace_destroy(calf_workspace *w)
{
    if (w == NULL)
        return;
    calf_keep_destroy(&w->keep);
    for (size_t b = 0; b < BATCHES; b++)
        calf_prepared_destroy(w->prepared[b]);
    free(w->runner_outcomes);
    free(w->runner_parameters);
    free(w->trajectories);
    free(w);
}

static void keep_parameters(calf_workspace *w, const calf_lane_parameters *p)
{
    const calf_lanes *value = (const calf_lanes *)p;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        for (size_t i = 0; i < w->lanes; i++)
            w->runner_parameters[(size_t)id * w->place->runners + w->offset + i] =
                (float)value[id][i];
}

// Draws the batch; the tail's empty lanes repeat the last runner and are counted nowhere.
static void draw_batch(calf_workspace *w, const calf_parameters *shared)
{
    const calf_block_place *place = w->place;
    calf_batch *batch = &w->batch[w->offset / CALF_LANES];
    calf_population_batch(w->setting->population, shared, place->world,
        (uint32_t)(place->first_runner + w->offset), w->lanes, &batch->p);
    if (w->runner_parameters != NULL)
        keep_parameters(w, &batch->p);
    calf_batch_derive(batch);
    calf_prepared_begin(w->prepared[w->offset / CALF_LANES], batch);
}

static void draw_rating_noise(const calf_workspace *w, int day, double normal[CALF_LANES])
{
    for (size_t i = 0; i < CALF_LANES; i++) {
        size_t lane = i < w->lanes ? i : w->lanes - 1;
        normal[i] = calf_population_rating_noise(w->setting->population, w->place->world,
            (uint32_t)(w->place->first_runner + w->offset + lane), day);
    }
}

static void keep_trajectories(calf_workspace *w, int day, const calf_lanes due)
{
    for (size_t f = 0; f < CALF_TRAJECTORY_COUNT; f++) {
        calf_output_id field = calf_trajectory_fields[f];
        size_t parts = (size_t)calf_output_describe(field)->parts;
        for (size_t m = 0; m < parts; m++) {
            float *kept = trajectory_of(w, w->strategy, f) +
                ((size_t)day * parts + m) * w->place->runners + w->offset;
            for (size_t i = 0; i < w->lanes; i++)
                if (due[i])
                    kept[i] = (float)w->morning.value[field][m][i];
        }
    }
}

// No allowed input should bring an undefined soreness about; if one does, it must not pass for
// none at all.
static void check_morning(calf_workspace *w, int day, const calf_lanes due)
{
    for (size_t m = 0; m < CALF_MUSCLES; m++)
        for (size_t i = 0; i < w->lanes && w->status == CALF_OK; i++)
            if (due[i] && !isfinite(w->morning.value[CALF_OUTPUT_soreness_mm][m][i]))
                w->status = calf_error_set(CALF_FAILED,
                    "world %u, runner %zu, day %d: soreness is not a number; their parameters and "
                    "this plan are beyond the model",
                    w->place->world, (size_t)w->place->first_runner + w->offset + i, day);
}

static void keep_morning(void *context, int day, const calf_lanes due)
{
    calf_workspace *w = context;
    double normal[CALF_LANES];
    bool rated = w->setting->experiment->output.daily & 1u << CALF_GROUP_rating;
    if (rated)
        draw_rating_noise(w, day, normal);
    calf_morning_report(&w->life, day, rated ? normal : NULL, &w->morning);
    check_morning(w, day, due);
    calf_keep_morning(&w->keep, (size_t)day, w->offset, &w->morning, due);
    calf_outcomes_morning(&w->tracker, day, w->morning.value[CALF_OUTPUT_calf_soreness_mm][0], due);
    if (w->trajectories != NULL)
        keep_trajectories(w, day, due);
}

static void keep_runner_outcomes(calf_workspace *w)
{
    size_t runners = w->place->runners;
    for (size_t s = 0; s < w->setting->experiment->strategy_count; s++)
        for (size_t o = 0; o < CALF_OUTCOME_COUNT; o++)
            for (size_t i = 0; i < runners; i++)
                runner_outcomes_of(w, s)[o * runners + i] =
                    (float)calf_kept_outcome(&w->keep, s, o)[i];
}

static void note_stop(calf_workspace *w, bool stopped)
{
    if (stopped && w->status == CALF_OK)
        w->status = calf_error_set(CALF_FAILED, "stopped before the end");
}

// Lives the history of a batch; every strategy goes on from where it ends.
static void live_history(calf_workspace *w)
{
    const calf_calendar *history = &w->setting->history;
    size_t b = w->offset / CALF_LANES;
    calf_life_begin(&w->history[b], w->prepared[b], -w->setting->experiment->history_days);
    w->history[b].stop = w->stop;
    calf_life_live(&w->history[b], history->sessions, history->count, -1, NULL, NULL);
    note_stop(w, w->history[b].stopped);
}

static void live_strategy(calf_workspace *w)
{
    const calf_experiment *experiment = w->setting->experiment;
    const calf_calendar *calendar = &w->setting->strategies[w->strategy];
    calf_lanes outcomes[CALF_OUTCOME_COUNT];
    w->life = w->history[w->offset / CALF_LANES];
    calf_outcomes_begin(&w->life, experiment->output.sore_day_mm, &w->tracker);
    calf_life_live(
        &w->life, calendar->sessions, calendar->count, experiment->days - 1, keep_morning, w);
    calf_outcomes_end(&w->tracker, &w->life, experiment->days, outcomes);
    calf_keep_outcomes(&w->keep, w->strategy, w->offset, outcomes);
    note_stop(w, w->life.stopped);
}

// Goes on with the block's next batch while there is one and nothing failed; it begins at 0.
static bool next_batch(calf_workspace *w, size_t offset)
{
    size_t left = offset < w->place->runners ? w->place->runners - offset : 0;
    w->offset = offset;
    w->lanes = left < CALF_LANES ? left : CALF_LANES;
    return left > 0 && w->status == CALF_OK;
}

calf_status calf_block_live(calf_workspace *w, const calf_parameters *shared,
    const calf_block_place *place, calf_statistics *statistics)
{
    w->place = place;
    w->status = CALF_OK;
    calf_statistics_begin(statistics, place->runners);
    for (size_t at = 0; next_batch(w, at); at += CALF_LANES) {
        draw_batch(w, shared);
        live_history(w);
    }
    for (w->strategy = 0; w->strategy < w->keep.strategies && w->status == CALF_OK; w->strategy++) {
        for (size_t at = 0; next_batch(w, at); at += CALF_LANES)
            live_strategy(w);
        if (w->status == CALF_OK)
            calf_keep_flush(&w->keep, w->strategy, statistics);
    }
    if (w->status != CALF_OK)
        return w->status;
    calf_statistics_add_outcomes(statistics, w->keep.outcomes, CALF_BLOCK_RUNNERS);
    if (w->runner_outcomes != NULL)
        keep_runner_outcomes(w);
    return CALF_OK;
}

calf_status calf_block_write(
    const calf_workspace *w, const calf_block_place *place, calf_result_writer *writer)
{
    calf_status status = CALF_OK;
    size_t strategies = w->setting->experiment->strategy_count;
    if (w->runner_parameters != NULL)
        status = calf_result_write_parameters(
            writer, place->world, place->first_runner, place->runners, w->runner_parameters);
    for (size_t s = 0; s < strategies && status == CALF_OK; s++) {
        if (w->runner_outcomes != NULL)
            status = calf_result_write_runners(writer, s, place->world, place->first_runner,
                place->runners, runner_outcomes_of(w, s));
        if (w->trajectories == NULL)
            continue;
        for (size_t f = 0; f < CALF_TRAJECTORY_COUNT && status == CALF_OK; f++)
            status = calf_result_write_trajectory(writer, calf_trajectory_fields[f], s,
                place->world, place->first_runner, place->runners, trajectory_of(w, s, f));
    }
    return status;
}
