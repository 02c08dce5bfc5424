// SPDX-License-Identifier: GPL-3.0-or-later
// What a coach's answers become: measurements, the answers that are refused, the usual week.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "coach/new_experiment.h"

static void assert_near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("%.6g, expected %.6g within %g", value, expected, tolerance);
}

static void assert_in_between(double low, double value, double high)
{
    if (!(low < value && value < high))
        fail_msg("%.6g, expected %.6g to %.6g", value, low, high);
}

static void threshold_speed_follows_riegel(void **state)
{
    (void)state;
    // Who runs 15 km in an hour has that speed, whatever the power.
    assert_near(calf_threshold_speed_of_race(15, 3600).value, 15 / 3.6, 1e-12);
    // What calculators after Riegel print: 5 km in 20:00 is 10 km in 41:42, a half marathon in
    // 1:32:00 and a marathon in 3:11:49 (20 min times 2, 4.2195 and 8.439 to the power 1.06).
    const double speed = calf_threshold_speed_of_race(5, 20 * 60).value;
    assert_near(calf_threshold_speed_of_race(10, 41 * 60 + 42).value, speed, 1e-3);
    assert_near(calf_threshold_speed_of_race(21.0975, 92 * 60 + 0.4).value, speed, 1e-3);
    assert_near(calf_threshold_speed_of_race(42.195, 191 * 60 + 49).value, speed, 1e-3);
    // 10 km in 48:30: 3600 / 2910 to the power 1 / 1.06, by hand: 1.2222, so 12.222 km in an hour.
    assert_near(calf_threshold_speed_of_race(10, 2910).value, 12.222 / 3.6, 1e-3);
}

// Half of what exponents of 1.03 and 1.09 differ by, with 2 % for the day.
static void threshold_error_grows_away_from_an_hour(void **state)
{
    (void)state;
    const double seconds[] = {1200, 3600, 14700};
    for (size_t k = 0; k < sizeof seconds / sizeof *seconds; k++) {
        const calf_measured speed = calf_threshold_speed_of_race(10, seconds[k]);
        const double low = pow(3600 / seconds[k], 1 / 1.03),
                     high = pow(3600 / seconds[k], 1 / 1.09);
        const double middle = pow(3600 / seconds[k], 1 / 1.06);
        assert_near(speed.error / speed.value, hypot(0.02, (low - high) / 2 / middle), 5e-4);
    }
}

static void knee_to_wall_has_the_published_means(void **state)
{
    (void)state;
    assert_near(calf_ankle_of_knee_to_wall(10.3).value, 39.0, 1e-9); // Hall and Docherty 2017
    assert_near(calf_ankle_of_knee_to_wall(11.7).value, 40.0, 2.5); // Calatayud 2015
    // A correlation r leaves sqrt(1 - r^2) of the SD in degrees: 2.2 of 4.6, and 4.0 of 5.7.
    const double error = calf_ankle_of_knee_to_wall(10.3).error;
    assert_in_between(4.6 * sqrt(1 - 0.88 * 0.88), error, 5.7 * sqrt(1 - 0.72 * 0.72));
    // One SD in cm (3.0) is one SD in degrees (4.6), rounded.
    assert_near(calf_ankle_of_knee_to_wall(13.3).value, 39.0 + 4.6, 0.2);
    // The knee above the toes, with a shin of 45 cm whose ankle stands 18 cm behind them: asin
    // 18/45.
    assert_near(calf_ankle_of_knee_to_wall(0).value, 23.6, 1);
}

static void errors_of_tests_are_those_published(void **state)
{
    (void)state;
    // Limits of agreement are 1.96 SD of a difference of two tests (Hebert-Losier 2017: 6.2), and
    // so is the smallest detectable change (Powden 2015: 4.7 degrees).
    assert_near(calf_heel_raises_of_test(18).error, 6.2 / 1.96 / sqrt(2), 0.05);
    assert_near(calf_ankle_of_angle(35).error, 4.7 / 1.96 / sqrt(2), 0.05);
}

