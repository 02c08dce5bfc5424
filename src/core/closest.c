// SPDX-License-Identifier: GPL-3.0-or-later
// Names near a misspelt one.
#include "core/closest.h"

#include <stdint.h>
#include <string.h>

// Edits (insert, delete, replace) between two names, or a large number for long ones.
static size_t edits_between(const char *a, const char *b)
{
    size_t row[64];
    size_t length_a = strlen(a), length_b = strlen(b);
    if (length_a >= sizeof row / sizeof row[0] || length_b >= sizeof row / sizeof row[0])
        return SIZE_MAX;
    for (size_t j = 0; j <= length_b; j++)
        row[j] = j;
    for (size_t i = 1; i <= length_a; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length_b; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[length_b];
}

const char *calf_closest_name(const char *name, const char *const names[], size_t count)
{
    const char *closest = NULL;
    size_t fewest = strlen(name) / 3 + 1;
    for (size_t i = 0; i < count; i++) {
        size_t edits = edits_between(name, names[i]);
        if (edits < fewest || (edits == fewest && !closest && edits < strlen(name))) {
            closest = names[i];
            fewest = edits;
        }
    }
    return closest;
}
