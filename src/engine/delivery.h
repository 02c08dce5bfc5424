// SPDX-License-Identifier: GPL-3.0-or-later
// Where finished units go: straight into the result, or piece by piece into a campaign, and from
// there into the result.
#ifndef CALF_ENGINE_DELIVERY_H
#define CALF_ENGINE_DELIVERY_H

#include "engine/campaign.h"
#include "engine/run_plan.h"

#include <pthread.h>

/** A world of which some parts are in. */
typedef struct calf_open_world calf_open_world;

typedef struct calf_delivery {
    const calf_run_plan *plan;
    calf_result_writer *writer; ///< NULL when all goes elsewhere
    calf_campaign *campaign; ///< NULL without
    bool remote; ///< pieces come from rank 0 and go there
    pthread_mutex_t lock; ///< of all below, and of writing
    bool stopped;
    uint64_t next; ///< piece, without a campaign
    calf_open_world *worlds;
    calf_world_numbers *numbers; ///< of worlds that come in parts

    double blocks_taken; ///< lived by other ranks; read and changed atomically
} calf_delivery;

/** Begins a delivery to one of writer, campaign, and rank 0 (both NULL). */
void calf_delivery_init(calf_delivery *delivery, const calf_run_plan *plan,
    calf_result_writer *writer, calf_campaign *campaign);

/** Frees what a delivery has begun to gather. */
void calf_delivery_release(calf_delivery *delivery);

/* Threads  all below may be called by any thread at any time. */

/** No more pieces, for whomever. */
void calf_delivery_stop(calf_delivery *delivery);

/** The next piece to be lived by anybody; false when there is none. */
bool calf_delivery_claim(calf_delivery *delivery, uint64_t *number);

/** Takes a piece that another rank has lived. Errors: CALF_FAILED when it cannot be kept. */
calf_status calf_delivery_take(calf_delivery *delivery, uint64_t number, const calf_piece *piece);

/** How many blocks other ranks have lived so far. */
double calf_delivery_taken(const calf_delivery *delivery);

/** The next piece to be lived here, with room for its records, which is NULL where they go straight
 * into the result; false when there is none or, with a failure in `*status`, no room. */
bool calf_delivery_begin(
    calf_delivery *delivery, uint64_t *number, calf_piece **piece, calf_status *status);

/** A unit that is lived. */
typedef struct calf_lived_unit {
    const calf_unit *unit;
    const calf_world_numbers *numbers; ///< of a whole world
    calf_statistics **statistics; ///< of a part of one; they may be kept, and are NULL then
    const double *world_parameters; ///< [parameter]
    const calf_by_runner *by_runner; ///< NULL for none
} calf_lived_unit;

/** Takes a unit; those of one piece one at a time. */
calf_status calf_delivery_unit(
    calf_delivery *delivery, calf_piece *piece, const calf_lived_unit *lived);

/** All units of a piece are in: keeps it. */
calf_status calf_delivery_end(calf_delivery *delivery, uint64_t number, const calf_piece *piece);

/** Puts the pieces of a complete campaign into the result. Errors: CALF_BAD_INPUT when a piece is
 *  damaged, and must be lived again; CALF_FAILED. */
calf_status calf_delivery_assemble(calf_delivery *delivery, const calf_run_options *options);

#endif
