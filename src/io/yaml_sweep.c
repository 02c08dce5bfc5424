// SPDX-License-Identifier: GPL-3.0-or-later
// Reading `sweep:`, each of its points tried out.
#include "experiment/sweep.h"
#include "io/yaml_readers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACE_BYTES = 400, VALUES_BYTES = 300 };

static const calf_field fields[] = {
    {"design", CALF_FIELD_OTHER, false, NULL, 0},
    {"points", CALF_FIELD_OTHER, false, NULL, 0},
    {"seed", CALF_FIELD_COUNT, false, &(const calf_range){0, 0x1p64, false},
        offsetof(calf_sweep, seed)},
    {"factors", CALF_FIELD_OTHER, true, NULL, 0},
};

// Points of the user's own are a file or a table; those of a design are a number.
static bool are_given(const calf_node *at)
{
    calf_node points;
    double count;
    if (!calf_node_child(at, "points", &points))
        return false;
    const char *text = calf_node_text(&points);
    return !text || !calf_number_parse(text, &count);
}

static calf_status check_given(const calf_node *at)
{
    calf_node child;
    if (calf_node_child(at, "design", &child))
        return calf_node_error(&child,
            "cannot stand beside points that are given; allowed: a number of points, or no design");
    if (calf_node_child(at, "seed", &child))
        return calf_node_error(
            &child, "nothing is drawn where points are given; allowed: no such key");
    return CALF_OK;
}

static calf_status read_design(const calf_node *at, calf_sweep *sweep)
{
    const char *names[CALF_DESIGN_COUNT];
    calf_node child;
    int design = CALF_DESIGN_GIVEN;
    for (int i = 0; i < CALF_DESIGN_COUNT; i++)
        names[i] = calf_design_name((calf_design)i);
    calf_status status = CALF_OK;
    if (are_given(at))
        status = check_given(at);
    else if (calf_node_child(at, "design", &child))
        status = calf_node_read_choice(&child, "design", names, CALF_DESIGN_COUNT, &design);
    else
        status = calf_node_error(at,
            "required key 'design' is missing; allowed: grid, random, latin_hypercube, sobol, "
            "scrambled_sobol, or points that are given");
    sweep->design = (calf_design)design;
    return status;
}

static calf_status read_point_count(const calf_node *at, calf_sweep *sweep)
{
    calf_node child;
    uint64_t count = 0;
    if (!calf_node_child(at, "points", &child))
        return calf_node_error(
            at, "required key 'points' is missing; allowed: 1 to %d", CALF_POINTS_MAX);
    calf_status status =
        calf_node_read_count(&child, (calf_range){1, CALF_POINTS_MAX, false}, &count);
    sweep->point_count = (size_t)count;
    return status;
}

static calf_status count_grid(const calf_node *at, calf_sweep *sweep)
{
    calf_node child;
    const size_t count = calf_sweep_grid_count(sweep);
    if (count > CALF_POINTS_MAX)
        return calf_node_error(at,
            "a grid of more than %d points; allowed: fewer levels or factors, or another design",
            CALF_POINTS_MAX);
    if (calf_node_child(at, "seed", &child))
        return calf_node_error(&child, "a grid draws nothing; allowed: no such key");
    if (!calf_node_child(at, "points", &child)) {
        sweep->point_count = count;
        return CALF_OK;
    }
    calf_status status = read_point_count(at, sweep);
    if (status == CALF_OK && sweep->point_count != count) {
        char allowed[80];
        snprintf(allowed, sizeof allowed, "%zu, or no such key", count);
        return calf_node_bad_value(&child, "is not the number of the grid's points", allowed);
    }
    return status;
}

static calf_status read_designed_points(const calf_node *at, calf_sweep *sweep)
{
    calf_status status =
        sweep->design == CALF_DESIGN_GRID ? count_grid(at, sweep) : read_point_count(at, sweep);
    return status == CALF_OK ? calf_sweep_make_points(sweep) : status;
}

