// SPDX-License-Identifier: GPL-3.0-or-later
// Which runs count, and what they say of the runner and the usual week.
#include "core/error.h"
#include "experiment/experiment.h"
#include "logs/log_plan.h"
#include "plan/race.h"

#include <calfsim/parameters.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { DAY_S = 86400, USUAL_WEEKS = 4, WEEK_DAYS = 7, THURSDAY = 3 }; // 1970 began on a Thursday

int64_t calf_activity_day(const calf_activity *activity)
{
    const int64_t s = activity->start_s;
    return s >= 0 ? s / DAY_S : -((-s + DAY_S - 1) / DAY_S);
}

double calf_activity_hour(const calf_activity *activity)
{
    if (activity->clock == CALF_CLOCK_DATE)
        return (double)NAN;
    const double seconds = (double)(activity->start_s - calf_activity_day(activity) * DAY_S);
    return floor(seconds / 36) / 100; // to the hundredth, and always below 24
}

static int weekday_of(int64_t day)
{
    return (int)(((day + THURSDAY) % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS);
}

static bool is_run(const calf_activity *of)
{
    return of->distance_m > 0;
}

static calf_status none(const calf_log *log, const calf_log_window *window)
{
    char first[11], last[11], from[11], to[11];
    size_t runs = 0;
    int64_t first_day = 0, last_day = 0;
    for (size_t k = 0; k < log->activity_count; k++) {
        if (!is_run(&log->activities[k]))
            continue;
        last_day = calf_activity_day(&log->activities[k]);
        if (runs++ == 0)
            first_day = last_day;
    }
    if (runs == 0)
        return calf_error_set(CALF_BAD_INPUT, "no run could be read");
    calf_date_text(first_day, first);
    calf_date_text(last_day, last);
    calf_date_text(window->first_day, from);
    calf_date_text(window->start - 1, to);
    return calf_error_set(CALF_BAD_INPUT,
        "no run from %s to %s; the logs have runs from %s to %s (see --start, --since, --weeks)",
        from, to, first, last);
}

calf_status calf_log_window_find(
    const calf_log *log, const calf_log_request *request, calf_log_window *window)
{
    int64_t last = CALF_NO_DAY;
    *window = (calf_log_window){0};
    if (log->activity_count == 0)
        return none(log, window);
    for (size_t k = 0; k < log->activity_count; k++)
        last = calf_activity_day(&log->activities[k]);
    *window = (calf_log_window){0};
    if (last == CALF_NO_DAY)
        return none(log, window);
    window->start = request->start != CALF_NO_DAY ? request->start : last + 1;
    window->first_day = window->start - WEEK_DAYS * (int64_t)request->weeks;
    if (request->since != CALF_NO_DAY && request->since > window->first_day)
        window->first_day = request->since;
    for (size_t k = 0; k < log->activity_count; k++) {
        const int64_t day = calf_activity_day(&log->activities[k]);
        if (day < window->first_day)
            window->from = k + 1;
        if (day < window->start)
            window->to = k + 1;
        if (day >= window->first_day && day < window->start)
            window->run_count += is_run(&log->activities[k]);
    }
    return window->run_count > 0 ? CALF_OK : none(log, window);
}

typedef struct weekday {
    double days, km, seconds, climb_m, hours, hours_known;
} weekday;

// Adds the runs of the last weeks up; returns how many weeks those are.
static double add_up(const calf_log *log, const calf_log_window *window, weekday days[WEEK_DAYS])
{
    size_t last = window->from;
    for (size_t k = window->from; k < window->to; k++)
        if (is_run(&log->activities[k]))
            last = k;
    const int64_t end = calf_activity_day(&log->activities[last]) + 1;
    const int64_t begin = calf_activity_day(&log->activities[window->from]);
    const int64_t most = (end - begin + WEEK_DAYS - 1) / WEEK_DAYS;
    const int64_t weeks = most < USUAL_WEEKS ? most : USUAL_WEEKS;
    int64_t before = CALF_NO_DAY;
    for (size_t k = window->from; k < window->to; k++) {
        const calf_activity *of = &log->activities[k];
        const int64_t day = calf_activity_day(of);
        if (!is_run(of) || day < end - WEEK_DAYS * weeks)
            continue;
        weekday *on = &days[weekday_of(day)];
        on->days += day != before;
        on->km += of->distance_m / 1000;
        on->seconds += of->timer_s;
        on->climb_m += of->climb_m > 0 && !of->treadmill ? of->climb_m : 0;
        if (day != before && of->clock != CALF_CLOCK_DATE) {
            on->hours += calf_activity_hour(of);
            on->hours_known++;
        }
        before = day;
    }
    return (double)weeks;
}

static int busiest(const weekday days[WEEK_DAYS], const calf_usual_day week[WEEK_DAYS])
{
    int best = -1;
    for (int d = 0; d < WEEK_DAYS; d++)
        if (!week[d].runs && days[d].days > 0 &&
            (best < 0 || days[d].days > days[best].days ||
                (days[d].days == days[best].days && days[d].km > days[best].km)))
            best = d;
    return best;
}

void calf_log_usual_week(
    const calf_log *log, const calf_log_window *window, calf_usual_day week[WEEK_DAYS])
{
    weekday days[WEEK_DAYS] = {{0}};
    double all_days = 0, all_km = 0, usual_km = 0;
    const double weeks = add_up(log, window, days);
    memset(week, 0, WEEK_DAYS * sizeof *week);
    for (int d = 0; d < WEEK_DAYS; d++) {
        all_days += days[d].days;
        all_km += days[d].km;
    }
    const int count = (int)fmax(1, round(all_days / weeks));
    for (int k = 0; k < count; k++) {
        const int d = busiest(days, week);
        if (d < 0)
            break;
        const weekday *on = &days[d];
        week[d] = (calf_usual_day){.runs = true,
            .km = on->km / on->days,
            .speed_mps = 1000 * on->km / on->seconds,
            .climb_m = on->climb_m / on->days,
            .hour = on->hours_known > 0 ? on->hours / on->hours_known : (double)NAN};
        usual_km += week[d].km;
    }
    for (int d = 0; d < WEEK_DAYS; d++) {
        week[d].climb_m *= all_km / weeks / usual_km;
        week[d].km *= all_km / weeks / usual_km;
    }
}

double calf_log_threshold(const calf_log *log, size_t *best)
{
    double threshold = (double)NAN;
    for (size_t k = 0; k < log->activity_count; k++) {
        const calf_activity *of = &log->activities[k];
        if (!(of->timer_s >= CALF_RIEGEL_MIN_S && of->timer_s <= CALF_RIEGEL_MAX_S && is_run(of)))
            continue;
        const double held = calf_race_hour_speed(of->distance_m, of->timer_s);
        if (!(held <= threshold)) {
            threshold = held;
            *best = k;
        }
    }
    return threshold;
}

double calf_log_cadence_base(const calf_log *log, const calf_log_window *window)
{
    const double slope = calf_parameter_describe(CALF_P_cadence_slope)->standard;
    double sum = 0, count = 0;
    for (size_t k = window->from; k < window->to; k++) {
        const calf_activity *of = &log->activities[k];
        if (!(of->cadence_spm > 0) || !is_run(of))
            continue;
        sum += of->cadence_spm - slope * of->distance_m / of->timer_s;
        count++;
    }
    return count > 0 ? sum / count : (double)NAN;
}
