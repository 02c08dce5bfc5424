// SPDX-License-Identifier: GPL-3.0-or-later
// A campaign: a folder of finished pieces of a long run, from which the run goes on after whatever
// ended it, and the result is put together. Several processes may work in one folder.
#ifndef CALF_ENGINE_CAMPAIGN_H
#define CALF_ENGINE_CAMPAIGN_H

#include "engine/work.h"
#include "results/piece.h"

#include <calfsim/run.h>

/* The folder holds
 *   experiment.yaml   the resolved experiment
 *   program           what pieces of this program depend on: its version, sources and compiler
 *   pieces            how large they are to be
 *   NNNNNNNN.piece    finished pieces, each written aside, made durable and renamed, never changed
 *   NNNNNNNN.piece.N.bad  what was found in the place of a piece and is none of it
 *   lock              empty; its bytes are locked: one a piece that is being lived, and one for who
 *                     puts the result together. Locks end with their process, however that ends.
 * Where a file system cannot lock, processes may live the same piece twice; it comes out the same.
 */
typedef struct calf_campaign calf_campaign;

/** Opens the campaign of an experiment, given as its resolved text, or begins it.
 *  Pieces that are there are read through; what is damaged or foreign is put aside and told to
 *  options->note. A campaign without any piece or process gives way to another.
 *  Errors: CALF_BAD_INPUT when the folder cannot be written, holds another experiment's campaign
 *          or that of another program, with what differs, or something else. */
calf_status calf_campaign_open(const char *folder, const char *experiment, const calf_work *work,
    const calf_run_options *options, calf_campaign **campaign);

/** Leaves the folder as it is, unless nothing is finished and nobody else at work. NULL is allowed.
 */
void calf_campaign_close(calf_campaign *campaign);

/** Whether a campaign stands in a folder. */
bool calf_campaign_exists(const char *folder);

/** The next piece that is neither finished nor lived by anybody else; false when there is none. It
 *  is the caller's until it is published. */
bool calf_campaign_claim(calf_campaign *campaign, uint64_t *piece);

/** Keeps a finished piece. Errors: CALF_FAILED when the folder has no room or is gone.
 *  Threads  any, on distinct pieces. */
calf_status calf_campaign_publish(
    calf_campaign *campaign, uint64_t number, const calf_piece *piece);

/** How many pieces are finished, and whether one is. */
uint64_t calf_campaign_finished(const calf_campaign *campaign);
bool calf_campaign_has(const calf_campaign *campaign, uint64_t piece);

typedef enum calf_campaign_state {
    CALF_CAMPAIGN_OPEN, ///< there are pieces to claim
    CALF_CAMPAIGN_BUSY, ///< other processes live what is left, or put the result together
    CALF_CAMPAIGN_PART, ///< the part that options->part asks for is finished
    CALF_CAMPAIGN_COMPLETE, ///< all are finished, and the caller alone may put them together
    CALF_CAMPAIGN_GONE ///< another process has put the result together
} calf_campaign_state;

/** Looks what others have done meanwhile. */
calf_campaign_state calf_campaign_look(calf_campaign *campaign);

/** Reads a finished piece; one that is damaged is put aside, and CALF_BAD_INPUT returned: it must
 *  be lived again, as one that is gone. */
calf_status calf_campaign_read(calf_campaign *campaign, uint64_t number, calf_piece **piece);

/** The result is complete: removes the folder and closes. */
void calf_campaign_remove(calf_campaign *campaign);

#endif
