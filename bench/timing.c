// SPDX-License-Identifier: GPL-3.0-or-later
// Timing.
#include "timing.h"

#include "report.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>

enum { SAMPLES = 5, CHAIN = 1000000 };

double bench_seconds_of(bench_work *work, void *context, double least_s)
{
    double best = HUGE_VAL;
    work(context);
    for (int sample = 0; sample < SAMPLES; sample++) {
        double begun = bench_cpu_s(), seconds = 0;
        size_t calls = 0;
        while (seconds < least_s / SAMPLES) {
            work(context);
            calls++;
            seconds = bench_cpu_s() - begun;
        }
        best = fmin(best, seconds / (double)calls);
    }
    return best;
}

// Each step needs the one before, and no compiler knows the sum of such a chain. In pairs of two
// cycles, so that counting them, which runs alongside, is not what is timed.
#define PAIR(x, y) ((x) += (y), (y) ^= (x))
static void chain(void *context)
{
    volatile uint64_t *state = context; // so that its end is not left out as useless
    uint64_t x = state[0], y = state[1];
    for (int k = 0; k < CHAIN; k += 8) {
        PAIR(x, y);
        PAIR(x, y);
        PAIR(x, y);
        PAIR(x, y);
    }
    state[0] = x;
    state[1] = y;
}

double bench_clock_ghz(double least_s)
{
    volatile uint64_t state[2] = {1, 2};
    return CHAIN / bench_seconds_of(chain, (void *)state, least_s) * 1e-9;
}
