// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of numbers from CSV files.
#include "io/number_table.h"
#include "core/closest.h"
#include "core/error.h"
#include "io/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The reading of one file; cells are cut out of its text in place.
typedef struct csv {
    const char *path;
    const calf_number_table_format *format;
    char *next; // rest of the text
    size_t line;
} csv;

void calf_number_table_release(calf_number_table *table)
{
    free(table->column);
    free(table->values);
    *table = (calf_number_table){0};
}

static bool has_column(const calf_number_table *table, size_t name)
{
    for (size_t i = 0; i < table->columns; i++)
        if (table->column[i] == name)
            return true;
    return false;
}

const char *calf_number_table_missing(
    const calf_number_table *table, const calf_number_table_format *format)
{
    for (size_t name = 0; name < format->name_count; name++)
        if (!has_column(table, name))
            return format->names[name];
    return NULL;
}

// The next line that counts, without its end, or NULL at the end of the file.
static char *next_line(csv *file)
{
    while (*file->next) {
        char *line = file->next;
        size_t length = strcspn(line, "\n");
        file->next = line + length + (line[length] == '\n');
        file->line++;
        line[length] = '\0';
        if (length > 0 && line[length - 1] == '\r')
            line[length - 1] = '\0';
        if (line[strspn(line, " \t")] != '\0' && line[0] != '#')
            return line;
    }
    return NULL;
}

static char *trim(char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    text[length] = '\0';
    return text;
}

// Takes the quotes off a cell in place; `*rest` is what follows its comma, NULL at the last one.
static char *quoted_cell(char *text, char **rest)
{
    char *from = text + 1, *to = text;
    while (*from && (*from != '"' || from[1] == '"')) {
        from += *from == '"';
        *to++ = *from++;
    }
    if (*from != '"')
        return NULL;
    from++;
    from += strspn(from, " \t");
    if (*from != '\0' && *from != ',')
        return NULL;
    *rest = *from == ',' ? from + 1 : NULL;
    *to = '\0';
    return text;
}

// Cuts the next cell off `*rest`. NULL: its quotes do not close.
static char *next_cell(char **rest)
{
    char *text = *rest + strspn(*rest, " \t");
    if (*text == '"')
        return quoted_cell(text, rest);
    char *comma = strchr(text, ',');
    *rest = comma ? comma + 1 : NULL;
    if (comma)
        *comma = '\0';
    return trim(text);
}

static calf_status bad_quotes(const csv *file)
{
    return calf_error_set(CALF_BAD_INPUT,
        "%s:%zu: quotes that do not close at the end of a cell; allowed: \"cell\"", file->path,
        file->line);
}

static calf_status unknown_column(const csv *file, const char *name, size_t column)
{
    const calf_number_table_format *format = file->format;
    const char *closest = calf_closest_name(name, format->names, format->name_count);
    char hint[128] = "";
    if (strpbrk(name, ";\t") != NULL)
        snprintf(hint, sizeof hint, "cells are separated by commas; ");
    else if (closest != NULL)
        snprintf(hint, sizeof hint, "did you mean '%.100s'? ", closest);
    return calf_error_set(CALF_BAD_INPUT,
        "%s:%zu: column %zu: '%.60s' is not a %s; %sallowed: %s; notes, such as names of rows, go "
        "on lines of their own that begin with #",
        file->path, file->line, column, name, format->what, hint, format->allowed);
}

static calf_status add_column(const csv *file, const char *name, calf_number_table *table)
{
    size_t which = 0;
    while (which < file->format->name_count && strcmp(file->format->names[which], name) != 0)
        which++;
    if (which == file->format->name_count)
        return unknown_column(file, name, table->columns + 1);
    for (size_t i = 0; i < table->columns; i++)
        if (table->column[i] == which)
            return calf_error_set(CALF_BAD_INPUT,
                "%s:%zu: column %zu: '%s' is a duplicate of column %zu; allowed: once", file->path,
                file->line, table->columns + 1, name, i + 1);
    table->column[table->columns++] = which;
    return CALF_OK;
}

