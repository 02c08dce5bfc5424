// SPDX-License-Identifier: GPL-3.0-or-later
// Putting a lever into a strategy, if it can be.
#include "coach/lever.h"

#include "coach/calendars.h"
#include "coach/weekdays.h"
#include "core/error.h"
#include "model/nominal.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Three sessions of 3 x 15, as the guide has them; rolling and stretching at bedtime.
enum { RAISES_A_WEEK = 3, SETS = 3, REPS = 15, REST_S = 90 };
static const double usual_hour = 18, bedtime = 21, after_run_h = 2, latest_hour = 23.5;
// A weekday is free of something that happens on at most every tenth of them, such as a race.
static const double hardly_ever = 0.1;

// A change under way.
typedef struct changing {
    calf_experiment *experiment;
    calf_strategy *strategy; ///< the last one
    const calf_lever_change *change;
    calf_fit *fit;
} changing;

static calf_status says(calf_fit *fit, bool applies, const char *format, ...)
    CALF_PRINTF_LIKE(3, 4);

static calf_status says(calf_fit *fit, bool applies, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(fit->text, sizeof fit->text, format, values);
    va_end(values);
    fit->applies = applies;
    return CALF_OK;
}

static const calf_named_plan *plan_of(const changing *c)
{
    return &c->experiment->plans[c->strategy->plan];
}

static bool is_run(const calf_planned_session *session)
{
    return session->kind == CALF_RUN;
}

static bool is_strength(const calf_planned_session *session)
{
    return session->kind == CALF_STRENGTH;
}

static bool is_rolling(const calf_planned_session *session)
{
    return session->kind == CALF_MOBILITY && session->mobility.roll_min > 0;
}

static bool is_stretching(const calf_planned_session *session)
{
    return session->kind == CALF_MOBILITY && session->mobility.stretch_min > 0;
}

static double sum(const double share[7])
{
    double all = 0;
    for (int weekday = 0; weekday < 7; weekday++)
        all += share[weekday];
    return all;
}

// Adds sessions on these days; the knee changes from one to the next.
static calf_status add_raises(changing *c, const int days[], int count)
{
    calf_named_plan *plan;
    calf_status status = calf_lever_own_plan(c->experiment, &plan);
    for (int i = 0; i < count && !status; i++) {
        const double run = calf_weekday_run_hour(c->experiment, plan, days[i]);
        const calf_planned_session session = {.weekly = true,
            .weekday = days[i],
            .hour = c->change->on_run_days ? fmin(run + after_run_h, latest_hour) : usual_hour,
            .kind = CALF_STRENGTH,
            .technique = calf_technique_own(),
            .strength = {
                .knee = c->change->knee[i % 2], .sets = SETS, .reps = REPS, .rest_s = REST_S}};
        status = calf_plan_add_weekly(plan, &session);
    }
    return status;
}

static calf_status apply_raises(changing *c)
{
    double runs[7], strength[7];
    bool allowed[7];
    int days[7];
    char text[CALF_WEEKDAYS_TEXT];
    calf_weekdays_with(c->experiment, plan_of(c), is_run, runs);
    calf_weekdays_with(c->experiment, plan_of(c), is_strength, strength);
    const double already = sum(strength);
    const int wanted = RAISES_A_WEEK - (int)lround(already);
    if (wanted <= 0)
        return says(c->fit, false, "there are %.0f strength sessions a week already", already);
    for (int weekday = 0; weekday < 7; weekday++)
        allowed[weekday] = strength[weekday] <= hardly_ever &&
            (c->change->on_run_days ? runs[weekday] > 0.5 : runs[weekday] <= hardly_ever);
    const int count = calf_weekdays_spread(allowed, wanted, days);
    if (count == 0)
        return says(c->fit, false, "no weekday %s is free for it",
            c->change->on_run_days ? "with a run" : "without a run");
    says(c->fit, true, "On %s%s.", calf_weekdays_text(days, count, text),
        already > 0          ? ", beside the strength sessions that are there"
            : count < wanted ? ", as no other day is free"
                             : "");
    return add_raises(c, days, count);
}

static calf_status apply_mobility(changing *c)
{
    const bool rolls = c->change->mobility.roll_min > 0;
    double there[7];
    int days[7], count = 0;
    char text[CALF_WEEKDAYS_TEXT];
    calf_weekdays_with(c->experiment, plan_of(c), rolls ? is_rolling : is_stretching, there);
    for (int weekday = 0; weekday < 7; weekday++)
        if (there[weekday] <= hardly_ever)
            days[count++] = weekday;
    if (count == 0)
        return says(c->fit, false, "there is %s on every day of the week already",
            rolls ? "rolling" : "stretching");
    says(c->fit, true, "%s", "");
    if (count < 7)
        says(c->fit, true, "On %s, as the other days have it.",
            calf_weekdays_text(days, count, text));
    calf_named_plan *plan;
    calf_status status = calf_lever_own_plan(c->experiment, &plan);
    for (int i = 0; i < count && !status; i++) {
        const calf_planned_session session = {.weekly = true,
            .weekday = days[i],
            .hour = bedtime,
            .kind = CALF_MOBILITY,
            .technique = calf_technique_own(),
            .mobility = c->change->mobility};
        status = calf_plan_add_weekly(plan, &session);
    }
    return status;
}

