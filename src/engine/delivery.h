// SPDX-License-Identifier: GPL-3.0-or-later
// Where finished units go: straight into the result, or piece by piece into a campaign, and from
// there into the result.
#ifndef CALF_ENGINE_DELIVERY_H
#define CALF_ENGINE_DELIVERY_H

#include "engine/campaign.h"
#include "engine/run_plan.h"

typedef struct calf_delivery {
    const calf_work *work;
    calf_result_writer *writer; ///< NULL with a campaign
    calf_campaign *campaign; ///< NULL without
    uint64_t next; ///< piece, without a campaign
} calf_delivery;

/** The next piece to be lived, with room for its records, which is NULL where they go straight into
 *  the result; false when there is none or, with a failure in `*status`, no room. */
bool calf_delivery_begin(
    calf_delivery *delivery, uint64_t *number, calf_piece **piece, calf_status *status);

/** Takes what a block leaves runner by runner. One call at a time, as of the next two. */
calf_status calf_delivery_block(
    const calf_delivery *delivery, calf_piece *piece, const calf_block_values *values);

/** Takes a unit that is a whole world. */
calf_status calf_delivery_world(const calf_delivery *delivery, calf_piece *piece,
    const calf_unit *unit, const calf_world_numbers *numbers);

/** Takes a unit that is a part of a world; campaigns alone have them. */
calf_status calf_delivery_part(calf_piece *piece, const calf_unit *unit,
    const calf_statistics *statistics, const double world_parameters[CALF_PARAMETER_COUNT]);

/** All units of a piece are in: keeps it. Threads  any, on distinct pieces. */
calf_status calf_delivery_end(
    const calf_delivery *delivery, uint64_t number, const calf_piece *piece);

/** Puts the pieces of a complete campaign into a result. Errors: CALF_BAD_INPUT when a piece is
 *  damaged, and must be lived again; CALF_FAILED. */
calf_status calf_delivery_assemble(const calf_run_plan *plan, calf_campaign *campaign,
    const calf_run_options *options, calf_result_writer *writer);

#endif
