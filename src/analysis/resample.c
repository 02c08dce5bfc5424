// SPDX-License-Identifier: GPL-3.0-or-later
// The bootstrap.
#include "analysis/resample.h"

#include "core/error.h"
#include "core/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

calf_status calf_resample(
    const calf_resampling *resampling, size_t replicate, size_t rows, double times[])
{
    const uint32_t stream = calf_stream("bootstrap");
    if (resampling->should_stop != NULL && resampling->should_stop(resampling->context))
        return calf_error_set(CALF_FAILED, "stopped before the end");
    memset(times, 0, rows * sizeof *times);
    for (size_t k = 0; k < rows; k++) {
        const calf_address address = {stream, (uint32_t)replicate, (uint32_t)k, 0};
        times[(size_t)(calf_uniform(resampling->seed, address) * (double)rows)] += 1;
    }
    return CALF_OK;
}

static int ascending(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

// The value below which a share of sorted ones lies, between order statistics.
static double quantile(const double *sorted, size_t count, double share)
{
    const double at = share * (double)(count - 1);
    const size_t below = (size_t)at, above = below + 1 < count ? below + 1 : below;
    return sorted[below] + (at - (double)below) * (sorted[above] - sorted[below]);
}

calf_interval calf_interval_of(double value, const calf_resampling *resampling, double *replicates)
{
    size_t count = 0;
    for (size_t r = 0; r < resampling->replicates; r++)
        if (!isnan(replicates[r]))
            replicates[count++] = replicates[r];
    if (count == 0)
        return (calf_interval){value, (double)NAN, (double)NAN};
    qsort(replicates, count, sizeof *replicates, ascending);
    const double outside = (1 - resampling->level) / 2;
    return (calf_interval){
        value, quantile(replicates, count, outside), quantile(replicates, count, 1 - outside)};
}
