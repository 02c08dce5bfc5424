// SPDX-License-Identifier: GPL-3.0-or-later
// Cohorts from CSV files.
#include "io/cohort_csv.h"

#include "core/error.h"
#include "core/number.h"
#include "io/file.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The reading of one file; cells are cut out of its text in place.
typedef struct csv {
    const char *path;
    char *next; // rest of the text
    size_t line;
} csv;

void calf_cohort_release(calf_cohort *cohort)
{
    free(cohort->column);
    free(cohort->values);
    *cohort = (calf_cohort){0};
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
    const char *closest = calf_parameter_closest(name);
    char hint[128] = "";
    if (strpbrk(name, ";\t") != NULL)
        snprintf(hint, sizeof hint, "cells are separated by commas; ");
    else if (closest != NULL)
        snprintf(hint, sizeof hint, "did you mean '%s'? ", closest);
    return calf_error_set(CALF_BAD_INPUT,
        "%s:%zu: column %zu: '%.60s' is not a parameter; %sallowed: names that 'calfsim params' "
        "lists; notes, such as names of runners, go on lines of their own that begin with #",
        file->path, file->line, column, name, hint);
}

static calf_status add_column(const csv *file, const char *name, calf_cohort *cohort)
{
    int id = calf_parameter_find(name);
    if (id < 0)
        return unknown_column(file, name, cohort->columns + 1);
    for (size_t i = 0; i < cohort->columns; i++)
        if ((int)cohort->column[i] == id)
            return calf_error_set(CALF_BAD_INPUT,
                "%s:%zu: column %zu: '%s' is a duplicate of column %zu; allowed: once", file->path,
                file->line, cohort->columns + 1, name, i + 1);
    cohort->column[cohort->columns++] = (calf_parameter_id)id;
    return CALF_OK;
}

static calf_status read_header(csv *file, calf_cohort *cohort)
{
    char *rest = next_line(file);
    calf_status status = CALF_OK;
    if (!rest)
        return calf_error_set(CALF_BAD_INPUT,
            "%s:%zu: the file is empty; allowed: a header of parameter names and rows of numbers",
            file->path, file->line + 1);
    cohort->column = malloc(CALF_PARAMETER_COUNT * sizeof *cohort->column);
    if (!cohort->column)
        return calf_error_no_memory();
    while (rest && status == CALF_OK) {
        const char *cell = next_cell(&rest);
        status = cell ? add_column(file, cell, cohort) : bad_quotes(file);
    }
    return status;
}

static calf_status read_cell(const csv *file, const char *cell, calf_parameter_id id, double *value)
{
    const calf_parameter_info *info = calf_parameter_describe(id);
    const calf_range range = {info->prior.low, info->prior.high, false};
    char allowed[CALF_RANGE_TEXT];
    const char *problem = "is out of range";
    if (!calf_number_parse(cell, value))
        problem = *cell ? "is not a number" : "is an empty cell";
    else if (calf_range_holds(range, *value))
        return CALF_OK;
    return calf_error_set(CALF_BAD_INPUT, "%s:%zu: %s: '%.60s' %s; allowed: %s", file->path,
        file->line, info->name, cell, problem, calf_range_text(range, allowed));
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

static calf_status read_row(const csv *file, char *rest, calf_cohort *cohort)
{
    double *values = &cohort->values[cohort->rows * cohort->columns];
    const size_t cells = count_cells(rest);
    if (cells != cohort->columns)
        return calf_error_set(CALF_BAD_INPUT,
            "%s:%zu: %zu cells; allowed: %zu, as in the header, separated by commas, with points in "
            "numbers",
            file->path, file->line, cells, cohort->columns);
    for (size_t i = 0; i < cells; i++) {
        const char *cell = rest ? next_cell(&rest) : NULL;
        if (!cell)
            return bad_quotes(file);
        calf_status status = read_cell(file, cell, cohort->column[i], &values[i]);
        if (status != CALF_OK)
            return status;
    }
    cohort->rows++;
    return CALF_OK;
}

static calf_status read_rows(csv *file, calf_cohort *cohort)
{
    size_t capacity = 0;
    for (char *line = next_line(file); line; line = next_line(file)) {
        if (cohort->rows == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            double *grown =
                realloc(cohort->values, capacity * cohort->columns * sizeof *cohort->values);
            if (!grown)
                return calf_error_no_memory();
            cohort->values = grown;
        }
        calf_status status = read_row(file, line, cohort);
        if (status != CALF_OK)
            return status;
    }
    if (cohort->rows == 0)
        return calf_error_set(CALF_BAD_INPUT,
            "%s:%zu: no rows below the header; allowed: one or more", file->path, file->line + 1);
    return CALF_OK;
}

calf_status calf_cohort_read_csv(const char *path, calf_cohort *cohort)
{
    char *text = NULL;
    size_t length = 0;
    *cohort = (calf_cohort){0};
    calf_status status = calf_file_read(path, &text, &length);
    if (status != CALF_OK)
        return status;
    csv file = {.path = path, .next = text};
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        file.next += 3;
    if (strlen(text) != length)
        status = calf_error_set(CALF_BAD_INPUT, "%s: a NUL character in it; allowed: text", path);
    if (status == CALF_OK)
        status = read_header(&file, cohort);
    if (status == CALF_OK)
        status = read_rows(&file, cohort);
    if (status != CALF_OK)
        calf_cohort_release(cohort);
    free(text);
    return status;
}
