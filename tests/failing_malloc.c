// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded: memory that runs out. The environment says when:
//   FAIL_AT      the number, from 1, of the call that fails; without it all succeed
//   FAIL_ON      when set all later calls fail as well
//   FAIL_SPARE   what libraries with this in their names do neither counts nor fails, wherever in
//   the
//                stack of calls they are
//   FAIL_COUNT   a file that is told at the end how many calls there were
// Counting begins when the program's own constructors are due.
#define _GNU_SOURCE
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_ulong calls;
static unsigned long fail_at;
static bool started, fail_on;
enum { SPARED_MAX = 8 };
static struct {
    uintptr_t begin, end;
} spared[SPARED_MAX];
static int spared_count;

static int find_spared(struct dl_phdr_info *info, size_t size, void *name)
{
    (void)size;
    for (int k = 0; k < info->dlpi_phnum && strstr(info->dlpi_name, name) != NULL; k++) {
        const uintptr_t begin = info->dlpi_addr + info->dlpi_phdr[k].p_vaddr;
        if (info->dlpi_phdr[k].p_type != PT_LOAD || !(info->dlpi_phdr[k].p_flags & PF_X))
            continue;
        if (spared_count == SPARED_MAX)
            abort();
        spared[spared_count].begin = begin;
        spared[spared_count++].end = begin + info->dlpi_phdr[k].p_memsz;
    }
    return 0;
}

static bool is_spared(void)
{
    void *frames[64];
    const int count = spared_count > 0 ? backtrace(frames, 64) : 0;
    for (int f = 0; f < count; f++)
        for (int k = 0; k < spared_count; k++)
            if ((uintptr_t)frames[f] >= spared[k].begin && (uintptr_t)frames[f] < spared[k].end)
                return true;
    return false;
}

__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("FAIL_AT");
    fail_at = at != NULL ? strtoul(at, NULL, 10) : 0;
    fail_on = getenv("FAIL_ON") != NULL;
    if (getenv("FAIL_SPARE") != NULL)
        dl_iterate_phdr(find_spared, getenv("FAIL_SPARE"));
    void *first[1];
    backtrace(first, 1); // takes memory once
    started = true;
}

__attribute__((destructor)) static void end(void)
{
    char text[32];
    const char *path = getenv("FAIL_COUNT");
    const int fd = path != NULL ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    started = false;
    if (fd >= 0 && write(fd, text, (size_t)snprintf(text, sizeof text, "%lu", calls)) > 0)
        close(fd);
}

static bool fails(void)
{
    if (!started || is_spared())
        return false;
    const unsigned long call = atomic_fetch_add(&calls, 1) + 1;
    if (fail_at == 0 || call < fail_at || (call > fail_at && !fail_on))
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

void *memalign(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    if (fails())
        return ENOMEM;
    *memory = __libc_memalign(alignment, size);
    return *memory != NULL ? 0 : ENOMEM;
}
