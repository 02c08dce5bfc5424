// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of CSV.
#include "logs/csv.h"

#include "core/error.h"
#include "logs/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Latin-1 takes at most three bytes of UTF-8 for one of its own, and every cell ends with a NUL. */
enum { BUFFER = 16384, TEXT_ROOM = CALF_CSV_ROW_BYTES_MAX + 1, END = -1 };

struct calf_csv {
    calf_source *source;
    unsigned char buffer[BUFFER];
    size_t at, filled;
    bool ended;
    char delimiter;
    long line, row_line, latin1_line; ///< of the next byte; of the row; of the first such row
    char *text; ///< cells of the row, one after the other
    size_t length, room;
    size_t starts[CALF_CSV_COLUMNS_MAX];
    size_t count;
    char *converted; ///< UTF-8 of cells that were none
    size_t converted_length, converted_room;
    bool in_converted[CALF_CSV_COLUMNS_MAX];
};

/* The delimiter that a row has most of, and how often. */
static int count_delimiters(const unsigned char *bytes, size_t count, size_t *at, char *delimiter)
{
    static const char delimiters[] = ",;\t";
    int counts[3] = {0}, best = 0;
    bool quoted = false;
    for (; *at < count && (quoted || (bytes[*at] != '\n' && bytes[*at] != '\r')); ++*at) {
        if (bytes[*at] == '"')
            quoted = !quoted;
        for (int d = 0; d < 3; d++)
            counts[d] += !quoted && bytes[*at] == (unsigned char)delimiters[d];
    }
    for (int d = 1; d < 3; d++)
        if (counts[d] > counts[best])
            best = d;
    if (counts[best] > 0)
        *delimiter = delimiters[best];
    return counts[best];
}

/* A title above the header may hold one comma, hence two of a kind. */
static char find_delimiter(const unsigned char *bytes, size_t count)
{
    char found, first = '\0';
    for (size_t at = 0; at < count; at++)
        if (count_delimiters(bytes, count, &at, &found) >= 2)
            return found;
    for (size_t at = 0; at < count && first == '\0'; at++)
        count_delimiters(bytes, count, &at, &first);
    return first != '\0' ? first : ',';
}

calf_status calf_csv_open(calf_source *source, calf_csv **csv)
{
    size_t count;
    const unsigned char *bytes = calf_source_peek(source, &count);
    if (count >= 2 &&
        ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF)))
        return calf_error_set(CALF_BAD_INPUT, "a table in UTF-16; save it as CSV in UTF-8");
    calf_csv *made = calloc(1, sizeof *made);
    if (made == NULL)
        return calf_error_no_memory();
    made->source = source;
    made->line = 1;
    made->delimiter = find_delimiter(bytes, count);
    if (count >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        size_t taken;
        const calf_status status = calf_source_read(source, made->buffer, 3, &taken);
        if (status != CALF_OK) {
            free(made);
            return status;
        }
    }
    *csv = made;
    return CALF_OK;
}

void calf_csv_close(calf_csv *csv)
{
    if (csv == NULL)
        return;
    free(csv->text);
    free(csv->converted);
    free(csv);
}

/* The next byte without taking it, END at the end. */
static calf_status look(calf_csv *csv, int *byte)
{
    if (csv->at == csv->filled && !csv->ended) {
        const calf_status status = calf_source_read(csv->source, csv->buffer, BUFFER, &csv->filled);
        if (status != CALF_OK)
            return status;
        csv->at = 0;
        csv->ended = csv->filled == 0;
    }
    *byte = csv->ended ? END : csv->buffer[csv->at];
    return CALF_OK;
}

static calf_status make_room(char **text, size_t *room, size_t wanted)
{
    if (wanted <= *room)
        return CALF_OK;
    size_t larger = *room > 0 ? *room : 1024;
    while (larger < wanted)
        larger *= 2;
    char *moved = realloc(*text, larger);
    if (moved == NULL)
        return calf_error_no_memory();
    *text = moved;
    *room = larger;
    return CALF_OK;
}

static calf_status put(calf_csv *csv, int byte)
{
    if (csv->length >= TEXT_ROOM)
        return calf_error_set(CALF_BAD_INPUT,
            "line %ld: a row of more than %d bytes, perhaps a quote that is never closed",
            csv->row_line, CALF_CSV_ROW_BYTES_MAX);
    const calf_status status = make_room(&csv->text, &csv->room, csv->length + 1);
    if (status == CALF_OK)
        csv->text[csv->length++] = (char)byte;
    return status;
}

