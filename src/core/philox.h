// SPDX-License-Identifier: GPL-3.0-or-later
// Philox4x32-10 in plain arithmetic (Salmon and others 2011), which vectorises over lanes.
#ifndef CALF_CORE_PHILOX_H
#define CALF_CORE_PHILOX_H

#include <stdint.h>

/** The four words that a round turns into four others. */
typedef struct calf_philox {
    uint32_t w0, w1, w2, w3;
} calf_philox;

/** Round number `round`, from 0, of ten. */
static inline calf_philox calf_philox_round(calf_philox c, uint32_t k0, uint32_t k1, uint32_t round)
{
    uint64_t product0 = (uint64_t)0xD2511F53u * c.w0, product1 = (uint64_t)0xCD9E8D57u * c.w2;
    k0 += 0x9E3779B9u * round; // the key schedule: fractions of the golden ratio and of sqrt(3)
    k1 += 0xBB67AE85u * round;
    return (calf_philox){(uint32_t)(product1 >> 32) ^ c.w1 ^ k0, (uint32_t)product1,
        (uint32_t)(product0 >> 32) ^ c.w3 ^ k1, (uint32_t)product0};
}

/** Four words of counter and two of key to four random words. The rounds stand in a row because a
 *  loop of them within a loop over lanes would not vectorise. */
static inline calf_philox calf_philox_of(calf_philox c, uint32_t k0, uint32_t k1)
{
    c = calf_philox_round(c, k0, k1, 0);
    c = calf_philox_round(c, k0, k1, 1);
    c = calf_philox_round(c, k0, k1, 2);
    c = calf_philox_round(c, k0, k1, 3);
    c = calf_philox_round(c, k0, k1, 4);
    c = calf_philox_round(c, k0, k1, 5);
    c = calf_philox_round(c, k0, k1, 6);
    c = calf_philox_round(c, k0, k1, 7);
    c = calf_philox_round(c, k0, k1, 8);
    return calf_philox_round(c, k0, k1, 9);
}

#endif
