// SPDX-License-Identifier: GPL-3.0-or-later
// Batches of given runners, shared among threads.
#include "engine/evaluate.h"

#include "core/error.h"
#include "engine/kernel.h"
#include "engine/workspace.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

// What one thread lives a batch in.
typedef struct evaluation_room {
    calf_batch_runners runners;
    calf_batch_course course;
} evaluation_room;

struct calf_evaluator {
    const calf_setting *setting;
    const calf_kernel *kernel;
    int threads;
    evaluation_room *rooms; ///< [thread]
};

// What the threads share while they live.
typedef struct evaluation_work {
    calf_evaluator *evaluator;
    const calf_evaluation *evaluation;
    double *outcomes;
    calf_status status; ///< the first failure, read at any time
    char failure[512]; ///< its text, that another thread would not see
} evaluation_work;

static calf_status prepare_rooms(calf_evaluator *evaluator, calf_stop stop)
{
    const calf_setting *setting = evaluator->setting;
    const size_t size = (size_t)evaluator->threads * sizeof *evaluator->rooms;
    evaluator->rooms = aligned_alloc(64, size); // whole vectors: see CALF_ALIGNED
    if (evaluator->rooms == NULL)
        return calf_error_no_memory();
    memset(evaluator->rooms, 0, size);
    for (int t = 0; t < evaluator->threads; t++) {
        evaluation_room *room = &evaluator->rooms[t];
        room->course.setting = setting;
        room->course.stop = stop;
        room->course.ratings = calf_ratings_create(setting);
        if (room->course.ratings == NULL ||
            calf_prepared_create(setting->room, CALF_PRECISION_STANDARD, &room->runners.prepared) !=
                CALF_OK)
            return calf_error_no_memory();
    }
    return CALF_OK;
}

calf_status calf_evaluator_create(
    const calf_setting *setting, const calf_run_options *options, calf_evaluator **evaluator)
{
    calf_evaluator *made = calloc(1, sizeof *made);
    *evaluator = NULL;
    if (made == NULL)
        return calf_error_no_memory();
    made->setting = setting;
    made->threads = options->threads > 0 ? options->threads : omp_get_max_threads();
    calf_status status = calf_kernel_find(options->isa, &made->kernel);
    if (status == CALF_OK)
        status = prepare_rooms(made, (calf_stop){options->should_stop, options->context});
    if (status == CALF_OK)
        *evaluator = made;
    else
        calf_evaluator_destroy(made);
    return status;
}

void calf_evaluator_destroy(calf_evaluator *evaluator)
{
    if (evaluator == NULL)
        return;
    for (int t = 0; evaluator->rooms != NULL && t < evaluator->threads; t++) {
        calf_prepared_destroy(evaluator->rooms[t].runners.prepared);
        free(evaluator->rooms[t].course.ratings);
    }
    free(evaluator->rooms);
    free(evaluator);
}

// Puts the runners from `first` on into the lanes; those left over repeat the last one.
static void take_runners(const calf_evaluation *evaluation, size_t first, calf_batch_runners *to)
{
    calf_subject subject = {.runner = 0};
    to->world = evaluation->world;
    for (size_t i = 0; i < CALF_LANES; i++) {
        if (first + i < evaluation->runners)
            evaluation->subject(evaluation->context, first + i, &subject);
        calf_batch_set_lane(&to->batch, (int)i, &subject.parameters);
        to->runner[i] = subject.runner;
    }
}

static void live_batch(evaluation_work *work, evaluation_room *room, size_t first)
{
    const calf_evaluation *e = work->evaluation;
    const calf_kernel *kernel = work->evaluator->kernel;
    const size_t left = e->runners - first, lanes = left < CALF_LANES ? left : CALF_LANES;
    room->course.status = CALF_OK;
    take_runners(e, first, &room->runners);
    kernel->batch_begin(&room->course, &room->runners);
    for (size_t s = 0; s < e->strategy_count && room->course.status == CALF_OK; s++) {
        calf_lanes outcomes[CALF_OUTCOME_COUNT];
        kernel->batch_follow(&room->course, &room->runners, e->strategies[s], outcomes);
        for (size_t o = 0; o < CALF_OUTCOME_COUNT; o++)
            memcpy(&work->outcomes[(s * CALF_OUTCOME_COUNT + o) * e->runners + first], outcomes[o],
                lanes * sizeof(double));
    }
}

static bool failed(evaluation_work *work)
{
    int status;
#pragma omp atomic read
    status = work->status;
    return status != CALF_OK;
}

// Keeps the first failure.
static void note_failure(evaluation_work *work, calf_status status)
{
    if (status == CALF_OK)
        return;
#pragma omp critical(calf_evaluation)
    if (work->status == CALF_OK) {
        strncpy(work->failure, calf_error_text(), sizeof work->failure - 1);
#pragma omp atomic write
        work->status = status;
    }
}

calf_status calf_evaluate(
    calf_evaluator *evaluator, const calf_evaluation *evaluation, double *outcomes)
{
    evaluation_work work = {
        .evaluator = evaluator, .evaluation = evaluation, .outcomes = outcomes, .status = CALF_OK};
    const size_t batches = (evaluation->runners + CALF_LANES - 1) / CALF_LANES;
#pragma omp parallel for schedule(dynamic) num_threads(evaluator->threads)
    for (size_t b = 0; b < batches; b++) {
        evaluation_room *room = &evaluator->rooms[omp_get_thread_num()];
        if (failed(&work))
            continue;
        live_batch(&work, room, b * CALF_LANES);
        note_failure(&work, room->course.status);
    }
    return work.status == CALF_OK ? CALF_OK : calf_error_set(work.status, "%s", work.failure);
}
