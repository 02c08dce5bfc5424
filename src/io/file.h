// SPDX-License-Identifier: GPL-3.0-or-later
// Whole files in memory.
#ifndef CALF_IO_FILE_H
#define CALF_IO_FILE_H

#include <calfsim/status.h>
#include <stddef.h>

enum { CALF_FILE_BYTES_MAX = 256 << 20 };

/** Reads a file whole; a NUL follows its last byte. The caller frees the text.
 *  Errors: the file cannot be read, or is larger than CALF_FILE_BYTES_MAX. */
calf_status calf_file_read(const char *path, char **text, size_t *length);

#endif
