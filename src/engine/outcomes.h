// SPDX-License-Identifier: GPL-3.0-or-later
// The outcomes of a batch under one strategy, followed morning by morning.
#ifndef CALF_ENGINE_OUTCOMES_H
#define CALF_ENGINE_OUTCOMES_H

#include "engine/life.h"
#include "results/fields.h"

/** Mornings in a row that are sore before the guide says to see a professional. */
enum { CALF_ORDINARY_SPELL_DAYS = 7 };

typedef struct calf_outcome_tracker {
    double sore_day_mm;
    CALF_ALIGNED calf_lanes peak, sum; ///< of soreness
    calf_lanes peak_day;
    calf_lanes recovered_day; ///< first morning from the peak on that is not sore, or -1
    calf_lanes sore_days, spell, longest_spell;
    calf_lanes hazard, distance_km, capacity; ///< at day 0
} calf_outcome_tracker;

/** Begins at 0:00 of day 0; `life` is where its history left it. */
void calf_outcomes_begin(const calf_life *life, double sore_day_mm, calf_outcome_tracker *tracker);

/** Takes in the calf soreness [mm] of a morning, for the lanes that report. */
void calf_outcomes_morning(
    calf_outcome_tracker *tracker, int day, const calf_lanes soreness, const calf_lanes due);

/** The outcomes after `days` mornings. */
void calf_outcomes_end(const calf_outcome_tracker *tracker, const calf_life *life, int days,
    calf_lanes outcome[CALF_OUTCOME_COUNT]);

#endif
