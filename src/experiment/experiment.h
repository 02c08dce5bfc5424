// SPDX-License-Identifier: GPL-3.0-or-later
// What an experiment file says, once everything in it is known to be right: the struct between the
// readers of files and the engine. Filled by io, expanded into plans here, lived by the engine.
#ifndef CALF_EXPERIMENT_H
#define CALF_EXPERIMENT_H

#include "plan/limits.h"
#include "plan/policy.h"
#include "population/design.h"
#include "population/population.h"

#include <calfsim/experiment.h>
#include <calfsim/parameters.h>
#include <calfsim/plan.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum {
    CALF_MODEL_VERSION = 1,
    CALF_DAYS_MAX = 3660,
    CALF_STRATEGIES_MAX = 32, // pairs of strategies are compared, so statistics grow as its square
    CALF_WORLDS_MAX = 100000,
    CALF_POINTS_MAX = 100000, // of a sweep; each is an experiment of its own
    CALF_FACTORS_MAX = 1000
};

/** Where a planned session stands: every week on a weekday, or once on a day. */
typedef struct calf_planned_session {
    bool weekly;
    int weekday; ///< 0 Monday to 6 Sunday, when weekly
    int day; ///< when not weekly; negative days belong to the history
    double hour;
    calf_session_kind kind;
    calf_segment *segments; ///< owned; runs only, repeats written out
    size_t segment_count;
    bool treadmill;
    calf_technique technique;
    calf_strength strength;
    calf_mobility mobility;
    calf_dose dose;
} calf_planned_session;

/** A named plan, what it extends already merged in. */
typedef struct calf_named_plan {
    char *name;
    calf_planned_session *sessions; ///< in file order; weekly ones by weekday first
    size_t session_count;
} calf_named_plan;

/** An amount that grows from one loading week to the next, by a factor or by a step, up to an end.
 *  In every `deload_every`-th week it is `deload_to` times that of the loading week before. */
typedef struct calf_progression {
    double weekly; ///< factor; 1: no growth
    double step; ///< added instead, when weekly is 1; 0: no growth
    double up_to; ///< where growth ends; 0: nowhere
    int deload_every; ///< 0: never
    double deload_to;
} calf_progression;

/** The amount in a week >= 0, counted from the progression's first, in which it is `start`. Growth
 *  never ends below `start`. */
double calf_progression_amount(const calf_progression *progression, double start, int week);

/** The same of 1, without a taper, which depends on the calendar. */
double calf_progression_factor(const calf_progression *progression, int week);

/** Less and less over the last weeks before a day: a factor that falls in equal steps, a step a
 * week, to `to`. Weeks are counted back in sevens. */
typedef struct calf_taper {
    int weeks; ///< 0: no taper
    double to;
    int before_day;
} calf_taper;

double calf_taper_factor(const calf_taper *taper, int day);

/** The share of each run's distance that is run with a strategy's technique, by week. */
typedef struct calf_technique_share {
    double from; ///< in the first week; 1: all of it
    double weekly; ///< added each week
    double up_to;
} calf_technique_share;

/** The share in a week >= 0: 0 to 1. */
double calf_technique_share_of(const calf_technique_share *share, int week);

/** How long a run of the week may be. */
typedef struct calf_long_run {
    double share_of_week; ///< of the distance of its week; 0: any
    double of_longest; ///< times the longest run of the days before; 0: any
    int days;
} calf_long_run;

/** What of strength sessions a strategy may change. */
typedef enum calf_strength_amount {
    CALF_STRENGTH_SETS,
    CALF_STRENGTH_REPS, ///< of sessions with repetitions
    CALF_STRENGTH_EXTRA_LOAD,
    CALF_STRENGTH_EFFORT, ///< of sessions with an effort
    CALF_STRENGTH_AMOUNTS
} calf_strength_amount;

/** Each one's limit, which has its name as well. */
extern const calf_limit_id calf_strength_limits[CALF_STRENGTH_AMOUNTS];

