// SPDX-License-Identifier: GPL-3.0-or-later
// One runner through one plan: the same lanes with a single runner in them.
#include <calfsim/run.h>

#include "core/error.h"
#include "engine/kernel.h"
#include "engine/setting.h"

#include <math.h>
#include <stdlib.h>

typedef struct runner_diary {
    const calf_kernel *kernel;
    calf_life life;
    calf_batch batch;
    calf_morning *mornings;
} runner_diary;

static void write_morning(void *context, int day, const calf_lanes due)
{
    runner_diary *diary = context;
    if (!due[0] || day < 0)
        return;
    calf_morning_lanes lanes;
    diary->kernel->morning_report(&diary->life, day, NULL, &lanes);
    calf_morning *morning = &diary->mornings[day];
#define CALF_OUTPUT(group, name, parts, ...)                                                       \
    for (int part = 0; part < parts; part++)                                                       \
        morning->name[part] = lanes.value[CALF_OUTPUT_##name][part][0];
#include <calfsim/outputs.def>
}

calf_status calf_simulate(const calf_plan *plan, const calf_parameters *runner, int first_day,
    int days, calf_morning *mornings)
{
    if (first_day > 0 || days < 0)
        return calf_error_set(CALF_BAD_INPUT,
            "first_day %d, days %d: allowed are a first day up to 0 and days from 0 on", first_day,
            days);
    calf_status status = calf_parameters_check(runner);
    if (status != CALF_OK)
        return status;
    if (calf_plan_session_count(plan) > 0 && calf_plan_session(plan, 0)->due_h < 24.0 * first_day)
        return calf_error_set(CALF_BAD_INPUT,
            "first_day %d: the plan has a session on day %d already", first_day,
            (int)floor(calf_plan_session(plan, 0)->due_h / 24));
    calf_calendar calendar = {0};
    calf_prepared *prepared = NULL;
    runner_diary *diary = aligned_alloc(64, sizeof *diary); // whole vectors: see CALF_ALIGNED
    if (diary == NULL)
        return calf_error_no_memory();
    status = calf_calendar_list(plan, first_day, &calendar);
    if (status != CALF_OK)
        goto cleanup;
    diary->mornings = mornings;
    status = calf_kernel_find(NULL, &diary->kernel);
    if (status != CALF_OK)
        goto cleanup;
    status = calf_prepared_create(
        calf_prepared_room(calendar.sessions, calendar.count, CALF_PRECISION_STANDARD),
        CALF_PRECISION_STANDARD, &prepared);
    if (status != CALF_OK)
        goto cleanup;
    for (int i = 0; i < CALF_LANES; i++)
        calf_batch_set_lane(&diary->batch, i, runner);
    calf_batch_derive(&diary->batch);
    calf_prepared_begin(prepared, &diary->batch);
    calf_life_begin(&diary->life, prepared, first_day);
    diary->kernel->life_live(
        &diary->life, calendar.sessions, calendar.count, days - 1, write_morning, diary);
cleanup:
    calf_prepared_destroy(prepared);
    free(calendar.sessions);
    free(diary);
    return status;
}
