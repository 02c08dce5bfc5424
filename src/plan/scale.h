// SPDX-License-Identifier: GPL-3.0-or-later
// Runs made longer or shorter, faster or slower as a whole.
#ifndef CALF_PLAN_SCALE_H
#define CALF_PLAN_SCALE_H

#include <calfsim/plan.h>
#include <stdbool.h>
#include <stddef.h>

/** Factors on the length (distance or duration) and the speed of every segment. */
typedef struct calf_run_scale {
    double volume, intensity;
} calf_run_scale;

#define CALF_AS_PLANNED ((calf_run_scale){1, 1})

static inline bool calf_run_scale_same(calf_run_scale a, calf_run_scale b)
{
    return a.volume == b.volume && a.intensity == b.intensity;
}

static inline void calf_segments_scale(
    const calf_segment *from, size_t count, calf_run_scale scale, calf_segment *to)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = from[i];
        to[i].distance_km *= scale.volume;
        to[i].duration_min *= scale.volume;
        to[i].intensity *= scale.intensity;
        to[i].speed_mps *= scale.intensity;
    }
}

#endif