// Columns may stand in any order; those of the points are in the order of the factors.
static calf_status take_points(const calf_number_table *table, calf_sweep *sweep)
{
    sweep->points = malloc(table->rows * table->columns * sizeof *sweep->points);
    if (!sweep->points)
        return calf_error_no_memory();
    for (size_t row = 0; row < table->rows; row++)
        for (size_t i = 0; i < table->columns; i++)
            sweep->points[row * table->columns + table->column[i]] =
                table->values[row * table->columns + i];
    sweep->point_count = table->rows;
    return CALF_OK;
}

static calf_status read_given_points(
    const calf_reader *reader, const calf_node *at, calf_sweep *sweep)
{
    const char *names[CALF_FACTORS_MAX];
    calf_range ranges[CALF_FACTORS_MAX];
    const calf_number_table_format format = {.what = "factor",
        .allowed = "names in sweep.factors",
        .names = names,
        .name_count = sweep->factor_count,
        .every_name = true,
        .ranges = ranges,
        .row_count_max = CALF_POINTS_MAX};
    calf_number_table table = {0};
    calf_node points;
    for (size_t f = 0; f < sweep->factor_count; f++) {
        names[f] = sweep->factors[f].name;
        ranges[f] = calf_factor_range;
    }
    calf_status status = calf_node_child(at, "points", &points)
        ? calf_read_table(reader, &points, &format, &table)
        : CALF_OK;
    if (status == CALF_OK)
        status = take_points(&table, sweep);
    calf_number_table_release(&table);
    return status;
}

// " (volume 0.8, seed 3)": what a point is, for messages about what follows from several values.
static void list_values(const calf_sweep *sweep, size_t point, char text[VALUES_BYTES])
{
    const double *values = &sweep->points[point * sweep->factor_count];
    size_t length = 0;
    for (size_t f = 0; f < sweep->factor_count && length < VALUES_BYTES - 110; f++) {
        char number[CALF_NUMBER_TEXT];
        length += (size_t)snprintf(text + length, VALUES_BYTES - length, "%s%s %s", f ? ", " : " (",
            sweep->factors[f].name, calf_number_text(values[f], number));
    }
    const bool all = length < VALUES_BYTES - 110;
    snprintf(text + length, VALUES_BYTES - length, all ? ")" : ", ...)");
}

static calf_status try_point(
    const calf_sweep *sweep, const char *base, const char *place, size_t point)
{
    char where[PLACE_BYTES + 40], values[VALUES_BYTES];
    calf_experiment *made = NULL;
    calf_tree tree;
    const char **settings = calf_sweep_settings(sweep, point);
    calf_status status =
        settings ? calf_tree_load(&tree, base, strlen(base), "base", NULL) : calf_error_no_memory();
    if (status == CALF_OK) {
        snprintf(where, sizeof where, "%s: at point %zu", place, point);
        list_values(sweep, point, values);
        tree.point = where;
        tree.point_values = values;
        status = calf_read_tree(&tree, settings, sweep->factor_count, &made);
        calf_tree_release(&tree);
    }
    calf_experiment_destroy(made);
    free((void *)settings);
    return status;
}

static calf_status try_points(const calf_experiment *experiment, const calf_node *at)
{
    const calf_sweep *sweep = &experiment->sweep;
    char *base, place[PLACE_BYTES];
    calf_status status = calf_experiment_base_text(experiment, &base);
    calf_node_place(at, place, sizeof place);
    for (size_t point = 0; point < sweep->point_count && status == CALF_OK; point++)
        status = try_point(sweep, base, place, point);
    free(base);
    return status;
}

calf_status calf_read_sweep(calf_reader *reader, const calf_node *at)
{
    calf_sweep *sweep = &reader->experiment->sweep;
    calf_node factors;
    if (calf_node_is_map(at) && calf_node_count(at) == 0)
        return CALF_OK;
    sweep->seed = reader->experiment->seed;
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), sweep);
    if (status == CALF_OK)
        status = read_design(at, sweep);
    if (status == CALF_OK && calf_node_child(at, "factors", &factors))
        status = calf_read_factors(reader, &factors);
    if (status == CALF_OK)
        status = sweep->design == CALF_DESIGN_GIVEN ? read_given_points(reader, at, sweep)
                                                    : read_designed_points(at, sweep);
    return status == CALF_OK ? try_points(reader->experiment, at) : status;
}
