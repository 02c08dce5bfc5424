// SPDX-License-Identifier: GPL-3.0-or-later
// The loop whose speed is the peak: products and sums in turn, every number on its own.
#include "peak_loop.h"

#ifndef BENCH_PEAK_LOOP
#define BENCH_PEAK_LOOP bench_peak_baseline
#endif

peak_loop BENCH_PEAK_LOOP;

// Eight numbers take each step in turn, so that none waits for its own last one.
#define STEP                                                                                       \
    a = a * factor + term;                                                                         \
    b = b * factor + term;                                                                         \
    c = c * factor + term;                                                                         \
    d = d * factor + term;                                                                         \
    e = e * factor + term;                                                                         \
    f = f * factor + term;                                                                         \
    g = g * factor + term;                                                                         \
    h = h * factor + term;

void BENCH_PEAK_LOOP(void *numbers)
{
    enum { PART = PEAK_NUMBERS / 8 };
    peak_numbers *n = numbers;
    const double factor = n->factor, term = n->term;
    for (int pass = 0; pass < PEAK_PASSES; pass++) {
#pragma omp simd
        for (int k = 0; k < PART; k++) {
            double a = n->of[k], b = n->of[k + PART], c = n->of[k + 2 * PART],
                   d = n->of[k + 3 * PART], e = n->of[k + 4 * PART], f = n->of[k + 5 * PART],
                   g = n->of[k + 6 * PART], h = n->of[k + 7 * PART];
            STEP STEP STEP STEP STEP STEP n->of[k] = a;
            n->of[k + PART] = b;
            n->of[k + 2 * PART] = c;
            n->of[k + 3 * PART] = d;
            n->of[k + 4 * PART] = e;
            n->of[k + 5 * PART] = f;
            n->of[k + 6 * PART] = g;
            n->of[k + 7 * PART] = h;
        }
    }
}
