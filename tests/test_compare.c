// SPDX-License-Identifier: GPL-3.0-or-later
// Benefits, margins, intervals and doubts against numbers worked out by hand.
#define _XOPEN_SOURCE 700 // mkdtemp
#include "analysis/paired.h"
#include "opened.h"
#include "report/compare.h"
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

static calf_benefit *benefits_of(
    const calf_result *result, calf_comparison **rows, calf_outcome_id id, double within)
{
    calf_benefit *benefits = NULL;
    const calf_comparing asked = {.outcome = (int)id, .within = within};
    assert_int_equal(calf_compared_create(result, &asked, rows, &benefits), CALF_OK);
    return benefits;
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

// A result of two strategies that differ by what a function says; days of 28 make sore days
// multiples of a quarter.
typedef struct made {
    size_t worlds, runners;
    double (*difference)(size_t world, size_t runner);
    calf_outcome_id outcome;
} made;

static void fill(const made *is, size_t world, calf_statistics *statistics)
{
    for (size_t r = 0; r < is->runners; r++) {
        double outcomes[2][CALF_OUTCOME_COUNT] = {{0}};
        outcomes[0][is->outcome] = 3;
        outcomes[1][is->outcome] = 3 + is->difference(world, r);
        calf_statistics_begin(statistics, 1);
        for (size_t s = 0; s < 2; s++)
            for (size_t d = 0; d < 28; d++)
                for (size_t c = 0; c < statistics->components.count; c++)
                    calf_statistics_add_morning(statistics, s, d, c, outcomes[0]);
        calf_statistics_add_outcomes(statistics, outcomes[0], 1);
    }
}

static calf_result *make(const made *is)
{
    const sample usual = {.worlds = is->worlds, .daily = 1u << CALF_GROUP_force};
    const calf_provenance provenance = {"", "", "", "", "", "", "", "", 1, 1};
    const double parameters[CALF_PARAMETER_COUNT] = {0};
    calf_result_header header = sample_header(&usual);
    calf_result_writer *writer = NULL;
    calf_statistics *statistics = NULL;
    calf_world_numbers *numbers = NULL;
    calf_result *result = NULL;
    char path[100];
    own_place(path);
    header.runners = is->runners;
    header.strategy_count = 2;
    header.days = 28;
    assert_int_equal(
        calf_statistics_create(2, 28, header.daily, is->runners, &statistics), CALF_OK);
    assert_int_equal(calf_result_create(path, &header, &writer), CALF_OK);
    assert_int_equal(calf_world_numbers_create(&header, &numbers), CALF_OK);
    for (size_t w = 0; w < is->worlds; w++) {
        calf_statistics_clear(statistics);
        fill(is, w, statistics);
        assert_int_equal(calf_world_numbers_read(numbers, statistics, parameters), CALF_OK);
        assert_int_equal(calf_result_write_world(writer, 0, w, numbers), CALF_OK);
    }
    calf_world_numbers_destroy(numbers);
    calf_statistics_destroy(statistics);
    assert_int_equal(calf_result_finish(writer, &provenance), CALF_OK);
    assert_int_equal(calf_result_open(path, &result), CALF_OK);
    return result;
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

// The mean differs by -1, of every other world by 3 more or less; half of the runners by 0.5 more
// or less than that.
static double uncertain(size_t world, size_t runner)
{
    return (world % 2 ? 2 : -4) + (runner % 2 ? 0.5 : -0.5);
}

// As in_quarters() the first runners of each world, others do not differ.
static double for_few(size_t world, size_t runner)
{
    (void)world;
    return runner < 3 ? -1 : runner < 30 ? 1 : 0;
}

// As it is told, without the breaks inside paragraphs.
static char *told(const calf_result *result, calf_outcome_id id, int whole)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    const calf_comparing asked = {.outcome = whole ? -1 : (int)id, .within = (double)NAN};
    assert_non_null(out);
    assert_int_equal(calf_report_compare(result, &asked, out), CALF_OK);
    fclose(out);
    for (char *at = text; !whole && (at = strstr(at, "\n  ")) != NULL;)
        memmove(at, at + 2, strlen(at + 2) + 1), *at = ' ';
    return text;
}

static void expect_not_in(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("'%s' is in\n%s", part, text);
}

static void doubts_come_and_go_with_worlds(void **state)
{
    (void)state;
    made is = {4, 600, uncertain, CALF_OUTCOME_peak_soreness};
    const double t_3 = 3.182446, error = 3 / sqrt(3); // 3 sqrt(4 / 3) / sqrt(4)
    calf_comparison *rows = NULL;
    calf_result *result = make(&is);
    calf_benefit *benefits = benefits_of(result, &rows, is.outcome, (double)NAN);
    calf_doubts doubts = calf_doubts_of(&rows[1], &benefits[1], is.outcome);
    assert_true(fabs(doubts.mean_times - pow(t_3 * error, 2)) < 1e-4);
    expect_near(doubts.worlds_times, 5);
    expect_near(doubts.runners_times, 0);
    doubts = calf_doubts_of(&rows[1], &benefits[1], CALF_OUTCOME_sore_days); // no difference at all
    expect_near(doubts.mean_times, 0);
    char *text = told(result, is.outcome, 0);
    expect_in(text,
        " Warning: this sample cannot tell the mean difference from none; it takes about 31 times "
        "as many worlds.\n");
    expect_in(text,
        "Warning: 4 worlds are too few to say what 9 of 10 do; it takes 20 or more, "
        "about 5.0 times as");
    free(text);
    text = told(result, is.outcome, 1);
    expect_in(text, "-6.51 to +4.51?"); // -1 -+ 3.182446 * 1.732051
    free(text);
    free(rows);
    free(benefits);
    closed(result);

    is.worlds = 20; // enough for a band, not for the mean: (2.093024 * 3 / sqrt(19))^2 is 2.075
    result = make(&is);
    text = told(result, is.outcome, 0);
    expect_in(text, "it takes about 2.1 times as many worlds.");
    expect_not_in(text, "too few");
    free(text);
    closed(result);

    is.worlds = 40; // 2.0227 * 3 / sqrt(39) is 0.97
    result = make(&is);
    for (int whole = 0; whole < 2; whole++) {
        text = told(result, is.outcome, whole);
        expect_not_in(text, "Warning");
        expect_not_in(text, "?   "); // the mark of the table
        free(text);
    }
    closed(result);
}

static void doubts_come_and_go_with_runners(void **state)
{
    (void)state;
    made is = {20, 100, for_few, CALF_OUTCOME_sore_days}; // 3 gain, 27 lose
    calf_comparison *rows = NULL;
    calf_result *result = make(&is);
    calf_benefit *benefits = benefits_of(result, &rows, is.outcome, (double)NAN);
    const calf_doubts doubts = calf_doubts_of(&rows[1], &benefits[1], is.outcome);
    expect_near(doubts.runners_times, 5.0 / 3);
    expect_near(doubts.worlds_times, 0);
    expect_near(doubts.mean_times, 0); // every world has the same mean
    char *text = told(result, is.outcome, 0);
    expect_in(text,
        "fewer than 5 of the 100 in a world are on one side; it takes about 1.7 "
        "times as many runners.");
    expect_in(text, "Of 100 runners like these, 3 gain, 27 lose, 70 stay the same");
    free(text);
    free(rows);
    free(benefits);
    closed(result);
    is.runners = 500; // 3 of 500 are rarer than 1 in 100, and so is whatever is not seen
    result = make(&is);
    text = told(result, is.outcome, 0);
    expect_not_in(text, "Warning");
    free(text);
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

static void one_world_of_few_runners_is_doubted(void **state)
{
    (void)state;
    made is = {1, 40, uncertain, CALF_OUTCOME_peak_soreness};
    calf_result *result = make(&is);
    char *text = told(result, is.outcome, 0);
    expect_in(text,
        "Worst soreness: 4.00 mm less. Another draw of as many would find it between 3.84 "
        "and 4.16 less (95 %)"); // 4 -+ 2.022691 * 0.5 / sqrt(39)
    expect_in(text, "(one world)");
    expect_in(text, "It takes 20 worlds or more.");
    expect_not_in(text, "probability of benefit");
    expect_not_in(text, "9 of 10 worlds");
    expect_in(text, "The mean runner stays within 5 mm in this one world.");
    free(text);
    closed(result);
}

static void a_single_runner_is_no_share(void **state)
{
    (void)state;
    made is = {20, 1, uncertain, CALF_OUTCOME_peak_soreness}; // -4.5 and 1.5, the margin is 5
    calf_result *result = make(&is);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    const calf_comparing asked = {.outcome = (int)is.outcome, .within = 2};
    assert_int_equal(calf_report_compare(result, &asked, out), CALF_OK);
    fclose(out);
    expect_in(
        text, "This one runner gains in 10 of 20 worlds and loses in 0, counting more than 2 mm.");
    expect_not_in(text, "100 runners");
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
        "(chance: 0 to\n  56 %). Of 100 runners like these, 17 gain (2 to 25 in 9 of 10 "
        "worlds), 75 lose, 8 stay the\n  same (0 to 22), which means "
        "within 0.2 a week.\n");
    expect_in(text,
        "sore days          1/week    +0.55     +0.37 to +0.73     +0.05 to +1.05     0.0     0.2"
        "  16.7  75.0\n");
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
        cmocka_unit_test(doubts_come_and_go_with_worlds),
        cmocka_unit_test(doubts_come_and_go_with_runners),
        cmocka_unit_test(counts_add_up_to_100),
        cmocka_unit_test(one_world_of_few_runners_is_doubted),
        cmocka_unit_test(a_single_runner_is_no_share),
        cmocka_unit_test(comparisons_are_told_and_tabled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
