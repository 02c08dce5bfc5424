// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a result: its creation, trajectories, runners, and its end.
#include "results/result_writer.h"
#include "core/error.h"
#include "results/hdf5_util.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

calf_window calf_window_all(const calf_layout *layout)
{
    calf_window all = {{0}, {0}};
    for (int i = 0; i < CALF_DIM_COUNT; i++)
        all.size[i] = layout->size[i];
    return all;
}

void calf_window_one(calf_window *part, calf_dim dim, size_t at)
{
    part->start[dim] = at;
    part->size[dim] = 1;
}

static calf_status file_error(
    const calf_result_writer *writer, const char *cannot, const char *what)
{
    char text[128];
    snprintf(text, sizeof text, "%s %s", cannot, what);
    if (writer->sink.error)
        return calf_system_error(CALF_FAILED, writer->aside.target, text, writer->sink.error);
    return calf_h5_error(CALF_FAILED, writer->aside.target, text);
}

static calf_status writing_error(const calf_result_writer *writer, const char *what)
{
    return file_error(writer, "cannot write", what);
}

// Writes the values `from`, or reads them `to` where that is given.
static herr_t transfer(hid_t dataset, hid_t type, int rank, const hsize_t start[],
    const hsize_t size[], const void *from, void *to)
{
    herr_t result = -1;
    const hid_t memory = H5Screate_simple(rank, size, NULL);
    const hid_t space = H5Dget_space(dataset);
    if (memory >= 0 && space >= 0 &&
        H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, size, NULL) >= 0)
        result = to ? H5Dread(dataset, type, memory, space, H5P_DEFAULT, to)
                    : H5Dwrite(dataset, type, memory, space, H5P_DEFAULT, from);
    if (memory >= 0)
        H5Sclose(memory);
    if (space >= 0)
        H5Sclose(space);
    return result;
}

static calf_status transfer_window(const calf_result_writer *writer, const calf_dataset *dataset,
    const calf_window *part, hid_t type, const void *from, void *to)
{
    char path[96];
    hsize_t start[CALF_RANK_MAX], size[CALF_RANK_MAX];
    for (int i = 0; i < dataset->rank; i++) {
        start[i] = part->start[dataset->dims[i]];
        size[i] = part->size[dataset->dims[i]];
    }
    snprintf(path, sizeof path, "%s/%s", calf_place_name(dataset->place), dataset->name);
    const hid_t open = H5Dopen2(writer->file, path, H5P_DEFAULT);
    calf_status status = CALF_OK;
    if (open < 0 || transfer(open, type, dataset->rank, start, size, from, to) < 0 ||
        writer->sink.error)
        status = file_error(writer, to ? "cannot read back" : "cannot write", dataset->name);
    if (open >= 0)
        H5Dclose(open);
    return status;
}

calf_status calf_result_write_window(const calf_result_writer *writer, const calf_dataset *dataset,
    const calf_window *part, hid_t type, const void *values)
{
    return transfer_window(writer, dataset, part, type, values, NULL);
}

calf_status calf_result_read_window(const calf_result_writer *writer, const calf_dataset *dataset,
    const calf_window *part, hid_t type, void *values)
{
    return transfer_window(writer, dataset, part, type, NULL, values);
}

static const calf_dataset *dataset_of(const calf_layout *layout, const calf_block_values *values)
{
    switch (values->kind) {
    case CALF_VALUES_PARAMETERS:
        return calf_layout_find(layout, CALF_IN_RUNNERS, "parameters");
    case CALF_VALUES_OUTCOMES:
        return calf_layout_find(layout, CALF_IN_RUNNERS, "outcomes");
    case CALF_VALUES_TRAJECTORY:
        break;
    }
    return calf_layout_find(
        layout, CALF_IN_TRAJECTORIES, calf_output_describe(values->field)->name);
}

calf_status calf_result_write_values(calf_result_writer *writer, const calf_block_values *values)
{
    calf_h5_quiet quiet;
    const calf_dataset *dataset = dataset_of(&writer->layout, values);
    if (!dataset)
        return calf_error_set(
            CALF_FAILED, "%s: the result has no place for these values", writer->aside.target);
    calf_window part = calf_window_all(&writer->layout);
    calf_window_one(&part, CALF_DIM_POINT, values->point);
    calf_window_one(&part, CALF_DIM_STRATEGY, values->strategy);
    calf_window_one(&part, CALF_DIM_WORLD, values->world);
    part.start[CALF_DIM_RUNNER] = values->first_runner;
    part.size[CALF_DIM_RUNNER] = values->runners;
    calf_h5_quiet_begin(&quiet);
    const calf_status status =
        calf_result_write_window(writer, dataset, &part, H5T_NATIVE_FLOAT, values->values);
    calf_h5_quiet_end(&quiet);
    if (!status)
        writer->by_runner_written += (double)values->count;
    return status;
}

static void close_quietly(calf_result_writer *writer)
{
    if (!writer->sink.error)
        writer->sink.error = -1; // nothing more needs to reach the disk
    if (writer->file >= 0)
        H5Fclose(writer->file);
    calf_aside_drop(&writer->aside);
    calf_world_slab_free(&writer->slab);
    free(writer);
}

