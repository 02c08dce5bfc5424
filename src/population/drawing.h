// SPDX-License-Identifier: GPL-3.0-or-later
// What drawing runners needs, ready to use; for the files of this folder only.
#ifndef CALF_POPULATION_DRAWING_H
#define CALF_POPULATION_DRAWING_H

#include "population/population.h"

/** What becomes of a parameter in each runner. */
typedef enum calf_source { CALF_SHARED, CALF_DRAWN, CALF_COHORT } calf_source;

struct calf_population {
    const calf_population_spec *spec;
    uint64_t seed;
    calf_source from[CALF_PARAMETER_COUNT];
    uint32_t stream[CALF_PARAMETER_COUNT];
    uint32_t rating_stream;
    calf_prior prior[CALF_PARAMETER_COUNT];
    size_t drawn_count; ///< parameters that need a random number for every runner
    calf_parameter_id drawn[CALF_PARAMETER_COUNT]; ///< in table order
    size_t correlated_count; ///< parameters with a correlation
    size_t correlated[CALF_PARAMETER_COUNT]; ///< where in `drawn`, ascending
    /// [correlated][correlated] lower triangle: correlated from independent normals
    double *mixing;
};

#endif
