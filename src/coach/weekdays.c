// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan does on the days of the week.
#include "coach/weekdays.h"

#include "core/error.h"

#include <stdlib.h>
#include <string.h>

static int weekday_of(const calf_experiment *experiment, const calf_planned_session *session)
{
    return session->weekly ? session->weekday : (experiment->weekday + session->day) % 7;
}

static bool takes_place(const calf_planned_session *session)
{
    return session->weekly || session->day >= 0; // before day 0 is the history's
}

void calf_weekdays_with(const calf_experiment *experiment, const calf_named_plan *plan,
    calf_session_test *test, double share[7])
{
    bool on[CALF_DAYS_MAX] = {false};
    int all[7] = {0}, with[7] = {0};
    for (size_t i = 0; i < plan->session_count; i++)
        if (!plan->sessions[i].weekly && takes_place(&plan->sessions[i]) &&
            test(&plan->sessions[i]))
            on[plan->sessions[i].day] = true;
    for (int day = 0; day < experiment->days; day++) {
        const int weekday = (experiment->weekday + day) % 7;
        all[weekday]++;
        with[weekday] += on[day];
    }
    for (int weekday = 0; weekday < 7; weekday++)
        share[weekday] = all[weekday] > 0 ? (double)with[weekday] / all[weekday] : 0;
    for (size_t i = 0; i < plan->session_count; i++)
        if (plan->sessions[i].weekly && test(&plan->sessions[i]))
            share[plan->sessions[i].weekday] = 1;
}

// The days of a set, in order; bit 6 is Monday, so that larger sets of a size begin earlier.
static int days_of(unsigned set, int days[7])
{
    int count = 0;
    for (int weekday = 0; weekday < 7; weekday++)
        if (set >> (6 - weekday) & 1)
            days[count++] = weekday;
    return count;
}

// The shortest way from one day of a set to the next one, round the week.
static int closest(const int days[7], int count)
{
    int least = 7;
    for (int i = 0; i < count; i++) {
        const int gap = i + 1 < count ? days[i + 1] - days[i] : days[0] + 7 - days[i];
        least = gap < least ? gap : least;
    }
    return least;
}

int calf_weekdays_spread(const bool allowed[7], int wanted, int chosen[7])
{
    unsigned may = 0;
    int count = 0, best = 0;
    for (int weekday = 0; weekday < 7; weekday++)
        may |= (unsigned)allowed[weekday] << (6 - weekday);
    const int there_are = days_of(may, chosen);
    wanted = wanted < there_are ? wanted : there_are;
    for (unsigned set = may; set > 0 && wanted > 0; set = (set - 1) & may) {
        int days[7];
        if (days_of(set, days) != wanted || closest(days, wanted) <= best)
            continue;
        best = closest(days, wanted);
        count = days_of(set, chosen);
    }
    return count;
}

const char *calf_weekdays_text(const int days[], int count, char text[CALF_WEEKDAYS_TEXT])
{
    static const char names[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    if (count == 7)
        return strcpy(text, "every day");
    *text = 0;
    for (int i = 0; i < count; i++) {
        strcat(text, i == 0 ? "" : i + 1 < count ? ", " : " and ");
        strcat(text, names[days[i]]);
    }
    return text;
}

double calf_weekday_run_hour(
    const calf_experiment *experiment, const calf_named_plan *plan, int weekday)
{
    double hour = -1;
    for (size_t i = 0; i < plan->session_count; i++) {
        const calf_planned_session *session = &plan->sessions[i];
        if (session->kind == CALF_RUN && takes_place(session) &&
            weekday_of(experiment, session) == weekday && session->hour > hour)
            hour = session->hour;
    }
    return hour;
}

calf_status calf_plan_add_weekly(calf_named_plan *plan, const calf_planned_session *session)
{
    calf_planned_session *grown =
        realloc(plan->sessions, (plan->session_count + 1) * sizeof *grown);
    if (!grown)
        return calf_error_no_memory();
    plan->sessions = grown;
    size_t at = 0;
    while (at < plan->session_count && grown[at].weekly && grown[at].weekday <= session->weekday)
        at++;
    memmove(&grown[at + 1], &grown[at], (plan->session_count - at) * sizeof *grown);
    grown[at] = *session;
    plan->session_count++;
    return CALF_OK;
}

void calf_named_plan_clear(calf_named_plan *plan)
{
    for (size_t i = 0; i < plan->session_count; i++)
        free(plan->sessions[i].segments);
    free(plan->sessions);
    free(plan->name);
    *plan = (calf_named_plan){.name = NULL};
}

static calf_status copy_segments(calf_planned_session *session)
{
    const size_t size = session->segment_count * sizeof *session->segments;
    const calf_segment *segments = session->segments;
    session->segments = NULL;
    if (size == 0)
        return CALF_OK;
    session->segments = malloc(size);
    if (!session->segments)
        return calf_error_no_memory();
    memcpy(session->segments, segments, size);
    return CALF_OK;
}

calf_status calf_named_plan_copy(
    const calf_named_plan *plan, const char *name, calf_named_plan *copy)
{
    *copy = (calf_named_plan){.name = strdup(name)};
    copy->sessions = malloc((plan->session_count + 1) * sizeof *copy->sessions);
    calf_status status = copy->name && copy->sessions ? CALF_OK : calf_error_no_memory();
    for (size_t i = 0; i < plan->session_count && !status; i++) {
        copy->sessions[i] = plan->sessions[i];
        status = copy_segments(&copy->sessions[i]);
        copy->session_count++;
    }
    if (status)
        calf_named_plan_clear(copy);
    return status;
}
