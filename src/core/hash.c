// SPDX-License-Identifier: GPL-3.0-or-later
// FNV-1a.
#include "core/hash.h"

uint64_t calf_text_hash(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return hash;
}
