// SPDX-License-Identifier: GPL-3.0-or-later
// From an experiment's weeks, dates and strategies to calendars.
#include "core/error.h"
#include "experiment/change_over.h"
#include "experiment/long_run.h"
#include "model/nominal.h"
#include "plan/scale.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return lengths[month - 1] + (month == 2 && is_leap(year));
}

static bool digits_at(const char *text, int count, int *number)
{
    *number = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *number = 10 * *number + (text[i] - '0');
    }
    return true;
}

static long days_before_year(int year)
{
    long past = year - 1L;
    return 365 * past + past / 4 - past / 100 + past / 400;
}

bool calf_date_parse(const char *iso, long *days)
{
    int year, month, day;
    if (strlen(iso) != 10 || iso[4] != '-' || iso[7] != '-')
        return false;
    if (!digits_at(iso, 4, &year) || !digits_at(iso + 5, 2, &month) || !digits_at(iso + 8, 2, &day))
        return false;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    *days = days_before_year(year) - days_before_year(1970) + day - 1;
    for (int m = 1; m < month; m++)
        *days += days_in_month(year, m);
    return true;
}

void calf_date_text(long days, char iso[11])
{
    int year = 1970, month = 1;
    iso[0] = '\0';
    for (; year <= 9999 && days >= days_before_year(year + 1) - days_before_year(year); year++)
        days -= days_before_year(year + 1) - days_before_year(year);
    if (days < 0 || year > 9999)
        return;
    for (; days >= days_in_month(year, month); month++)
        days -= days_in_month(year, month);
    snprintf(iso, 11, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
        (unsigned)(days + 1) % 100);
}

// What a strategy makes of a day's runs.
typedef struct calendar_change {
    double volume;
    double intensity;
    calf_technique technique;
    double technique_share; // of each run's distance
} calendar_change;

static calendar_change change_on(const calf_strategy *strategy, int day)
{
    calendar_change change = {1, 1, calf_technique_own(), 1};
    if (!strategy || day < strategy->from_day)
        return change;
    int week = (day - strategy->from_day) / 7;
    change.volume = strategy->volume *
        calf_progression_factor(&strategy->volume_progression, week) *
        calf_taper_factor(&strategy->volume_taper, day);
    change.intensity = strategy->intensity *
        calf_progression_factor(&strategy->intensity_progression, week) *
        calf_taper_factor(&strategy->intensity_taper, day);
    change.technique = strategy->technique;
    change.technique_share = calf_technique_share_of(&strategy->technique_share, week);
    return change;
}

// A plan's sessions on their way into a calendar.
typedef struct expansion {
    const calf_experiment *experiment;
    const calf_strategy *strategy; ///< NULL in the history
    calf_distances *distances; ///< NULL where no run is cut
    calf_segment *scratch; ///< room for the longest run, one of its segments cut in two
    calf_plan *plan;
    calendar_change change; ///< of the day
    int day;
} expansion;

// The segments of a run as the strategy changes them, in the scratch; returns their distance.
static double change_segments(const expansion *x, const calf_planned_session *session)
{
    double km = 0;
    calf_segments_scale(session->segments, session->segment_count,
        (calf_run_scale){x->change.volume, x->change.intensity}, x->scratch);
    for (size_t i = 0; i < session->segment_count; i++)
        km += calf_nominal_km(&x->scratch[i]);
    return km;
}

// Cuts a run of the week to what is allowed; dated ones, such as races, are run as planned.
static void cut_run(const expansion *x, const calf_planned_session *session, double km)
{
    double allowed = km;
    if (session->weekly && x->day >= x->distances->from_day)
        allowed = calf_distances_allow(x->distances, x->day, km);
    calf_distances_live(x->distances, x->day, allowed);
    for (size_t i = 0; i < session->segment_count && allowed < km; i++) {
        x->scratch[i].distance_km *= allowed / km;
        x->scratch[i].duration_min *= allowed / km;
    }
}

