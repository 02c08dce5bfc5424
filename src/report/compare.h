// SPDX-License-Identifier: GPL-3.0-or-later
// Every strategy against one of them, at one point: for terminals, and as JSON.
#ifndef CALF_REPORT_COMPARE_H
#define CALF_REPORT_COMPARE_H

#include "analysis/benefit.h"

#include <stdio.h>

typedef struct calf_comparing {
    size_t point; ///< 0 without a sweep
    size_t against; ///< strategy
    int outcome; ///< the only one that is told, in full; below 0: sore days and a table of all
    double within; ///< its margin, in its unit; NaN: as the outcome table has it
} calf_comparing;

/** Comparisons and benefits, [strategy] each, freed by the caller. */
calf_status calf_compared_create(const calf_result *result, const calf_comparing *asked,
    calf_comparison **rows, calf_benefit **benefits);

calf_status calf_report_compare(const calf_result *result, const calf_comparing *asked, FILE *out);

/** Every number behind the report, of every outcome or of the one asked for. Errors:
 *  CALF_BAD_INPUT without Jansson, CALF_FAILED when writing fails. */
calf_status calf_report_compare_json(
    const calf_result *result, const calf_comparing *asked, FILE *out);

#endif
