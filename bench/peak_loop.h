// SPDX-License-Identifier: GPL-3.0-or-later
// The loop whose speed is the peak; compiled for every instruction set.
#ifndef CALF_BENCH_PEAK_LOOP_H
#define CALF_BENCH_PEAK_LOOP_H

/** Numbers in the loop, which fit the nearest cache; passes over them; operations on each. */
enum { PEAK_NUMBERS = 768, PEAK_PASSES = 1000, PEAK_OPERATIONS = 16 };

typedef struct peak_numbers {
    _Alignas(64) double of[PEAK_NUMBERS];
    double factor, term;
} peak_numbers;

typedef void peak_loop(void *numbers);

#endif