static calf_status add_run(const expansion *x, const calf_planned_session *session)
{
    const double km = change_segments(x, session);
    if (x->distances)
        cut_run(x, session, km);
    const calf_technique own = calf_technique_then(calf_technique_own(), session->technique);
    calf_run run = {
        .segments = x->scratch,
        .segment_count = session->segment_count,
        .treadmill = session->treadmill,
        .technique = calf_technique_then(x->change.technique, session->technique),
    };
    if (x->change.technique_share < 1 && !calf_technique_same(&run.technique, &own))
        calf_run_change_over(&run, x->scratch, x->change.technique_share, &own);
    return calf_plan_add_run(x->plan, x->day, session->hour, &run);
}

static calf_status add_strength(const expansion *x, const calf_planned_session *session)
{
    calf_strength strength = session->strength;
    if (x->strategy && x->day >= x->strategy->from_day)
        strength = calf_strategy_strength(
            x->strategy, &session->strength, (x->day - x->strategy->from_day) / 7);
    return calf_plan_add_strength(x->plan, x->day, session->hour, &strength);
}

static calf_status add_session(const expansion *x, const calf_planned_session *session)
{
    switch (session->kind) {
    case CALF_RUN:
        return add_run(x, session);
    case CALF_STRENGTH:
        return add_strength(x, session);
    case CALF_MOBILITY:
        return calf_plan_add_mobility(x->plan, x->day, session->hour, &session->mobility);
    case CALF_DOSE:
        return calf_plan_add_dose(x->plan, x->day, session->hour, &session->dose);
    }
    return CALF_OK;
}

static calf_status explain(const calf_strategy *strategy, int day)
{
    char reason[512];
    snprintf(reason, sizeof reason, "%s", calf_error_text());
    if (!strategy)
        return calf_error_set(CALF_BAD_INPUT, "history: on day %d, %s", day, reason);
    return calf_error_set(
        CALF_BAD_INPUT, "strategy '%s': on day %d, %s", strategy->name, day, reason);
}

static int weekday_on(const calf_experiment *experiment, int day)
{
    int weekday = (experiment->weekday + day) % 7;
    return weekday < 0 ? weekday + 7 : weekday;
}

// One session on one day; `index` keeps those of a day in file order.
typedef struct dated_session {
    int day;
    size_t index;
} dated_session;

static int by_day(const void *left, const void *right)
{
    const dated_session *a = left, *b = right;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->index < b->index ? -1 : a->index > b->index;
}

// What is done with each session of a day.
typedef calf_status session_visitor(const expansion *x, const calf_planned_session *session);

// A named plan made ready for walking day by day.
typedef struct calendar_walk {
    const calf_named_plan *named;
    dated_session *dated; // sessions of the calendar, by day
    size_t dated_count, next;
    calf_segment *scratch; // room for the longest run, one of its segments cut in two
} calendar_walk;

static calf_status walk_create(const calf_named_plan *named, calendar_walk *walk)
{
    size_t most = 1;
    *walk = (calendar_walk){.named = named};
    walk->dated = malloc((named->session_count + 1) * sizeof *walk->dated);
    if (!walk->dated)
        return calf_error_no_memory();
    for (size_t i = 0; i < named->session_count; i++) {
        const calf_planned_session *session = &named->sessions[i];
        if (!session->weekly)
            walk->dated[walk->dated_count++] = (dated_session){session->day, i};
        if (session->segment_count > most)
            most = session->segment_count;
    }
    qsort(walk->dated, walk->dated_count, sizeof *walk->dated, by_day);
    walk->scratch = malloc((most + 1) * sizeof *walk->scratch);
    return walk->scratch ? CALF_OK : calf_error_no_memory();
}

static void walk_release(calendar_walk *walk)
{
    free(walk->dated);
    free(walk->scratch);
}

