// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments that commands write: -o FILE and --force.
#ifndef CALF_CLI_EXPERIMENT_FILE_H
#define CALF_CLI_EXPERIMENT_FILE_H

#include <calfsim/status.h>
#include <stdbool.h>

/** Whether a path stands for standard output: "-". */
bool calf_experiment_is_stdout(const char *path);

/** Whether an experiment can go to a path, "-" included; a file that is there is replaced by
 * `force` alone. Errors: CALF_BAD_INPUT with the reason. */
calf_status calf_experiment_file_check(const char *path, bool force);

/** Checks again and writes it, aside and then renamed, or to standard output. */
calf_status calf_experiment_file_write(const char *path, bool force, const char *text);

/** Prints where it is and what comes next. */
void calf_experiment_file_next(const char *path);

#endif
