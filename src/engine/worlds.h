// SPDX-License-Identifier: GPL-3.0-or-later
// The threads' way through the work: every block is lived by one of them, and what comes out does
// not depend on which or when.
#ifndef CALF_ENGINE_WORLDS_H
#define CALF_ENGINE_WORLDS_H

#include "engine/delivery.h"

/** Threads that some work keeps busy, of those asked for (0: as many as OpenMP gives). */
int calf_worlds_threads(const calf_work *work, int asked);

/** Bytes that living takes with so many threads, in the main. */
double calf_worlds_bytes(const calf_setting *setting, const calf_result_header *header,
    const calf_work *work, int threads);

/** All that living needs. */
typedef struct calf_living {
    const calf_run_plan *plan;
    const calf_run_options *options;
    calf_delivery *delivery;
} calf_living;

/** Lives every piece that the delivery gives, and delivers them. `*threads` becomes the number of
 *  threads that took part. Errors: CALF_FAILED when stopped, without memory, or when what is
 *  finished cannot be delivered. */
calf_status calf_worlds_live(const calf_living *living, int *threads);

#endif
