// SPDX-License-Identifier: GPL-3.0-or-later
// The group `over_worlds`: the spread over worlds of every statistic, from what the file holds of
// the worlds. In pieces, so that memory does not grow with points, days or strategies.
#include "core/error.h"
#include "results/portions.h"
#include "results/result_writer.h"
#include "results/spread.h"

#include <stdlib.h>

// Doubles that a piece takes, but for the worlds of a single number.
static const size_t piece_values = 1 << 17;

// One piece: values[outer][world][inner] of a statistic; its spread and errors,
// [outer][inner][spread].
typedef struct piece {
    size_t worlds, outer, inner;
    double *values, *spread, *error;
    double *room; // for the numbers whose spread is worked out together
} piece;

static size_t numbers_a_piece(size_t worlds)
{
    const size_t fitting = piece_values / (worlds + (size_t)2 * CALF_SPREAD_COUNT);
    return fitting > 0 ? fitting : 1;
}

static calf_status make_piece(piece *made, size_t worlds)
{
    const size_t numbers = numbers_a_piece(worlds);
    *made = (piece){.worlds = worlds};
    made->values = malloc(numbers * worlds * sizeof *made->values);
    made->spread = malloc(numbers * CALF_SPREAD_COUNT * sizeof *made->spread);
    made->error = malloc(numbers * CALF_SPREAD_COUNT * sizeof *made->error);
    made->room = malloc(worlds * CALF_SPREAD_TOGETHER * sizeof *made->room);
    return made->values && made->spread && made->error && made->room ? CALF_OK
                                                                     : calf_error_no_memory();
}

static void free_piece(const piece *made)
{
    free(made->values);
    free(made->spread);
    free(made->error);
    free(made->room);
}

static void work_out(const piece *of)
{
    calf_spread_values found[CALF_SPREAD_TOGETHER];
    double *spread = of->spread, *error = of->error;
    for (size_t o = 0; o < of->outer; o++)
        for (size_t at = 0; at < of->inner; at += CALF_SPREAD_TOGETHER) {
            const size_t left = of->inner - at;
            const size_t count = left < CALF_SPREAD_TOGETHER ? left : CALF_SPREAD_TOGETHER;
            calf_spread_over_worlds(of->values + o * of->worlds * of->inner + at, of->inner,
                of->worlds, count, of->room, found);
            for (size_t i = 0; i < count; i++)
                for (size_t id = 0; id < CALF_SPREAD_COUNT; id++) {
                    *spread++ = found[i].value[id];
                    *error++ = found[i].error[id];
                }
        }
}

// Where the datasets of one statistic stand in the layout's list.
typedef struct statistic {
    const calf_dataset *of_worlds, *spread, *error;
} statistic;

static calf_status write_piece(
    const calf_result_writer *writer, const statistic *which, const calf_portions *at, piece *made)
{
    calf_window part = calf_window_all(&writer->layout);
    size_t size = 1;
    made->outer = 1;
    for (int k = 0; k < at->rank; k++) {
        const calf_dim dim = which->of_worlds->dims[k];
        part.start[dim] = at->start[k];
        part.size[dim] = at->count[k];
        if (dim == CALF_DIM_WORLD) {
            made->outer = size;
            size = 1;
        } else {
            size *= (size_t)at->count[k];
        }
    }
    made->inner = size;
    calf_status status =
        calf_result_read_window(writer, which->of_worlds, &part, H5T_NATIVE_DOUBLE, made->values);
    if (status)
        return status;
    work_out(made);
    status =
        calf_result_write_window(writer, which->spread, &part, H5T_NATIVE_DOUBLE, made->spread);
    if (status)
        return status;
    return calf_result_write_window(writer, which->error, &part, H5T_NATIVE_DOUBLE, made->error);
}

static calf_status write_statistic(
    const calf_result_writer *writer, const statistic *which, piece *made)
{
    calf_portions at;
    hsize_t size[CALF_RANK_MAX];
    int whole = -1;
    for (int k = 0; k < which->of_worlds->rank; k++) {
        size[k] = writer->layout.size[which->of_worlds->dims[k]];
        if (which->of_worlds->dims[k] == CALF_DIM_WORLD)
            whole = k;
    }
    if (!calf_portions_begin(
            &at, which->of_worlds->rank, size, whole, numbers_a_piece(made->worlds)))
        return CALF_OK;
    calf_status status;
    do
        status = write_piece(writer, which, &at, made);
    while (status == CALF_OK && calf_portions_next(&at));
    return status;
}

calf_status calf_result_write_over_worlds(const calf_result_writer *writer)
{
    const calf_layout *layout = &writer->layout;
    piece made;
    calf_status status = make_piece(&made, layout->size[CALF_DIM_WORLD]);
    for (size_t i = 0; i < layout->count && status == CALF_OK; i++) {
        const calf_dataset *spread = &layout->datasets[i];
        if (spread->content != CALF_CONTENT_SPREAD)
            continue;
        const statistic which = {
            calf_layout_find(layout, CALF_IN_ROOT, spread->name), spread, spread + 1};
        status = write_statistic(writer, &which, &made);
    }
    free_piece(&made);
    return status;
}
