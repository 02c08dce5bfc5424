// SPDX-License-Identifier: GPL-3.0-or-later
// A plan: the sessions of a calendar, in the order in which they are due.
#ifndef CALFSIM_PLAN_H
#define CALFSIM_PLAN_H

#include <calfsim/status.h>
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The six technique quantities that a session can change, in parameter-table order. */
typedef enum calf_technique_id {
    CALF_CADENCE_RATIO,
    CALF_FOREFOOTNESS,
    CALF_HEEL_CONTACT,
    CALF_PUSH_OFF,
    CALF_TRUNK_LEAN,
    CALF_SHOE_LIFT,
    CALF_TECHNIQUE_COUNT
} calf_technique_id;

/** How one technique quantity is reached from the runner's own: own * times + plus, cut to the
 *  parameter's range. {1, 0} keeps the runner's value, {0, v} replaces it by v. */
typedef struct calf_technique_change {
    double times;
    double plus;
} calf_technique_change;

typedef struct calf_technique {
    calf_technique_change change[CALF_TECHNIQUE_COUNT];
} calf_technique;

/** A technique that keeps every value of the runner's own. */
calf_technique calf_technique_own(void);

bool calf_technique_same(const calf_technique *a, const calf_technique *b);

/** `first`, then `second` on its result. */
calf_technique calf_technique_then(calf_technique first, calf_technique second);

/** A stretch of a run at steady speed and grade. Exactly one of distance and duration, and exactly
 *  one of intensity and speed, is positive; the others are 0. */
typedef struct calf_segment {
    double distance_km;
    double duration_min;
    double intensity; ///< share of the runner's threshold speed
    double speed_mps;
    double grade_percent; ///< uphill positive
} calf_segment;

/** A run: one bout, with one technique or with two, one after the other. */
typedef struct calf_run {
    const calf_segment *segments;
    size_t segment_count;
    bool treadmill;
    calf_technique technique; ///< begin with calf_technique_own()
    size_t later_from; ///< index of the first segment that is run with `later`; 0: there is none
    calf_technique later; ///< unused without such a segment
} calf_run;

typedef enum calf_knee { CALF_KNEE_STRAIGHT, CALF_KNEE_BENT } calf_knee;

/** Single-leg heel raises. A set has `reps` repetitions, in whose time a runner who fails earlier
 *  rests; or it goes on until the runner's fatigue has reached the share `effort` of the level of
 *  failure, and its rest begins at once. */
typedef struct calf_strength {
    calf_knee knee;
    int sets;
    int reps; ///< of a set; with an effort at most so many
    double rest_s; ///< after each set
    double extra_load; ///< share of body weight
    double effort; ///< 0: none
} calf_strength;

typedef struct calf_mobility {
    double roll_min;
    double stretch_min;
} calf_mobility;

/** A bout of known damage to both muscles of a calf, as laboratories give it: 1 DU is an hour of
 *  unaccustomed single-leg downhill backward walking. No policy changes it. */
typedef struct calf_dose {
    double du;
    double duration_min;
} calf_dose;

typedef enum calf_session_kind {
    CALF_RUN,
    CALF_STRENGTH,
    CALF_MOBILITY,
    CALF_DOSE
} calf_session_kind;

/** One session of a plan; `due_h` counts hours from 0:00 of day 0. */
typedef struct calf_session {
    double due_h;
    calf_session_kind kind;
    union {
        calf_run run;
        calf_strength strength;
        calf_mobility mobility;
        calf_dose dose;
    };
    double run_gap_h; ///< strength: hours to the nearest run's start; infinity without a run
} calf_session;

typedef struct calf_plan calf_plan;

/** An empty plan. The caller destroys it; destroying NULL is allowed. */
calf_status calf_plan_create(calf_plan **plan);
void calf_plan_destroy(calf_plan *plan);

/** Adds a session on `day` (negative: before day 0) at `hour` in [0, 24). Segments are copied.
 *  Sessions due at the same time keep the order in which they were added.
 *  Errors: a value outside its range (distance 0.01 to 500 km, duration 0.05 to 2880 min, intensity
 *  0.2 to 2, speed 0.5 to 12 m/s, grade -30 to 30 %; sets 1 to 50, reps 1 to 500, rest 0 to 3600 s,
 *  extra load 0 to 2, effort 0.1 to 1 or none; rolling and stretching 0 to 240 min, not both 0;
 * dose 0.001 to 10 DU over 0.05 to 2880 min), a technique that is all zero, or a `later_from`
 * behind the last segment. */
calf_status calf_plan_add_run(calf_plan *plan, int day, double hour, const calf_run *run);
calf_status calf_plan_add_strength(
    calf_plan *plan, int day, double hour, const calf_strength *strength);
calf_status calf_plan_add_mobility(
    calf_plan *plan, int day, double hour, const calf_mobility *mobility);
calf_status calf_plan_add_dose(calf_plan *plan, int day, double hour, const calf_dose *dose);

/** The sessions in order; valid until the plan changes. */
size_t calf_plan_session_count(const calf_plan *plan);
const calf_session *calf_plan_session(const calf_plan *plan, size_t index);

#ifdef __cplusplus
}
#endif
#endif
