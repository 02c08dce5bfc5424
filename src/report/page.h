// SPDX-License-Identifier: GPL-3.0-or-later
// Pages: one self-contained HTML file, without scripts, that reads in light, dark, print and on a
// phone.
#ifndef CALF_REPORT_PAGE_H
#define CALF_REPORT_PAGE_H

#include <calfsim/status.h>
#include <stdio.h>

/** Begins a page: head, style, heading. `what` says in a sentence what the page shows. */
void calf_page_begin(FILE *out, const char *title, const char *what);

/** Ends it with how it was made: the program's version and `made_by`, the command. */
void calf_page_end(FILE *out, const char *made_by);

/** Text between tags or within an attribute's quotes: what HTML would read as markup is escaped,
 *  what is no text (controls, broken UTF-8) becomes U+FFFD. */
void calf_page_text(FILE *out, const char *text);

void calf_page_heading(FILE *out, const char *text);
void calf_page_paragraph(FILE *out, const char *text);

/** One row of a table; `tag` is "th" or "td", `classes` (or NULL) has one class a cell or NULL. */
void calf_page_row(
    FILE *out, const char *tag, const char *const cells[], const char *const classes[], int count);

#endif
