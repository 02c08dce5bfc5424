// SPDX-License-Identifier: GPL-3.0-or-later
// Outcomes, followed morning by morning.
#include "engine/outcomes.h"

#include "model/capacity.h"

#include <string.h>

// Straight-knee capacity of both muscles together, relative to before any training.
static double calf_capacity(const calf_life *life, int i)
{
    const calf_state *s = &life->state;
    double sol_share = life->batch->p.soleus_capacity_share[i];
    return (1 - sol_share) * calf_capacity_gained(s->hypertrophy[CALF_GAS][i], s->neural[i]) +
        sol_share * calf_capacity_gained(s->hypertrophy[CALF_SOL][i], s->neural[i]);
}

void calf_outcomes_begin(const calf_life *life, double sore_day_mm, calf_outcome_tracker *tracker)
{
    memset(tracker, 0, sizeof *tracker);
    tracker->sore_day_mm = sore_day_mm;
    for (int i = 0; i < CALF_LANES; i++) {
        tracker->peak[i] = -1;
        tracker->hazard[i] = life->state.hazard[i];
        tracker->distance_km[i] = life->state.distance_km[i];
        tracker->capacity[i] = calf_capacity(life, i);
    }
}

static void follow(calf_outcome_tracker *tracker, int i, int day, double soreness)
{
    bool sore = soreness >= tracker->sore_day_mm;
    tracker->sum[i] += soreness;
    tracker->sore_days[i] += sore;
    tracker->spell[i] = sore ? tracker->spell[i] + 1 : 0;
    if (tracker->spell[i] > tracker->longest_spell[i])
        tracker->longest_spell[i] = tracker->spell[i];
    if (soreness > tracker->peak[i]) {
        tracker->peak[i] = soreness;
        tracker->peak_day[i] = day;
        tracker->recovered_day[i] = -1;
    }
    if (!sore && tracker->recovered_day[i] < 0)
        tracker->recovered_day[i] = day;
}

void calf_outcomes_morning(calf_outcome_tracker *tracker, int day,
    const double soreness[CALF_LANES], const bool due[CALF_LANES])
{
    for (int i = 0; i < CALF_LANES; i++)
        if (due[i])
            follow(tracker, i, day, soreness[i]);
}

void calf_outcomes_end(const calf_outcome_tracker *tracker, const calf_life *life, int days,
    double outcome[CALF_OUTCOME_COUNT][CALF_LANES])
{
    for (int i = 0; i < CALF_LANES; i++) {
        int recovered = tracker->recovered_day[i] < 0 ? days : tracker->recovered_day[i];
        outcome[CALF_OUTCOME_peak_soreness][i] = tracker->peak[i];
        outcome[CALF_OUTCOME_mean_soreness][i] = tracker->sum[i] / days;
        outcome[CALF_OUTCOME_sore_days][i] = 7.0 * tracker->sore_days[i] / days;
        outcome[CALF_OUTCOME_longest_sore_spell][i] = tracker->longest_spell[i];
        outcome[CALF_OUTCOME_days_to_recover][i] = recovered - tracker->peak_day[i];
        outcome[CALF_OUTCOME_see_professional][i] =
            tracker->longest_spell[i] > CALF_ORDINARY_SPELL_DAYS;
        outcome[CALF_OUTCOME_force_gained][i] = calf_capacity(life, i) / tracker->capacity[i] - 1;
        outcome[CALF_OUTCOME_distance][i] = life->state.distance_km[i] - tracker->distance_km[i];
        outcome[CALF_OUTCOME_overuse_hazard][i] = life->state.hazard[i] - tracker->hazard[i];
    }
}
