// SPDX-License-Identifier: GPL-3.0-or-later
// Delivering units as records, and taking records back.
#include "engine/delivery.h"

#include "core/error.h"
#include "results/statistics_store.h"

#include <stdlib.h>
#include <string.h>

bool calf_delivery_begin(
    calf_delivery *delivery, uint64_t *number, calf_piece **piece, calf_status *status)
{
    *status = CALF_OK;
    *piece = NULL;
    if (delivery->campaign == NULL) {
        *number = delivery->next;
        delivery->next += *number < delivery->work->pieces;
        return *number < delivery->work->pieces;
    }
    if (!calf_campaign_claim(delivery->campaign, number))
        return false;
    *status = calf_piece_create(piece);
    return *status == CALF_OK;
}

static calf_status add(calf_piece *piece, const calf_record *record, const void *values)
{
    void *room;
    calf_status status = calf_piece_add(piece, record, &room);
    if (status == CALF_OK)
        memcpy(room, values, record->bytes);
    return status;
}

static const calf_record_kind record_of[] = {[CALF_VALUES_PARAMETERS] = CALF_RECORD_PARAMETERS,
    [CALF_VALUES_OUTCOMES] = CALF_RECORD_OUTCOMES,
    [CALF_VALUES_TRAJECTORY] = CALF_RECORD_TRAJECTORY};

