// SPDX-License-Identifier: GPL-3.0-or-later
// From a race to the speed of an hour.
#include "plan/race.h"

#include <math.h>

double calf_race_hour_speed(double distance_m, double seconds)
{
    const double hour_s = 3600;
    return distance_m * pow(hour_s / seconds, 1 / CALF_RIEGEL_EXPONENT) / hour_s;
}