typedef struct calf_strategy {
    char *name;
    size_t plan; ///< index into the experiment's plans
    int from_day; ///< factors, technique and progressions act from this day on
    double volume; ///< factor on distance and duration of every run
    double intensity; ///< factor on the speed of every run
    calf_technique technique;
    calf_progression volume_progression;
    calf_progression intensity_progression;
    calf_policy policy; ///< acts from from_day on
    calf_taper volume_taper;
    calf_taper intensity_taper;
    calf_technique_share technique_share;
    calf_long_run long_run;
    calf_technique_change strength[CALF_STRENGTH_AMOUNTS]; ///< of what the plan says
    calf_progression strength_progression[CALF_STRENGTH_AMOUNTS];
} calf_strategy;

/** A strength session in a week >= 0 of a strategy: sets and repetitions rounded to whole numbers,
 *  everything cut to what is allowed. */
calf_strength calf_strategy_strength(
    const calf_strategy *strategy, const calf_strength *planned, int week);

typedef struct calf_output_spec {
    unsigned daily; ///< bit per group of outputs.def
    bool trajectories;
    bool runners; ///< outcomes of every runner
    bool compress; ///< what is kept of every runner
    double sore_day_mm; ///< a morning at or above this is a sore day
} calf_output_spec;

/** One factor of a sweep: what it changes, and the levels or the range that it goes through. The
 *  user's own points need neither. */
typedef struct calf_factor {
    char *name; ///< also its coordinate's name in the result
    char *path; ///< what it sets, e.g. "population.set.threshold_speed", "strategies.all.volume"
    double *levels; ///< owned; NULL for a range
    size_t level_count;
    double from, to;
    int steps; ///< values of the range that a grid takes; 0 in other designs
    bool whole; ///< whole numbers only
    bool log_scale; ///< evenly on the scale of the logarithm
} calf_factor;

/** The points at which an experiment is lived; without a sweep there are none. */
typedef struct calf_sweep {
    size_t factor_count, point_count; ///< 0: no sweep
    calf_factor *factors;
    double *points; ///< [point][factor]
    calf_design design;
    uint64_t seed;
} calf_sweep;

struct calf_experiment {
    char *title;
    uint64_t seed;
    int days;
    char start[11]; ///< ISO date of day 0, or ""
    int weekday; ///< of day 0; 0 is Monday
    int history_days;
    size_t history_plan; ///< meaningful when history_days > 0
    calf_population_spec population;
    calf_named_plan *plans;
    size_t plan_count;
    calf_strategy *strategies;
    size_t strategy_count;
    calf_output_spec output;
    calf_sweep sweep;
};

/** An experiment with every optional key at its default and no plans or strategies. */
calf_status calf_experiment_create(calf_experiment **experiment);

/** Stands for the history where a strategy's number is asked for. */
enum { CALF_HISTORY = -1 };

/** The calendar that a strategy lives on days 0 to days - 1, or, for CALF_HISTORY, the history's
 *  calendar on days -history_days to -1. The caller destroys the plan. */
calf_status calf_experiment_plan(const calf_experiment *experiment, int strategy, calf_plan **plan);

/** Writes the experiment as YAML with every key explicit: reading that text gives this struct. */
calf_status calf_experiment_print(const calf_experiment *experiment, FILE *stream);

/** The resolved text of the experiment without its sweep: what points are settings of. The caller
 *  frees it. */
calf_status calf_experiment_base_text(const calf_experiment *experiment, char **text);

/** The experiment at one point of its sweep: a complete experiment without a sweep, the same as its
 *  base with the point's values as settings. The caller destroys it.
 *  Errors: no such point; every point was found right when the experiment was read. */
calf_status calf_experiment_at_point(
    const calf_experiment *experiment, size_t point, calf_experiment **at_point);

/** The monthless arithmetic of dates: days from 1970-01-01 to an ISO date, false if not a date. */
bool calf_date_parse(const char *iso, long *days);

/** The ISO date `days` (0 or more) after 1970-01-01; "" beyond the year 9999. */
void calf_date_text(long days, char iso[11]);

#endif
