// SPDX-License-Identifier: GPL-3.0-or-later
// What a result file holds: its dimensions and numeric datasets, as a list that creating, measuring
// and writing share.
#ifndef CALF_RESULTS_LAYOUT_H
#define CALF_RESULTS_LAYOUT_H

#include "results/result_file.h"

#include <hdf5.h>

/** Dimensions, in the order of their creation. */
typedef enum calf_dim {
    CALF_DIM_POINT,
    CALF_DIM_STRATEGY,
    CALF_DIM_AGAINST,
    CALF_DIM_WORLD,
    CALF_DIM_DAY,
    CALF_DIM_MUSCLE,
    CALF_DIM_QUANTILE,
    CALF_DIM_OUTCOME,
    CALF_DIM_LEVEL,
    CALF_DIM_PARAMETER,
    CALF_DIM_FACTOR,
    CALF_DIM_RUNNER,
    CALF_DIM_SPREAD,
    CALF_DIM_COUNT
} calf_dim;

const char *calf_dim_name(calf_dim dim);

/** The groups that datasets live in. */
typedef enum calf_place {
    CALF_IN_ROOT,
    CALF_IN_TRAJECTORIES,
    CALF_IN_RUNNERS,
    CALF_IN_OVER_WORLDS,
    CALF_PLACE_COUNT
} calf_place;

const char *calf_place_name(calf_place place);

enum { CALF_RANK_MAX = 6 };

typedef enum calf_content {
    CALF_CONTENT_STATISTIC, ///< over the runners of a world
    CALF_CONTENT_ERROR, ///< standard error of a statistic, under its name with `_error`
    CALF_CONTENT_SPREAD, ///< of a statistic over worlds, under its name; its error follows it
    CALF_CONTENT_PARAMETER,
    CALF_CONTENT_BY_RUNNER
} calf_content;

/** One numeric dataset. Those of the root are filled with NaN. The others are not: the writer
 *  counts what it wrote by runner, and writes what is over worlds itself. */
typedef struct calf_dataset {
    calf_place place;
    calf_content content;
    char name[64];
    char long_name[256];
    const char *unit;
    char grade; ///< 0 when it has none
    int rank;
    calf_dim dims[CALF_RANK_MAX];
} calf_dataset;

enum {
    CALF_STATISTICS_MAX = 3 * CALF_OUTPUT_COUNT + 11,
    CALF_DATASETS_MAX = 4 * CALF_STATISTICS_MAX + CALF_TRAJECTORY_COUNT + 3
};

typedef struct calf_layout {
    size_t size[CALF_DIM_COUNT]; ///< of each dimension; 0 for one that the file does not have
    size_t count;
    calf_dataset datasets[CALF_DATASETS_MAX];
} calf_layout;

void calf_layout_init(calf_layout *layout, const calf_result_header *header);

/** The dataset of that name, NULL when the file does not have it. */
const calf_dataset *calf_layout_find(const calf_layout *layout, calf_place place, const char *name);

/** Whether a dataset is float32; the others are float64. */
bool calf_dataset_is_single(const calf_dataset *dataset);

/** Values in one dataset, those of one world, and bytes in all of them. */
double calf_layout_values(const calf_layout *layout, const calf_dataset *dataset);
size_t calf_layout_values_a_world(const calf_layout *layout, const calf_dataset *dataset);
double calf_layout_bytes(const calf_layout *layout);

/** Makes everything of the file `name` that is known before the work: dimensions, tables, empty
 *  datasets, attributes of the root. Errors: as HDF5 reports them. */
calf_status calf_layout_create(
    hid_t file, const char *name, const calf_layout *layout, const calf_result_header *header);

#endif
