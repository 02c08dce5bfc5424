// SPDX-License-Identifier: GPL-3.0-or-later
// The program's commands, one function each.
#ifndef CALF_CLI_COMMANDS_H
#define CALF_CLI_COMMANDS_H

/* Every command takes its own arguments, argv[0] being the command's name, writes its result to
 * stdout and its messages to stderr, and returns the program's exit code: 0 done, 1 failed,
 * 2 the input is wrong. */

/** Turns training logs into an experiment with a history. */
int calf_cli_import(int argc, char **argv);

/** Writes an experiment from a few answers, asked for on a terminal. */
int calf_cli_new(int argc, char **argv);

/** Runs an experiment into a result file. */
int calf_cli_run(int argc, char **argv);

/** Checks an experiment and prints it resolved. */
int calf_cli_check(int argc, char **argv);

/** Asks what an outcome of an experiment hangs on. */
int calf_cli_sensitivity(int argc, char **argv);

/** Ranks what a runner could change. */
int calf_cli_advise(int argc, char **argv);

/** Prints a result: tables, small plots, sentences. */
int calf_cli_show(int argc, char **argv);

/** Prints paired differences between the strategies of a result. */
int calf_cli_compare(int argc, char **argv);

/** Writes a result as a page. */
int calf_cli_report(int argc, char **argv);

/** Says whether two results mean the same; 1 if not. */
int calf_cli_diff(int argc, char **argv);

/** Prints one number for the statistics of a result's first worlds. */
int calf_cli_checksum(int argc, char **argv);

/** Repeats published studies and prints what the model gives beside what they found. */
int calf_cli_validate(int argc, char **argv);

/** Prints the parameter table, or the rows of the parameters named, as text or as CSV. */
int calf_cli_params(int argc, char **argv);

#endif
