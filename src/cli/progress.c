// SPDX-License-Identifier: GPL-3.0-or-later
// The progress line of long work, and stopping it by signal.
#include "cli/progress.h"

#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static const double redraw_s = 0.2;

static atomic_bool stop_asked; // set by a signal handler, read by all threads

double calf_progress_seconds(const calf_progress *progress)
{
    const struct timespec *begun = &progress->begun;
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

const char *calf_time_text(double seconds, char text[32])
{
    const double whole = floor(seconds + 0.5);
    if (whole >= 3600)
        snprintf(text, 32, "%.0f h %02.0f min", floor(whole / 3600), floor(fmod(whole, 3600) / 60));
    else if (whole >= 60)
        snprintf(text, 32, "%.0f min %02.0f s", floor(whole / 60), fmod(whole, 60));
    else
        snprintf(text, 32, "%.*f s", seconds < 9.95 ? 1 : 0, seconds);
    return text;
}

void calf_progress_draw(void *context, double done, double total)
{
    calf_progress *progress = context;
    char left[32];
    const double share = done / total, seconds = calf_progress_seconds(progress);
    if (!progress->told) {
        progress->told = true;
        progress->done_before = share;
    }
    const double own = share - progress->done_before;
    if (!progress->shown || own <= 0 || seconds - progress->drawn_at < redraw_s)
        return;
    progress->drawn_at = seconds;
    fprintf(stderr, "\r\033[K%3.0f %%  %.3g million %s/s  %s left", 100 * share,
        1e-6 * own * progress->units / seconds, progress->unit_name,
        calf_time_text(seconds * (1 - share) / own, left));
    fflush(stderr);
}

void calf_progress_note(void *context, const char *text)
{
    const calf_progress *progress = context;
    fprintf(stderr, "%s%s\n", progress->shown ? "\r\033[K" : "", text);
}

void calf_progress_end(const calf_progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
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
