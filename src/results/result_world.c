// SPDX-License-Identifier: GPL-3.0-or-later
// Writing worlds: in a dataset those of one strategy lie side by side, so several are collected and
// written at once, in a few long pieces instead of many short ones.
#include "core/error.h"
#include "results/hdf5_util.h"
#include "results/result_writer.h"
#include "results/world_numbers.h"

#include <stdlib.h>
#include <string.h>

// What is collected is bounded in bytes, too, where one world is large.
static const double slab_bytes = 8e6;

static calf_status make_slab(calf_result_writer *writer, size_t count)
{
    calf_world_slab *slab = &writer->slab;
    const double fitting = slab_bytes / ((double)count * (double)sizeof(double));
    slab->room = fitting < 1 ? 1 : fitting < CALF_SLAB_WORLDS ? (size_t)fitting : CALF_SLAB_WORLDS;
    slab->count = count;
    slab->values = malloc(slab->room * count * sizeof *slab->values);
    slab->part = malloc(slab->room * count * sizeof *slab->part);
    return slab->values && slab->part ? CALF_OK : calf_error_no_memory();
}

void calf_world_slab_free(calf_world_slab *slab)
{
    free(slab->values);
    free(slab->part);
}

// Gathers a dataset's values in consecutive worlds of a point, [outer][world][inner], from `from`,
// where each world has them as [outer][inner]. Returns how many one world has.
static size_t gather(const calf_result_writer *writer, const calf_dataset *dataset, size_t worlds,
    const double *from)
{
    const calf_world_slab *slab = &writer->slab;
    size_t outer = 1, inner = 1;
    for (int i = 0; i < dataset->rank; i++) {
        if (dataset->dims[i] == CALF_DIM_WORLD) {
            outer = inner;
            inner = 1;
        } else if (dataset->dims[i] != CALF_DIM_POINT) {
            inner *= writer->layout.size[dataset->dims[i]];
        }
    }
    double *to = slab->part;
    for (size_t o = 0; o < outer; o++)
        for (size_t world = 0; world < worlds; world++, to += inner)
            memcpy(to, from + world * slab->count + o * inner, inner * sizeof *to);
    return outer * inner;
}

// Writes consecutive worlds of the slab; a world's values are those of all its datasets in order.
static calf_status write_worlds(const calf_result_writer *writer, size_t at, size_t worlds)
{
    const calf_layout *layout = &writer->layout;
    const double *from = writer->slab.values + at * writer->slab.count;
    calf_window part = calf_window_all(layout);
    calf_window_one(&part, CALF_DIM_POINT, writer->slab.point);
    part.start[CALF_DIM_WORLD] = writer->slab.first + at;
    part.size[CALF_DIM_WORLD] = worlds;
    calf_status status = CALF_OK;
    for (size_t i = 0; i < layout->count && status == CALF_OK; i++) {
        if (layout->datasets[i].place != CALF_IN_ROOT)
            continue;
        from += gather(writer, &layout->datasets[i], worlds, from);
        status = calf_result_write_window(
            writer, &layout->datasets[i], &part, H5T_NATIVE_DOUBLE, writer->slab.part);
    }
    return status;
}

calf_status calf_result_write_slab(calf_result_writer *writer)
{
    calf_world_slab *slab = &writer->slab;
    calf_h5_quiet quiet;
    calf_status status = CALF_OK;
    calf_h5_quiet_begin(&quiet);
    for (size_t at = 0; at < slab->room && status == CALF_OK; at++) {
        size_t worlds = 0;
        while (at + worlds < slab->room && slab->holds[at + worlds])
            worlds++;
        if (worlds > 0)
            status = write_worlds(writer, at, worlds);
        at += worlds;
    }
    memset(slab->holds, 0, sizeof slab->holds);
    slab->held = 0;
    calf_h5_quiet_end(&quiet);
    return status;
}

// Worlds come almost in order: one of another slab is a sign that this one is as good as done.
calf_status calf_result_write_world(
    calf_result_writer *writer, size_t point, size_t world, const calf_world_numbers *numbers)
{
    calf_world_slab *slab = &writer->slab;
    const size_t *size = writer->layout.size;
    calf_status status = CALF_OK;
    if (point > 0 && point >= size[CALF_DIM_POINT])
        return calf_error_set(
            CALF_FAILED, "%s: the result has no point %zu", writer->aside.target, point);
    if (world >= size[CALF_DIM_WORLD])
        return calf_error_set(
            CALF_FAILED, "%s: the result has no world %zu", writer->aside.target, world);
    if (slab->room == 0)
        status = make_slab(writer, numbers->count);
    if (status == CALF_OK &&
        (point != slab->point || world / slab->room != slab->first / slab->room)) {
        status = calf_result_write_slab(writer);
        slab->point = point;
        slab->first = world / slab->room * slab->room;
    }
    if (status)
        return status;
    const size_t at = world - slab->first;
    memcpy(slab->values + at * slab->count, numbers->values, slab->count * sizeof *slab->values);
    slab->held += !slab->holds[at];
    slab->holds[at] = true;
    return slab->held == slab->room ? calf_result_write_slab(writer) : CALF_OK;
}