// World Athletics' lists, as of 2025.
static void fastest_races_are_the_records(void **state)
{
    (void)state;
    assert_near(calf_fastest_race_s(5), 12 * 60 + 35.36, 1);
    assert_near(calf_fastest_race_s(10), 26 * 60 + 11, 1);
    assert_near(calf_fastest_race_s(42.195), 2 * 3600 + 35, 1);
    assert_true(calf_fastest_race_s(3) < 7 * 60 + 17.55);
    assert_true(calf_fastest_race_s(15) < 41 * 60 + 5);
}

static calf_status answer(calf_answers *answers, calf_question_id question, const char *text)
{
    return calf_answer_read(answers, question, text);
}

static void answers_are_read(void **state)
{
    (void)state;
    calf_answers a = {0};
    assert_int_equal(answer(&a, CALF_ASK_heel_raises, " 18, 21 \n"), CALF_OK);
    assert_int_equal(a.legs, 2);
    assert_int_equal(calf_answers_heel_raises(&a), 18);
    assert_int_equal(answer(&a, CALF_ASK_heel_raises, "25/19"), CALF_OK);
    assert_int_equal(calf_answers_heel_raises(&a), 19);
    assert_int_equal(answer(&a, CALF_ASK_heel_raises, "30"), CALF_OK);
    assert_int_equal(calf_answers_heel_raises(&a), 30);
    assert_int_equal(answer(&a, CALF_ASK_knee_to_wall, "9.5 cm"), CALF_OK);
    assert_near(a.knee_to_wall_cm, 9.5, 0);
    assert_int_equal(answer(&a, CALF_ASK_weekly_km, "30km"), CALF_OK);
    assert_near(a.weekly_km, 30, 0);
    assert_int_equal(answer(&a, CALF_ASK_strike, "midfoot"), CALF_OK);
    assert_int_equal(a.strike, CALF_STRIKE_MIDFOOT);
    assert_true(a.known[CALF_ASK_strike]);
    assert_int_equal(answer(&a, CALF_ASK_strike, " \t\r\n"), CALF_OK);
    assert_false(a.known[CALF_ASK_strike]);
}

static void races_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double km, s;
    } races[] = {{"10km=48:30", 10, 2910}, {"10k=48:30", 10, 2910}, {"5000m=25:10", 5, 1510},
        {"13.1mi=1:52:00", 21.082, 6720}, {"half=1:52:00", 21.0975, 6720},
        {"5 km = 90:00", 5, 5400}, {"marathon=4:05:00", 42.195, 14700}, {"10km=26:12", 10, 1572}};
    for (size_t k = 0; k < sizeof races / sizeof *races; k++) {
        calf_answers a = {0};
        const calf_status status = answer(&a, CALF_ASK_race, races[k].text);
        // 5 km in 90 minutes is 1 m/s, a walk.
        assert_int_equal(status, races[k].s > 5000 && races[k].km < 6 ? CALF_BAD_INPUT : CALF_OK);
        assert_near(a.race_km, races[k].km, 1e-3);
        assert_near(a.race_s, races[k].s, 1e-9);
    }
}

