// SPDX-License-Identifier: GPL-3.0-or-later
// Text of foreign files: whether it is UTF-8, and what of it may stand in one line of ours.
#ifndef CALF_LOGS_UTF8_H
#define CALF_LOGS_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Takes one character from `*text`, which moves on; 0 at the end. What is no UTF-8 (cut short, too
 *  long, a surrogate) gives UINT32_MAX and moves on by one byte. */
uint32_t calf_utf8_take(const char **text);

/** Writes a character, at most 4 bytes; returns how many. */
size_t calf_utf8_put(uint32_t character, char *to);

bool calf_utf8_is(const char *text);

/** Converts Latin-1, 0x80 to 0x9F as in Windows-1252; `to` has room for 3 bytes each and a NUL.
 *  Returns the length. */
size_t calf_utf8_of_latin1(const char *text, char *to);

/** A copy of at most `characters` characters in one line: what is no printable character, a line
 *  break of any kind above all, becomes a blank, and blanks in a row become one. `to` has room for
 *  4 bytes each, 4 more and a NUL; "..." says that it was cut. */
void calf_utf8_line(const char *text, size_t characters, char *to);

#endif
