// SPDX-License-Identifier: GPL-3.0-or-later
// Living a block of runners.
#include "engine/block.h"

#include "core/error.h"
#include "engine/workspace.h"

#include <math.h>

// The batch's first runner among those of its unit.
static size_t column_of(const calf_workspace *w)
{
    return (size_t)(w->place->first_runner - w->place->by_runner->first_runner) + w->offset;
}

static void keep_parameters(calf_workspace *w, const calf_lane_parameters *p)
{
    const calf_by_runner *to = w->place->by_runner;
    const calf_lanes *value = (const calf_lanes *)p;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        for (size_t i = 0; i < w->lanes; i++)
            to->parameters[(size_t)id * to->runners + column_of(w) + i] = (float)value[id][i];
}

// Draws the batch; the tail's empty lanes repeat the last runner and are counted nowhere.
static void draw_batch(calf_workspace *w, const calf_parameters *shared)
{
    const calf_block_place *place = w->place;
    calf_batch *batch = &w->batch[w->offset / CALF_LANES];
    calf_population_batch(w->setting->population, shared, place->world,
        (uint32_t)(place->first_runner + w->offset), w->lanes, &batch->p);
    if (place->by_runner != NULL && place->by_runner->parameters != NULL)
        keep_parameters(w, &batch->p);
    calf_batch_derive(batch);
    calf_prepared_begin(w->prepared[w->offset / CALF_LANES], batch);
}

// Who is in each lane; the empty ones repeat the last runner.
static void list_runners(const calf_workspace *w, uint32_t runner[CALF_LANES])
{
    for (size_t i = 0; i < CALF_LANES; i++) {
        size_t lane = i < w->lanes ? i : w->lanes - 1;
        runner[i] = (uint32_t)(w->place->first_runner + w->offset + lane);
    }
}

static void draw_rating_noise(const calf_workspace *w, int day, double normal[CALF_LANES])
{
    uint32_t runner[CALF_LANES];
    list_runners(w, runner);
    calf_population_batch_noise(w->setting->population, w->place->world, runner, day, normal);
}

static void keep_trajectories(calf_workspace *w, int day, const calf_lanes due)
{
    const calf_by_runner *to = w->place->by_runner;
    for (size_t f = 0; f < CALF_TRAJECTORY_COUNT; f++) {
        calf_output_id field = calf_trajectory_fields[f];
        size_t parts = (size_t)calf_output_describe(field)->parts;
        for (size_t m = 0; m < parts; m++) {
            float *kept = calf_by_runner_trajectory(to, w->strategy, f) +
                ((size_t)day * parts + m) * to->runners + column_of(w);
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
    bool asked = w->life.policy != NULL && w->policy.rated;
    bool rated = asked || w->setting->experiment->output.daily & 1u << CALF_GROUP_rating;
    if (rated)
        draw_rating_noise(w, day, normal);
    calf_morning_report(&w->life, day, rated ? normal : NULL, &w->morning);
    check_morning(w, day, due);
    calf_keep_morning(&w->keep, (size_t)day, w->offset, &w->morning, due);
    if (asked)
        calf_policy_morning(&w->policy, day, w->morning.value[CALF_OUTPUT_rating_mm][0], due);
    calf_outcomes_morning(&w->tracker, day, w->morning.value[CALF_OUTPUT_calf_soreness_mm][0], due);
    if (w->place->by_runner != NULL && w->place->by_runner->trajectories != NULL)
        keep_trajectories(w, day, due);
}

static void keep_runner_outcomes(calf_workspace *w)
{
    const calf_by_runner *to = w->place->by_runner;
    for (size_t s = 0; s < to->strategies; s++)
        for (size_t o = 0; o < CALF_OUTCOME_COUNT; o++)
            for (size_t i = 0; i < w->place->runners; i++)
                to->outcomes[(s * CALF_OUTCOME_COUNT + o) * to->runners + column_of(w) + i] =
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

// Lets the life about to begin follow its strategy's policy, if it has one.
static void follow_policy(calf_workspace *w)
{
    const calf_experiment *experiment = w->setting->experiment;
    const calf_strategy *strategy = &experiment->strategies[w->strategy];
    if (!calf_policy_acts(&strategy->policy))
        return;
    calf_batch_place place = {.seed = experiment->seed, .world = w->place->world};
    list_runners(w, place.runner);
    calf_policy_begin(strategy, &place, w->ratings, &w->policy);
    w->life.policy = &w->policy;
}

static void live_strategy(calf_workspace *w)
{
    const calf_experiment *experiment = w->setting->experiment;
    const calf_calendar *calendar = &w->setting->strategies[w->strategy];
    calf_lanes outcomes[CALF_OUTCOME_COUNT];
    w->life = w->history[w->offset / CALF_LANES];
    follow_policy(w);
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
    w->offset = 0; // the outcomes are those of the whole block
    if (place->by_runner != NULL && place->by_runner->outcomes != NULL)
        keep_runner_outcomes(w);
    return CALF_OK;
}
