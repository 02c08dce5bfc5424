// SPDX-License-Identifier: GPL-3.0-or-later
// Large datasets in portions that memory holds.
#ifndef CALF_RESULTS_PORTIONS_H
#define CALF_RESULTS_PORTIONS_H

#include <hdf5.h>
#include <stdbool.h>

enum { CALF_PORTIONS_RANK_MAX = 8 };

/** A portion of a dataset, and the walk that it is a step of. */
typedef struct calf_portions {
    int rank;
    hsize_t size[CALF_PORTIONS_RANK_MAX],
        step[CALF_PORTIONS_RANK_MAX]; ///< of all, of a portion at most
    hsize_t start[CALF_PORTIONS_RANK_MAX], count[CALF_PORTIONS_RANK_MAX]; ///< of this portion
} calf_portions;

/** Begins with the first portion, of at most `room` values; dimension `whole` (-1: none) is never
 * cut and not counted. False when there is none, as a dimension is empty. */
bool calf_portions_begin(
    calf_portions *portions, int rank, const hsize_t size[], int whole, hsize_t room);

/** Goes on to the next portion in row-major order; false after the last one. */
bool calf_portions_next(calf_portions *portions);

#endif
