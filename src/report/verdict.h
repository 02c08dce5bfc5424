// SPDX-License-Identifier: GPL-3.0-or-later
// What a comparison says, in words for runners and coaches.
#ifndef CALF_REPORT_VERDICT_H
#define CALF_REPORT_VERDICT_H

#include "analysis/comparison.h"

/** One or two sentences on what a strategy does to sore days and to the overuse hazard. */
void calf_verdict(
    const calf_comparison *row, const char *name, const char *against, char *text, size_t room);

/** What must stand below every verdict. */
extern const char calf_verdict_caution[];

/** What must stand there when only one world was run. */
extern const char calf_verdict_one_world[];

#endif
