// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a table of numbers that an experiment holds or names.
#include "io/number_table.h"
#include "io/yaml_readers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const calf_field fields[] = {
    {"columns", CALF_FIELD_OTHER, true, NULL, 0},
    {"rows", CALF_FIELD_OTHER, true, NULL, 0},
};

static calf_status read_column(
    const calf_node *at, const calf_number_table_format *format, calf_number_table *table)
{
    int name = 0;
    calf_status status =
        calf_node_read_choice(at, format->what, format->names, format->name_count, &name);
    for (size_t i = 0; i < table->columns && status == CALF_OK; i++)
        if (table->column[i] == (size_t)name)
            status = calf_node_bad_value(at, "is a duplicate column", "each name once");
    if (status == CALF_OK)
        table->column[table->columns++] = (size_t)name;
    return status;
}

static calf_status read_columns(
    const calf_node *at, const calf_number_table_format *format, calf_number_table *table)
{
    calf_status status = calf_node_need_list(at);
    if (status == CALF_OK && calf_node_count(at) == 0)
        return calf_node_error(at, "no columns; allowed: one or more names of %ss", format->what);
    table->column = malloc(format->name_count * sizeof *table->column);
    if (!table->column)
        return calf_error_no_memory();
    for (size_t i = 0; i < calf_node_count(at) && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        status = read_column(&child, format, table);
    }
    const char *missing = calf_number_table_missing(table, format);
    if (status == CALF_OK && format->every_name && missing)
        return calf_node_error(
            at, "no column '%s'; allowed: one for every %s", missing, format->what);
    return status;
}

static calf_status read_row(
    const calf_node *at, const calf_number_table_format *format, calf_number_table *table)
{
    const size_t cells = calf_node_count(at);
    calf_status status = calf_node_need_list(at);
    if (status == CALF_OK && cells != table->columns)
        return calf_node_error(
            at, "%zu cells; allowed: %zu, as there are columns", cells, table->columns);
    for (size_t i = 0; i < table->columns && status == CALF_OK; i++) {
        const calf_node cell = calf_node_entry(at, i);
        status = calf_node_read_number(&cell, format->ranges[table->column[i]],
            &table->values[table->rows * table->columns + i]);
    }
    table->rows++;
    return status;
}

static calf_status read_rows(
    const calf_node *at, const calf_number_table_format *format, calf_number_table *table)
{
    const size_t count = calf_node_count(at);
    calf_status status = calf_node_need_list(at);
    if (status == CALF_OK && count == 0)
        return calf_node_error(at, "no rows; allowed: one or more lists of numbers");
    if (status == CALF_OK && count > format->row_count_max)
        return calf_node_error(at, "%zu rows; allowed: 1 to %zu", count, format->row_count_max);
    if (status != CALF_OK)
        return status;
    table->values = malloc(count * table->columns * sizeof *table->values);
    if (!table->values)
        return calf_error_no_memory();
    for (size_t i = 0; i < count && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        status = read_row(&child, format, table);
    }
    return status;
}

static calf_status read_inline(
    const calf_node *at, const calf_number_table_format *format, calf_number_table *table)
{
    calf_node columns, rows;
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), table);
    if (status == CALF_OK && calf_node_child(at, "columns", &columns))
        status = read_columns(&columns, format, table);
    if (status == CALF_OK && calf_node_child(at, "rows", &rows))
        status = read_rows(&rows, format, table);
    if (status != CALF_OK)
        calf_number_table_release(table);
    return status;
}

static calf_status read_file(const calf_reader *reader, const calf_node *at,
    const calf_number_table_format *format, calf_number_table *table)
{
    const char *name = calf_node_text(at), *slash = strrchr(reader->file, '/');
    const size_t folder = name[0] == '/' || !slash ? 0 : (size_t)(slash - reader->file) + 1;
    if (name[0] == '\0')
        return calf_node_bad_value(at, "is not a file", "the path of a CSV file, or a mapping");
    const size_t size = folder + strlen(name) + 1;
    char *path = malloc(size);
    if (!path)
        return calf_error_no_memory();
    snprintf(path, size, "%.*s%s", (int)folder, reader->file, name);
    calf_status status = access(path, R_OK) == 0
        ? calf_number_table_read_csv(path, format, table)
        : calf_node_error(at, "'%s' cannot be read: %s; allowed: the path of a CSV file", path,
              strerror(errno));
    free(path);
    return status;
}

calf_status calf_read_table(const calf_reader *reader, const calf_node *at,
    const calf_number_table_format *format, calf_number_table *table)
{
    *table = (calf_number_table){0};
    if (calf_node_is_map(at))
        return read_inline(at, format, table);
    if (calf_node_text(at))
        return read_file(reader, at, format, table);
    return calf_node_bad_value(at, "is neither a file nor a mapping",
        "the path of a CSV file, or {columns: [], rows: []}");
}
