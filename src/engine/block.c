// SPDX-License-Identifier: GPL-3.0-or-later
// Living a block of runners.
#include "engine/block.h"

#include "engine/workspace.h"

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

static calf_batch_runners *runners_of(calf_workspace *w)
{
    return &w->runners[w->offset / CALF_LANES];
}

// Draws the batch; the tail's empty lanes repeat the last runner and are counted nowhere.
static void draw_batch(calf_workspace *w, const calf_parameters *shared)
{
    const calf_block_place *place = w->place;
    calf_batch_runners *runners = runners_of(w);
    calf_population_batch(w->course.setting->population, shared, place->world,
        (uint32_t)(place->first_runner + w->offset), w->lanes, &runners->batch.p);
    if (place->by_runner != NULL && place->by_runner->parameters != NULL)
        keep_parameters(w, &runners->batch.p);
    runners->world = place->world;
    for (size_t i = 0; i < CALF_LANES; i++) {
        size_t lane = i < w->lanes ? i : w->lanes - 1;
        runners->runner[i] = (uint32_t)(place->first_runner + w->offset + lane);
    }
}

static void keep_trajectories(
    calf_workspace *w, int day, const calf_morning_lanes *morning, const calf_lanes due)
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
                    kept[i] = (float)morning->value[field][m][i];
        }
    }
}

static void keep_morning(
    void *context, int day, const calf_morning_lanes *morning, const calf_lanes due)
{
    calf_workspace *w = context;
    calf_keep_morning(&w->keep, (size_t)day, w->offset, morning, due);
    if (w->place->by_runner != NULL && w->place->by_runner->trajectories != NULL)
        keep_trajectories(w, day, morning, due);
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

static void live_strategy(calf_workspace *w)
{
    calf_lanes outcomes[CALF_OUTCOME_COUNT];
    calf_batch_follow(&w->course, runners_of(w), w->strategy, outcomes);
    calf_keep_outcomes(&w->keep, w->strategy, w->offset, outcomes);
}

// Goes on with the block's next batch while there is one and nothing failed; it begins at 0.
static bool next_batch(calf_workspace *w, size_t offset)
{
    size_t left = offset < w->place->runners ? w->place->runners - offset : 0;
    w->offset = offset;
    w->lanes = left < CALF_LANES ? left : CALF_LANES;
    return left > 0 && w->course.status == CALF_OK;
}

calf_status calf_block_live(calf_workspace *w, const calf_parameters *shared,
    const calf_block_place *place, calf_statistics *statistics)
{
    w->place = place;
    w->course.status = CALF_OK;
    w->course.sink = keep_morning;
    w->course.context = w;
    calf_statistics_begin(statistics, place->runners);
    for (size_t at = 0; next_batch(w, at); at += CALF_LANES) {
        draw_batch(w, shared);
        calf_batch_begin(&w->course, runners_of(w));
    }
    for (w->strategy = 0; w->strategy < w->keep.strategies && w->course.status == CALF_OK;
         w->strategy++) {
        for (size_t at = 0; next_batch(w, at); at += CALF_LANES)
            live_strategy(w);
        if (w->course.status == CALF_OK)
            calf_keep_flush(&w->keep, w->strategy, statistics);
    }
    if (w->course.status != CALF_OK)
        return w->course.status;
    calf_statistics_add_outcomes(statistics, w->keep.outcomes, CALF_BLOCK_RUNNERS);
    w->offset = 0; // the outcomes are those of the whole block
    if (place->by_runner != NULL && place->by_runner->outcomes != NULL)
        keep_runner_outcomes(w);
    return CALF_OK;
}
