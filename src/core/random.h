// SPDX-License-Identifier: GPL-3.0-or-later
// Counter-based random numbers: a number is a pure function of the seed and of what it is for.
#ifndef CALF_CORE_RANDOM_H
#define CALF_CORE_RANDOM_H

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

/** A uniform number in (0, 1), 53 bits, never 0 or 1: Philox4x32-10 (Salmon and others 2011) of the
 *  address under the seed. */
double calf_uniform(uint64_t seed, calf_address address);

/** The generator: four words of counter and two of key to four random words. */
void calf_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

#endif
