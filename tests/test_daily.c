// SPDX-License-Identifier: GPL-3.0-or-later
// Mornings of a result: bands of one day, and of those after hard days, against numbers that are
// easy to foresee.
#define _XOPEN_SOURCE 700 // mkdtemp
#include "opened.h"

#include "analysis/daily.h"

enum { HARD = 1, EASY = 2, ODD = 4 };

// Calf soreness is 5 strategy + 2 world + 3 day + 0.5 runner (sample.h), and the median of 40
// runners reads 10 within half a bin: 9.75 lies between runners 19 and 20. A bin is 0.1 mm wide.
static void expect_bin(double value, double expected)
{
    if (!(fabs(value - expected) <= 0.35))
        fail_msg("%.6g instead of %.6g", value, expected);
}

static void bands_of_a_day(void **state)
{
    (void)state;
    const sample usual = {0};
    calf_result *result = opened(&usual);
    calf_daily daily;
    assert_true(calf_daily_is_there(result, CALF_OUTPUT_calf_soreness_mm));
    assert_int_equal(calf_daily_read(result, 0, CALF_OUTPUT_calf_soreness_mm, &daily), CALF_OK);
    const calf_band band = calf_daily_band(&daily, 1, 4, 0, CALF_DAILY_HALF);
    expect_bin(band.middle, 5 + 2 + 12 + 9.75); // world 1 is the middle one
    expect_bin(band.low, 5 + 0.2 + 12 + 9.75); // a twentieth of the way from world 0 to 2
    expect_bin(band.high, 5 + 3.8 + 12 + 9.75);
    const calf_band most = calf_daily_band(&daily, 1, 4, 0, CALF_DAILY_NINE_TENTHS);
    expect_bin(most.middle, 5 + 2 + 12 + 17.75); // between runners 35 and 36
    calf_daily_free(&daily);
    closed(result);
}

static void mornings_after(void **state)
{
    (void)state;
    const sample usual = {0};
    const unsigned marks[SAMPLE_DAYS] = {0, HARD, EASY, 0, HARD | EASY, HARD | ODD, 0, 0, 0, HARD};
    calf_result *result = opened(&usual);
    calf_daily daily;
    assert_int_equal(calf_daily_read(result, 0, CALF_OUTPUT_calf_soreness_mm, &daily), CALF_OK);
    // after days 1, 4 and 5 are mornings 2, 5 and 6, on average 13/3; the last day has none
    const calf_mornings_after hard = calf_daily_after(&daily, 0, marks, HARD, 0);
    assert_int_equal(hard.count, 3);
    expect_bin(hard.half.middle, 2 + 13 + 9.75);
    expect_bin(hard.half.low, 0.2 + 13 + 9.75);
    expect_bin(hard.nine_tenths.middle, 2 + 13 + 17.75);
    expect_bin(hard.first.middle, 2 + 6 + 9.75);
    const calf_mornings_after not_odd = calf_daily_after(&daily, 0, marks, HARD, ODD | EASY);
    assert_int_equal(not_odd.count, 1);
    expect_bin(not_odd.half.middle, 2 + 6 + 9.75);
    const calf_mornings_after none = calf_daily_after(&daily, 0, marks, ODD, HARD);
    assert_int_equal(none.count, 0);
    assert_true(isnan(none.half.middle) && isnan(none.first.middle));
    calf_daily_free(&daily);
    closed(result);
}

static void what_is_not_there(void **state)
{
    (void)state;
    const sample force = {.daily = 1u << CALF_GROUP_force};
    calf_result *result = opened(&force);
    calf_daily daily;
    assert_false(calf_daily_is_there(result, CALF_OUTPUT_calf_soreness_mm));
    assert_int_equal(
        calf_daily_read(result, 0, CALF_OUTPUT_calf_soreness_mm, &daily), CALF_BAD_INPUT);
    calf_daily_free(&daily);
    closed(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bands_of_a_day),
        cmocka_unit_test(mornings_after), cmocka_unit_test(what_is_not_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
