// SPDX-License-Identifier: GPL-3.0-or-later
// The slices that runs are cut into have converged: three weeks of easy, interval, downhill and
// long runs and a marathon, lived by runners and worlds drawn from the priors, against slices of
// half a minute (whose own error is below 0.001 mm: the table in src/model/README.md).
#include "engine/life.h"
#include "model/run.h"
#include "model/soreness.h"
#include "population/population.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DAYS = 28, BATCHES = 125, VALUES = DAYS * CALF_MUSCLES * CALF_LANES };

typedef struct course_kept {
    calf_life life;
    double soreness[VALUES];
} course_kept;

static void keep(void *context, int day, const bool due[CALF_LANES])
{
    course_kept *kept = context;
    (void)due;
    const calf_state *s = &kept->life.state;
    for (int m = 0; m < CALF_MUSCLES; m++)
        for (int i = 0; i < CALF_LANES; i++)
            kept->soreness[(day * CALF_MUSCLES + m) * CALF_LANES + i] = calf_soreness(
                &kept->life.batch->p, i, s->sensitisation[m][i], s->acute[m][i], s->rolling[i]);
}

static calf_plan *make_plan(void)
{
    const calf_segment easy = {.distance_km = 8, .intensity = 0.8};
    const calf_segment down = {.distance_km = 8, .intensity = 0.8, .grade_percent = -6};
    const calf_segment lengthy = {.distance_km = 18, .intensity = 0.78};
    const calf_segment marathon = {.distance_km = 42.195, .intensity = 0.9};
    calf_segment intervals[12] = {{.duration_min = 15, .intensity = 0.75}};
    for (int r = 0; r < 5; r++) {
        intervals[1 + 2 * r] = (calf_segment){.duration_min = 3, .intensity = 1.05};
        intervals[2 + 2 * r] = (calf_segment){.duration_min = 2, .intensity = 0.65};
    }
    intervals[11] = (calf_segment){.duration_min = 10, .intensity = 0.75};
    calf_technique own = calf_technique_own();
    calf_plan *plan = NULL;
    assert_int_equal(calf_plan_create(&plan), CALF_OK);
    for (int week = 0; week < 3; week++) {
        const calf_segment *sunday = week < 2 ? &lengthy : &marathon;
        calf_plan_add_run(plan, 7 * week + 1, 18, &(calf_run){&easy, 1, false, own});
        calf_plan_add_run(plan, 7 * week + 3, 18, &(calf_run){intervals, 12, false, own});
        calf_plan_add_run(plan, 7 * week + 5, 18, &(calf_run){&down, 1, false, own});
        calf_plan_add_run(plan, 7 * week + 6, 9, &(calf_run){sunday, 1, false, own});
    }
    assert_int_equal(calf_plan_session_count(plan), 12);
    return plan;
}

static void draw(const calf_population *population, uint32_t number, calf_batch *batch)
{
    for (uint32_t i = 0; i < CALF_LANES; i++) {
        calf_parameters shared, runner;
        calf_population_world(population, number * CALF_LANES + i, &shared);
        calf_population_runner(population, &shared, number * CALF_LANES + i, 0, &runner);
        calf_batch_set_lane(batch, (int)i, &runner);
    }
    calf_batch_derive(batch);
}

static void live(
    const calf_plan *plan, const calf_batch *batch, double slice_min, course_kept *kept)
{
    const calf_session *sessions[12];
    for (size_t k = 0; k < 12; k++)
        sessions[k] = calf_plan_session(plan, k);
    calf_life_begin(&kept->life, batch, 0);
    kept->life.slice_min = slice_min;
    calf_life_live(&kept->life, sessions, 12, DAYS - 1, keep, kept);
}

static void test_slices_have_converged(void **state)
{
    (void)state;
    static course_kept shipped, fine;
    static calf_batch batch;
    calf_plan *plan = make_plan();
    calf_population_spec spec = {.runners = 1, .worlds = BATCHES * CALF_LANES};
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        spec.drawn_from[id] = calf_parameter_describe(id)->prior;
    calf_population *population = NULL;
    assert_int_equal(calf_population_create(&spec, 7, &population), CALF_OK);
    double worst = 0;
    for (uint32_t number = 0; number < BATCHES; number++) {
        draw(population, number, &batch);
        live(plan, &batch, CALF_SLICE_MIN, &shipped);
        live(plan, &batch, 0.5, &fine);
        for (int v = 0; v < VALUES; v++)
            worst = fmax(worst, fabs(shipped.soreness[v] - fine.soreness[v]));
    }
    printf("largest deviation over %d runners: %.3f mm\n", BATCHES * CALF_LANES, worst);
    assert_true(worst <= 0.1); // model section 11
    assert_true(worst > 0);
    calf_population_destroy(population);
    calf_plan_destroy(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_slices_have_converged)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
