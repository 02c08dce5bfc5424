// SPDX-License-Identifier: GPL-3.0-or-later
// Finding the peak of an instruction set.
#include "peak.h"

#include "peak_loop.h"
#include "peaks.h"
#include "timing.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define BENCH_PEAK(isa, loop) extern peak_loop loop;
BENCH_PEAK("baseline", bench_peak_baseline)
BENCH_PEAKS
#undef BENCH_PEAK

#define BENCH_PEAK(isa, loop) {isa, loop},
static const struct peak {
    const char *isa;
    peak_loop *loop;
} peaks[] = {{"baseline", bench_peak_baseline}, BENCH_PEAKS};
#undef BENCH_PEAK

enum { PEAKS = sizeof peaks / sizeof peaks[0] };

double bench_peak_gflops(const char *isa, double least_s)
{
    static peak_numbers numbers;
    const double work = (double)PEAK_NUMBERS * PEAK_PASSES * PEAK_OPERATIONS;
    numbers.factor = 0.5;
    numbers.term = 1;
    for (int k = 0; k < PEAKS; k++)
        if (strcmp(peaks[k].isa, isa) == 0)
            return work / bench_seconds_of(peaks[k].loop, &numbers, least_s) * 1e-9;
    return (double)NAN;
}

const char *bench_isa(int k)
{
    return k < PEAKS ? peaks[k].isa : NULL;
}
