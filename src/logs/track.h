// SPDX-License-Identifier: GPL-3.0-or-later
// The points of a track as they come, kept as running totals in bounded memory, so that any part of
// it can be summed afterwards.
#ifndef CALF_LOGS_TRACK_H
#define CALF_LOGS_TRACK_H

#include "logs/activity.h"

/** One point; what a log does not say is NaN. */
typedef struct calf_point {
    double time_s; ///< since 1970-01-01 0:00 by the log's clock
    double latitude, longitude; ///< degrees
    double altitude_m;
    double distance_m; ///< since the start, as the device says
    double speed_mps;
    double cadence; ///< a minute, of one foot or both
} calf_point;

/** What was so far when a point came. */
typedef struct calf_sample {
    double time_s;
    double moved_s, distance_m; ///< without pauses
    double altitude_m; ///< NaN: none
    double cadence_s, cadence; ///< seconds with a cadence, and its integral over them
} calf_sample;

/** Zeroed to begin with. */
typedef struct calf_track {
    calf_sample *samples;
    size_t count, room;
    size_t each, in_last; ///< points that a sample stands for, and that the last one has
    double last_altitudes; ///< of these, those with an altitude
    double start_s; ///< time of the first point
    calf_sample total; ///< now
    double where_s; ///< time of the last point that said where
    double device_m, since_device_m; ///< last distance of the device's, and ours since then
    double latitude, longitude, position_s; ///< last position that was believed
    size_t disbelieved; ///< positions since then
    double slow_s, slow_m; ///< since when it stands or walks slowly
    size_t backward, jumps; ///< steps back in time; positions that were too far away
    bool begun, joined, broken;
} calf_track;

/** Most samples kept: beyond, neighbours are merged, so that a track of any length has its totals.
 */
enum { CALF_TRACK_SAMPLES_MAX = 1 << 16 };

/** A point without all but NaN. */
calf_point calf_point_unknown(void);

/** Adds a point. A point without time is left out. The step to it is as long as the device says,
 *  else as its speed or the positions do; positions that could only be reached faster than
 *  CALF_TRACK_FAST_MPS are left out. Seconds slower than CALF_TRACK_SLOW_MPS that last longer
 *  than CALF_TRACK_PAUSE_S are a pause. Errors: CALF_FAILED without memory. */
calf_status calf_track_add(calf_track *track, const calf_point *point);

/** A pause: nothing happened between the last point and the next, unless they are as near in time
 *  as points on the move. */
void calf_track_break(calf_track *track);

#define CALF_TRACK_SLOW_MPS 0.5 ///< the slowest that a run of a plan may be (plan/limits.h)
#define CALF_TRACK_FAST_MPS 12.0 ///< the fastest
#define CALF_TRACK_PAUSE_S 10.0 ///< longer than watches leave between two points on the move

/** Samples of a track, `from` to `to`, both included; their differences are what was done. */
typedef struct calf_span {
    size_t from, to;
    bool found;
} calf_span;

/** The samples between two times, both included. */
calf_span calf_track_between(const calf_track *track, double from_s, double to_s);
calf_span calf_track_whole(const calf_track *track);

/** Distance, moving time and mean cadence, NaN where there is none. */
void calf_track_sum(
    const calf_track *track, calf_span span, double *distance_m, double *moved_s, double *cadence);

/** Fills the climb and descent of an activity where it has none, and its stretches: equal parts of
 *  its distance of at least CALF_STRETCH_M, scaled to its distance_m and timer_s.
 *  Grade from the altitude's mean over CALF_SMOOTHED_M of distance (at the ends
 *  the line through the last window); climb and descent between its
 *  highs and lows that lie CALF_CLIMB_LEAST_M or more apart. The order (smoothing, then a
 *  threshold) is Strava's as its help describes it, the threshold GoldenCheetah's default; noise
 *  would be climbed otherwise. Errors: CALF_FAILED without memory. */
calf_status calf_track_stretches(const calf_track *track, calf_span span, calf_activity *activity);

#define CALF_SMOOTHED_M 100.0
#define CALF_CLIMB_LEAST_M 3.0
#define CALF_STRETCH_M 100.0

/** Steps a minute of both feet from a mean cadence: more than 120 is of both already. */
double calf_cadence_of_both(double cadence);

void calf_track_clear(calf_track *track);

#endif
