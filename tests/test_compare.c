// SPDX-License-Identifier: GPL-3.0-or-later
// Benefits, margins and intervals against numbers worked out by hand.
#define _XOPEN_SOURCE 700 // mkdtemp
#include "analysis/paired.h"
#include "made.h"
#include "report/text.h"

static void proportions_have_wilsons_interval(void **state)
{
    (void)state;
    calf_proportion part = calf_proportion_of(7, 20);
    expect_near(part.share, 0.35);
    assert_true(fabs(part.low - 0.18119) < 1e-5 && fabs(part.high - 0.56715) < 1e-5);
    const double z2 = 1.959963984540054 * 1.959963984540054; // ends of none and all, by algebra
    part = calf_proportion_of(0, 3);
    assert_true(part.low == 0);
    expect_near(part.high, z2 / (3 + z2));
    part = calf_proportion_of(3, 3);
    assert_true(part.high == 1);
    expect_near(part.low, 3 / (3 + z2));
    part = calf_proportion_of(0, 0);
    assert_true(isnan(part.share) && isnan(part.low) && isnan(part.high));
}

static void expect_share(calf_read_share read, double share, double least, double most)
{
    expect_near(read.share, share);
    expect_near(read.least, least);
    expect_near(read.most, most);
}

static void shares_are_read_between_quantiles(void **state)
{
    (void)state;
    const double quantile[] = {-2, -1, -0.8, -0.4, 0, 0.2, 0.6, 1, 3};
    const calf_paired paired = {quantile, 0.45, 0.4, 0};
    expect_share(calf_paired_below(&paired, 0), 0.45, 0.45, 0.45);
    expect_share(calf_paired_below(&paired, 0.2), 0.35, 0.25, 0.45); // half way to no difference
    expect_share(calf_paired_below(&paired, 0.4), 0.25, 0.1, 0.25);
    expect_share(calf_paired_below(&paired, 0.6), 0.175, 0.1, 0.25);
    expect_share(calf_paired_below(&paired, 3), 0, 0, 0.01);
    expect_share(calf_paired_above(&paired, 0), 0.4, 0.4, 0.4);
    expect_share(calf_paired_above(&paired, 0.5), 0.1 + 0.15 / 4, 0.1, 0.25);
    // 0.01 + 0.04 (2 - x) below and 0.01 + 0.04 (3 - x) / 2 above are 0.05 together
    expect_near(calf_paired_margin(&paired, 0.95), 0.11 / 0.06);
    const calf_paired few = {quantile, 0.005, 0.045, 0};
    expect_near(calf_paired_margin(&few, 0.95), 0);
    const calf_paired none = {quantile, (double)NAN, (double)NAN, 0};
    assert_true(isnan(calf_paired_below(&none, 1).share));
    assert_true(isnan(calf_paired_margin(&none, 0.95)));
}

static void steps_leave_nothing_between_them(void **state)
{
    (void)state;
    // 30 of 100 runners at -0.5, 10 at -0.25, 45 at 0, 10 at 0.25, 5 at 1; bins blur by 0.014
    const double quantile[] = {-0.504, -0.502, -0.5, -0.492, 0, 0, 0.25, 0.26, 1};
    const calf_paired paired = {quantile, 0.4, 0.15, 0.25};
    for (double margin = 0; margin < 0.25; margin += 0.06) {
        expect_share(calf_paired_below(&paired, margin), 0.4, 0.4, 0.4);
        expect_share(calf_paired_above(&paired, margin), 0.15, 0.15, 0.15);
    }
    // more than one step is read at one and a half: from 0.492 to the 0.125 where 0.4 begins
    const double read = 0.25 + (0.492 - 0.375) / (0.492 - 0.125) * 0.15;
    expect_share(calf_paired_below(&paired, 0.25), read, 0.25, 0.4);
    expect_share(calf_paired_below(&paired, 0.49), read, 0.25, 0.4);
    expect_share(calf_paired_below(&paired, 0.5), 0, 0, 0.01);
    // beyond 0.5 nobody below and, of the line from (1, 0.01) to (0.26, 0.05), 0.03 at 0.625
    expect_near(calf_paired_margin(&paired, 0.95), 0.5);
}

