// SPDX-License-Identifier: GPL-3.0-or-later
// What a study of a run's precision lives.
#include "precision_study.h"

#include "engine/kernel.h"
#include "model/soreness.h"
#include "population/population.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SESSIONS = 12 };

struct precision_study {
    const calf_kernel *kernel;
    calf_plan *plan;
    const calf_session *sessions[SESSIONS];
    calf_population_spec spec;
    calf_population *population;
    calf_batch batch;
    calf_life life;
    double *soreness; ///< where the mornings of the batch being lived go
};

static void make_plan(calf_plan *plan)
{
    const calf_segment easy = {.distance_km = 8, .intensity = 0.8};
    const calf_segment hill[] = {{.distance_km = 4, .intensity = 0.8, .grade_percent = 6},
        {.distance_km = 4, .intensity = 0.8, .grade_percent = -6}};
    const calf_segment lengthy = {.distance_km = 18, .intensity = 0.78};
    const calf_segment marathon = {.distance_km = 42.195, .intensity = 0.9};
    calf_segment intervals[12] = {{.duration_min = 15, .intensity = 0.75}};
    for (int r = 0; r < 5; r++) {
        intervals[1 + 2 * r] = (calf_segment){.duration_min = 3, .intensity = 1.05};
        intervals[2 + 2 * r] = (calf_segment){.duration_min = 2, .intensity = 0.65};
    }
    intervals[11] = (calf_segment){.duration_min = 10, .intensity = 0.75};
    calf_technique own = calf_technique_own();
    for (int week = 0; week < 3; week++) {
        const calf_segment *sunday = week < 2 ? &lengthy : &marathon;
        calf_plan_add_run(plan, 7 * week + 1, 18,
            &(calf_run){.segments = &easy, .segment_count = 1, .technique = own});
        calf_plan_add_run(plan, 7 * week + 3, 18,
            &(calf_run){.segments = intervals, .segment_count = 12, .technique = own});
        calf_plan_add_run(plan, 7 * week + 5, 18,
            &(calf_run){.segments = hill, .segment_count = 2, .technique = own});
        calf_plan_add_run(plan, 7 * week + 6, 9,
            &(calf_run){.segments = sunday, .segment_count = 1, .technique = own});
    }
}

precision_study *precision_study_create(size_t batches)
{
    precision_study *study = aligned_alloc(64, sizeof *study); // whole vectors: see CALF_ALIGNED
    if (study == NULL)
        exit(1);
    memset(study, 0, sizeof *study);
    if (calf_plan_create(&study->plan) != CALF_OK)
        exit(1);
    make_plan(study->plan);
    for (size_t k = 0; k < SESSIONS; k++)
        study->sessions[k] = calf_plan_session(study->plan, k);
    study->spec.runners = 1;
    study->spec.worlds = batches * CALF_LANES + 1;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        study->spec.drawn_from[id] = calf_parameter_describe(id)->prior;
    if (calf_kernel_find(NULL, &study->kernel) != CALF_OK ||
        calf_plan_session_count(study->plan) != SESSIONS ||
        calf_population_create(&study->spec, 7, &study->population) != CALF_OK) {
        fprintf(stderr, "%s\n", calf_error_text());
        exit(1);
    }
    return study;
}

void precision_study_destroy(precision_study *study)
{
    calf_population_destroy(study->population);
    calf_plan_destroy(study->plan);
    free(study);
}

static void keep(void *context, int day, const calf_lanes due)
{
    precision_study *study = context;
    const calf_state *s = &study->life.state;
    for (int m = 0; m < CALF_MUSCLES; m++)
        for (int i = 0; i < CALF_LANES; i++)
            if (due[i])
                study->soreness[(day * CALF_MUSCLES + m) * CALF_LANES + i] = calf_soreness(
                    &study->batch.p, i, s->sensitisation[m][i], s->acute[m][i], s->rolling[i]);
}

void precision_study_draw(precision_study *study, size_t batch)
{
    for (uint32_t i = 0; i < CALF_LANES; i++) {
        uint32_t world = (uint32_t)batch * CALF_LANES + i;
        calf_parameters shared, runner;
        calf_population_world(study->population, world, &shared);
        calf_population_runner(study->population, &shared, world, 0, &runner);
        calf_batch_set_lane(&study->batch, (int)i, &runner);
    }
    calf_batch_derive(&study->batch);
}

void precision_study_live(
    precision_study *study, calf_precision precision, double soreness[PRECISION_STUDY_VALUES])
{
    study->soreness = soreness;
    calf_prepared *prepared;
    if (calf_prepared_create(calf_prepared_room(study->sessions, SESSIONS, precision), precision,
            &prepared) != CALF_OK)
        exit(1);
    calf_prepared_begin(prepared, &study->batch);
    calf_life_begin(&study->life, prepared, 0);
    study->kernel->life_live(
        &study->life, study->sessions, SESSIONS, PRECISION_STUDY_DAYS - 1, keep, study);
    calf_prepared_destroy(prepared);
}
