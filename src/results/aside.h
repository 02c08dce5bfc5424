// SPDX-License-Identifier: GPL-3.0-or-later
// A file written aside, in the folder where it will stand, and renamed when complete.
#ifndef CALF_RESULTS_ASIDE_H
#define CALF_RESULTS_ASIDE_H

#include <calfsim/status.h>
#include <stddef.h>

typedef struct calf_aside {
    const char *what; ///< is written, for messages: "the result"
    char *target; ///< where the file goes; links resolved when it exists
    char *path; ///< where it is written: `.NAME.MACHINE.PID.tmp`
    char *folder;
    int fd; ///< open for reading and writing
} calf_aside;

/** Opens the file aside; `what` is "the result" or what else it is, and outlives it. Errors:
 *  CALF_BAD_INPUT when the place cannot take it (a folder, a device, no such folder, no permission,
 *  fewer than `bytes` free), with the reason. */
calf_status calf_aside_open(calf_aside *aside, const char *path, const char *what, double bytes);

/** The same errors without opening anything. */
calf_status calf_aside_check(const char *path, const char *what, double bytes);

/** Writes bytes at the file's end. On failure the file aside is gone. Errors: CALF_FAILED. */
calf_status calf_aside_write(calf_aside *aside, const void *bytes, size_t count);

/** Makes the file durable and gives it its name; the file aside is gone in any case. */
calf_status calf_aside_keep(calf_aside *aside);

/** Removes the file aside. */
void calf_aside_drop(calf_aside *aside);

/** Removes what killed processes of this machine have left aside of the file at a path. */
void calf_aside_clear(const char *path);

/** Whether a folder has room for as many bytes. Errors: CALF_BAD_INPUT; `what` "takes" them. */
calf_status calf_space_check(const char *folder, const char *what, double bytes);

/** The folder that a path lies in, "." without any; the caller frees it. NULL without memory. */
char *calf_folder_of(const char *path);

/** Makes the names in a folder durable, where the file system can. Returns 0 or an errno. */
int calf_folder_sync(const char *folder);

#endif
