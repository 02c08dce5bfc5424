// SPDX-License-Identifier: GPL-3.0-or-later
// What the page of a result is made from.
#include "report/page_facts.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static calf_status read_outcomes(calf_page_facts *facts)
{
    const calf_result *result = facts->result;
    const size_t worlds = result->worlds, rows = result->strategy_count;
    double *means = NULL, *room = malloc(worlds * sizeof *room);
    facts->outcome = malloc(rows * CALF_OUTCOME_COUNT * sizeof *facts->outcome);
    calf_status status = facts->outcome && room ? CALF_OK : calf_error_no_memory();
    if (status == CALF_OK)
        status = calf_result_read_exactly(
            result, "outcome_mean", facts->point, rows * worlds * CALF_OUTCOME_COUNT, &means);
    for (size_t k = 0; k < rows * CALF_OUTCOME_COUNT && status == CALF_OK; k++)
        facts->outcome[k] = calf_band_of(
            means + k / CALF_OUTCOME_COUNT * worlds * CALF_OUTCOME_COUNT + k % CALF_OUTCOME_COUNT,
            CALF_OUTCOME_COUNT, worlds, room);
    free(means);
    free(room);
    return status;
}

static calf_status read_comparisons(calf_page_facts *facts)
{
    double margins[CALF_OUTCOME_COUNT];
    calf_status status = calf_comparison_create(facts->result, facts->point, 0, &facts->rows);
    if (status == CALF_OK)
        status = calf_margins_default(facts->result, margins);
    return status == CALF_OK
        ? calf_benefit_create(facts->result, facts->point, facts->rows, margins, &facts->benefits)
        : status;
}

// The highest that any strategy's chart reaches, so that all have one scale and can be compared.
static double highest_soreness(const calf_page_facts *facts)
{
    const int quantile = facts->result->runners > 1 ? CALF_DAILY_NINE_TENTHS : CALF_DAILY_HALF;
    double highest = 0;
    for (size_t s = 0; s < facts->result->strategy_count; s++)
        for (size_t d = 0; d < facts->result->days; d++) {
            const calf_band half = calf_daily_band(&facts->soreness, s, d, 0, CALF_DAILY_HALF);
            const calf_band outer = calf_daily_band(&facts->soreness, s, d, 0, quantile);
            highest = fmax(highest, fmax(fmax(half.middle, half.high), outer.middle));
        }
    return highest;
}

static calf_status read_daily(calf_page_facts *facts)
{
    calf_status status = CALF_OK;
    facts->has_soreness = calf_daily_is_there(facts->result, CALF_OUTPUT_calf_soreness_mm);
    facts->has_force = calf_daily_is_there(facts->result, CALF_OUTPUT_force_available);
    if (facts->has_soreness)
        status = calf_daily_read(
            facts->result, facts->point, CALF_OUTPUT_calf_soreness_mm, &facts->soreness);
    if (status == CALF_OK && facts->has_soreness)
        facts->highest_mm = highest_soreness(facts);
    if (status == CALF_OK && facts->has_force)
        status = calf_daily_read(
            facts->result, facts->point, CALF_OUTPUT_force_available, &facts->force);
    return status;
}

// The experiment as it was run at this point. A build without YAML, or a result of a later format
// of experiments, has none, and the page goes without the plan.
static calf_status read_experiment(calf_page_facts *facts)
{
    calf_experiment *whole = NULL;
    calf_status status =
        calf_experiment_parse(facts->result->experiment, "its experiment", NULL, 0, &whole);
    if (status == CALF_OK && facts->result->points > 0)
        status = calf_experiment_at_point(whole, facts->point, &facts->experiment);
    if (status == CALF_OK && facts->result->points > 0)
        calf_experiment_destroy(whole);
    else
        facts->experiment = whole;
    if (status != CALF_OK) {
        snprintf(facts->why_no_plan, sizeof facts->why_no_plan, "%s", calf_error_text());
        calf_experiment_destroy(facts->experiment);
        facts->experiment = NULL;
    }
    return status == CALF_BAD_INPUT ? CALF_OK : status;
}

static calf_status read_loads(calf_page_facts *facts)
{
    const size_t days = facts->result->days, rows = facts->result->strategy_count;
    calf_status status = CALF_OK;
    if (facts->experiment == NULL)
        return CALF_OK;
    facts->loads = calloc(rows * days + 1, sizeof *facts->loads);
    facts->marks = calloc(rows * days + 1, sizeof *facts->marks);
    if (!facts->loads || !facts->marks)
        return calf_error_no_memory();
    for (size_t s = 0; s < rows && status == CALF_OK; s++) {
        calf_plan *plan = NULL;
        status = calf_experiment_plan(facts->experiment, (int)s, &plan);
        if (status == CALF_OK)
            calf_plan_day_loads(
                plan, (int)days, facts->experiment->weekday, facts->loads + s * days);
        calf_plan_destroy(plan);
    }
    for (size_t k = 0; k < rows * days; k++)
        facts->marks[k] = facts->loads[k].marks;
    return status;
}

calf_status calf_page_facts_read(const calf_result *result, size_t point, calf_page_facts *facts)
{
    *facts = (calf_page_facts){.result = result, .point = point};
    calf_status status = read_comparisons(facts);
    if (status == CALF_OK)
        status = read_outcomes(facts);
    if (status == CALF_OK)
        status = read_daily(facts);
    if (status == CALF_OK)
        status = read_experiment(facts);
    return status == CALF_OK ? read_loads(facts) : status;
}

void calf_page_facts_free(calf_page_facts *facts)
{
    free(facts->rows);
    free(facts->benefits);
    free(facts->outcome);
    free(facts->loads);
    free(facts->marks);
    calf_daily_free(&facts->soreness);
    calf_daily_free(&facts->force);
    calf_experiment_destroy(facts->experiment);
    *facts = (calf_page_facts){0};
}

calf_band calf_page_outcome(const calf_page_facts *facts, size_t strategy, calf_outcome_id outcome)
{
    return facts->outcome[strategy * CALF_OUTCOME_COUNT + (size_t)outcome];
}

calf_band calf_page_weekly_km(const calf_page_facts *facts, size_t strategy)
{
    const double weeks = (double)facts->result->days / 7;
    calf_band km = calf_page_outcome(facts, strategy, CALF_OUTCOME_distance);
    double *const numbers[] = {&km.middle, &km.low, &km.high, &km.mean, &km.error};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        *numbers[k] /= weeks;
    return km;
}

static double spared(const calf_page_facts *facts, size_t strategy)
{
    const double difference =
        facts->rows[strategy].outcome[CALF_OUTCOME_sore_days].difference.middle;
    return isnan(difference) ? -HUGE_VAL : -difference;
}

size_t calf_page_ranking(const calf_page_facts *facts, size_t order[])
{
    size_t count = 0;
    for (size_t s = 1; s < facts->result->strategy_count; s++) {
        size_t at = count++;
        for (; at > 0 && spared(facts, order[at - 1]) < spared(facts, s); at--)
            order[at] = order[at - 1];
        order[at] = s;
    }
    return count;
}

int calf_page_tells(const calf_page_facts *facts, size_t strategy)
{
    const calf_outcome_benefit *of = &facts->benefits[strategy].outcome[CALF_OUTCOME_sore_days];
    return of->mean_high < 0 ? -1 : of->mean_low > 0 ? 1 : 0;
}
