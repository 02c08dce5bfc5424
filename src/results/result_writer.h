// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of a result writer, shared by the files that write its parts.
#ifndef CALF_RESULTS_RESULT_WRITER_H
#define CALF_RESULTS_RESULT_WRITER_H

#include "results/aside.h"
#include "results/hdf5_sink.h"
#include "results/layout.h"

/** Worlds that are collected before they are written, at most. */
enum { CALF_SLAB_WORLDS = 16 };

/** Consecutive worlds of one point being collected. */
typedef struct calf_world_slab {
    size_t room; ///< worlds that it takes; 0 before it is made
    size_t point; ///< whose worlds they are
    size_t first; ///< its first world
    size_t count; ///< values of one world
    double *values; ///< [world in slab][value]
    double *part; ///< room for those of one dataset
    bool holds[CALF_SLAB_WORLDS]; ///< [world in slab]
    size_t held;
} calf_world_slab;

struct calf_result_writer {
    calf_aside aside;
    calf_sink sink;
    hid_t file;
    calf_layout layout;
    calf_world_slab slab;
    double by_runner_due, by_runner_written; ///< values of trajectories and runners
};

/** A part of the file: along each dimension, where it starts and how long it is. */
typedef struct calf_window {
    hsize_t start[CALF_DIM_COUNT], size[CALF_DIM_COUNT];
} calf_window;

/** Everything, and one place along a dimension. */
calf_window calf_window_all(const calf_layout *layout);
void calf_window_one(calf_window *part, calf_dim dim, size_t at);

/** Writes the part of a dataset that lies in the window; `values` are of the HDF5 type `type`,
 *  row-major. Errors: CALF_FAILED with the system's reason. */
calf_status calf_result_write_window(const calf_result_writer *writer, const calf_dataset *dataset,
    const calf_window *part, hid_t type, const void *values);

/** Reads such a part back. Errors: the same. */
calf_status calf_result_read_window(const calf_result_writer *writer, const calf_dataset *dataset,
    const calf_window *part, hid_t type, void *values);

/** Writes the group `over_worlds` once all worlds are written. Errors: the same, and memory. */
calf_status calf_result_write_over_worlds(const calf_result_writer *writer);

/** Writes the worlds collected. Errors: as calf_result_write_window(). */
calf_status calf_result_write_slab(calf_result_writer *writer);

void calf_world_slab_free(calf_world_slab *slab);

#endif
