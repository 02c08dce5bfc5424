// SPDX-License-Identifier: GPL-3.0-or-later
// Walking over large datasets portion by portion.
#include "results/portions.h"

static void count_portion(calf_portions *portions)
{
    for (int k = 0; k < portions->rank; k++) {
        const hsize_t left = portions->size[k] - portions->start[k];
        portions->count[k] = portions->step[k] < left ? portions->step[k] : left;
    }
}

bool calf_portions_begin(
    calf_portions *portions, int rank, const hsize_t size[], int whole, hsize_t room)
{
    portions->rank = rank;
    for (int k = rank - 1; k >= 0; k--) {
        if (size[k] == 0)
            return false;
        portions->size[k] = size[k];
        portions->start[k] = 0;
        portions->step[k] = k == whole || size[k] < room ? size[k] : room;
        if (k != whole)
            room /= portions->step[k];
    }
    count_portion(portions);
    return true;
}

bool calf_portions_next(calf_portions *portions)
{
    for (int k = portions->rank - 1; k >= 0; k--) {
        portions->start[k] += portions->step[k];
        if (portions->start[k] < portions->size[k]) {
            count_portion(portions);
            return true;
        }
        portions->start[k] = 0;
    }
    return false;
}
