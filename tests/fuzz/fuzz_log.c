// SPDX-License-Identifier: GPL-3.0-or-later
// Logs of any kind as the program reads them: told by their first bytes, unzipped, settled, and
// written as an experiment, which can be read.
#include "logs/log_plan.h"
#include "logs/read_log.h"
#include "plan/limits.h"
#include "target.h"

#include <calfsim/experiment.h>

// What a plan may hold, or a day on which calves were sore.
static void check_run(const calf_activity *of)
{
    const double mps = of->distance_m / of->timer_s;
    if (of->distance_m > 0)
        EXPECT(mps >= calf_limits[CALF_LIMIT_speed_mps].low &&
            mps <= calf_limits[CALF_LIMIT_speed_mps].high);
    else
        EXPECT(of->soreness_left >= 0 || of->soreness_right >= 0);
}

static void write_experiment(const calf_log *log)
{
    const calf_log_request request = {8, CALF_NO_DAY, CALF_NO_DAY, 4};
    calf_experiment *experiment = NULL;
    char *yaml = NULL;
    const calf_status status = calf_log_experiment(log, &request, &yaml);
    EXPECT(status == CALF_OK || status == CALF_BAD_INPUT);
    if (status == CALF_OK) {
        const calf_status parsed = calf_experiment_parse(yaml, "imported", NULL, 0, &experiment);
        if (parsed != CALF_OK)
            fprintf(stderr, "%s\n%s\n", calf_error_text(), yaml);
        EXPECT(parsed == CALF_OK);
        calf_experiment_destroy(experiment);
    }
    free(yaml);
}

static calf_status read_and_settle(calf_source *source, const char *file, calf_log *log)
{
    calf_status status = calf_log_read_source(log, source, file);
    if (status == CALF_OK)
        status = calf_log_settle(log, NULL, NULL);
    for (size_t k = 0; status == CALF_OK && k < log->activity_count; k++)
        check_run(&log->activities[k]);
    if (status == CALF_OK)
        write_experiment(log);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read_log(data, size, read_and_settle);
    return 0;
}
