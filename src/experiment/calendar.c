// SPDX-License-Identifier: GPL-3.0-or-later
// From an experiment's weeks, dates and strategies to calendars.
#include "core/error.h"
#include "experiment/experiment.h"

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

// What a strategy makes of a day's runs.
typedef struct calendar_change {
    double volume;
    double intensity;
    calf_technique technique;
} calendar_change;

static calendar_change change_on(const calf_strategy *strategy, int day)
{
    calendar_change change = {1, 1, calf_technique_own()};
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
    return change;
}

static calf_status add_run(const calf_planned_session *session, int day,
    const calendar_change *change, calf_segment *scratch, calf_plan *plan)
{
    for (size_t i = 0; i < session->segment_count; i++) {
        scratch[i] = session->segments[i];
        scratch[i].distance_km *= change->volume;
        scratch[i].duration_min *= change->volume;
        scratch[i].intensity *= change->intensity;
        scratch[i].speed_mps *= change->intensity;
    }
    const calf_run run = {
        .segments = scratch,
        .segment_count = session->segment_count,
        .treadmill = session->treadmill,
        .technique = calf_technique_then(change->technique, session->technique),
    };
    return calf_plan_add_run(plan, day, session->hour, &run);
}

static calf_status add_session(const calf_planned_session *session, int day,
    const calendar_change *change, calf_segment *scratch, calf_plan *plan)
{
    switch (session->kind) {
    case CALF_RUN:
        return add_run(session, day, change, scratch, plan);
    case CALF_STRENGTH:
        return calf_plan_add_strength(plan, day, session->hour, &session->strength);
    case CALF_MOBILITY:
        return calf_plan_add_mobility(plan, day, session->hour, &session->mobility);
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

// A named plan made ready for walking day by day.
typedef struct calendar_walk {
    const calf_named_plan *named;
    dated_session *dated; // sessions of the calendar, by day
    size_t dated_count, next;
    calf_segment *scratch; // room for the longest run
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
    walk->scratch = malloc(most * sizeof *walk->scratch);
    return walk->scratch ? CALF_OK : calf_error_no_memory();
}

static void walk_release(calendar_walk *walk)
{
    free(walk->dated);
    free(walk->scratch);
}

static calf_status walk_day(
    calendar_walk *walk, int weekday, int day, const calf_strategy *strategy, calf_plan *plan)
{
    calf_status status = CALF_OK;
    const calendar_change change = change_on(strategy, day);
    const calf_planned_session *sessions = walk->named->sessions;
    for (size_t i = 0; i < walk->named->session_count && status == CALF_OK; i++)
        if (sessions[i].weekly && sessions[i].weekday == weekday)
            status = add_session(&sessions[i], day, &change, walk->scratch, plan);
        else if (!sessions[i].weekly)
            break;
    while (walk->next < walk->dated_count && walk->dated[walk->next].day < day)
        walk->next++;
    for (; status == CALF_OK && walk->next < walk->dated_count; walk->next++) {
        if (walk->dated[walk->next].day != day)
            break;
        status = add_session(
            &sessions[walk->dated[walk->next].index], day, &change, walk->scratch, plan);
    }
    return status == CALF_BAD_INPUT ? explain(strategy, day) : status;
}

calf_status calf_experiment_plan(const calf_experiment *experiment, int strategy, calf_plan **plan)
{
    const calf_strategy *chosen = strategy < 0 ? NULL : &experiment->strategies[strategy];
    int first = chosen ? 0 : -experiment->history_days;
    int last = chosen ? experiment->days - 1 : -1;
    calf_status status = calf_plan_create(plan);
    if (status != CALF_OK || last < first)
        return status;
    calendar_walk walk;
    status =
        walk_create(&experiment->plans[chosen ? chosen->plan : experiment->history_plan], &walk);
    for (int day = first; day <= last && status == CALF_OK; day++)
        status = walk_day(&walk, weekday_on(experiment, day), day, chosen, *plan);
    walk_release(&walk);
    if (status != CALF_OK) {
        calf_plan_destroy(*plan);
        *plan = NULL;
    }
    return status;
}
