// SPDX-License-Identifier: GPL-3.0-or-later
// Exact rests and converged stretches against GSL's ODE solver on runners drawn from the priors:
// easy, interval, downhill and forefoot runs, two on one day, one over the morning's report, runs
// that change from one technique to another on their way, and a marathon.
#include "batches.h"
#include "engine/life.h"
#include "engine/morning.h"
#include "model/run.h"
#include "ode_runner.h"
#include "population/population.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { DAYS = 18 };

/** Soreness and force of both muscles, every morning of every lane. */
typedef struct lane_course {
    calf_life life;
    double soreness[DAYS][CALF_MUSCLES][CALF_LANES], force[DAYS][CALF_MUSCLES][CALF_LANES];
    double protection[DAYS][CALF_MUSCLES][CALF_LANES];
    int mornings;
} lane_course;

static calf_plan *make_plan(void)
{
    const calf_segment easy = {.distance_km = 8, .intensity = 0.8};
    const calf_segment intervals[] = {{.duration_min = 15, .intensity = 0.75},
        {.duration_min = 3, .intensity = 1.05}, {.duration_min = 2, .intensity = 0.65},
        {.duration_min = 3, .intensity = 1.05}, {.duration_min = 10, .intensity = 0.75}};
    const calf_segment down = {.distance_km = 6, .speed_mps = 3.2, .grade_percent = -8};
    const calf_segment marathon = {.distance_km = 42.195, .intensity = 0.9};
    calf_run run = {.segments = &easy, .segment_count = 1, .technique = calf_technique_own()};
    calf_plan *plan = NULL;
    assert_int_equal(calf_plan_create(&plan), CALF_OK);
    calf_plan_add_run(plan, 0, 18, &run);
    calf_plan_add_run(plan, 2, 7.5,
        &(calf_run){.segments = intervals,
            .segment_count = 5,
            .treadmill = true,
            .technique = run.technique});
    calf_plan_add_run(plan, 2, 19, &run);
    // over the hour of the report, which then shows the fatigue at the end of the run
    calf_plan_add_run(plan, 4, 6.75, &run);
    calf_plan_add_run(plan, 5, 12.25,
        &(calf_run){.segments = &down, .segment_count = 1, .technique = run.technique});
    calf_run forefoot = run;
    forefoot.technique.change[CALF_FOREFOOTNESS] = (calf_technique_change){0, 1};
    calf_plan_add_run(plan, 7, 18, &forefoot);
    calf_run both = {.segments = intervals,
        .segment_count = 5,
        .technique = forefoot.technique,
        .later_from = 2,
        .later = run.technique};
    calf_plan_add_run(plan, 11, 18, &both);
    both.later.change[CALF_CADENCE_RATIO] = (calf_technique_change){0.95, 0};
    both.later.change[CALF_FOREFOOTNESS] = (calf_technique_change){0, 0.4};
    both.later_from = 4;
    calf_plan_add_run(plan, 12, 18, &both);
    assert_int_equal(
        calf_plan_add_run(plan, 14, 9,
            &(calf_run){.segments = &marathon, .segment_count = 1, .technique = run.technique}),
        CALF_OK);
    return plan;
}

static void draw_runners(calf_parameters runner[CALF_LANES])
{
    calf_population_spec spec = {.runners = 1, .worlds = CALF_LANES};
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        spec.drawn_from[id] = calf_parameter_describe(id)->prior;
    calf_population *population = NULL;
    assert_int_equal(calf_population_create(&spec, 20261123, &population), CALF_OK);
    for (uint32_t i = 0; i < CALF_LANES; i++) {
        calf_parameters shared;
        calf_population_world(population, i, &shared);
        calf_population_runner(population, &shared, i, 0, &runner[i]);
    }
    calf_population_destroy(population);
}

static void keep(void *context, int day, const calf_lanes due)
{
    lane_course *course = context;
    calf_morning_lanes morning;
    calf_morning_report(&course->life, day, NULL, &morning);
    course->mornings++;
    for (int m = 0; m < CALF_MUSCLES; m++)
        for (int i = 0; i < CALF_LANES; i++) {
            assert_true(due[i]);
            course->soreness[day][m][i] = morning.value[CALF_OUTPUT_soreness_mm][m][i];
            course->force[day][m][i] = morning.value[CALF_OUTPUT_force_available][m][i];
            course->protection[day][m][i] = morning.value[CALF_OUTPUT_protection][m][i];
        }
}

