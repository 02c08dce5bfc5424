// SPDX-License-Identifier: GPL-3.0-or-later
// The most arithmetic that a core can do with an instruction set.
#ifndef CALF_BENCH_PEAK_H
#define CALF_BENCH_PEAK_H

/** Measured peak [GFLOP/s] of additions and multiplications of doubles in equal parts, as the
 * kernel may use them: none fused, since those round otherwise. NaN for an unknown instruction set.
 * The processor must have it. */
double bench_peak_gflops(const char *isa, double least_s);

/** Every instruction set that the kernel was compiled for, "baseline" first; NULL after the last.
 */
const char *bench_isa(int k);

#endif
