// SPDX-License-Identifier: GPL-3.0-or-later
// Locks on bytes of a file. They are the open file's and end with it, however its process ends.
#ifndef CALF_CORE_FILE_LOCK_H
#define CALF_CORE_FILE_LOCK_H

#include <stdint.h>

typedef enum calf_lock_kind {
    CALF_LOCK_NONE,
    CALF_LOCK_SHARED,
    CALF_LOCK_EXCLUSIVE
} calf_lock_kind;

typedef enum calf_lock_answer {
    CALF_LOCK_GIVEN,
    CALF_LOCK_REFUSED, ///< somebody else has one that excludes it
    CALF_LOCK_UNKNOWN ///< the file system cannot lock
} calf_lock_answer;

/** Changes what a file, open for reading and writing, holds of one byte; never waits. */
calf_lock_answer calf_file_lock(int fd, uint64_t byte, calf_lock_kind kind);

#endif
