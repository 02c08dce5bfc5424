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
    bool told; ///< how much is done
    double done_before; ///< share of the work that was done when the line began
} calf_progress;

/** Begins a line for `units` of work; nothing is drawn when standard error is no terminal. */
void calf_progress_begin(calf_progress *progress, double units, const char *unit_name);

/** Draws the line if the last one is a while old; for calf_run_options.progress. What the first
 * call tells was done before. */
void calf_progress_draw(void *progress, double done, double total);

/** Prints a note on a line of its own; for calf_run_options.note. */
void calf_progress_note(void *progress, const char *text);

/** Clears the line. */
void calf_progress_end(const calf_progress *progress);

/** Seconds since the beginning. */
double calf_progress_seconds(const calf_progress *progress);

/** "3 h 05 min", "2 min 10 s", "7 s" or "0.4 s"; returns `text`. */
const char *calf_time_text(double seconds, char text[32]);

/** From now on SIGINT, SIGTERM and SIGHUP only make calf_stop_asked() true; a second one ends at
 * once. */
void calf_stop_on_signals(void);
bool calf_stop_asked(void *unused);

#endif
