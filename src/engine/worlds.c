// SPDX-License-Identifier: GPL-3.0-or-later
// Who lives which block. Every thread opens worlds of its own as long as there are any, then helps
// with those of others. A thread that finds no more blocks in a world hands over what it has added
// up there; the one that then holds all of it reads off the numbers and writes them.
#include "engine/worlds.h"

#include "core/error.h"
#include "engine/block.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

// A world being lived. Only threads that found no other world join one, so that the thread that
// opened it never needs its place again before it is done.
typedef struct world_place {
    uint32_t world;
    calf_parameters shared;
    uint64_t blocks_left; ///< that nobody has taken
    calf_statistics *handed; ///< by threads that have left; NULL for none
    uint64_t blocks_handed; ///< that these hold
} world_place;

// What the threads share: the first group of fields under the lock calf_crew, the second, with the
// file, under calf_file.
typedef struct run_crew {
    const calf_setting *setting;
    const calf_kernel *kernel;
    const calf_run_options *options;
    calf_result_writer *writer;
    uint64_t worlds, blocks; ///< a world's blocks
    int threads;
    uint64_t worlds_opened;
    world_place *places; ///< [thread that opens them]
    calf_statistics **idle; ///< that no thread has
    size_t idle_count;

    uint64_t blocks_done;
    calf_status status; ///< the first failure, read at any time
    char failure[512]; ///< its text, that another thread would not see
} run_crew;

// One thread.
typedef struct worker {
    run_crew *crew;
    int thread;
    calf_workspace *workspace;
    calf_world_numbers *numbers;
    world_place *place; ///< where it works
    calf_statistics *statistics; ///< of the blocks that it holds there; NULL while handed over
    uint64_t blocks_held;
} worker;

static uint64_t blocks_per_world(const calf_setting *setting)
{
    uint64_t runners = setting->experiment->population.runners;
    return (runners + CALF_BLOCK_RUNNERS - 1) / CALF_BLOCK_RUNNERS;
}

int calf_worlds_threads(const calf_setting *setting, int asked)
{
    int wanted = asked > 0 ? asked : omp_get_max_threads();
    uint64_t blocks = blocks_per_world(setting) * setting->experiment->population.worlds;
    return (uint64_t)wanted < blocks ? wanted : (int)blocks;
}

// Each thread has its statistics, and those handed over stay in their worlds until they are whole.
double calf_worlds_bytes(const calf_setting *setting, int threads)
{
    const calf_experiment *experiment = setting->experiment;
    uint64_t worlds = experiment->population.worlds;
    double handed = (double)(worlds < (uint64_t)threads ? worlds : (uint64_t)threads) - 1;
    calf_result_header header = {.strategy_count = experiment->strategy_count,
        .worlds = 1,
        .days = experiment->days,
        .daily = experiment->output.daily};
    double statistics = calf_statistics_bytes(experiment->strategy_count, (size_t)experiment->days,
        experiment->output.daily, experiment->population.runners);
    return (threads + handed) * statistics +
        threads * (calf_workspace_bytes(setting) + calf_world_numbers_bytes(&header));
}

// Keeps the first failure. The caller holds calf_file.
static void note_failure(run_crew *crew, calf_status status)
{
    if (crew->status != CALF_OK || status == CALF_OK)
        return;
#pragma omp atomic write
    crew->status = status;
    strncpy(crew->failure, calf_error_text(), sizeof crew->failure - 1);
}

static bool failed(run_crew *crew)
{
    int status;
#pragma omp atomic read
    status = crew->status;
    return status != CALF_OK;
}

static void tell_failure(run_crew *crew, calf_status status)
{
    if (status == CALF_OK)
        return;
#pragma omp critical(calf_file)
    note_failure(crew, status);
}

static void open_place(worker *me, uint64_t world)
{
    run_crew *crew = me->crew;
    world_place *place = &crew->places[me->thread];
    place->world = (uint32_t)world;
    calf_population_world(crew->setting->population, place->world, &place->shared);
    me->place = place;
#pragma omp critical(calf_crew)
    place->blocks_left = crew->blocks;
}

// The world in progress with most left to do, NULL when all of it is taken. The caller holds
// calf_crew.
static world_place *place_to_help(const run_crew *crew)
{
    world_place *most = NULL;
    for (int t = 0; t < crew->threads; t++)
        if (crew->places[t].blocks_left > (most != NULL ? most->blocks_left : 0))
            most = &crew->places[t];
    return most;
}

// Finds a world to work in, of one's own if there is one; false when there is nothing left to do.
static bool find_place(worker *me)
{
    run_crew *crew = me->crew;
    uint64_t world;
#pragma omp critical(calf_crew)
    {
        world = crew->worlds_opened;
        if (world < crew->worlds)
            crew->worlds_opened++;
        else
            me->place = place_to_help(crew);
    }
    if (world < crew->worlds)
        open_place(me, world);
    return me->place != NULL;
}

// Empty statistics in the thread's hands.
static calf_status take_statistics(worker *me)
{
    run_crew *crew = me->crew;
    const calf_experiment *experiment = crew->setting->experiment;
    me->blocks_held = 0;
    if (me->statistics == NULL) {
#pragma omp critical(calf_crew)
        if (crew->idle_count > 0)
            me->statistics = crew->idle[--crew->idle_count];
    }
    if (me->statistics == NULL)
        return calf_statistics_create(experiment->strategy_count, (size_t)experiment->days,
            experiment->output.daily, experiment->population.runners, &me->statistics);
    calf_statistics_clear(me->statistics);
    return CALF_OK;
}

