// SPDX-License-Identifier: GPL-3.0-or-later
// Section 9: the load models in common use. They are there to compare with and drive nothing.
#ifndef CALF_MODEL_LOAD_H
#define CALF_MODEL_LOAD_H

#include "model/lanes.h"

/** Load of running: 100 an hour at threshold speed, with the square of relative speed. */
static inline double calf_session_load(double hours, double speed, double threshold_speed)
{
    double intensity = speed / threshold_speed;
    return 100 * hours * intensity * intensity;
}

/** Exponential average (CTL, ATL, tendon capacity) after a day that leaves the share `left` of it,
 *  exp(-1 day/tau). */
static inline double calf_average_after_day(double average, double load, double left)
{
    return average + (load - average) * (1 - left);
}

/** Exponentially weighted moving average over N days, lambda = 2/(N + 1) (Williams 2017). */
static inline double calf_ewma_after_day(double average, double load, int days)
{
    return average + (load - average) * 2 / (days + 1);
}

/** Banister's fitness or fatigue after a day that leaves the share `left` of it. */
static inline double calf_banister_after_day(double value, double load, double left)
{
    return value * left + load;
}

#endif
