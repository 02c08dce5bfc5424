// SPDX-License-Identifier: GPL-3.0-or-later
// From a track file to an activity.
#include "logs/track_activity.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>

// What all steps need.
typedef struct finish {
    calf_log *log;
    const char *what;
    bool has_totals;
    calf_activity *activity;
} finish;

static calf_status doubt(const finish *of, const char *text, double value)
{
    return calf_log_remark(
        of->log, CALF_REMARK_DOUBT, of->activity->file, of->activity->line, text, of->what, value);
}

static calf_status complete(const finish *of, const calf_track *track, calf_span span)
{
    calf_activity *activity = of->activity;
    double distance_m, moved_s, cadence;
    calf_status status = CALF_OK;
    calf_track_sum(track, span, &distance_m, &moved_s, &cadence);
    if (!(activity->distance_m > 0) && distance_m > 0) {
        activity->distance_m = distance_m;
        if (of->has_totals)
            status = doubt(of, "%s has no distance: %.0f m by its points", distance_m);
    }
    if (status == CALF_OK && !(activity->timer_s > 0) && moved_s > 0) {
        activity->timer_s = moved_s;
        if (of->has_totals)
            status = doubt(
                of, "%s has no time without pauses: %.0f s of movement by its points", moved_s);
    }
    if (status == CALF_OK && isnan(activity->cadence_spm) && cadence > 0) {
        activity->cadence_spm = calf_cadence_of_both(cadence);
        if (activity->cadence_spm == cadence)
            status = doubt(of, "%s: a cadence of %.0f is taken to count both feet", cadence);
    }
    return status;
}

static calf_status say_other(const finish *of, const char *sport)
{
    return calf_log_remark(of->log, CALF_REMARK_OTHER_SPORT, of->activity->file, of->activity->line,
        "%s: %s, no run", of->what, sport);
}

// A run, or why not.
static calf_status judge(const finish *of, calf_told_sport told, const char *sport, bool *is_run)
{
    const calf_activity *activity = of->activity;
    const double speed = activity->distance_m / activity->timer_s;
    *is_run = false;
    if (told == CALF_TOLD_OTHER)
        return say_other(of, sport);
    if (!(activity->distance_m > 0) || !(activity->timer_s > 0))
        return calf_log_remark(of->log, CALF_REMARK_UNREAD, activity->file, activity->line,
            "%s has no %s", of->what, activity->timer_s > 0 ? "distance" : "time");
    if (!(speed >= CALF_TRACK_SLOW_MPS && speed <= CALF_TRACK_FAST_MPS))
        return calf_log_remark(of->log, CALF_REMARK_UNREAD, activity->file, activity->line,
            "%s: %.0f m in %.0f s is no run (0.5 to 12 m/s)", of->what, activity->distance_m,
            activity->timer_s);
    if (told == CALF_TOLD_NOTHING &&
        !(speed >= CALF_RUN_SLOWEST_MPS && speed <= CALF_RUN_FASTEST_MPS))
        return calf_log_remark(of->log, CALF_REMARK_OTHER_SPORT, activity->file, activity->line,
            "%s does not say its sport, and %.1f m/s is not taken for a run (2 to 6.7 m/s)",
            of->what, speed);
    *is_run = true;
    if (told == CALF_TOLD_NOTHING)
        return doubt(of, "%s does not say its sport: taken for a run by its %.1f m/s", speed);
    return CALF_OK;
}

static calf_status remark_clock(const finish *of, const calf_track *track)
{
    calf_status status = CALF_OK;
    if (track->backward > 0)
        status = doubt(of, "%s: its clock goes back %.0f times", (double)track->backward);
    if (status == CALF_OK && track->jumps > 0)
        status = doubt(
            of, "%s: %.0f positions are left out, too far from those before", (double)track->jumps);
    return status;
}

static calf_status add_run(const finish *of, const calf_track *track, calf_span span)
{
    const bool had_climb = !isnan(of->activity->climb_m);
    calf_status status = remark_clock(of, track);
    if (status == CALF_OK)
        status = calf_track_stretches(track, span, of->activity);
    if (status == CALF_OK && of->has_totals && !had_climb && of->activity->climb_m > 0)
        status = doubt(of,
            "%s has no climb: %.0f m by its altitude (mean over 100 m, highs and lows 3 m apart)",
            of->activity->climb_m);
    return status;
}

calf_status calf_track_finish(calf_log *log, const calf_track *track, calf_span span,
    const char *what, calf_told_sport told, const char *sport, bool has_totals,
    calf_activity *activity)
{
    const finish of = {log, what, has_totals, activity};
    bool is_run = false;
    calf_status status = CALF_OK;
    if (told != CALF_TOLD_OTHER)
        status = complete(&of, track, span);
    if (status == CALF_OK)
        status = judge(&of, told, sport, &is_run);
    if (status == CALF_OK && is_run)
        status = add_run(&of, track, span);
    if (status == CALF_OK && is_run) {
        activity->sport = CALF_SPORT_RUN;
        return calf_log_add(log, activity);
    }
    calf_activity_clear(activity);
    return status;
}
