// SPDX-License-Identifier: GPL-3.0-or-later
// What grows by week, what tapers, and what strategies make of strength sessions.
#include "experiment/experiment.h"

#include <math.h>

const calf_limit_id calf_strength_limits[CALF_STRENGTH_AMOUNTS] = {
    CALF_LIMIT_sets, CALF_LIMIT_reps, CALF_LIMIT_extra_load, CALF_LIMIT_effort};

// Products rather than pow(): the same bits with every mathematics library.
double calf_progression_amount(const calf_progression *progression, double start, int week)
{
    int every = progression->deload_every;
    bool deload = every > 0 && (week + 1) % every == 0;
    int last = deload ? week - 1 : week;
    int loading = every > 0 ? last - last / every : last;
    double amount = start + progression->step * loading;
    for (int i = 0; i < loading; i++)
        amount *= progression->weekly;
    if (progression->up_to > 0)
        amount = fmin(amount, fmax(start, progression->up_to));
    return deload ? amount * progression->deload_to : amount;
}

double calf_progression_factor(const calf_progression *progression, int week)
{
    return calf_progression_amount(progression, 1, week);
}

double calf_taper_factor(const calf_taper *taper, int day)
{
    int left = taper->before_day - day;
    if (left <= 0 || left > 7 * taper->weeks)
        return 1;
    int week = taper->weeks - (left - 1) / 7; // from 1 on
    return 1 - (1 - taper->to) * week / taper->weeks;
}

double calf_technique_share_of(const calf_technique_share *share, int week)
{
    return fmin(share->from + share->weekly * week, share->up_to);
}

static double changed(
    const calf_strategy *strategy, calf_strength_amount amount, double own, int week)
{
    const calf_technique_change *change = &strategy->strength[amount];
    const calf_range range = calf_limits[calf_strength_limits[amount]];
    const double value = calf_progression_amount(
        &strategy->strength_progression[amount], own * change->times + change->plus, week);
    return fmin(fmax(value, range.low), range.high);
}

static int rounded(double value)
{
    return (int)floor(value + 0.5);
}

calf_strength calf_strategy_strength(
    const calf_strategy *strategy, const calf_strength *planned, int week)
{
    calf_strength strength = *planned;
    strength.sets = rounded(changed(strategy, CALF_STRENGTH_SETS, planned->sets, week));
    strength.extra_load = changed(strategy, CALF_STRENGTH_EXTRA_LOAD, planned->extra_load, week);
    if (planned->effort > 0)
        strength.effort = changed(strategy, CALF_STRENGTH_EFFORT, planned->effort, week);
    else
        strength.reps = rounded(changed(strategy, CALF_STRENGTH_REPS, planned->reps, week));
    return strength;
}
