// SPDX-License-Identifier: GPL-3.0-or-later
// What a study of a run's precision lives: three weeks of easy, interval and hilly runs, long
// runs and a marathon, by runners and worlds drawn from the priors.
#ifndef CALF_TESTS_PRECISION_STUDY_H
#define CALF_TESTS_PRECISION_STUDY_H

#include "model/run.h"

#include <stddef.h>

enum { PRECISION_STUDY_DAYS = 28 };

/** Soreness values of a batch: [day][muscle][lane]. */
enum { PRECISION_STUDY_VALUES = PRECISION_STUDY_DAYS * CALF_MUSCLES * CALF_LANES };

typedef struct precision_study precision_study;

/** A study of `batches` batches, lived by the fastest kernel; ends the program if it cannot be
 * made. */
precision_study *precision_study_create(size_t batches);
void precision_study_destroy(precision_study *study);

/** Draws the runners of one batch, who live until others are drawn. */
void precision_study_draw(precision_study *study, size_t batch);

/** Their morning soreness [mm]. */
void precision_study_live(
    precision_study *study, calf_precision precision, double soreness[PRECISION_STUDY_VALUES]);

#endif
