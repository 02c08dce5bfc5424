// SPDX-License-Identifier: GPL-3.0-or-later
// FIT files: runs from their sessions and records.
#ifndef CALF_LOGS_FIT_H
#define CALF_LOGS_FIT_H

#include "logs/activity.h"
#include "logs/source.h"

/** Adds the runs of a FIT file, one for each session, or for the records of a file without
 *  sessions. Whatever is wrong with the file becomes a remark; what was complete before is kept.
 *  `file` is of calf_log_file. Errors: CALF_FAILED without memory. */
calf_status calf_fit_read(calf_source *source, const char *file, calf_log *log);

#endif
