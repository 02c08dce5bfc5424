// SPDX-License-Identifier: GPL-3.0-or-later
// HDF5 on a file descriptor that remembers why writing failed.
#ifndef CALF_RESULTS_HDF5_SINK_H
#define CALF_RESULTS_HDF5_SINK_H

#include <hdf5.h>

/** Where HDF5 writes. HDF5's own drivers report a full disk as a failed close, after which the
 *  file can be neither closed nor left alone (HDF5 1.10 tries again at exit). This one
 *  keeps the first error number, drops everything later and lets HDF5 believe it went well: whoever
 *  writes asks `error` after each step. */
typedef struct calf_sink {
    int fd; ///< open for reading and writing, empty; the caller closes it after HDF5's file
    int error; ///< errno of the first failure, 0 when all went well
} calf_sink;

/** Makes an HDF5 file on the sink, links and attributes in order of creation; negative on failure.
 *  `name` serves messages only. The sink outlives the HDF5 file. */
hid_t calf_sink_create(calf_sink *sink, const char *name);

#endif
