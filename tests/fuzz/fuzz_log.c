// SPDX-License-Identifier: GPL-3.0-or-later
// Logs of any kind as the program reads them: told by their first bytes, unzipped, and settled.
#include "logs/read_log.h"
#include "plan/limits.h"
#include "target.h"

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

static calf_status read_and_settle(calf_source *source, const char *file, calf_log *log)
{
    calf_status status = calf_log_read_source(log, source, file);
    if (status == CALF_OK)
        status = calf_log_settle(log, NULL, NULL);
    for (size_t k = 0; status == CALF_OK && k < log->activity_count; k++)
        check_run(&log->activities[k]);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read_log(data, size, read_and_settle);
    return 0;
}
