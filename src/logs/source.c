// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a log file: from a descriptor or memory, unzipped, with the first of them kept.
#include "logs/source.h"

#include "core/error.h"
#include "logs/gunzip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RAW_BYTES = 1 << 16, FIRST_BYTES = 4096, ERROR_TEXT = 200 };

// How much a byte of gzip may become. Deflate reaches 1032; tracks and tables 5 to 30.
enum { UNZIPPED_FREE = 16 << 20, UNZIPPED_TIMES = 200 };

struct calf_source {
    int descriptor; ///< -1: bytes in memory
    calf_gunzip *gunzip; ///< NULL: plain
    const unsigned char *raw; ///< read, not yet delivered
    size_t raw_count;
    bool raw_ended;
    double raw_total, total; ///< bytes read and delivered
    calf_status failed; ///< what ended the reading, told again by every later call
    char error[ERROR_TEXT];
    size_t first_count, first_taken;
    bool first_filled;
    unsigned char first[FIRST_BYTES], buffer[RAW_BYTES];
};

static calf_status fill_raw(calf_source *source)
{
    while (source->raw_count == 0 && !source->raw_ended) {
        const ssize_t got = read(source->descriptor, source->buffer, RAW_BYTES);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return calf_error_set(CALF_FAILED, "cannot be read: %s", strerror(errno));
        source->raw = source->buffer;
        source->raw_count = (size_t)got;
        source->raw_total += (double)got;
        source->raw_ended = got == 0;
    }
    return CALF_OK;
}

static calf_status check_size(const calf_source *source)
{
    if (source->total > CALF_SOURCE_BYTES_MAX)
        return calf_error_set(CALF_BAD_INPUT, "larger than the allowed 4 GiB");
    const double read = source->raw_total - (double)source->raw_count;
    if (source->gunzip && source->total > UNZIPPED_FREE + UNZIPPED_TIMES * read)
        return calf_error_set(CALF_BAD_INPUT,
            "%.0f gzipped bytes become %.0f: at most 16 MiB and %d times as many are allowed", read,
            source->total, UNZIPPED_TIMES);
    return CALF_OK;
}

// One step: some bytes, or none at the end.
static calf_status step(calf_source *source, void *to, size_t room, size_t *count)
{
    calf_status status = CALF_OK;
    *count = 0;
    bool ended = false;
    while (status == CALF_OK && *count == 0 && !ended) {
        status = fill_raw(source);
        if (status != CALF_OK)
            break;
        ended = source->raw_count == 0;
        if (source->gunzip) {
            status = calf_gunzip_read(source->gunzip, &source->raw, &source->raw_count,
                source->raw_ended, to, room, count);
        } else if (!ended) {
            *count = room < source->raw_count ? room : source->raw_count;
            memcpy(to, source->raw, *count);
            source->raw += *count;
            source->raw_count -= *count;
        }
    }
    source->total += (double)*count;
    return status == CALF_OK ? check_size(source) : status;
}

static calf_status read_on(calf_source *source, void *to, size_t room, size_t *count)
{
    *count = 0;
    if (room == 0)
        return CALF_OK;
    if (source->failed != CALF_OK)
        return calf_error_set(source->failed, "%s", source->error);
    source->failed = step(source, to, room, count);
    if (source->failed != CALF_OK) {
        snprintf(source->error, ERROR_TEXT, "%s", calf_error_text());
        *count = 0;
    }
    return source->failed;
}

const unsigned char *calf_source_peek(calf_source *source, size_t *count)
{
    size_t got = 1;
    while (!source->first_filled && source->first_count < FIRST_BYTES && got > 0)
        if (read_on(source, source->first + source->first_count, FIRST_BYTES - source->first_count,
                &got) == CALF_OK)
            source->first_count += got;
    source->first_filled = true;
    *count = source->first_count;
    return source->first;
}

calf_status calf_source_read(calf_source *source, void *to, size_t room, size_t *count)
{
    const size_t kept = source->first_count - source->first_taken;
    if (kept == 0)
        return read_on(source, to, room, count);
    *count = room < kept ? room : kept;
    memcpy(to, source->first + source->first_taken, *count);
    source->first_taken += *count;
    return CALF_OK;
}

static calf_status create(int descriptor, calf_source **source)
{
    *source = calloc(1, sizeof **source);
    if (!*source)
        return calf_error_no_memory();
    (*source)->descriptor = descriptor;
    return CALF_OK;
}

// Unzips what begins as gzip does: two magic bytes and the one method that there is.
static calf_status look_for_gzip(calf_source *source)
{
    const unsigned char *raw = source->raw;
    if (source->raw_count < 3 || raw[0] != 0x1f || raw[1] != 0x8b || raw[2] != 8)
        return CALF_OK;
    return calf_gunzip_create(&source->gunzip);
}

static calf_status begin(calf_source **source)
{
    calf_status status = (*source)->descriptor >= 0 ? fill_raw(*source) : CALF_OK;
    if (status == CALF_OK)
        status = look_for_gzip(*source);
    if (status != CALF_OK) {
        calf_source_close(*source);
        *source = NULL;
    }
    return status;
}

// Without waiting for somebody to write into a pipe of that name.
static calf_status open_regular(const char *path, int *descriptor)
{
    *descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (*descriptor < 0)
        return calf_error_set(CALF_BAD_INPUT, "cannot be read: %s", strerror(errno));
    struct stat about;
    if (fstat(*descriptor, &about) == 0 && S_ISREG(about.st_mode))
        return CALF_OK;
    close(*descriptor);
    return calf_error_set(CALF_BAD_INPUT, "cannot be read: no regular file");
}

calf_status calf_source_open(const char *path, calf_source **source)
{
    *source = NULL;
    int descriptor;
    calf_status status = open_regular(path, &descriptor);
    if (status != CALF_OK)
        return status;
    status = create(descriptor, source);
    if (status != CALF_OK) {
        close(descriptor);
        return status;
    }
    return begin(source);
}

calf_status calf_source_of_bytes(const void *bytes, size_t count, calf_source **source)
{
    const calf_status status = create(-1, source);
    if (status != CALF_OK)
        return status;
    (*source)->raw = bytes;
    (*source)->raw_count = count;
    (*source)->raw_total = (double)count;
    (*source)->raw_ended = true;
    return begin(source);
}

void calf_source_close(calf_source *source)
{
    if (!source)
        return;
    if (source->descriptor >= 0)
        close(source->descriptor);
    calf_gunzip_destroy(source->gunzip);
    free(source);
}
