// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of an outcome as people read them: shares as per cent; hazards, which are small, with
// more digits.
#ifndef CALF_REPORT_OUTCOME_NUMBER_H
#define CALF_REPORT_OUTCOME_NUMBER_H

#include "results/fields.h"

typedef struct calf_outcome_style {
    const char *unit; ///< for the heading of a table
    const char *behind; ///< for a sentence, with the blank: " a week"
    double factor;
    int decimals;
} calf_outcome_style;

calf_outcome_style calf_outcome_style_of(calf_outcome_id id);

/** "-0.55", and with a sign also when above 0: "+0.55". "-" for NaN. */
const char *calf_text_outcome(
    char *text, size_t room, double value, const calf_outcome_style *style);
const char *calf_text_signed(
    char *text, size_t room, double value, const calf_outcome_style *style);

#endif
