// SPDX-License-Identifier: GPL-3.0-or-later
// Comparisons against numbers that can be foreseen, and what the reports say about them.
#define _XOPEN_SOURCE 700 // mkdtemp
#include "opened.h"
#include "report/compare.h"
#include "report/show.h"
#include "report/text.h"
#include "report/verdict.h"

static void differences_over_worlds(void **state)
{
    (void)state;
    const sample usual = {0};
    calf_result *result = opened(&usual);
    calf_comparison *rows = NULL;
    assert_int_equal(calf_comparison_create(result, 0, 3, &rows), CALF_BAD_INPUT);
    assert_int_equal(calf_comparison_create(result, 0, 0, &rows), CALF_OK);
    const calf_outcome_comparison *sore = &rows[1].outcome[CALF_OUTCOME_sore_days];
    expect_near(sore->difference.mean, -0.55);
    expect_near(sore->difference.low, -0.73);
    expect_near(sore->difference.high, -0.37);
    expect_near(sore->difference.error, 0.2 / sqrt(3)); // worlds lie 0.2 apart
    expect_near(calf_difference_error(sore), 0.2 / sqrt(3));
    expect_near(sore->sd, sqrt(0.1875 * 40 / 39));
    expect_near(sore->error, sore->sd / sqrt(120));
    expect_near(sore->better.mean, 0.75);
    expect_near(sore->worse.mean, 0.5 / 3);
    expect_near(sore->worse.low, 0.025);
    expect_near(rows[2].hazard_ratio.middle, 3);
    expect_near(rows[2].outcome[CALF_OUTCOME_sore_days].worse.middle, 1);
    assert_true(isnan(rows[1].outcome[CALF_OUTCOME_distance].better.middle));
    expect_near(rows[0].outcome[CALF_OUTCOME_sore_days].difference.middle, 0);
    free(rows);
    closed(result);
}

static void one_world_has_no_band(void **state)
{
    (void)state;
    const sample single = {.worlds = 1};
    calf_result *result = opened(&single);
    calf_comparison *rows = NULL;
    assert_int_equal(calf_comparison_create(result, 0, 0, &rows), CALF_OK);
    const calf_band *band = &rows[1].outcome[CALF_OUTCOME_sore_days].difference;
    expect_near(band->middle, -0.75);
    assert_true(isnan(band->low) && isnan(band->high) && isnan(band->error));
    const double of_runners = sqrt(0.1875 * 40 / 39 / 40); // a quarter at 0, the others at -1
    expect_near(calf_difference_error(&rows[1].outcome[CALF_OUTCOME_sore_days]), of_runners);
    calf_band bands[SAMPLE_STRATEGIES];
    assert_int_equal(calf_outcome_bands(result, 0, CALF_OUTCOME_sore_days, bands), CALF_OK);
    expect_near(bands[0].mean, 3.95);
    expect_near(bands[0].error, 0.1 * sqrt((40 * 40 - 1) / 12.0 / 39)); // of 2, 2.1, ... 5.9
    free(rows);
    closed(result);
}

static char *shown(const sample *is, int width)
{
    char *text = NULL;
    size_t size = 0;
    calf_result *result = opened(is);
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(calf_report_show(result, 0, out, width), CALF_OK);
    fclose(out);
    closed(result);
    return text;
}

static void lines_fit(void **state)
{
    (void)state;
    const sample usual = {0};
    const int widths[] = {0, 60, 80, 132};
    for (int i = 0; i < 4; i++) {
        char *text = shown(&usual, widths[i]);
        char *rest = text, *line;
        while ((line = strtok_r(rest, "\n", &rest)))
            assert_true(calf_text_width(line) <= (widths[i] ? widths[i] : 80));
        free(text);
    }
}

