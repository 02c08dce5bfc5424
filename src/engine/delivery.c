// SPDX-License-Identifier: GPL-3.0-or-later
// Delivering units: as records into a piece, or into the result; and from pieces into the result.
#include "engine/delivery.h"

#include "core/error.h"
#include "engine/ranks.h"
#include "results/statistics_store.h"

#include <stdlib.h>
#include <string.h>

struct calf_open_world {
    calf_open_world *next;
    uint64_t point, world;
    uint64_t parts; ///< that are in
    calf_statistics *statistics;
};

static void free_world(calf_open_world *world)
{
    calf_statistics_destroy(world->statistics);
    free(world);
}

void calf_delivery_init(calf_delivery *delivery, const calf_run_plan *plan,
    calf_result_writer *writer, calf_campaign *campaign)
{
    *delivery = (calf_delivery){.plan = plan,
        .writer = writer,
        .campaign = campaign,
        .remote = writer == NULL && campaign == NULL};
    pthread_mutex_init(&delivery->lock, NULL);
}

void calf_delivery_release(calf_delivery *delivery)
{
    pthread_mutex_destroy(&delivery->lock);
    while (delivery->worlds != NULL) {
        calf_open_world *next = delivery->worlds->next;
        free_world(delivery->worlds);
        delivery->worlds = next;
    }
    calf_world_numbers_destroy(delivery->numbers);
    delivery->numbers = NULL;
}

void calf_delivery_stop(calf_delivery *delivery)
{
    pthread_mutex_lock(&delivery->lock);
    delivery->stopped = true;
    pthread_mutex_unlock(&delivery->lock);
}

static bool claim(calf_delivery *delivery, uint64_t *number)
{
    if (delivery->stopped)
        return false;
    if (delivery->remote)
        return calf_ranks_ask(number);
    if (delivery->campaign != NULL)
        return calf_campaign_claim(delivery->campaign, number);
    *number = delivery->next;
    delivery->next += *number < delivery->plan->work.pieces;
    return *number < delivery->plan->work.pieces;
}

bool calf_delivery_claim(calf_delivery *delivery, uint64_t *number)
{
    pthread_mutex_lock(&delivery->lock);
    const bool claimed = claim(delivery, number);
    pthread_mutex_unlock(&delivery->lock);
    return claimed;
}

bool calf_delivery_begin(
    calf_delivery *delivery, uint64_t *number, calf_piece **piece, calf_status *status)
{
    *status = CALF_OK;
    *piece = NULL;
    if (!calf_delivery_claim(delivery, number))
        return false;
    if (delivery->writer == NULL)
        *status = calf_piece_create(piece);
    return *status == CALF_OK;
}

// The world, found among those that are open or opened now, without statistics.
static calf_open_world *open_world(calf_delivery *delivery, uint64_t point, uint64_t number)
{
    calf_open_world *world = delivery->worlds;
    while (world != NULL && (world->point != point || world->world != number))
        world = world->next;
    if (world != NULL)
        return world;
    world = calloc(1, sizeof *world);
    if (world == NULL)
        return NULL;
    *world = (calf_open_world){.next = delivery->worlds, .point = point, .world = number};
    delivery->worlds = world;
    return world;
}

// All parts are in: reads off the numbers and writes them.
static calf_status close_world(
    calf_delivery *delivery, calf_open_world *world, const double *world_parameters)
{
    calf_open_world **place = &delivery->worlds;
    calf_status status = CALF_OK;
    if (delivery->numbers == NULL)
        status = calf_world_numbers_create(&delivery->plan->header, &delivery->numbers);
    if (status == CALF_OK)
        status = delivery->plan->kernel->numbers_read(
            delivery->numbers, world->statistics, world_parameters);
    if (status == CALF_OK)
        status = calf_result_write_world(
            delivery->writer, world->point, world->world, delivery->numbers);
    while (*place != world)
        place = &(*place)->next;
    *place = world->next;
    free_world(world);
    return status;
}

// Adds a part to its world, whose first part's statistics take up the others'. Their order does not
// matter, since sums are exact.
static calf_status take_part(calf_delivery *delivery, uint64_t point, uint64_t number,
    calf_statistics **part, const double *world_parameters)
{
    calf_open_world *world = open_world(delivery, point, number);
    if (world == NULL)
        return calf_error_no_memory();
    if (world->statistics == NULL) {
        world->statistics = *part;
        *part = NULL;
    } else {
        calf_statistics_merge(world->statistics, *part);
    }
    return ++world->parts < delivery->plan->work.parts
        ? CALF_OK
        : close_world(delivery, world, world_parameters);
}

