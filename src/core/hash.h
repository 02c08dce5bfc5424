// SPDX-License-Identifier: GPL-3.0-or-later
// Hashes that tell things apart and find damage; they are no protection against intent.
#ifndef CALF_CORE_HASH_H
#define CALF_CORE_HASH_H

#include <stddef.h>
#include <stdint.h>

/** FNV-1a, 64 bits, of a text: what results carry of their experiment. */
uint64_t calf_text_hash(const char *text);

/** A checksum of bytes, begun with CALF_CHECKSUM_BEGIN and carried on over any number of pieces of
 *  which all but the last have a multiple of eight bytes. FNV-1a over words of eight bytes, whose
 *  high half is folded into the low one after each. Every step is one to one, so that a change
 *  within one word always shows; any other one is missed once in 2^64. */
uint64_t calf_checksum(uint64_t before, const void *bytes, size_t count);
#define CALF_CHECKSUM_BEGIN UINT64_C(14695981039346656037)

#endif
