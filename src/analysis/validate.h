// SPDX-License-Identifier: GPL-3.0-or-later
// One function a target: how its study is repeated. For the files of this folder only.
#ifndef CALF_ANALYSIS_VALIDATE_H
#define CALF_ANALYSIS_VALIDATE_H

#include "analysis/protocol.h"
#include "analysis/validation.h"

typedef calf_status calf_target_function(const calf_parameters *runner, calf_finding *finding);

#define CALF_TARGET(id, ...) calf_target_function calf_find_##id;
#include "analysis/targets.def"

/** Soreness [mm] of the sorer muscle some hours after a protocol's moment. */
calf_status calf_observe_soreness(const calf_protocol *protocol, const calf_parameters *runner,
    double after_h, double *soreness_mm);

/** The highest soreness [mm] of the samples, one a day, from `first_h` to `last_h`. */
calf_status calf_observe_peak(const calf_protocol *protocol, const calf_parameters *runner,
    double first_h, double last_h, double *peak_mm);

/** The marathon of Takayama 2017: 42.195 km in 3 h 36 on the Sunday after the last long run. */
calf_protocol calf_protocol_marathon(double weekly_km);

/** Soreness [mm] that those runners reported without having raced, added to the model's. */
#define CALF_MARATHON_BACKGROUND_MM 8.0

/** A direction: -1, 0 or 1 as `to` is lower than, the same as or higher than `from`. */
void calf_find_direction(double from, double to, calf_finding *finding);

#endif
