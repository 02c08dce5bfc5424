// SPDX-License-Identifier: GPL-3.0-or-later
// Levers: the pieces of advice of the calf guide, and how each is put into a runner's own plan.
#ifndef CALF_COACH_LEVER_H
#define CALF_COACH_LEVER_H

#include "experiment/experiment.h"

// clang-format off
typedef enum calf_lever_id {
#define CALF_LEVER(id, ...) CALF_LEVER_##id,
#include "coach/levers.def"
    CALF_LEVER_COUNT
} calf_lever_id;
// clang-format on

/** Levers of one group take each other's place, or are too much at once. */
typedef enum calf_lever_group {
    CALF_GROUP_OF_RAISES,
    CALF_GROUP_OF_ROLLING,
    CALF_GROUP_OF_STRETCHING,
    CALF_GROUP_OF_GAIT, ///< a runner learns one way of running at a time
    CALF_GROUP_OF_SHOES,
    CALF_GROUP_OF_DISTANCE,
    CALF_GROUP_OF_SPEED,
    CALF_GROUP_OF_HILLS,
    CALF_GROUP_OF_LISTENING
} calf_lever_group;

/** What a lever does to a strategy and its plan. */
typedef enum calf_lever_kind {
    CALF_CHANGE_RAISES,
    CALF_CHANGE_MOBILITY,
    CALF_CHANGE_TECHNIQUE,
    CALF_CHANGE_VOLUME,
    CALF_CHANGE_SPEED,
    CALF_CHANGE_EASY,
    CALF_CHANGE_GROWTH,
    CALF_CHANGE_LISTEN,
    CALF_CHANGE_LEVEL
} calf_lever_kind;

/** The fields that its kind has; the others are 0. */
typedef struct calf_lever_change {
    calf_lever_kind kind;
    bool on_run_days; ///< raises: two hours after runs, instead of on days without one
    calf_knee knee[2]; ///< raises: of the first session of the week, the second and so on in turn
    calf_mobility mobility;
    calf_technique_id quantity; ///< technique
    calf_technique_change by;
    double factor; ///< volume, speed; growth: the largest one by week
    double fast; ///< easy: a segment is fast from this intensity on
    double easy; ///< easy: intensity of the run in its place
    double skip_mm, shorten_mm, shorten_by; ///< listen
} calf_lever_change;

/** One row of levers.def, which says what the texts are. */
typedef struct calf_lever {
    calf_lever_id id;
    const char *name, *label;
    calf_lever_group group;
    calf_lever_change change;
    double minutes;
    char trials;
    const char *parameters, *how, *what, *found;
} calf_lever;

extern const calf_lever calf_levers[CALF_LEVER_COUNT];

enum { CALF_LEVER_GRADES = 16, CALF_FIT_TEXT = 400 };

/** Grades of the parameters that carry a lever, sorted, the best first: "ABBC". Returns `text`. */
const char *calf_lever_grades(const calf_lever *lever, char text[CALF_LEVER_GRADES]);

/** Whether a lever could be put into a plan, and how: "on Mon, Wed and Fri", or why not: "the runs
 *  have no hills". Empty where there is nothing to add to the lever's own words. */
typedef struct calf_fit {
    bool applies;
    char text[CALF_FIT_TEXT];
} calf_fit;

/** Adds a copy of a strategy under a name of its own (`name`, with a number behind it where that is
 *  taken); it is the last one then. Errors: CALF_FAILED without memory, CALF_BAD_INPUT for more
 *  than CALF_STRATEGIES_MAX. */
calf_status calf_lever_copy_strategy(calf_experiment *experiment, size_t of, const char *name);

/** Takes the last strategy away, and its plan where no other strategy and no history has it. */
void calf_lever_drop_strategy(calf_experiment *experiment);

/** Gives the last strategy a plan that no other one has. Errors: CALF_FAILED without memory. */
calf_status calf_lever_own_plan(calf_experiment *experiment, calf_named_plan **plan);

/** Puts a lever into the last strategy of an experiment, which has a plan of its own from then on
 *  where the lever changes one. A lever that does not apply, changes nothing, or leads out of the
 *  ranges of sessions leaves the strategy as it may; drop it then. Errors: CALF_FAILED without
 *  memory. */
calf_status calf_lever_apply(calf_experiment *experiment, const calf_lever *lever, calf_fit *fit);

#endif
