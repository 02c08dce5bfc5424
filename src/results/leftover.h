// SPDX-License-Identifier: GPL-3.0-or-later
// What killed processes have left of files written aside, `.NAME.MACHINE.PID.tmp`. Who writes one
// has its first byte locked until it has its name or is gone.
#ifndef CALF_RESULTS_LEFTOVER_H
#define CALF_RESULTS_LEFTOVER_H

#include <stdbool.h>

/** What tells machines apart that share a folder: their processes have the same numbers, and they
 *  may not see each other's locks. */
enum { CALF_MACHINE_TEXT = 16 };
void calf_machine_text(char text[CALF_MACHINE_TEXT]);

/** Whether a name is still that of an open file. */
bool calf_file_is_named(int fd, const char *path);

/** Removes a file aside that nobody writes any more; whether it is gone. Where files cannot be
 *  locked `unless_locked` decides. Between making and locking it a file may go as well: its writer
 *  looks for that. */
bool calf_leftover_remove(const char *path, bool unless_locked);

/** Removes what processes of this machine that are no more have left aside in a folder: of the file
 *  `name`, or of any for NULL. Where files cannot be locked it stays. */
void calf_leftovers_remove(const char *folder, const char *name);

#endif
