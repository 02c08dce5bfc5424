// SPDX-License-Identifier: GPL-3.0-or-later
// Locks of an open file, F_OFD_SETLK, where the system has them.
#define _GNU_SOURCE
#include "core/file_lock.h"

#include <errno.h>
#include <fcntl.h>

calf_lock_answer calf_file_lock(int fd, uint64_t byte, calf_lock_kind kind)
{
#ifdef F_OFD_SETLK
    const int command = F_OFD_SETLK;
#else
    const int command = F_SETLK;
#endif
    static const short types[] = {F_UNLCK, F_RDLCK, F_WRLCK};
    struct flock one = {
        .l_type = types[kind], .l_whence = SEEK_SET, .l_start = (off_t)byte, .l_len = 1};
    if (fcntl(fd, command, &one) == 0)
        return CALF_LOCK_GIVEN;
    return errno == EAGAIN || errno == EACCES ? CALF_LOCK_REFUSED : CALF_LOCK_UNKNOWN;
}