calf_status calf_delivery_block(
    const calf_delivery *delivery, calf_piece *piece, const calf_block_values *values)
{
    if (piece == NULL)
        return calf_result_write_values(delivery->writer, values);
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

calf_status calf_delivery_world(const calf_delivery *delivery, calf_piece *piece,
    const calf_unit *unit, const calf_world_numbers *numbers)
{
    if (piece == NULL)
        return calf_result_write_world(delivery->writer, unit->point, unit->world, numbers);
    size_t count;
    const double *values = calf_world_numbers_values(numbers, &count);
    const calf_record record = {.kind = CALF_RECORD_WORLD,
        .point = unit->point,
        .world = unit->world,
        .bytes = count * sizeof *values};
    return add(piece, &record, values);
}

calf_status calf_delivery_part(calf_piece *piece, const calf_unit *unit,
    const calf_statistics *statistics, const double world_parameters[CALF_PARAMETER_COUNT])
{
    calf_record record = {.kind = CALF_RECORD_SHARED,
        .point = unit->point,
        .world = unit->world,
        .bytes = CALF_PARAMETER_COUNT * sizeof *world_parameters};
    void *room;
    calf_status status = add(piece, &record, world_parameters);
    if (status != CALF_OK)
        return status;
    record.kind = CALF_RECORD_STATISTICS;
    record.bytes = calf_statistics_stored_bytes(statistics);
    status = calf_piece_add(piece, &record, &room);
    if (status == CALF_OK)
        calf_statistics_store(statistics, room);
    return status;
}

calf_status calf_delivery_end(
    const calf_delivery *delivery, uint64_t number, const calf_piece *piece)
{
    return piece != NULL ? calf_campaign_publish(delivery->campaign, number, piece) : CALF_OK;
}

// A result being put together. Parts of one world follow one another.
typedef struct assembly {
    const calf_work *work;
    const calf_kernel *kernel;
    calf_result_writer *writer;
    calf_world_numbers *numbers;
    calf_statistics *world, *part; ///< NULL when worlds have no parts
    uint64_t parts_merged;
    double world_parameters[CALF_PARAMETER_COUNT];
} assembly;

static calf_status write_world(const assembly *made, const calf_record *record)
{
    return calf_result_write_world(made->writer, record->point, record->world, made->numbers);
}

static calf_status take_world(assembly *made, const calf_record *record, const void *values)
{
    size_t count;
    double *room = calf_world_numbers_values(made->numbers, &count);
    if (record->bytes != count * sizeof *room)
        return calf_error_set(CALF_FAILED, "a world of the campaign has another shape");
    memcpy(room, values, record->bytes);
    return write_world(made, record);
}

static calf_status take_part(assembly *made, const calf_record *record, const void *values)
{
    if (made->world == NULL)
        return calf_error_set(CALF_FAILED, "a campaign without parts has one");
    calf_status status = calf_statistics_restore(made->part, values, record->bytes);
    if (status != CALF_OK)
        return status;
    if (made->parts_merged == 0)
        calf_statistics_clear(made->world);
    calf_statistics_merge(made->world, made->part);
    if (++made->parts_merged < made->work->parts)
        return CALF_OK;
    made->parts_merged = 0;
    status = made->kernel->numbers_read(made->numbers, made->world, made->world_parameters);
    return status == CALF_OK ? write_world(made, record) : status;
}

static calf_status take_values(const assembly *made, const calf_record *record, const void *values)
{
    calf_block_values block = {.kind = CALF_VALUES_PARAMETERS,
        .field = (calf_output_id)record->field,
        .point = record->point,
        .world = record->world,
        .strategy = record->strategy,
        .first_runner = record->first_runner,
        .runners = (size_t)record->runners,
        .count = record->bytes / sizeof *block.values,
        .values = values};
    while (record_of[block.kind] != (calf_record_kind)record->kind)
        block.kind++;
    return calf_result_write_values(made->writer, &block);
}

static calf_status take_record(assembly *made, const calf_record *record, const void *values)
{
    switch ((calf_record_kind)record->kind) {
    case CALF_RECORD_WORLD:
        return take_world(made, record, values);
    case CALF_RECORD_SHARED:
        memcpy(made->world_parameters, values, sizeof made->world_parameters);
        return CALF_OK;
    case CALF_RECORD_STATISTICS:
        return take_part(made, record, values);
    case CALF_RECORD_PARAMETERS:
    case CALF_RECORD_OUTCOMES:
    case CALF_RECORD_TRAJECTORY:
        return take_values(made, record, values);
    }
    return calf_error_set(CALF_FAILED, "a record of the campaign is of no known kind");
}

static calf_status take_piece(assembly *made, const calf_piece *piece)
{
    const void *values;
    size_t at = 0;
    calf_status status = CALF_OK;
    for (const calf_record *record;
         status == CALF_OK && (record = calf_piece_next(piece, &at, &values)) != NULL;)
        status = take_record(made, record, values);
    return status == CALF_OK ? CALF_OK : CALF_FAILED; // a piece that is whole must fit
}

static calf_status take_pieces(
    assembly *made, calf_campaign *campaign, const calf_run_options *options)
{
    calf_status status = CALF_OK;
    for (uint64_t k = 0; k < made->work->pieces && status == CALF_OK; k++) {
        calf_piece *piece = NULL;
        if (options->should_stop != NULL && options->should_stop(options->context))
            return calf_error_set(CALF_FAILED, "stopped before the end");
        status = calf_campaign_read(campaign, k, &piece);
        if (status == CALF_OK)
            status = take_piece(made, piece);
        calf_piece_destroy(piece);
    }
    return status;
}

static calf_status create_statistics(
    const calf_experiment *experiment, calf_statistics **statistics)
{
    return calf_statistics_create(experiment->strategy_count, (size_t)experiment->days,
        experiment->output.daily, experiment->population.runners, statistics);
}

calf_status calf_delivery_assemble(const calf_run_plan *plan, calf_campaign *campaign,
    const calf_run_options *options, calf_result_writer *writer)
{
    assembly made = {.work = &plan->work, .kernel = plan->kernel, .writer = writer};
    calf_status status = calf_world_numbers_create(&plan->header, &made.numbers);
    if (status == CALF_OK && plan->work.parts > 1)
        status = create_statistics(plan->experiment, &made.world);
    if (status == CALF_OK && plan->work.parts > 1)
        status = create_statistics(plan->experiment, &made.part);
    if (status == CALF_OK)
        status = take_pieces(&made, campaign, options);
    calf_statistics_destroy(made.part);
    calf_statistics_destroy(made.world);
    calf_world_numbers_destroy(made.numbers);
    return status;
}