static void wrong_answers_are_refused(void **state)
{
    (void)state;
    static const struct {
        calf_question_id question;
        const char *text, *says;
    } wrong[] = {
        {CALF_ASK_heel_raises, "18,21,20", "allowed: one number, or two"},
        {CALF_ASK_heel_raises, ",", "allowed: one number, or two"},
        {CALF_ASK_heel_raises, "2", "allowed: a whole number from 3 to 120"},
        {CALF_ASK_heel_raises, "18.5", "a whole number"},
        {CALF_ASK_heel_raises, "18,many", "'many'"},
        {CALF_ASK_knee_to_wall, "25", "allowed: a number from 0 to 24 cm"},
        {CALF_ASK_knee_to_wall, "-1", "allowed: a number from 0 to 24 cm"},
        {CALF_ASK_knee_to_wall, "9 inches", "allowed: a number from 0 to 24 cm"},
        {CALF_ASK_knee_to_wall, "9,5", "'9,5'"},
        {CALF_ASK_ankle, "70", "a number from 15 to 60 degrees"},
        {CALF_ASK_ankle, "nan", "'nan'"},
        {CALF_ASK_strike, "toe", "allowed: heel, midfoot or forefoot"},
        {CALF_ASK_weekly_km, "301", "a number from 0 to 300 km"},
        {CALF_ASK_days, "8", "allowed: a whole number from 0 to 7"},
        {CALF_ASK_years, "51", "a number from 0 to 50 years"},
        {CALF_ASK_race, "48:30", "allowed: distance=time"},
        {CALF_ASK_race, "10km", "allowed: distance=time"},
        {CALF_ASK_race, "10km=", "allowed: distance=time"},
        {CALF_ASK_race, "10=48:30", "allowed: distance=time"},
        {CALF_ASK_race, "10km=48", "allowed: distance=time"},
        {CALF_ASK_race, "10km=48:3", "allowed: distance=time"},
        {CALF_ASK_race, "10km=48:60", "allowed: distance=time"},
        {CALF_ASK_race, "10km=:48:30", "allowed: distance=time"},
        {CALF_ASK_race, "10km=1:0:48:30", "allowed: distance=time"},
        {CALF_ASK_race, "0km=48:30", "allowed: distance=time"},
        {CALF_ASK_race, "10km=26:10", "(10 km in 0:26:11)"},
        {CALF_ASK_race, "half=52:00", "faster than any human has run"},
        {CALF_ASK_race, "1km=3:20", "races of 3:30"},
        {CALF_ASK_race, "100km=9:00:00", "races of 3:30"},
        {CALF_ASK_race, "5km=1:10:00", "m/s for an hour"},
        {CALF_ASK_plan, "marathon", "as-now, calf-strength-blocks, couch-to-5k, "},
        {CALF_ASK_plan, "As-now", "or return-after-sore-spell"},
        {CALF_ASK_plan, "as-now\x1b[2J", "byte 0x1b"},
        {CALF_ASK_plan, "fr\xc3\xbch", "byte 0xc3"},
    };
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        calf_answers a = {0};
        assert_int_equal(answer(&a, wrong[k].question, wrong[k].text), CALF_BAD_INPUT);
        assert_false(a.known[wrong[k].question]);
        if (strstr(calf_error_text(), wrong[k].says) == NULL)
            fail_msg("'%s': %s", wrong[k].text, calf_error_text());
    }
}

