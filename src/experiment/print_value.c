// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers and texts as YAML.
#include "core/number.h"
#include "experiment/print.h"

#include <stdbool.h>

void calf_print_number(FILE *out, const char *before, double value)
{
    char text[CALF_NUMBER_TEXT];
    fprintf(out, "%s%s", before, calf_number_text(value, text));
}

// Decodes one character of UTF-8; a byte that is none stands for itself.
static unsigned long next_character(const unsigned char **text)
{
    static const struct {
        unsigned char mask, lead;
        int more;
    } forms[] = {{0xE0, 0xC0, 1}, {0xF0, 0xE0, 2}, {0xF8, 0xF0, 3}};
    const unsigned char *at = *text;
    *text = at + 1;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if ((at[0] & forms[i].mask) != forms[i].lead)
            continue;
        unsigned long character = at[0] & (unsigned char)~forms[i].mask;
        for (int k = 1; k <= forms[i].more; k++) {
            if ((at[k] & 0xC0) != 0x80)
                return at[0];
            character = character << 6 | (at[k] & 0x3F);
        }
        *text = at + 1 + forms[i].more;
        return character;
    }
    return at[0];
}

static bool prints_as_itself(unsigned long character)
{
    return (character >= 0x20 && character <= 0x7E && character != '"' && character != '\\') ||
        (character >= 0xA0 && character <= 0xD7FF && character != 0x2028 && character != 0x2029) ||
        (character >= 0xE000 && character <= 0xFFFD && character != 0xFEFF) || character > 0xFFFF;
}

void calf_print_text(FILE *out, const char *before, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    fprintf(out, "%s\"", before);
    while (*at) {
        const unsigned char *start = at;
        unsigned long character = next_character(&at);
        if (character >= 0x80 && at == start + 1)
            fprintf(out, "\\x%02lX", character);
        else if (prints_as_itself(character))
            fwrite(start, 1, (size_t)(at - start), out);
        else if (character == '"' || character == '\\')
            fprintf(out, "\\%c", (char)character);
        else if (character == '\n')
            fputs("\\n", out);
        else if (character < 0x100)
            fprintf(out, "\\x%02lX", character);
        else
            fprintf(out, "\\u%04lX", character);
    }
    fputc('"', out);
}
