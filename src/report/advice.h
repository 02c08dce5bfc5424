// SPDX-License-Identifier: GPL-3.0-or-later
// Advice: the levers, ranked, for terminals and as JSON.
#ifndef CALF_REPORT_ADVICE_H
#define CALF_REPORT_ADVICE_H

#include "coach/advice.h"

#include <stdio.h>

/** The table, and what to do for the `best` levers, in 80 columns or more. Errors: CALF_FAILED when
 *  writing fails. */
calf_status calf_report_advice(const calf_advice *advice, size_t best, FILE *out, int width);

/** Every number behind it; `advice` is a calf_advice. Errors: CALF_BAD_INPUT without Jansson,
 *  CALF_FAILED when writing fails. */
calf_status calf_report_advice_json(const void *advice, FILE *out);

#endif
