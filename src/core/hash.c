// SPDX-License-Identifier: GPL-3.0-or-later
// FNV-1a, by bytes and by words.
#include "core/hash.h"

#include <string.h>

static const uint64_t prime = 1099511628211u;

uint64_t calf_text_hash(const char *text)
{
    uint64_t hash = CALF_CHECKSUM_BEGIN;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * prime;
    return hash;
}

uint64_t calf_checksum(uint64_t before, const void *bytes, size_t count)
{
    const unsigned char *at = bytes;
    uint64_t hash = before;
    while (count > 0) {
        uint64_t word = 0;
        const size_t size = count < sizeof word ? count : sizeof word;
        memcpy(&word, at, size);
        hash = (hash ^ word) * prime;
        hash ^= hash >> 32;
        at += size;
        count -= size;
    }
    return hash;
}
