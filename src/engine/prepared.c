// SPDX-License-Identifier: GPL-3.0-or-later
// Ready runs and propagators, the last ones asked for.
#include "engine/prepared.h"

#include "core/error.h"

#include <stdlib.h>
#include <string.h>

enum { RUNS_KEPT = 8, RESTS_KEPT = 16, ALIGNMENT = 64 };

typedef struct kept_run {
    const calf_run *run; ///< NULL while empty
    unsigned long asked; ///< when, in calls; 0 while empty
    calf_run_scale scale;
    bool fine;
    calf_ready_run ready;
} kept_run;

typedef struct kept_rest {
    calf_lanes hours;
    unsigned long asked;
    calf_rest rest;
} kept_rest;

struct calf_prepared {
    kept_rest rest[RESTS_KEPT];
    kept_run run[RUNS_KEPT];
    calf_drives drives;
    calf_segment *scaled; // room for the segments of a run at another scale
    const calf_batch *batch;
    calf_precision precision;
    unsigned long calls;
};

// Room aligned to whole vectors; never NULL for nothing at all.
static void *lanes_alloc(size_t count, size_t size)
{
    size_t bytes = (count * size + ALIGNMENT) / ALIGNMENT * ALIGNMENT;
    return aligned_alloc(ALIGNMENT, bytes);
}

static void widen(calf_run_size *room, calf_run_size size)
{
    room->stretches = size.stretches > room->stretches ? size.stretches : room->stretches;
    room->pieces = size.pieces > room->pieces ? size.pieces : room->pieces;
}

calf_run_size calf_prepared_room(
    const calf_session *const *sessions, size_t count, calf_precision precision)
{
    calf_run_size room = {0, 0};
    for (size_t k = 0; k < count; k++) {
        if (sessions[k]->kind != CALF_RUN)
            continue;
        widen(&room, calf_run_size_of(&sessions[k]->run, precision.stretch_min));
        widen(&room, calf_run_size_of(&sessions[k]->run, precision.fine_stretch_min));
    }
    return room;
}

calf_run_size calf_prepared_room_scaled(const calf_session *const *sessions, size_t count)
{
    calf_run_size room = {0, 0};
    for (size_t k = 0; k < count; k++)
        if (sessions[k]->kind == CALF_RUN)
            widen(&room,
                (calf_run_size){sessions[k]->run.segment_count, sessions[k]->run.segment_count});
    return room;
}

calf_status calf_prepared_create(
    calf_run_size room, calf_precision precision, calf_prepared **prepared)
{
    *prepared = NULL;
    calf_prepared *made = lanes_alloc(1, sizeof *made);
    if (made == NULL)
        return calf_error_no_memory();
    memset(made, 0, sizeof *made);
    made->precision = precision;
    made->scaled = lanes_alloc(room.pieces, sizeof *made->scaled);
    bool complete = made->scaled != NULL;
    for (int k = 0; k < RUNS_KEPT; k++) {
        calf_ready_run *ready = &made->run[k].ready;
        ready->stretch = lanes_alloc(room.stretches, sizeof *ready->stretch);
        ready->piece = lanes_alloc(room.pieces, sizeof *ready->piece);
        complete = complete && ready->stretch != NULL && ready->piece != NULL;
    }
    if (!complete) {
        calf_prepared_destroy(made);
        return calf_error_no_memory();
    }
    *prepared = made;
    return CALF_OK;
}

double calf_prepared_bytes(calf_run_size room)
{
    size_t run = room.stretches * sizeof(calf_stretch) + room.pieces * sizeof(calf_piece);
    return (double)(sizeof(calf_prepared) + RUNS_KEPT * run + room.pieces * sizeof(calf_segment));
}

void calf_prepared_destroy(calf_prepared *prepared)
{
    for (int k = 0; prepared != NULL && k < RUNS_KEPT; k++) {
        free(prepared->run[k].ready.stretch);
        free(prepared->run[k].ready.piece);
    }
    if (prepared != NULL)
        free(prepared->scaled);
    free(prepared);
}

