// SPDX-License-Identifier: GPL-3.0-or-later
// What reports in JSON share; for the files of this folder that end in _json.c.
#ifndef CALF_REPORT_JSON_H
#define CALF_REPORT_JSON_H

#include "analysis/benefit.h"

#include <calfsim/status.h>
#include <jansson.h>
#include <stdio.h>

/** A number, or null where it is not finite, which JSON cannot say. NULL without memory. */
json_t *calf_json_number(double value);

/** A text from outside, such as a path, which need not be UTF-8 as JSON must: '?' stands for what
 * is not ASCII then. NULL without memory. */
json_t *calf_json_text(const char *text);

/** A band over worlds. NULL without memory. */
json_t *calf_json_band(const calf_band *band);

/** All that a comparison says of every outcome, or of the one whose number is `only` >= 0, by name.
 *  NULL without memory. */
json_t *calf_json_outcomes(const calf_comparison *row, const calf_benefit *benefit, int only);

/** Writes a document and a line's end, and releases the document in any case; numbers have 12
 *  digits. Errors: CALF_FAILED without memory (also for a document that is NULL) or when writing
 * fails. */
calf_status calf_json_write(json_t *document, FILE *out);

#endif