// Up 1, down -1; 0 for none, or for a value that replaces the runner's own.
static int direction(calf_technique_change change)
{
    if (change.times == 0)
        return 0;
    return (change.times > 1 || change.plus > 0) - (change.times < 1 || change.plus < 0);
}

static double changed(double own, calf_technique_change by, const calf_parameter_info *info)
{
    return fmin(fmax(own * by.times + by.plus, info->prior.low), info->prior.high);
}

// The one value that all runners of the strategy have; NaN where they differ.
static double common_value(const changing *c, calf_parameter_id id)
{
    const calf_technique_change own = c->strategy->technique.change[c->change->quantity];
    const calf_population_spec *population = &c->experiment->population;
    if (own.times != 0 && !population->is_set[id])
        return (double)NAN;
    return changed(population->set[id], own, calf_parameter_describe(id));
}

static calf_status apply_technique(changing *c)
{
    const calf_parameter_id id =
        (calf_parameter_id)(CALF_P_cadence_ratio + (int)c->change->quantity);
    const calf_parameter_info *info = calf_parameter_describe(id);
    calf_technique_change *own = &c->strategy->technique.change[c->change->quantity];
    const double value = common_value(c, id);
    if (!isnan(value) && changed(value, c->change->by, info) == value)
        return says(c->fit, false, "%s is at %g already", info->name, value);
    if (direction(*own) != 0 && direction(*own) == direction(c->change->by))
        return says(
            c->fit, false, "the strategy has it already: it changes %s this way", info->name);
    calf_technique by = calf_technique_own();
    by.change[c->change->quantity] = c->change->by;
    c->strategy->technique = calf_technique_then(c->strategy->technique, by);
    return says(c->fit, true, "%s", "");
}

static calf_status apply_growth(changing *c)
{
    calf_progression *volume = &c->strategy->volume_progression;
    const double most = c->change->factor, step = most - 1;
    if (!(volume->weekly > most) && !(volume->step > step))
        return says(c->fit, false, "the strategy has no progression of more than %.0f %% a week",
            100 * step);
    says(c->fit, true, "Instead of %.0f %%.",
        100 * (volume->weekly > most ? volume->weekly - 1 : volume->step));
    volume->weekly = fmin(volume->weekly, most);
    volume->step = fmin(volume->step, step);
    return CALF_OK;
}

static calf_status apply_listen(changing *c)
{
    calf_policy *policy = &c->strategy->policy;
    if (policy->skip_run_if.given || policy->shorten_run_if.given)
        return says(c->fit, false, "runs follow the morning's rating already");
    policy->skip_run_if.given = true;
    policy->skip_run_if.soreness_mm = c->change->skip_mm;
    policy->shorten_run_if.given = true;
    policy->shorten_run_if.soreness_mm = c->change->shorten_mm;
    policy->shorten_run_if.by = c->change->shorten_by;
    return says(c->fit, true, "%s", "");
}

static double threshold_mps(const changing *c)
{
    const calf_population_spec *population = &c->experiment->population;
    return population->is_set[CALF_P_threshold_speed]
        ? population->set[CALF_P_threshold_speed]
        : calf_parameter_describe(CALF_P_threshold_speed)->standard;
}

static double intensity_of(const changing *c, const calf_segment *segment)
{
    return c->strategy->intensity *
        (segment->intensity > 0 ? segment->intensity : segment->speed_mps / threshold_mps(c));
}

// Every week's fast runs; of the calendar's those that are fast and slow in turn, as a race is not.
static bool is_fast_session(const changing *c, const calf_planned_session *session)
{
    bool fast = false, slow = session->weekly;
    if (!is_run(session) || (!session->weekly && session->day < 0))
        return false;
    for (size_t i = 0; i < session->segment_count; i++) {
        const bool own = intensity_of(c, &session->segments[i]) >= c->change->fast;
        fast = fast || own;
        slow = slow || !own;
    }
    return fast && slow;
}

// One easy segment for what is measured in km, one for what each runner runs by time at a share of
// the own threshold: so everybody runs as far as before.
static void make_easy(const changing *c, calf_planned_session *session)
{
    const double easy = c->change->easy;
    double km = 0, min = 0, climb = 0, all = 0;
    for (size_t i = 0; i < session->segment_count; i++) {
        const calf_segment *segment = &session->segments[i];
        if (segment->distance_km > 0 || segment->speed_mps > 0)
            km += calf_nominal_km(segment);
        else
            min += segment->duration_min * segment->intensity / easy;
        climb += calf_nominal_km(segment) * segment->grade_percent;
        all += calf_nominal_km(segment);
    }
    session->segment_count = 0;
    if (km > 0)
        session->segments[session->segment_count++] =
            (calf_segment){.distance_km = km, .intensity = easy, .grade_percent = climb / all};
    if (min > 0)
        session->segments[session->segment_count++] =
            (calf_segment){.duration_min = min, .intensity = easy, .grade_percent = climb / all};
}

