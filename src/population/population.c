// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing worlds and runners.
#include "population/population.h"

#include "core/error.h"
#include "core/random.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

// What becomes of a parameter in each runner.
typedef enum source { SHARED, DRAWN, COHORT } source;

struct calf_population {
    const calf_population_spec *spec;
    uint64_t seed;
    source from[CALF_PARAMETER_COUNT];
    uint32_t stream[CALF_PARAMETER_COUNT];
    uint32_t rating_stream;
    calf_prior prior[CALF_PARAMETER_COUNT];
    size_t correlated_count; ///< parameters with a correlation, in table order
    calf_parameter_id correlated[CALF_PARAMETER_COUNT];
    gsl_error_handler_t *gsl_handler; ///< the program's, off while the population exists
    /// [correlated][correlated] lower triangle: correlated from independent normals
    double *mixing;
};

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
        population->from[id] = drawn ? DRAWN : SHARED;
    }
    for (size_t c = 0; c < spec->cohort.columns; c++)
        population->from[spec->cohort.column[c]] = COHORT;
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
    while (population->correlated[k] != id)
        k++;
    return k;
}

// Pearson correlation of two normals whose ranks correlate so (Pearson 1907).
static double normal_correlation(double rank)
{
    return 2 * sin(acos(-1.0) * rank / 6);
}

static void list_correlated(calf_population *population)
{
    const calf_population_spec *spec = population->spec;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        for (size_t c = 0; c < spec->correlation_count; c++)
            if ((int)spec->correlations[c].a == id || (int)spec->correlations[c].b == id) {
                population->correlated[population->correlated_count++] = id;
                break;
            }
}

static calf_status init_mixing(calf_population *population)
{
    const calf_population_spec *spec = population->spec;
    list_correlated(population);
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
    if (gsl_linalg_cholesky_decomp1(&matrix.matrix) != GSL_SUCCESS)
        return calf_error_set(CALF_BAD_INPUT,
            "population.correlate: the correlations contradict one another; no runners can have "
            "all of them");
    return CALF_OK;
}

calf_status calf_population_create(
    const calf_population_spec *spec, uint64_t seed, calf_population **population)
{
    calf_population *made = calloc(1, sizeof *made);
    *population = NULL;
    if (made == NULL)
        return calf_error_no_memory();
    made->gsl_handler = gsl_set_error_handler_off();
    made->spec = spec;
    made->seed = seed;
    assign_sources(made);
    calf_status status = init_priors(made);
    if (status == CALF_OK)
        status = init_mixing(made);
    if (status == CALF_OK)
        *population = made;
    else
        calf_population_destroy(made);
    return status;
}

void calf_population_destroy(calf_population *population)
{
    if (population == NULL)
        return;
    gsl_set_error_handler(population->gsl_handler);
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
        else if (population->from[id] == SHARED && draws_uncertainty(spec, world) &&
            calf_parameter_describe(id)->kind == CALF_UNCERTAINTY)
            values[id] = calf_prior_quantile(
                &population->prior[id], uniform(population, id, world, CALF_WHOLE_WORLD));
    }
}

// Replaces the draws of correlated parameters by draws whose normals are mixed; the first of them
// in table order keeps the draw it has.
static void draw_correlated(
    const calf_population *population, uint32_t world, uint32_t runner, double *values)
{
    size_t n = population->correlated_count;
    double normal[CALF_PARAMETER_COUNT];
    for (size_t k = 0; k < n; k++)
        normal[k] =
            gsl_cdf_ugaussian_Pinv(uniform(population, population->correlated[k], world, runner));
    for (size_t k = 1; k < n; k++) {
        double mixed = 0;
        for (size_t j = 0; j <= k; j++)
            mixed += population->mixing[k * n + j] * normal[j];
        calf_parameter_id id = population->correlated[k];
        if (population->from[id] == DRAWN)
            values[id] = calf_prior_quantile(&population->prior[id], gsl_cdf_ugaussian_P(mixed));
    }
}

void calf_population_runner(const calf_population *population, const calf_parameters *shared,
    uint32_t world, uint32_t runner, calf_parameters *parameters)
{
    const calf_cohort *cohort = &population->spec->cohort;
    *parameters = *shared;
    double *values = (double *)parameters;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        if (population->from[id] == DRAWN)
            values[id] =
                calf_prior_quantile(&population->prior[id], uniform(population, id, world, runner));
    draw_correlated(population, world, runner, values);
    for (size_t c = 0; c < cohort->columns; c++)
        values[cohort->column[c]] = cohort->values[runner * cohort->columns + c];
}

double calf_population_rating_noise(
    const calf_population *population, uint32_t world, uint32_t runner, int day)
{
    calf_address address = {population->rating_stream, world, runner, (uint32_t)day};
    return gsl_cdf_ugaussian_Pinv(calf_uniform(population->seed, address));
}

bool calf_population_varies(const calf_population *population, calf_parameter_id id)
{
    return population->from[id] != SHARED;
}
