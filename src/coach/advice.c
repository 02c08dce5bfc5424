// SPDX-License-Identifier: GPL-3.0-or-later
// From a runner's plan to ranked levers.
#include "coach/advice.h"

#include "coach/calendars.h"
#include "coach/trial.h"
#include "core/error.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const double calf_advice_many_flagged = 0.25;

// A distance below this [km a week] is none.
static const double km_none = 0.05;

static const calf_outcome_id needed[] = {CALF_OUTCOME_see_professional, CALF_OUTCOME_distance};

// Advice under way.
typedef struct advising {
    const calf_advice_request *request;
    calf_advice *advice;
    double minutes_now;
} advising;

static calf_status check_request(
    const calf_experiment *experiment, const calf_advice_request *request)
{
    const calf_outcome_info *info = calf_outcome_describe(request->outcome);
    const calf_cohort *cohort = &experiment->population.cohort;
    if (experiment->sweep.point_count > 0)
        return calf_error_set(CALF_BAD_INPUT,
            "a sweep is many experiments; allowed is one without a sweep: --set sweep={}");
    if (request->runners > 0 && cohort->columns > 0 && request->runners != cohort->rows)
        return calf_error_set(CALF_BAD_INPUT,
            "%" PRIu64
            " runners: the cohort has %zu, who are all lived; allowed is no other number",
            request->runners, cohort->rows);
    if (info->better == CALF_NEITHER)
        return calf_error_set(CALF_BAD_INPUT,
            "outcome '%s': neither more nor less of it is better; allowed are outcomes of which "
            "some way is",
            info->name);
    return CALF_OK;
}

// The experiment with the sample that advice takes.
static calf_status copy_experiment(
    const calf_experiment *experiment, const calf_advice_request *request, calf_experiment **copy)
{
    const calf_population_spec *population = &experiment->population;
    const uint64_t most =
        population->runners < CALF_ADVICE_RUNNERS ? population->runners : CALF_ADVICE_RUNNERS;
    char *text = NULL;
    calf_status status = calf_experiment_text(experiment, &text);
    if (!status)
        status = calf_experiment_parse(text, "the experiment", NULL, 0, copy);
    free(text);
    if (status)
        return status;
    if (population->cohort.columns == 0)
        (*copy)->population.runners = request->runners > 0 ? request->runners : most;
    (*copy)->population.worlds = request->worlds > 0 ? request->worlds : CALF_ADVICE_WORLDS;
    return CALF_OK;
}

// Leaves the present strategy alone.
static void keep_strategy(calf_experiment *experiment, size_t kept)
{
    const calf_strategy present = experiment->strategies[kept];
    experiment->strategies[kept] = experiment->strategies[0];
    experiment->strategies[0] = present;
    for (size_t s = 1; s < experiment->strategy_count; s++)
        free(experiment->strategies[s].name);
    experiment->strategy_count = 1;
}

static calf_status count_runs(const calf_experiment *experiment)
{
    calf_plan *plan = NULL;
    size_t runs = 0;
    const calf_status status = calf_experiment_plan(experiment, 0, &plan);
    if (status)
        return status;
    for (size_t i = 0; i < calf_plan_session_count(plan); i++)
        runs += calf_plan_session(plan, i)->kind == CALF_RUN;
    calf_plan_destroy(plan);
    return runs > 0
        ? CALF_OK
        : calf_error_set(CALF_BAD_INPUT, "strategy '%s': has no run; advice is about running",
              experiment->strategies[0].name);
}

// Adds a strategy with these levers, in turn; none is added where one of them does not apply.
static calf_status add_strategy(advising *a, const calf_lever *const levers[], size_t count,
    const char *name, calf_advised *into)
{
    calf_experiment *e = a->advice->experiment;
    calf_status status = calf_lever_copy_strategy(e, 0, name);
    if (status)
        return status;
    for (size_t i = 0; i < count && !status && (i == 0 || into->fit.applies); i++)
        status = calf_lever_apply(e, levers[i], &into->fit);
    into->strategy = e->strategy_count - 1;
    if (!status && into->fit.applies)
        status = calf_strategy_minutes(e, into->strategy, &into->minutes);
    if (!into->fit.applies)
        calf_lever_drop_strategy(e);
    into->minutes -= a->minutes_now;
    return status;
}

static calf_status add_levers(advising *a)
{
    calf_status status = calf_strategy_minutes(a->advice->experiment, 0, &a->minutes_now);
    for (int id = 0; id < CALF_LEVER_COUNT && !status; id++) {
        const calf_lever *lever = &calf_levers[id];
        calf_advised *into = &a->advice->lever[id];
        into->lever = lever;
        status = add_strategy(a, &lever, 1, lever->name, into);
        a->advice->applying += into->fit.applies;
    }
    return status;
}

static calf_band negative(calf_band of)
{
    return (calf_band){-of.middle, -of.high, -of.low, -of.mean, of.error};
}

