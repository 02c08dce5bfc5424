// SPDX-License-Identifier: GPL-3.0-or-later
// From the unit cube to parameters, to outcomes.
#include "engine/inquiry.h"

#include "core/error.h"
#include "population/prior.h"

#include <stdlib.h>

struct calf_inquiry {
    const calf_setting *setting;
    calf_asked asked;
    calf_evaluator *evaluator;
    size_t factors;
    calf_parameter_id factor[CALF_PARAMETER_COUNT];
    calf_prior prior[CALF_PARAMETER_COUNT]; ///< [factor]
    calf_parameters *base; ///< [runner], or [output] of variability
};

// Points on their way through the evaluator.
typedef struct inquiry_points {
    const calf_inquiry *inquiry;
    size_t count;
    const double *factors; ///< [point][factor], the parameters' values
    const uint32_t *row;
    size_t output; ///< of variability
} inquiry_points;

size_t calf_inquiry_factors(
    const calf_experiment *experiment, calf_kind of, calf_parameter_id factors[])
{
    const calf_population_spec *spec = &experiment->population;
    size_t count = 0;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        bool given = spec->is_set[id] || spec->drawn_from[id].shape == CALF_SHAPE_FIXED ||
            !(spec->drawn_from[id].low < spec->drawn_from[id].high);
        for (size_t c = 0; c < spec->cohort.columns; c++)
            given = given || (int)spec->cohort.column[c] == id;
        if (!given && calf_parameter_describe(id)->kind == of)
            factors[count++] = (calf_parameter_id)id;
    }
    return count;
}

// Every parameter at what is set, else at its default.
static void defaults_of(const calf_population_spec *spec, calf_parameters *parameters)
{
    double *values = (double *)parameters;
    calf_parameters_init(parameters);
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        if (spec->is_set[id])
            values[id] = spec->set[id];
}

static calf_status check(const calf_experiment *experiment, const calf_asked *asked)
{
    const calf_population_spec *spec = &experiment->population;
    if (asked->of == CALF_VARIABILITY && spec->cohort.columns > 0)
        return calf_error_set(CALF_BAD_INPUT,
            "population.cohort: its rows are the runners, and are not drawn one parameter at a "
            "time; what differs between people can only be told of a population that is drawn "
            "(uncertainty can be asked for)");
    if (asked->of == CALF_VARIABILITY && spec->correlation_count > 0)
        return calf_error_set(CALF_BAD_INPUT,
            "population.correlate: parameters that go together have no indices of their own; leave "
            "the correlations out to ask what differs between people (uncertainty can be asked "
            "for)");
    return CALF_OK;
}

static calf_status prepare_factors(calf_inquiry *inquiry)
{
    const calf_experiment *experiment = inquiry->setting->experiment;
    const bool *wanted = inquiry->asked.wanted;
    calf_parameter_id all[CALF_PARAMETER_COUNT];
    const size_t count = calf_inquiry_factors(experiment, inquiry->asked.of, all);
    calf_status status = CALF_OK;
    for (size_t k = 0; k < count && status == CALF_OK; k++) {
        if (wanted != NULL && !wanted[all[k]])
            continue;
        status = calf_prior_init(&experiment->population.drawn_from[all[k]],
            calf_parameter_describe(all[k])->name, &inquiry->prior[inquiry->factors]);
        if (status == CALF_OK)
            inquiry->factor[inquiry->factors++] = all[k];
    }
    return status;
}

// The parameters from which points differ by their factors.
static calf_status prepare_base(calf_inquiry *inquiry)
{
    const calf_population_spec *spec = &inquiry->setting->experiment->population;
    const calf_population *population = inquiry->setting->population;
    calf_asked *asked = &inquiry->asked;
    const bool of_worlds = asked->of == CALF_VARIABILITY;
    if (spec->cohort.columns > 0 && asked->runners > spec->cohort.rows)
        asked->runners = spec->cohort.rows;
    const size_t count = of_worlds ? asked->worlds + 1 : asked->runners;
    inquiry->base = malloc(count * sizeof *inquiry->base);
    if (inquiry->base == NULL)
        return calf_error_no_memory();
    calf_parameters defaults;
    defaults_of(spec, &defaults);
    for (size_t k = 0; k < count; k++)
        if (!of_worlds)
            calf_population_runner(population, &defaults, 0, (uint32_t)k, &inquiry->base[k]);
        else if (k == 0)
            inquiry->base[k] = defaults;
        else
            calf_population_world(population, (uint32_t)(k - 1), &inquiry->base[k]);
    return CALF_OK;
}

