// SPDX-License-Identifier: GPL-3.0-or-later
// Who lives which block. Every thread opens units of its own as long as there are any, then helps
// with those of others. A thread that finds no more blocks in a unit hands over what it has added
// up there; the one that then holds all of it delivers the unit.
#include "engine/worlds.h"

#include "core/error.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

// Statistics kept for the next one who needs some.
enum { IDLE_MAX = 16 };

// A piece being lived: its units are opened by one thread, one after the other.
typedef struct open_piece {
    struct open_piece *next;
    uint64_t number;
    uint64_t next_unit, end_unit; ///< not opened yet
    uint64_t units_left; ///< not delivered yet; under calf_file
    calf_piece *records;
} open_piece;

// A unit being lived, as long as any thread is in it. What others than its opener change is under
// calf_crew.
typedef struct unit_place {
    struct unit_place *next;
    calf_unit unit;
    open_piece *piece;
    const calf_setting *setting; ///< held
    calf_parameters shared;
    calf_by_runner *by_runner; ///< NULL where nobody asks for it
    int workers; ///< threads in it
    uint64_t blocks_left; ///< that nobody has taken
    calf_statistics *handed; ///< by threads that have left; NULL for none
    uint64_t blocks_handed; ///< that these hold
} unit_place;

// What the threads share: the first group of fields under the lock calf_crew, the second, with what
// is delivered, under calf_file.
typedef struct run_crew {
    const calf_living *living;
    unit_place *places;
    calf_statistics *idle[IDLE_MAX]; ///< that no thread has
    size_t idle_count;
    open_piece *pieces;

    double blocks_done, blocks_due;
    calf_status status; ///< the first failure, read at any time
    char failure[512]; ///< its text, that another thread would not see
} run_crew;

// One thread.
typedef struct worker {
    run_crew *crew;
    const calf_living *living;
    const calf_setting *setting; ///< held, of the workspace
    calf_workspace *workspace;
    calf_world_numbers *numbers;
    open_piece *piece; ///< with units that this thread has yet to open
    unit_place *place; ///< where it works
    calf_statistics *statistics; ///< of the blocks that it holds there; NULL while handed over
    uint64_t blocks_held;
} worker;

int calf_worlds_threads(const calf_work *work, int asked)
{
    const int wanted = asked > 0 ? asked : omp_get_max_threads();
    const double blocks = (double)work->blocks * (double)work->worlds * (double)work->points;
    return wanted < blocks ? wanted : (int)blocks;
}

// Each thread has its statistics, and those handed over stay in their units until these are whole.
double calf_worlds_bytes(const calf_setting *setting, const calf_result_header *header,
    const calf_work *work, int threads)
{
    const calf_experiment *experiment = setting->experiment;
    const double handed = fmin((double)work->units, threads) - 1;
    const double statistics = calf_statistics_bytes(experiment->strategy_count,
        (size_t)experiment->days, experiment->output.daily, experiment->population.runners);
    const double runners =
        fmin((double)work->part_blocks * CALF_BLOCK_RUNNERS, (double)work->runners);
    return (threads + handed) * statistics +
        threads * (calf_workspace_bytes(setting) + calf_world_numbers_bytes(header)) +
        (handed + 1) * runners * calf_by_runner_bytes(experiment);
}

