// SPDX-License-Identifier: GPL-3.0-or-later
// Finding and removing what is left aside.
#include "results/leftover.h"

#include "core/file_lock.h"
#include "core/hash.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

void calf_machine_text(char text[CALF_MACHINE_TEXT])
{
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    snprintf(text, CALF_MACHINE_TEXT, "%08lx", (unsigned long)(calf_text_hash(host) >> 32));
}

bool calf_file_is_named(int fd, const char *path)
{
    struct stat own, there;
    return fstat(fd, &own) == 0 && stat(path, &there) == 0 && own.st_ino == there.st_ino &&
        own.st_dev == there.st_dev;
}

bool calf_leftover_remove(const char *path, bool unless_locked)
{
    const int fd = open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT;
    const calf_lock_answer lock = calf_file_lock(fd, 0, CALF_LOCK_EXCLUSIVE);
    const bool left = lock == CALF_LOCK_GIVEN || (lock == CALF_LOCK_UNKNOWN && unless_locked);
    const bool removed = left && calf_file_is_named(fd, path) && unlink(path) == 0;
    close(fd);
    return removed;
}

// Takes a text away at the front; NULL when it is not there.
static const char *behind(const char *text, const char *front)
{
    const size_t length = strlen(front);
    return text != NULL && strncmp(text, front, length) == 0 ? text + length : NULL;
}

// Whether `rest` is MACHINE.PID.tmp, of another process of this machine.
static bool is_end(const char *rest, const char *machine)
{
    const char *number = behind(behind(rest, machine), ".");
    const size_t digits = number != NULL ? strspn(number, "0123456789") : 0;
    return digits > 0 && strcmp(number + digits, ".tmp") == 0 && atol(number) != (long)getpid();
}

static bool is_left(const char *entry, const char *name, const char *machine)
{
    if (entry[0] != '.')
        return false;
    if (name != NULL)
        return is_end(behind(behind(entry + 1, name), "."), machine);
    for (const char *dot = entry; (dot = strchr(dot + 1, '.')) != NULL;)
        if (is_end(dot + 1, machine))
            return true;
    return false;
}

void calf_leftovers_remove(const char *folder, const char *name)
{
    char machine[CALF_MACHINE_TEXT], path[PATH_ROOM];
    DIR *open = opendir(folder);
    calf_machine_text(machine);
    for (struct dirent *entry; open != NULL && (entry = readdir(open)) != NULL;)
        if (is_left(entry->d_name, name, machine) &&
            snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) < (int)sizeof path)
            calf_leftover_remove(path, false);
    if (open != NULL)
        closedir(open);
}
