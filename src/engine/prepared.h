// SPDX-License-Identifier: GPL-3.0-or-later
// What is prepared once for a batch and used again and again: most runs of a calendar come again
// every week, and so do the gaps between sessions and reports.
#ifndef CALF_ENGINE_PREPARED_H
#define CALF_ENGINE_PREPARED_H

#include "model/rest.h"
#include "model/run.h"
#include "plan/scale.h"

typedef struct calf_prepared calf_prepared;

/** The room that the largest run among sessions takes. */
calf_run_size calf_prepared_room(
    const calf_session *const *sessions, size_t count, calf_precision precision);

/** The same when runs may be lived at any other scale: other lengths are cut into other stretches,
 *  at most one piece for each segment. */
calf_run_size calf_prepared_room_scaled(const calf_session *const *sessions, size_t count);

/** Empty; with room for runs as large as `room`. */
calf_status calf_prepared_create(
    calf_run_size room, calf_precision precision, calf_prepared **prepared);
double calf_prepared_bytes(calf_run_size room); ///< that one takes
void calf_prepared_destroy(calf_prepared *prepared);

/** Begins with a batch, which must outlive its use here, and forgets the one before. */
void calf_prepared_begin(calf_prepared *prepared, const calf_batch *batch);
const calf_batch *calf_prepared_batch(const calf_prepared *prepared);

/** A run made ready for the batch at a scale, in fine stretches or not, or the propagator of a gap
 * [h] a lane: kept from before, or prepared now in place of the one that has not been asked for the
 * longest. Valid until the next call. */
const calf_ready_run *calf_prepared_run(
    calf_prepared *prepared, const calf_run *run, calf_run_scale scale, bool fine);
const calf_rest *calf_prepared_rest(calf_prepared *prepared, const calf_lanes hours);

/** Lives one run at a scale; lanes that turn out to be rough live it again in fine stretches. */
void calf_prepared_live(
    calf_prepared *prepared, const calf_run *run, calf_run_scale scale, calf_state *state);

#endif
