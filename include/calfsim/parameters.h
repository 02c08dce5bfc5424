// SPDX-License-Identifier: GPL-3.0-or-later
// The model's parameters: one runner's values, and the table that describes them.
#ifndef CALFSIM_PARAMETERS_H
#define CALFSIM_PARAMETERS_H

#include <calfsim/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One runner's value of every parameter; names, units and ranges stand in `parameters.def`. */
typedef struct calf_parameters {
#define CALF_PARAMETER(group, name, ...) double name;
#include <calfsim/parameters.def>
} calf_parameters;

/** The position of each parameter in the table, `CALF_P_threshold_speed` and so on. */
typedef enum calf_parameter_id {
#define CALF_PARAMETER(group, name, ...) CALF_P_##name,
#include <calfsim/parameters.def>
    CALF_PARAMETER_COUNT
} calf_parameter_id;

typedef enum calf_kind { CALF_VARIABILITY, CALF_UNCERTAINTY, CALF_FIXED } calf_kind;

typedef enum calf_shape {
    CALF_SHAPE_FIXED,
    CALF_SHAPE_LOGNORMAL, ///< a median, b log-SD
    CALF_SHAPE_NORMAL, ///< a mean, b SD
    CALF_SHAPE_GAMMA, ///< a mean, b variance
    CALF_SHAPE_BETA, ///< a, b its two shapes
    CALF_SHAPE_UNIFORM ///< a, b its ends
} calf_shape;

/** A distribution cut to [low, high]. */
typedef struct calf_distribution {
    calf_shape shape;
    double a, b;
    double low, high;
} calf_distribution;

/** One row of the parameter table. */
typedef struct calf_parameter_info {
    const char *group;
    const char *name;
    const char *unit;
    double standard; ///< the default
    calf_kind kind;
    calf_distribution prior; ///< its low and high are also the range allowed
    char grade; ///< evidence: A several studies, B one study, C judgement
    const char *meaning;
    const char *source;
} calf_parameter_info;

/** The table row of a parameter; `id` is below CALF_PARAMETER_COUNT. */
const calf_parameter_info *calf_parameter_describe(calf_parameter_id id);

/** The parameter of that name, or -1. */
int calf_parameter_find(const char *name);

/** The parameter's name that `name` may be a misspelling of, or NULL. */
const char *calf_parameter_closest(const char *name);

/** The name of a distribution's shape or of a kind as the experiment file writes it. */
const char *calf_shape_name(calf_shape shape);
const char *calf_kind_name(calf_kind kind);

/** Every parameter at its default. */
void calf_parameters_init(calf_parameters *parameters);

/** Sets one parameter by name. Errors: unknown name, value outside the parameter's range. */
calf_status calf_parameters_set(calf_parameters *parameters, const char *name, double value);

/** Errors: CALF_BAD_INPUT for a value outside its parameter's range. */
calf_status calf_parameters_check(const calf_parameters *parameters);

/** One parameter by id. */
double calf_parameters_get(const calf_parameters *parameters, calf_parameter_id id);

#ifdef __cplusplus
}
#endif
#endif
