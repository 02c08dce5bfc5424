// SPDX-License-Identifier: GPL-3.0-or-later
// Small results in folders of their own, for tests of reports; needs _XOPEN_SOURCE 700 (mkdtemp).
#ifndef CALF_TESTS_OPENED_H
#define CALF_TESTS_OPENED_H

#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/** The path of a result in a folder of its own. */
static inline void own_place(char path[100])
{
    char folder[] = "/tmp/calfsim-report-XXXXXX";
    assert_non_null(mkdtemp(folder));
    snprintf(path, 100, "%s/a.h5", folder);
}

/** The sample in such a place. */
static inline calf_result *opened(const sample *is)
{
    char path[100];
    calf_result *result = NULL;
    own_place(path);
    assert_int_equal(sample_write(is, path), CALF_OK);
    assert_int_equal(calf_result_open(path, &result), CALF_OK);
    return result;
}

/** Closes it and removes its place. */
static inline void closed(calf_result *result)
{
    char *path = strdup(result->path);
    assert_non_null(path);
    calf_result_close(result);
    unlink(path);
    *strrchr(path, '/') = 0;
    rmdir(path);
    free(path);
}

static inline void expect_near(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-6))
        fail_msg("%.9g instead of %.9g", value, expected);
}

static inline void expect_in(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' is not in\n%s", part, text);
}

#endif
