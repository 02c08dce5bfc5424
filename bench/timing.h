// SPDX-License-Identifier: GPL-3.0-or-later
// Timing work on one core, and the core's clock.
#ifndef CALF_BENCH_TIMING_H
#define CALF_BENCH_TIMING_H

typedef void bench_work(void *context);

/** CPU seconds that one call takes: the work is done once unmeasured, then again and again for
 * about `least_s`, in several samples, of which the fastest counts: others only take time away. */
double bench_seconds_of(bench_work *work, void *context, double least_s);

/** The clock [GHz] that this core runs at now, which is seldom what it is sold as: timed by a chain
 *  of additions and exclusive ors of whole numbers, of which every current processor does one a
 *  cycle when each waits for the one before. */
double bench_clock_ghz(double least_s);

#endif