// Keeps the first failure. The caller holds calf_file.
static void note_failure(run_crew *crew, calf_status status)
{
    if (crew->status != CALF_OK || status == CALF_OK)
        return;
#pragma omp atomic write
    crew->status = status;
    calf_delivery_stop(crew->living->delivery);
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

static open_piece *new_piece(const calf_work *work, uint64_t number, calf_piece *records)
{
    open_piece *piece = malloc(sizeof *piece);
    if (piece == NULL)
        return NULL;
    const uint64_t first = number * work->piece_units, units = calf_work_units_of(work, number);
    *piece = (open_piece){.number = number,
        .next_unit = first,
        .end_unit = first + units,
        .units_left = units,
        .records = records};
    return piece;
}

// Begins a piece; none is left when that gives NULL without a failure. The caller holds calf_crew.
static open_piece *begin_piece(run_crew *crew, calf_status *status)
{
    uint64_t number;
    calf_piece *records;
    if (!calf_delivery_begin(crew->living->delivery, &number, &records, status))
        return NULL;
    open_piece *piece = new_piece(&crew->living->plan->work, number, records);
    if (piece == NULL) {
        calf_piece_destroy(records);
        *status = calf_error_no_memory();
        return NULL;
    }
    piece->next = crew->pieces;
    crew->pieces = piece;
    return piece;
}

static void end_piece(run_crew *crew, open_piece *piece)
{
#pragma omp critical(calf_crew)
    {
        open_piece **place = &crew->pieces;
        while (*place != piece)
            place = &(*place)->next;
        *place = piece->next;
    }
    calf_piece_destroy(piece->records);
    free(piece);
}

static void free_place(const run_crew *crew, unit_place *place)
{
    calf_statistics_destroy(place->handed);
    calf_by_runner_destroy(place->by_runner);
    calf_points_leave(crew->living->plan->points, place->setting);
    free(place);
}

// Opens the next unit of the thread's piece.
static calf_status open_unit(worker *me)
{
    run_crew *crew = me->crew;
    unit_place *place = calloc(1, sizeof *place);
    if (place == NULL)
        return calf_error_no_memory();
    place->unit = calf_work_unit(&me->living->plan->work, me->piece->next_unit++);
    place->piece = me->piece;
    place->blocks_left = place->unit.blocks;
    place->workers = 1;
    calf_status status =
        calf_points_take(me->living->plan->points, place->unit.point, &place->setting);
    if (status == CALF_OK && calf_by_runner_is_asked(me->living->plan->experiment))
        status = calf_by_runner_create(me->living->plan->experiment, place->unit.first_runner,
            (size_t)place->unit.runners, &place->by_runner);
    if (status != CALF_OK) {
        free_place(crew, place);
        return status;
    }
    if (me->piece->next_unit == me->piece->end_unit)
        me->piece = NULL; // from now on it lives as long as its units
    calf_population_world(place->setting->population, place->unit.world, &place->shared);
    me->place = place;
#pragma omp critical(calf_crew)
    {
        place->next = crew->places;
        crew->places = place;
    }
    return CALF_OK;
}

// Joins the unit in progress with most left to do, if there is any. The caller holds calf_crew.
static unit_place *join_unit(const run_crew *crew)
{
    unit_place *most = NULL;
    for (unit_place *place = crew->places; place != NULL; place = place->next)
        if (place->blocks_left > (most != NULL ? most->blocks_left : 0))
            most = place;
    if (most != NULL)
        most->workers++;
    return most;
}

// The last thread to go takes the place down.
static void go(worker *me)
{
    run_crew *crew = me->crew;
    unit_place *left = me->place;
    bool last;
#pragma omp critical(calf_crew)
    {
        last = --left->workers == 0;
        unit_place **place = &crew->places;
        while (last && *place != left)
            place = &(*place)->next;
        if (last)
            *place = left->next;
    }
    if (last)
        free_place(crew, left);
    me->place = NULL;
}

// Makes the thread's workspace one for the setting where it works.
static calf_status settle(worker *me)
{
    if (me->setting == me->place->setting)
        return CALF_OK;
    const calf_run_options *options = me->living->options;
    calf_workspace_destroy(me->workspace);
    me->workspace = NULL;
    calf_points_leave(me->living->plan->points, me->setting);
    me->setting = me->place->setting;
    calf_points_share(me->living->plan->points, me->setting);
    return calf_workspace_create(
        me->setting, (calf_stop){options->should_stop, options->context}, &me->workspace);
}

// Finds a unit to work in, of one's own if there is one; false when there is nothing left to do.
static bool find_unit(worker *me)
{
    calf_status status = CALF_OK;
    if (me->piece == NULL) {
#pragma omp critical(calf_crew)
        {
            me->piece = begin_piece(me->crew, &status);
            if (me->piece == NULL && status == CALF_OK)
                me->place = join_unit(me->crew);
        }
    }
    if (me->piece != NULL)
        status = open_unit(me);
    if (status == CALF_OK && me->place != NULL)
        status = settle(me);
    tell_failure(me->crew, status);
    return status == CALF_OK && me->place != NULL;
}

// Empty statistics in the thread's hands.
static calf_status take_statistics(worker *me)
{
    run_crew *crew = me->crew;
    const calf_experiment *experiment = me->living->plan->experiment;
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

static void lay_idle(run_crew *crew, calf_statistics *statistics)
{
    bool full;
#pragma omp critical(calf_crew)
    {
        full = crew->idle_count == IDLE_MAX;
        if (!full)
            crew->idle[crew->idle_count++] = statistics;
    }
    if (full)
        calf_statistics_destroy(statistics);
}

// Takes the next block of the unit where the thread works; false when none is left.
static bool take_block(worker *me, calf_block_place *block)
{
    uint64_t left;
#pragma omp critical(calf_crew)
    {
        left = me->place->blocks_left;
        me->place->blocks_left -= left > 0;
    }
    const calf_unit *unit = &me->place->unit;
    if (left == 0)
        return false;
    *block = calf_work_block(&me->living->plan->work, unit, unit->blocks - left);
    block->by_runner = me->place->by_runner;
    return true;
}

// After each block, one thread at a time.
static void block_done(worker *me, calf_status lived)
{
    run_crew *crew = me->crew;
    const calf_run_options *options = me->living->options;
    note_failure(crew, lived);
    crew->blocks_done++;
    if (options->progress != NULL)
        options->progress(options->context,
            fmin(crew->blocks_done + calf_delivery_taken(me->living->delivery), crew->blocks_due),
            crew->blocks_due);
}

static void live_blocks(worker *me)
{
    calf_block_place block;
    while (!failed(me->crew) && take_block(me, &block)) {
        calf_status status = me->living->plan->kernel->block_live(
            me->workspace, &me->place->shared, &block, me->statistics);
        me->blocks_held++;
#pragma omp critical(calf_file)
        block_done(me, status);
    }
}

// Takes over what others have handed over here, or hands over what it holds itself unless that is
// the whole unit. Returns what it took over, to be merged.
static calf_statistics *exchange(worker *me)
{
    unit_place *place = me->place;
    calf_statistics *taken;
#pragma omp critical(calf_crew)
    {
        taken = place->handed;
        place->handed = NULL;
        if (taken != NULL) {
            me->blocks_held += place->blocks_handed;
        } else if (me->blocks_held < place->unit.blocks) {
            place->handed = me->statistics;
            place->blocks_handed = me->blocks_held;
            me->statistics = NULL;
        }
    }
    return taken;
}

// Settles a unit without blocks to take; true when the thread then holds all of it.
static bool hold_all(worker *me)
{
    for (calf_statistics *taken; (taken = exchange(me)) != NULL;) {
        calf_statistics_merge(me->statistics, taken);
        lay_idle(me->crew, taken);
    }
    return me->statistics != NULL;
}

// The world's value of every parameter that its runners share; NaN for the others.
static void world_parameters(const unit_place *place, double values[CALF_PARAMETER_COUNT])
{
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        values[id] = calf_population_varies(place->setting->population, id)
            ? (double)NAN
            : calf_parameters_get(&place->shared, id);
}

// Delivers the unit, and the piece with its last one.
static void deliver_unit(worker *me)
{
    run_crew *crew = me->crew;
    const calf_living *living = me->living;
    const unit_place *place = me->place;
    open_piece *piece = place->piece;
    const bool whole_world = living->plan->work.parts == 1;
    double values[CALF_PARAMETER_COUNT];
    calf_status status = CALF_OK;
    bool whole = false;
    world_parameters(place, values);
    if (whole_world)
        status = living->plan->kernel->numbers_read(me->numbers, me->statistics, values);
    const calf_lived_unit lived = {.unit = &place->unit,
        .numbers = whole_world ? me->numbers : NULL,
        .statistics = &me->statistics,
        .world_parameters = values,
        .by_runner = place->by_runner};
#pragma omp critical(calf_file)
    {
        if (status == CALF_OK && crew->status == CALF_OK)
            status = calf_delivery_unit(living->delivery, piece->records, &lived);
        note_failure(crew, status);
        whole = crew->status == CALF_OK && --piece->units_left == 0;
    }
    if (!whole)
        return;
    tell_failure(crew, calf_delivery_end(living->delivery, piece->number, piece->records));
    end_piece(crew, piece);
}

static void work(worker *me)
{
    while (!failed(me->crew) && find_unit(me)) {
        tell_failure(me->crew, take_statistics(me));
        live_blocks(me);
        if (!failed(me->crew) && hold_all(me))
            deliver_unit(me);
        go(me);
    }
}

// One thread's part. It makes what it works with itself, so that this lies in memory near it.
static void take_part(run_crew *crew)
{
    worker me = {.crew = crew, .living = crew->living};
    tell_failure(crew, calf_world_numbers_create(&crew->living->plan->header, &me.numbers));
    work(&me);
    calf_statistics_destroy(me.statistics);
    calf_world_numbers_destroy(me.numbers);
    calf_workspace_destroy(me.workspace);
    calf_points_leave(crew->living->plan->points, me.setting);
}

static void dismiss(run_crew *crew)
{
    while (crew->idle_count > 0)
        calf_statistics_destroy(crew->idle[--crew->idle_count]);
    for (unit_place *place = crew->places, *next; place != NULL; place = next) {
        next = place->next;
        free_place(crew, place);
    }
    while (crew->pieces != NULL)
        end_piece(crew, crew->pieces);
}

// Blocks of the pieces that a campaign has already.
static double blocks_finished(const calf_living *living)
{
    const calf_campaign *campaign = living->delivery->campaign;
    double blocks = 0;
    for (uint64_t k = 0; campaign != NULL && k < living->plan->work.pieces; k++)
        if (calf_campaign_has(campaign, k))
            blocks += calf_work_blocks_of(&living->plan->work, k);
    return blocks;
}

calf_status calf_worlds_live(const calf_living *living, int *threads)
{
    const calf_work *all = &living->plan->work;
    run_crew crew = {.living = living, .blocks_done = blocks_finished(living)};
    crew.blocks_due = (double)all->blocks * (double)all->worlds * (double)all->points;
    if (living->options->progress != NULL)
        living->options->progress(living->options->context, crew.blocks_done, crew.blocks_due);
#pragma omp parallel num_threads(*threads)
    {
#pragma omp single nowait
        *threads = omp_get_num_threads();
        take_part(&crew);
    }
    dismiss(&crew);
    return crew.status == CALF_OK ? CALF_OK : calf_error_set(crew.status, "%s", crew.failure);
}
