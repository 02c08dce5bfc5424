// SPDX-License-Identifier: GPL-3.0-or-later
// What drawing takes: runners batch by batch, one at a time, a world, a population; against living
// one week of the same runners, and against GSL's inverse distribution functions.
//
// How GSL is used: for each parameter that differs between runners, one call of the inverse
// function of its prior at a uniform number of its Mersenne twister, which is stretched to the
// probability that the prior has within its range. Correlations, of which there are none here, are
// left out.
#include "lives.h"
#include "report.h"
#include "timing.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct drawing {
    bench_lives *lives; ///< of one world
    calf_population_spec spec; ///< of the priors alone
    calf_lane_parameters *p; ///< of a batch
    bench_morning *mornings;
    calf_prior prior[CALF_PARAMETER_COUNT]; ///< of what differs between runners
    size_t prior_count;
    gsl_rng *random;
    uint32_t world;
    double sum; ///< of what is drawn, so that no drawing is left out as useless
} drawing;

static void stop(const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(1);
}

static void draw_batches(void *context)
{
    drawing *d = context;
    const calf_population *population = d->lives->setting->population;
    calf_parameters shared;
    calf_population_world(population, 0, &shared);
    for (size_t first = 0; first < d->lives->runners; first += CALF_LANES) {
        d->lives->kernel->population_batch(population, &shared, 0, first, CALF_LANES, d->p);
        d->sum += d->p->threshold_speed[0];
    }
}

static void draw_one_by_one(void *context)
{
    drawing *d = context;
    const calf_population *population = d->lives->setting->population;
    calf_parameters shared, runner;
    calf_population_world(population, 0, &shared);
    for (size_t k = 0; k < d->lives->runners; k++) {
        calf_population_runner(population, &shared, 0, (uint32_t)k, &runner);
        d->sum += runner.threshold_speed;
    }
}

static void draw_world(void *context)
{
    drawing *d = context;
    calf_parameters shared;
    calf_population_world(d->lives->setting->population, ++d->world, &shared);
    d->sum += shared.threshold_speed;
}

static void create_population(void *context)
{
    drawing *d = context;
    calf_population *population;
    if (calf_population_create(&d->spec, 1, &population) != CALF_OK)
        stop(calf_error_text());
    calf_population_destroy(population);
}

static void live_week(void *context)
{
    drawing *d = context;
    bench_lives_live(d->lives, d->mornings);
}

static double gsl_value(const calf_distribution *d, double u)
{
    switch (d->shape) {
    case CALF_SHAPE_LOGNORMAL:
        return gsl_cdf_lognormal_Pinv(u, log(d->a), d->b);
    case CALF_SHAPE_NORMAL:
        return d->a + gsl_cdf_gaussian_Pinv(u, d->b);
    case CALF_SHAPE_GAMMA:
        return gsl_cdf_gamma_Pinv(u, d->a * d->a / d->b, d->b / d->a);
    case CALF_SHAPE_BETA:
        return gsl_cdf_beta_Pinv(u, d->a, d->b);
    case CALF_SHAPE_UNIFORM:
    case CALF_SHAPE_FIXED:
        break;
    }
    return gsl_cdf_flat_Pinv(u, d->a, d->b);
}

static void draw_by_gsl(void *context)
{
    drawing *d = context;
    for (size_t k = 0; k < d->prior_count; k++) {
        const calf_prior *prior = &d->prior[k];
        double u = prior->below + gsl_rng_uniform_pos(d->random) * prior->mass;
        d->sum += gsl_value(&prior->distribution, u);
    }
}

static void prepare(drawing *d)
{
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        const calf_parameter_info *info = calf_parameter_describe(id);
        d->spec.drawn_from[id] = info->prior;
        if (info->kind == CALF_VARIABILITY &&
            calf_prior_init(&info->prior, info->name, &d->prior[d->prior_count++]) != CALF_OK)
            stop(calf_error_text());
    }
    d->spec.runners = d->spec.worlds = 1;
    d->random = gsl_rng_alloc(gsl_rng_mt19937);
    d->p = aligned_alloc(64, sizeof *d->p);
    d->mornings = calloc(d->lives->runners * (size_t)d->lives->days, sizeof *d->mornings);
    if (d->random == NULL || d->p == NULL || d->mornings == NULL)
        stop("out of memory");
}

static void finish(drawing *d)
{
    for (size_t k = 0; k < d->prior_count; k++)
        calf_prior_free(&d->prior[k]);
    gsl_rng_free(d->random);
    free(d->p);
    free(d->mornings);
    bench_lives_destroy(d->lives);
}

static void report_cost(bench_report *report, const char *what, double seconds, double batch_s)
{
    bench_report_cell_text(report, what);
    bench_report_cell(report, 1e9 * seconds);
    bench_report_cell(report, seconds / batch_s);
}

static void measure(drawing *d, double least_s, bench_report *report)
{
    const char *const columns[] = {"what", "ns", "times a runner of a batch"};
    double runners = (double)d->lives->runners;
    double batch = bench_seconds_of(draw_batches, d, least_s) / runners;
    double single = bench_seconds_of(draw_one_by_one, d, least_s) / runners;
    double world = bench_seconds_of(draw_world, d, least_s);
    double population = bench_seconds_of(create_population, d, least_s);
    double by_gsl = bench_seconds_of(draw_by_gsl, d, least_s);
    double week = bench_seconds_of(live_week, d, least_s) / runners;
    bench_report_table(report, "sampling", columns, sizeof columns / sizeof columns[0]);
    report_cost(report, "a runner, in a batch", batch, batch);
    report_cost(report, "a runner alone", single, batch);
    report_cost(report, "a runner's parameters by GSL", by_gsl, batch);
    report_cost(report, "a world", world, batch);
    report_cost(report, "making the population ready", population, batch);
    report_cost(report, "a runner living a week", week, batch);
    bench_report_text(report, "isa", d->lives->kernel->isa);
    bench_report_number(report, "parameters", (double)d->prior_count);
    bench_report_number(report, "ns_per_runner", 1e9 * batch);
    bench_report_number(report, "share_of_a_week", batch / week);
    bench_report_number(report, "ratio_gsl", by_gsl / batch);
}

int main(int argc, char **argv)
{
    enum { EXPERIMENT, ISA, RUNNERS, MILLISECONDS, OPTIONS };
    bench_option options[OPTIONS] = {
        {"--experiment", "whose runners are drawn, and live its first strategy",
            CALF_BENCH_EXPERIMENT},
        {"--isa", "instruction set of calfsim's kernel", "fastest"},
        {"--runners", "that are drawn, rounded up to whole batches", "256"},
        {"--milliseconds", "that each measurement takes", "1000"}};
    bool json = bench_options_read(
        argc, argv, "What drawing runners, worlds and populations takes.", options, OPTIONS);
    double least_s = 1e-3 * (double)bench_option_count(&options[MILLISECONDS]);
    drawing d = {.lives = bench_lives_create(options[EXPERIMENT].value, options[ISA].value,
                     bench_option_count(&options[RUNNERS]), 1, 7)};
    prepare(&d);
    bench_report *report = bench_report_create("bench_sampling");
    measure(&d, least_s, report);
    bench_report_print(report, json);
    finish(&d);
    return 0;
}
