// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers and durations of exports.
#include "logs/amount.h"

#include "core/number.h"
#include "logs/utf8.h"

#include <math.h>
#include <string.h>

enum { AMOUNT_TEXT = 40, NO_BREAK = 0xA0, THIN = 0x2009, NARROW_NO_BREAK = 0x202F, MINUS = 0x2212 };

/* Digits, marks and a sign as ASCII; blanks within, which group thousands, become '_'. */
static bool plain_text(const char *text, char to[AMOUNT_TEXT])
{
    size_t length = 0, blanks = 0;
    uint32_t c;
    while ((c = calf_utf8_take(&text)) != 0) {
        const bool blank = c == ' ' || c == NO_BREAK || c == THIN || c == NARROW_NO_BREAK;
        if (blank || (c == '\'' && length == 0)) {
            blanks += blank && length > 0;
            continue;
        }
        if (length + blanks + 2 > AMOUNT_TEXT || blanks > 1)
            return false;
        if (blanks > 0)
            to[length++] = '_';
        blanks = 0;
        if (c != MINUS && (c >= 0x80 || strchr("0123456789.,+-'", (int)c) == NULL))
            return false;
        to[length++] = c == MINUS ? '-' : c == '\'' ? '_' : (char)c;
    }
    to[length] = '\0';
    return length > 0;
}

/* Whether the digits of a whole part stand in groups of three, the mark between them. */
static bool is_grouped(const char *text, char mark)
{
    text += *text == '-' || *text == '+';
    size_t run = strspn(text, "0123456789");
    if (run < 1 || run > 3 || *text == '0')
        return false;
    for (text += run; *text == mark; text += 4)
        if (strspn(text + 1, "0123456789") != 3)
            return false;
    return *text == '\0';
}

static bool number_of(const char *text, char group, char decimal, double *value)
{
    char written[AMOUNT_TEXT];
    size_t length = 0;
    for (; *text; text++)
        if (*text != group)
            written[length++] = *text == decimal ? '.' : *text;
    written[length] = '\0';
    return calf_number_parse(written, value);
}

/* With two kinds of marks, the last one is the decimal one and stands once. */
static bool parse_two_marks(char *text, char group, char *last, double *value)
{
    const char decimal = *last;
    if (strchr(text, decimal) != last)
        return false;
    *last = '\0';
    const bool grouped = is_grouped(text, group);
    *last = decimal;
    return grouped && number_of(text, group, decimal, value);
}

bool calf_amount_parse(const char *text, calf_amount *amount)
{
    char plain[AMOUNT_TEXT];
    if (!plain_text(text, plain))
        return false;
    char *comma = strrchr(plain, ','), *point = strrchr(plain, '.'), *blank = strrchr(plain, '_');
    char *last = comma > point ? comma : point;
    bool read = false;
    if (last == NULL) {
        read =
            (blank == NULL || is_grouped(plain, '_')) && number_of(plain, '_', '.', &amount->value);
    } else if (blank != NULL || (comma != NULL && point != NULL)) {
        const char group = blank != NULL ? '_' : last == comma ? '.' : ',';
        if ((blank != NULL && comma != NULL && point != NULL) || blank > last)
            return false;
        read = parse_two_marks(plain, group, last, &amount->value);
    } else if (strchr(plain, *last) != last) { // several of a kind group
        read = is_grouped(plain, *last) && number_of(plain, *last, '\0', &amount->value);
    } else {
        read = number_of(plain, '\0', *last, &amount->value);
        if (read && is_grouped(plain, *last))
            return number_of(plain, *last, '\0', &amount->grouped);
    }
    amount->grouped = amount->value;
    return read;
}

bool calf_duration_parse(const char *text, double unit_s, double *seconds)
{
    char part[AMOUNT_TEXT];
    double sum = 0, number;
    int colons = 0;
    text += strspn(text, " ");
    for (;; text++) {
        const size_t length = strcspn(text, ": ");
        if (length == 0 || length >= sizeof part || *text == '-')
            return false;
        memcpy(part, text, length);
        part[length] = '\0';
        char *comma = strchr(part, ',');
        if (comma != NULL)
            *comma = '.';
        if (!calf_number_parse(part, &number) || (colons > 0 && number >= 60))
            return false;
        sum = 60 * sum + number;
        text += length;
        if (*text != ':')
            break;
        if (++colons > 2)
            return false;
    }
    if (text[strspn(text, " ")] != '\0')
        return false;
    *seconds = colons == 0 ? sum * unit_s : sum;
    return true;
}

bool calf_zone_parse(const char *text, long *offset_s)
{
    double seconds;
    if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0) {
        *offset_s = 0;
        return true;
    }
    if (*text != '+' && *text != '-')
        return false;
    const char *digits = text + 1;
    char hours_minutes[6];
    if (strlen(digits) == 4 && strspn(digits, "0123456789") == 4) { // "+0130"
        memcpy(hours_minutes, (char[]){digits[0], digits[1], ':', digits[2], digits[3], '\0'}, 6);
        digits = hours_minutes;
    }
    if (strspn(digits, "0123456789:") != strlen(digits) || strlen(digits) > 5)
        return false;
    if (!calf_duration_parse(digits, 60, &seconds)) // "2" is two hours, "1:30" ends in minutes
        return false;
    seconds *= 60;
    if (seconds > 14 * 3600.0)
        return false;
    *offset_s = (*text == '-' ? -1 : 1) * (long)seconds;
    return true;
}
