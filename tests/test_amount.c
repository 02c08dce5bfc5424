// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers, durations, dates and names as exports write them in their languages.
#define _XOPEN_SOURCE 700
#include "logs/activity.h"
#include "logs/amount.h"
#include "logs/label.h"
#include "logs/utf8.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void numbers_with_any_marks(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value, grouped;
    } cases[] = {{"1337", 1337, 1337}, {"9,44", 9.44, 9.44}, {"9.44", 9.44, 9.44},
        {"1,337", 1.337, 1337}, {"1.337", 1.337, 1337}, {"1,337.5", 1337.5, 1337.5},
        {"1.337,5", 1337.5, 1337.5}, {"1 337,5", 1337.5, 1337.5}, {"1\u202F337,5", 1337.5, 1337.5},
        {"1'337.5", 1337.5, 1337.5}, {"1,234,567", 1234567, 1234567}, {"'-12", -12, -12},
        {"\u221212", -12, -12}, {"0,123", 0.123, 0.123}, {"1234.567", 1234.567, 1234.567},
        {" 7 ", 7, 7}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        calf_amount amount;
        if (!calf_amount_parse(cases[k].text, &amount))
            fail_msg("'%s' is not read", cases[k].text);
        if (amount.value != cases[k].value || amount.grouped != cases[k].grouped)
            fail_msg("'%s': %g or %g", cases[k].text, amount.value, amount.grouped);
    }
    static const char *const none[] = {
        "", "--", "abc", "1,2,3", "1.2.3", "1,23,456", "12 km", "1e5", "nan", "1..2", "1,2.3,4"};
    for (size_t k = 0; k < sizeof none / sizeof *none; k++) {
        calf_amount amount;
        if (calf_amount_parse(none[k], &amount))
            fail_msg("'%s' is read as %g", none[k], amount.value);
    }
}

static void durations_with_and_without_colons(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double unit_s, seconds;
    } cases[] = {{"38:13", 1, 2293}, {"1:02:03", 1, 3723}, {"00:09:25.5", 1, 565.5},
        {"00:09:25,5", 1, 565.5}, {"2293.0", 1, 2293}, {"45", 60, 2700}, {"62,5", 60, 3750}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        double seconds;
        if (!calf_duration_parse(cases[k].text, cases[k].unit_s, &seconds))
            fail_msg("'%s' is not read", cases[k].text);
        if (seconds != cases[k].seconds)
            fail_msg("'%s': %g s", cases[k].text, seconds);
    }
    static const char *const none[] = {"", "--", "1:2:3:4", "-5", "1:75", "5 min", ":30", "5:"};
    for (size_t k = 0; k < sizeof none / sizeof *none; k++) {
        double seconds;
        if (calf_duration_parse(none[k], 1, &seconds))
            fail_msg("'%s' is read as %g s", none[k], seconds);
    }
}

static void dates_in_their_languages(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds; // by `date -u +%s`
        bool has_time, ambiguous;
    } cases[] = {{"2018-09-12 15:02:23", 1536764543, true, false},
        {"2018-09-12T15:02:23", 1536764543, true, false},
        {"Sep 12, 2018, 3:02:23 PM", 1536764543, true, false},
        {"Sep 12, 2018, 3:02:23\u202FPM", 1536764543, true, false},
        {"12.09.2018, 15:02:23", 1536764543, true, false},
        {"12 sept. 2018, 15:02:23", 1536764543, true, false},
        {"12 sep 2018 15:02:23", 1536764543, true, false},
        {"12 set 2018, 15:02:23", 1536764543, true, false},
        {"Mi, 12 September 2018 15:02", 1536764520, true, false},
        {"12 d\u00e9c. 2018 \u00e0 00:00:00", 1544572800, true, false},
        {"Jan 1, 2019, 12:00:00 AM", 1546300800, true, false},
        {"12/09/2018", 1536710400, false, true}, {"13/09/2018", 1536796800, false, false},
        {"9/13/2018", 1536796800, false, false}, {"2018-09-12", 1536710400, false, false}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        calf_moment moment;
        if (!calf_moment_parse(cases[k].text, &moment))
            fail_msg("'%s' is not read", cases[k].text);
        if (moment.seconds != cases[k].seconds || moment.has_time != cases[k].has_time ||
            moment.ambiguous != cases[k].ambiguous)
            fail_msg("'%s': %lld", cases[k].text, (long long)moment.seconds);
    }
    static const char *const none[] = {"", "yesterday", "2018-02-30", "2018-13-01", "12.09.18",
        "2018-09-12 25:00:00", "13:00:00 PM", "1018-09-12", "2018-09"};
    for (size_t k = 0; k < sizeof none / sizeof *none; k++) {
        calf_moment moment;
        if (calf_moment_parse(none[k], &moment))
            fail_msg("'%s' is read", none[k]);
    }
}

