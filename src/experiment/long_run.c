// SPDX-License-Identifier: GPL-3.0-or-later
// Caps of long runs.
#include "experiment/long_run.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>

calf_status calf_distances_init(
    const calf_experiment *experiment, const calf_strategy *strategy, calf_distances *distances)
{
    const size_t days = (size_t)(experiment->history_days + experiment->days);
    *distances = (calf_distances){.rule = strategy->long_run,
        .first_day = -experiment->history_days,
        .from_day = strategy->from_day};
    distances->longest_km = calloc(days, sizeof *distances->longest_km);
    distances->week_km = calloc((size_t)experiment->days / 7 + 1, sizeof *distances->week_km);
    return distances->longest_km && distances->week_km ? CALF_OK : calf_error_no_memory();
}

void calf_distances_release(calf_distances *distances)
{
    free(distances->longest_km);
    free(distances->week_km);
}

static double *week_of(const calf_distances *distances, int day)
{
    return &distances->week_km[(day - distances->from_day) / 7];
}

void calf_distances_plan(calf_distances *distances, int day, double km)
{
    *week_of(distances, day) += km;
}

void calf_distances_live(calf_distances *distances, int day, double km)
{
    double *longest = &distances->longest_km[day - distances->first_day];
    *longest = fmax(*longest, km);
}

static double longest_before(const calf_distances *distances, int day)
{
    double longest = 0;
    for (int d = day - distances->rule.days; d < day; d++)
        if (d >= distances->first_day)
            longest = fmax(longest, distances->longest_km[d - distances->first_day]);
    return longest;
}

// A share s of the week is reached at s/(1 - s) times the distance of the other runs.
double calf_distances_allow(const calf_distances *distances, int day, double km)
{
    const calf_long_run *rule = &distances->rule;
    double others = *week_of(distances, day) - km;
    double longest = rule->of_longest > 0 ? longest_before(distances, day) : 0;
    double most = km;
    if (rule->share_of_week > 0 && rule->share_of_week < 1 && others > 0)
        most = fmin(most, rule->share_of_week / (1 - rule->share_of_week) * others);
    if (longest > 0)
        most = fmin(most, rule->of_longest * longest);
    return most;
}
