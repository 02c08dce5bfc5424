// SPDX-License-Identifier: GPL-3.0-or-later
// A peer in another language: a script that integrates the same runners from files in a folder.
#ifndef CALF_BENCH_SCRIPT_PEER_H
#define CALF_BENCH_SCRIPT_PEER_H

#include "lives.h"

#include <stdbool.h>

/** Whether a shell command ends well; what it prints is dropped. */
bool script_peer_there(const char *command);

/** Hands the first `runners` to a script of this folder and reads their mornings, [runner][day].
 *  `command` starts the script, which is given the folder with runners.csv and runs.csv and the
 *  number of days and leaves mornings.txt there. Returns the seconds that it says it took; ends the
 *  program if it fails. */
double script_peer_live(const char *command, const char *script, const bench_lives *lives,
    size_t runners, bench_morning *mornings);

#endif
