// SPDX-License-Identifier: GPL-3.0-or-later
// Dates of exports, in their languages.
#include "logs/activity.h"
#include "logs/amount.h"
#include "logs/label.h"

#include <stdlib.h>
#include <string.h>

enum { MOMENT_TEXT = 80, NUMBERS_MAX = 3, YEAR_FIRST = 1990, YEAR_LAST = 2100, DAY_S = 86400 };

/* Beginnings of the names of months in de, en, es, fr, it, nl and pt, in small letters; what is
 * longer stands before what it begins with. */
static const struct month_name {
    const char *begin;
    int month;
} month_names[] = {{"jan", 1}, {"jän", 1}, {"ene", 1}, {"gen", 1}, {"feb", 2}, {"fév", 2},
    {"fev", 2}, {"mar", 3}, {"mär", 3}, {"maa", 3}, {"mrt", 3}, {"apr", 4}, {"abr", 4}, {"avr", 4},
    {"may", 5}, {"mai", 5}, {"mei", 5}, {"mag", 5}, {"juin", 6}, {"jun", 6}, {"giu", 6},
    {"juil", 7}, {"jul", 7}, {"lug", 7}, {"aug", 8}, {"ago", 8}, {"aoû", 8}, {"aou", 8}, {"sep", 9},
    {"set", 9}, {"oct", 10}, {"okt", 10}, {"ott", 10}, {"out", 10}, {"nov", 11}, {"dec", 12},
    {"dez", 12}, {"dic", 12}, {"déc", 12}};

typedef struct words {
    long numbers[NUMBERS_MAX];
    int digits[NUMBERS_MAX];
    int count, month; ///< month 0: none named
    long hour, minute, second;
    bool timed, morning, afternoon, slashes, offset_named;
    long offset_s;
} words;

static void take_word(const char *word, size_t length, words *found)
{
    if (length == 1 && *word == 'z')
        found->offset_named = true;
    if ((length == 1 || (length == 2 && word[1] == 'm')) && (*word == 'a' || *word == 'p')) {
        found->morning = *word == 'a' && found->timed;
        found->afternoon = *word == 'p' && found->timed;
    }
    if (length < 3)
        return;
    for (size_t k = 0; k < sizeof month_names / sizeof *month_names; k++) {
        const size_t begin = strlen(month_names[k].begin);
        if (length >= begin && memcmp(word, month_names[k].begin, begin) == 0) {
            found->month = month_names[k].month; // a weekday such as "mar." stands before
            return;
        }
    }
}

/* "15:02" or "15:02:23.5"; a fraction is dropped. */
static bool take_time(const char **text, long hour, words *found)
{
    char *end;
    if (found->timed)
        return false;
    found->timed = true;
    found->hour = hour;
    found->minute = strtol(*text + 1, &end, 10);
    if (*end == ':')
        found->second = strtol(end + 1, &end, 10);
    if (*end == '.' || *end == ',')
        end += 1 + strspn(end + 1, "0123456789");
    *text = end;
    if (*end == '+' || *end == '-') {
        char zone[8] = "";
        const size_t length = 1 + strspn(end + 1, "0123456789:");
        if (length >= sizeof zone)
            return false;
        memcpy(zone, end, length);
        found->offset_named = true;
        *text = end + length;
        return calf_zone_parse(zone, &found->offset_s);
    }
    return true;
}

static bool take_number(const char **text, words *found)
{
    char *end;
    const size_t digits = strspn(*text, "0123456789");
    if (digits > 4)
        return false;
    const long number = strtol(*text, &end, 10);
    *text = end;
    if (*end == ':')
        return take_time(text, number, found);
    if (found->count == NUMBERS_MAX)
        return false;
    found->slashes = found->slashes || *end == '/';
    found->digits[found->count] = (int)digits;
    found->numbers[found->count++] = number;
    return true;
}

static bool take_words(const char *text, words *found)
{
    while (*text) {
        if (*text >= '0' && *text <= '9') {
            if (!take_number(&text, found))
                return false;
        } else if (strchr(" ,./-", *text) != NULL) {
            text++;
        } else {
            const size_t length = strcspn(text, " ,./-0123456789");
            take_word(text, length, found);
            text += length;
        }
    }
    return true;
}

/* Which of the numbers are year, month and day. */
static bool order(words *found, long *year, long *month, long *day, bool *ambiguous)
{
    const long *n = found->numbers;
    if (found->month > 0) {
        if (found->count != 2)
            return false;
        const int y = found->digits[0] == 4 ? 0 : 1;
        *year = n[y];
        *month = found->month;
        *day = n[1 - y];
        return found->digits[y] == 4;
    }
    if (found->count != 3)
        return false;
    const bool year_first = found->digits[0] == 4;
    *year = year_first ? n[0] : n[2];
    *month = n[1];
    *day = year_first ? n[2] : n[0];
    if (!year_first && found->slashes) {
        const bool american = n[1] > 12 || found->morning || found->afternoon;
        *month = american ? n[0] : n[1];
        *day = american ? n[1] : n[0];
        *ambiguous = n[0] <= 12 && n[1] <= 12 && n[0] != n[1];
    }
    return year_first || found->digits[2] == 4;
}

bool calf_moment_parse(const char *text, calf_moment *moment)
{
    char plain[MOMENT_TEXT];
    words found = {0};
    long year, month, day;
    int64_t days;
    *moment = (calf_moment){0};
    if (!calf_label(text, plain, sizeof plain))
        return false;
    if (plain[0] != '\0' && strlen(plain) > 10 && plain[10] == 't' && plain[4] == '-')
        plain[10] = ' ';
    if (!take_words(plain, &found) || !order(&found, &year, &month, &day, &moment->ambiguous))
        return false;
    if (found.morning || found.afternoon) {
        if (found.hour < 1 || found.hour > 12)
            return false;
        found.hour = found.hour % 12 + (found.afternoon ? 12 : 0);
    }
    if (found.hour > 23 || found.minute > 59 || found.second > 60 || year < YEAR_FIRST ||
        year > YEAR_LAST || !calf_days_of_date((int)year, (int)month, (int)day, &days))
        return false;
    moment->seconds = days * DAY_S + found.hour * 3600 + found.minute * 60 + found.second;
    moment->has_time = found.timed;
    moment->has_offset = found.timed && found.offset_named;
    moment->offset_s = found.offset_s;
    return true;
}