// Takes one strategy out of a trial; `row` is its number there.
static void take(const advising *a, const calf_trial *trial, size_t row, calf_advised *into)
{
    const calf_outcome_id id = a->request->outcome;
    into->comparison = trial->comparisons[row];
    into->benefit = trial->benefits[row];
    const calf_band change = into->comparison.outcome[id].difference;
    into->saved = calf_outcome_describe(id)->better == CALF_LOWER ? negative(change) : change;
    into->flagged = trial->bands[CALF_OUTCOME_see_professional][row];
    into->doubtful = calf_doubts_of(&into->comparison, &into->benefit, id).mean_times > 0;
    into->km =
        -into->comparison.outcome[CALF_OUTCOME_distance].difference.mean * 7 / a->advice->days;
    into->saved_per_10_km = into->km > km_none ? 10 * into->saved.mean / into->km : (double)NAN;
}

static calf_status live_levers(advising *a)
{
    calf_advice *advice = a->advice;
    calf_trial trial = {0};
    const double all = (double)(2 * advice->experiment->strategy_count);
    const calf_trial_part part = {.from = 0, .to = 1 - 3 / (all + 3)};
    const calf_outcome_id wanted[] = {needed[0], needed[1], a->request->outcome};
    calf_status status = calf_trial_make(
        advice->experiment, &a->request->run, part, wanted, sizeof wanted / sizeof *wanted, &trial);
    if (!status) {
        advice->now = trial.bands[a->request->outcome][0];
        advice->flagged_now = trial.bands[CALF_OUTCOME_see_professional][0];
        advice->km_now = trial.bands[CALF_OUTCOME_distance][0].mean * 7 / advice->days;
        for (int id = 0; id < CALF_LEVER_COUNT; id++)
            if (advice->lever[id].fit.applies)
                take(a, &trial, advice->lever[id].strategy, &advice->lever[id]);
    }
    calf_trial_release(&trial);
    return status;
}

// The better one first; what does not apply last; else the table's order.
static int by_saved(const void *left, const void *right)
{
    const calf_advised *a = left, *b = right;
    if (a->fit.applies != b->fit.applies)
        return a->fit.applies ? -1 : 1;
    if (a->fit.applies && a->saved.mean != b->saved.mean &&
        !(isnan(a->saved.mean) && isnan(b->saved.mean)))
        return a->saved.mean > b->saved.mean || isnan(b->saved.mean) ? -1 : 1;
    return (int)a->lever->id - (int)b->lever->id;
}

// Brings the experiment's strategies into the order of the levers.
static void rank(calf_advice *advice)
{
    calf_strategy sorted[CALF_LEVER_COUNT];
    qsort(advice->lever, CALF_LEVER_COUNT, sizeof *advice->lever, by_saved);
    for (size_t i = 0; i < advice->applying; i++) {
        sorted[i] = advice->experiment->strategies[advice->lever[i].strategy];
        advice->lever[i].strategy = i + 1;
    }
    if (advice->applying > 0)
        memcpy(&advice->experiment->strategies[1], sorted, advice->applying * sizeof *sorted);
}

static bool gives_up_distance(const calf_advice *advice, const calf_advised *of)
{
    return of->km > km_none && of->km > 0.01 * advice->km_now;
}

bool calf_advised_helps(const calf_advised *of)
{
    return of->fit.applies && of->saved.mean > 0 && !of->doubtful;
}

// The first levers that help and go together.
static size_t choose(const calf_advice *advice, bool same_km, size_t most, size_t chosen[])
{
    size_t count = 0;
    for (size_t i = 0; i < advice->applying && count < most; i++) {
        const calf_advised *own = &advice->lever[i];
        bool fits = calf_advised_helps(own) && !(same_km && gives_up_distance(advice, own));
        for (size_t c = 0; c < count; c++)
            fits = fits && advice->lever[chosen[c]].lever->group != own->lever->group;
        if (fits)
            chosen[count++] = i;
    }
    return count;
}

size_t calf_advice_best(const calf_advice *advice, size_t best, size_t chosen[CALF_LEVER_COUNT])
{
    return choose(advice, false, best, chosen);
}

static calf_status add_together(advising *a, bool same_km)
{
    static const char *const names[] = {"together", "together, same km"};
    calf_advice *advice = a->advice;
    calf_advised *into = &advice->together[advice->together_count];
    const calf_lever *levers[CALF_ADVICE_TOGETHER];
    into->member_count = choose(advice, same_km, CALF_ADVICE_TOGETHER, into->members);
    for (size_t m = 0; m < into->member_count; m++)
        levers[m] = advice->lever[into->members[m]].lever;
    const bool again = advice->together_count > 0 &&
        into->member_count == advice->together[0].member_count &&
        memcmp(into->members, advice->together[0].members,
            into->member_count * sizeof *into->members) == 0;
    if (into->member_count < 2 || again)
        return CALF_OK;
    const calf_status status = add_strategy(a, levers, into->member_count, names[same_km], into);
    advice->together_count += into->fit.applies;
    return status;
}

