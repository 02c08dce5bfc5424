// SPDX-License-Identifier: GPL-3.0-or-later
// From what a track file says and its points to an activity, or to a remark why there is none.
#ifndef CALF_LOGS_TRACK_ACTIVITY_H
#define CALF_LOGS_TRACK_ACTIVITY_H

#include "logs/track.h"

typedef enum calf_told_sport { CALF_TOLD_NOTHING, CALF_TOLD_RUN, CALF_TOLD_OTHER } calf_told_sport;

/** Adds the activity, whose missing distance, time, cadence, climb and stretches come from the
 *  points of `span`, with a remark where that is more than copying. `what` names it within its
 *  file ("session 2"), `sport` is what the file calls its sport. What is no run, and what has
 *  neither distance nor time, becomes a remark. Without a sport in the file it is a run if its mean
 *  speed is one. `has_totals` says that its format has distances and times. Its texts
 *  and stretches become the log's. Errors: CALF_FAILED without memory. */
calf_status calf_track_finish(calf_log *log, const calf_track *track, calf_span span,
    const char *what, calf_told_sport told, const char *sport, bool has_totals,
    calf_activity *activity);

/** Mean speeds that are taken for a run's where a file does not say what it was: people change
 *  from walking to running at about 2 m/s (Hreljac 1993); nobody has run 5 km at 6.7 m/s. */
#define CALF_RUN_SLOWEST_MPS 2.0
#define CALF_RUN_FASTEST_MPS 6.7

#endif
