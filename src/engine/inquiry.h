// SPDX-License-Identifier: GPL-3.0-or-later
// What an outcome of an experiment hangs on, as a function on the unit cube of its drawn
// parameters: either of what nobody knows, or of what differs between runners.
#ifndef CALF_ENGINE_INQUIRY_H
#define CALF_ENGINE_INQUIRY_H

#include "engine/evaluate.h"

/** What is asked of an experiment. */
typedef struct calf_asked {
    /** CALF_UNCERTAINTY: the mean of `runners`, the same ones at every point (those of the first
     *  world), as a function of what is uncertain. CALF_VARIABILITY: one runner as a function of
     *  what differs between runners. */
    calf_kind of;
    calf_outcome_id outcome;
    size_t strategies[2], strategy_count; ///< of two the first minus the second
    size_t runners; ///< of CALF_UNCERTAINTY; more than a cohort's rows count as these
    size_t worlds; ///< of CALF_VARIABILITY: drawn ones besides that of the defaults
    const bool *wanted; ///< [CALF_PARAMETER_COUNT] which parameters are factors; NULL: all drawn
} calf_asked;

typedef struct calf_inquiry calf_inquiry;

/** Lists the parameters that are factors, in table order: those of this kind that are drawn, which
 *  what is set, is a cohort's column or has but one value is not. Returns how many. */
size_t calf_inquiry_factors(
    const calf_experiment *experiment, calf_kind of, calf_parameter_id factors[]);

/** Makes ready to ask. Parameters that are no factors stay at what is set, else at their defaults;
 *  in CALF_UNCERTAINTY those that differ between runners at each runner's own.
 *  Errors: CALF_BAD_INPUT for variability with a cohort, whose rows are the runners, or with
 *  correlations, without which indices mean little; as calf_evaluator_create(). The setting and the
 *  options must outlive the inquiry. */
calf_status calf_inquiry_create(const calf_setting *setting, const calf_asked *asked,
    const calf_run_options *options, calf_inquiry **inquiry);
void calf_inquiry_destroy(calf_inquiry *inquiry);

/** The factors, and how many values each point has: that of the defaults' world, then those of the
 *  drawn ones. */
size_t calf_inquiry_factor_count(const calf_inquiry *inquiry);
const calf_parameter_id *calf_inquiry_factor_list(const calf_inquiry *inquiry);
size_t calf_inquiry_outputs(const calf_inquiry *inquiry);
size_t calf_inquiry_runners(const calf_inquiry *inquiry); ///< lived at each point

/** The outcome at points. `row` tells whose rating noise and luck with policies a point's runner
 *  has; without a runner of its own (CALF_UNCERTAINTY) a point has those of all its runners.
 *
 *  Shapes  unit: [point][factor], in (0, 1); row: [point]; values: [output][point].
 *  Errors  as calf_evaluate(). */
calf_status calf_inquiry_values(
    calf_inquiry *inquiry, size_t count, const double *unit, const uint32_t *row, double *values);

#endif
