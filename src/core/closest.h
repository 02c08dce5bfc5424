// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody may have meant who misspelt a name.
#ifndef CALF_CORE_CLOSEST_H
#define CALF_CORE_CLOSEST_H

#include <stddef.h>

/** The name with the fewest edits (insert, delete, replace) from `name`, or NULL when none is near:
 *  about one edit in three characters. */
const char *calf_closest_name(const char *name, const char *const names[], size_t count);

#endif
