// SPDX-License-Identifier: GPL-3.0-or-later
// The model against published results: every target computed for one runner by the public
// interface, and the curves that show the most telling ones.
#ifndef CALF_ANALYSIS_VALIDATION_H
#define CALF_ANALYSIS_VALIDATION_H

#include <calfsim/parameters.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum calf_target_id {
#define CALF_TARGET(id, ...) CALF_TARGET_##id,
#include "analysis/targets.def"
    CALF_TARGET_COUNT
} calf_target_id;

typedef enum calf_target_role { CALF_ROLE_TUNED, CALF_ROLE_TEST } calf_target_role;

/** One row of targets.def. */
typedef struct calf_target {
    const char *id, *layer, *what, *unit;
    double observed, low, high;
    calf_target_role role;
    const char *source, *why;
} calf_target;

const calf_target *calf_target_describe(calf_target_id id);
const char *calf_target_role_name(calf_target_role role);

/** What the model gives. */
typedef struct calf_finding {
    double value;
    /// of a direction: what moved, from one to the other, in mm of soreness unless the row says
    /// otherwise; NaN in other rows
    double from, to;
    bool passes; ///< the value lies within the target's range
} calf_finding;

enum { CALF_CURVES_MAX = 4, CALF_CURVE_POINTS = 64 };

/** One line through what the model gives, or what was published. */
typedef struct calf_curve {
    const char *label;
    bool published;
    size_t count;
    double x[CALF_CURVE_POINTS], y[CALF_CURVE_POINTS];
    double low[CALF_CURVE_POINTS], high[CALF_CURVE_POINTS]; ///< of published points
} calf_curve;

/** One picture. */
typedef struct calf_picture {
    const char *name, *says; ///< what it shows; a sentence to stand under it
    const char *x_label, *y_label;
    bool logarithmic; ///< both axes
    double x_step; ///< between the ticks of x; 0: a round one
    bool y_from_zero;
    size_t count;
    calf_curve curves[CALF_CURVES_MAX];
} calf_picture;

typedef enum calf_picture_id {
    CALF_PICTURE_laboratory,
    CALF_PICTURE_marathon,
    CALF_PICTURE_endurance,
    CALF_PICTURE_force,
    CALF_PICTURE_impulse,
    CALF_PICTURE_COUNT
} calf_picture_id;

/** What is counted apart. */
typedef enum calf_score_id {
    CALF_SCORE_TUNED,
    CALF_SCORE_TESTS, ///< of published results that the model was not tuned on
    CALF_SCORE_CLAIMS, ///< of the guide, which the model was built to know
    CALF_SCORES
} calf_score_id;

typedef struct calf_score {
    size_t passed, total;
} calf_score;

calf_score_id calf_target_score(const calf_target *target);

typedef struct calf_validation {
    calf_finding findings[CALF_TARGET_COUNT];
    calf_picture pictures[CALF_PICTURE_COUNT];
    calf_score score[CALF_SCORES];
} calf_validation;

/** Computes everything for one runner; the model's targets are meant for the defaults. The caller
 *  frees `*validation`.
 *  Errors: CALF_BAD_INPUT for a parameter outside its range; CALF_FAILED without memory. */
calf_status calf_validate(const calf_parameters *runner, calf_validation **validation);

#endif
