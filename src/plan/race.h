// SPDX-License-Identifier: GPL-3.0-or-later
// What a race says of a runner.
#ifndef CALF_PLAN_RACE_H
#define CALF_PLAN_RACE_H

/** Time grows with distance to this power (Riegel 1981, races of CALF_RIEGEL_MIN_S to MAX_S). */
#define CALF_RIEGEL_EXPONENT 1.06

enum { CALF_RIEGEL_MIN_S = 210, CALF_RIEGEL_MAX_S = 230 * 60 };

/** The speed that is held for one hour, from a race. Units: m, s, m/s. */
double calf_race_hour_speed(double distance_m, double seconds);

#endif
