// SPDX-License-Identifier: GPL-3.0-or-later
// Results as text in a terminal.
#ifndef CALF_REPORT_SHOW_H
#define CALF_REPORT_SHOW_H

#include "results/result_file.h"

#include <stdio.h>

/** A result at a glance: what was run, a table, soreness by day, and a verdict per strategy; of one
 *  point, 0 without a sweep. `width` is the terminal's (80 when it is not known, below 1). UTF-8,
 * no colour. */
calf_status calf_report_show(const calf_result *result, size_t point, FILE *out, int width);

/** A sweep at a glance: what was run, and a table with a row for each of the first points. */
calf_status calf_report_show_sweep(const calf_result *result, FILE *out, int width);

#endif