static void zones_are_said_with_times(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool has_offset;
        long offset_s;
    } cases[] = {{"2018-09-12T15:02:23Z", true, 0}, {"2018-09-12T15:02:23.123Z", true, 0},
        {"2018-09-12T15:02:23+02:00", true, 7200}, {"2018-09-12T15:02:23-0330", true, -12600},
        {"2018-09-12T15:02:23", false, 0}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        calf_moment moment;
        if (!calf_moment_parse(cases[k].text, &moment))
            fail_msg("'%s' is not read", cases[k].text);
        if (moment.has_offset != cases[k].has_offset || moment.offset_s != cases[k].offset_s)
            fail_msg("'%s': %ld", cases[k].text, moment.offset_s);
    }
    static const struct {
        const char *text;
        long seconds;
    } zones[] = {{"+02:00", 7200}, {"-3:30", -12600}, {"+2", 7200}, {"Z", 0}, {"+0545", 20700},
        {"+14:00", 50400}};
    long seconds;
    for (size_t k = 0; k < sizeof zones / sizeof *zones; k++) {
        if (!calf_zone_parse(zones[k].text, &seconds) || seconds != zones[k].seconds)
            fail_msg("'%s'", zones[k].text);
    }
    static const char *const none[] = {"", "2", "+15:00", "+2:75", "+", "UTC", "+1:2:3"};
    for (size_t k = 0; k < sizeof none / sizeof *none; k++)
        if (calf_zone_parse(none[k], &seconds))
            fail_msg("'%s' is read as %ld", none[k], seconds);
}

static void names_are_compared_without_their_dress(void **state)
{
    (void)state;
    char label[64];
    assert_true(calf_label("  <b>\u00d8  Schrittl\u00c4nge</b>\u00a0 ", label, sizeof label));
    assert_string_equal(label, "\u00f8 schrittl\u00e4nge");
    assert_int_equal(calf_label_column("Dur\u00e9e"), CALF_COLUMN_TIMER);
    assert_int_equal(calf_label_column("Type d\u2019activit\u00e9"), CALF_COLUMN_TYPE);
    assert_int_equal(calf_label_column("Calories"), CALF_COLUMN_COUNT);
    bool treadmill;
    assert_int_equal(calf_label_sport("Laufbandtraining", &treadmill), CALF_SPORT_RUN);
    assert_true(treadmill);
    assert_int_equal(calf_label_sport("Trail Run", &treadmill), CALF_SPORT_RUN);
    assert_false(treadmill);
    assert_int_equal(calf_label_sport("Walk", &treadmill), CALF_SPORT_OTHER);
}

static void foreign_text_becomes_one_clean_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *line;
    } cases[] = {{"a\nb\r\n  c", "a b c"}, {"x\u2028y\u202Ez", "x y z"},
        {"abcdefghijkl", "abcdefghij..."}, {"\x1b[31mred", "[31mred"}, {"\xff\xfe\xc0\x80", ""},
        {"f\u00fcnf", "f\u00fcnf"}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char line[4 * 10 + 5];
        calf_utf8_line(cases[k].text, 10, line);
        assert_string_equal(line, cases[k].line);
    }
    assert_true(calf_utf8_is("f\u00fcnf"));
    assert_false(calf_utf8_is("f\xfcnf"));
    assert_false(calf_utf8_is("\xed\xa0\x80")); // a surrogate
    assert_false(calf_utf8_is("\xc0\xaf")); // too long for what it says
    char converted[16];
    calf_utf8_of_latin1("f\xfcnf \x80", converted);
    assert_string_equal(converted, "f\u00fcnf \u20ac");
}

static void days_count_from_1970(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        int64_t days; // by `date -u +%s`
    } cases[] = {{1970, 1, 1, 0}, {2000, 2, 29, 11016}, {2026, 11, 23, 20780}, {1969, 12, 31, -1}};
    int64_t days;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        assert_true(calf_days_of_date(cases[k].year, cases[k].month, cases[k].day, &days));
        assert_int_equal(days, cases[k].days);
    }
    assert_false(calf_days_of_date(2026, 2, 29, &days));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_with_any_marks),
        cmocka_unit_test(durations_with_and_without_colons),
        cmocka_unit_test(dates_in_their_languages),
        cmocka_unit_test(zones_are_said_with_times),
        cmocka_unit_test(names_are_compared_without_their_dress),
        cmocka_unit_test(foreign_text_becomes_one_clean_line),
        cmocka_unit_test(days_count_from_1970),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
