// SPDX-License-Identifier: GPL-3.0-or-later
// All that stays the same while an experiment runs: who takes part and what they do on which day.
#ifndef CALF_ENGINE_SETTING_H
#define CALF_ENGINE_SETTING_H

#include "engine/prepared.h"
#include "experiment/experiment.h"
#include "population/population.h"

/** A plan with its sessions listed for calf_life_live(). */
typedef struct calf_calendar {
    calf_plan *plan;
    const calf_session **sessions;
    size_t count;
} calf_calendar;

typedef struct calf_setting {
    const calf_experiment *experiment;
    calf_population *population;
    calf_calendar history;
    calf_calendar *strategies; ///< [strategy]
    calf_run_size room; ///< that the largest run of all takes
} calf_setting;

/** Expands an experiment, which must outlive the setting. Errors: as calf_population_create. */
calf_status calf_setting_create(const calf_experiment *experiment, calf_setting **setting);
void calf_setting_destroy(calf_setting *setting);

/** Lists a plan's sessions from `first_day` on into an empty calendar. */
calf_status calf_calendar_list(const calf_plan *plan, int first_day, calf_calendar *calendar);

#endif
