// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a result's page, in their order, each written by itself.
#ifndef CALF_REPORT_PAGE_PARTS_H
#define CALF_REPORT_PAGE_PARTS_H

#include "report/page_facts.h"

// page_words.c
void calf_page_write_short(const calf_page_facts *facts, FILE *out); ///< the answer in words
void calf_page_write_who(const calf_page_facts *facts, FILE *out); ///< who runs
void calf_page_write_watch(FILE *out); ///< what to watch for, when to see a professional
void calf_page_write_unsure(const calf_page_facts *facts, FILE *out);
void calf_page_write_made(const calf_page_facts *facts, FILE *out);

// page_compare.c
void calf_page_write_comparison(const calf_page_facts *facts, FILE *out); ///< table and chart
void calf_page_write_levers(const calf_page_facts *facts, FILE *out); ///< what helps most

// page_advice.c
/** What each of the guide's levers would spare in the first strategy: lives them, which takes
 *  seconds. Errors: CALF_FAILED without memory or place for its files. */
calf_status calf_page_write_advice(const calf_page_facts *facts, FILE *out);

// page_strategy.c
void calf_page_write_strategies(const calf_page_facts *facts, FILE *out); ///< one after the other

// page_script_json.c, or no_page_script.c
/** The figures and what shows them on hover. Errors: CALF_FAILED without memory. */
calf_status calf_page_write_script(const calf_page_facts *facts, FILE *out);

/** A name that fits into so many characters; `text` has room for 4 times as many and 4 more. */
const char *calf_page_short_name(const char *name, int characters, char *text);

#endif