static calf_status write_values(void *context, const calf_block_values *values)
{
    const calf_delivery *delivery = context;
    return calf_result_write_values(delivery->writer, values);
}

static calf_status write_unit(calf_delivery *delivery, const calf_lived_unit *lived)
{
    const calf_unit *unit = lived->unit;
    calf_status status = CALF_OK;
    if (lived->by_runner != NULL)
        status = calf_by_runner_hand_over(
            lived->by_runner, unit->point, unit->world, write_values, delivery);
    if (status != CALF_OK)
        return status;
    return lived->numbers != NULL
        ? calf_result_write_world(delivery->writer, unit->point, unit->world, lived->numbers)
        : take_part(delivery, unit->point, unit->world, lived->statistics, lived->world_parameters);
}

static const calf_record_kind record_of[] = {[CALF_VALUES_PARAMETERS] = CALF_RECORD_PARAMETERS,
    [CALF_VALUES_OUTCOMES] = CALF_RECORD_OUTCOMES,
    [CALF_VALUES_TRAJECTORY] = CALF_RECORD_TRAJECTORY};

static calf_status add(calf_piece *piece, const calf_record *record, const void *values)
{
    void *room;
    calf_status status = calf_piece_add(piece, record, &room);
    if (status == CALF_OK)
        memcpy(room, values, record->bytes);
    return status;
}

static calf_status add_values(void *piece, const calf_block_values *values)
{
    const calf_record record = {.kind = record_of[values->kind],
        .field = values->field,
        .point = values->point,
        .world = values->world,
        .strategy = values->strategy,
        .first_runner = values->first_runner,
        .runners = values->runners,
        .bytes = values->count * sizeof *values->values};
    return add(piece, &record, values->values);
}

static calf_status add_world(calf_piece *piece, const calf_lived_unit *lived)
{
    size_t count;
    const double *values = calf_world_numbers_values(lived->numbers, &count);
    const calf_record record = {.kind = CALF_RECORD_WORLD,
        .point = lived->unit->point,
        .world = lived->unit->world,
        .bytes = count * sizeof *values};
    return add(piece, &record, values);
}

static calf_status add_part(calf_piece *piece, const calf_lived_unit *lived)
{
    calf_record record = {.kind = CALF_RECORD_SHARED,
        .point = lived->unit->point,
        .world = lived->unit->world,
        .bytes = CALF_PARAMETER_COUNT * sizeof *lived->world_parameters};
    void *room;
    calf_status status = add(piece, &record, lived->world_parameters);
    if (status != CALF_OK)
        return status;
    record.kind = CALF_RECORD_STATISTICS;
    record.bytes = calf_statistics_stored_bytes(*lived->statistics);
    status = calf_piece_add(piece, &record, &room);
    if (status == CALF_OK)
        calf_statistics_store(*lived->statistics, room);
    return status;
}

calf_status calf_delivery_unit(
    calf_delivery *delivery, calf_piece *piece, const calf_lived_unit *lived)
{
    calf_status status = CALF_OK;
    if (piece == NULL) {
        pthread_mutex_lock(&delivery->lock);
        status = write_unit(delivery, lived);
        pthread_mutex_unlock(&delivery->lock);
        return status;
    }
    if (lived->by_runner != NULL)
        status = calf_by_runner_hand_over(
            lived->by_runner, lived->unit->point, lived->unit->world, add_values, piece);
    if (status != CALF_OK)
        return status;
    return lived->numbers != NULL ? add_world(piece, lived) : add_part(piece, lived);
}

calf_status calf_delivery_end(calf_delivery *delivery, uint64_t number, const calf_piece *piece)
{
    if (piece == NULL)
        return CALF_OK;
    if (!delivery->remote)
        return calf_campaign_publish(delivery->campaign, number, piece);
    pthread_mutex_lock(&delivery->lock);
    calf_ranks_send(number, piece);
    pthread_mutex_unlock(&delivery->lock);
    return CALF_OK;
}

static calf_status wrong_shape(void)
{
    return calf_error_set(CALF_FAILED, "a piece of the campaign has another shape");
}

