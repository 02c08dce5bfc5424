// SPDX-License-Identifier: GPL-3.0-or-later
// One runner through a fortnight: prints the calf soreness of each morning.
#include <calfsim/calfsim.h>
#include <stdio.h>

enum { DAYS = 14 };

static calf_status plan_week(calf_plan *plan, int first_day)
{
    const calf_segment easy = {.distance_km = 8, .intensity = 0.8};
    const calf_segment longer = {.distance_km = 14, .intensity = 0.78, .grade_percent = 1};
    calf_run run = {.segments = &easy, .segment_count = 1, .technique = calf_technique_own()};
    calf_strength raises = {.knee = CALF_KNEE_STRAIGHT, .sets = 3, .reps = 15, .rest_s = 90};
    calf_status status = calf_plan_add_run(plan, first_day + 1, 18, &run);
    if (status == CALF_OK)
        status = calf_plan_add_strength(plan, first_day + 2, 18, &raises);
    run.segments = &longer;
    if (status == CALF_OK)
        status = calf_plan_add_run(plan, first_day + 6, 9.5, &run);
    return status;
}

int main(void)
{
    calf_plan *plan = NULL;
    calf_parameters runner;
    calf_morning mornings[DAYS];
    calf_parameters_init(&runner);
    calf_status status = calf_parameters_set(&runner, "heel_raise_reps", 18);
    if (status == CALF_OK)
        status = calf_plan_create(&plan);
    for (int week = 0; week < 2 && status == CALF_OK; week++)
        status = plan_week(plan, 7 * week);
    if (status == CALF_OK)
        status = calf_simulate(plan, &runner, 0, DAYS, mornings);
    if (status != CALF_OK)
        fprintf(stderr, "%s\n", calf_error_text());
    for (int day = 0; day < DAYS && status == CALF_OK; day++)
        printf("day %2d: %4.1f mm\n", day, mornings[day].calf_soreness_mm[0]);
    calf_plan_destroy(plan);
    return status;
}
