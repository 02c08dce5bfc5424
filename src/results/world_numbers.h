// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of a world's numbers, shared by the files that make and write them.
#ifndef CALF_RESULTS_WORLD_NUMBERS_H
#define CALF_RESULTS_WORLD_NUMBERS_H

#include "results/layout.h"

/** Where the bins of a distribution lie. */
typedef struct calf_cuts {
    double edge[CALF_BINS + 1];
    double middle[CALF_BIN_SLOTS]; ///< in the order of a tally's slots
} calf_cuts;

struct calf_world_numbers {
    calf_layout layout;
    size_t count;
    double *values; ///< [count] of all datasets of the root, in the layout's order
    double *of[CALF_DATASETS_MAX]; ///< [dataset] its values in one world; NULL for by-runner ones
    calf_cuts field[CALF_OUTPUT_COUNT];
    calf_cuts outcome[CALF_OUTCOME_COUNT];
    calf_cuts difference[CALF_OUTCOME_COUNT];
};

#endif
