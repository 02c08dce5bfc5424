// SPDX-License-Identifier: GPL-3.0-or-later
// What grows by week, and what tapers.
#include "experiment/experiment.h"

#include <math.h>

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
