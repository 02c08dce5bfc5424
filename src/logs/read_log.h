// SPDX-License-Identifier: GPL-3.0-or-later
// Reading training logs of any kind, from files and folders, into one log without doubles.
#ifndef CALF_LOGS_READ_LOG_H
#define CALF_LOGS_READ_LOG_H

#include "logs/activity.h"
#include "logs/source.h"

/** Adds what a file, or a folder with all below it, holds; the kind of a file is told by its first
 *  bytes. Files that are no logs become remarks.
 *  Errors: CALF_BAD_INPUT: the path itself cannot be opened; CALF_FAILED: no memory. */
calf_status calf_log_read(calf_log *log, const char *path);

/** The same for the bytes of one file, named `file` (of calf_log_file). Errors: CALF_FAILED. */
calf_status calf_log_read_source(calf_log *log, calf_source *source, const char *file);

/** How far local clocks are ahead of UTC at a time in UTC, seconds. */
typedef long calf_zone(const void *context, int64_t utc_s);

/** Puts all runs on the runner's own clock, in order of time, once each, and leaves out what no
 *  plan may hold.
 *
 *  Starts in UTC are moved by `zone`; where it is NULL, by the zone that is named for the nearest
 *  run, or told by two logs of a run, one in UTC and one by the runner's clock; without any they
 *  stay as they are, with a remark. Two runs that begin within
 *  CALF_SAME_RUN_S of each other (on the same day, where one has no hour), whose distances differ
 *  by CALF_SAME_RUN_SHARE at most, are one: that with more of it known stays and takes from the
 *  other what it lacks. Errors: CALF_FAILED without memory. */
calf_status calf_log_settle(calf_log *log, calf_zone *zone, const void *context);

#define CALF_SAME_RUN_S 120
#define CALF_SAME_RUN_SHARE 0.02

#endif