static calf_status begin_cell(calf_csv *csv)
{
    if (csv->count >= CALF_CSV_COLUMNS_MAX)
        return calf_error_set(
            CALF_BAD_INPUT, "line %ld: more than %d columns", csv->row_line, CALF_CSV_COLUMNS_MAX);
    csv->in_converted[csv->count] = false;
    csv->starts[csv->count++] = csv->length;
    return CALF_OK;
}

/* Takes one byte; a line ends with LF, CR LF or CR. */
static calf_status take(calf_csv *csv, int *byte)
{
    calf_status status = look(csv, byte);
    if (status != CALF_OK || *byte == END)
        return status;
    if (*byte == '\0')
        return calf_error_set(
            CALF_BAD_INPUT, "line %ld: a NUL byte, so this is no text", csv->line);
    csv->at++;
    if (*byte == '\r') {
        int next;
        status = look(csv, &next);
        if (status == CALF_OK && next == '\n')
            csv->at++;
        *byte = '\n';
    }
    csv->line += *byte == '\n';
    return status;
}

/* What follows an opening quote, to the closing one. */
static calf_status take_quoted(calf_csv *csv)
{
    const long opened = csv->line;
    int byte, next;
    for (;;) {
        calf_status status = take(csv, &byte);
        if (status == CALF_OK && byte == END)
            status = calf_error_set(
                CALF_BAD_INPUT, "line %ld: a quote is opened here and never closed", opened);
        if (status == CALF_OK && byte == '"') {
            status = look(csv, &next);
            if (status != CALF_OK || next != '"')
                return status;
            csv->at++;
        }
        if (status == CALF_OK)
            status = put(csv, byte);
        if (status != CALF_OK)
            return status;
    }
}

static calf_status take_row(calf_csv *csv, bool *ended)
{
    calf_status status = begin_cell(csv);
    bool blank = true; // nothing but blanks in the cell so far, so that a quote opens it
    int byte = 0;
    while (status == CALF_OK) {
        status = take(csv, &byte);
        if (status != CALF_OK || byte == END || byte == '\n')
            break;
        if (byte == csv->delimiter) {
            status = put(csv, '\0');
            if (status == CALF_OK)
                status = begin_cell(csv);
            blank = true;
        } else if (byte == '"' && blank) {
            csv->length = csv->starts[csv->count - 1];
            status = take_quoted(csv);
            blank = false;
        } else {
            blank = blank && byte == ' ';
            status = put(csv, byte);
        }
    }
    *ended = byte == END;
    return status == CALF_OK ? put(csv, '\0') : status;
}

static calf_status convert(calf_csv *csv, size_t column)
{
    const char *cell = csv->text + csv->starts[column];
    const size_t most = 3 * strlen(cell) + 1;
    const calf_status status =
        make_room(&csv->converted, &csv->converted_room, csv->converted_length + most);
    if (status != CALF_OK)
        return status;
    const size_t start = csv->converted_length;
    csv->converted_length += calf_utf8_of_latin1(cell, csv->converted + start) + 1;
    csv->starts[column] = start;
    csv->in_converted[column] = true;
    if (csv->latin1_line == 0)
        csv->latin1_line = csv->row_line;
    return CALF_OK;
}

calf_status calf_csv_next(calf_csv *csv, bool *more)
{
    calf_status status = CALF_OK;
    bool ended = false;
    do {
        csv->count = csv->length = csv->converted_length = 0;
        csv->row_line = csv->line;
        status = take_row(csv, &ended);
    } while (status == CALF_OK && !ended && csv->count == 1 && csv->text[0] == '\0');
    for (size_t c = 0; c < csv->count && status == CALF_OK; c++)
        if (!calf_utf8_is(csv->text + csv->starts[c]))
            status = convert(csv, c);
    *more = status == CALF_OK && (csv->count > 1 || *calf_csv_cell(csv, 0) != '\0');
    return status;
}

size_t calf_csv_count(const calf_csv *csv)
{
    return csv->count;
}

const char *calf_csv_cell(const calf_csv *csv, size_t column)
{
    if (column >= csv->count)
        return "";
    return (csv->in_converted[column] ? csv->converted : csv->text) + csv->starts[column];
}

long calf_csv_line(const calf_csv *csv)
{
    return csv->row_line;
}

long calf_csv_latin1_line(const calf_csv *csv)
{
    return csv->latin1_line;
}
