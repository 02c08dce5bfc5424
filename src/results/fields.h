// SPDX-License-Identifier: GPL-3.0-or-later
// What results hold: the tables of outputs.def and outcomes.def as enums and descriptions.
#ifndef CALF_RESULTS_FIELDS_H
#define CALF_RESULTS_FIELDS_H

#include "results/tally.h"

#include <stdbool.h>

/** Groups of daily fields, as `output: {daily: [...]}` names them. */
typedef enum calf_output_group {
#define CALF_OUTPUT_GROUP(name) CALF_GROUP_##name,
#include <calfsim/outputs.def>
    CALF_GROUP_COUNT
} calf_output_group;

/** Daily fields. */
typedef enum calf_output_id {
#define CALF_OUTPUT(group, name, ...) CALF_OUTPUT_##name,
#include <calfsim/outputs.def>
    CALF_OUTPUT_COUNT
} calf_output_id;

/** The components of all daily fields in one row of numbers: one a muscle or one a runner. */
enum { CALF_COMPONENTS_MAX = 2 * CALF_OUTPUT_COUNT };

typedef enum calf_outcome_id {
#define CALF_OUTCOME(name, ...) CALF_OUTCOME_##name,
#include "results/outcomes.def"
    CALF_OUTCOME_COUNT
} calf_outcome_id;

typedef enum calf_better { CALF_LOWER, CALF_HIGHER, CALF_NEITHER } calf_better;

typedef enum calf_counting { CALF_MEASURED, CALF_COUNTED, CALF_A_WEEK } calf_counting;

typedef struct calf_output_info {
    calf_output_group group;
    const char *name;
    int parts; ///< 2: gastrocnemius and soleus, 1: the runner
    const char *unit;
    calf_bins bins;
    char grade;
    const char *long_name;
} calf_output_info;

typedef struct calf_outcome_info {
    const char *name;
    const char *label; ///< for tables that people read
    const char *unit;
    calf_bins bins;
    calf_bins difference_bins;
    calf_better better;
    char grade;
    calf_counting counting;
    double margin; ///< a difference that matters is larger, where nobody says otherwise
    const char *long_name;
} calf_outcome_info;

const char *calf_output_group_name(calf_output_group group);
const calf_output_info *calf_output_describe(calf_output_id id);
const calf_outcome_info *calf_outcome_describe(calf_outcome_id id);

/** What values of an outcome are multiples of in a course of as many days; 0 where they are not. */
double calf_outcome_step(calf_outcome_id id, size_t days);

/** "lower", "higher" or "neither". */
const char *calf_better_name(calf_better better);

/** The groups kept when an experiment does not say: soreness, force, hazard, loads. */
unsigned calf_output_groups_default(void);

extern const char *const calf_muscle_names[2];

/** The quantiles and the soreness levels [mm] that results report. */
enum { CALF_QUANTILE_COUNT = 9, CALF_LEVEL_COUNT = 8 };
extern const double calf_quantiles[CALF_QUANTILE_COUNT];
extern const double calf_soreness_levels_mm[CALF_LEVEL_COUNT];

/** Whether a name means something in result files already: a dimension, table, dataset or group,
 *  whatever the experiment keeps. Factors of a sweep may not have it. */
bool calf_result_name_is_taken(const char *name);

#endif
