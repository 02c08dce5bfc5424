// SPDX-License-Identifier: GPL-3.0-or-later
// Tracks: what was run, when it stood still, and how far it went up, from points that are computed.
#include "logs/track.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define PI 3.14159265358979323846

typedef double altitude_of(double metres);

static void expect_within(double value, double expected, double error)
{
    if (!(fabs(value - expected) <= error))
        fail_msg("%.9g, expected %.9g", value, expected);
}

static void add(calf_track *track, double time_s, double metres, double altitude_m)
{
    calf_point point = calf_point_unknown();
    point.time_s = time_s;
    point.distance_m = metres;
    point.altitude_m = altitude_m;
    assert_int_equal(calf_track_add(track, &point), CALF_OK);
}

// A point each metre and second up to `length`.
static calf_track made(int length, altitude_of *altitude)
{
    calf_track track = {0};
    for (int k = 0; k <= length; k++)
        add(&track, 1e9 + k, k, altitude(k));
    return track;
}

static calf_activity summed(const calf_track *track)
{
    calf_activity activity = calf_activity_unknown("made", 0);
    double cadence;
    calf_track_sum(
        track, calf_track_whole(track), &activity.distance_m, &activity.timer_s, &cadence);
    assert_int_equal(calf_track_stretches(track, calf_track_whole(track), &activity), CALF_OK);
    return activity;
}

static double climb_of(int length, altitude_of *altitude, double *descent_m)
{
    calf_track track = made(length, altitude);
    calf_activity activity = summed(&track);
    const double climb_m = activity.climb_m;
    *descent_m = activity.descent_m;
    calf_activity_clear(&activity);
    calf_track_clear(&track);
    return climb_m;
}

// 500 m up, 500 m level, 500 m down again.
static double table_of(double metres, double height)
{
    const double part = metres < 500 ? metres / 500 : metres < 1000 ? 1 : (1500 - metres) / 500;
    return 100 + height * part;
}

static double low_table(double metres)
{
    return table_of(metres, 2.9);
}

static double high_table(double metres)
{
    return table_of(metres, 3.1);
}

static double short_waves(double metres)
{
    return 100 + 5 * sin(2 * PI * metres / 50);
}

static double long_waves(double metres)
{
    return 100 - 10 * cos(2 * PI * metres / 1000);
}

static double ridge(double metres)
{
    return 100 + 0.05 * (metres < 1000 ? metres : 2000 - metres);
}

static double unknown(double metres)
{
    (void)metres;
    return (double)NAN;
}

// Highs and lows less than 3 m apart are no climb; beyond, all of it is.
static void small_climbs_do_not_count(void **state)
{
    (void)state;
    double descent_m;
    expect_within(climb_of(1500, low_table, &descent_m), 0, 0);
    expect_within(descent_m, 0, 0);
    expect_within(climb_of(1500, high_table, &descent_m), 3.1, 1e-9);
    expect_within(descent_m, 3.1, 1e-9);
}

// The mean over 100 m of a wave of 50 m is level; of one of 1000 m, sin(x)/x of it is left, with
// x = pi/10: 5 waves of 20 m each way.
static void waves_are_smoothed_by_their_length(void **state)
{
    (void)state;
    double descent_m;
    expect_within(climb_of(5000, short_waves, &descent_m), 0, 0);
    const double left = 5 * 20 * sin(PI / 10) / (PI / 10);
    expect_within(climb_of(5000, long_waves, &descent_m), left, 0.01 * left);
    expect_within(descent_m, left, 0.01 * left);
}

static void a_ridge_has_its_grade(void **state)
{
    (void)state;
    calf_track track = made(2000, ridge);
    calf_activity activity = summed(&track);
    assert_int_equal(activity.stretch_count, 20); // of 100 m
    for (size_t k = 0; k < 20; k++) {
        expect_within(activity.stretches[k].distance_m, 100, 1e-9);
        expect_within(activity.stretches[k].seconds, 100, 1e-9);
        if (k != 9 && k != 10) // the top is rounded
            expect_within(activity.stretches[k].grade_percent, k < 10 ? 5 : -5, 1e-6);
    }
    calf_activity_clear(&activity);
    calf_track_clear(&track);
}

static void without_altitude_nothing_is_said_of_climb(void **state)
{
    (void)state;
    double descent_m;
    assert_true(isnan(climb_of(1000, unknown, &descent_m)));
    assert_true(isnan(descent_m));
}

