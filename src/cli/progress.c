// SPDX-License-Identifier: GPL-3.0-or-later
// The progress line of long work, and stopping it by signal.
#include "cli/progress.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static const double redraw_s = 0.2;

static atomic_bool stop_asked; // set by a signal handler, read by all threads

static double seconds_since(const struct timespec *begun)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - begun->tv_sec) + 1e-9 * (double)(now.tv_nsec - begun->tv_nsec);
}

void calf_progress_begin(calf_progress *progress, double units, const char *unit_name)
{
    *progress =
        (calf_progress){.shown = isatty(STDERR_FILENO), .units = units, .unit_name = unit_name};
    clock_gettime(CLOCK_MONOTONIC, &progress->begun);
}

static void print_time(double seconds)
{
    long whole = (long)(seconds + 0.5);
    if (whole >= 3600)
        fprintf(stderr, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
    else if (whole >= 60)
        fprintf(stderr, "%ld min %02ld s", whole / 60, whole % 60);
    else
        fprintf(stderr, "%ld s", whole);
}

void calf_progress_draw(void *context, double done, double total)
{
    calf_progress *progress = context;
    double seconds = seconds_since(&progress->begun);
    if (!progress->shown || done <= 0 || seconds - progress->drawn_at < redraw_s)
        return;
    progress->drawn_at = seconds;
    double share = done / total;
    fprintf(stderr, "\r\033[K%3.0f %%  %.3g million %s/s  ", 100 * share,
        1e-6 * share * progress->units / seconds, progress->unit_name);
    print_time(seconds * (1 - share) / share);
    fputs(" left", stderr);
    fflush(stderr);
}

double calf_progress_end(calf_progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    return seconds_since(&progress->begun);
}

static void ask_to_stop(int signal_number)
{
    (void)signal_number;
    atomic_store(&stop_asked, true);
}

void calf_stop_on_signals(void)
{
    struct sigaction action = {.sa_handler = ask_to_stop, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    // a full place must come back as a failed write, not as the end of the program
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGXFSZ, &ignore, NULL);
}

bool calf_stop_asked(void *unused)
{
    (void)unused;
    return atomic_load(&stop_asked);
}
