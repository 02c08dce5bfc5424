// SPDX-License-Identifier: GPL-3.0-or-later
// A sensitivity study: Morris' screening of all factors, then Sobol's indices of those that matter,
// with the others together as one group, so that nothing left out goes unnoticed.
#ifndef CALF_ANALYSIS_SENSITIVITY_H
#define CALF_ANALYSIS_SENSITIVITY_H

#include "analysis/comparison.h"
#include "analysis/morris.h"
#include "analysis/sobol_indices.h"

#include <stdbool.h>

/** Points at which the model is wanted. */
typedef struct calf_sensitivity_points {
    size_t count;
    const double *unit; ///< [point][factor], each in (0, 1)
    const uint32_t *row; ///< [point] points of the same row are to meet the same luck
} calf_sensitivity_points;

/** Evaluates the model. Shapes  values: [output][point]. Errors: those of the study then. */
typedef calf_status calf_sensitivity_model(
    void *context, const calf_sensitivity_points *points, double *values);

/** What is to be done. */
typedef struct calf_sensitivity_plan {
    size_t factors; ///< 1 or more
    size_t outputs; ///< the main one, and the same in each of the worlds
    size_t trajectories; ///< of Morris' screening; 0: none
    size_t levels; ///< of each factor in these, an even number
    size_t rows; ///< of Sobol's indices; 0: none
    size_t kept; ///< factors with Sobol's indices of their own, the first by screening
    uint64_t seed;
    calf_resampling resampling; ///< of the main output
    size_t points_at_once; ///< that the model is asked for, at least one row's
    calf_sensitivity_model *model;
    void *context; ///< of the model
} calf_sensitivity_plan;

/** Evaluations of each output that a plan takes. */
double calf_sensitivity_evaluations(const calf_sensitivity_plan *plan);

/** What screening says of a factor. */
typedef struct calf_screened {
    calf_morris_effect effect; ///< on the main output
    calf_band worlds; ///< of mu_star over the worlds; NaN without
} calf_screened;

enum { CALF_CONVERGENCE_STEPS = 4 };

/** Sobol's indices of a factor, or of all the others together. */
typedef struct calf_decomposed {
    size_t factor; ///< CALF_OTHER_FACTORS for the others
    calf_sobol_index index; ///< of the main output
    calf_band first_worlds, total_worlds; ///< over the worlds in which the output varies
    calf_sobol_index step[CALF_CONVERGENCE_STEPS]; ///< with fewer rows
} calf_decomposed;

#define CALF_OTHER_FACTORS SIZE_MAX

typedef struct calf_sensitivity {
    size_t factors, worlds;
    size_t trajectories; ///< 0: not screened
    bool moved; ///< whether any factor has an effect on any output
    calf_screened *screened; ///< [factor]
    size_t *by_effect; ///< [factor] by mu_star, largest first: its middle over worlds, if any
    size_t rows; ///< 0: not decomposed
    size_t groups, others; ///< how many are in the last group, which is theirs if any
    calf_sobol_output output;
    calf_decomposed *decomposed; ///< [group] by total, largest first: its middle over worlds, if
                                 ///< any; the others last
    size_t varied_worlds; ///< worlds in which the output varies
    size_t steps, step_rows[CALF_CONVERGENCE_STEPS]; ///< the last one is all rows
    calf_sobol_output step_output[CALF_CONVERGENCE_STEPS];
} calf_sensitivity;

/** Does it. Without screening every factor has indices of its own. When screening finds that
 *  nothing moves any output, nothing is decomposed.
 *  Errors: CALF_FAILED without memory, or what the model returns. The caller destroys the study. */
calf_status calf_sensitivity_create(
    const calf_sensitivity_plan *plan, calf_sensitivity **sensitivity);
void calf_sensitivity_destroy(calf_sensitivity *sensitivity);

#endif
