// SPDX-License-Identifier: GPL-3.0-or-later
// The progress line of long work, and stopping it by signal.
#ifndef CALF_CLI_PROGRESS_H
#define CALF_CLI_PROGRESS_H

#include <stdbool.h>
#include <time.h>

typedef struct calf_progress {
    bool shown; ///< standard error is a terminal
    double units; ///< of work in all, such as runner-days
    const char *unit_name;
    struct timespec begun;
    double drawn_at; ///< seconds after `begun` when the line was drawn last
} calf_progress;

/** Begins a line for `units` of work; nothing is drawn when standard error is no terminal. */
void calf_progress_begin(calf_progress *progress, double units, const char *unit_name);

/** Draws the line if the last one is a while old; for calf_run_options.progress. */
void calf_progress_draw(void *progress, double done, double total);

/** Clears the line and returns the seconds since the beginning. */
double calf_progress_end(calf_progress *progress);

/** From now on SIGINT, SIGTERM and SIGHUP only make calf_stop_asked() true; a second one ends at
 * once. */
void calf_stop_on_signals(void);
bool calf_stop_asked(void *unused);

#endif
