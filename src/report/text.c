// SPDX-License-Identifier: GPL-3.0-or-later
// Text for terminals.
#include "report/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

int calf_text_width(const char *text)
{
    int width = 0;
    for (; *text; text++)
        width += !continues(*text);
    return width;
}

static void put(FILE *out, char byte)
{
    fputc((unsigned char)byte < 0x20 || byte == 0x7f ? '?' : byte, out);
}

static void spaces(FILE *out, int count)
{
    for (; count > 0; count--)
        fputc(' ', out);
}

void calf_text_pad(FILE *out, const char *text, int width)
{
    const int room = abs(width), own = calf_text_width(text);
    if (width < 0)
        spaces(out, room - own);
    int shown = 0;
    const int whole = own <= room ? own : room - 1;
    for (; *text && shown + !continues(*text) <= whole; text++) {
        shown += !continues(*text);
        put(out, *text);
    }
    if (own > room)
        fputs("…", out);
    else if (width > 0)
        spaces(out, room - own);
}

void calf_text_wrap(FILE *out, const char *text, int width, int indent)
{
    int used = 0;
    while (*text) {
        char word[512];
        const size_t length = strcspn(text, " ");
        const size_t kept = length < sizeof word ? length : sizeof word - 1;
        memcpy(word, text, kept);
        word[kept] = 0;
        const int columns = calf_text_width(word);
        if (used > indent && used + 1 + columns > width) {
            fputc('\n', out);
            spaces(out, indent);
            used = indent;
        } else if (used > 0) {
            fputc(' ', out);
            used++;
        }
        for (size_t i = 0; i < kept; i++)
            put(out, word[i]);
        used += columns;
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', out);
}

const char *calf_text_number(char *text, size_t room, double value, int decimals)
{
    if (isnan(value)) {
        snprintf(text, room, "-");
        return text;
    }
    snprintf(text, room, "%.*f", decimals, value);
    if (text[0] == '-' && strspn(text + 1, "0.") == strlen(text + 1))
        memmove(text, text + 1, strlen(text));
    return text;
}

const char *calf_text_band(
    char *text, size_t room, const calf_band *band, double factor, int decimals)
{
    char mean[64], low[64], high[64];
    calf_text_number(mean, sizeof mean, factor * band->middle, decimals);
    calf_text_number(low, sizeof low, factor * band->low, decimals);
    calf_text_number(high, sizeof high, factor * band->high, decimals);
    if (isnan(band->low) || isnan(band->high))
        snprintf(text, room, "%s", mean);
    else
        snprintf(text, room, "%s (%s to %s)", mean, low, high);
    return text;
}

const char *calf_text_with_error(char *text, size_t room, const calf_band *band, int decimals)
{
    char mean[64], error[64];
    snprintf(text, room, "%s +/- %s", calf_text_number(mean, sizeof mean, band->mean, decimals),
        calf_text_number(error, sizeof error, band->error, decimals));
    return text;
}