static calf_status return_world(
    calf_delivery *delivery, const calf_record *record, const void *values)
{
    size_t count;
    calf_status status = CALF_OK;
    if (delivery->numbers == NULL)
        status = calf_world_numbers_create(&delivery->plan->header, &delivery->numbers);
    if (status != CALF_OK)
        return status;
    double *room = calf_world_numbers_values(delivery->numbers, &count);
    if (record->bytes != count * sizeof *room)
        return wrong_shape();
    memcpy(room, values, record->bytes);
    return calf_result_write_world(
        delivery->writer, record->point, record->world, delivery->numbers);
}

static calf_status return_part(calf_delivery *delivery, const calf_record *record,
    const void *values, const double *world_parameters)
{
    const calf_experiment *experiment = delivery->plan->experiment;
    calf_statistics *part = NULL;
    calf_status status = calf_statistics_create(experiment->strategy_count,
        (size_t)experiment->days, experiment->output.daily, experiment->population.runners, &part);
    if (status == CALF_OK)
        status = calf_statistics_restore(part, values, record->bytes);
    if (status == CALF_OK)
        status = take_part(delivery, record->point, record->world, &part, world_parameters);
    calf_statistics_destroy(part);
    return status;
}

static calf_status return_values(
    const calf_delivery *delivery, const calf_record *record, const void *values)
{
    calf_block_values array = {.kind = CALF_VALUES_PARAMETERS,
        .field = (calf_output_id)record->field,
        .point = record->point,
        .world = record->world,
        .strategy = record->strategy,
        .first_runner = record->first_runner,
        .runners = (size_t)record->runners,
        .count = record->bytes / sizeof *array.values,
        .values = values};
    while (record_of[array.kind] != (calf_record_kind)record->kind)
        array.kind++;
    return calf_result_write_values(delivery->writer, &array);
}

// Puts a record into the result; `world_parameters` goes from one to the next of its unit.
static calf_status return_record(calf_delivery *delivery, const calf_record *record,
    const void *values, double world_parameters[CALF_PARAMETER_COUNT])
{
    switch ((calf_record_kind)record->kind) {
    case CALF_RECORD_WORLD:
        return return_world(delivery, record, values);
    case CALF_RECORD_SHARED:
        memcpy(world_parameters, values, CALF_PARAMETER_COUNT * sizeof *world_parameters);
        return CALF_OK;
    case CALF_RECORD_STATISTICS:
        return return_part(delivery, record, values, world_parameters);
    case CALF_RECORD_PARAMETERS:
    case CALF_RECORD_OUTCOMES:
    case CALF_RECORD_TRAJECTORY:
        return return_values(delivery, record, values);
    }
    return wrong_shape();
}

static calf_status return_piece(calf_delivery *delivery, const calf_piece *piece)
{
    double world_parameters[CALF_PARAMETER_COUNT];
    const void *values;
    size_t at = 0;
    calf_status status = CALF_OK;
    for (const calf_record *record;
         status == CALF_OK && (record = calf_piece_next(piece, &at, &values)) != NULL;)
        status = return_record(delivery, record, values, world_parameters);
    return status == CALF_OK ? CALF_OK : CALF_FAILED; // a piece that is whole must fit
}

calf_status calf_delivery_take(calf_delivery *delivery, uint64_t number, const calf_piece *piece)
{
    calf_status status = CALF_OK;
    if (delivery->campaign != NULL)
        status = calf_campaign_publish(delivery->campaign, number, piece);
    pthread_mutex_lock(&delivery->lock);
    if (delivery->campaign == NULL)
        status = return_piece(delivery, piece);
    pthread_mutex_unlock(&delivery->lock);
    const double blocks = calf_work_blocks_of(&delivery->plan->work, number);
#pragma omp atomic
    delivery->blocks_taken += blocks;
    return status;
}

double calf_delivery_taken(const calf_delivery *delivery)
{
    double blocks;
#pragma omp atomic read
    blocks = delivery->blocks_taken;
    return blocks;
}

calf_status calf_delivery_assemble(calf_delivery *delivery, const calf_run_options *options)
{
    calf_status status = CALF_OK;
    for (uint64_t k = 0; k < delivery->plan->work.pieces && status == CALF_OK; k++) {
        calf_piece *piece = NULL;
        if (options->should_stop != NULL && options->should_stop(options->context))
            return calf_error_set(CALF_FAILED, "stopped before the end");
        status = calf_campaign_read(delivery->campaign, k, &piece);
        if (status == CALF_OK)
            status = return_piece(delivery, piece);
        calf_piece_destroy(piece);
    }
    return status;
}
