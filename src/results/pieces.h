// SPDX-License-Identifier: GPL-3.0-or-later
// Large datasets in pieces that memory holds.
#ifndef CALF_RESULTS_PIECES_H
#define CALF_RESULTS_PIECES_H

#include <hdf5.h>
#include <stdbool.h>

enum { CALF_PIECES_RANK_MAX = 8 };

/** A piece of a dataset, and the walk that it is a step of. */
typedef struct calf_pieces {
    int rank;
    hsize_t size[CALF_PIECES_RANK_MAX], step[CALF_PIECES_RANK_MAX]; ///< of all, of a piece at most
    hsize_t start[CALF_PIECES_RANK_MAX], count[CALF_PIECES_RANK_MAX]; ///< of this piece
} calf_pieces;

/** Begins with the first piece, of at most `room` values; dimension `whole` (-1: none) is never cut
 *  and not counted. False when there is none, as a dimension is empty. */
bool calf_pieces_begin(
    calf_pieces *pieces, int rank, const hsize_t size[], int whole, hsize_t room);

/** Goes on to the next piece in row-major order; false after the last one. */
bool calf_pieces_next(calf_pieces *pieces);

#endif
