// SPDX-License-Identifier: GPL-3.0-or-later
// Philox4x32-10 in plain arithmetic (Salmon and others 2011), for builds without Random123.
#ifndef CALF_CORE_PHILOX_H
#define CALF_CORE_PHILOX_H

#include <stdint.h>

/** Four words of counter and two of key to four random words. */
static inline void calf_philox4x32_plain(
    const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
    enum { ROUNDS = 10 };
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t product0 = (uint64_t)0xD2511F53u * c0;
        uint64_t product1 = (uint64_t)0xCD9E8D57u * c2;
        c0 = (uint32_t)(product1 >> 32) ^ c1 ^ k0;
        c2 = (uint32_t)(product0 >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)product1;
        c3 = (uint32_t)product0;
        k0 += 0x9E3779B9u; // the key schedule: fractions of the golden ratio and of sqrt(3)
        k1 += 0xBB67AE85u;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
}

#endif
