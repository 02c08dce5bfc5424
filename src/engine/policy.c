// SPDX-License-Identifier: GPL-3.0-or-later
// Decisions by ratings. Each is a function of the calendar, the mornings up to the session and a
// random number of its own, lane by lane.
#include "engine/policy.h"

#include "core/elementary.h"
#include "core/random.h"
#include "engine/life.h"

#include <math.h>
#include <string.h>

void calf_policy_begin(const calf_strategy *strategy, const calf_batch_place *place,
    calf_lanes *rating, calf_policy_course *course)
{
    memset(course, 0, sizeof *course);
    course->strategy = strategy;
    course->place = *place;
    course->rated = calf_policy_has_rules(&strategy->policy);
    course->stream = calf_stream("adherence");
    course->rating = rating;
    CALF_EACH_LANE(i)
    {
        course->volume[i] = course->intensity[i] = 1;
        course->stopped_day[i] = HUGE_VAL;
    }
}

// Whether the runner had better see a professional, as seen on one morning.
static void watch_spell(
    calf_policy_course *course, int day, const calf_lanes rating, const calf_lanes due)
{
    const calf_policy *policy = &course->strategy->policy;
    const double sore_from = policy->see_professional_if.soreness_mm;
    const double calm_days = policy->see_professional_if.worse_after_day;
    const double worse_by = policy->see_professional_if.worse_by_mm;
    const double longest = policy->see_professional_if.lasts_days;
    const double *before = course->rating[day > 0 ? day - 1 : 0]; // a spell's first has none
    CALF_EACH_LANE(i)
    {
        double spell = rating[i] >= sore_from ? course->spell[i] + 1 : 0;
        double worse = rating[i] - before[i] >= worse_by ? spell : 0;
        double alarm = worse > calm_days ? due[i] : 0;
        alarm = spell > longest ? due[i] : alarm;
        course->stopped_day[i] = calf_min(course->stopped_day[i], alarm > 0 ? day : HUGE_VAL);
        course->spell[i] = due[i] > 0 ? spell : course->spell[i];
    }
}

void calf_policy_morning(
    calf_policy_course *course, int day, const calf_lanes rating, const calf_lanes due)
{
    const calf_strategy *strategy = course->strategy;
    double *row = course->rating[day];
    CALF_EACH_LANE(i) row[i] = due[i] > 0 ? rating[i] : row[i];
    if (strategy->policy.see_professional_if.given && day >= strategy->from_day)
        watch_spell(course, day, rating, due);
}

// Mornings of a week's last `days` that were rated `from_mm` or more.
static void count_mornings(
    const calf_policy_course *course, int days, double from_mm, calf_lanes count)
{
    const int end = course->strategy->from_day + 7 * (course->week + 1);
    memset(count, 0, sizeof(calf_lanes));
    for (int day = end - days; day < end; day++)
        CALF_EACH_LANE(i) count[i] += course->rating[day][i] >= from_mm ? 1 : 0;
}

// How far a lane's factor is from the calendar's, which is already in its runs.
static double factor_ratio(const calf_progression *progression, int own_week, int week)
{
    if (own_week == week)
        return 1;
    return calf_progression_factor(progression, own_week) /
        calf_progression_factor(progression, week);
}

// From the week that ends to the next one.
static void end_week(calf_policy_course *course)
{
    const calf_strategy *strategy = course->strategy;
    const calf_policy *policy = &strategy->policy;
    calf_lanes count, step, cut;
    CALF_EACH_LANE(i) step[i] = cut[i] = 1;
    if (policy->repeat_week_if.given) {
        count_mornings(course, 7, policy->repeat_week_if.soreness_mm, count);
        CALF_EACH_LANE(i) step[i] = count[i] >= policy->repeat_week_if.days ? 0 : step[i];
    }
    if (policy->hold_progression_until.given) {
        count_mornings(course, policy->hold_progression_until.days,
            policy->hold_progression_until.soreness_mm, count);
        CALF_EACH_LANE(i) step[i] = count[i] > 0 ? 0 : step[i];
    }
    if (policy->cut_week_if.given) {
        count_mornings(course, 7, policy->cut_week_if.soreness_mm, count);
        CALF_EACH_LANE(i)
        cut[i] = count[i] >= policy->cut_week_if.days ? policy->cut_week_if.to : cut[i];
    }
    course->week++;
    for (int i = 0; i < CALF_LANES; i++) {
        course->own_week[i] += step[i];
        int own_week = (int)course->own_week[i];
        course->volume[i] =
            factor_ratio(&strategy->volume_progression, own_week, course->week) * cut[i];
        course->intensity[i] =
            factor_ratio(&strategy->intensity_progression, own_week, course->week);
    }
}

