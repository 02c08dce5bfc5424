// SPDX-License-Identifier: GPL-3.0-or-later
// For tests of bad input: a sound experiment to spoil, and what a message must say.
#ifndef CALF_TESTS_MISTAKES_H
#define CALF_TESTS_MISTAKES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <calfsim/experiment.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char sound[] =
    "title: t\n" // 1
    "model: 1\n" // 2
    "days: 28\n" // 3
    "start: 2026-12-01\n" // 4
    "history: {days: 14, plan: base}\n" // 5
    "population:\n" // 6
    "  runners: 100\n" // 7
    "  set: {threshold_speed: 3.4}\n" // 8
    "  vary: {heel_raise_reps: {lognormal: [18, 0.3], low: 5}}\n" // 9
    "  correlate: [[heel_raise_reps, frailty, 0.4]]\n" // 10
    "plans:\n" // 11
    "  base:\n" // 12
    "    week:\n" // 13
    "      tue: [{run: {distance_km: 8, intensity: 0.8}}]\n" // 14
    "      wed: [{strength: {knee: bent, sets: 3, reps: 15}, hour: 7}]\n" // 15
    "      thu: [{mobility: {roll_min: 5}}]\n" // 16
    "    calendar:\n" // 17
    "      - {day: -3, run: {segments: [{repeat: 2, of: [{duration_min: 3, speed_mps: 4}]}]}}\n"
    "  other: {extends: base}\n" // 19
    "strategies:\n" // 20
    "  - {name: one, plan: base}\n" // 21
    "  - {name: two, plan: other}\n" // 22
    "output: {daily: [soreness], runners: true}\n"; // 23

/** The last call was refused, and its message contains every part of `says`; '|' parts them. */
static inline void expect_message(calf_status status, const char *says, const char *case_name)
{
    char part[300];
    const char *text = calf_error_text();
    assert_int_equal(status, CALF_BAD_INPUT);
    for (const char *at = says; *at; at += strlen(part), at += *at == '|') {
        snprintf(part, sizeof part, "%.*s", (int)strcspn(at, "|"), at);
        if (!strstr(text, part))
            fail_msg("%s: '%s' does not say '%s'", case_name, text, part);
    }
}

#endif
