// SPDX-License-Identifier: GPL-3.0-or-later
// The processes of one run that mpirun or srun started together. The first one, rank 0, hands out
// pieces of the work and takes them back when they are lived; the others need no common files.
// Without MPI there is one rank.
#ifndef CALF_ENGINE_RANKS_H
#define CALF_ENGINE_RANKS_H

#include "engine/delivery.h"

/** How many there are, and which one this is. The first call begins MPI unless that is done. */
int calf_ranks_count(void);
int calf_ranks_own(void);

/** Ends MPI, at the end of the program. */
void calf_ranks_leave(void);

/** Makes all ranks' work that of rank 0; every rank calls it, with the status of what it did
 * before. Errors: the worst status of all, with a text on one rank alone; CALF_BAD_INPUT when a
 * rank has read another experiment. The plan may be NULL where the status is a failure. */
calf_status calf_ranks_agree(calf_run_plan *plan, calf_status status);

/** On rank 0, while it lives its own pieces: serves the other ranks from `delivery` on a thread of
 *  its own, until each has said goodbye. */
typedef struct calf_service calf_service;

calf_status calf_service_begin(calf_delivery *delivery, calf_service **service);

/** Waits for the last goodbye. Errors: the first failure of any other rank, or of taking what they
 *  have lived. NULL is allowed. */
calf_status calf_service_end(calf_service *service);

/** On the other ranks, one thread at a time. The next piece from rank 0; false when there is none,
 * or to stop. */
bool calf_ranks_ask(uint64_t *piece);

/** Sends a lived piece; one thread at a time, too. */
void calf_ranks_send(uint64_t number, const calf_piece *piece);

/** The last word of a rank: how its part ended, and its error text, which is empty here then. */
void calf_ranks_say_goodbye(calf_status status);

#endif
