// SPDX-License-Identifier: GPL-3.0-or-later
// Climb, descent and stretches of a track from its smoothed altitude.
#include "logs/track.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>

// What is smoothed: the samples of a span, by the distance from its beginning.
typedef struct profile {
    const calf_sample *samples;
    size_t count;
    double *height_m; ///< smoothed, for each sample; NaN where nothing near has an altitude
    double base_m, base_s, length_m;
    bool has_height; ///< most samples have an altitude
} profile;

static double at_m(const profile *of, size_t k)
{
    return of->samples[k].distance_m - of->base_m;
}

static double half_window_m(const profile *of)
{
    return fmin(CALF_SMOOTHED_M, of->length_m) / 2;
}

// The mean of the altitudes half a window to either side, away from the ends.
static void smooth_middle(profile *of)
{
    const double half = half_window_m(of);
    size_t from = 0, to = 0, known = 0;
    double sum = 0;
    for (size_t k = 0; k < of->count; k++) {
        const double here = fmax(half, fmin(at_m(of, k), of->length_m - half));
        for (; to < of->count && (to <= k || at_m(of, to) <= here + half); to++) {
            const double altitude = of->samples[to].altitude_m;
            sum += isnan(altitude) ? 0 : altitude;
            known += !isnan(altitude);
        }
        for (; from < k && at_m(of, from) < here - half; from++) {
            const double altitude = of->samples[from].altitude_m;
            sum -= isnan(altitude) ? 0 : altitude;
            known -= !isnan(altitude);
        }
        of->height_m[k] = known > 0 ? sum / (double)known : (double)NAN;
    }
}

// The straight line of least squares through the altitudes of a window.
static void fit_line(const profile *of, double from_m, double to_m, double *mean, double *slope)
{
    double count = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (size_t k = 0; k < of->count; k++) {
        const double from_middle = at_m(of, k) - (from_m + to_m) / 2;
        const double altitude = of->samples[k].altitude_m;
        if (isnan(altitude) || at_m(of, k) < from_m || at_m(of, k) > to_m)
            continue;
        count++;
        x += from_middle;
        y += altitude;
        xx += from_middle * from_middle;
        xy += from_middle * altitude;
    }
    const double across = xx - x * x / count; // NaN: none
    const double enough = count * (to_m - from_m) * (to_m - from_m) / 100; // evenly: a twelfth
    *slope = across > enough ? (xy - x * y / count) / across : 0;
    *mean = count > 0 ? (y - *slope * x) / count : (double)NAN;
}

// Within half a window of an end there is nothing on one side, and altitudes are worst where a
// watch begins: the line through a whole window keeps a steady grade, and little of the noise.
static void smooth_ends(profile *of)
{
    const double half = half_window_m(of);
    double begin, end, begin_slope, end_slope;
    fit_line(of, 0, 2 * half, &begin, &begin_slope);
    fit_line(of, of->length_m - 2 * half, of->length_m, &end, &end_slope);
    for (size_t k = 0; k < of->count; k++) {
        const double to_begin = at_m(of, k) - half, to_end = to_begin + 2 * half - of->length_m;
        if (to_begin < 0)
            of->height_m[k] = begin + begin_slope * to_begin;
        else if (to_end > 0)
            of->height_m[k] = end + end_slope * to_end;
    }
}

static void smooth(profile *of)
{
    size_t known = 0;
    for (size_t k = 0; k < of->count; k++)
        known += !isnan(of->samples[k].altitude_m);
    of->has_height = 2 * known > of->count;
    smooth_middle(of);
    smooth_ends(of);
}

