// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as text, whatever locale the host program has chosen, and the ranges they may lie in.
#ifndef CALF_CORE_NUMBER_H
#define CALF_CORE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/** The values from low to high; `below_high` leaves high itself out. */
typedef struct calf_range {
    double low, high;
    bool below_high;
} calf_range;

enum { CALF_NUMBER_TEXT = 32, CALF_RANGE_TEXT = 96 };

/** Reads a whole text as a decimal number such as 12, -0.5 or 1.74e-4. False for anything else:
 *  spaces, hexadecimal, NaN, infinity, or a number too large for a double. */
bool calf_number_parse(const char *text, double *value);

/** Reads a whole text as an integer, in digits or as a decimal number without a fraction (1e6). */
bool calf_integer_parse(const char *text, bool *negative, uint64_t *magnitude);

/** The shortest of 15, 16 or 17 digits that reads back to the same value. Returns `text`. */
const char *calf_number_text(double value, char text[CALF_NUMBER_TEXT]);

/** Whether the value lies in the range; NaN lies in none. */
bool calf_range_holds(calf_range range, double value);

/** "1 to 50", or "0 to below 24"; for a range without upper end "above 0" or "any finite number".
 *  Returns `text`. */
const char *calf_range_text(calf_range range, char text[CALF_RANGE_TEXT]);

#endif