void calf_prepared_begin(calf_prepared *prepared, const calf_batch *batch)
{
    prepared->batch = batch;
    prepared->drives.count = prepared->drives.next = 0;
    for (int k = 0; k < RUNS_KEPT; k++)
        prepared->run[k].asked = 0;
    for (int k = 0; k < RESTS_KEPT; k++)
        prepared->rest[k].asked = 0;
}

const calf_batch *calf_prepared_batch(const calf_prepared *prepared)
{
    return prepared->batch;
}

static bool same_run(const calf_run *a, const calf_run *b)
{
    if (a->segment_count != b->segment_count || a->treadmill != b->treadmill ||
        a->later_from != b->later_from)
        return false;
    for (size_t s = 0; s < a->segment_count; s++)
        if (!calf_segment_same(&a->segments[s], &b->segments[s]))
            return false;
    return calf_technique_same(&a->technique, &b->technique) &&
        (a->later_from == 0 || calf_technique_same(&a->later, &b->later));
}

// A run at a scale is valid until the next one.
static calf_run run_at(const calf_prepared *prepared, const calf_run *run, calf_run_scale scale)
{
    calf_run scaled = *run;
    if (calf_run_scale_same(scale, CALF_AS_PLANNED))
        return scaled;
    calf_segments_scale(run->segments, run->segment_count, scale, prepared->scaled);
    scaled.segments = prepared->scaled;
    return scaled;
}

const calf_ready_run *calf_prepared_run(
    calf_prepared *prepared, const calf_run *run, calf_run_scale scale, bool fine)
{
    kept_run *oldest = &prepared->run[0];
    for (kept_run *k = prepared->run; k < prepared->run + RUNS_KEPT; k++) {
        if (k->asked > 0 && k->fine == fine && calf_run_scale_same(k->scale, scale) &&
            same_run(k->run, run)) {
            k->asked = ++prepared->calls;
            return &k->ready;
        }
        oldest = k->asked < oldest->asked ? k : oldest;
    }
    const calf_run scaled = run_at(prepared, run, scale);
    calf_run_prepare(prepared->batch, &scaled,
        fine ? prepared->precision.fine_stretch_min : prepared->precision.stretch_min,
        &prepared->drives, &oldest->ready);
    oldest->fine = fine;
    oldest->scale = scale;
    oldest->run = run;
    oldest->asked = ++prepared->calls;
    return &oldest->ready;
}

const calf_rest *calf_prepared_rest(calf_prepared *prepared, const calf_lanes hours)
{
    kept_rest *oldest = &prepared->rest[0];
    for (kept_rest *k = prepared->rest; k < prepared->rest + RESTS_KEPT; k++) {
        if (k->asked > 0 && k->hours[0] == hours[0] &&
            memcmp(k->hours, hours, sizeof k->hours) == 0) {
            k->asked = ++prepared->calls;
            return &k->rest;
        }
        oldest = k->asked < oldest->asked ? k : oldest;
    }
    calf_rest_prepare(prepared->batch, hours, &oldest->rest);
    memcpy(oldest->hours, hours, sizeof oldest->hours);
    oldest->asked = ++prepared->calls;
    return &oldest->rest;
}

void calf_prepared_live(
    calf_prepared *prepared, const calf_run *run, calf_run_scale scale, calf_state *state)
{
    const calf_batch *batch = prepared->batch;
    const double tolerance = prepared->precision.rough;
    calf_state again;
    calf_lanes rough, any;
    memcpy(&again, state, CALF_STATE_MOVED);
    if (!calf_run_live(
            batch, calf_prepared_run(prepared, run, scale, false), tolerance, state, rough))
        return;
    calf_run_live(batch, calf_prepared_run(prepared, run, scale, true), tolerance, &again, any);
    calf_state_take(state, &again, rough);
}
