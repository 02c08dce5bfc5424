// SPDX-License-Identifier: GPL-3.0-or-later
// Days and weeks of a plan.
#include "plan/day_load.h"

#include "model/nominal.h"

#include <math.h>
#include <string.h>

static const double fast_from = 0.95, steep_from_percent = 2, enough_of_run = 0.1;
static const double long_to_average = 1.3;

int calf_week_of_day(int day, int weekday)
{
    return (day + weekday) / 7;
}

int calf_weeks_of(int days, int weekday)
{
    return days > 0 ? calf_week_of_day(days - 1, weekday) + 1 : 0;
}

static void add_run(calf_day_load *day, const calf_run *run)
{
    const double threshold_mps = calf_parameter_describe(CALF_P_threshold_speed)->standard;
    double km = 0, fast_km = 0, steep_km = 0, effort = 0;
    for (size_t i = 0; i < run->segment_count; i++) {
        const calf_segment *segment = &run->segments[i];
        const double own_km = calf_nominal_km(segment);
        const double intensity =
            segment->speed_mps > 0 ? segment->speed_mps / threshold_mps : segment->intensity;
        km += own_km;
        effort += own_km * intensity;
        fast_km += intensity >= fast_from ? own_km : 0;
        steep_km += fabs(segment->grade_percent) >= steep_from_percent ? own_km : 0;
    }
    day->intensity = (day->intensity * day->km + effort) / (day->km + km);
    day->km += km;
    day->longest_km = fmax(day->longest_km, km);
    day->runs++;
    day->marks |= CALF_DAY_RUN;
    if (fast_km >= enough_of_run * km)
        day->marks |= CALF_DAY_FAST;
    if (steep_km >= enough_of_run * km)
        day->marks |= CALF_DAY_HILLY;
}

static void add_session(calf_day_load *day, const calf_session *session)
{
    switch (session->kind) {
    case CALF_RUN:
        add_run(day, &session->run);
        break;
    case CALF_STRENGTH:
        day->sets += session->strength.sets;
        day->marks |= CALF_DAY_STRENGTH;
        break;
    case CALF_MOBILITY:
        day->mobility_min += session->mobility.roll_min + session->mobility.stretch_min;
        day->marks |= CALF_DAY_MOBILITY;
        break;
    case CALF_DOSE:
        day->marks |= CALF_DAY_DOSE;
        break;
    }
}

// Distances that differ in the last bit are the same to a runner.
static void mark_long(calf_day_load week[], int days)
{
    double km = 0, longest = 0;
    int runs = 0;
    for (int d = 0; d < days; d++) {
        km += week[d].km;
        runs += week[d].runs;
        longest = fmax(longest, week[d].longest_km);
    }
    for (int d = 0; d < days && runs > 1; d++)
        if (week[d].longest_km >= longest * (1 - 1e-9) &&
            longest >= long_to_average * km / runs * (1 - 1e-9))
            week[d].marks |= CALF_DAY_LONG;
}

void calf_plan_day_loads(const calf_plan *plan, int days, int weekday, calf_day_load load[])
{
    memset(load, 0, (size_t)days * sizeof *load);
    for (size_t i = 0; i < calf_plan_session_count(plan); i++) {
        const calf_session *session = calf_plan_session(plan, i);
        const double day = floor(session->due_h / 24);
        if (day >= 0 && day < days)
            add_session(&load[(int)day], session);
    }
    for (int first = 0, end; first < days; first = end) {
        const int week = calf_week_of_day(first, weekday);
        for (end = first; end < days && calf_week_of_day(end, weekday) == week; end++)
            ;
        mark_long(load + first, end - first);
    }
}