static void scale_run(const calf_policy_course *course, int morning, calf_decision *decision)
{
    const calf_policy *policy = &course->strategy->policy;
    CALF_EACH_LANE(i)
    {
        decision->volume[i] = course->volume[i];
        decision->intensity[i] = course->intensity[i];
    }
    if (!policy->shorten_run_if.given || morning < 0)
        return;
    const double from_mm = policy->shorten_run_if.soreness_mm;
    const double left = 1 - policy->shorten_run_if.by;
    CALF_EACH_LANE(i)
    decision->volume[i] *= course->rating[morning][i] >= from_mm ? left : 1;
}

// Leaves out what the ratings forbid.
static void leave_out(
    const calf_policy_course *course, calf_session_kind kind, int morning, calf_decision *decision)
{
    const calf_policy *policy = &course->strategy->policy;
    if (kind == CALF_MOBILITY || morning < 0)
        return;
    const double *rating = course->rating[morning];
    CALF_EACH_LANE(i)
    decision->done[i] = course->stopped_day[i] <= morning ? 0 : decision->done[i];
    if (policy->skip_run_if.given && kind == CALF_RUN) {
        const double from_mm = policy->skip_run_if.soreness_mm;
        CALF_EACH_LANE(i) decision->done[i] = rating[i] >= from_mm ? 0 : decision->done[i];
    }
    if (policy->rest_day_if.given && morning > 0) {
        const double rise_mm = policy->rest_day_if.rise_mm;
        const double *before = course->rating[morning - 1];
        CALF_EACH_LANE(i)
        decision->done[i] = rating[i] - before[i] >= rise_mm ? 0 : decision->done[i];
    }
}

// Leaves out what is not done though nothing forbids it. The random number is that of the day, the
// kind and the session's number among those, so that sessions of other kinds do not move it.
static void fail_to_do(
    const calf_policy_course *course, calf_session_kind kind, calf_decision *decision)
{
    const double chance = course->strategy->policy.adherence[kind];
    const calf_batch_place *place = &course->place;
    if (chance >= 1)
        return;
    uint32_t index = (uint32_t)course->day << 19 | (uint32_t)kind << 17;
    index |= (uint32_t)course->met[kind];
    CALF_EACH_LANE(i)
    {
        calf_address address = {course->stream, place->world, place->runner[i], index};
        decision->done[i] = calf_uniform(place->seed, address) < chance ? decision->done[i] : 0;
    }
}

void calf_policy_decide(
    calf_policy_course *course, const calf_session *session, calf_decision *decision)
{
    const int day = (int)floor(session->due_h / 24);
    const int morning = (int)floor((session->due_h - CALF_REPORT_HOUR) / 24);
    const int from_day = course->strategy->from_day;
    CALF_EACH_LANE(i) decision->done[i] = decision->volume[i] = decision->intensity[i] = 1;
    if (day != course->day)
        memset(course->met, 0, sizeof course->met);
    course->day = day;
    if (day >= from_day) {
        while (course->week < (day - from_day) / 7)
            end_week(course);
        if (session->kind == CALF_RUN)
            scale_run(course, morning, decision);
        leave_out(course, session->kind, morning, decision);
        fail_to_do(course, session->kind, decision);
    }
    course->met[session->kind]++;
    CALF_EACH_LANE(i) course->missed[i] += 1 - decision->done[i];
}
