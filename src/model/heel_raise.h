// SPDX-License-Identifier: GPL-3.0-or-later
// Section 7: heel raises, what they demand, damage and build.
#ifndef CALF_MODEL_HEEL_RAISE_H
#define CALF_MODEL_HEEL_RAISE_H

#include "core/elementary.h"
#include "model/rest.h"

#include <calfsim/plan.h>

/** Fatigue drive k_hr [1/s] with which a fresh runner fails at exactly heel_raise_reps. */
static inline double calf_heel_raise_drive(const calf_lane_parameters *p, int i)
{
    double recovery = p->fatigue_rate[i] * p->recovery_ratio[i];
    double seconds = p->heel_raise_period[i] * p->heel_raise_reps[i];
    return p->heel_raise_failure[i] * recovery / (1 - calf_exp(-recovery * seconds));
}

/** Share of a hard set [1] that a set counts for, from the highest fatigue reached in it: nothing
 *  below half of the failure level, one at failure. */
static inline double calf_hard_set_share(const calf_lane_parameters *p, int i, double highest)
{
    return calf_min(calf_max((highest / p->heel_raise_failure[i] - 0.5) / 0.5, 0), 1);
}

/** Share of the strength stimulus that is left when a run starts `gap_h` hours away. */
static inline double calf_interference(const calf_lane_parameters *p, int i, double gap_h)
{
    return 1 - p->interference_max[i] * calf_exp(-gap_h / p->interference_tau[i]);
}

/** Hypertrophy [1] added by a session with `hard` hard sets. */
static inline double calf_hypertrophy_gain(const calf_lane_parameters *p, int i, double gain,
    double stimulus, double hard, double hypertrophy, double ceiling)
{
    return gain * stimulus * (1 - calf_exp(-hard / p->set_constant[i])) *
        (1 - hypertrophy / ceiling);
}

/** Neural gain [1] added by a session. */
static inline double calf_neural_gain(
    const calf_lane_parameters *p, int i, double hard, double neural)
{
    return p->neural_gain[i] * (1 - calf_exp(-hard / p->neural_set_constant[i])) *
        calf_max(p->neural_max[i] - neural, 0);
}

/** Lives the sets of a strength session that starts at the state's clock; `run_gap_h` as in
 *  calf_session. `hours` become what it takes: those of its sets and repetitions, or, with an
 * effort, of as many repetitions as each runner does. calf_strength_end() follows. */
void calf_strength_live(const calf_batch *batch, const calf_strength *strength, double run_gap_h,
    calf_state *state, calf_lanes hours);

/** Ends a strength session: what it leaves decays over its length, and the clock moves on. `rest`
 * is the propagator of `hours`. */
void calf_strength_end(const calf_lanes hours, const calf_rest *rest, calf_state *state);

#endif
