// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of runners that a block fills and empties.
#include "engine/keep.h"

#include "core/error.h"

#include <stdlib.h>
#include <string.h>

_Static_assert(CALF_BLOCK_RUNNERS % CALF_LANES == 0, "a batch's lanes fit its block");

static double *aligned_doubles(size_t count)
{
    return aligned_alloc(64, count * CALF_BLOCK_RUNNERS * sizeof(double));
}

calf_status calf_keep_create(const calf_setting *setting, calf_keep *keep)
{
    const calf_experiment *experiment = setting->experiment;
    *keep = (calf_keep){.strategies = experiment->strategy_count, .days = (size_t)experiment->days};
    keep->components = calf_components_of(experiment->output.daily);
    keep->mornings = aligned_doubles(keep->days * keep->components.count + 1);
    keep->outcomes = aligned_doubles(keep->strategies * CALF_OUTCOME_COUNT);
    return keep->mornings && keep->outcomes ? CALF_OK : calf_error_no_memory();
}

double calf_keep_bytes(const calf_setting *setting)
{
    const calf_experiment *experiment = setting->experiment;
    size_t rows = (size_t)experiment->days * calf_components_of(experiment->output.daily).count +
        experiment->strategy_count * CALF_OUTCOME_COUNT;
    return (double)rows * CALF_BLOCK_RUNNERS * (double)sizeof(double);
}

void calf_keep_destroy(calf_keep *keep)
{
    free(keep->mornings);
    free(keep->outcomes);
}

static double *morning_row(const calf_keep *keep, size_t day, size_t component)
{
    return &keep->mornings[(day * keep->components.count + component) * CALF_BLOCK_RUNNERS];
}

void calf_keep_morning(calf_keep *keep, size_t day, size_t offset,
    const calf_morning_lanes *morning, const calf_lanes due)
{
    for (size_t c = 0; c < keep->components.count; c++) {
        const double *value = morning->value[keep->components.output[c]][keep->components.part[c]];
        double *row = morning_row(keep, day, c) + offset;
        CALF_EACH_LANE(i) row[i] = due[i] > 0 ? value[i] : row[i];
    }
}

static double *outcome_row(const calf_keep *keep, size_t strategy, size_t outcome)
{
    return &keep->outcomes[(strategy * CALF_OUTCOME_COUNT + outcome) * CALF_BLOCK_RUNNERS];
}

void calf_keep_outcomes(
    calf_keep *keep, size_t strategy, size_t offset, calf_lanes outcomes[CALF_OUTCOME_COUNT])
{
    for (size_t o = 0; o < CALF_OUTCOME_COUNT; o++)
        memcpy(outcome_row(keep, strategy, o) + offset, outcomes[o], sizeof outcomes[o]);
}

const double *calf_kept_outcome(const calf_keep *keep, size_t strategy, size_t outcome)
{
    return outcome_row(keep, strategy, outcome);
}

void calf_keep_flush(const calf_keep *keep, size_t strategy, calf_statistics *statistics)
{
    for (size_t day = 0; day < keep->days; day++)
        for (size_t c = 0; c < keep->components.count; c++)
            calf_statistics_add_morning(statistics, strategy, day, c, morning_row(keep, day, c));
}