static void long_answers_are_refused(void **state)
{
    (void)state;
    char text[5000];
    calf_answers a = {0};
    memset(text, '7', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (int q = 0; q < CALF_QUESTION_COUNT; q++) {
        assert_int_equal(answer(&a, (calf_question_id)q, text), CALF_BAD_INPUT);
        assert_int_equal(answer(&a, (calf_question_id)q, text + sizeof text - 1 - CALF_ANSWER_MAX),
            CALF_BAD_INPUT);
        assert_false(a.known[q]);
    }
}

// Pairs of answers, what is said of them, or NULL where they agree.
static void answers_have_to_agree(void **state)
{
    (void)state;
    static const struct {
        calf_question_id first;
        const char *text;
        calf_question_id second;
        const char *other, *says;
    } pairs[] = {
        {CALF_ASK_knee_to_wall, "9", CALF_ASK_ankle, "37", NULL},
        {CALF_ASK_knee_to_wall, "9", CALF_ASK_ankle, "20", "about 37 degrees"},
        {CALF_ASK_knee_to_wall, "4", CALF_ASK_ankle, "40", "within 7 degrees"},
        {CALF_ASK_weekly_km, "5", CALF_ASK_days, "7", "5 km a week on 7 days"},
        {CALF_ASK_weekly_km, "7", CALF_ASK_days, "7", NULL},
        {CALF_ASK_weekly_km, "0", CALF_ASK_days, "2", "both 0, or neither"},
        {CALF_ASK_weekly_km, "9", CALF_ASK_days, "0", "both 0, or neither"},
        {CALF_ASK_weekly_km, "0.5", CALF_ASK_years, "2", "0, or 1 km or more"},
        {CALF_ASK_weekly_km, "0", CALF_ASK_plan, "as-now", "allowed: a plan that brings runs"},
        {CALF_ASK_weekly_km, "0", CALF_ASK_years, "1", "allowed: a plan that brings runs"},
        {CALF_ASK_days, "0", CALF_ASK_plan, "calf-strength-blocks", "a plan that brings runs"},
        {CALF_ASK_days, "0", CALF_ASK_plan, "couch-to-5k", NULL},
        {CALF_ASK_weekly_km, "0", CALF_ASK_plan, "return-after-sore-spell", NULL},
    };
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        calf_answers a = {0};
        assert_int_equal(answer(&a, pairs[k].first, pairs[k].text), CALF_OK);
        assert_int_equal(answer(&a, pairs[k].second, pairs[k].other), CALF_OK);
        const calf_status status = calf_answers_check(&a, CALF_ASK_plan);
        assert_int_equal(status, pairs[k].says != NULL ? CALF_BAD_INPUT : CALF_OK);
        if (pairs[k].says != NULL && strstr(calf_error_text(), pairs[k].says) == NULL)
            fail_msg("%s and %s: %s", pairs[k].text, pairs[k].other, calf_error_text());
    }
}

static void a_runner_who_rests_is_asked_for_a_plan(void **state)
{
    (void)state;
    calf_answers a = {0};
    assert_int_equal(answer(&a, CALF_ASK_weekly_km, "0"), CALF_OK);
    for (int q = CALF_ASK_weekly_km; q < CALF_ASK_plan; q++) // not asked for it yet
        assert_int_equal(calf_answers_check(&a, (calf_question_id)q), CALF_OK);
    assert_int_equal(calf_answers_check(&a, CALF_ASK_plan), CALF_BAD_INPUT);
    assert_false(calf_question_matters(&a, CALF_ASK_days));
    assert_true(calf_question_matters(&a, CALF_ASK_ankle));
    assert_int_equal(answer(&a, CALF_ASK_knee_to_wall, "9"), CALF_OK);
    assert_false(calf_question_matters(&a, CALF_ASK_ankle));
}

static void a_week_keeps_its_kilometres_and_days(void **state)
{
    (void)state;
    for (int days = 1; days <= CALF_WEEK_DAYS; days++)
        for (double km = days; km <= 300; km += 0.7) {
            const calf_usual_week week = calf_usual_week_share(km, days);
            double sum = 0;
            int runs = 0;
            for (int day = 0; day < CALF_WEEK_DAYS; day++) {
                sum += week.km[day];
                runs += week.km[day] > 0;
                assert_true(week.km[day] <= week.km[week.long_run]);
                assert_true(week.km[day] >= 0);
            }
            assert_near(sum, km, 1e-3);
            assert_int_equal(runs, days);
        }
    const calf_usual_week none = calf_usual_week_share(0, 0);
    for (int day = 0; day < CALF_WEEK_DAYS; day++)
        assert_near(none.km[day], 0, 0);
    assert_int_equal(calf_usual_days(0), 0);
    assert_int_equal(calf_usual_days(1), 1);
    assert_int_equal(calf_usual_days(24), 3);
    assert_int_equal(calf_usual_days(300), 6);
}

static char *written(const calf_answers *answers)
{
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    calf_new_experiment_write(answers, memory);
    assert_int_equal(fclose(memory), 0);
    return text;
}

static void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("'%s' is not in\n%s", part, text);
}

