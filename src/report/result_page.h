// SPDX-License-Identifier: GPL-3.0-or-later
// A result as a page for coaches: what was compared, who gets sore, how sure that is, what to watch
// for. One file that needs no network and no script, and has one where the browser runs it.
#ifndef CALF_REPORT_RESULT_PAGE_H
#define CALF_REPORT_RESULT_PAGE_H

#include "results/result_file.h"

#include <stdio.h>

typedef struct calf_result_page {
    const calf_result *result;
    size_t point; ///< 0 without a sweep
    const char *command; ///< that made it
    bool advice; ///< what the guide's levers would do is worked out, which takes seconds
    bool script; ///< hover and switches, where this build has them
} calf_result_page;

/** Writes the page; `page` is a calf_result_page. Errors: CALF_BAD_INPUT for a result without what
 *  every result has; CALF_FAILED without memory, or when writing fails. */
calf_status calf_report_result_page(const void *page, FILE *out);

/** Whether this build can make a page that moves; else its charts stand still. */
bool calf_result_page_has_script(void);

#endif
