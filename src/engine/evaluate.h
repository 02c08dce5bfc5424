// SPDX-License-Identifier: GPL-3.0-or-later
// Outcomes as a function of parameters: given runners live the strategies of a setting, and nothing
// is kept but their outcomes.
#ifndef CALF_ENGINE_EVALUATE_H
#define CALF_ENGINE_EVALUATE_H

#include "engine/setting.h"
#include "results/fields.h"

#include <calfsim/run.h>

/** A runner to be lived: every parameter, and the number whose rating noise and luck with policies
 *  are theirs. Runners of the same number differ by their parameters alone. */
typedef struct calf_subject {
    calf_parameters parameters;
    uint32_t runner;
} calf_subject;

/** Tells who the runner at `index` is. Called by any thread, and by several at once. */
typedef void calf_subject_source(void *context, size_t index, calf_subject *subject);

typedef struct calf_evaluator calf_evaluator;

/** Makes room for `options->threads` threads; of the options, should_stop is asked as well, and isa
 *  taken. The setting and the options must outlive the evaluator.
 *  Errors: CALF_BAD_INPUT for an instruction set that is not there, CALF_FAILED without memory. */
calf_status calf_evaluator_create(
    const calf_setting *setting, const calf_run_options *options, calf_evaluator **evaluator);
void calf_evaluator_destroy(calf_evaluator *evaluator);

/** Who is lived under which strategies. */
typedef struct calf_evaluation {
    const size_t *strategies; ///< numbers of the experiment's, `strategy_count` of them
    size_t strategy_count;
    uint32_t world; ///< the number of the runners' world to random numbers
    size_t runners;
    calf_subject_source *subject;
    void *context; ///< of `subject`
} calf_evaluation;

/** Lives the runners; parameters outside their ranges are the caller's mistake, and not found.
 *
 * Shapes  outcomes: [strategy][outcome][runner].
 * Units   as outcomes.def.
 * Errors  CALF_FAILED when stopped, or when a soreness is no number.
 * Result  the same bits for any number of threads, lanes and instruction set, and those of
 *         calf_experiment_run() for the same runners before they are rounded to float. */
calf_status calf_evaluate(
    calf_evaluator *evaluator, const calf_evaluation *evaluation, double *outcomes);

#endif