calf_status calf_inquiry_create(const calf_setting *setting, const calf_asked *asked,
    const calf_run_options *options, calf_inquiry **inquiry)
{
    *inquiry = NULL;
    calf_status status = check(setting->experiment, asked);
    if (status != CALF_OK)
        return status;
    calf_inquiry *made = calloc(1, sizeof *made);
    if (made == NULL)
        return calf_error_no_memory();
    made->setting = setting;
    made->asked = *asked;
    status = prepare_factors(made);
    if (status == CALF_OK)
        status = prepare_base(made);
    if (status == CALF_OK)
        status = calf_evaluator_create(setting, options, &made->evaluator);
    if (status == CALF_OK)
        *inquiry = made;
    else
        calf_inquiry_destroy(made);
    return status;
}

void calf_inquiry_destroy(calf_inquiry *inquiry)
{
    if (inquiry == NULL)
        return;
    for (size_t f = 0; f < inquiry->factors; f++)
        calf_prior_free(&inquiry->prior[f]);
    calf_evaluator_destroy(inquiry->evaluator);
    free(inquiry->base);
    free(inquiry);
}

size_t calf_inquiry_factor_count(const calf_inquiry *inquiry)
{
    return inquiry->factors;
}

const calf_parameter_id *calf_inquiry_factor_list(const calf_inquiry *inquiry)
{
    return inquiry->factor;
}

size_t calf_inquiry_outputs(const calf_inquiry *inquiry)
{
    return inquiry->asked.of == CALF_VARIABILITY ? inquiry->asked.worlds + 1 : 1;
}

size_t calf_inquiry_runners(const calf_inquiry *inquiry)
{
    return inquiry->asked.of == CALF_VARIABILITY ? 1 : inquiry->asked.runners;
}

static void put_factors(const inquiry_points *points, size_t point, calf_parameters *parameters)
{
    const calf_inquiry *inquiry = points->inquiry;
    double *values = (double *)parameters;
    for (size_t f = 0; f < inquiry->factors; f++)
        values[inquiry->factor[f]] = points->factors[point * inquiry->factors + f];
}

static void one_of_many(void *context, size_t index, calf_subject *subject)
{
    const inquiry_points *points = context;
    const size_t runners = points->inquiry->asked.runners;
    subject->runner = (uint32_t)(index % runners);
    subject->parameters = points->inquiry->base[index % runners];
    put_factors(points, index / runners, &subject->parameters);
}

static void one_alone(void *context, size_t index, calf_subject *subject)
{
    const inquiry_points *points = context;
    subject->runner = points->row[index];
    subject->parameters = points->inquiry->base[points->output];
    put_factors(points, index, &subject->parameters);
}

// The outcome of every point's runners, averaged; of two strategies the difference.
static void average(
    const calf_asked *asked, const double *outcomes, size_t count, size_t each, double *values)
{
    const size_t of_strategy = CALF_OUTCOME_COUNT * count * each;
    const double *own = outcomes + (size_t)asked->outcome * count * each;
    const double *other = asked->strategy_count > 1 ? own + of_strategy : NULL;
    for (size_t point = 0; point < count; point++) {
        double sum = 0;
        for (size_t k = point * each; k < (point + 1) * each; k++)
            sum += other != NULL ? own[k] - other[k] : own[k];
        values[point] = sum / (double)each;
    }
}

static calf_status evaluate(
    calf_inquiry *inquiry, inquiry_points *points, double *outcomes, double *values)
{
    const calf_asked *asked = &inquiry->asked;
    const size_t each = calf_inquiry_runners(inquiry);
    for (size_t o = 0; o < calf_inquiry_outputs(inquiry); o++) {
        points->output = o;
        const calf_evaluation evaluation = {.strategies = asked->strategies,
            .strategy_count = asked->strategy_count,
            .world = o > 0 ? (uint32_t)(o - 1) : 0,
            .runners = points->count * each,
            .subject = asked->of == CALF_VARIABILITY ? one_alone : one_of_many,
            .context = points};
        const calf_status status = calf_evaluate(inquiry->evaluator, &evaluation, outcomes);
        if (status != CALF_OK)
            return status;
        average(asked, outcomes, points->count, each, values + o * points->count);
    }
    return CALF_OK;
}

calf_status calf_inquiry_values(
    calf_inquiry *inquiry, size_t count, const double *unit, const uint32_t *row, double *values)
{
    const size_t n = inquiry->factors, lives = count * calf_inquiry_runners(inquiry);
    double *factors = malloc(count * n * sizeof *factors + 1);
    double *outcomes =
        malloc(inquiry->asked.strategy_count * CALF_OUTCOME_COUNT * lives * sizeof *outcomes);
    calf_status status = factors && outcomes ? CALF_OK : calf_error_no_memory();
    for (size_t k = 0; k < count * n && status == CALF_OK; k++)
        factors[k] = calf_prior_quantile(&inquiry->prior[k % n], unit[k]);
    inquiry_points points = {
        .inquiry = inquiry, .count = count, .factors = factors, .row = row, .output = 0};
    if (status == CALF_OK)
        status = evaluate(inquiry, &points, outcomes, values);
    free(factors);
    free(outcomes);
    return status;
}
