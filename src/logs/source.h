// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a log file, unzipped where it is gzipped: read from front to back, whatever its
// size.
#ifndef CALF_LOGS_SOURCE_H
#define CALF_LOGS_SOURCE_H

#include <calfsim/status.h>
#include <stddef.h>

// Errors do not name the file: who reads says which it is.

typedef struct calf_source calf_source;

/** Most bytes that a file may hold once unzipped: 4 GiB; a gzipped one at most 16 MiB and
 *  200 times as many as were unzipped so far, so that a bomb is refused early. */
#define CALF_SOURCE_BYTES_MAX 4294967296.0

/** Opens a file, gzipped or not (told by its first bytes). Errors: CALF_BAD_INPUT: no such file, no
 *  regular file, no permission, gzipped in a build without zlib. */
calf_status calf_source_open(const char *path, calf_source **source);

/** The same from bytes in memory, which must outlive it; for tests and fuzzing. */
calf_status calf_source_of_bytes(const void *bytes, size_t count, calf_source **source);

/** Reads up to `room` bytes into `to`; 0 in `*count` at the end.
 *  Errors: CALF_BAD_INPUT: damaged or cut short gzip, larger than allowed; CALF_FAILED: reading
 *  fails. What came before may be kept; every later call fails alike. */
calf_status calf_source_read(calf_source *source, void *to, size_t room, size_t *count);

/** The first bytes, up to 4096, without reading them; valid until the source is closed. */
const unsigned char *calf_source_peek(calf_source *source, size_t *count);

void calf_source_close(calf_source *source);

#endif
