// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of a result: records of what is finished, gathered in memory, kept in a file of their own
// that is either whole or found out.
#ifndef CALF_RESULTS_PIECE_H
#define CALF_RESULTS_PIECE_H

#include "results/fields.h"

#include <calfsim/status.h>

/** What a record holds. */
typedef enum calf_record_kind {
    CALF_RECORD_WORLD = 1, ///< doubles: the numbers of a whole world
    CALF_RECORD_SHARED, ///< doubles: the value of each parameter that a world's runners share
    CALF_RECORD_STATISTICS, ///< stored statistics of a part of a world
    CALF_RECORD_PARAMETERS, ///< floats: those of a block of runners
    CALF_RECORD_OUTCOMES,
    CALF_RECORD_TRAJECTORY
} calf_record_kind;

/** Stored as it is in memory, ahead of its values. */
typedef struct calf_record {
    uint32_t kind; ///< calf_record_kind
    uint32_t field; ///< calf_output_id of a trajectory
    uint64_t point, world, strategy;
    uint64_t first_runner, runners; ///< of a block
    uint64_t bytes; ///< of its values
} calf_record;

typedef struct calf_piece calf_piece;

/** An empty piece. */
calf_status calf_piece_create(calf_piece **piece);
void calf_piece_destroy(calf_piece *piece);

/** Makes room for one more record; its values are written to `*values`, which is valid until the
 *  next call. */
calf_status calf_piece_add(calf_piece *piece, const calf_record *record, void **values);

/** The records as they are, to be sent; the piece keeps them. */
const unsigned char *calf_piece_bytes(const calf_piece *piece, size_t *size);

/** Room for as many bytes of records, to be filled by the caller, in place of what the piece held.
 *  Errors: CALF_FAILED without memory; the piece is then empty. */
calf_status calf_piece_fill(calf_piece *piece, size_t size, unsigned char **bytes);

/** The record at `*at`, which is 0 at first and moves on; NULL behind the last one. */
const calf_record *calf_piece_next(const calf_piece *piece, size_t *at, const void **values);

/** Writes a piece durably: complete under its name, or not there. `campaign` and `number` say what
 *  it is a piece of. Errors: CALF_FAILED when the place has no room or cannot be written. */
calf_status calf_piece_write(
    const calf_piece *piece, const char *path, uint64_t campaign, uint64_t number);

/** Reads a piece back. Errors: CALF_BAD_INPUT with the reason for a file that is no whole piece
 *  with these numbers, or gone; CALF_FAILED without memory, or when it cannot be read. */
calf_status calf_piece_read(
    const char *path, uint64_t campaign, uint64_t number, calf_piece **piece);

#endif
