// SPDX-License-Identifier: GPL-3.0-or-later
// A batch of runners in lanes: structure of arrays, one lane a runner.
#ifndef CALF_MODEL_LANES_H
#define CALF_MODEL_LANES_H

#include <calfsim/parameters.h>

#ifndef CALF_LANES
#define CALF_LANES 16
#endif

/** One number a lane. The first lanes of a struct are declared CALF_ALIGNED, so that no vector lies
 * in two cache lines. */
typedef double calf_lanes[CALF_LANES];
#define CALF_ALIGNED _Alignas(64)

/** The muscles; every state and drive of a muscle is an array [CALF_MUSCLES] of lanes. */
enum { CALF_GAS, CALF_SOL, CALF_MUSCLES };

/** Every parameter of every lane. */
typedef struct calf_lane_parameters {
#define CALF_PARAMETER(group, name, ...) calf_lanes name;
#include <calfsim/parameters.def>
} calf_lane_parameters;

/** Runs a statement for every lane `i`; the compiler is told that lanes are independent. */
#define CALF_EACH_LANE(i) _Pragma("omp simd") for (int i = 0; i < CALF_LANES; i++)

/** The same for both muscles `m`; what stands in one such loop is independent of muscle and lane.
 */
#define CALF_EACH_MUSCLE_LANE(m, i)                                                                \
    for (int m = 0; m < CALF_MUSCLES; m++)                                                         \
    CALF_EACH_LANE(i)

#endif
