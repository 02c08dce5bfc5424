// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences put together piece by piece.
#include "report/sentence.h"

#include <stdarg.h>
#include <stdio.h>

void calf_say(calf_sentence *into, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int more = vsnprintf(into->text + into->used, into->room - into->used, format, arguments);
    va_end(arguments);
    if (more > 0)
        into->used +=
            (size_t)more < into->room - into->used ? (size_t)more : into->room - into->used - 1;
}
