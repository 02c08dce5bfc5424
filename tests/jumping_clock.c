// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded: the time of day jumps back and forth by hours. Other clocks go on as they are.
#define _GNU_SOURCE
#include <stdatomic.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

// Up to about five hours either way, another one at each call.
static time_t jump(void)
{
    static atomic_uint calls;
    const unsigned call = (unsigned)getpid() + atomic_fetch_add(&calls, 1);
    return (time_t)((call * 2654435761u) >> 17) - 16384;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    const int code = (int)syscall(SYS_clock_gettime, clock, now);
    if (code == 0 && clock == CLOCK_REALTIME)
        now->tv_sec += jump();
    return code;
}

time_t time(time_t *store)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (store != NULL)
        *store = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec exact;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &exact);
    *now = (struct timeval){.tv_sec = exact.tv_sec, .tv_usec = exact.tv_nsec / 1000};
    return 0;
}
