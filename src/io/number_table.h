// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of numbers with named columns, in CSV files or inside an experiment.
#ifndef CALF_IO_NUMBER_TABLE_H
#define CALF_IO_NUMBER_TABLE_H

#include "core/number.h"

#include <calfsim/status.h>
#include <stdbool.h>
#include <stddef.h>

/** What columns there may be, and what stands in them. */
typedef struct calf_number_table_format {
    const char *what; ///< names of columns are: "parameter", "factor"
    const char *allowed; ///< which names those are, for messages
    const char *const *names;
    size_t name_count;
    bool every_name; ///< none of them may be missing
    const calf_range *ranges; ///< of the numbers below each name
    size_t row_count_max;
} calf_number_table_format;

/** A header and its rows. */
typedef struct calf_number_table {
    size_t columns, rows;
    size_t *column; ///< index of each column's name in the format
    double *values; ///< [row][column]
} calf_number_table;

/** Reads a CSV file: a header of names, then rows of numbers. Blank lines and lines that start with
 *  # do not count; cells may be quoted; both kinds of line ends and a byte-order mark are accepted.
 *  Errors: whatever is wrong, with file, line, column, value and what is allowed. The table then
 *  owns nothing. */
calf_status calf_number_table_read_csv(
    const char *path, const calf_number_table_format *format, calf_number_table *table);

/** The first name that is no column of the table, or NULL. */
const char *calf_number_table_missing(
    const calf_number_table *table, const calf_number_table_format *format);

/** Frees what a table owns and empties it. */
void calf_number_table_release(calf_number_table *table);

#endif
