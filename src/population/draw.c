// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing runners, a batch at a time: plain arithmetic over lanes.
#include "core/random.h"
#include "population/drawing.h"
#include "population/quantile.h"

enum { NUMBERS = CALF_PARAMETER_COUNT * CALF_LANES };

typedef double lane_values[CALF_LANES];

// Uniform numbers of all parameters that need one. A single long loop: random words are narrower
// than doubles, and so fill vectors of more than a batch.
static void draw_uniform(const calf_population *population, uint32_t world,
    const uint32_t runner[CALF_LANES], lane_values *u)
{
    uint32_t stream[NUMBERS], who[NUMBERS];
    size_t n = population->drawn_count * CALF_LANES;
    uint64_t seed = population->seed;
    double *number = u[0];
    for (size_t k = 0; k < population->drawn_count; k++) {
        uint32_t own = population->stream[population->drawn[k]];
        CALF_EACH_LANE(i) stream[k * CALF_LANES + (size_t)i] = own;
        CALF_EACH_LANE(i) who[k * CALF_LANES + (size_t)i] = runner[i];
    }
#pragma omp simd
    for (size_t j = 0; j < n; j++)
        number[j] = calf_uniform(seed, (calf_address){stream[j], world, who[j], 0});
}

static void to_normal(size_t n, const double *probability, double *z)
{
#pragma omp simd
    for (size_t j = 0; j < n; j++)
        z[j] = calf_normal_quantile(probability[j]);
}

// The shape is a constant of each loop, so that no lane branches.
static void to_values(
    const calf_prior *prior, const lane_values whole, const lane_values z, lane_values value)
{
    const calf_distribution d = prior->distribution;
    const double a = d.a, b = d.b;
    const calf_table *t = prior->table;
    switch (d.shape) {
    case CALF_SHAPE_LOGNORMAL:
        CALF_EACH_LANE(i) value[i] = calf_value_at(CALF_SHAPE_LOGNORMAL, a, b, t, whole[i], z[i]);
        break;
    case CALF_SHAPE_NORMAL:
        CALF_EACH_LANE(i) value[i] = calf_value_at(CALF_SHAPE_NORMAL, a, b, t, whole[i], z[i]);
        break;
    case CALF_SHAPE_GAMMA:
        CALF_EACH_LANE(i) value[i] = calf_value_at(CALF_SHAPE_GAMMA, a, b, t, whole[i], z[i]);
        break;
    case CALF_SHAPE_BETA:
        CALF_EACH_LANE(i) value[i] = calf_value_at(CALF_SHAPE_BETA, a, b, t, whole[i], z[i]);
        break;
    case CALF_SHAPE_UNIFORM:
    case CALF_SHAPE_FIXED:
        CALF_EACH_LANE(i) value[i] = calf_value_at(CALF_SHAPE_UNIFORM, a, b, t, whole[i], z[i]);
        break;
    }
    CALF_EACH_LANE(i) value[i] = calf_value_cut(&d, value[i]);
}

// Mixes the normals of correlated parameters; the first of them in table order keeps its own.
static void correlate(const calf_population *population, lane_values *u)
{
    size_t n = population->correlated_count;
    lane_values normal[CALF_PARAMETER_COUNT];
    for (size_t k = 0; k < n; k++)
        to_normal(CALF_LANES, u[population->correlated[k]], normal[k]);
    for (size_t k = 1; k < n; k++) {
        lane_values mixed = {0};
        for (size_t j = 0; j <= k; j++) {
            double share = population->mixing[k * n + j];
            CALF_EACH_LANE(i) mixed[i] += share * normal[j][i];
        }
        CALF_EACH_LANE(i) u[population->correlated[k]][i] = calf_normal_below(mixed[i]);
    }
}

// Step by step for all parameters, so that a CPU can work on the next while it waits for one.
static void to_parameters(const calf_population *population, lane_values *u, lane_values *values)
{
    size_t n = population->drawn_count;
    lane_values z[CALF_PARAMETER_COUNT];
    for (size_t k = 0; k < n; k++) {
        const calf_prior *prior = &population->prior[population->drawn[k]];
        CALF_EACH_LANE(i) u[k][i] = calf_prior_whole(prior, u[k][i]);
    }
    to_normal(n * CALF_LANES, u[0], z[0]);
    for (size_t k = 0; k < n; k++) {
        calf_parameter_id id = population->drawn[k];
        if (population->from[id] == CALF_DRAWN)
            to_values(&population->prior[id], u[k], z[k], values[id]);
    }
}

void calf_population_batch(const calf_population *population, const calf_parameters *shared,
    uint32_t world, uint64_t first_runner, size_t count, calf_lane_parameters *p)
{
    const calf_cohort *cohort = &population->spec->cohort;
    const double *common = (const double *)shared;
    lane_values *values = (lane_values *)p, u[CALF_PARAMETER_COUNT];
    uint32_t runner[CALF_LANES];
    for (size_t i = 0; i < CALF_LANES; i++)
        runner[i] = (uint32_t)(first_runner + (i < count ? i : count - 1));
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        CALF_EACH_LANE(i) values[id][i] = common[id];
    draw_uniform(population, world, runner, u);
    correlate(population, u);
    to_parameters(population, u, values);
    for (size_t c = 0; c < cohort->columns; c++)
        for (size_t i = 0; i < CALF_LANES; i++)
            values[cohort->column[c]][i] = cohort->values[runner[i] * cohort->columns + c];
}

void calf_population_batch_noise(const calf_population *population, uint32_t world,
    const uint32_t runner[CALF_LANES], int day, double normal[CALF_LANES])
{
    const uint32_t stream = population->rating_stream, index = (uint32_t)day;
    const uint64_t seed = population->seed;
    lane_values u;
    CALF_EACH_LANE(i) u[i] = calf_uniform(seed, (calf_address){stream, world, runner[i], index});
    to_normal(CALF_LANES, u, normal);
}
