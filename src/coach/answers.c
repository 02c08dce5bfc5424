// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a coach's answers.
#include "coach/answers.h"

#include "core/error.h"
#include "core/number.h"
#include "plan/race.h"

#include <calfsim/parameters.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ALLOWED_TEXT = 256, WEEKLY_KM_MAX = 300, KNEE_TO_WALL_CM_MAX = 24 };

const calf_question calf_questions[CALF_QUESTION_COUNT] = {
#define CALF_QUESTION(id, flag, argument, help, question) {flag, argument, help, question},
#include "coach/questions.def"
};

static const char *const strikes[] = {"heel", "midfoot", "forefoot"};

const char *const *calf_question_choices(calf_question_id question, size_t *count)
{
    if (question == CALF_ASK_strike) {
        *count = sizeof strikes / sizeof *strikes;
        return strikes;
    }
    if (question == CALF_ASK_plan)
        return calf_ready_plan_choices(count);
    *count = 0;
    return NULL;
}

static calf_status not_allowed(const char *text, const char *allowed)
{
    return calf_error_set(CALF_BAD_INPUT, "'%s'; allowed: %s", text, allowed);
}

// A number, with or without its unit behind it.
static calf_status read_number(const char *text, const char *unit, calf_range range, double *value)
{
    char limits[CALF_RANGE_TEXT], allowed[ALLOWED_TEXT], digits[CALF_ANSWER_MAX + 1];
    double number;
    const size_t length = strcspn(text, " abcdefghijklmnopqrstuvwxyz");
    memcpy(digits, text, length);
    digits[length] = '\0';
    const char *rest = text + length + strspn(text + length, " ");
    if ((*rest == '\0' || strcmp(rest, unit) == 0) && calf_number_parse(digits, &number) &&
        calf_range_holds(range, number)) {
        *value = number;
        return CALF_OK;
    }
    snprintf(allowed, sizeof allowed, "a number from %s %s, with a point for decimals",
        calf_range_text(range, limits), unit);
    return not_allowed(text, allowed);
}

static calf_status read_whole(const char *text, calf_range range, int *value)
{
    char limits[CALF_RANGE_TEXT], allowed[ALLOWED_TEXT];
    double number;
    if (calf_number_parse(text, &number) && calf_range_holds(range, number) &&
        number == floor(number)) {
        *value = (int)number;
        return CALF_OK;
    }
    snprintf(allowed, sizeof allowed, "a whole number from %s", calf_range_text(range, limits));
    return not_allowed(text, allowed);
}

// The range that the model has for a parameter.
static calf_range range_of(calf_parameter_id id)
{
    const calf_distribution *prior = &calf_parameter_describe(id)->prior;
    return (calf_range){prior->low, prior->high, false};
}

// "18", "18 21", "18,21" or "18/21".
static calf_status read_heel_raises(const char *text, calf_answers *answers)
{
    const char *const allowed = "one number, or two: left and right, such as 18,21";
    char copy[CALF_ANSWER_MAX + 1], *rest;
    int legs = 0;
    snprintf(copy, sizeof copy, "%s", text);
    for (char *leg = strtok_r(copy, " ,/", &rest); leg; leg = strtok_r(NULL, " ,/", &rest)) {
        if (legs == CALF_LEGS)
            return not_allowed(text, allowed);
        const calf_status status =
            read_whole(leg, range_of(CALF_P_heel_raise_reps), &answers->heel_raises[legs++]);
        if (status != CALF_OK)
            return status;
    }
    answers->legs = legs;
    return legs > 0 ? CALF_OK : not_allowed(text, allowed);
}

static calf_status read_choice(const char *text, calf_question_id question, size_t *which)
{
    size_t count;
    const char *const *choices = calf_question_choices(question, &count);
    char allowed[ALLOWED_TEXT] = "";
    for (size_t i = 0; i < count; i++) {
        if (strcmp(choices[i], text) == 0) {
            *which = i;
            return CALF_OK;
        }
        const char *const between = i == 0 ? "" : i + 1 < count ? ", " : " or ";
        const size_t used = strlen(allowed);
        snprintf(allowed + used, sizeof allowed - used, "%s%s", between, choices[i]);
    }
    return not_allowed(text, allowed);
}

// "10km", "10k", "5000m", "13.1mi", "half" or "marathon".
static bool read_race_distance(const char *text, double *km)
{
    static const struct {
        const char *unit;
        double km;
    } units[] = {{"km", 1}, {"k", 1}, {"mi", 1.609344}, {"m", 0.001}};
    if (strcmp(text, "half") == 0 || strcmp(text, "marathon") == 0) {
        *km = strcmp(text, "half") == 0 ? 21.0975 : 42.195;
        return true;
    }
    char number[CALF_ANSWER_MAX + 1];
    const size_t length = strcspn(text, "kmi");
    memcpy(number, text, length);
    number[length] = '\0';
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(text + length, units[i].unit) == 0 && calf_number_parse(number, km)) {
            *km *= units[i].km;
            return *km > 0;
        }
    return false;
}

