// SPDX-License-Identifier: GPL-3.0-or-later
// What the command line of `calfsim sensitivity` asks for.
#ifndef CALF_CLI_SENSITIVITY_REQUEST_H
#define CALF_CLI_SENSITIVITY_REQUEST_H

#include "cli/command_line.h"
#include "experiment/experiment.h"
#include "results/fields.h"

typedef struct calf_sensitivity_request {
    const char *experiment;
    bool help, quiet;
    // as given, until resolved; NULL: not given
    const char *outcome_name, *strategy_name, *against_name, *parameter_names;
    calf_outcome_id outcome;
    size_t strategy, against; ///< numbers
    bool paired; ///< against another strategy
    bool of[CALF_FIXED]; ///< [CALF_UNCERTAINTY], [CALF_VARIABILITY]
    bool screens, decomposes;
    bool named, wanted[CALF_PARAMETER_COUNT]; ///< parameters
    size_t trajectories, keep, samples, runners, worlds, bootstrap;
    double level;
    int threads;
    const char *isa, *json, *page;
    calf_overrides overrides;
} calf_sensitivity_request;

/** Reads the command line; prints help, or what is wrong with it. Returns the code to end with
 *  unless it is 0. */
int calf_sensitivity_request_parse(int argc, char **argv, calf_sensitivity_request *asked);

/** Finds what is named, and where reports can go. Errors: CALF_BAD_INPUT for what the experiment
 *  does not have. */
calf_status calf_sensitivity_request_resolve(
    calf_sensitivity_request *asked, const calf_experiment *experiment);

#endif
