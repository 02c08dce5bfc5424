// SPDX-License-Identifier: GPL-3.0-or-later
// The work that is measured: runners of an experiment who live its first strategy from rest. All
// that the measuring programs use of the library's insides stands in lives.c.
#ifndef CALF_BENCH_LIVES_H
#define CALF_BENCH_LIVES_H

#include "engine/kernel.h"
#include "model/lanes.h"

#include <calfsim/parameters.h>
#include <calfsim/plan.h>
#include <stddef.h>

/** What is compared of a morning at 7:00. */
typedef struct bench_morning {
    double soreness_mm[CALF_MUSCLES], force[CALF_MUSCLES];
} bench_morning;

typedef struct bench_lives {
    const calf_kernel *kernel;
    size_t runners; ///< fill batches
    int days;
    calf_parameters *runner; ///< [runner]; neighbours are of different worlds
    const calf_session *const *sessions; ///< runs only, in order
    size_t session_count;
    struct calf_experiment *experiment;
    struct calf_setting *setting;
} bench_lives;

/** The kernel's copy for an instruction set; "fastest": of those that this processor can run. Ends
 *  the program if there is none. */
const calf_kernel *bench_kernel_find(const char *isa);

/** Draws `runners`, rounded up to whole batches, from `worlds` worlds of an experiment file, to be
 *  lived by the copy for `isa`. Ends the program if the file cannot be read or its first strategy
 *  has other sessions than runs. */
bench_lives *bench_lives_create(
    const char *experiment, const char *isa, size_t runners, size_t worlds, int days);
void bench_lives_destroy(bench_lives *lives);

/** Lives all runners by the kernel, in full batches on this core, from their parameters on; every
 *  morning is reported in full. `mornings` is [runner][day]. */
void bench_lives_live(const bench_lives *lives, bench_morning *mornings);

#endif
