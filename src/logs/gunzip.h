// SPDX-License-Identifier: GPL-3.0-or-later
// Unzipping gzipped bytes piece by piece.
#ifndef CALF_LOGS_GUNZIP_H
#define CALF_LOGS_GUNZIP_H

#include <calfsim/status.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct calf_gunzip calf_gunzip;

/** Errors: CALF_FAILED without memory; CALF_BAD_INPUT in a build without zlib. */
calf_status calf_gunzip_create(calf_gunzip **gunzip);

/** Unzips from `*from`, which moves on, what fits into `to`. Several members one after the other
 *  are one stream, as gzip has it; zeros behind the last are padding. `last` says that nothing
 *  follows what is in `from`. `*count` is 0 where more is needed, or at the end.
 *  Errors: CALF_BAD_INPUT: damaged, cut short, or followed by what is no gzip; once all
 *  that came before was delivered. */
calf_status calf_gunzip_read(calf_gunzip *gunzip, const unsigned char **from, size_t *from_count,
    bool last, void *to, size_t room, size_t *count);

void calf_gunzip_destroy(calf_gunzip *gunzip);

#endif
