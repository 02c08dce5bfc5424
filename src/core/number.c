// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as text, and ranges.
#include "core/number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *skip_digits(const char *text)
{
    while (*text >= '0' && *text <= '9')
        text++;
    return text;
}

static bool is_decimal(const char *text)
{
    if (*text == '+' || *text == '-')
        text++;
    const char *whole = text;
    text = skip_digits(text);
    long digits = text - whole;
    if (*text == '.') {
        const char *fraction = ++text;
        text = skip_digits(text);
        digits += text - fraction;
    }
    if (digits == 0)
        return false;
    if (*text == 'e' || *text == 'E') {
        text++;
        if (*text == '+' || *text == '-')
            text++;
        const char *exponent = text;
        text = skip_digits(text);
        if (text == exponent)
            return false;
    }
    return *text == '\0';
}

bool calf_number_parse(const char *text, double *value)
{
    if (!is_decimal(text))
        return false;
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!plain)
        return false;
    locale_t before = uselocale(plain);
    double number = strtod(text, NULL);
    uselocale(before);
    freelocale(plain);
    if (!isfinite(number))
        return false;
    *value = number;
    return true;
}

static bool digits_parse(const char *text, uint64_t *magnitude)
{
    uint64_t sum = 0;
    if (*text == '\0')
        return false;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return false;
        uint64_t digit = (uint64_t)(*text - '0');
        if (sum > (UINT64_MAX - digit) / 10)
            return false;
        sum = 10 * sum + digit;
    }
    *magnitude = sum;
    return true;
}

bool calf_integer_parse(const char *text, bool *negative, uint64_t *magnitude)
{
    *negative = *text == '-';
    if (digits_parse(text + (*text == '-' || *text == '+'), magnitude))
        return true;
    double number;
    if (!calf_number_parse(text, &number) || number != floor(number) || fabs(number) > 0x1p53)
        return false;
    *magnitude = (uint64_t)fabs(number);
    return true;
}

const char *calf_number_text(double value, char text[CALF_NUMBER_TEXT])
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    locale_t before = plain ? uselocale(plain) : (locale_t)0;
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, CALF_NUMBER_TEXT, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    if (plain) {
        uselocale(before);
        freelocale(plain);
    }
    return text;
}

bool calf_range_holds(calf_range range, double value)
{
    return value >= range.low && (range.below_high ? value < range.high : value <= range.high);
}

const char *calf_range_text(calf_range range, char text[CALF_RANGE_TEXT])
{
    char low[CALF_NUMBER_TEXT], high[CALF_NUMBER_TEXT];
    if (isinf(range.high)) {
        snprintf(text, CALF_RANGE_TEXT, "%s", range.low > 0 ? "above 0" : "any finite number");
        return text;
    }
    calf_number_text(range.low, low);
    if (range.high == 0x1p64)
        snprintf(high, sizeof high, "%llu", (unsigned long long)UINT64_MAX);
    else
        calf_number_text(range.high, high);
    snprintf(text, CALF_RANGE_TEXT, "%s to %s%s", low, range.below_high ? "below " : "", high);
    return text;
}
