// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a coach's answers agree, and what should be looked at.
#include "coach/answers.h"
#include "core/error.h"
#include "plan/race.h"

#include <math.h>

static const calf_ready_plan *plan_of(const calf_answers *answers)
{
    return calf_ready_plan_of_choice(answers->known[CALF_ASK_plan] ? answers->plan : 0);
}

static bool rests(const calf_answers *answers)
{
    return (answers->known[CALF_ASK_weekly_km] && answers->weekly_km <= 0) ||
        (answers->known[CALF_ASK_days] && answers->days == 0);
}

bool calf_question_matters(const calf_answers *answers, calf_question_id question)
{
    if (question == CALF_ASK_ankle)
        return !answers->known[CALF_ASK_knee_to_wall];
    if (question == CALF_ASK_days)
        return !rests(answers);
    return true;
}

int calf_answers_heel_raises(const calf_answers *answers)
{
    const int left = answers->heel_raises[0], right = answers->heel_raises[answers->legs - 1];
    return left < right ? left : right;
}

bool calf_answers_know_week(const calf_answers *answers)
{
    return answers->known[CALF_ASK_weekly_km] || answers->known[CALF_ASK_days];
}

calf_usual_week calf_answers_week(const calf_answers *answers)
{
    const bool km_known = answers->known[CALF_ASK_weekly_km];
    const double km = km_known ? answers->weekly_km : CALF_ASSUMED_RUN_KM * answers->days;
    return calf_usual_week_share(
        km, answers->known[CALF_ASK_days] ? answers->days : calf_usual_days(km));
}

static calf_status check_ankle(const calf_answers *answers)
{
    if (!answers->known[CALF_ASK_knee_to_wall] || !answers->known[CALF_ASK_ankle])
        return CALF_OK;
    const calf_measured wall = calf_ankle_of_knee_to_wall(answers->knee_to_wall_cm);
    const calf_measured shin = calf_ankle_of_angle(answers->ankle_deg);
    if (fabs(wall.value - shin.value) <= 2 * hypot(wall.error, shin.error))
        return CALF_OK;
    return calf_error_set(CALF_BAD_INPUT,
        "%g cm from knee to wall are about %.0f degrees, but the ankle's angle is %g; allowed: "
        "within %.0f degrees of each other, or only one of them",
        answers->knee_to_wall_cm, wall.value, shin.value, 2 * hypot(wall.error, shin.error));
}

static calf_status check_week(const calf_answers *answers)
{
    const double km = answers->weekly_km, shortest_km = 1;
    const int days = answers->days;
    if (!answers->known[CALF_ASK_weekly_km])
        return CALF_OK;
    if (!answers->known[CALF_ASK_days])
        return km <= 0 || km >= shortest_km
            ? CALF_OK
            : calf_error_set(CALF_BAD_INPUT, "%g km a week; allowed: 0, or 1 km or more", km);
    if ((km <= 0) != (days == 0))
        return calf_error_set(
            CALF_BAD_INPUT, "%g km a week on %d days; allowed: both 0, or neither", km, days);
    if (km < days * shortest_km)
        return calf_error_set(CALF_BAD_INPUT,
            "%g km a week on %d days; allowed: 1 km a day with a run or more", km, days);
    return CALF_OK;
}

calf_status calf_answers_check(const calf_answers *answers, calf_question_id last)
{
    calf_status status = check_ankle(answers);
    if (status == CALF_OK)
        status = check_week(answers);
    if (status == CALF_OK && last >= CALF_ASK_plan && rests(answers) &&
        calf_ready_plan_keeps_week(plan_of(answers)))
        return calf_error_set(CALF_BAD_INPUT,
            "%s goes on with the runs of the usual week, which has none; allowed: a plan that "
            "brings runs, such as couch-to-5k",
            plan_of(answers)->name);
    return status;
}

static void doubt_test(const calf_answers *answers, const char *before, FILE *out)
{
    const int reliable = 6, left = answers->heel_raises[0], right = answers->heel_raises[1];
    if (answers->legs < CALF_LEGS || (left > right ? left - right : right - left) <= reliable)
        return;
    fprintf(out,
        "%sHeel raises of left and right differ by more than the test's error (6): the model has\n"
        "%sone calf, here the weaker one. If that is new or hurts, ask a professional.\n",
        before, before);
}

static void doubt_week(const calf_answers *answers, const char *before, FILE *out)
{
    const double far_km = 42.2;
    const bool km = answers->known[CALF_ASK_weekly_km], days = answers->known[CALF_ASK_days];
    if (!km && !days && calf_ready_plan_keeps_week(plan_of(answers)))
        fprintf(
            out, "%sThe usual week is not known: that of the plan's file is assumed.\n", before);
    else if (!km && days && !rests(answers))
        fprintf(out, "%sKm a week are not known: %d km a run are assumed.\n", before,
            CALF_ASSUMED_RUN_KM);
    else if (km && !days && !rests(answers))
        fprintf(out, "%sDays with a run are not known: %d a week are assumed.\n", before,
            calf_usual_days(answers->weekly_km));
    if (km && days && answers->weekly_km > far_km * answers->days)
        fprintf(out, "%s%g km a week on %d days are more than a marathon a run: is that so?\n",
            before, answers->weekly_km, answers->days);
}

static void doubt_plan(const calf_answers *answers, const char *before, FILE *out)
{
    const double too_far = 1.5;
    const calf_ready_plan *plan = plan_of(answers);
    const double used_to = calf_ready_plan_used_to(plan);
    if (!answers->known[CALF_ASK_weekly_km] || calf_ready_plan_keeps_week(plan))
        return;
    if (used_to <= 0 && answers->weekly_km > 0)
        fprintf(out,
            "%sThe plan %s is for people who do not run; this one does. Say years and race\n"
            "%sas well, or its runners are beginners.\n",
            before, plan->name, before);
    if (used_to > too_far * answers->weekly_km)
        fprintf(out, "%sThe plan %s is for runners of about %g km a week; this one runs %g.\n",
            before, plan->name, used_to, answers->weekly_km);
}

static void doubt_race(const calf_answers *answers, const char *before, FILE *out)
{
    const double half_km = 21.1;
    if (answers->race_s > CALF_RIEGEL_MAX_S)
        fprintf(out,
            "%sThe race took longer than those that Riegel's power comes from (230 min): its\n"
            "%sthreshold speed is a rough guess, and probably too low.\n",
            before, before);
    else if (answers->race_km > half_km)
        fprintf(out,
            "%sMost runners are slower over a marathon than Riegel's power has it: the threshold\n"
            "%sspeed is probably higher. A race of 5 km to a half marathon says more.\n",
            before, before);
}

void calf_answers_doubts_of_runner(const calf_answers *answers, const char *before, FILE *out)
{
    if (answers->known[CALF_ASK_heel_raises])
        doubt_test(answers, before, out);
    if (answers->known[CALF_ASK_race])
        doubt_race(answers, before, out);
}

void calf_answers_doubts(const calf_answers *answers, const char *before, FILE *out)
{
    calf_answers_doubts_of_runner(answers, before, out);
    doubt_week(answers, before, out);
    doubt_plan(answers, before, out);
}
