// SPDX-License-Identifier: GPL-3.0-or-later
// Sweeps: from a design to values, and from values to experiments.
#include "experiment/sweep.h"

#include "core/elementary.h"
#include "core/error.h"
#include "core/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t part_of(double u, size_t parts)
{
    const size_t part = (size_t)(u * (double)parts);
    return part < parts ? part : parts - 1;
}

// Value k of n, ends included; weights of both ends leave fewer digits than steps added up.
static double step_value(const calf_factor *factor, size_t k, size_t n)
{
    const double below = (double)(n - 1 - k), above = (double)k;
    double value = factor->log_scale
        ? factor->from * calf_exp(above / (below + above) * calf_log(factor->to / factor->from))
        : (below * factor->from + above * factor->to) / (below + above);
    if (k == 0 || k == n - 1)
        return k == 0 ? factor->from : factor->to;
    return factor->whole ? floor(value + 0.5) : value;
}

double calf_factor_value(const calf_factor *factor, double u)
{
    if (factor->level_count > 0)
        return factor->levels[part_of(u, factor->level_count)];
    if (factor->steps > 0)
        return step_value(factor, part_of(u, (size_t)factor->steps), (size_t)factor->steps);
    // every whole number has the room from half a number below it to half a number above
    const double room = factor->whole ? 0.5 : 0;
    const double low = factor->from - room, high = factor->to + room;
    double value =
        factor->log_scale ? low * calf_exp(u * calf_log(high / low)) : low + u * (high - low);
    if (factor->whole)
        value = floor(value + 0.5);
    return calf_min(calf_max(value, factor->from), factor->to);
}

static size_t count_levels(const calf_factor *factor)
{
    return factor->level_count > 0 ? factor->level_count : (size_t)factor->steps;
}

size_t calf_sweep_grid_count(const calf_sweep *sweep)
{
    size_t count = 1;
    for (size_t f = 0; f < sweep->factor_count; f++) {
        const size_t levels = count_levels(&sweep->factors[f]);
        if (levels > CALF_POINTS_MAX / count)
            return CALF_POINTS_MAX + 1;
        count *= levels;
    }
    return count;
}

static calf_status make_grid(const calf_sweep *sweep)
{
    size_t *levels = malloc(sweep->factor_count * sizeof *levels);
    if (!levels)
        return calf_error_no_memory();
    for (size_t f = 0; f < sweep->factor_count; f++)
        levels[f] = count_levels(&sweep->factors[f]);
    calf_design_grid(levels, sweep->factor_count, sweep->points);
    free(levels);
    return CALF_OK;
}

calf_status calf_sweep_make_points(calf_sweep *sweep)
{
    const size_t numbers = sweep->point_count * sweep->factor_count;
    sweep->points = malloc(numbers * sizeof *sweep->points);
    if (!sweep->points)
        return calf_error_no_memory();
    calf_status status = sweep->design == CALF_DESIGN_GRID
        ? make_grid(sweep)
        : calf_design_draw(
              sweep->design, sweep->seed, sweep->point_count, sweep->factor_count, sweep->points);
    for (size_t i = 0; i < numbers && status == CALF_OK; i++)
        sweep->points[i] =
            calf_factor_value(&sweep->factors[i % sweep->factor_count], sweep->points[i]);
    return status;
}

const char **calf_sweep_settings(const calf_sweep *sweep, size_t point)
{
    const double *values = &sweep->points[point * sweep->factor_count];
    size_t size = sweep->factor_count * sizeof(const char *);
    for (size_t f = 0; f < sweep->factor_count; f++)
        size += strlen(sweep->factors[f].path) + 1 + CALF_NUMBER_TEXT;
    const char **settings = malloc(size);
    char *text = (char *)(settings + sweep->factor_count);
    for (size_t f = 0; f < sweep->factor_count && settings; f++) {
        const char *path = sweep->factors[f].path;
        const size_t room = strlen(path) + 1 + CALF_NUMBER_TEXT;
        char number[CALF_NUMBER_TEXT];
        snprintf(text, room, "%s=%s", path, calf_number_text(values[f], number));
        settings[f] = text;
        text += room;
    }
    return settings;
}

calf_status calf_experiment_base_text(const calf_experiment *experiment, char **text)
{
    calf_experiment base = *experiment;
    base.sweep = (calf_sweep){0};
    return calf_experiment_text(&base, text);
}

calf_status calf_experiment_at_point(
    const calf_experiment *experiment, size_t point, calf_experiment **at_point)
{
    const calf_sweep *sweep = &experiment->sweep;
    char *text = NULL, name[40];
    *at_point = NULL;
    if (point >= sweep->point_count)
        return calf_error_set(CALF_BAD_INPUT, "point %zu is not in the sweep; allowed: below %zu",
            point, sweep->point_count);
    snprintf(name, sizeof name, "point %zu of the sweep", point);
    const char **settings = calf_sweep_settings(sweep, point);
    calf_status status = settings ? CALF_OK : calf_error_no_memory();
    if (status == CALF_OK)
        status = calf_experiment_base_text(experiment, &text);
    if (status == CALF_OK)
        status = calf_experiment_parse(text, name, settings, sweep->factor_count, at_point);
    free(text);
    free((void *)settings);
    return status;
}

void calf_sweep_release(calf_sweep *sweep)
{
    for (size_t f = 0; f < sweep->factor_count; f++) {
        free(sweep->factors[f].name);
        free(sweep->factors[f].path);
        free(sweep->factors[f].levels);
    }
    free(sweep->factors);
    free(sweep->points);
    *sweep = (calf_sweep){0};
}
