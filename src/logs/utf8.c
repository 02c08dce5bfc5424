// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8, Latin-1, and foreign text in one line.
#include "logs/utf8.h"

#include <string.h>

uint32_t calf_utf8_take(const char **text)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *at = (const unsigned char *)*text;
    if (*at == '\0')
        return 0;
    ++*text;
    if (*at < 0x80)
        return *at;
    const int size = *at >= 0xF0 && *at < 0xF8 ? 4 : *at >= 0xE0 ? 3 : *at >= 0xC0 ? 2 : 0;
    if (size == 0 || *at >= 0xF8)
        return UINT32_MAX;
    uint32_t character = *at & (0xFFu >> (size + 1));
    for (int k = 1; k < size; k++) {
        if ((at[k] & 0xC0) != 0x80)
            return UINT32_MAX;
        character = character << 6 | (at[k] & 0x3Fu);
    }
    if (character < least[size] || character > 0x10FFFF ||
        (character >= 0xD800 && character < 0xE000))
        return UINT32_MAX;
    *text += size - 1;
    return character;
}

size_t calf_utf8_put(uint32_t character, char *to)
{
    const int size = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (int k = size - 1; k > 0; k--, character >>= 6)
        to[k] = (char)(0x80 | (character & 0x3F));
    to[0] = (char)(first[size] | character);
    return (size_t)size;
}

bool calf_utf8_is(const char *text)
{
    uint32_t character;
    while ((character = calf_utf8_take(&text)) != 0)
        if (character == UINT32_MAX)
            return false;
    return true;
}

size_t calf_utf8_of_latin1(const char *text, char *to)
{
    static const uint16_t windows[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020,
        0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018,
        0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
        0xFFFD, 0x017E, 0x0178};
    char *const begin = to;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        to += calf_utf8_put(*at >= 0x80 && *at < 0xA0 ? windows[*at - 0x80] : *at, to);
    *to = '\0';
    return (size_t)(to - begin);
}

/* What a YAML file may hold in a line; marks that turn the direction of writing stay out as well.
 */
static bool is_printable(uint32_t c)
{
    return (c > 0x20 && c < 0x7F) || (c > 0xA0 && c < 0x2000) || (c >= 0x2010 && c < 0x2028) ||
        (c >= 0x2030 && c < 0x205F) || (c >= 0x2070 && c < 0xD800) ||
        (c >= 0xE000 && c < 0xFFFD && c != 0xFEFF) || (c >= 0x10000 && c <= 0x10FFFF);
}

void calf_utf8_line(const char *text, size_t characters, char *to)
{
    bool blank = false, begun = false;
    size_t count = 0;
    uint32_t character;
    while ((character = calf_utf8_take(&text)) != 0) {
        if (!is_printable(character)) {
            blank = begun;
            continue;
        }
        if (count + blank >= characters) {
            strcpy(to, "...");
            return;
        }
        if (blank)
            *to++ = ' ';
        to += calf_utf8_put(character, to);
        count += 1u + blank;
        begun = true;
        blank = false;
    }
    *to = '\0';
}
