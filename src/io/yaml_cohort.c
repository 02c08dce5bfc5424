// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a cohort that stands inside the experiment.
#include "io/cohort_csv.h"
#include "io/yaml_readers.h"

#include <stdlib.h>

static const calf_field fields[] = {
    {"columns", CALF_FIELD_OTHER, true, NULL, 0},
    {"rows", CALF_FIELD_OTHER, true, NULL, 0},
};

static calf_status read_columns(const calf_node *at, calf_cohort *cohort)
{
    const char *names[CALF_PARAMETER_COUNT];
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        names[id] = calf_parameter_describe((calf_parameter_id)id)->name;
    calf_status status = calf_node_need_list(at);
    if (status == CALF_OK && calf_node_count(at) == 0)
        return calf_node_error(at, "no columns; allowed: one or more names of parameters");
    for (size_t i = 0; i < calf_node_count(at) && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        int id = 0;
        status = calf_node_read_choice(&child, "parameter", names, CALF_PARAMETER_COUNT, &id);
        for (size_t k = 0; k < cohort->columns && status == CALF_OK; k++)
            if ((int)cohort->column[k] == id)
                status = calf_node_bad_value(&child, "is a duplicate column", "each name once");
        if (status == CALF_OK)
            cohort->column[cohort->columns++] = (calf_parameter_id)id;
    }
    return status;
}

static calf_status read_row(const calf_node *at, calf_cohort *cohort)
{
    const size_t cells = calf_node_count(at);
    calf_status status = calf_node_need_list(at);
    if (status == CALF_OK && cells != cohort->columns)
        return calf_node_error(
            at, "%zu cells; allowed: %zu, as there are columns", cells, cohort->columns);
    for (size_t i = 0; i < cohort->columns && status == CALF_OK; i++) {
        const calf_distribution *prior = &calf_parameter_describe(cohort->column[i])->prior;
        const calf_node cell = calf_node_entry(at, i);
        status = calf_node_read_number(&cell, (calf_range){prior->low, prior->high, false},
            &cohort->values[cohort->rows * cohort->columns + i]);
    }
    cohort->rows++;
    return status;
}

static calf_status read_rows(const calf_node *at, calf_cohort *cohort)
{
    calf_status status = calf_node_need_list(at);
    if (status == CALF_OK && calf_node_count(at) == 0)
        return calf_node_error(at, "no rows; allowed: one or more lists of numbers");
    if (status != CALF_OK)
        return status;
    cohort->values = malloc(calf_node_count(at) * cohort->columns * sizeof *cohort->values);
    if (!cohort->values)
        return calf_error_no_memory();
    for (size_t i = 0; i < calf_node_count(at) && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        status = read_row(&child, cohort);
    }
    return status;
}

calf_status calf_read_inline_cohort(const calf_node *at, calf_cohort *cohort)
{
    calf_node columns, rows;
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), cohort);
    if (status != CALF_OK)
        return status;
    cohort->column = malloc(CALF_PARAMETER_COUNT * sizeof *cohort->column);
    if (!cohort->column)
        return calf_error_no_memory();
    if (calf_node_child(at, "columns", &columns))
        status = read_columns(&columns, cohort);
    if (status == CALF_OK && calf_node_child(at, "rows", &rows))
        status = read_rows(&rows, cohort);
    if (status != CALF_OK)
        calf_cohort_release(cohort);
    return status;
}