static void a_result_is_told(void **state)
{
    (void)state;
    const sample usual = {.title = "Do heel\x1b[2J raises pay off?"};
    char *text = shown(&usual, 400);
    expect_in(text, "Do heel?[2J raises pay off?\n");
    expect_in(text,
        "3 strategies, 40 runners in each of 3 worlds (120 in all), 10 days after 84 of history.");
    expect_in(text,
        "heel raises: 0.6 fewer sore days a week than under 'as usual' (0.4 to 0.7 given what is "
        "unknown), better for 75 of 100 runners, worse for 25 (2 to 25). "
        "Relative overuse hazard 2.00 (2.00 to 2.00).\n");
    expect_in(text, "größer: 0.2 more sore days a week than under 'as usual'");
    expect_in(text, "worse for every runner");
    expect_in(text, "\ngrößer       middle  ▄▄▄▅▅▆▆▇▇▇\n");
    expect_in(text, "see a professional");
    expect_in(text, "Chance error of these sore days: 0.00 to 0.12 a week (mean over worlds).");
    expect_in(text, "any difference, however small");
    expect_in(text, "over 0.2 a week.");
    assert_null(strstr(text, "one world"));
    free(text);
}

static void sameness_and_single_worlds_are_told(void **state)
{
    (void)state;
    const sample alike = {.same = 1, .worlds = 1, .daily = 1u << CALF_GROUP_force};
    char *text = shown(&alike, 400);
    expect_in(text, "heel raises: for every runner the same sore days as under 'as usual'.");
    expect_in(text, "What science does not know was drawn only once (one world)");
    expect_in(text, "Chance error of these sore days: 0.18 a week (mean over runners).");
    assert_null(strstr(text, "Calf soreness by day"));
    free(text);
}

