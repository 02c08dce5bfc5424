// SPDX-License-Identifier: GPL-3.0-or-later
// What stands above every report: what was run.
#ifndef CALF_REPORT_HEADER_H
#define CALF_REPORT_HEADER_H

#include "results/result_file.h"

#include <stdio.h>

/** The columns to write in, of a terminal's width: 80 when it is not known, at least 40. */
int calf_report_columns(int width);

/** Title, sizes and cautions. */
void calf_report_header(const calf_result *result, FILE *out, int width);

/** "Point 3 of the sweep: volume 1.1, intensity 2". */
void calf_report_point(const calf_result *result, size_t point, FILE *out, int width);

#endif
