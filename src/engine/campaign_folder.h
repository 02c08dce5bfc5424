// SPDX-License-Identifier: GPL-3.0-or-later
// What a campaign does with its folder as a whole, and the texts in it.
#ifndef CALF_ENGINE_CAMPAIGN_FOLDER_H
#define CALF_ENGINE_CAMPAIGN_FOLDER_H

#include <calfsim/status.h>
#include <stdbool.h>
#include <stddef.h>

/** Room for every path of a campaign. */
enum { CALF_PATH_ROOM = 4096 };

/** Makes a folder unless it is there, durably. Errors: CALF_BAD_INPUT when it cannot be made. */
calf_status calf_folder_make(const char *folder);

/** Whether a folder holds a name, any piece, or nothing but what a beginning leaves. */
bool calf_folder_has(const char *folder, const char *name);
bool calf_folder_has_pieces(const char *folder);
bool calf_folder_is_empty(const char *folder);

/** A text of a folder; the caller frees it. */
calf_status calf_folder_read(const char *folder, const char *name, char **text);
calf_status calf_folder_write(const char *folder, const char *name, const char *text);

/** Whether two texts differ, and in which line first: "line 7 is 'days: 84' there and 'days: 70'
 *  here". */
bool calf_folder_difference(const char *there, const char *here, char *text, size_t room);

/** Bytes that the pieces in a folder take, and whether it lies on the same file system as another.
 */
double calf_folder_bytes(const char *folder);
bool calf_folder_is_beside(const char *folder, const char *other);

/** Removes a campaign's folder. It is renamed first, to FOLDER.PID.done: to others it is gone at
 *  once, as a whole. Files that are not a campaign's stay, and the renamed folder with them. */
void calf_folder_remove(const char *folder);

/** Removes what processes have left that were killed meanwhile. */
void calf_folder_remove_leftovers(const char *folder);

#endif