// HDF5 has paths and CF lists apart names by what they must not have.
static calf_status check_factors(const calf_result_header *header)
{
    for (size_t i = 0; i < header->factors && header->points > 0; i++) {
        const char *name = header->factor_names[i];
        size_t same = i;
        for (size_t other = 0; other < i; other++)
            if (strcmp(header->factor_names[other], name) == 0)
                same = other;
        if (!name[0] || strpbrk(name, " /") || strcmp(name, ".") == 0)
            return calf_error_set(CALF_BAD_INPUT,
                "factor '%s': allowed is a name that is not empty, without blank and '/'", name);
        if (same != i || calf_result_name_is_taken(name))
            return calf_error_set(CALF_BAD_INPUT,
                "factor '%s': something else in a result has this name; choose another", name);
    }
    return CALF_OK;
}

static calf_status create_in(calf_result_writer *writer, const calf_result_header *header)
{
    calf_status status = CALF_OK;
    writer->file = calf_sink_create(&writer->sink, writer->aside.path);
    if (writer->file < 0)
        return writing_error(writer, "the result");
    status = calf_layout_create(writer->file, writer->aside.target, &writer->layout, header);
    if (!status && H5Fflush(writer->file, H5F_SCOPE_LOCAL) < 0)
        status = writing_error(writer, "the result");
    return writer->sink.error ? writing_error(writer, "the result") : status;
}

bool calf_result_can_compress(void)
{
    return H5Zfilter_avail(H5Z_FILTER_DEFLATE) > 0 && H5Zfilter_avail(H5Z_FILTER_SHUFFLE) > 0;
}

double calf_result_bytes(const calf_result_header *header)
{
    calf_layout layout;
    calf_layout_init(&layout, header);
    return calf_layout_bytes(&layout) + 1e6;
}

calf_status calf_result_create(
    const char *path, const calf_result_header *header, calf_result_writer **writer)
{
    calf_h5_quiet quiet;
    *writer = NULL;
    calf_status status = check_factors(header);
    if (status)
        return status;
    calf_result_writer *made = calloc(1, sizeof *made);
    if (!made)
        return calf_error_no_memory();
    made->file = -1;
    calf_layout_init(&made->layout, header);
    for (size_t i = 0; i < made->layout.count; i++)
        if (made->layout.datasets[i].content == CALF_CONTENT_BY_RUNNER)
            made->by_runner_due += calf_layout_values(&made->layout, &made->layout.datasets[i]);
    calf_aside_clear(path);
    status = calf_aside_open(&made->aside, path, "the result", calf_result_bytes(header));
    if (status) {
        free(made);
        return status;
    }
    made->sink.fd = made->aside.fd;
    calf_h5_quiet_begin(&quiet);
    status = create_in(made, header);
    if (status)
        close_quietly(made);
    else
        *writer = made;
    calf_h5_quiet_end(&quiet);
    return status;
}

static herr_t put_provenance(hid_t file, const calf_provenance *from)
{
    const hid_t group = H5Gopen2(file, "provenance", H5P_DEFAULT);
    if (group < 0)
        return -1;
    const struct {
        const char *name, *text;
    } texts[] = {{"version", from->version}, {"compiler", from->compiler}, {"flags", from->flags},
        {"isa", from->isa}, {"host", from->host}, {"started", from->started},
        {"finished", from->finished}, {"command", from->command}};
    herr_t result = 0;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && result >= 0; i++)
        result = calf_h5_put_text(group, texts[i].name, texts[i].text ? texts[i].text : "");
    if (result >= 0)
        result = calf_h5_put_int(group, "threads", from->threads);
    if (result >= 0)
        result = calf_h5_put_double(group, "seconds", from->seconds);
    H5Gclose(group);
    return result;
}

static calf_status complete(calf_result_writer *writer, const calf_provenance *provenance)
{
    calf_status status = calf_result_write_slab(writer);
    if (status || writer->sink.error)
        return status ? status : writing_error(writer, "the result");
    if (writer->by_runner_written < writer->by_runner_due)
        return calf_error_set(CALF_FAILED, "%s: %.0f of %.0f values by runner were written",
            writer->aside.target, writer->by_runner_written, writer->by_runner_due);
    status = calf_result_write_over_worlds(writer);
    if (status)
        return status;
    if (put_provenance(writer->file, provenance) < 0 || H5Fflush(writer->file, H5F_SCOPE_LOCAL) < 0)
        return writing_error(writer, "the result");
    const herr_t closed = H5Fclose(writer->file);
    writer->file = -1;
    return closed < 0 || writer->sink.error ? writing_error(writer, "the result") : CALF_OK;
}

calf_status calf_result_finish(calf_result_writer *writer, const calf_provenance *provenance)
{
    calf_h5_quiet quiet;
    calf_h5_quiet_begin(&quiet);
    calf_status status = complete(writer, provenance);
    if (status) {
        close_quietly(writer);
    } else {
        status = calf_aside_keep(&writer->aside);
        calf_world_slab_free(&writer->slab);
        free(writer);
    }
    calf_h5_quiet_end(&quiet);
    return status;
}

void calf_result_abandon(calf_result_writer *writer)
{
    calf_h5_quiet quiet;
    if (!writer)
        return;
    calf_h5_quiet_begin(&quiet);
    close_quietly(writer);
    calf_h5_quiet_end(&quiet);
}
