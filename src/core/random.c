// SPDX-License-Identifier: GPL-3.0-or-later
// Streams of random numbers.
#include "core/random.h"

uint32_t calf_stream(const char *name)
{
    uint32_t hash = 2166136261u;
    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash;
}
