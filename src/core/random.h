// SPDX-License-Identifier: GPL-3.0-or-later
// Counter-based random numbers: a number is a pure function of the seed and of what it is for.
#ifndef CALF_CORE_RANDOM_H
#define CALF_CORE_RANDOM_H

#include "core/elementary.h"
#include "core/philox.h"

#include <stdint.h>

/** What a random number is for. Numbers of distinct addresses are independent; nothing else moves
 *  them, so that another draw, runner or strategy leaves every number as it was. */
typedef struct calf_address {
    uint32_t stream; ///< calf_stream() of the name of what is drawn
    uint32_t world;
    uint32_t runner; ///< CALF_WHOLE_WORLD for what all runners of a world share
    uint32_t index; ///< such as the day
} calf_address;

#define CALF_WHOLE_WORLD UINT32_MAX

/** The stream of a name (FNV-1a, 32 bits). */
uint32_t calf_stream(const char *name);

/** The uniform number of two random words: 53 bits and a half, at most 1 - 2^-53. */
static inline double calf_uniform_of(uint32_t high, uint32_t low)
{
    // whole numbers to doubles by way of their bits, which every instruction set can do in lanes
    double upper = calf_from_bits(UINT64_C(0x4330000000000000) | high) - 0x1p52;
    double lower = calf_from_bits(UINT64_C(0x4330000000000000) | low >> 11) - 0x1p52;
    double u = (upper * 0x1p21 + lower + 0.5) * 0x1p-53;
    return calf_min(u, 1 - 0x1p-53);
}

/** A uniform number in (0, 1), never 0 or 1: calf_uniform_of() the first two words of Philox4x32-10
 *  (Salmon and others 2011) of the address under the seed. */
static inline double calf_uniform(uint64_t seed, calf_address address)
{
    calf_philox c = {address.stream, address.world, address.runner, address.index};
    c = calf_philox_of(c, (uint32_t)seed, (uint32_t)(seed >> 32));
    return calf_uniform_of(c.w0, c.w1);
}

#endif
