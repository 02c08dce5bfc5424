// SPDX-License-Identifier: GPL-3.0-or-later
// What a study of slice lengths lives: three weeks of easy, interval and downhill runs, long runs
// and a marathon, by runners and worlds drawn from the priors.
#ifndef CALF_TESTS_SLICE_STUDY_H
#define CALF_TESTS_SLICE_STUDY_H

#include "model/lanes.h"

#include <stddef.h>

enum { SLICE_STUDY_DAYS = 28 };

/** Soreness values of a batch: [day][muscle][lane]. */
enum { SLICE_STUDY_VALUES = SLICE_STUDY_DAYS * CALF_MUSCLES * CALF_LANES };

typedef struct slice_study slice_study;

/** A study of `batches` batches; ends the program if it cannot be made. */
slice_study *slice_study_create(size_t batches);
void slice_study_destroy(slice_study *study);

/** Morning soreness [mm] of one batch when runs are cut into slices of at most `slice_min`. */
void slice_study_live(
    slice_study *study, size_t batch, double slice_min, double soreness[SLICE_STUDY_VALUES]);

#endif
