// SPDX-License-Identifier: GPL-3.0-or-later
// Segments as the default runner runs them: what must be the same for all runners, such as where a
// run is cut, is reckoned by these.
#ifndef CALF_MODEL_NOMINAL_H
#define CALF_MODEL_NOMINAL_H

#include <calfsim/parameters.h>
#include <calfsim/plan.h>

static inline double calf_nominal_mps(const calf_segment *segment)
{
    return segment->speed_mps > 0
        ? segment->speed_mps
        : segment->intensity * calf_parameter_describe(CALF_P_threshold_speed)->standard;
}

static inline double calf_nominal_min(const calf_segment *segment)
{
    return segment->duration_min > 0 ? segment->duration_min
                                     : segment->distance_km * 1000 / calf_nominal_mps(segment) / 60;
}

static inline double calf_nominal_km(const calf_segment *segment)
{
    return segment->distance_km > 0 ? segment->distance_km
                                    : segment->duration_min * 60 * calf_nominal_mps(segment) / 1000;
}

#endif
