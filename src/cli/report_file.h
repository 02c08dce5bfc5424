// SPDX-License-Identifier: GPL-3.0-or-later
// Reports that go into files: --json FILE and --page FILE.
#ifndef CALF_CLI_REPORT_FILE_H
#define CALF_CLI_REPORT_FILE_H

#include <calfsim/status.h>
#include <stdbool.h>
#include <stdio.h>

/** Writes a report. */
typedef calf_status calf_report_writer(const void *report, FILE *out);

/** Whether a path stands for standard output: "-". */
bool calf_report_is_stdout(const char *path);

/** Whether a report can go to a path, before any work; NULL and "-" can. Errors: CALF_BAD_INPUT
 *  with the reason. */
calf_status calf_report_file_check(const char *path);

/** The same for a report in JSON, which not every build can write. */
calf_status calf_report_json_file_check(const char *path);

/** Writes a report to a path, aside and then renamed, or to standard output for "-"; for NULL there
 *  is nothing to do. */
calf_status calf_report_file_write(
    const char *path, calf_report_writer *writer, const void *report);

#endif