static calf_status read_header(csv *file, calf_number_table *table)
{
    char *rest = next_line(file);
    calf_status status = CALF_OK;
    if (!rest)
        return calf_error_set(CALF_BAD_INPUT,
            "%s:%zu: the file is empty; allowed: a header of %s names and rows of numbers",
            file->path, file->line + 1, file->format->what);
    table->column = malloc(file->format->name_count * sizeof *table->column);
    if (!table->column)
        return calf_error_no_memory();
    while (rest && status == CALF_OK) {
        const char *cell = next_cell(&rest);
        status = cell ? add_column(file, cell, table) : bad_quotes(file);
    }
    const char *missing = calf_number_table_missing(table, file->format);
    if (status == CALF_OK && file->format->every_name && missing)
        return calf_error_set(CALF_BAD_INPUT, "%s:%zu: no column '%s'; allowed: one for every %s",
            file->path, file->line, missing, file->format->what);
    return status;
}

static calf_status read_cell(const csv *file, const char *cell, size_t name, double *value)
{
    const calf_range range = file->format->ranges[name];
    char allowed[CALF_RANGE_TEXT];
    const char *problem = "is out of range";
    if (!calf_number_parse(cell, value))
        problem = *cell ? "is not a number" : "is an empty cell";
    else if (calf_range_holds(range, *value))
        return CALF_OK;
    return calf_error_set(CALF_BAD_INPUT, "%s:%zu: %s: '%.60s' %s; allowed: %s", file->path,
        file->line, file->format->names[name], cell, problem, calf_range_text(range, allowed));
}

static size_t count_cells(const char *line)
{
    size_t cells = 1;
    for (bool quoted = false; *line != '\0'; line++) {
        quoted = quoted != (*line == '"');
        cells += !quoted && *line == ',';
    }
    return cells;
}

static calf_status read_row(const csv *file, char *rest, calf_number_table *table)
{
    double *values = &table->values[table->rows * table->columns];
    const size_t cells = count_cells(rest);
    if (cells != table->columns)
        return calf_error_set(CALF_BAD_INPUT,
            "%s:%zu: %zu cells; allowed: %zu, as in the header, separated by commas, with points in "
            "numbers",
            file->path, file->line, cells, table->columns);
    for (size_t i = 0; i < cells; i++) {
        const char *cell = rest ? next_cell(&rest) : NULL;
        if (!cell)
            return bad_quotes(file);
        calf_status status = read_cell(file, cell, table->column[i], &values[i]);
        if (status != CALF_OK)
            return status;
    }
    table->rows++;
    return CALF_OK;
}

static calf_status read_rows(csv *file, calf_number_table *table)
{
    size_t capacity = 0;
    for (char *line = next_line(file); line; line = next_line(file)) {
        if (table->rows == file->format->row_count_max)
            return calf_error_set(CALF_BAD_INPUT, "%s:%zu: more than the allowed %zu rows",
                file->path, file->line, table->rows);
        if (table->rows == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            double *grown =
                realloc(table->values, capacity * table->columns * sizeof *table->values);
            if (!grown)
                return calf_error_no_memory();
            table->values = grown;
        }
        calf_status status = read_row(file, line, table);
        if (status != CALF_OK)
            return status;
    }
    if (table->rows == 0)
        return calf_error_set(CALF_BAD_INPUT,
            "%s:%zu: no rows below the header; allowed: one or more", file->path, file->line + 1);
    return CALF_OK;
}

calf_status calf_number_table_read_csv(
    const char *path, const calf_number_table_format *format, calf_number_table *table)
{
    char *text = NULL;
    size_t length = 0;
    *table = (calf_number_table){0};
    calf_status status = calf_file_read(path, &text, &length);
    if (status != CALF_OK)
        return status;
    csv file = {.path = path, .format = format, .next = text};
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        file.next += 3;
    if (strlen(text) != length)
        status = calf_error_set(CALF_BAD_INPUT, "%s: a NUL character in it; allowed: text", path);
    if (status == CALF_OK)
        status = read_header(&file, table);
    if (status == CALF_OK)
        status = read_rows(&file, table);
    if (status != CALF_OK)
        calf_number_table_release(table);
    free(text);
    return status;
}