// The sample's second strategy differs by -0.75, -0.55 and -0.35 on average in its three worlds,
// each of a quarter of runners 0.25 and three quarters 0.75 to the side of it.
static void the_mean_has_two_intervals(void **state)
{
    (void)state;
    const sample usual = {0}, single = {.worlds = 1};
    const double t_2 = 4.302653, t_39 = 2.022691; // Student's t at 0.975
    const double runners_error = sqrt(0.1875 / 39);
    calf_comparison *rows = NULL;
    calf_result *result = opened(&usual);
    calf_benefit *benefits = benefits_of(result, &rows, CALF_OUTCOME_sore_days, 0.5);
    const calf_outcome_benefit *sore = &benefits[1].outcome[CALF_OUTCOME_sore_days];
    expect_near(sore->mean_low, -0.55 - t_2 * 0.2 / sqrt(3));
    expect_near(sore->mean_high, -0.55 + t_2 * 0.2 / sqrt(3));
    expect_near(rows[1].outcome[CALF_OUTCOME_sore_days].difference.low, -0.73);
    assert_int_equal(sore->better.count, 3);
    assert_int_equal(benefits[2].outcome[CALF_OUTCOME_sore_days].better.count, 0);
    assert_int_equal(benefits[0].outcome[CALF_OUTCOME_sore_days].better.count, 0);
    assert_int_equal(benefits[1].outcome[CALF_OUTCOME_distance].better.of, 0);
    assert_true(isnan(benefits[1].outcome[CALF_OUTCOME_distance].gain.mean));
    free(rows);
    free(benefits);
    closed(result);

    result = opened(&single);
    benefits = benefits_of(result, &rows, CALF_OUTCOME_sore_days, 0.5);
    sore = &benefits[1].outcome[CALF_OUTCOME_sore_days];
    expect_near(sore->mean_low, -0.75 - t_39 * runners_error);
    expect_near(sore->mean_high, -0.75 + t_39 * runners_error);
    free(rows);
    free(benefits);
    closed(result);
}

static void means_are_alike_world_by_world(void **state)
{
    (void)state;
    const sample usual = {0};
    const double t_39 = 1.684875; // at 0.95: two one-sided tests
    const double off = t_39 * sqrt(0.1875 / 39);
    const struct {
        double within;
        size_t alike;
    } cases[] = {{0.35 + off - 1e-4, 0}, {0.35 + off + 1e-4, 1}, {0.55 + off + 1e-4, 2},
        {0.75 + off - 1e-4, 2}, {0.75 + off + 1e-4, 3}};
    calf_result *result = opened(&usual);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        calf_comparison *rows = NULL;
        calf_benefit *benefits =
            benefits_of(result, &rows, CALF_OUTCOME_sore_days, cases[i].within);
        const calf_proportion alike = benefits[1].outcome[CALF_OUTCOME_sore_days].alike;
        assert_int_equal(alike.of, 3);
        assert_int_equal(alike.count, cases[i].alike);
        free(rows);
        free(benefits);
    }
    closed(result);
}

// Of 20 runners 6 have 0.75 sore days fewer, 4 a quarter fewer, 2 half a day more and 8 as many; in
// every third world all have a quarter more than that.
static double in_quarters(size_t world, size_t runner)
{
    const size_t one = runner % 20;
    const double plain = one < 6 ? -0.75 : one < 10 ? -0.25 : one < 12 ? 0.5 : 0;
    return plain + (world % 3 == 2 ? 0.25 : 0);
}

static void runners_who_gain_are_counted(void **state)
{
    (void)state;
    const made is = {3, 200, in_quarters, CALF_OUTCOME_sore_days};
    calf_result *result = make(&is);
    calf_comparison *rows = NULL;
    calf_benefit *benefits = benefits_of(result, &rows, CALF_OUTCOME_sore_days, (double)NAN);
    const calf_outcome_benefit *sore = &benefits[1].outcome[CALF_OUTCOME_sore_days];
    expect_near(sore->margin, 0.2);
    expect_near(sore->gain.middle, 0.5);
    expect_near(sore->gain.low, 0.32); // a tenth of the way from 0.3 of the third world to 0.5
    expect_near(sore->gain.mean, 1.3 / 3);
    expect_near(sore->lose.mean, (0.1 + 0.1 + 0.5) / 3); // 0.5: 2 of 20, and the 8 that had as many
    expect_near(sore->within.mean, (0.4 + 0.4 + 0.2) / 3);
    expect_near(sore->resolution, 0);
    expect_near(sore->margin_of_95.middle, 0.75);
    expect_near(sore->margin_of_95.low, 0.75);
    free(rows);
    free(benefits);
    // half a day or more: 6 of 20 gain and 2 of 20 lose in every world; read at one and a half
    // steps of the lines from (0.75, 0.25) to (0.125, 0.5) and, in the third, (0.5, 0.25) to
    // (0.125, 0.3)
    benefits = benefits_of(result, &rows, CALF_OUTCOME_sore_days, 0.3);
    sore = &benefits[1].outcome[CALF_OUTCOME_sore_days];
    assert_true(fabs(sore->gain.mean - 0.3) <= sore->resolution);
    assert_true(fabs(sore->lose.mean - 0.1) <= sore->resolution);
    assert_true(fabs(sore->gain.mean - (0.4 + 0.4 + 0.25 + 0.05 / 3) / 3) < 0.003);
    assert_true(sore->resolution < 0.15);
    free(rows);
    free(benefits);
    closed(result);
}

