// SPDX-License-Identifier: GPL-3.0-or-later
// The hash that results carry of their experiment.
#ifndef CALF_CORE_HASH_H
#define CALF_CORE_HASH_H

#include <stdint.h>

/** FNV-1a, 64 bits, of a text. It tells experiments apart; it is no protection against intent. */
uint64_t calf_text_hash(const char *text);

#endif
