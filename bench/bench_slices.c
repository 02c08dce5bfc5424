// SPDX-License-Identifier: GPL-3.0-or-later
// What the length of a run's slices costs and gives: prints a table, deviation from slices of six
// seconds and time relative to the shipped length. Usage: bench_slices [BATCHES]
#include "model/run.h"
#include "slice_study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const double finest_min = 0.1;

static double live_all(slice_study *study, size_t batches, double slice_min, double *soreness)
{
    clock_t begun = clock();
    for (size_t batch = 0; batch < batches; batch++)
        slice_study_live(study, batch, slice_min, soreness + batch * SLICE_STUDY_VALUES);
    return (double)(clock() - begun) / CLOCKS_PER_SEC;
}

/** Largest deviation of one runner. */
static double deviation_of(const double *a, const double *b, size_t runner)
{
    size_t first = runner / CALF_LANES * SLICE_STUDY_VALUES + runner % CALF_LANES;
    double worst = 0;
    for (size_t v = first; v < (runner / CALF_LANES + 1) * SLICE_STUDY_VALUES; v += CALF_LANES)
        worst = fmax(worst, fabs(a[v] - b[v]));
    return worst;
}

int main(int argc, char **argv)
{
    const double lengths[] = {0.5, 1, 2, 3, 5, 7.5, 10, 15, 30};
    size_t batches = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 100;
    size_t runners = batches * CALF_LANES;
    slice_study *study = slice_study_create(batches);
    double *finest = malloc(batches * SLICE_STUDY_VALUES * sizeof *finest);
    double *soreness = malloc(batches * SLICE_STUDY_VALUES * sizeof *soreness);
    if (batches == 0 || finest == NULL || soreness == NULL)
        return 1;
    live_all(study, batches, finest_min, finest);
    double shipped_s = live_all(study, batches, CALF_SLICE_MIN, soreness);
    printf("%10s %10s %12s %12s %8s\n", "slice, min", "worst, mm", "over 0.01 mm", "over 0.1 mm",
        "cost");
    for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++) {
        double seconds = live_all(study, batches, lengths[k], soreness), worst = 0;
        size_t over_hundredth = 0, over_tenth = 0;
        for (size_t runner = 0; runner < runners; runner++) {
            double deviation = deviation_of(soreness, finest, runner);
            worst = fmax(worst, deviation);
            over_hundredth += deviation > 0.01;
            over_tenth += deviation > 0.1;
        }
        printf("%10.1f %10.4f %10.2f %% %10.2f %% %8.2f\n", lengths[k], worst,
            100.0 * (double)over_hundredth / (double)runners,
            100.0 * (double)over_tenth / (double)runners, seconds / shipped_s);
    }
    free(finest);
    free(soreness);
    slice_study_destroy(study);
    return 0;
}
