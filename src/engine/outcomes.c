// SPDX-License-Identifier: GPL-3.0-or-later
// Outcomes, followed morning by morning.
#include "engine/outcomes.h"

#include "core/elementary.h"
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

void calf_outcomes_morning(
    calf_outcome_tracker *tracker, int day, const calf_lanes soreness, const calf_lanes due)
{
    calf_outcome_tracker *t = tracker;
    CALF_EACH_LANE(i)
    {
        double counts = due[i], sore = soreness[i] >= t->sore_day_mm ? counts : 0;
        double higher = soreness[i] > t->peak[i] ? counts : 0;
        double spell = sore > 0 ? t->spell[i] + 1 : 0;
        double recovered = higher > 0 ? -1 : t->recovered_day[i];
        double first_fine = sore > 0 || recovered >= 0 ? recovered : day;
        t->sum[i] += counts > 0 ? soreness[i] : 0;
        t->sore_days[i] += sore;
        t->spell[i] = counts > 0 ? spell : t->spell[i];
        t->longest_spell[i] = calf_max(t->longest_spell[i], t->spell[i]);
        t->peak[i] = higher > 0 ? soreness[i] : t->peak[i];
        t->peak_day[i] = higher > 0 ? day : t->peak_day[i];
        t->recovered_day[i] = counts > 0 ? first_fine : t->recovered_day[i];
    }
}

void calf_outcomes_end(const calf_outcome_tracker *tracker, const calf_life *life, int days,
    calf_lanes outcome[CALF_OUTCOME_COUNT])
{
    for (int i = 0; i < CALF_LANES; i++) {
        double recovered = tracker->recovered_day[i] < 0 ? days : tracker->recovered_day[i];
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
        outcome[CALF_OUTCOME_sessions_missed][i] = 0;
        outcome[CALF_OUTCOME_stopped][i] = 0;
    }
    for (int i = 0; i < CALF_LANES && life->policy != NULL; i++) {
        outcome[CALF_OUTCOME_sessions_missed][i] = 7.0 * life->policy->missed[i] / days;
        outcome[CALF_OUTCOME_stopped][i] = life->policy->stopped_day[i] < days;
    }
}
