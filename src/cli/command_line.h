// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands share: options that override an experiment, and how commands end.
#ifndef CALF_CLI_COMMAND_LINE_H
#define CALF_CLI_COMMAND_LINE_H

#include "core/error.h"
#include "results/fields.h"
#include "results/result_file.h"

#include <calfsim/experiment.h>
#include <stdbool.h>
#include <stddef.h>

/** Options that override an experiment, as texts for calf_experiment_read(). */
typedef struct calf_overrides {
    size_t count;
    char **settings; ///< owned
} calf_overrides;

/** Adds "key=value", or `value` alone when it holds the key already (key NULL). */
calf_status calf_overrides_add(calf_overrides *overrides, const char *key, const char *value);
void calf_overrides_clear(calf_overrides *overrides);

/** The lines on --seed and --set, and with --runners, that the help of commands shares. */
#define CALF_OVERRIDES_HELP                                                                        \
    "  --runners N        runners per world, instead of the file's\n" CALF_SETTINGS_HELP
#define CALF_SETTINGS_HELP                                                                         \
    "  --seed N           seed of the random numbers, instead of the file's\n"                     \
    "  --set KEY=VALUE    any other key, as often as needed: a dotted path such as\n"              \
    "                     days=28 or strategies.1.volume=1.2, or a parameter's name\n"             \
    "                     for one value for all runners: heel_raise_reps=15\n"

/** The place of a name among those that there are. Errors: CALF_BAD_INPUT with the option, what it
 * is
 *  ("strategy"), and the name that may be meant, or all of them. */
calf_status calf_cli_find_name(const char *option, const char *name, const char *what,
    const char *const names[], size_t count, size_t *found);

/** The outcome of that name, or of the label that tables have. Errors: as above. */
calf_status calf_cli_find_outcome(const char *name, calf_outcome_id *outcome);

/** The point of a sweep that --point names. Errors: CALF_BAD_INPUT: no such point, or no sweep. */
calf_status calf_cli_find_point(const calf_result *result, const char *text, size_t *point);

/** The command line as one text, to stand in what was made by it; before getopt_long() moves the
 *  arguments. Freed by the caller; NULL without memory. */
char *calf_cli_text(int argc, char **argv);

/** Columns of the terminal that stdout is, at most 120; 0 where it is none. */
int calf_cli_terminal_width(void);

/** Prints "calfsim COMMAND: " and the library's error text, and returns the status. */
int calf_cli_failed(const char *command, calf_status status);

/** Prints a mistake in the command's use with a hint at its help; returns 2. */
int calf_cli_misused(const char *command, const char *what, ...) CALF_PRINTF_LIKE(2, 3);

/** The same for what getopt_long() calls '?' (an unknown option) or ':' (a value is missing). */
int calf_cli_bad_option(const char *command, int option, char **argv);

/** Reads a whole number for an option into `*value`; prints a mistake and returns 2 unless it lies
 *  in [low, high]. */
int calf_cli_count(const char *command, const char *option, const char *text, size_t low,
    size_t high, size_t *value);

/** Flushes stdout; returns 0, or 1 with a message when the result could not be written. */
int calf_cli_flushed(const char *command);

#endif
