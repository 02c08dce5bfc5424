// SPDX-License-Identifier: GPL-3.0-or-later
// An estimate of the arithmetic that a runner-day takes.
#ifndef CALF_BENCH_FLOPS_H
#define CALF_BENCH_FLOPS_H

#include "whole.h"

/** Additions, subtractions, multiplications, divisions and square roots of doubles that a
 * runner-day of the experiment takes: what each event takes was counted in the kernel's source and
 * is multiplied by how often it comes. Comparisons, choices and whole-number arithmetic count as
 *  nothing, and so do drawing, runs that are lived again in finer stretches, and statistics. */
double bench_flops_per_runner_day(const bench_whole *whole);

#endif
