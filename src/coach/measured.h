// SPDX-License-Identifier: GPL-3.0-or-later
// What simple measurements say of the model's parameters, and how sure that is.
#ifndef CALF_COACH_MEASURED_H
#define CALF_COACH_MEASURED_H

/** A value, and the SD of what it may be wrong by. */
typedef struct calf_measured {
    double value, error;
} calf_measured;

typedef enum calf_strike {
    CALF_STRIKE_HEEL,
    CALF_STRIKE_MIDFOOT,
    CALF_STRIKE_FOREFOOT
} calf_strike;

/** Single-leg heel raises to failure.
 *
 * Source  two tests a week apart differ by at most 6.2 in 95 of 100 people (limits of agreement,
 *         Hebert-Losier 2017): 2.2 for one test. Ross and Fontenot 2000 have 2.1. */
calf_measured calf_heel_raises_of_test(int repetitions);

/** Dorsiflexion in the weight-bearing lunge, from the shin's angle.
 *
 * Units   degrees.
 * Source  smallest change that a second test can tell: 4.7 degrees (Powden 2015), 1.7 for one. */
calf_measured calf_ankle_of_angle(double degrees);

/** The same from the distance between big toe and wall.
 *
 * Units   cm, degrees.
 * Source  39.0 degrees at 10.3 cm, the means of 50 people whose SD were 4.6 degrees and 3.0 cm
 * (Hall and Docherty 2017): 1.5 degrees a cm, about what a shin of 45 cm has by geometry. In 26
 *         others 40.0 at 11.7, 5.7 over 4.1 (Calatayud 2015). The 3.6 degrees a cm that are often
 *         quoted after Bennell 1998 cannot hold between people: a knee above the toes would be an
 *         angle of 2 degrees, which no foot allows.
 * Error   correlations between cm and angle, 0.72 of Calatayud's 26 and 0.88 of 20 people under
 *         X-rays, leave 4.0 of 5.7 and 2.2 of 4.6 degrees: 3. */
calf_measured calf_ankle_of_knee_to_wall(double cm);

/** The speed that a runner holds for one hour, from a race.
 *
 * Units   km, s, m/s.
 * Source  Riegel's power of time (plan/race.h). Error, judgement of the authors: 2 % for the day,
 * and an exponent that differs between runners with an SD of 0.03, which counts more the further
 * the race is from an hour. */
calf_measured calf_threshold_speed_of_race(double km, double seconds);

/** Seconds that no race over a distance takes: the fastest men's times over 1500 m (3:26.0), 5 km
 *  (12:35), 10 km (26:11), the half marathon (56:42) and the marathon (2:00:35) as of 2025,
 * Riegel's power between and beyond them. */
double calf_fastest_race_s(double km);

/** The part of the range of forefootness that a strike stands for: it ends halfway between heel 0,
 *  midfoot 0.5 and forefoot 1. */
void calf_forefootness_of_strike(calf_strike strike, double *low, double *high);

#endif
