// SPDX-License-Identifier: GPL-3.0-or-later
// The points of a track as running totals.
#include "logs/track.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define EARTH_RADIUS_M 6371008.8 // mean radius, IUGG
#define DEGREE (3.14159265358979323846 / 180)
#define DAY_S 86400.0
#define CLOCK_SETTLES_S 60.0 // until then a clock that jumps is being set
#define BEFORE_FIRST_M 120.0 // what may have been run before the first point

enum { DISBELIEVED_MAX = 5 };

calf_point calf_point_unknown(void)
{
    return (calf_point){
        (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
}

double calf_cadence_of_both(double cadence)
{
    return cadence > 120 ? cadence : 2 * cadence;
}

static double haversine_m(double latitude, double longitude, const calf_point *to)
{
    const double north = sin((to->latitude - latitude) * DEGREE / 2);
    const double east = sin((to->longitude - longitude) * DEGREE / 2);
    const double across = cos(latitude * DEGREE) * cos(to->latitude * DEGREE) * east * east;
    return 2 * EARTH_RADIUS_M * asin(sqrt(fmin(1, north * north + across)));
}

// Neighbours become one sample: the totals of the later, the mean altitude.
static void merge_pairs(calf_track *track)
{
    for (size_t k = 0; k < track->count / 2; k++) {
        const calf_sample *pair = &track->samples[2 * k];
        const double a = pair[0].altitude_m, b = pair[1].altitude_m;
        calf_sample merged = pair[1];
        merged.altitude_m = isnan(a) ? b : isnan(b) ? a : (a + b) / 2;
        track->samples[k] = merged;
    }
    track->count /= 2;
    track->each *= 2;
}

static calf_status make_room(calf_track *track)
{
    if (track->count < track->room)
        return CALF_OK;
    if (track->room == CALF_TRACK_SAMPLES_MAX) {
        merge_pairs(track);
        return CALF_OK;
    }
    const size_t room = track->room ? 2 * track->room : 1024;
    calf_sample *grown = realloc(track->samples, room * sizeof *grown);
    if (!grown)
        return calf_error_no_memory();
    track->samples = grown;
    track->room = room;
    return CALF_OK;
}

// Keeps the totals as a sample, or in the last one while that has room for points.
static calf_status keep(calf_track *track, const calf_point *point)
{
    if (track->count > 1 && track->in_last < track->each) {
        calf_sample *last = &track->samples[track->count - 1];
        const double before = last->altitude_m, points = track->last_altitudes;
        const bool known = !isnan(point->altitude_m);
        *last = track->total;
        last->altitude_m = !known ? before
            : points > 0          ? (before * points + point->altitude_m) / (points + 1)
                                  : point->altitude_m;
        track->last_altitudes += known;
        track->in_last++;
        return CALF_OK;
    }
    const calf_status status = make_room(track);
    if (status != CALF_OK)
        return status;
    track->samples[track->count] = track->total;
    track->samples[track->count++].altitude_m = point->altitude_m;
    track->last_altitudes = !isnan(point->altitude_m);
    track->in_last = 1;
    return CALF_OK;
}

static void believe(calf_track *track, const calf_point *point)
{
    track->latitude = point->latitude;
    track->longitude = point->longitude;
    track->position_s = point->time_s;
    track->disbelieved = 0;
}

// One position far away is an error; some one after the other are where the runner is now.
static double by_positions(calf_track *track, const calf_point *point)
{
    const double step = haversine_m(track->latitude, track->longitude, point);
    const double seconds = point->time_s - track->position_s;
    const bool jump = step > CALF_TRACK_FAST_MPS * seconds;
    if (jump)
        track->jumps += seconds > 0;
    if (!jump || (seconds > 0 && ++track->disbelieved == DISBELIEVED_MAX))
        believe(track, point);
    return jump || isnan(step) ? 0 : step;
}

static bool has_position(const calf_point *point)
{
    return !isnan(point->latitude) && !isnan(point->longitude);
}

// How far it is from the last point that said where.
static double step_m(calf_track *track, const calf_point *point, double seconds)
{
    double step = has_position(point) ? by_positions(track, point) : 0;
    if (!isnan(point->speed_mps) && seconds <= CALF_TRACK_PAUSE_S)
        step = point->speed_mps * seconds;
    if (!isnan(point->distance_m) && !isnan(track->device_m))
        step = fmax(0, point->distance_m - track->device_m - track->since_device_m);
    track->since_device_m += step;
    return step;
}

// Slow seconds and metres count once it is known that they are no pause.
static void count_step(calf_track *track, double metres, double seconds)
{
    if (metres < CALF_TRACK_SLOW_MPS * seconds) {
        track->slow_s += seconds;
        track->slow_m += metres;
        return;
    }
    const bool paused = track->slow_s > CALF_TRACK_PAUSE_S;
    track->total.moved_s += seconds + (paused ? 0 : track->slow_s);
    track->total.distance_m += metres + (paused ? 0 : track->slow_m);
    track->slow_s = track->slow_m = 0;
}

static void move(calf_track *track, const calf_point *point)
{
    if (!has_position(point) && isnan(point->distance_m) && isnan(point->speed_mps))
        return;
    const double seconds = point->time_s - track->where_s;
    const double metres = step_m(track, point, seconds);
    if (!isnan(point->distance_m)) {
        track->device_m = point->distance_m;
        track->since_device_m = 0;
    }
    track->where_s = point->time_s;
    count_step(track, metres, seconds);
}

// Joins the track to a point without a step to it.
static void join(calf_track *track, const calf_point *point)
{
    if (!track->begun)
        *track = (calf_track){.each = 1, .device_m = (double)NAN, .begun = true};
    if (track->count == 0)
        track->start_s = point->time_s;
    if (track->count == 0 && isnan(track->device_m) && point->distance_m < BEFORE_FIRST_M)
        track->total.distance_m = point->distance_m;
    if (!isnan(point->distance_m)) {
        track->device_m = point->distance_m;
        track->since_device_m = 0;
    }
    believe(track, point);
    track->where_s = point->time_s;
    track->slow_s = track->slow_m = 0;
    track->joined = true;
}

// A clock that jumps in the first seconds has been set right: the track begins there.
static void check_clock(calf_track *track, double seconds)
{
    if (!track->joined || (seconds >= 0 && seconds <= DAY_S))
        return;
    track->backward += seconds < 0;
    track->joined = false;
    if (track->total.moved_s + track->slow_s < CLOCK_SETTLES_S)
        track->count = 0;
}

calf_status calf_track_add(calf_track *track, const calf_point *point)
{
    if (isnan(point->time_s))
        return CALF_OK;
    const double seconds = point->time_s - track->total.time_s;
    check_clock(track, seconds);
    if (!track->joined || (track->broken && seconds > CALF_TRACK_PAUSE_S)) {
        join(track, point);
    } else {
        move(track, point);
        if (point->cadence > 0 && seconds <= CALF_TRACK_PAUSE_S) {
            track->total.cadence_s += seconds;
            track->total.cadence += seconds * point->cadence;
        }
    }
    track->broken = false;
    track->total.time_s = point->time_s;
    return keep(track, point);
}

void calf_track_break(calf_track *track)
{
    track->broken = true;
}

calf_span calf_track_whole(const calf_track *track)
{
    return (calf_span){0, track->count ? track->count - 1 : 0, track->count > 0};
}

calf_span calf_track_between(const calf_track *track, double from_s, double to_s)
{
    calf_span span = {0, 0, false};
    for (size_t k = 0; k < track->count; k++) {
        const double time = track->samples[k].time_s;
        if (time < from_s || time > to_s)
            continue;
        if (!span.found)
            span.from = k;
        span.to = k;
        span.found = true;
    }
    return span;
}

void calf_track_sum(
    const calf_track *track, calf_span span, double *distance_m, double *moved_s, double *cadence)
{
    *distance_m = *moved_s = *cadence = (double)NAN;
    if (!span.found)
        return;
    const calf_sample zero = {0};
    const calf_sample *from = span.from > 0 ? &track->samples[span.from] : &zero;
    const calf_sample *to = &track->samples[span.to];
    *distance_m = to->distance_m - from->distance_m;
    *moved_s = to->moved_s - from->moved_s;
    if (to->cadence_s > from->cadence_s)
        *cadence = (to->cadence - from->cadence) / (to->cadence_s - from->cadence_s);
}

void calf_track_clear(calf_track *track)
{
    free(track->samples);
    *track = (calf_track){0};
}
