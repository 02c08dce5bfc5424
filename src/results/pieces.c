// SPDX-License-Identifier: GPL-3.0-or-later
// Walking over large datasets piece by piece.
#include "results/pieces.h"

static void count_piece(calf_pieces *pieces)
{
    for (int k = 0; k < pieces->rank; k++) {
        const hsize_t left = pieces->size[k] - pieces->start[k];
        pieces->count[k] = pieces->step[k] < left ? pieces->step[k] : left;
    }
}

bool calf_pieces_begin(calf_pieces *pieces, int rank, const hsize_t size[], int whole, hsize_t room)
{
    pieces->rank = rank;
    for (int k = rank - 1; k >= 0; k--) {
        if (size[k] == 0)
            return false;
        pieces->size[k] = size[k];
        pieces->start[k] = 0;
        pieces->step[k] = k == whole || size[k] < room ? size[k] : room;
        if (k != whole)
            room /= pieces->step[k];
    }
    count_piece(pieces);
    return true;
}

bool calf_pieces_next(calf_pieces *pieces)
{
    for (int k = pieces->rank - 1; k >= 0; k--) {
        pieces->start[k] += pieces->step[k];
        if (pieces->start[k] < pieces->size[k]) {
            count_piece(pieces);
            return true;
        }
        pieces->start[k] = 0;
    }
    return false;
}
