// SPDX-License-Identifier: GPL-3.0-or-later
// What values a session may have: one table for plans and for the readers of files.
#ifndef CALF_PLAN_LIMITS_H
#define CALF_PLAN_LIMITS_H

#include "core/number.h"

#include <calfsim/plan.h>

/** LIMIT(name, low, high, below_high); the names are also the keys of experiment files. */
#define CALF_LIMITS(LIMIT)                                                                         \
    LIMIT(day, -36600, 36600, false)                                                               \
    LIMIT(hour, 0, 24, true)                                                                       \
    LIMIT(distance_km, 0.01, 500, false)                                                           \
    LIMIT(duration_min, 0.05, 2880, false)                                                         \
    LIMIT(intensity, 0.2, 2, false)                                                                \
    LIMIT(speed_mps, 0.5, 12, false)                                                               \
    LIMIT(grade_percent, -30, 30, false)                                                           \
    LIMIT(segments, 1, 10000, false)                                                               \
    LIMIT(repeat, 1, 1000, false)                                                                  \
    LIMIT(sets, 1, 50, false)                                                                      \
    LIMIT(reps, 1, 500, false)                                                                     \
    LIMIT(rest_s, 0, 3600, false)                                                                  \
    LIMIT(extra_load, 0, 2, false)                                                                 \
    LIMIT(effort, 0.1, 1, false)                                                                   \
    LIMIT(roll_min, 0, 240, false)                                                                 \
    LIMIT(stretch_min, 0, 240, false)                                                              \
    LIMIT(du, 0.001, 10, false)                                                                    \
    LIMIT(times, 0.1, 10, false)                                                                   \
    LIMIT(composed_times, 0, 100, false)                                                           \
    LIMIT(composed_plus, -1000, 1000, false)

typedef enum calf_limit_id {
#define LIMIT(name, low, high, below_high) CALF_LIMIT_##name,
    CALF_LIMITS(LIMIT)
#undef LIMIT
        CALF_LIMIT_COUNT
} calf_limit_id;

/** How much one plan may hold, so that a mistake in a file cannot fill the memory. */
enum { CALF_PLAN_SESSIONS_MAX = 100000, CALF_PLAN_SEGMENTS_MAX = 4000000 };

extern const calf_range calf_limits[CALF_LIMIT_COUNT];
extern const char *const calf_limit_names[CALF_LIMIT_COUNT];

/** Errors: a value of the run outside its range, or a technique that is all zero. */
calf_status calf_run_check(const calf_run *run);

/** Errors: a value of the session outside its range. */
calf_status calf_strength_check(const calf_strength *strength);

#endif
