// SPDX-License-Identifier: GPL-3.0-or-later
// The HDF5 file driver behind calf_sink: plain pread and pwrite, errors kept instead of returned.
#include "results/hdf5_sink.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>
#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h>
#endif

typedef struct sink_info {
    calf_sink *sink;
} sink_info;

typedef struct sink_file {
    H5FD_t base; // HDF5's part, must be first
    calf_sink *sink;
    haddr_t allocated, end;
} sink_file;

static sink_file *own(H5FD_t *file)
{
    return (sink_file *)file;
}

static H5FD_t *sink_open(const char *name, unsigned flags, hid_t access, haddr_t largest)
{
    (void)name, (void)flags, (void)largest;
    const sink_info *info = H5Pget_driver_info(access);
    sink_file *file = info ? calloc(1, sizeof *file) : NULL;
    if (!file)
        return NULL;
    file->sink = info->sink;
    return &file->base;
}

static herr_t sink_close(H5FD_t *file)
{
    free(file);
    return 0;
}

static herr_t sink_query(const H5FD_t *file, unsigned long *flags)
{
    (void)file;
    // No sieve buffer: it would read 64 kB around each short piece of a trajectory.
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA |
        H5FD_FEAT_AGGREGATE_SMALLDATA;
    return 0;
}

static haddr_t sink_get_eoa(const H5FD_t *file, H5FD_mem_t type)
{
    (void)type;
    return ((const sink_file *)file)->allocated;
}

static herr_t sink_set_eoa(H5FD_t *file, H5FD_mem_t type, haddr_t end)
{
    (void)type;
    own(file)->allocated = end;
    return 0;
}

static haddr_t sink_get_eof(const H5FD_t *file, H5FD_mem_t type)
{
    (void)type;
    return ((const sink_file *)file)->end;
}

static herr_t sink_read(
    H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t size, void *buffer)
{
    (void)type, (void)transfer;
    calf_sink *sink = own(file)->sink;
    char *next = buffer;
    while (size > 0) {
        const ssize_t got = pread(sink->fd, next, size, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && !sink->error)
            sink->error = errno;
        if (got <= 0)
            break;
        next += got;
        at += (haddr_t)got;
        size -= (size_t)got;
    }
    memset(next, 0, size); // behind the end
    return 0;
}

static herr_t sink_write(
    H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t at, size_t size, const void *buffer)
{
    (void)type, (void)transfer;
    calf_sink *sink = own(file)->sink;
    const char *next = buffer;
    const haddr_t end = at + size;
    while (size > 0 && !sink->error) {
        const ssize_t put = pwrite(sink->fd, next, size, (off_t)at);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0) {
            sink->error = put < 0 ? errno : ENOSPC;
            break;
        }
        next += put;
        at += (haddr_t)put;
        size -= (size_t)put;
    }
    if (end > own(file)->end)
        own(file)->end = end;
    return 0;
}

static herr_t sink_truncate(H5FD_t *file, hid_t transfer, hbool_t closing)
{
    (void)transfer, (void)closing;
    sink_file *mine = own(file);
    if (mine->end == mine->allocated)
        return 0;
    if (!mine->sink->error && ftruncate(mine->sink->fd, (off_t)mine->allocated) != 0)
        mine->sink->error = errno;
    mine->end = mine->allocated;
    return 0;
}

static const H5FD_class_t sink_class = {
#if H5_VERSION_GE(1, 13, 0)
    .version = H5FD_CLASS_VERSION,
    .value = H5_VFD_RESERVED + 117,
#endif
    .name = "calfsim-sink",
    .maxaddr = INT64_MAX,
    .fc_degree = H5F_CLOSE_STRONG,
    .fapl_size = sizeof(sink_info),
    .open = sink_open,
    .close = sink_close,
    .query = sink_query,
    .get_eoa = sink_get_eoa,
    .set_eoa = sink_set_eoa,
    .get_eof = sink_get_eof,
    .read = sink_read,
    .write = sink_write,
    .truncate = sink_truncate,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

hid_t calf_sink_create(calf_sink *sink, const char *name)
{
    const unsigned ordered = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    const sink_info info = {sink};
    hid_t file = -1;
    const hid_t driver = H5FDregister(&sink_class);
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    const hid_t creation = H5Pcreate(H5P_FILE_CREATE);
    if (driver >= 0 && access >= 0 && creation >= 0 && H5Pset_driver(access, driver, &info) >= 0 &&
        H5Pset_link_creation_order(creation, ordered) >= 0 &&
        H5Pset_attr_creation_order(creation, ordered) >= 0 &&
        H5Pset_obj_track_times(creation, 0) >= 0)
        file = H5Fcreate(name, H5F_ACC_TRUNC, creation, access);
    // The file keeps its own hold on the driver.
    if (creation >= 0)
        H5Pclose(creation);
    if (access >= 0)
        H5Pclose(access);
    if (driver >= 0)
        H5FDunregister(driver);
    return file;
}
