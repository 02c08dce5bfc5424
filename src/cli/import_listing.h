// SPDX-License-Identifier: GPL-3.0-or-later
// What was understood of training logs, for a coach to look over.
#ifndef CALF_CLI_IMPORT_LISTING_H
#define CALF_CLI_IMPORT_LISTING_H

#include "logs/log_plan.h"

#include <stdio.h>

/** Prints the weeks of a settled log's window, or every run of it with `each`, and what was
 * inferred and left out. */
void calf_import_listing(
    const calf_log *log, const calf_log_request *request, bool each, FILE *out);

#endif
