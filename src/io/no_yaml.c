// SPDX-License-Identifier: GPL-3.0-or-later
// What stands for reading experiments in a build without libyaml.
#include <calfsim/experiment.h>

#include "core/error.h"

static calf_status refuse(calf_experiment **experiment)
{
    *experiment = NULL;
    return calf_error_set(CALF_FAILED, "built without libyaml: experiment files cannot be read");
}

calf_status calf_experiment_read(
    const char *path, const char *const settings[], size_t count, calf_experiment **experiment)
{
    (void)path, (void)settings, (void)count;
    return refuse(experiment);
}

calf_status calf_experiment_parse(const char *text, const char *name, const char *const settings[],
    size_t count, calf_experiment **experiment)
{
    (void)text, (void)name, (void)settings, (void)count;
    return refuse(experiment);
}
