// SPDX-License-Identifier: GPL-3.0-or-later
// A run as the few segments that a plan can show.
#include "logs/log_plan.h"
#include "plan/limits.h"

#include <math.h>
#include <string.h>

// Neighbours are one part unless grade or speed differ by about this much: what a coach would tell
// apart, and less than GPS and barometer err by on a stretch.
#define LIKE_GRADE_PERCENT 1.0
#define LIKE_SPEED_MPS 0.25
#define CLIMBS_PERCENT 0.5

static double speed(const calf_stretch *part)
{
    return part->distance_m / part->seconds;
}

static bool is_possible(const calf_stretch *part)
{
    return calf_range_holds(calf_limits[CALF_LIMIT_distance_km], part->distance_m / 1000) &&
        part->seconds > 0 && calf_range_holds(calf_limits[CALF_LIMIT_speed_mps], speed(part)) &&
        calf_range_holds(calf_limits[CALF_LIMIT_grade_percent], part->grade_percent);
}

// How unlike two neighbours are; what no plan can hold is joined first.
static double difference(const calf_stretch *a, const calf_stretch *b)
{
    if (!is_possible(a) || !is_possible(b))
        return -1;
    return fabs(a->grade_percent - b->grade_percent) / LIKE_GRADE_PERCENT +
        fabs(speed(a) - speed(b)) / LIKE_SPEED_MPS;
}

static void join(calf_stretch parts[], size_t count, size_t at)
{
    calf_stretch *a = &parts[at], *b = &parts[at + 1];
    const double metres = a->distance_m + b->distance_m;
    if (metres > 0)
        a->grade_percent =
            (a->grade_percent * a->distance_m + b->grade_percent * b->distance_m) / metres;
    a->distance_m = metres;
    a->seconds += b->seconds;
    memmove(b, b + 1, (count - at - 2) * sizeof *b);
}

static size_t of_stretches(const calf_activity *run, calf_stretch parts[])
{
    size_t count = run->stretch_count;
    memcpy(parts, run->stretches, count * sizeof *parts);
    for (size_t k = 0; k < count && run->treadmill; k++)
        parts[k].grade_percent = 0;
    while (count > 1) {
        size_t least = 0;
        for (size_t k = 1; k + 1 < count; k++)
            if (difference(&parts[k], &parts[k + 1]) < difference(&parts[least], &parts[least + 1]))
                least = k;
        if (count <= CALF_PARTS_MAX && difference(&parts[least], &parts[least + 1]) >= 1)
            break;
        join(parts, count--, least);
    }
    return count;
}

static size_t up_and_down(const calf_activity *run, calf_stretch parts[])
{
    const double half_m = run->distance_m / 2;
    const double descent_m = isnan(run->descent_m) ? run->climb_m : run->descent_m;
    const double steepest = calf_limits[CALF_LIMIT_grade_percent].high;
    parts[0] =
        (calf_stretch){half_m, run->timer_s / 2, fmin(steepest, 100 * run->climb_m / half_m)};
    parts[1] = (calf_stretch){half_m, run->timer_s / 2, -fmin(steepest, 100 * descent_m / half_m)};
    return is_possible(&parts[0]) && is_possible(&parts[1]) ? 2 : 0;
}

size_t calf_run_parts(const calf_activity *run, calf_stretch parts[CALF_STRETCHES_MAX])
{
    size_t count = 0;
    if (run->stretch_count > 0)
        count = of_stretches(run, parts);
    else if (!run->treadmill && 100 * run->climb_m / run->distance_m >= CLIMBS_PERCENT)
        count = up_and_down(run, parts);
    if (count > 1)
        return count;
    const double grade = count == 1 && is_possible(&parts[0]) ? parts[0].grade_percent : 0;
    parts[0] = (calf_stretch){run->distance_m, run->timer_s, grade};
    return 1;
}
