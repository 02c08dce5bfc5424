// SPDX-License-Identifier: GPL-3.0-or-later
// Virtual runners: who they are is a function of the seed, the world's and the runner's number.
#ifndef CALF_POPULATION_POPULATION_H
#define CALF_POPULATION_POPULATION_H

#include "model/lanes.h"
#include "population/prior.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Rank correlation of two parameters that differ between runners. */
typedef struct calf_correlation {
    calf_parameter_id a, b;
    double rank;
} calf_correlation;

/** Rows that replace the drawing of runners. */
typedef struct calf_cohort {
    size_t columns; ///< 0: no cohort
    calf_parameter_id *column;
    size_t rows;
    double *values; ///< [row][column]
} calf_cohort;

/** Who takes part. */
typedef struct calf_population_spec {
    uint64_t runners; ///< per world
    uint64_t worlds;
    bool is_set[CALF_PARAMETER_COUNT];
    double set[CALF_PARAMETER_COUNT];
    bool is_varied[CALF_PARAMETER_COUNT];
    calf_distribution drawn_from[CALF_PARAMETER_COUNT]; ///< the prior where not varied
    calf_correlation *correlations;
    size_t correlation_count;
    calf_cohort cohort;
} calf_population_spec;

typedef struct calf_population calf_population;

/** Makes a specification ready to draw from; it must outlive the population.
 *  GSL's error handler, which would end the program, is off in the whole process meanwhile.
 *  Errors: CALF_BAD_INPUT for a distribution without probability in its range or correlations that
 *  contradict one another. */
calf_status calf_population_create(
    const calf_population_spec *spec, uint64_t seed, calf_population **population);
/** Whether runners can have all of the correlations together; much cheaper than a population.
 *  Errors: as above. */
calf_status calf_population_check_correlations(const calf_population_spec *spec);

void calf_population_destroy(calf_population *population);

/** What all runners of a world share: every uncertain parameter drawn, the others at the value set
 *  for all or their default. In the first world of a cohort the uncertain ones stay at their
 *  defaults too. */
void calf_population_world(
    const calf_population *population, uint32_t world, calf_parameters *shared);

/** One runner of a world, from the world's shared parameters. */
void calf_population_runner(const calf_population *population, const calf_parameters *shared,
    uint32_t world, uint32_t runner, calf_parameters *parameters);

/** The same for `count` (1 or more) runners from `first_runner` on, one in a lane; the lanes left
 *  over repeat the last. What a runner gets does not depend on the lane. */
void calf_population_batch(const calf_population *population, const calf_parameters *shared,
    uint32_t world, uint64_t first_runner, size_t count, calf_lane_parameters *p);

/** A standard normal number for a runner's rating on a day, the same under every strategy. */
double calf_population_rating_noise(
    const calf_population *population, uint32_t world, uint32_t runner, int day);

/** The same for a runner in each lane. */
void calf_population_batch_noise(const calf_population *population, uint32_t world,
    const uint32_t runner[CALF_LANES], int day, double normal[CALF_LANES]);

/** Whether a parameter differs between the runners of a world. */
bool calf_population_varies(const calf_population *population, calf_parameter_id id);

#endif
