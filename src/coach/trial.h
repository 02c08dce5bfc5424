// SPDX-License-Identifier: GPL-3.0-or-later
// An experiment lived for its comparisons alone: its result is read and gone.
#ifndef CALF_COACH_TRIAL_H
#define CALF_COACH_TRIAL_H

#include "analysis/benefit.h"
#include "experiment/experiment.h"

#include <calfsim/run.h>

typedef struct calf_trial {
    calf_comparison *comparisons; ///< [strategy] against the first one
    calf_benefit *benefits; ///< [strategy] with the margins of the outcome table
    calf_band *bands[CALF_OUTCOME_COUNT]; ///< [outcome][strategy]; NULL where not asked for
} calf_trial;

/** Which shares of the whole work, as its progress is told, a trial begins and ends with. */
typedef struct calf_trial_part {
    double from, to;
} calf_trial_part;

/** Lives an experiment without daily statistics, and reads off what `calfsim compare` would say.
 *  Of `options`, threads, isa, progress, should_stop and context are taken. Release the trial
 *  whatever is returned. Errors: as calf_experiment_run(); CALF_BAD_INPUT where $TMPDIR (/tmp
 *  without it) cannot be written. */
calf_status calf_trial_make(const calf_experiment *experiment, const calf_run_options *options,
    calf_trial_part part, const calf_outcome_id wanted[], size_t wanted_count, calf_trial *trial);
void calf_trial_release(calf_trial *trial);

#endif
