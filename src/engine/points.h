// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of a sweep's points, each made when somebody comes to it and kept as long as
// anybody is there.
#ifndef CALF_ENGINE_POINTS_H
#define CALF_ENGINE_POINTS_H

#include "engine/setting.h"

typedef struct calf_points calf_points;

/** No setting is made yet; the experiment must outlive its points. */
calf_status calf_points_create(const calf_experiment *experiment, calf_points **points);
void calf_points_destroy(calf_points *points);

/** The setting at a point (0 without a sweep), until it is given back. Errors: as those of
 *  calf_setting_create. Threads  any, at any time. */
calf_status calf_points_take(calf_points *points, uint64_t point, const calf_setting **setting);

/** Takes a setting once more, that somebody holds. */
void calf_points_share(calf_points *points, const calf_setting *setting);

/** Gives one back; NULL is allowed. */
void calf_points_leave(calf_points *points, const calf_setting *setting);

#endif
