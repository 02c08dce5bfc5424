// SPDX-License-Identifier: GPL-3.0-or-later
// Text for terminals: padding, cutting and wrapping UTF-8, numbers as people write them.
#ifndef CALF_REPORT_TEXT_H
#define CALF_REPORT_TEXT_H

#include "analysis/comparison.h"

#include <stdio.h>

/** Characters of a UTF-8 text. */
int calf_text_width(const char *text);

/** Prints text in `width` columns, from the left (or right when negative); longer texts are cut
 *  and end in an ellipsis. Control characters become '?'. */
void calf_text_pad(FILE *out, const char *text, int width);

/** Prints a paragraph, broken between words at `width`; lines after the first are indented. */
void calf_text_wrap(FILE *out, const char *text, int width, int indent);

/** A number with fixed decimals and without "-0". */
const char *calf_text_number(char *text, size_t room, double value, int decimals);

/** "2.3 (1.8 to 2.9)", "2.3" without a band, "-" without a value; all times `factor`. */
const char *calf_text_band(
    char *text, size_t room, const calf_band *band, double factor, int decimals);

/** "2.31 +/- 0.05": the mean and its error. */
const char *calf_text_with_error(char *text, size_t room, const calf_band *band, int decimals);

#endif
