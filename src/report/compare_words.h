// SPDX-License-Identifier: GPL-3.0-or-later
// What a comparison says of one outcome, in sentences, and what its sample cannot tell.
#ifndef CALF_REPORT_COMPARE_WORDS_H
#define CALF_REPORT_COMPARE_WORDS_H

#include "analysis/benefit.h"

#include <stdio.h>

/** What is compared, and the name of what with. */
typedef struct calf_compared {
    const calf_comparison *row;
    const calf_benefit *benefit;
    const char *against;
} calf_compared;

/** Paragraphs on one outcome; `full` adds what only researchers ask for. */
void calf_compare_words(
    const calf_compared *of, calf_outcome_id id, int full, FILE *out, int width);

/** What the sample cannot tell of that outcome of that strategy; nothing when it can. */
void calf_compare_doubts(const calf_compared *of, calf_outcome_id id, FILE *out, int width);

/** What so many worlds cannot tell of any; nothing when they can. */
void calf_compare_few_worlds(size_t worlds, FILE *out, int width);

#endif