static calf_status apply_easy(changing *c)
{
    size_t count = 0;
    for (size_t i = 0; i < plan_of(c)->session_count; i++)
        count += is_fast_session(c, &plan_of(c)->sessions[i]);
    if (count == 0)
        return says(c->fit, false, "no session is faster than %.0f %% of the threshold speed",
            100 * c->change->fast);
    says(c->fit, true, "%s", "");
    calf_named_plan *plan;
    calf_status status = calf_lever_own_plan(c->experiment, &plan);
    for (size_t i = 0; !status && i < plan->session_count; i++)
        if (is_fast_session(c, &plan->sessions[i]))
            make_easy(c, &plan->sessions[i]);
    return status;
}

static size_t count_downhill(const calf_named_plan *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->session_count; i++)
        for (size_t k = 0; k < plan->sessions[i].segment_count; k++)
            count += plan->sessions[i].segments[k].grade_percent < 0;
    return count;
}

static calf_status apply_level(changing *c)
{
    if (count_downhill(plan_of(c)) == 0)
        return says(c->fit, false, "no run goes downhill");
    says(c->fit, true, "%s", "");
    calf_named_plan *plan;
    calf_status status = calf_lever_own_plan(c->experiment, &plan);
    for (size_t i = 0; !status && i < plan->session_count; i++)
        for (size_t k = 0; k < plan->sessions[i].segment_count; k++) {
            double *grade = &plan->sessions[i].segments[k].grade_percent;
            *grade = fmax(*grade, 0);
        }
    return status;
}

static size_t count_by_time(const calf_named_plan *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->session_count; i++)
        for (size_t k = 0; k < plan->sessions[i].segment_count; k++)
            count += plan->sessions[i].segments[k].duration_min > 0;
    return count;
}

static size_t count_dated_runs(const calf_named_plan *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->session_count; i++)
        count += is_run(&plan->sessions[i]) && !plan->sessions[i].weekly;
    return count;
}

static calf_status apply(changing *c)
{
    static const char timed[] = "What is planned by time gets shorter.";
    static const char dated[] = "What stands in the calendar, such as a race, gets shorter too.";
    switch (c->change->kind) {
    case CALF_CHANGE_RAISES:
        return apply_raises(c);
    case CALF_CHANGE_MOBILITY:
        return apply_mobility(c);
    case CALF_CHANGE_TECHNIQUE:
        return apply_technique(c);
    case CALF_CHANGE_VOLUME:
        c->strategy->volume *= c->change->factor;
        return says(c->fit, true, "%s", count_dated_runs(plan_of(c)) > 0 ? dated : "");
    case CALF_CHANGE_SPEED:
        c->strategy->intensity *= c->change->factor;
        return says(c->fit, true, "%s", count_by_time(plan_of(c)) > 0 ? timed : "");
    case CALF_CHANGE_EASY:
        return apply_easy(c);
    case CALF_CHANGE_GROWTH:
        return apply_growth(c);
    case CALF_CHANGE_LISTEN:
        return apply_listen(c);
    case CALF_CHANGE_LEVEL:
        return apply_level(c);
    }
    return CALF_OK;
}

// What a file with this strategy alone would be told.
static calf_status check_ranges(const calf_experiment *experiment)
{
    calf_experiment view = *experiment, *read = NULL;
    char *text = NULL;
    view.strategies = &experiment->strategies[experiment->strategy_count - 1];
    view.strategy_count = 1;
    view.population.cohort = (calf_cohort){.columns = 0};
    calf_status status = calf_experiment_text(&view, &text);
    if (!status)
        status = calf_experiment_parse(text, "it", NULL, 0, &read);
    calf_experiment_destroy(read);
    free(text);
    return status;
}

static calf_status check(const changing *c, const calf_plan *before)
{
    calf_plan *after = NULL;
    calf_status status = check_ranges(c->experiment);
    if (!status)
        status =
            calf_experiment_plan(c->experiment, (int)c->experiment->strategy_count - 1, &after);
    if (status == CALF_BAD_INPUT)
        return says(c->fit, false, "it leads out of what is allowed: %s", calf_error_text());
    if (!status && c->change->kind != CALF_CHANGE_LISTEN && calf_calendar_same(before, after))
        says(c->fit, false, "it changes nothing in this plan");
    calf_plan_destroy(after);
    return status;
}

calf_status calf_lever_apply(calf_experiment *experiment, const calf_lever *lever, calf_fit *fit)
{
    const size_t last = experiment->strategy_count - 1;
    calf_plan *before = NULL;
    changing c = {experiment, &experiment->strategies[last], &lever->change, fit};
    *fit = (calf_fit){.applies = false};
    calf_status status = calf_experiment_plan(experiment, (int)last, &before);
    if (!status)
        status = apply(&c);
    if (!status && fit->applies)
        status = check(&c, before);
    calf_plan_destroy(before);
    return status;
}