// Takes the next block of the world where the thread works; false when none is left.
static bool take_block(worker *me, calf_block_place *block)
{
    run_crew *crew = me->crew;
    uint64_t left;
#pragma omp critical(calf_crew)
    {
        left = me->place->blocks_left;
        me->place->blocks_left -= left > 0;
    }
    uint64_t first = (crew->blocks - left) * CALF_BLOCK_RUNNERS;
    uint64_t runners = crew->setting->experiment->population.runners - first;
    *block = (calf_block_place){.world = me->place->world,
        .first_runner = first,
        .runners = (size_t)(runners < CALF_BLOCK_RUNNERS ? runners : CALF_BLOCK_RUNNERS)};
    return left > 0;
}

// After each block, one thread at a time: writes it and tells progress.
static void block_done(worker *me, calf_status lived, const calf_block_place *block)
{
    run_crew *crew = me->crew;
    const calf_run_options *options = crew->options;
    note_failure(crew, lived);
    if (crew->status == CALF_OK)
        note_failure(crew, calf_block_write(me->workspace, block, crew->writer));
    crew->blocks_done++;
    if (options->progress != NULL)
        options->progress(options->context, (double)crew->blocks_done,
            (double)crew->blocks * (double)crew->worlds);
}

static void live_blocks(worker *me)
{
    calf_block_place block;
    while (!failed(me->crew) && take_block(me, &block)) {
        calf_status status =
            me->crew->kernel->block_live(me->workspace, &me->place->shared, &block, me->statistics);
        me->blocks_held++;
#pragma omp critical(calf_file)
        block_done(me, status, &block);
    }
}

// Takes over what others have handed over here, or hands over what it holds itself unless that is
// the whole world. Returns what it took over, to be merged.
static calf_statistics *exchange(worker *me)
{
    world_place *place = me->place;
    calf_statistics *taken;
#pragma omp critical(calf_crew)
    {
        taken = place->handed;
        place->handed = NULL;
        if (taken != NULL) {
            me->blocks_held += place->blocks_handed;
        } else if (me->blocks_held < me->crew->blocks) {
            place->handed = me->statistics;
            place->blocks_handed = me->blocks_held;
            me->statistics = NULL;
        }
    }
    return taken;
}

// Leaves a world without blocks to take; true when the thread then holds all of it.
static bool leave_place(worker *me)
{
    run_crew *crew = me->crew;
    for (calf_statistics *taken; (taken = exchange(me)) != NULL;) {
        calf_statistics_merge(me->statistics, taken);
#pragma omp critical(calf_crew)
        crew->idle[crew->idle_count++] = taken;
    }
    return me->statistics != NULL;
}

// The world's value of every parameter that its runners share; NaN for the others.
static void world_parameters(
    const worker *me, const world_place *place, double values[CALF_PARAMETER_COUNT])
{
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        values[id] = calf_population_varies(me->crew->setting->population, id)
            ? (double)NAN
            : calf_parameters_get(&place->shared, id);
}

static void write_world(worker *me)
{
    run_crew *crew = me->crew;
    double values[CALF_PARAMETER_COUNT];
    world_parameters(me, me->place, values);
    calf_status status = me->crew->kernel->numbers_read(me->numbers, me->statistics, values);
#pragma omp critical(calf_file)
    {
        note_failure(crew, status);
        if (crew->status == CALF_OK)
            note_failure(
                crew, calf_result_write_world(crew->writer, 0, me->place->world, me->numbers));
    }
}

static void work(worker *me)
{
    while (!failed(me->crew) && find_place(me)) {
        tell_failure(me->crew, take_statistics(me));
        live_blocks(me);
        if (!failed(me->crew) && leave_place(me))
            write_world(me);
    }
}

// One thread's part. It makes what it works with itself, so that this lies in memory near it.
static void take_part(run_crew *crew)
{
    worker me = {.crew = crew, .thread = omp_get_thread_num()};
    calf_stop stop = {crew->options->should_stop, crew->options->context};
    calf_status status = calf_workspace_create(crew->setting, stop, &me.workspace);
    if (status == CALF_OK)
        status = calf_world_numbers_create(crew->writer, &me.numbers);
    tell_failure(crew, status);
    work(&me);
    calf_statistics_destroy(me.statistics);
    calf_world_numbers_destroy(me.numbers);
    calf_workspace_destroy(me.workspace);
}

static void dismiss(run_crew *crew)
{
    while (crew->idle_count > 0)
        calf_statistics_destroy(crew->idle[--crew->idle_count]);
    for (int t = 0; crew->places != NULL && t < crew->threads; t++)
        calf_statistics_destroy(crew->places[t].handed);
    free(crew->idle);
    free(crew->places);
}

calf_status calf_worlds_live(const calf_setting *setting, const calf_kernel *kernel,
    const calf_run_options *options, calf_result_writer *writer, int *threads)
{
    run_crew crew = {.setting = setting,
        .kernel = kernel,
        .options = options,
        .writer = writer,
        .worlds = setting->experiment->population.worlds,
        .blocks = blocks_per_world(setting),
        .threads = *threads};
    crew.places = calloc((size_t)crew.threads, sizeof *crew.places);
    crew.idle = calloc(2 * (size_t)crew.threads, sizeof(calf_statistics *));
    if (crew.places == NULL || crew.idle == NULL) {
        dismiss(&crew);
        return calf_error_no_memory();
    }
#pragma omp parallel num_threads(crew.threads)
    {
#pragma omp single nowait
        *threads = omp_get_num_threads();
        take_part(&crew);
    }
    dismiss(&crew);
    return crew.status == CALF_OK ? CALF_OK : calf_error_set(crew.status, "%s", crew.failure);
}
