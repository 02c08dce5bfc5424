// SPDX-License-Identifier: GPL-3.0-or-later
// Checksums of results.
#include "analysis/checksum.h"

#include "core/error.h"
#include "core/hash.h"

#include <math.h>
#include <stdlib.h>

// Datasets [strategy][world]..., or of pairs [strategy][against][world]...
typedef struct part {
    const char *dataset;
    bool pairs;
} part;

static const part parts[] = {{"outcome_mean", false}, {"outcome_sd", false},
    {"outcome_quantile", false}, {"difference_mean", true}, {"difference_sd", true},
    {"difference_quantile", true}, {"calf_soreness_mm_mean", false}, {"calf_soreness_mm_sd", false},
    {"calf_soreness_mm_quantile", false}};

// There are many NaN, of which one stands for all, and two zeros.
static void make_plain(double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] = isnan(values[i]) ? (double)NAN : values[i] + 0.0;
}

static calf_status add_part(
    const calf_result *result, const part *of, size_t worlds, uint64_t *checksum)
{
    double *values;
    size_t count;
    const size_t strategies = result->strategy_count;
    const size_t outer = of->pairs ? strategies * strategies : strategies;
    calf_status status = calf_result_read(result, of->dataset, &values, &count);
    if (status != CALF_OK)
        return status;
    const size_t inner = count / outer / result->worlds;
    make_plain(values, count);
    for (size_t o = 0; o < outer; o++)
        *checksum = calf_checksum(
            *checksum, &values[o * result->worlds * inner], worlds * inner * sizeof *values);
    free(values);
    return CALF_OK;
}

calf_status calf_result_checksum(const calf_result *result, size_t worlds, uint64_t *checksum)
{
    calf_status status = CALF_OK;
    *checksum = CALF_CHECKSUM_BEGIN;
    if (result->points > 0)
        return calf_error_set(CALF_BAD_INPUT, "%s: a sweep has no checksum", result->path);
    if (worlds < 1 || worlds > result->worlds)
        return calf_error_set(CALF_BAD_INPUT, "%s: the result has no %zu worlds; allowed: 1 to %zu",
            result->path, worlds, result->worlds);
    for (size_t p = 0; p < sizeof parts / sizeof *parts && status == CALF_OK; p++)
        status = add_part(result, &parts[p], worlds, checksum);
    return status;
}
