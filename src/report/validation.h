// SPDX-License-Identifier: GPL-3.0-or-later
// The model against published results, in the terminal, as JSON and as a page.
#ifndef CALF_REPORT_VALIDATION_H
#define CALF_REPORT_VALIDATION_H

#include "analysis/validation.h"

#include <stdio.h>

typedef struct calf_validation_report {
    const calf_validation *validation;
    const char *command; ///< how it was asked for
    int width; ///< of the terminal; below 1 where there is none, and lines may be long
} calf_validation_report;

/** Each takes a calf_validation_report. Errors: CALF_FAILED without memory or without Jansson. */
calf_status calf_report_validation(const void *report, FILE *out);
calf_status calf_report_validation_json(const void *report, FILE *out);
calf_status calf_report_validation_page(const void *report, FILE *out);

/** A value of a target's unit with as many digits as it deserves. */
const char *calf_target_number(char *text, size_t room, const calf_target *target, double value);

/** The accepted range, or the one value that is. */
const char *calf_target_range(char *text, size_t room, const calf_target *target);

/** In a sentence how many are met. */
void calf_validation_headline(char *text, size_t room, const calf_validation *all);

size_t calf_validation_missed(const calf_validation *all);

/** "4.80 to 3.28 mm", what a direction comes from; "" for other targets. */
const char *calf_finding_change(char *text, size_t room, const calf_finding *finding);

#endif
