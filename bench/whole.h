// SPDX-License-Identifier: GPL-3.0-or-later
// What the program does to the runners of a world, part by part: a whole experiment with its
// history and all its strategies.
#ifndef CALF_BENCH_WHOLE_H
#define CALF_BENCH_WHOLE_H

#include "engine/workspace.h"
#include "lives.h"

/** Which sessions are lived; without any, runners rest and days end. */
typedef enum bench_sessions { BENCH_NONE, BENCH_RUNS, BENCH_ALL, BENCH_SESSIONS } bench_sessions;

/** A calendar's sessions by what is lived of them. */
typedef struct bench_calendar {
    const calf_session **sessions[BENCH_SESSIONS];
    size_t count[BENCH_SESSIONS];
} bench_calendar;

typedef struct bench_whole {
    const calf_kernel *kernel;
    calf_experiment *experiment;
    calf_setting *setting;
    calf_parameters shared;
    size_t runners; ///< of the world; they fill blocks
    double block_days; ///< runner-days of a block; the history, lived once, counts once
    calf_workspace *workspace;
    calf_statistics *statistics;
    calf_result_writer *writer;
    calf_world_numbers *numbers;
    bench_calendar history, *strategies;
    // how bench_whole_live() lives
    bench_sessions sessions;
    bool reports;
} bench_whole;

/** Worlds of a result that bench_whole_write() writes. */
enum { BENCH_WORLDS_WRITTEN = 40 };

/** Reads an experiment, with a world of so many runners, rounded up to whole blocks. Ends the
 * program if it cannot. The kernel is the fastest; it can be changed. */
bench_whole *bench_whole_create(const char *experiment, size_t runners);
void bench_whole_destroy(bench_whole *whole);

/** Each is a bench_work on a whole. The world by the kernel, block by block, with its statistics:
 * all that the program does but for reading numbers off and writing them. */
void bench_whole_world(void *whole);

/** Draws the parameters of the first block. */
void bench_whole_draw(void *whole);

/** Lives the block drawn last, from preparing it on, with the sessions that `sessions` says. Lanes
 *  rest until each morning; whether these are reported in full, `reports` says. */
void bench_whole_live(void *whole);

/** Reads the world's numbers off its statistics. */
void bench_whole_read(void *whole);

/** Writes a result of BENCH_WORLDS_WRITTEN worlds and throws it away. */
void bench_whole_write(void *whole);

#endif
