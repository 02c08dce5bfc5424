// SPDX-License-Identifier: GPL-3.0-or-later
// One copy of the kernel.
#include "engine/kernel.h"

#ifndef CALF_KERNEL_ISA
#define CALF_KERNEL_ISA "baseline"
#endif

const calf_kernel calf_kernel_here = {CALF_KERNEL_ISA, calf_block_live, calf_life_live,
    calf_morning_report, calf_world_numbers_read, calf_population_batch, calf_batch_begin,
    calf_batch_follow};