// The present strategy and those together alone: fewer pairs of strategies to be compared.
static calf_status live_together(advising *a)
{
    calf_advice *advice = a->advice;
    calf_status status = add_together(a, false);
    if (!status)
        status = add_together(a, true);
    if (status || advice->together_count == 0)
        return status;
    calf_strategy lived[3] = {advice->experiment->strategies[0]};
    for (size_t i = 0; i < advice->together_count; i++)
        lived[1 + i] = advice->experiment->strategies[advice->together[i].strategy];
    calf_experiment view = *advice->experiment;
    view.strategies = lived;
    view.strategy_count = 1 + advice->together_count;
    const double before = 2 * (double)(advice->experiment->strategy_count - advice->together_count);
    const calf_trial_part part = {.from = 1 - 3 / (before + 3), .to = 1};
    calf_trial trial = {0};
    status = calf_trial_make(&view, &a->request->run, part, needed, 2, &trial);
    for (size_t i = 0; i < advice->together_count && !status; i++)
        take(a, &trial, 1 + i, &advice->together[i]);
    calf_trial_release(&trial);
    return status;
}

// Names are the strategies', once these stay where they are.
static void name_rows(calf_advice *advice)
{
    const calf_strategy *strategies = advice->experiment->strategies;
    advice->present = strategies[0].name;
    for (size_t i = 0; i < CALF_LEVER_COUNT; i++)
        advice->lever[i].name = advice->lever[i].fit.applies
            ? strategies[advice->lever[i].strategy].name
            : advice->lever[i].lever->name;
    for (size_t i = 0; i < advice->together_count; i++)
        advice->together[i].name = strategies[advice->together[i].strategy].name;
}

static calf_status begin(const calf_experiment *experiment, advising *a)
{
    calf_advice *advice = a->advice;
    calf_status status = copy_experiment(experiment, a->request, &advice->experiment);
    if (status)
        return status;
    keep_strategy(advice->experiment, a->request->strategy);
    advice->title = strdup(experiment->title);
    advice->outcome = a->request->outcome;
    advice->runners = advice->experiment->population.runners;
    advice->worlds = (size_t)advice->experiment->population.worlds;
    advice->days = experiment->days;
    advice->history = experiment->history_days > 0;
    return advice->title ? count_runs(advice->experiment) : calf_error_no_memory();
}

calf_status calf_advice_make(
    const calf_experiment *experiment, const calf_advice_request *request, calf_advice **advice)
{
    advising a = {.request = request};
    *advice = NULL;
    calf_status status = check_request(experiment, request);
    if (status)
        return status;
    a.advice = calloc(1, sizeof *a.advice);
    if (!a.advice)
        return calf_error_no_memory();
    status = begin(experiment, &a);
    if (!status)
        status = add_levers(&a);
    if (!status)
        status = live_levers(&a);
    if (!status) {
        rank(a.advice);
        status = live_together(&a);
    }
    if (status) {
        calf_advice_free(a.advice);
        return status;
    }
    name_rows(a.advice);
    *advice = a.advice;
    return CALF_OK;
}

void calf_advice_free(calf_advice *advice)
{
    if (!advice)
        return;
    calf_experiment_destroy(advice->experiment);
    free(advice->title);
    free(advice);
}

bool calf_advice_refers(const calf_advice *advice)
{
    return advice->flagged_now.mean >= calf_advice_many_flagged;
}

// Puts a strategy and its plan into a view of the experiment, which owns nothing.
static void show(const calf_experiment *of, size_t strategy, calf_experiment *view)
{
    calf_strategy own = of->strategies[strategy];
    const char *name = of->plans[own.plan].name;
    size_t plan = 0;
    while (plan < view->plan_count && view->plans[plan].name != name)
        plan++;
    if (plan == view->plan_count)
        view->plans[view->plan_count++] = of->plans[own.plan];
    own.plan = plan;
    view->strategies[view->strategy_count++] = own;
}

calf_status calf_advice_print(const calf_advice *advice, size_t best, FILE *out)
{
    const calf_experiment *of = advice->experiment;
    calf_experiment view = *of;
    calf_strategy strategies[CALF_STRATEGIES_MAX];
    calf_named_plan plans[CALF_STRATEGIES_MAX + 1];
    size_t chosen[CALF_LEVER_COUNT];
    view.strategies = strategies;
    view.strategy_count = 0;
    view.plans = plans;
    view.plan_count = 0;
    if (of->history_days > 0)
        plans[view.plan_count++] = of->plans[of->history_plan];
    view.history_plan = 0;
    show(of, 0, &view);
    const size_t count = calf_advice_best(advice, best, chosen);
    for (size_t i = 0; i < count; i++)
        show(of, advice->lever[chosen[i]].strategy, &view);
    for (size_t i = 0; i < advice->together_count; i++)
        show(of, advice->together[i].strategy, &view);
    return calf_experiment_print(&view, out);
}
