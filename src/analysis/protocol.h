// SPDX-License-Identifier: GPL-3.0-or-later
// The set-ups of published studies, lived by one runner through the public interface: bouts that
// end at a moment from which hours are counted, and weeks of training.
#ifndef CALF_ANALYSIS_PROTOCOL_H
#define CALF_ANALYSIS_PROTOCOL_H

#include <calfsim/parameters.h>
#include <calfsim/plan.h>
#include <calfsim/run.h>

/** What the trained runners of the studies run a week, unless these say otherwise. */
#define CALF_USUAL_WEEK_KM 48.0

/** One bout: a dose, or a run at steady speed. */
typedef struct calf_bout {
    double end_h; ///< from the moment on that hours are counted from
    double du; ///< 0: a run
    double km, mps; ///< of the run
    double grade_percent;
} calf_bout;

typedef struct calf_protocol {
    double weekly_km; ///< twelve weeks of it come before, to a Sunday; 0: untrained
    int rest_days; ///< that follow these
    size_t count;
    const calf_bout *bouts;
} calf_protocol;

/** The runner's report some hours after the moment (0 or later); reports are made at 7:00, so the
 *  bouts are laid to end as much earlier. Errors: as calf_simulate(). */
calf_status calf_protocol_observe(const calf_protocol *protocol, const calf_parameters *runner,
    double after_h, calf_morning *morning);

/** A week of training, repeated. */
typedef struct calf_regime {
    double volume; ///< times CALF_USUAL_WEEK_KM: 10, 10, 8 and 20 km; 0: no runs
    double long_run; ///< times the 20 km of these
    double intensity; ///< times the runner's easy speed, 0.78 of threshold
    calf_technique technique;
    calf_strength strength; ///< without sets: none
    int strength_days; ///< a week, at most 3: Monday, Wednesday, Friday
    double stretch_min; ///< on each of five days
} calf_regime;

/** Runs as usual, and nothing else. */
calf_regime calf_regime_usual(void);

/** Lives `before` for some weeks (0 or more), then `after` for others.
 *  Shapes  mornings: those of the second part, 7 a week, with the morning after its end: 7 weeks
 * + 1. Errors  as calf_simulate(). */
calf_status calf_regime_live(const calf_regime *before, int weeks_before, const calf_regime *after,
    int weeks, const calf_parameters *runner, calf_morning *mornings);

/** Force that the calf has lost, of all its own, in per cent: both muscles by their capacity. */
double calf_force_loss_percent(const calf_parameters *runner, const calf_morning *morning);

#endif
