// SPDX-License-Identifier: GPL-3.0-or-later
// Comparing the values of two HDF5 datasets of one type and shape.
#ifndef CALF_ANALYSIS_DIFF_VALUES_H
#define CALF_ANALYSIS_DIFF_VALUES_H

#include "results/portions.h"

#include <hdf5.h>
#include <stdint.h>

/** How two datasets differ. */
typedef struct calf_value_diff {
    int text; ///< strings: only counted
    uint64_t values; ///< in each
    uint64_t differ; ///< of them
    uint64_t one_nan; ///< of those, NaN in one file only
    double absolute, relative; ///< the largest among numbers
    double first, second; ///< the values where the absolute one is largest
    hsize_t at[CALF_PORTIONS_RANK_MAX]; ///< and its index
} calf_value_diff;

/** Compares numbers or variable-length strings; large datasets are read in pieces. Negative when
 *  HDF5 fails, without memory, or for another type or a rank above CALF_PORTIONS_RANK_MAX. */
herr_t calf_values_compare(hid_t a, hid_t b, calf_value_diff *diff);

/** Writes "strategy heel raises, world 1" for an index of a dataset with dimension scales. */
void calf_index_describe(hid_t dataset, int rank, const hsize_t at[], char *text, size_t room);

#endif
