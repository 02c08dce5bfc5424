// SPDX-License-Identifier: GPL-3.0-or-later
// Whole files in memory.
#include "io/file.h"

#include "core/error.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static calf_status read_stream(FILE *stream, const char *path, char **text, size_t *length)
{
    size_t capacity = 0;
    for (;;) {
        if (*length + 1 >= capacity) {
            capacity = capacity ? 2 * capacity : 1 << 14;
            char *grown = realloc(*text, capacity);
            if (!grown)
                return calf_error_no_memory();
            *text = grown;
        }
        errno = 0;
        size_t got = fread(*text + *length, 1, capacity - *length - 1, stream);
        *length += got;
        if (ferror(stream))
            return calf_error_set(CALF_BAD_INPUT, "%s: cannot be read: %s", path, strerror(errno));
        if (*length > CALF_FILE_BYTES_MAX)
            return calf_error_set(CALF_BAD_INPUT, "%s: larger than the allowed %d MB", path,
                CALF_FILE_BYTES_MAX >> 20);
        if (got == 0)
            break;
    }
    (*text)[*length] = '\0';
    return CALF_OK;
}

calf_status calf_file_read(const char *path, char **text, size_t *length)
{
    *text = NULL;
    *length = 0;
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return calf_error_set(CALF_BAD_INPUT, "%s: cannot be read: %s", path, strerror(errno));
    calf_status status = read_stream(stream, path, text, length);
    fclose(stream);
    if (status != CALF_OK) {
        free(*text);
        *text = NULL;
    }
    return status;
}
