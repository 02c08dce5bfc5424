// SPDX-License-Identifier: GPL-3.0-or-later
// Plain and gzipped bytes, read in pieces of any size: the same bytes come, whatever the pieces.
#include "target.h"

#include <string.h>

enum { KEPT = 1 << 16 };

// Reads all in pieces of `room`; the first of it go to `to`. Returns how many came.
static double read_all(
    const uint8_t *data, size_t size, size_t room, unsigned char *to, calf_status *status)
{
    static unsigned char piece[1 << 12];
    calf_source *source;
    double total = 0;
    size_t got = 1, kept = 0;
    *status = calf_source_of_bytes(data, size, &source);
    while (*status == CALF_OK && got > 0) {
        *status = calf_source_read(source, piece, room, &got);
        EXPECT(got <= room);
        const size_t taken = got < KEPT - kept ? got : KEPT - kept;
        memcpy(to + kept, piece, taken);
        kept += taken;
        total += (double)got;
    }
    calf_source_close(source);
    return total;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static unsigned char one[KEPT], other[KEPT];
    calf_status status, again;
    if (size < 1)
        return 0;
    const size_t room = 1 + 7 * (size_t)data[0];
    const double total = read_all(data + 1, size - 1, sizeof(one) >> 4, one, &status);
    EXPECT(status == CALF_OK || status == CALF_BAD_INPUT);
    EXPECT(total <= (16 << 20) + 201.0 * (double)size);
    EXPECT(read_all(data + 1, size - 1, room, other, &again) == total || status != CALF_OK);
    EXPECT(again == status);
    EXPECT(memcmp(one, other, (size_t)(total < KEPT ? total : KEPT)) == 0 || status != CALF_OK);
    return 0;
}
