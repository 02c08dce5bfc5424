// SPDX-License-Identifier: GPL-3.0-or-later
// Counting a plan's events, and the arithmetic of each.
#include "flops.h"

#include <stdlib.h>
#include <string.h>

// What one runner's events take, both muscles together, counted operator by operator; calf_exp2 is
// 28, calf_exp 29, calf_log2 25, calf_pow 54. Formulas say what a function is made of: calls of
// elementary functions times their cost, plus everything else.
enum {
    EXP = 29,
    POW = 54,
    REST = 39, // calf_rest_apply
    REST_READY = 17 * EXP + 107, // calf_rest_prepare
    MORNING = 4 * POW + 45, // calf_morning_report without noise
    DAY = 37, // end_day
    FEEDBACK = 2 * (2 * POW + 18), // feed_back
    RUN = FEEDBACK + 2 * (2 * POW + EXP + 24) // course_begin without strength training
        + 2 * POW + 4 * EXP + 51, // course_end
    STRETCH = FEEDBACK + 2 * (POW + 2 * EXP + 196), // live_stretch but for its pieces
    PIECE = 2 * 14, // live_central, live_metabolic
    RUN_READY = 6 * EXP + 7, // calf_adaptation_rest_prepare
    DRIVE = 8 * POW + 3 * EXP + 120, // drive_of
    STRETCH_READY = 8 * EXP + 130, // finish_stretch
    PIECE_READY = 3 * EXP + 78, // add_piece
    REPETITION = 29, // repeat_once
    SET = 8 * POW + 5 * EXP + 120, // find_factor, take_dose, recover and the rest of live_set
    STRENGTH = REST + 8 * POW + 13 * EXP + 160 // all else of calf_strength_live
};

enum { SLOTS = 64 };

// Runs that were made ready, by where: a place that looks as before was kept.
typedef struct ready_seen {
    const calf_ready_run *place[SLOTS];
    calf_ready_run as[SLOTS];
    calf_segment drive[SLOTS];
    size_t drives;
} ready_seen;

static bool is_new(ready_seen *seen, const calf_ready_run *ready)
{
    int k = 0;
    while (k < SLOTS - 1 && seen->place[k] != NULL && seen->place[k] != ready)
        k++;
    bool same = seen->place[k] == ready && memcmp(&seen->as[k], ready, sizeof *ready) == 0;
    seen->place[k] = ready;
    seen->as[k] = *ready;
    return !same;
}

// Segments that ask something else than all before them; drives are kept from run to run.
static double new_drives(const calf_run *run, ready_seen *seen)
{
    double found = 0;
    for (size_t k = 0; k < run->segment_count; k++) {
        const calf_segment *s = &run->segments[k];
        size_t d = 0;
        while (d < seen->drives &&
            (seen->drive[d].intensity != s->intensity || seen->drive[d].speed_mps != s->speed_mps ||
                seen->drive[d].grade_percent != s->grade_percent))
            d++;
        if (d < seen->drives || d == SLOTS)
            continue;
        seen->drive[seen->drives++] = *s;
        found++;
    }
    return found;
}

static double run_flops(calf_prepared *prepared, const calf_run *run, ready_seen *seen)
{
    const calf_ready_run *ready = calf_prepared_run(prepared, run, CALF_AS_PLANNED, false);
    double flops = RUN, to_prepare = RUN_READY + REST_READY;
    for (size_t k = 0; k < ready->stretch_count; k++) {
        const calf_stretch *stretch = &ready->stretch[k];
        double pieces = (double)stretch->piece_count;
        flops += stretch->times * (STRETCH + PIECE * pieces);
        to_prepare += STRETCH_READY + PIECE_READY * pieces;
    }
    if (is_new(seen, ready)) // with the gap that follows a new run
        flops += to_prepare + DRIVE * new_drives(run, seen);
    return flops;
}

static double session_flops(calf_prepared *prepared, const calf_session *session, ready_seen *seen)
{
    if (session->kind == CALF_RUN)
        return REST + run_flops(prepared, &session->run, seen);
    if (session->kind == CALF_STRENGTH)
        return REST + STRENGTH +
            session->strength.sets * (SET + REPETITION * (double)session->strength.reps);
    return REST;
}

static double calendar_flops(
    const bench_calendar *calendar, calf_prepared *prepared, ready_seen *seen)
{
    double flops = 0;
    for (size_t k = 0; k < calendar->count[BENCH_ALL]; k++)
        flops += session_flops(prepared, calendar->sessions[BENCH_ALL][k], seen);
    return flops;
}

double bench_flops_per_runner_day(const bench_whole *whole)
{
    const calf_experiment *e = whole->experiment;
    calf_prepared *prepared = whole->workspace->runners[0].prepared;
    ready_seen *seen = calloc(1, sizeof *seen); // all zero: nothing was seen
    if (seen == NULL)
        exit(1);
    calf_prepared_begin(prepared, &whole->workspace->runners[0].batch);
    double flops = DAY * (double)e->history_days + calendar_flops(&whole->history, prepared, seen);
    for (size_t s = 0; s < e->strategy_count; s++)
        flops += (DAY + REST + MORNING) * (double)e->days +
            calendar_flops(&whole->strategies[s], prepared, seen);
    free(seen);
    return flops * CALF_BLOCK_RUNNERS / whole->block_days;
}