static void what_is_known_takes_the_place_of_the_plans_runners(void **state)
{
    (void)state;
    calf_answers a = {0};
    assert_int_equal(answer(&a, CALF_ASK_plan, "couch-to-5k"), CALF_OK);
    char *text = written(&a);
    assert_holds(text, "\n  set:\n    years_running: 0\n");
    assert_holds(text, "threshold_speed: {lognormal: [3.0, 0.12], low: 2.4}");
    assert_holds(text, "\n  usual: {} # rest");
    free(text);
    assert_int_equal(answer(&a, CALF_ASK_years, "2.5"), CALF_OK);
    assert_int_equal(answer(&a, CALF_ASK_race, "10km=60:00"), CALF_OK);
    assert_int_equal(answer(&a, CALF_ASK_strike, "forefoot"), CALF_OK);
    assert_int_equal(answer(&a, CALF_ASK_weekly_km, "10"), CALF_OK);
    assert_int_equal(answer(&a, CALF_ASK_days, "2"), CALF_OK);
    text = written(&a);
    assert_holds(text, "\n  set:\n    years_running: 2.5 ");
    assert_null(strstr(text, "years_running: 0\n"));
    assert_holds(text, "    threshold_speed: {normal: [2.78, 0.06]}\n");
    assert_null(strstr(text, "lognormal: [3.0"));
    assert_holds(text, "    forefootness: {beta: [0.5, 2.5], low: 0.75, high: 1}\n");
    assert_holds(text,
        "      wed: [{run: {distance_km: 4, intensity: 0.78}}]\n"
        "      sun: [{hour: 9, run: {distance_km: 6, intensity: 0.75}}]\n  couch:");
    assert_holds(text,
        "# Not known, and left to the plan and the priors:\n#   heel_raise_reps, "
        "dorsiflexion_rom\n");
    assert_holds(text,
        "calfsim new --strike forefoot --weekly-km 10 --days 2 --years 2.5 --race "
        "10km=60:00 --plan couch-to-5k\n");
    free(text);
}

static void ready_plans_say_what_runners_are_used_to(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double km;
        bool keeps_week;
    } plans[] = {{"as-now", 0, true}, {"calf-strength-blocks", 39.5, true},
        {"couch-to-5k", 0, false}, {"marathon-intermediate", 39, false},
        {"marathon-novice", 24, false}, {"polarised-week", 36, false},
        {"return-after-sore-spell", 39.5, false}};
    size_t count;
    const char *const *names = calf_ready_plan_choices(&count);
    assert_int_equal(count, sizeof plans / sizeof *plans);
    for (size_t k = 0; k < count; k++) {
        const calf_ready_plan *plan = calf_ready_plan_of_choice(k);
        assert_string_equal(names[k], plans[k].name);
        assert_string_equal(plan->name, plans[k].name);
        assert_near(calf_ready_plan_used_to(plan), plans[k].km, 0);
        assert_int_equal(calf_ready_plan_keeps_week(plan), plans[k].keeps_week);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threshold_speed_follows_riegel),
        cmocka_unit_test(threshold_error_grows_away_from_an_hour),
        cmocka_unit_test(knee_to_wall_has_the_published_means),
        cmocka_unit_test(errors_of_tests_are_those_published),
        cmocka_unit_test(fastest_races_are_the_records),
        cmocka_unit_test(answers_are_read),
        cmocka_unit_test(races_are_read),
        cmocka_unit_test(wrong_answers_are_refused),
        cmocka_unit_test(long_answers_are_refused),
        cmocka_unit_test(answers_have_to_agree),
        cmocka_unit_test(a_runner_who_rests_is_asked_for_a_plan),
        cmocka_unit_test(a_week_keeps_its_kilometres_and_days),
        cmocka_unit_test(what_is_known_takes_the_place_of_the_plans_runners),
        cmocka_unit_test(ready_plans_say_what_runners_are_used_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
