// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces in memory and in files. A file is a head and the records one after the other, in the byte
// order of the machine that wrote it.
#include "results/piece.h"

#include "core/error.h"
#include "core/hash.h"
#include "results/aside.h"
#include "results/hdf5_util.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ALIGNMENT = 8 };

typedef struct piece_head {
    char magic[8];
    uint64_t layout; ///< of this file: another byte order or version reads as another number
    uint64_t campaign, number;
    uint64_t bytes; ///< of all records
    uint64_t checksum; ///< of this head with a checksum of 0, and of the records
} piece_head;

static const char magic[8] = "calfpart";
static const uint64_t layout = UINT64_C(0x0001000000000001);

struct calf_piece {
    unsigned char *bytes;
    size_t size, room;
};

calf_status calf_piece_create(calf_piece **piece)
{
    *piece = calloc(1, sizeof **piece);
    return *piece ? CALF_OK : calf_error_no_memory();
}

void calf_piece_destroy(calf_piece *piece)
{
    if (!piece)
        return;
    free(piece->bytes);
    free(piece);
}

static size_t padded(size_t bytes)
{
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

calf_status calf_piece_add(calf_piece *piece, const calf_record *record, void **values)
{
    const size_t needed = piece->size + sizeof *record + padded(record->bytes);
    if (needed > piece->room) {
        const size_t room = needed > 2 * piece->room ? needed : 2 * piece->room;
        unsigned char *grown = realloc(piece->bytes, room);
        if (!grown)
            return calf_error_no_memory();
        piece->bytes = grown;
        piece->room = room;
    }
    unsigned char *at = piece->bytes + piece->size;
    if (record->bytes > 0)
        memset(piece->bytes + needed - ALIGNMENT, 0, ALIGNMENT); // what may be padding
    memcpy(at, record, sizeof *record);
    *values = at + sizeof *record;
    piece->size = needed;
    return CALF_OK;
}

const unsigned char *calf_piece_bytes(const calf_piece *piece, size_t *size)
{
    *size = piece->size;
    return piece->bytes;
}

calf_status calf_piece_fill(calf_piece *piece, size_t size, unsigned char **bytes)
{
    free(piece->bytes);
    piece->bytes = malloc(size + 1);
    piece->size = piece->room = piece->bytes ? size : 0;
    *bytes = piece->bytes;
    return piece->bytes ? CALF_OK : calf_error_no_memory();
}

const calf_record *calf_piece_next(const calf_piece *piece, size_t *at, const void **values)
{
    if (piece->size - *at < sizeof(calf_record))
        return NULL;
    const calf_record *record = (const void *)(piece->bytes + *at);
    const size_t left = piece->size - *at - sizeof *record;
    if (record->bytes > left || padded(record->bytes) > left)
        return NULL;
    *values = record + 1;
    *at += sizeof *record + padded(record->bytes);
    return record;
}

static piece_head head_of(const calf_piece *piece, uint64_t campaign, uint64_t number)
{
    piece_head head = {
        .layout = layout, .campaign = campaign, .number = number, .bytes = piece->size};
    memcpy(head.magic, magic, sizeof magic);
    const uint64_t begun = calf_checksum(CALF_CHECKSUM_BEGIN, &head, sizeof head);
    head.checksum = calf_checksum(begun, piece->bytes, piece->size);
    return head;
}

calf_status calf_piece_write(
    const calf_piece *piece, const char *path, uint64_t campaign, uint64_t number)
{
    calf_aside aside;
    const piece_head head = head_of(piece, campaign, number);
    calf_status status = calf_aside_open(&aside, path, "a finished piece", 0); // writing finds out
    if (status)
        return CALF_FAILED; // begun work has no wrong input any more; the text stays
    status = calf_aside_write(&aside, &head, sizeof head);
    if (!status)
        status = calf_aside_write(&aside, piece->bytes, piece->size);
    return status ? status : calf_aside_keep(&aside);
}

static calf_status damaged(const char *path, const char *what)
{
    return calf_error_set(CALF_BAD_INPUT, "%s: %s", path, what);
}

static calf_status check_head(const char *path, const piece_head *head, const calf_piece *piece,
    uint64_t campaign, uint64_t number)
{
    if (memcmp(head->magic, magic, sizeof magic) != 0 || head->layout != layout)
        return damaged(path, "not a piece of a campaign");
    if (head->bytes != piece->size)
        return damaged(path, "not as long as it should be");
    if (head->checksum != head_of(piece, head->campaign, head->number).checksum)
        return damaged(path, "damaged: its checksum is another one");
    if (head->campaign != campaign)
        return damaged(path, "a piece of another campaign");
    if (head->number != number)
        return damaged(path, "another piece under this name");
    return CALF_OK;
}

static int read_all(int fd, void *bytes, size_t size)
{
    char *next = bytes;
    while (size > 0) {
        const ssize_t got = read(fd, next, size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 ? errno : EIO;
        next += got;
        size -= (size_t)got;
    }
    return 0;
}

static calf_status read_open(
    int fd, const char *path, uint64_t campaign, uint64_t number, calf_piece *piece)
{
    struct stat there;
    piece_head head;
    if (fstat(fd, &there) != 0)
        return calf_system_error(CALF_FAILED, path, "cannot read it", errno);
    if (!S_ISREG(there.st_mode) || (size_t)there.st_size < sizeof head)
        return damaged(path, "not a whole piece");
    piece->size = (size_t)there.st_size - sizeof head;
    piece->room = piece->size;
    piece->bytes = malloc(piece->size + 1);
    if (!piece->bytes)
        return calf_error_no_memory();
    int code = read_all(fd, &head, sizeof head);
    if (!code)
        code = read_all(fd, piece->bytes, piece->size);
    if (code)
        return calf_system_error(CALF_FAILED, path, "cannot read it", code);
    return check_head(path, &head, piece, campaign, number);
}

calf_status calf_piece_read(
    const char *path, uint64_t campaign, uint64_t number, calf_piece **piece)
{
    calf_status status = calf_piece_create(piece);
    if (status)
        return status;
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC); // a pipe is found out below
    if (fd >= 0)
        status = read_open(fd, path, campaign, number, *piece);
    else if (errno == ENOENT)
        status = damaged(path, "gone");
    else
        status = calf_system_error(CALF_FAILED, path, "cannot read it", errno);
    if (fd >= 0)
        close(fd);
    if (status) {
        calf_piece_destroy(*piece);
        *piece = NULL;
    }
    return status;
}