// Counts from a low to the next high once they lie far enough apart, and the other way round.
static void sum_climbs(const profile *of, double *climb_m, double *descent_m)
{
    double low = (double)INFINITY, high = (double)-INFINITY, turn = (double)NAN;
    int way = 0; // 1 up, -1 down, 0 not known yet
    *climb_m = *descent_m = 0;
    for (size_t k = 0; k < of->count; k++) {
        const double height = of->height_m[k];
        if (isnan(height))
            continue;
        low = fmin(low, height);
        high = fmax(high, height);
        if (way <= 0 && height - low >= CALF_CLIMB_LEAST_M) {
            *descent_m += way < 0 ? turn - low : 0;
            turn = low;
            high = height;
            way = 1;
        } else if (way >= 0 && high - height >= CALF_CLIMB_LEAST_M) {
            *climb_m += way > 0 ? high - turn : 0;
            turn = high;
            low = height;
            way = -1;
        }
    }
    *climb_m += way > 0 ? high - turn : 0;
    *descent_m += way < 0 ? turn - low : 0;
}

// Seconds and height at a distance, between the samples around it; `*k` moves on.
static void look(const profile *of, double metres, size_t *k, double *seconds, double *height)
{
    while (*k + 1 < of->count && at_m(of, *k) < metres)
        ++*k;
    const size_t before = *k > 0 ? *k - 1 : 0;
    const double step = at_m(of, *k) - at_m(of, before);
    const double part = step > 0 ? fmin(1, (metres - at_m(of, before)) / step) : 1;
    const double from_s = of->samples[before].moved_s, to_s = of->samples[*k].moved_s;
    *seconds = from_s + part * (to_s - from_s) - of->base_s;
    const double low = of->height_m[before], high = of->height_m[*k];
    *height = isnan(low) ? high : isnan(high) ? low : low + part * (high - low);
}

static void fill(const profile *of, double moved_s, calf_activity *activity)
{
    const double each = of->length_m / (double)activity->stretch_count;
    const double metres = activity->distance_m / (double)activity->stretch_count;
    double before_s = 0, before_m, end_s, end_m;
    size_t k = 0;
    look(of, 0, &k, &end_s, &before_m);
    for (size_t n = 0; n < activity->stretch_count; n++) {
        look(of, (double)(n + 1) * each, &k, &end_s, &end_m);
        if (n + 1 == activity->stretch_count)
            end_s = moved_s;
        const double grade = of->has_height ? 100 * (end_m - before_m) / each : 0;
        activity->stretches[n] = (calf_stretch){.distance_m = metres,
            .seconds = (end_s - before_s) / moved_s * activity->timer_s,
            .grade_percent = isnan(grade) ? 0 : grade};
        before_s = end_s;
        before_m = isnan(end_m) ? before_m : end_m;
    }
}

static calf_status make(profile *of, double moved_s, calf_activity *activity)
{
    smooth(of);
    double climb_m, descent_m;
    sum_climbs(of, &climb_m, &descent_m);
    if (of->has_height && isnan(activity->climb_m))
        activity->climb_m = climb_m;
    if (of->has_height && isnan(activity->descent_m))
        activity->descent_m = descent_m;
    const double fitting = fmin(CALF_STRETCHES_MAX, floor(of->length_m / CALF_STRETCH_M));
    const size_t count = fitting >= 1 ? (size_t)fitting : 1;
    activity->stretches = calloc(count, sizeof *activity->stretches);
    if (!activity->stretches)
        return calf_error_no_memory();
    activity->stretch_count = count;
    fill(of, moved_s, activity);
    return CALF_OK;
}

calf_status calf_track_stretches(const calf_track *track, calf_span span, calf_activity *activity)
{
    double length_m, moved_s, cadence;
    calf_track_sum(track, span, &length_m, &moved_s, &cadence);
    if (!(length_m > 0 && moved_s > 0 && activity->distance_m > 0 && activity->timer_s > 0))
        return CALF_OK;
    const calf_sample *first = &track->samples[span.from];
    profile of = {.samples = first,
        .count = span.to - span.from + 1,
        .base_m = span.from > 0 ? first->distance_m : 0,
        .base_s = span.from > 0 ? first->moved_s : 0,
        .length_m = length_m};
    of.height_m = malloc(of.count * sizeof *of.height_m);
    if (!of.height_m)
        return calf_error_no_memory();
    const calf_status status = make(&of, moved_s, activity);
    free(of.height_m);
    return status;
}
