// SPDX-License-Identifier: GPL-3.0-or-later
// From measurements to parameters.
#include "coach/measured.h"

#include "plan/race.h"

#include <math.h>
#include <stddef.h>

calf_measured calf_heel_raises_of_test(int repetitions)
{
    return (calf_measured){repetitions, 2.2};
}

calf_measured calf_ankle_of_angle(double degrees)
{
    return (calf_measured){degrees, 1.7};
}

calf_measured calf_ankle_of_knee_to_wall(double cm)
{
    const double mean_deg = 39.0, mean_cm = 10.3, deg_per_cm = 1.5;
    return (calf_measured){mean_deg + deg_per_cm * (cm - mean_cm), 3.0};
}

calf_measured calf_threshold_speed_of_race(double km, double seconds)
{
    const double hour_s = 3600, day_error = 0.02, exponent_error = 0.03;
    const double far_error =
        exponent_error / (CALF_RIEGEL_EXPONENT * CALF_RIEGEL_EXPONENT) * log(hour_s / seconds);
    const double speed = calf_race_hour_speed(1000 * km, seconds);
    return (calf_measured){speed, speed * hypot(day_error, far_error)};
}

double calf_fastest_race_s(double km)
{
    static const struct {
        double km, s;
    } races[] = {{1.5, 206}, {5, 755}, {10, 1571}, {21.0975, 3402}, {42.195, 7235}};
    size_t longest = 0;
    while (longest + 1 < sizeof races / sizeof *races && races[longest + 1].km <= km)
        longest++;
    return races[longest].s * pow(km / races[longest].km, CALF_RIEGEL_EXPONENT);
}

void calf_forefootness_of_strike(calf_strike strike, double *low, double *high)
{
    static const double ends[] = {0, 0.25, 0.75, 1};
    *low = ends[strike];
    *high = ends[strike + 1];
}
