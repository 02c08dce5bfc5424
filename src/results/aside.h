// SPDX-License-Identifier: GPL-3.0-or-later
// A file written aside, in the folder where it will stand, and renamed when complete.
#ifndef CALF_RESULTS_ASIDE_H
#define CALF_RESULTS_ASIDE_H

#include <calfsim/status.h>

typedef struct calf_aside {
    char *target; ///< where the file goes; links resolved when it exists
    char *path; ///< where it is written: `.NAME.PID.tmp`
    char *folder;
    int fd; ///< open for reading and writing
} calf_aside;

/** Opens the file aside. Errors: CALF_BAD_INPUT when the place cannot take it (a folder, a device,
 *  no such folder, no permission, fewer than `bytes` free), with the reason. */
calf_status calf_aside_open(calf_aside *aside, const char *path, double bytes);

/** Makes the file durable and gives it its name; the file aside is gone in any case. */
calf_status calf_aside_keep(calf_aside *aside);

/** Removes the file aside. */
void calf_aside_drop(calf_aside *aside);

#endif
