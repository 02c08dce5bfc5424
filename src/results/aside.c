// SPDX-License-Identifier: GPL-3.0-or-later
// Files written aside: names, checks of the place, durable renaming.
#define _XOPEN_SOURCE 700 // realpath
#include "results/aside.h"

#include "core/error.h"
#include "core/file_lock.h"
#include "results/hdf5_util.h"
#include "results/leftover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

static calf_status explain(
    const char *what, const char *path, const char *verb, calf_status status, int code)
{
    char text[128];
    if (code == ENOMEM)
        return calf_error_no_memory();
    snprintf(text, sizeof text, "cannot %s %s", verb, what);
    return calf_system_error(status, path, text, code);
}

static calf_status refuse(const char *what, const char *path, int code)
{
    return explain(what, path, "write", CALF_BAD_INPUT, code);
}

// A device or a pipe must not be replaced by renaming, nor what somebody has made read-only.
static calf_status check_target(const calf_aside *aside, const char *path)
{
    struct stat there;
    if (!path[0])
        return calf_error_set(CALF_BAD_INPUT, "the name of %s is empty", aside->what);
    if (stat(path, &there) != 0)
        return errno == ENOENT ? CALF_OK : refuse(aside->what, path, errno);
    if (S_ISDIR(there.st_mode))
        return refuse(aside->what, path, EISDIR);
    if (!S_ISREG(there.st_mode))
        return calf_error_set(CALF_BAD_INPUT, "%s: cannot write %s: not a file", path, aside->what);
    return access(path, W_OK) == 0 ? CALF_OK : refuse(aside->what, path, errno);
}

char *calf_folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

static calf_status name_all(calf_aside *aside, const char *path)
{
    aside->target = realpath(path, NULL);
    if (!aside->target)
        aside->target = strdup(path);
    if (!aside->target)
        return calf_error_no_memory();
    const char *slash = strrchr(aside->target, '/');
    const char *name = slash ? slash + 1 : aside->target;
    if (!name[0])
        return refuse(aside->what, path, EISDIR);
    aside->folder = calf_folder_of(aside->target);
    char machine[CALF_MACHINE_TEXT];
    calf_machine_text(machine);
    const size_t length = strlen(aside->target) + 64;
    aside->path = malloc(length);
    if (!aside->folder || !aside->path)
        return calf_error_no_memory();
    snprintf(aside->path, length, "%.*s.%s.%s.%ld.tmp", (int)(name - aside->target), aside->target,
        name, machine, (long)getpid());
    return CALF_OK;
}

// "1.5 GB", "20 MB", "0 kB".
static const char *bytes_text(double bytes, char text[32])
{
    const double unit = bytes >= 1e9 ? 1e9 : bytes >= 1e6 ? 1e6 : 1e3;
    snprintf(text, 32, "%.3g %cB", bytes / unit, unit == 1e9 ? 'G' : unit == 1e6 ? 'M' : 'k');
    return text;
}

static calf_status check_space(const char *folder, const char *path, const char *what, double bytes)
{
    struct statvfs place;
    if (statvfs(folder, &place) != 0)
        return refuse(what, path, errno);
    const double space = (double)place.f_bavail * (double)place.f_frsize;
    if (bytes <= space || place.f_blocks == 0) // some file systems do not count
        return CALF_OK;
    char wanted[32], there[32];
    return calf_error_set(CALF_BAD_INPUT,
        "%s: %s takes %s, and %s are free there: keep fewer outputs or trajectories", path, what,
        bytes_text(bytes, wanted), bytes_text(space, there));
}

calf_status calf_space_check(const char *folder, const char *what, double bytes)
{
    return check_space(folder, folder, what, bytes);
}

// One left behind by a killed process of the same number is replaced.
static int open_new(const char *path)
{
    const struct timespec moment = {.tv_nsec = 1000000};
    for (int attempt = 0; attempt < 20; attempt++) {
        const int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            return fd;
        if (fd >= 0 && calf_file_lock(fd, 0, CALF_LOCK_EXCLUSIVE) != CALF_LOCK_REFUSED &&
            calf_file_is_named(fd, path))
            return fd;
        if (fd >= 0)
            close(fd);
        else if (!calf_leftover_remove(path, true))
            nanosleep(&moment, NULL);
    }
    errno = EBUSY;
    return -1;
}

static void forget(calf_aside *aside)
{
    free(aside->target);
    free(aside->path);
    free(aside->folder);
    *aside = (calf_aside){.fd = -1};
}

static calf_status prepare(calf_aside *aside, const char *path, const char *what, double bytes)
{
    *aside = (calf_aside){.what = what, .fd = -1};
    calf_status status = check_target(aside, path);
    if (!status)
        status = name_all(aside, path);
    return status ? status : check_space(aside->folder, aside->target, what, bytes);
}

calf_status calf_aside_open(calf_aside *aside, const char *path, const char *what, double bytes)
{
    calf_status status = prepare(aside, path, what, bytes);
    if (!status) {
        aside->fd = open_new(aside->path);
        if (aside->fd < 0)
            status = refuse(aside->what, path, errno);
    }
    if (status)
        forget(aside);
    return status;
}

calf_status calf_aside_check(const char *path, const char *what, double bytes)
{
    calf_aside aside;
    calf_status status = prepare(&aside, path, what, bytes);
    if (!status && access(aside.folder, W_OK) != 0)
        status = refuse(what, path, errno);
    forget(&aside);
    return status;
}

void calf_aside_clear(const char *path)
{
    calf_aside aside = {.what = "", .fd = -1};
    if (name_all(&aside, path) == CALF_OK) {
        const char *slash = strrchr(aside.target, '/');
        calf_leftovers_remove(aside.folder, slash ? slash + 1 : aside.target);
    }
    forget(&aside);
}

calf_status calf_aside_write(calf_aside *aside, const void *bytes, size_t count)
{
    const char *next = bytes;
    int code = 0;
    while (count > 0 && !code) {
        const ssize_t put = write(aside->fd, next, count);
        if (put <= 0) {
            code = put == 0 ? ENOSPC : errno == EINTR ? 0 : errno;
            continue;
        }
        next += put;
        count -= (size_t)put;
    }
    if (!code)
        return CALF_OK;
    calf_status status = explain(aside->what, aside->target, "write", CALF_FAILED, code);
    calf_aside_drop(aside);
    return status;
}

// Some file systems cannot make a folder durable, and say so.
int calf_folder_sync(const char *folder)
{
    int code = 0;
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    if (fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP && errno != EROFS)
        code = errno;
    close(fd);
    return code;
}

calf_status calf_aside_keep(calf_aside *aside)
{
    int code = fsync(aside->fd) != 0 ? errno : 0;
    if (!code && rename(aside->path, aside->target) != 0)
        code = errno;
    if (code)
        unlink(aside->path);
    else
        code = calf_folder_sync(aside->folder);
    close(aside->fd); // with its lock, under which alone the file aside may go
    calf_status status = CALF_OK;
    if (code)
        status = explain(aside->what, aside->target, "keep", CALF_FAILED, code);
    forget(aside);
    return status;
}

void calf_aside_drop(calf_aside *aside)
{
    if (aside->path)
        unlink(aside->path);
    if (aside->fd >= 0)
        close(aside->fd);
    forget(aside);
}
