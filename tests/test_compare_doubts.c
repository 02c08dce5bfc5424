// SPDX-License-Identifier: GPL-3.0-or-later
// What a comparison says that its sample cannot tell: warnings that come and go with the number of
// worlds and runners.
#define _XOPEN_SOURCE 700 // mkdtemp
#include "made.h"

// The mean differs by -1, of every other world by 3 more or less; half of the runners by 0.5 more
// or less than that.
static double uncertain(size_t world, size_t runner)
{
    return (world % 2 ? 2 : -4) + (runner % 2 ? 0.5 : -0.5);
}

// 3 runners of each world gain and 27 lose.
static double for_few(size_t world, size_t runner)
{
    (void)world;
    return runner < 3 ? -1 : runner < 30 ? 1 : 0;
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
    assert_true(doubts.share_times[0] == 0 && doubts.share_times[1] == 0);
    assert_true(doubts.band_times[0] == 0 && doubts.band_times[1] == 0);
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

static calf_doubts doubts_of(const made *is)
{
    calf_comparison *rows = NULL;
    calf_result *result = make(is);
    calf_benefit *benefits = benefits_of(result, &rows, is->outcome, (double)NAN);
    const calf_doubts doubts = calf_doubts_of(&rows[1], &benefits[1], is->outcome);
    free(rows);
    free(benefits);
    closed(result);
    return doubts;
}

static char *told_of(const made *is)
{
    calf_result *result = make(is);
    char *text = told(result, is->outcome, 0);
    closed(result);
    return text;
}

static void doubts_come_and_go_with_runners(void **state)
{
    (void)state;
    made is = {1, 100, for_few, CALF_OUTCOME_sore_days}; // 3 gain, 27 lose
    calf_doubts doubts = doubts_of(&is);
    expect_near(
        doubts.share_times[0], 4 * 0.03 * 0.97 / 100 / (0.03 * 0.03)); // (2 error / share)^2
    expect_near(doubts.share_times[1], 0);
    char *text = told_of(&is);
    expect_in(text, "Of 100 runners like these, 3 gain, 27 lose, 70 stay the same");
    expect_in(text,
        "Warning: this sample cannot tell how many gain; it takes about 1.3 times as many "
        "runners.");
    expect_not_in(text, "lose; it takes");
    free(text);

    is.worlds = 20; // 60 of 2000 gain
    text = told_of(&is);
    expect_in(text, "Of 100 runners like these, 3 gain, 27 lose, 70 stay the same");
    expect_not_in(text, "Warning");
    free(text);

    is = (made){1, 500, for_few, CALF_OUTCOME_sore_days}; // 3 of 500: right to 1 of 100
    text = told_of(&is);
    expect_in(text, "1 gain, 5 lose, 94 stay the same");
    expect_not_in(text, "cannot tell how many");
    free(text);
}

// Half of the runners gain in every world whose number a count of worlds divides.
static double in_some_worlds(size_t world, size_t runner, size_t every)
{
    return world % every == 0 && runner % 2 ? -1 : 0;
}

static double in_every_20th(size_t world, size_t runner)
{
    return in_some_worlds(world, runner, 20);
}

static double in_every_2nd(size_t world, size_t runner)
{
    return in_some_worlds(world, runner, 2);
}

static void worlds_too_few_for_a_share_are_doubted(void **state)
{
    (void)state;
    // 0.5 in one of 20 worlds: the average is 0.025, its error 0.5 / 20
    made is = {20, 100, in_every_20th, CALF_OUTCOME_sore_days};
    calf_doubts doubts = doubts_of(&is);
    expect_near(doubts.share_times[0], 4);
    char *text = told_of(&is);
    expect_in(text, "cannot tell how many gain; it takes about 4.0 times as many worlds.");
    expect_in(text, "0 lose (none of 2000)");
    free(text);
    is.difference = in_every_2nd;
    text = told_of(&is);
    expect_in(text, "25 gain (0 to 50 in 9 of 10 worlds), 0 lose (none of 2000)");
    expect_not_in(text, "Warning");
    free(text);
}

static double one_gains(size_t world, size_t runner)
{
    (void)world;
    return runner == 7 ? -1 : 0;
}

static void worlds_that_agree_by_luck_are_doubted(void **state)
{
    (void)state;
    made is = {3, 20, one_gains, CALF_OUTCOME_sore_days}; // 3 of 60 gain
    calf_doubts doubts = doubts_of(&is);
    expect_near(doubts.share_times[0], 4 * 0.05 * 0.95 / 60 / (0.05 * 0.05));
    is.worlds = 4; // 4 of 80: twice the error is 0.0487
    doubts = doubts_of(&is);
    expect_near(doubts.share_times[0], 0);
}

// 20 of 100 gain in one half of the worlds and 30 of 100 in the other.
static double in_two_kinds(size_t world, size_t runner)
{
    return runner % 100 < (world % 2 ? 20 : 30) ? -1 : 0;
}

// The band without its noise: the variance over worlds minus that of a world's runners.
static void noise_in_a_band_is_doubted(void **state)
{
    (void)state;
    made is = {20, 100, in_two_kinds, CALF_OUTCOME_sore_days};
    const double variance = 0.05 * 0.05 * 20 / 19, noise = (0.2 * 0.8 + 0.3 * 0.7) / 2 / 100;
    const double plain = sqrt(variance - noise); // 0.028, with noise 0.051, whose band is 0.1 long
    const double allowed = plain + 0.02 / (0.1 / sqrt(variance)); // 2 of 100 shorter
    calf_doubts doubts = doubts_of(&is);
    expect_near(doubts.band_times[0], noise / (allowed * allowed - plain * plain));
    expect_near(doubts.band_times[1], 0);
    char *text = told_of(&is);
    expect_in(text, "25 gain (20 to 30 in 9 of 10 worlds), 0 lose (none of 2000)");
    expect_in(text, // 2 * 1.645 * 0.043 is 0.14
        "Warning: 100 runners in a world are too few for the band of those who gain: chance alone "
        "spreads them over 14 of 100; it takes about 2.8 times as many runners in a world.");
    free(text);
    is.runners = 300; // plain is 0.045 / 0.051 of the SD: the band 1.2 of 100 shorter
    text = told_of(&is);
    expect_in(text, "25 gain (20 to 30 in 9 of 10 worlds)");
    expect_not_in(text, "Warning");
    free(text);
}

// 10 of 100 gain in one half of the worlds and 50 of 100 in the other.
static double in_two_extremes(size_t world, size_t runner)
{
    return runner % 10 < (world % 2 ? 1 : 5) ? -1 : 0;
}

static void noise_beside_a_wide_band_is_not(void **state)
{
    (void)state;
    // 0.0085 of the square of the SD, 0.042, is noise: the band is 0.4 long instead of 0.357
    made is = {20, 20, in_two_extremes, CALF_OUTCOME_sore_days};
    calf_doubts doubts = doubts_of(&is);
    expect_near(doubts.band_times[0], 0);
    is.runners = 10; // 0.017 of it: 0.309
    doubts = doubts_of(&is);
    const double variance = 0.2 * 0.2 * 20 / 19, noise = (0.1 * 0.9 + 0.5 * 0.5) / 2 / 10;
    const double plain = variance - noise, allowed = plain / 0.64; // squares
    expect_near(doubts.band_times[0], noise / (allowed - plain));
}

// Nobody gains, and 4 of 1000 lose.
static double rarely(size_t world, size_t runner)
{
    (void)world;
    return runner < 4 ? 1 : 0;
}

static void rare_runners_are_counted_and_not_doubted(void **state)
{
    (void)state;
    const made is = {20, 1000, rarely, CALF_OUTCOME_sore_days};
    char *text = told_of(&is);
    expect_in(text, "0 gain (none of 20000), 0 lose (80 of 20000), 100 stay the same");
    expect_not_in(text, "Warning");
    free(text);
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
    const calf_comparing asked = {.outcome = (int)is.outcome, .within = 2};
    char *text = told_as(result, &asked);
    expect_in(
        text, "This one runner gains in 10 of 20 worlds and loses in 0, counting more than 2 mm.");
    expect_not_in(text, "100 runners");
    free(text);
    closed(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doubts_come_and_go_with_worlds),
        cmocka_unit_test(doubts_come_and_go_with_runners),
        cmocka_unit_test(worlds_too_few_for_a_share_are_doubted),
        cmocka_unit_test(worlds_that_agree_by_luck_are_doubted),
        cmocka_unit_test(noise_in_a_band_is_doubted),
        cmocka_unit_test(noise_beside_a_wide_band_is_not),
        cmocka_unit_test(rare_runners_are_counted_and_not_doubted),
        cmocka_unit_test(one_world_of_few_runners_is_doubted),
        cmocka_unit_test(a_single_runner_is_no_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
