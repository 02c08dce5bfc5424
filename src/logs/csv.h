// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as text (CSV, RFC 4180), row by row in bounded memory.
#ifndef CALF_LOGS_CSV_H
#define CALF_LOGS_CSV_H

#include "logs/source.h"

#include <stdbool.h>

/** What a table may hold at most, so that no file fills the memory. */
enum { CALF_CSV_COLUMNS_MAX = 1000, CALF_CSV_ROW_BYTES_MAX = 1 << 20 };

typedef struct calf_csv calf_csv;

/** Begins a table. Comma, semicolon or tab is taken from the first row that has at least two of one
 *  of them; a byte order mark is skipped. The source must outlive it.
 *  Errors: CALF_BAD_INPUT: UTF-16; reading fails. */
calf_status calf_csv_open(calf_source *source, calf_csv **csv);
void calf_csv_close(calf_csv *csv);

/** Takes the next row that is not empty; `*more` is false at the end. Cells are UTF-8, of whatever
 *  encoding the file is: what is no UTF-8 is read as Latin-1 (Windows-1252). Line breaks in cells
 * are kept. Errors: CALF_BAD_INPUT: a NUL byte, an open quote, a row larger than allowed, each with
 * its line. */
calf_status calf_csv_next(calf_csv *csv, bool *more);

/** The present row: number of cells, the cell (empty beyond the last), and the line on which it
 *  begins, from 1. */
size_t calf_csv_count(const calf_csv *csv);
const char *calf_csv_cell(const calf_csv *csv, size_t column);
long calf_csv_line(const calf_csv *csv);

/** The first line that was no UTF-8; 0: none so far. */
long calf_csv_latin1_line(const calf_csv *csv);

#endif