static calf_comparison made_up(double mean, double low, double high, double error)
{
    calf_comparison row = {.worlds = 20,
        .runners = 100,
        .hazard_ratio = {(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN}};
    calf_outcome_comparison *sore = &row.outcome[CALF_OUTCOME_sore_days];
    sore->difference = (calf_band){mean, low, high, mean, 0};
    sore->error = error;
    sore->lower = sore->better = (calf_band){0.5, 0.4, 0.6, 0.5, 0};
    sore->higher = sore->worse = (calf_band){0.001, 0, 0.002, 0.001, 0};
    return row;
}

static void expect_verdict(const calf_comparison *row, const char *expected)
{
    char text[1024];
    calf_verdict(row, "new", "old", text, sizeof text);
    assert_string_equal(text, expected);
}

static void verdicts_are_no_surer_than_the_numbers(void **state)
{
    (void)state;
    const char *none =
        "new: no difference in sore days from 'old' that this sample can tell, better "
        "for 50 of 100 runners (40 to 60), worse for fewer than 1.";
    calf_comparison row = made_up(0.2, 0.15, 0.25, 0.15);
    expect_verdict(&row, none);
    row = made_up(-0.3, -0.8, 0.2, 0.01);
    expect_verdict(&row,
        "new: 0.3 fewer sore days a week than under 'old' (from 0.8 fewer to 0.2 more given what "
        "is "
        "unknown, so which way is not certain), better for 50 of 100 runners (40 to 60), worse for "
        "fewer than 1.");
    row = made_up(-0.02, -0.03, -0.01, 0.001);
    row.outcome[CALF_OUTCOME_sore_days].worse = (calf_band){0, 0, 0, 0, 0};
    expect_verdict(&row,
        "new: hardly any difference in sore days from 'old', better for 50 of 100 "
        "runners (40 to 60).");
    row = made_up(0.01, -0.5, 0.6, 0.001);
    row.outcome[CALF_OUTCOME_sore_days].better.middle = 0.999;
    expect_verdict(&row,
        "new: in the middle world as many sore days as under 'old' (from 0.5 fewer to 0.6 more given what "
        "is "
        "unknown, so which way is not certain), better for more than 99 of 100 runners (40 to 60), "
        "worse for fewer than 1.");
    row.runners = 1;
    row.outcome[CALF_OUTCOME_sore_days].better.mean = 0.35;
    row.outcome[CALF_OUTCOME_sore_days].worse.mean = 0;
    expect_verdict(&row,
        "new: in the middle world as many sore days as under 'old' (from 0.5 fewer to 0.6 more given what "
        "is unknown, so which way is not certain), better in 7 of 20 worlds.");
    char small[12];
    calf_verdict(&row, "new", "old", small, sizeof small);
    assert_string_equal(small, "new: in the");
}

// The sample's sweep: every point adds half a sore day a week to the 3.95 of the first one.
static void sweeps_are_tables(void **state)
{
    (void)state;
    const sample sweep = {.points = 45}, short_one = {.points = 2, .worlds = 1};
    char *text = NULL;
    size_t size = 0;
    calf_result *result = opened(&sweep);
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(calf_report_show_sweep(result, out, 100), CALF_OK);
    fclose(out);
    expect_in(
        text, "45 points of 2 factors, each with 3 strategies, 40 runners in each of 3 worlds");
    expect_in(text, "point    volume  intensity       as usual    heel raises         größer\n");
    expect_in(text, "    0       0.8          1  3.95 +/- 0.00  3.40 +/- 0.12  4.20 +/- 0.00\n");
    expect_in(text, "   39       4.7          2  ");
    expect_in(text, "There are 5 more points; xarray ");
    assert_null(strstr(text, "\n   40 "));
    free(text);
    closed(result);

    result = opened(&short_one);
    out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(calf_report_show_sweep(result, out, 40), CALF_OK);
    fclose(out);
    expect_in(text, "\npoint    volume  intensity\n");
    expect_in(text, "\npoint       as usual    heel raises\n    0  3.95 +/- 0.18  3.20 +/- 0.19\n");
    expect_in(text, "--point");
    expect_in(text, "(one world)");

    expect_in(text, "not a diagnosis");
    assert_null(strstr(text, "more points"));
    free(text);
    closed(result);
}

static void a_point_is_told(void **state)
{
    (void)state;
    const sample sweep = {.points = 3};
    char *text = NULL;
    size_t size = 0;
    calf_result *result = opened(&sweep);
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(calf_report_show(result, 2, out, 80), CALF_OK);
    const calf_comparing comparing = {.point = 2, .outcome = -1};
    assert_int_equal(calf_report_compare(result, &comparing, out), CALF_OK);
    assert_int_equal(calf_report_show(result, 3, out, 80), CALF_BAD_INPUT);
    fclose(out);
    expect_in(text, "Point 2 of the sweep: volume 1, intensity 1\n\nThe mean over runners");
    expect_in(text, "as usual          5.0 (5.0 to 5.0)"); // 3.95 and twice a half
    expect_in(text, "Calf soreness by day, 0 to 59 mm"); // 57 and twice 1
    expect_in(text, "Point 2 of the sweep: volume 1, intensity 1\n\nheel raises minus as usual\n");
    free(text);
    closed(result);
}

static void texts_are_padded_and_wrapped(void **state)
{
    (void)state;
    char *text = NULL, number[40];
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    calf_text_pad(out, "größer", 8);
    calf_text_pad(out, "größer", -8);
    calf_text_pad(out, "größer", 4);
    calf_text_wrap(out, "|one two  three", 8, 2);
    fclose(out);
    assert_string_equal(text, "größer    größergrö…|one two\n  three\n");
    free(text);
    assert_string_equal(calf_text_number(number, sizeof number, -0.04, 1), "0.0");
    assert_string_equal(calf_text_number(number, sizeof number, -0.06, 1), "-0.1");
    assert_string_equal(calf_text_number(number, sizeof number, (double)NAN, 1), "-");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_over_worlds),
        cmocka_unit_test(one_world_has_no_band),
        cmocka_unit_test(lines_fit),
        cmocka_unit_test(a_result_is_told),
        cmocka_unit_test(sameness_and_single_worlds_are_told),
        cmocka_unit_test(verdicts_are_no_surer_than_the_numbers),
        cmocka_unit_test(sweeps_are_tables),
        cmocka_unit_test(a_point_is_told),
        cmocka_unit_test(texts_are_padded_and_wrapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
