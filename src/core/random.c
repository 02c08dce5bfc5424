// SPDX-License-Identifier: GPL-3.0-or-later
// Philox by way of Random123 where it is installed, else by plain arithmetic.
#include "core/random.h"

#ifdef CALF_HAVE_RANDOM123
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpedantic"
#endif
#include <Random123/philox.h>

void calf_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    philox4x32_ctr_t c = {{counter[0], counter[1], counter[2], counter[3]}};
    philox4x32_key_t k = {{key[0], key[1]}};
    philox4x32_ctr_t r = philox4x32(c, k);
    for (int w = 0; w < 4; w++)
        out[w] = r.v[w];
}
#else
void calf_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    calf_philox4x32_plain(counter, key, out);
}
#endif

uint32_t calf_stream(const char *name)
{
    uint32_t hash = 2166136261u;
    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash;
}
