// SPDX-License-Identifier: GPL-3.0-or-later
// Sections 4 and 5 put together: what a run does to a batch of runners. A run is cut into stretches
// of some minutes; what of a stretch does not depend on the runners' state is prepared once.
#ifndef CALF_MODEL_RUN_H
#define CALF_MODEL_RUN_H

#include "model/batch.h"
#include "model/mechanics.h"
#include "model/rest.h"
#include "model/state.h"

#include <calfsim/plan.h>

/** How finely runs are integrated; README.md has the table behind the standard. */
typedef struct calf_precision {
    double stretch_min; ///< the longest stretch at the default runner's speed
    double rough; ///< a lane is rough when a stretch's dose was predicted worse than by this share
    double
        fine_stretch_min; ///< rough lanes live the run again with stretches of at most this length
} calf_precision;

#define CALF_PRECISION_STANDARD ((calf_precision){25, 0.01, 3})

/** At most so many pieces make a stretch. */
enum { CALF_STRETCH_PIECES = 8 };

/** What a steady speed and grade ask of each lane. */
typedef struct calf_drive {
    CALF_ALIGNED calf_lanes speed; ///< [m/s]
    calf_lanes dose[CALF_MUSCLES]; ///< raw [DU/s] at full slow force
    calf_lanes activation[CALF_MUSCLES]; ///< u
    calf_lanes recovery[CALF_MUSCLES]; ///< R_eff [1/s]
    calf_lanes shortening[CALF_MUSCLES]; ///< 1 over lengthening
    calf_lanes load; ///< [1/s]
    calf_lanes tendon_load; ///< [km-eq/s]
} calf_drive;

/** The last few drives of a batch: a plan has few speeds. Zeroed: none. */
enum { CALF_DRIVES_KEPT = 8 };
typedef struct calf_drives {
    calf_drive drive[CALF_DRIVES_KEPT];
    calf_segment segment[CALF_DRIVES_KEPT]; ///< each one's speed and grade
    calf_technique technique[CALF_DRIVES_KEPT];
    bool treadmill[CALF_DRIVES_KEPT];
    int count, next;
} calf_drives;

/** A part of a steady segment. Drives are those of a muscle without strength training. */
typedef struct calf_piece {
    CALF_ALIGNED calf_lanes begins, ends; ///< share of the stretch's time
    calf_lanes central_decay;
    calf_lanes central_gain[CALF_MUSCLES]; ///< E that the piece adds
    calf_lanes metabolic_decay[CALF_MUSCLES];
    /// M that the piece adds, times slow force, for a slow force that moves from early to late
    calf_lanes metabolic_early[CALF_MUSCLES], metabolic_late[CALF_MUSCLES];
} calf_piece;

/** A stretch: one piece of a long segment, or several short segments. */
typedef struct calf_stretch {
    int times; ///< it comes so many times in a row
    int part; ///< of the run that it belongs to
    size_t piece_count;
    const calf_piece *piece;
    CALF_ALIGNED calf_lanes seconds, km, load, tendon_load; ///< what it adds to the run
    calf_lanes stimulus_loss; ///< its length over the time constant of Q
    calf_lanes dose[CALF_MUSCLES]; ///< raw [DU], at full slow force
    calf_lanes
        late_dose[CALF_MUSCLES]; ///< each moment's dose weighed by the share of time before it
    calf_lanes lateness[CALF_MUSCLES]; ///< of its mean dose after its middle, share of its length
    calf_lanes shortening[CALF_MUSCLES]; ///< 1 over lengthening, the mean over the dose
    calf_lanes central_drive[CALF_MUSCLES]; ///< E that the stretch would add without decay
    // its length over the time constants of E, X, D, M1, N, A and W
    calf_lanes central_loss, dose_loss, lesion_loss, mediator_loss, sensitisation_loss;
    calf_lanes acute_loss, deficit_loss;
    calf_lanes dose_kept; ///< share of an even dose that is left in X at its end
    calf_damage_rest half; ///< decay over half of it
} calf_stretch;

/** What of a run has one technique; a run has one or two such parts. */
typedef struct calf_run_part {
    CALF_ALIGNED calf_lanes forefootness, km;
} calf_run_part;

enum { CALF_RUN_PARTS = 2 };

/** A run made ready for a batch. */
typedef struct calf_ready_run {
    calf_run_part part[CALF_RUN_PARTS];
    int part_count;
    CALF_ALIGNED calf_lanes hours;
    calf_lanes load; ///< section 9
    calf_lanes tendon_load; ///< km-equivalents
    calf_adaptation_rest rest; ///< over the whole run
    size_t stretch_count;
    calf_stretch *stretch; ///< the caller's room for calf_run_size_of().stretches
    calf_piece *piece; ///< and pieces
} calf_ready_run;

/** How much room a ready run takes. */
typedef struct calf_run_size {
    size_t stretches, pieces;
} calf_run_size;

/** How each lane runs with a technique: its own values, changed and cut to their ranges. */
calf_gait calf_gait_of(const calf_lane_parameters *p, const calf_technique *technique);

/** Whether two segments are run alike, for as long. */
bool calf_segment_same(const calf_segment *a, const calf_segment *b);

/** The size of a run when no stretch is longer than `stretch_min` for the default runner. It
 * depends on the run alone, never on who runs it. */
calf_run_size calf_run_size_of(const calf_run *run, double stretch_min);

/** Prepares a run for a batch, in the room that `ready` points to; `drives` are the batch's. */
void calf_run_prepare(const calf_batch *batch, const calf_run *run, double stretch_min,
    calf_drives *drives, calf_ready_run *ready);

/** Lives one run from the state's clock on. `rough` becomes 1 in the lanes in which a stretch's
 * dose was predicted worse than by the share `tolerance`, else 0; returns whether there is any. */
bool calf_run_live(const calf_batch *batch, const calf_ready_run *ready, double tolerance,
    calf_state *state, calf_lanes rough);

#endif
