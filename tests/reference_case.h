// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the worked cases of tests/reference: runners, sessions and the values of every morning.
#ifndef CALF_TESTS_REFERENCE_CASE_H
#define CALF_TESTS_REFERENCE_CASE_H

#include <calfsim/parameters.h>
#include <calfsim/plan.h>

enum { REFERENCE_RUNNERS_MAX = 4, REFERENCE_DAYS_MAX = 100 };

/** The fields of a case, in the order of `reference_fields`. */
enum { REFERENCE_FIELD_COUNT = 12 };

typedef struct reference_field {
    const char *name;
    int parts;
    double tolerance; ///< absolute, or relative to the expected value
    int relative;
} reference_field;

extern const reference_field reference_fields[REFERENCE_FIELD_COUNT];

typedef struct reference_case {
    int days, runners;
    calf_parameters runner[REFERENCE_RUNNERS_MAX];
    calf_plan *plan;
    double value[REFERENCE_FIELD_COUNT][REFERENCE_DAYS_MAX][2][REFERENCE_RUNNERS_MAX];
} reference_case;

extern const char *const reference_case_names[];
enum { REFERENCE_CASE_COUNT = 5 };

/** Reads a case by name; ends the program with a message if it cannot. Destroy its plan. */
reference_case *reference_case_read(const char *name);
void reference_case_free(reference_case *reference);

#endif
