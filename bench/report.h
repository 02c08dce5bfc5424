// SPDX-License-Identifier: GPL-3.0-or-later
// What every measuring program says: its options, and its figures as tables or as one JSON object.
#ifndef CALF_BENCH_REPORT_H
#define CALF_BENCH_REPORT_H

#include <stdbool.h>
#include <stddef.h>

/** An option "--name VALUE"; `value` holds the default until one is given. */
typedef struct bench_option {
    const char *name; ///< with its dashes
    const char *meaning;
    const char *value;
} bench_option;

/** Reads the options of a program. Whether --json was given; ends the program after --help and
 * after an option that is not there. */
bool bench_options_read(
    int argc, char **argv, const char *purpose, bench_option *options, size_t count);

/** The value as a count of at least 1; ends the program if it is none. */
size_t bench_option_count(const bench_option *option);

/** CPU seconds of this process so far: what other processes take from the core does not count. */
double bench_cpu_s(void);

/** Figures and tables, collected while a program measures. Texts are copied. Everything here ends
 * the program when memory runs out. */
typedef struct bench_report bench_report;

/** A report that knows program, version, machine and how the library was compiled. */
bench_report *bench_report_create(const char *program);

void bench_report_number(bench_report *report, const char *key, double value);
void bench_report_text(bench_report *report, const char *key, const char *value);

/** Begins a table; the cells that follow fill its rows one after the other. */
void bench_report_table(
    bench_report *report, const char *key, const char *const *columns, size_t count);
void bench_report_cell(bench_report *report, double value);
void bench_report_cell_text(bench_report *report, const char *value);

/** Prints the report, as tables or as one JSON object, and destroys it. An undefined number is null
 *  in JSON and "-" in a table. */
void bench_report_print(bench_report *report, bool json);

#endif
