// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of a world's numbers, shared by the files that make and write them.
#ifndef CALF_RESULTS_WORLD_NUMBERS_H
#define CALF_RESULTS_WORLD_NUMBERS_H

#include "results/layout.h"

struct calf_world_numbers {
    calf_layout layout;
    size_t count;
    double *values; ///< [count] of all datasets of the root, in the layout's order
    double *of[CALF_DATASETS_MAX]; ///< [dataset] its values in one world; NULL for by-runner ones
    // edges of the bins, by field and by outcome
    double field_edge[CALF_OUTPUT_COUNT][CALF_BINS + 1];
    double outcome_edge[CALF_OUTCOME_COUNT][CALF_BINS + 1];
    double difference_edge[CALF_OUTCOME_COUNT][CALF_BINS + 1];
};

#endif