// 0 to 9 mm less, a tenth of the runners each.
static double in_tenths(size_t world, size_t runner)
{
    (void)world;
    return -(double)(runner % 10);
}

static void usual_margins_are_exact(void **state)
{
    (void)state;
    const made is = {20, 200, in_tenths, CALF_OUTCOME_peak_soreness};
    const double withins[] = {(double)NAN, 5, 5.5};
    calf_result *result = make(&is);
    for (int i = 0; i < 3; i++) {
        calf_comparison *rows = NULL;
        calf_benefit *benefits = benefits_of(result, &rows, is.outcome, withins[i]);
        const calf_outcome_benefit *sore = &benefits[1].outcome[is.outcome];
        const calf_comparing asked = {.outcome = (int)is.outcome, .within = withins[i]};
        char *text = told_as(result, &asked);
        if (i < 2) { // 6 to 9 of 0 to 9 are more than 5
            expect_near(sore->gain.mean, 0.4);
            expect_near(sore->within.mean, 0.6);
            expect_near(sore->resolution, 0);
            expect_in(text, "40 gain, 0 lose (none of 4000), 60 stay the same");
            expect_not_in(text, "stored quantiles");
        } else {
            assert_true(sore->resolution > 0.05);
            assert_true(fabs(sore->gain.mean - 0.4) <= sore->resolution);
            expect_in(text, "stored quantiles");
            expect_not_in(text, "none of");
        }
        free(text);
        free(rows);
        free(benefits);
    }
    closed(result);
}

static double in_thirds(size_t world, size_t runner)
{
    (void)world;
    return (double)(runner % 3) - 1;
}

static void counts_add_up_to_100(void **state)
{
    (void)state;
    made is = {20, 600, in_thirds, CALF_OUTCOME_sore_days};
    calf_result *result = make(&is);
    char *text = told(result, is.outcome, 0);
    expect_in(text, "33 gain, 33 lose, 34 stay the same");
    free(text);
    closed(result);
}

static void comparisons_are_told_and_tabled(void **state)
{
    (void)state;
    const sample usual = {0};
    char *text = NULL;
    size_t size = 0;
    calf_result *result = opened(&usual);
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    calf_comparing asked = {.against = 1, .outcome = -1};
    assert_int_equal(calf_report_compare(result, &asked, out), CALF_OK);
    asked.against = 9;
    assert_int_equal(calf_report_compare(result, &asked, out), CALF_BAD_INPUT);
    fclose(out);
    expect_in(text,
        "as usual minus heel raises\n"
        "  Sore days: 0.55 a week more in the middle world, 0.37 to 0.73 more in 9 of 10 "
        "worlds: that is\n  what science does not know. Averaged over worlds: 0.55 a "
        "week more; another draw of as many\n  would find it between 0.05 and 1.05 more "
        "(95 %): that is chance.\n"
        "  The mean runner is better off in 0 of 3 worlds: a probability of benefit of 0 % "
        "(chance: 0 to\n  56 %). Of 100 runners like these, 8 gain (0 to 22 in 9 of 10 "
        "worlds), 75 lose, 17 stay the\n  same (2 to 25), which means "
        "within 0.2 a week.\n"); // the quarter differs by 0, -0.2 and -0.4 in the three worlds
    expect_in(text,
        "sore days          1/week    +0.55     +0.37 to +0.73     +0.05 to +1.05     0.0     0.2"
        "   8.3  75.0\n");
    expect_in(text, "größer minus heel raises\n");
    expect_not_in(text, "heel raises minus heel raises");
    for (char *rest = text, *line; (line = strtok_r(rest, "\n", &rest));)
        assert_true(calf_text_width(line) <= 100);
    free(text);
    closed(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(proportions_have_wilsons_interval),
        cmocka_unit_test(shares_are_read_between_quantiles),
        cmocka_unit_test(steps_leave_nothing_between_them),
        cmocka_unit_test(the_mean_has_two_intervals),
        cmocka_unit_test(means_are_alike_world_by_world),
        cmocka_unit_test(runners_who_gain_are_counted),
        cmocka_unit_test(usual_margins_are_exact),
        cmocka_unit_test(counts_add_up_to_100),
        cmocka_unit_test(comparisons_are_told_and_tabled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
