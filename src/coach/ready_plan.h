// SPDX-License-Identifier: GPL-3.0-or-later
// The experiments that the library carries with it: those of experiments/plans, and as-now.yaml.
#ifndef CALF_COACH_READY_PLAN_H
#define CALF_COACH_READY_PLAN_H

#include <stdbool.h>
#include <stddef.h>

typedef struct calf_ready_plan {
    const char *name; ///< of its file, without .yaml
    const char *text; ///< the file: comments, then the keys from `title` to `strategies`
} calf_ready_plan;

/** The names: "as-now", then all plans in alphabetical order. */
const char *const *calf_ready_plan_choices(size_t *count);

/** The plan of a choice. */
const calf_ready_plan *calf_ready_plan_of_choice(size_t choice);

/** Whether its runs are those of the usual week: a plan in it extends `usual`. */
bool calf_ready_plan_keeps_week(const calf_ready_plan *plan);

/** The km a week that runners are used to when it begins, which stand beside its plan `usual`; 0
 *  where it begins from rest. */
double calf_ready_plan_used_to(const calf_ready_plan *plan);

#endif
