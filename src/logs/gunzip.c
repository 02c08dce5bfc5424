// SPDX-License-Identifier: GPL-3.0-or-later
// Unzipping gzipped bytes piece by piece, by zlib.
#include "logs/gunzip.h"

#include "core/error.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

struct calf_gunzip {
    z_stream stream;
    bool between; ///< a member has ended and no other has begun
};

calf_status calf_gunzip_create(calf_gunzip **gunzip)
{
    *gunzip = calloc(1, sizeof **gunzip);
    if (!*gunzip)
        return calf_error_no_memory();
    if (inflateInit2(&(*gunzip)->stream, 16 + MAX_WBITS) != Z_OK) { // 16: a gzip header
        free(*gunzip);
        *gunzip = NULL;
        return calf_error_no_memory();
    }
    return CALF_OK;
}

static calf_status told(int code, const z_stream *stream)
{
    if (code == Z_MEM_ERROR)
        return calf_error_no_memory();
    return calf_error_set(CALF_BAD_INPUT, "damaged gzip after %lu bytes (%s)", stream->total_out,
        stream->msg ? stream->msg : "no gzip data");
}

// Goes on to the next member; false at the end of all.
static bool begin_member(calf_gunzip *gunzip, const unsigned char **from, size_t *from_count)
{
    while (*from_count > 0 && **from == 0)
        ++*from, --*from_count;
    if (*from_count == 0)
        return false;
    inflateReset(&gunzip->stream);
    gunzip->between = false;
    return true;
}

calf_status calf_gunzip_read(calf_gunzip *gunzip, const unsigned char **from, size_t *from_count,
    bool last, void *to, size_t room, size_t *count)
{
    z_stream *stream = &gunzip->stream;
    *count = 0;
    if (gunzip->between && !begin_member(gunzip, from, from_count))
        return CALF_OK;
    const uInt given = *from_count < UINT_MAX ? (uInt)*from_count : UINT_MAX;
    const uInt wanted = room < UINT_MAX ? (uInt)room : UINT_MAX;
    stream->next_in = (unsigned char *)*from; // zlib reads it only
    stream->avail_in = given;
    stream->next_out = to;
    stream->avail_out = wanted;
    const int code = inflate(stream, Z_NO_FLUSH);
    *from += given - stream->avail_in;
    *from_count -= given - stream->avail_in;
    *count = wanted - stream->avail_out;
    if (code == Z_STREAM_END)
        gunzip->between = true;
    else if (code != Z_OK && code != Z_BUF_ERROR && *count == 0) // what came is delivered first
        return told(code, stream);
    else if (last && *from_count == 0 && *count == 0)
        return calf_error_set(CALF_BAD_INPUT, "gzip cut short after %lu bytes", stream->total_out);
    return CALF_OK;
}

void calf_gunzip_destroy(calf_gunzip *gunzip)
{
    if (gunzip)
        inflateEnd(&gunzip->stream);
    free(gunzip);
}
