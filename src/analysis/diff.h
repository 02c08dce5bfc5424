// SPDX-License-Identifier: GPL-3.0-or-later
// Comparing two result files value by value.
#ifndef CALF_ANALYSIS_DIFF_H
#define CALF_ANALYSIS_DIFF_H

#include <calfsim/status.h>
#include <stddef.h>
#include <stdio.h>

/** Compares everything in two result files but their provenance: groups, datasets, attributes,
 * their types, shapes and values (NaN equals NaN). Writes one line per difference to `out`, with
 * how many values differ, by how much and where most; nothing when the files mean the same. Errors:
 * CALF_BAD_INPUT when either cannot be read as a result, or not to its end. */
calf_status calf_result_diff(const char *a, const char *b, FILE *out, size_t *differences);

#endif
