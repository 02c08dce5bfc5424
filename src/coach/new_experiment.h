// SPDX-License-Identifier: GPL-3.0-or-later
// An experiment file from what a coach knows of a runner.
#ifndef CALF_COACH_NEW_EXPERIMENT_H
#define CALF_COACH_NEW_EXPERIMENT_H

#include "coach/answers.h"

/** Writes the experiment as YAML with comments: the plan's, in which the runner takes the place of
 *  its population and the runner's week that of its plan `usual`. The answers have been checked.
 *  The stream's errors are the caller's to see. */
void calf_new_experiment_write(const calf_answers *answers, FILE *out);

/** Writes an experiment, its top keys at the beginnings of lines, with the runner of the answers in
 *  its population; what that says of parameters that are not answered stays. */
void calf_new_experiment_put_runner(const calf_answers *answers, const char *yaml, FILE *out);

#endif
