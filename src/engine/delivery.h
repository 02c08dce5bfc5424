// SPDX-License-Identifier: GPL-3.0-or-later
// Where finished units go: straight into the result, or piece by piece into a campaign, and from
// there into the result.
#ifndef CALF_ENGINE_DELIVERY_H
#define CALF_ENGINE_DELIVERY_H

#include "engine/campaign.h"
#include "engine/run_plan.h"

/** A world of which some parts are in. */
typedef struct calf_open_world calf_open_world;

typedef struct calf_delivery {
    const calf_run_plan *plan;
    calf_result_writer *writer; ///< NULL when all goes to the campaign
    calf_campaign *campaign; ///< NULL without
    uint64_t next; ///< piece, without a campaign
    calf_open_world *worlds;
    calf_world_numbers *numbers; ///< of worlds that come in parts
} calf_delivery;

/** Frees what a delivery has begun to gather. */
void calf_delivery_release(calf_delivery *delivery);

/** The next piece to be lived, with room for its records, which is NULL where they go straight into
 *  the result; false when there is none or, with a failure in `*status`, no room. */
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

/** Takes a unit. One call at a time. */
calf_status calf_delivery_unit(
    calf_delivery *delivery, calf_piece *piece, const calf_lived_unit *lived);

/** All units of a piece are in: keeps it. Threads  any, on distinct pieces. */
calf_status calf_delivery_end(
    const calf_delivery *delivery, uint64_t number, const calf_piece *piece);

/** Puts the pieces of a complete campaign into the result. Errors: CALF_BAD_INPUT when a piece is
 *  damaged, and must be lived again; CALF_FAILED. */
calf_status calf_delivery_assemble(calf_delivery *delivery, const calf_run_options *options);

#endif
