// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing worlds and runners.
#include "core/error.h"
#include "core/random.h"
#include "population/drawing.h"
#include "population/normal.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <stdlib.h>

// The first world of a cohort has every parameter that its rows do not name at its default.
static bool draws_uncertainty(const calf_population_spec *spec, uint32_t world)
{
    return spec->cohort.columns == 0 || world > 0;
}

static void assign_sources(calf_population *population)
{
    const calf_population_spec *spec = population->spec;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        bool drawn = spec->cohort.columns == 0 && !spec->is_set[id] &&
            calf_parameter_describe(id)->kind == CALF_VARIABILITY;
        population->from[id] = drawn ? CALF_DRAWN : CALF_SHARED;
    }
    for (size_t c = 0; c < spec->cohort.columns; c++)
        population->from[spec->cohort.column[c]] = CALF_COHORT;
}

static bool is_correlated(const calf_population_spec *spec, int id)
{
    for (size_t c = 0; c < spec->correlation_count; c++)
        if ((int)spec->correlations[c].a == id || (int)spec->correlations[c].b == id)
            return true;
    return false;
}

// What is set for all needs a random number too, if others correlate with it.
static void list_drawn(calf_population *population)
{
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        bool correlated = is_correlated(population->spec, id);
        if (correlated)
            population->correlated[population->correlated_count++] = population->drawn_count;
        if (correlated || population->from[id] == CALF_DRAWN)
            population->drawn[population->drawn_count++] = (calf_parameter_id)id;
    }
}

static calf_status init_priors(calf_population *population)
{
    calf_status status = CALF_OK;
    for (int id = 0; id < CALF_PARAMETER_COUNT && status == CALF_OK; id++) {
        const calf_parameter_info *info = calf_parameter_describe(id);
        population->stream[id] = calf_stream(info->name);
        status =
            calf_prior_init(&population->spec->drawn_from[id], info->name, &population->prior[id]);
    }
    population->rating_stream = calf_stream("rating");
    return status;
}

static size_t correlated_index(const calf_population *population, calf_parameter_id id)
{
    size_t k = 0;
    while (population->drawn[population->correlated[k]] != id)
        k++;
    return k;
}

// Pearson correlation of two normals whose ranks correlate so, 2 sin(pi rank/6) (Pearson 1907). The
// series ends with x^17 of |x| < 0.53: 6e-20 are left out.
static double normal_correlation(double rank)
{
    double x = 3.14159265358979323846 * rank / 6, sum = 1;
    for (int n = 17; n > 1; n -= 2)
        sum = 1 - sum * x * x / (n * (n - 1));
    return 2 * x * sum;
}

static calf_status init_mixing(calf_population *population)
{
    const calf_population_spec *spec = population->spec;
    size_t n = population->correlated_count;
    if (n == 0)
        return CALF_OK;
    population->mixing = calloc(n * n, sizeof *population->mixing);
    if (population->mixing == NULL)
        return calf_error_no_memory();
    gsl_matrix_view matrix = gsl_matrix_view_array(population->mixing, n, n);
    gsl_matrix_set_identity(&matrix.matrix);
    for (size_t c = 0; c < spec->correlation_count; c++) {
        size_t a = correlated_index(population, spec->correlations[c].a);
        size_t b = correlated_index(population, spec->correlations[c].b);
        double r = normal_correlation(spec->correlations[c].rank);
        gsl_matrix_set(&matrix.matrix, a, b, r);
        gsl_matrix_set(&matrix.matrix, b, a, r);
    }
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    int failed = gsl_linalg_cholesky_decomp1(&matrix.matrix);
    gsl_set_error_handler(handler);
    if (failed)
        return calf_error_set(CALF_BAD_INPUT,
            "population.correlate: the correlations contradict one another; no runners can have "
            "all of them");
    return CALF_OK;
}

// A population that knows who draws what, and how drawn numbers are mixed.
static calf_status create_mixed(
    const calf_population_spec *spec, uint64_t seed, calf_population **population)
{
    calf_population *made = calloc(1, sizeof *made);
    *population = made;
    if (made == NULL)
        return calf_error_no_memory();
    made->spec = spec;
    made->seed = seed;
    assign_sources(made);
    list_drawn(made);
    return init_mixing(made);
}

calf_status calf_population_create(
    const calf_population_spec *spec, uint64_t seed, calf_population **population)
{
    calf_status status = create_mixed(spec, seed, population);
    if (status == CALF_OK)
        status = init_priors(*population);
    if (status != CALF_OK) {
        calf_population_destroy(*population);
        *population = NULL;
    }
    return status;
}

calf_status calf_population_check_correlations(const calf_population_spec *spec)
{
    calf_population *made;
    calf_status status = create_mixed(spec, 0, &made);
    calf_population_destroy(made);
    return status;
}

void calf_population_destroy(calf_population *population)
{
    if (population == NULL)
        return;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        calf_prior_free(&population->prior[id]);
    free(population->mixing);
    free(population);
}

static double uniform(const calf_population *population, int id, uint32_t world, uint32_t runner)
{
    calf_address address = {population->stream[id], world, runner, 0};
    return calf_uniform(population->seed, address);
}

void calf_population_world(
    const calf_population *population, uint32_t world, calf_parameters *shared)
{
    const calf_population_spec *spec = population->spec;
    double *values = (double *)shared;
    calf_parameters_init(shared);
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        if (spec->is_set[id])
            values[id] = spec->set[id];
        else if (population->from[id] == CALF_SHARED && draws_uncertainty(spec, world) &&
            calf_parameter_describe(id)->kind == CALF_UNCERTAINTY)
            values[id] = calf_prior_quantile(
                &population->prior[id], uniform(population, id, world, CALF_WHOLE_WORLD));
    }
}

void calf_population_runner(const calf_population *population, const calf_parameters *shared,
    uint32_t world, uint32_t runner, calf_parameters *parameters)
{
    calf_lane_parameters lanes;
    calf_population_batch(population, shared, world, runner, 1, &lanes);
#define CALF_PARAMETER(group, name, ...) parameters->name = lanes.name[0];
#include <calfsim/parameters.def>
}

double calf_population_rating_noise(
    const calf_population *population, uint32_t world, uint32_t runner, int day)
{
    calf_address address = {population->rating_stream, world, runner, (uint32_t)day};
    return calf_normal_quantile(calf_uniform(population->seed, address));
}

bool calf_population_varies(const calf_population *population, calf_parameter_id id)
{
    return population->from[id] != CALF_SHARED;
}
