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

static calf_status read_design(const calf_node *at, calf_sweep *sweep)
{
    const char *names[CALF_DESIGN_COUNT];
    calf_node child;
    int design = 0;
    for (int i = 0; i < CALF_DESIGN_COUNT; i++)
        names[i] = calf_design_name((calf_design)i);
    if (!calf_node_child(at, "design", &child))
        return calf_node_error(at, "required key 'design' is missing");
    calf_status status = calf_node_read_choice(&child, "design", names, CALF_DESIGN_COUNT, &design);
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
    sweep->seed = reader->experiment->seed;
    if (calf_node_is_map(at) && calf_node_count(at) == 0)
        return CALF_OK;
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), sweep);
    if (status == CALF_OK)
        status = read_design(at, sweep);
    if (status == CALF_OK && calf_node_child(at, "factors", &factors))
        status = calf_read_factors(reader, &factors);
    if (status == CALF_OK)
        status =
            sweep->design == CALF_DESIGN_GRID ? count_grid(at, sweep) : read_point_count(at, sweep);
    if (status == CALF_OK)
        status = calf_sweep_make_points(sweep);
    return status == CALF_OK ? try_points(reader->experiment, at) : status;
}
