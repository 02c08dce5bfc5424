// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments from texts, and their calendars.
#ifndef CALF_TESTS_CALENDARS_H
#define CALF_TESTS_CALENDARS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "experiment/experiment.h"
#include <cmocka.h>

static inline calf_experiment *parse(const char *text)
{
    calf_experiment *experiment;
    calf_status status = calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment);
    if (status != CALF_OK)
        fail_msg("%s", calf_error_text());
    return experiment;
}

static inline calf_plan *expand(const calf_experiment *experiment, int strategy)
{
    calf_plan *plan;
    if (calf_experiment_plan(experiment, strategy, &plan) != CALF_OK)
        fail_msg("%s", calf_error_text());
    return plan;
}

#endif
