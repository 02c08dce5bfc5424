// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences put together piece by piece.
#ifndef CALF_REPORT_SENTENCE_H
#define CALF_REPORT_SENTENCE_H

#include "core/error.h"

#include <stddef.h>

/** A text under construction, in room for `room` bytes; begins with an empty text. */
typedef struct calf_sentence {
    char *text;
    size_t room, used;
} calf_sentence;

/** Appends; what does not fit is cut. */
void calf_say(calf_sentence *into, const char *format, ...) CALF_PRINTF_LIKE(2, 3);

#endif