static calf_status walk_day(
    calendar_walk *walk, int weekday, session_visitor *visit, const expansion *x)
{
    calf_status status = CALF_OK;
    const calf_planned_session *sessions = walk->named->sessions;
    for (size_t i = 0; i < walk->named->session_count && status == CALF_OK; i++)
        if (sessions[i].weekly && sessions[i].weekday == weekday)
            status = visit(x, &sessions[i]);
        else if (!sessions[i].weekly)
            break;
    while (walk->next < walk->dated_count && walk->dated[walk->next].day < x->day)
        walk->next++;
    for (; status == CALF_OK && walk->next < walk->dated_count; walk->next++) {
        if (walk->dated[walk->next].day != x->day)
            break;
        status = visit(x, &sessions[walk->dated[walk->next].index]);
    }
    return status == CALF_BAD_INPUT ? explain(x->strategy, x->day) : status;
}

// Visits the sessions of a plan from one day to another, both included.
static calf_status walk_days(
    size_t plan, int first, int last, session_visitor *visit, const expansion *expanding)
{
    calendar_walk walk;
    expansion x = *expanding;
    calf_status status = walk_create(&x.experiment->plans[plan], &walk);
    x.scratch = walk.scratch;
    for (x.day = first; x.day <= last && status == CALF_OK; x.day++) {
        x.change = change_on(x.strategy, x.day);
        status = walk_day(&walk, weekday_on(x.experiment, x.day), visit, &x);
    }
    walk_release(&walk);
    return status;
}

static calf_status note_planned(const expansion *x, const calf_planned_session *session)
{
    if (session->kind == CALF_RUN)
        calf_distances_plan(x->distances, x->day, change_segments(x, session));
    return CALF_OK;
}

static calf_status note_lived(const expansion *x, const calf_planned_session *session)
{
    if (session->kind == CALF_RUN)
        calf_distances_live(x->distances, x->day, change_segments(x, session));
    return CALF_OK;
}

// The runs that caps are reckoned from. The last week counts in full, even where the experiment
// ends within it: else what is left of it would be cut to very little.
static calf_status find_distances(const expansion *x)
{
    const calf_experiment *experiment = x->experiment;
    const int from = x->strategy->from_day, weeks = (experiment->days - from + 6) / 7;
    const expansion history = {.experiment = experiment, .distances = x->distances};
    calf_status status = CALF_OK;
    if (experiment->history_days > 0)
        status = walk_days(
            experiment->history_plan, -experiment->history_days, -1, note_lived, &history);
    if (status == CALF_OK)
        status = walk_days(x->strategy->plan, from, from + 7 * weeks - 1, note_planned, x);
    return status;
}

static calf_status expand_history(const calf_experiment *experiment, calf_plan *plan)
{
    const expansion x = {.experiment = experiment, .plan = plan};
    if (experiment->history_days == 0)
        return CALF_OK;
    return walk_days(experiment->history_plan, -experiment->history_days, -1, add_session, &x);
}

static calf_status expand_strategy(
    const calf_experiment *experiment, const calf_strategy *strategy, calf_plan *plan)
{
    calf_distances distances = {0};
    expansion x = {.experiment = experiment, .strategy = strategy, .plan = plan};
    calf_status status = CALF_OK;
    if (strategy->long_run.share_of_week > 0 || strategy->long_run.of_longest > 0) {
        x.distances = &distances;
        status = calf_distances_init(experiment, strategy, &distances);
        if (status == CALF_OK)
            status = find_distances(&x);
    }
    if (status == CALF_OK)
        status = walk_days(strategy->plan, 0, experiment->days - 1, add_session, &x);
    calf_distances_release(&distances);
    return status;
}

calf_status calf_experiment_plan(const calf_experiment *experiment, int strategy, calf_plan **plan)
{
    calf_status status = calf_plan_create(plan);
    if (status != CALF_OK)
        return status;
    status = strategy < 0 ? expand_history(experiment, *plan)
                          : expand_strategy(experiment, &experiment->strategies[strategy], *plan);
    if (status != CALF_OK) {
        calf_plan_destroy(*plan);
        *plan = NULL;
    }
    return status;
}
