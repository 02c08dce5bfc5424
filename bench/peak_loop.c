// SPDX-License-Identifier: GPL-3.0-or-later
// The loop whose speed is the peak: products and sums in turn, every number on its own.
#include "peak_loop.h"

#ifndef BENCH_PEAK_LOOP
#define BENCH_PEAK_LOOP bench_peak_baseline
#endif

peak_loop BENCH_PEAK_LOOP;

// Twelve numbers take each step in turn, so that none waits for its own last one: more than a core
// has on their way at once, and with both constants no more than there are registers.
#define STEP                                                                                       \
    x0 = x0 * factor + term;                                                                       \
    x1 = x1 * factor + term;                                                                       \
    x2 = x2 * factor + term;                                                                       \
    x3 = x3 * factor + term;                                                                       \
    x4 = x4 * factor + term;                                                                       \
    x5 = x5 * factor + term;                                                                       \
    x6 = x6 * factor + term;                                                                       \
    x7 = x7 * factor + term;                                                                       \
    x8 = x8 * factor + term;                                                                       \
    x9 = x9 * factor + term;                                                                       \
    x10 = x10 * factor + term;                                                                     \
    x11 = x11 * factor + term

void BENCH_PEAK_LOOP(void *numbers)
{
    enum { PART = PEAK_NUMBERS / 12 };
    peak_numbers *n = numbers;
    const double factor = n->factor, term = n->term;
    for (int pass = 0; pass < PEAK_PASSES; pass++) {
#pragma omp simd
        for (int k = 0; k < PART; k++) {
            double *of = &n->of[k];
            double x0 = of[0], x1 = of[PART], x2 = of[2 * PART], x3 = of[3 * PART],
                   x4 = of[4 * PART], x5 = of[5 * PART], x6 = of[6 * PART], x7 = of[7 * PART],
                   x8 = of[8 * PART], x9 = of[9 * PART], x10 = of[10 * PART], x11 = of[11 * PART];
            STEP;
            STEP;
            STEP;
            STEP;
            STEP;
            STEP;
            STEP;
            STEP;
            of[0] = x0;
            of[PART] = x1;
            of[2 * PART] = x2;
            of[3 * PART] = x3;
            of[4 * PART] = x4;
            of[5 * PART] = x5;
            of[6 * PART] = x6;
            of[7 * PART] = x7;
            of[8 * PART] = x8;
            of[9 * PART] = x9;
            of[10 * PART] = x10;
            of[11 * PART] = x11;
        }
    }
}
