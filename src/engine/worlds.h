// SPDX-License-Identifier: GPL-3.0-or-later
// Living the worlds of an experiment with several threads: a world each while there are enough,
// the blocks of one together when no other is left. What threads add up is integer, so the bits do
// not depend on who lived which block.
#ifndef CALF_ENGINE_WORLDS_H
#define CALF_ENGINE_WORLDS_H

#include "engine/kernel.h"
#include "results/result_file.h"

#include <calfsim/run.h>

/** As many threads as asked for (0: as many as OpenMP gives), but none without a block. */
int calf_worlds_threads(const calf_setting *setting, int asked);

/** Bytes that so many threads take, at most. */
double calf_worlds_bytes(const calf_setting *setting, int threads);

/** Lives every world and writes it. `*threads` is how many may come, and then how many came.
 *  Errors: those of the blocks and of writing, the first one. */
calf_status calf_worlds_live(const calf_setting *setting, const calf_kernel *kernel,
    const calf_run_options *options, calf_result_writer *writer, int *threads);

#endif