// "48:30" or "1:52:00".
static bool read_race_time(const char *text, double *seconds)
{
    const double sixty = 60;
    double part;
    int parts = 0;
    char copy[CALF_ANSWER_MAX + 1], *rest;
    snprintf(copy, sizeof copy, "%s", text);
    *seconds = 0;
    for (char *digits = strtok_r(copy, ":", &rest); digits; digits = strtok_r(NULL, ":", &rest)) {
        if (strspn(digits, "0123456789") != strlen(digits) || !calf_number_parse(digits, &part) ||
            (parts > 0 && (strlen(digits) != 2 || part >= sixty)))
            return false;
        *seconds = sixty * *seconds + part;
        parts++;
    }
    return (parts == 2 || parts == 3) && strstr(text, "::") == NULL && *text != ':' &&
        text[strlen(text) - 1] != ':';
}

static calf_status check_race(const char *text, double km, double seconds)
{
    const double longest_s = 6 * 3600;
    const calf_range speeds = range_of(CALF_P_threshold_speed);
    const double speed = calf_threshold_speed_of_race(km, seconds).value;
    const int fastest_s = (int)fmin(ceil(calf_fastest_race_s(km)), INT_MAX);
    if (seconds < CALF_RIEGEL_MIN_S || seconds > longest_s)
        return not_allowed(text, "races of 3:30 (min:s) to 6:00:00 (h:min:s)");
    if (seconds < fastest_s)
        return calf_error_set(CALF_BAD_INPUT,
            "'%s' is faster than any human has run (%g km in %d:%02d:%02d); allowed: distance=time "
            "with minutes:seconds, or hours:minutes:seconds",
            text, km, fastest_s / 3600, fastest_s / 60 % 60, fastest_s % 60);
    if (!calf_range_holds(speeds, speed))
        return calf_error_set(CALF_BAD_INPUT,
            "'%s' is %.2f m/s for an hour; allowed: %g to %g m/s, a run and no walk", text, speed,
            speeds.low, speeds.high);
    return CALF_OK;
}

static calf_status read_race(const char *text, calf_answers *answers)
{
    char copy[CALF_ANSWER_MAX + 1];
    size_t length = 0;
    double km, seconds;
    for (const char *from = text; *from; from++)
        if (*from != ' ')
            copy[length++] = *from;
    copy[length] = '\0';
    char *time = strchr(copy, '=');
    if (time)
        *time++ = '\0';
    if (!time || *time == '\0' || !read_race_distance(copy, &km) || !read_race_time(time, &seconds))
        return not_allowed(text,
            "distance=time, such as 10km=48:30, 5km=25:10, 13.1mi=1:52:00 or marathon=4:05:00");
    answers->race_km = km;
    answers->race_s = seconds;
    return check_race(text, km, seconds);
}

static calf_status read_known(calf_answers *answers, calf_question_id question, const char *text)
{
    size_t which = 0;
    calf_status status;
    switch (question) {
    case CALF_ASK_heel_raises:
        return read_heel_raises(text, answers);
    case CALF_ASK_knee_to_wall:
        return read_number(
            text, "cm", (calf_range){0, KNEE_TO_WALL_CM_MAX, false}, &answers->knee_to_wall_cm);
    case CALF_ASK_ankle:
        return read_number(text, "degrees", range_of(CALF_P_dorsiflexion_rom), &answers->ankle_deg);
    case CALF_ASK_strike:
        status = read_choice(text, question, &which);
        answers->strike = (calf_strike)which;
        return status;
    case CALF_ASK_weekly_km:
        return read_number(text, "km", (calf_range){0, WEEKLY_KM_MAX, false}, &answers->weekly_km);
    case CALF_ASK_days:
        return read_whole(text, (calf_range){0, CALF_WEEK_DAYS, false}, &answers->days);
    case CALF_ASK_years:
        return read_number(text, "years", range_of(CALF_P_years_running), &answers->years);
    case CALF_ASK_race:
        return read_race(text, answers);
    default:
        status = read_choice(text, question, &which);
        answers->plan = which;
        return status;
    }
}

calf_status calf_answer_read(calf_answers *answers, calf_question_id question, const char *text)
{
    const char *const blanks = " \t\r\n";
    char *trimmed = answers->text[question];
    text += strspn(text, blanks);
    size_t length = strlen(text);
    while (length > 0 && strchr(blanks, text[length - 1]))
        length--;
    answers->known[question] = false;
    *trimmed = '\0';
    if (length > CALF_ANSWER_MAX)
        return calf_error_set(
            CALF_BAD_INPUT, "an answer of %zu bytes; allowed: 0 to %d", length, CALF_ANSWER_MAX);
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' || (unsigned char)text[i] > '~')
            return calf_error_set(CALF_BAD_INPUT,
                "an answer with byte 0x%02x in it; allowed: letters and digits without accents",
                (unsigned)(unsigned char)text[i]);
    memcpy(trimmed, text, length);
    trimmed[length] = '\0';
    if (length == 0)
        return CALF_OK;
    const calf_status status = read_known(answers, question, trimmed);
    answers->known[question] = status == CALF_OK;
    return status;
}
