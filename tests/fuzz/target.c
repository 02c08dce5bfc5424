// SPDX-License-Identifier: GPL-3.0-or-later
// What every reader of logs promises, whatever the bytes are.
#include "target.h"

#include "logs/utf8.h"

#include <math.h>
#include <string.h>

static void check_text(const char *text)
{
    EXPECT(!text || calf_utf8_is(text));
}

static bool is_missing_or(double number, double low, double high)
{
    return isnan(number) || (number >= low && number <= high);
}

// They sum to the activity's totals.
static void check_stretches(const calf_activity *of)
{
    double metres = 0, seconds = 0;
    EXPECT((of->stretch_count == 0) == (of->stretches == NULL));
    EXPECT(of->stretch_count <= CALF_STRETCHES_MAX);
    for (size_t k = 0; k < of->stretch_count; k++) {
        EXPECT(of->stretches[k].distance_m > 0 && of->stretches[k].seconds >= 0);
        EXPECT(isfinite(of->stretches[k].grade_percent));
        metres += of->stretches[k].distance_m;
        seconds += of->stretches[k].seconds;
    }
    if (of->stretch_count > 0) {
        EXPECT(fabs(metres - of->distance_m) <= 1e-6 * of->distance_m);
        EXPECT(fabs(seconds - of->timer_s) <= 1e-6 * of->timer_s);
    }
}

static void check_activity(const calf_activity *of)
{
    EXPECT(of->start_s >= 0 && of->start_s < INT64_C(8000000000)); // 2223
    EXPECT(of->sport == CALF_SPORT_RUN || of->sport == CALF_SPORT_OTHER);
    EXPECT(is_missing_or(of->climb_m, 0, (double)INFINITY));
    EXPECT(is_missing_or(of->descent_m, 0, (double)INFINITY));
    EXPECT(is_missing_or(of->cadence_spm, 0, 400));
    EXPECT(is_missing_or(of->soreness_left, 0, 10) && is_missing_or(of->soreness_right, 0, 10));
    EXPECT(is_missing_or(of->exertion, 0, 10));
    check_text(of->title);
    check_text(of->note);
    check_stretches(of);
}

void fuzz_read_log(const uint8_t *data, size_t size, fuzz_reader *read)
{
    calf_log log = {0};
    calf_source *source = NULL;
    const char *file = calf_log_file(&log, "fuzzed");
    const calf_status opened = calf_source_of_bytes(data, size, &source);
    if (opened == CALF_OK)
        EXPECT(read(source, file, &log) == CALF_OK); // memory does not run out here
    for (size_t k = 0; k < log.activity_count; k++)
        check_activity(&log.activities[k]);
    for (size_t k = 0; k < log.remark_count; k++)
        EXPECT(log.remarks[k].text[0] != '\0' && calf_utf8_is(log.remarks[k].text));
    EXPECT(opened != CALF_OK || log.activity_count + log.remark_count > 0); // nothing in silence
    calf_source_close(source);
    calf_log_clear(&log);
}
