// SPDX-License-Identifier: GPL-3.0-or-later
// A batch of runners in lanes: structure of arrays, one lane a runner.
#ifndef CALF_MODEL_LANES_H
#define CALF_MODEL_LANES_H

#include <calfsim/parameters.h>

#ifndef CALF_LANES
#define CALF_LANES 8
#endif

/** The muscles; every state and drive of a muscle is an array [CALF_MUSCLES][CALF_LANES]. */
enum { CALF_GAS, CALF_SOL, CALF_MUSCLES };

/** Every parameter of every lane. */
typedef struct calf_lane_parameters {
#define CALF_PARAMETER(group, name, ...) double name[CALF_LANES];
#include <calfsim/parameters.def>
} calf_lane_parameters;

/** Runs a statement for every lane `i`; the compiler is told that lanes are independent. */
#define CALF_EACH_LANE(i) _Pragma("omp simd") for (int i = 0; i < CALF_LANES; i++)

#endif