// 2 m/s for 1 km, an hour of standing, 4 m/s for another.
static void a_pause_is_no_time_and_speeds_stay(void **state)
{
    (void)state;
    calf_track track = {0};
    for (int k = 0; k <= 500; k++)
        add(&track, k, 2 * k, 0);
    for (int k = 1; k <= 251; k++)
        add(&track, 4100 + k, 1000 + 4 * k, 0);
    calf_activity activity = summed(&track);
    expect_within(activity.distance_m, 2000, 1e-9); // the first step out of the pause is of it
    expect_within(activity.timer_s, 750, 1e-9);
    expect_within(activity.stretches[2].seconds, 50, 0.2);
    expect_within(activity.stretches[17].seconds, 25, 0.2);
    calf_activity_clear(&activity);
    calf_track_clear(&track);
}

static void a_long_track_keeps_its_totals_in_bounded_memory(void **state)
{
    (void)state;
    enum { LENGTH = 5 * CALF_TRACK_SAMPLES_MAX };
    calf_track track = made(LENGTH, long_waves);
    assert_true(track.count <= CALF_TRACK_SAMPLES_MAX);
    calf_activity activity = summed(&track);
    const double waves = LENGTH / 1000.0, left = waves * 20 * sin(PI / 10) / (PI / 10);
    expect_within(activity.distance_m, LENGTH, 1e-6);
    expect_within(activity.timer_s, LENGTH, 1e-6);
    expect_within(activity.climb_m, left, 0.01 * left);
    calf_activity_clear(&activity);
    calf_track_clear(&track);
}

// A minute of latitude on a sphere of the earth's mean radius (IUGG: 6371.0088 km) is 1853.25 m;
// so is one of longitude at the equator, also across the date line; at 60 degrees it is half.
static void positions_are_integrated(void **state)
{
    (void)state;
    const double minute_m = 6371008.8 * PI / 180 / 60;
    for (int east = 0; east < 3; east++) {
        calf_track track = {0};
        for (int k = 0; k <= 600; k++) {
            calf_point point = calf_point_unknown();
            const double degrees = k / 600.0 / 60;
            point.time_s = k;
            point.latitude = east == 1 ? 0 : east == 2 ? 60 : 60 + degrees;
            point.longitude = !east ? 8 : degrees < 0.005 ? 179.995 + degrees : degrees - 180.005;
            assert_int_equal(calf_track_add(&track, &point), CALF_OK);
        }
        double distance_m, moved_s, cadence;
        calf_track_sum(&track, calf_track_whole(&track), &distance_m, &moved_s, &cadence);
        expect_within(distance_m, east == 2 ? minute_m / 2 : minute_m, 1e-4 * minute_m);
        expect_within(moved_s, 600, 0);
        assert_true(isnan(cadence));
        calf_track_clear(&track);
    }
}

// A hundred seconds at 80 and three hundred at 90 steps of one foot.
static void cadence_is_a_mean_over_time(void **state)
{
    (void)state;
    calf_track track = {0};
    for (int k = 0; k <= 400; k += 5) {
        calf_point point = calf_point_unknown();
        point.time_s = k;
        point.distance_m = 3 * k;
        point.cadence = k <= 100 ? 80 : 90;
        assert_int_equal(calf_track_add(&track, &point), CALF_OK);
    }
    double distance_m, moved_s, cadence;
    calf_track_sum(&track, calf_track_whole(&track), &distance_m, &moved_s, &cadence);
    expect_within(cadence, (100 * 80 + 300 * 90) / 400.0, 1e-9);
    calf_track_sum(&track, calf_track_between(&track, 200, 300), &distance_m, &moved_s, &cadence);
    expect_within(distance_m, 300, 1e-9);
    expect_within(moved_s, 100, 1e-9);
    expect_within(cadence, 90, 1e-9);
    expect_within(calf_cadence_of_both(85), 170, 0);
    expect_within(calf_cadence_of_both(120), 240, 0);
    expect_within(calf_cadence_of_both(121), 121, 0);
    calf_track_clear(&track);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_climbs_do_not_count),
        cmocka_unit_test(waves_are_smoothed_by_their_length),
        cmocka_unit_test(a_ridge_has_its_grade),
        cmocka_unit_test(without_altitude_nothing_is_said_of_climb),
        cmocka_unit_test(a_pause_is_no_time_and_speeds_stay),
        cmocka_unit_test(a_long_track_keeps_its_totals_in_bounded_memory),
        cmocka_unit_test(positions_are_integrated),
        cmocka_unit_test(cadence_is_a_mean_over_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
