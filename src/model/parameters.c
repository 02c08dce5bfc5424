// SPDX-License-Identifier: GPL-3.0-or-later
// The parameter table, expanded from parameters.def.
#include <calfsim/parameters.h>

#include "core/closest.h"
#include "core/error.h"

#include <stddef.h>
#include <string.h>

static const calf_parameter_info table[CALF_PARAMETER_COUNT] = {
#define CALF_PARAMETER(                                                                            \
    group, name, unit, standard, kind, prior, a, b, low, high, grade, meaning, source)             \
    {#group, #name, unit, standard, CALF_##kind, {CALF_SHAPE_##prior, a, b, low, high}, grade,     \
        meaning, source},
#include <calfsim/parameters.def>
};

_Static_assert(sizeof(calf_parameters) == CALF_PARAMETER_COUNT * sizeof(double),
    "calf_parameters is an array of double in table order");

const calf_parameter_info *calf_parameter_describe(calf_parameter_id id)
{
    return &table[id];
}

int calf_parameter_find(const char *name)
{
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        if (strcmp(table[id].name, name) == 0)
            return id;
    return -1;
}

const char *calf_parameter_closest(const char *name)
{
    const char *names[CALF_PARAMETER_COUNT];
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        names[id] = table[id].name;
    return calf_closest_name(name, names, CALF_PARAMETER_COUNT);
}

const char *calf_shape_name(calf_shape shape)
{
    static const char *const names[] = {"fixed", "lognormal", "normal", "gamma", "beta", "uniform"};
    return names[shape];
}

const char *calf_kind_name(calf_kind kind)
{
    static const char *const names[] = {"variability", "uncertainty", "fixed"};
    return names[kind];
}

void calf_parameters_init(calf_parameters *parameters)
{
    double *values = (double *)parameters;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        values[id] = table[id].standard;
}

static calf_status check(const calf_parameter_info *info, double value)
{
    const calf_distribution *prior = &info->prior;
    if (value >= prior->low && value <= prior->high)
        return CALF_OK;
    return calf_error_set(CALF_BAD_INPUT, "%s: %g is outside %g to %g %s", info->name, value,
        prior->low, prior->high, info->unit);
}

calf_status calf_parameters_set(calf_parameters *parameters, const char *name, double value)
{
    int id = calf_parameter_find(name);
    if (id < 0)
        return calf_error_set(CALF_BAD_INPUT, "unknown parameter '%s'", name);
    const calf_status status = check(&table[id], value);
    if (status == CALF_OK)
        ((double *)parameters)[id] = value;
    return status;
}

calf_status calf_parameters_check(const calf_parameters *parameters)
{
    calf_status status = CALF_OK;
    for (int id = 0; id < CALF_PARAMETER_COUNT && status == CALF_OK; id++)
        status = check(&table[id], ((const double *)parameters)[id]);
    return status;
}

double calf_parameters_get(const calf_parameters *parameters, calf_parameter_id id)
{
    return ((const double *)parameters)[id];
}