static void live(const calf_plan *plan, const calf_parameters runner[CALF_LANES],
    calf_precision precision, lane_course *course)
{
    static calf_batch batch;
    const calf_session *sessions[16];
    size_t count = calf_plan_session_count(plan);
    for (size_t k = 0; k < count; k++)
        sessions[k] = calf_plan_session(plan, k);
    for (int i = 0; i < CALF_LANES; i++)
        calf_batch_set_lane(&batch, i, &runner[i]);
    calf_batch_derive(&batch);
    calf_prepared *prepared = prepared_for(&batch, sessions, count, precision);
    calf_life_begin(&course->life, prepared, 0);
    calf_life_live(&course->life, sessions, count, DAYS - 1, keep, course);
    calf_prepared_destroy(prepared);
}

/** Largest deviations of a course from GSL's. */
typedef struct deviation {
    double soreness, force, protection;
    int mornings;
} deviation;

/** Keeps the larger one; an undefined value is the largest of all. */
static void widen(double *worst, double off)
{
    if (!(fabs(off) <= *worst))
        *worst = isnan(off) ? HUGE_VAL : fabs(off);
}

static void compare_morning(
    const ode_runner *runner, const lane_course *course, int day, int i, deviation *worst)
{
    for (int m = 0; m < CALF_MUSCLES; m++) {
        widen(&worst->soreness, course->soreness[day][m][i] - ode_runner_soreness(runner, m));
        widen(&worst->force, course->force[day][m][i] - ode_runner_force(runner, m));
        widen(&worst->protection, course->protection[day][m][i] - runner->protection[m]);
    }
    worst->mornings++;
}

static void compare(const calf_plan *plan, const calf_parameters *parameters, int i,
    ode_solver *solver, const lane_course *courses[2], deviation worst[2])
{
    ode_runner runner;
    ode_runner_init(&runner, parameters, solver);
    size_t next = 0;
    for (int day = 0; day < DAYS; day++) {
        ode_runner_rest(&runner, fmax(24 * day + CALF_REPORT_HOUR, runner.now_h));
        for (int c = 0; c < 2; c++)
            compare_morning(&runner, courses[c], day, i, &worst[c]);
        for (; next < calf_plan_session_count(plan); next++) {
            const calf_session *session = calf_plan_session(plan, next);
            if (session->due_h >= 24 * (day + 1) + CALF_REPORT_HOUR)
                break;
            ode_runner_rest(&runner, session->due_h);
            ode_runner_run(&runner, &session->run);
        }
    }
}

static void test_agrees_with_gsl(void **state)
{
    (void)state;
    static lane_course shipped, fine;
    calf_parameters runner[CALF_LANES];
    calf_plan *plan = make_plan();
    draw_runners(runner);
    live(plan, runner, CALF_PRECISION_STANDARD, &shipped);
    live(plan, runner, (calf_precision){0.25, HUGE_VAL, 0.25}, &fine);
    deviation worst[2] = {{0}};
    const lane_course *courses[2] = {&shipped, &fine};
    ode_solver *solver = ode_solver_create(gsl_odeiv2_step_rk8pd, 1e-12, 1e-10);
    for (int i = 0; i < CALF_LANES; i++)
        compare(plan, &runner[i], i, solver, courses, worst);
    ode_solver_destroy(solver);
    calf_plan_destroy(plan);
    for (int c = 0; c < 2; c++)
        printf("%s: soreness within %.2g mm, force within %.2g, protection within %.2g\n",
            c == 0 ? "stretches as shipped" : "stretches of 15 s", worst[c].soreness,
            worst[c].force, worst[c].protection);
    assert_int_equal(shipped.mornings, DAYS);
    assert_int_equal(fine.mornings, DAYS);
    assert_int_equal(worst[0].mornings, DAYS * CALF_LANES);
    // as shipped: the tolerances of model section 11
    assert_true(worst[0].soreness <= 0.1);
    assert_true(worst[0].force <= 1e-3);
    assert_true(worst[0].protection <= 1e-3);
    // refined: what is left must vanish with the stretch, or the two solve different equations
    assert_true(worst[1].soreness <= 1e-3);
    assert_true(worst[1].force <= 1e-5);
    assert_true(worst[1].protection <= 1e-5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_agrees_with_gsl)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
