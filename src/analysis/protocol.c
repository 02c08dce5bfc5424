// SPDX-License-Identifier: GPL-3.0-or-later
// Set-ups of published studies.
#include "analysis/protocol.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>

enum { BASE_WEEKS = 12 };

/** Hour of the morning's report. */
static const double report_h = 7;

static calf_status add_run(
    calf_plan *plan, double start_h, calf_segment segment, const calf_technique *technique)
{
    const calf_run run = {.segments = &segment, .segment_count = 1, .technique = *technique};
    const int day = (int)floor(start_h / 24);
    return calf_plan_add_run(plan, day, start_h - 24 * day, &run);
}

// A week's runs, at 18:00 when the week begins at 0:00 of a day.
static calf_status add_runs(calf_plan *plan, double monday_h, const calf_regime *regime)
{
    static const struct {
        int day;
        double km;
    } runs[] = {{1, 10}, {3, 10}, {5, 8}, {6, 20}};
    calf_status status = CALF_OK;
    for (size_t i = 0; i < sizeof runs / sizeof *runs && regime->volume > 0 && !status; i++)
        status = add_run(plan, monday_h + 24 * runs[i].day + 18,
            (calf_segment){.distance_km = regime->volume * runs[i].km *
                    (runs[i].day == 6 ? regime->long_run : 1),
                .intensity = 0.78 * regime->intensity},
            &regime->technique);
    return status;
}

static calf_status add_week(calf_plan *plan, int monday, const calf_regime *regime)
{
    const calf_mobility stretching = {.stretch_min = regime->stretch_min};
    calf_status status = add_runs(plan, 24.0 * monday, regime);
    for (int i = 0; i < regime->strength_days && !status; i++)
        status = calf_plan_add_strength(plan, monday + 2 * i, 18, &regime->strength);
    for (int i = 0; i < 5 && regime->stretch_min > 0 && !status; i++)
        status = calf_plan_add_mobility(plan, monday + i, 20, &stretching);
    return status;
}

static calf_status add_bout(calf_plan *plan, double end_h, const calf_bout *bout)
{
    const calf_technique own = calf_technique_own();
    if (bout->du == 0)
        return add_run(plan, end_h - bout->km / (3.6 * bout->mps),
            (calf_segment){.distance_km = bout->km,
                .speed_mps = bout->mps,
                .grade_percent = bout->grade_percent},
            &own);
    const calf_dose dose = {.du = bout->du, .duration_min = 60 * bout->du};
    const double start_h = end_h - bout->du;
    const int day = (int)floor(start_h / 24);
    return calf_plan_add_dose(plan, day, start_h - 24 * day, &dose);
}

// The moment lies `early_h` before 7:00 of a day, and everything before it as much earlier.
static calf_status lay_out(const calf_protocol *protocol, int day, double early_h, calf_plan *plan)
{
    calf_regime usual = calf_regime_usual();
    calf_status status = CALF_OK;
    usual.volume = protocol->weekly_km / CALF_USUAL_WEEK_KM;
    for (int week = 0; protocol->weekly_km > 0 && week < BASE_WEEKS && !status; week++)
        status = add_runs(plan, 168 * week - early_h, &usual);
    for (size_t i = 0; i < protocol->count && !status; i++)
        status = add_bout(
            plan, 24 * day + report_h - early_h + protocol->bouts[i].end_h, &protocol->bouts[i]);
    return status;
}

// Days before the moment that bouts need: those that end before it, a day for the longest run.
static int days_before(const calf_protocol *protocol)
{
    double earliest_h = 0;
    for (size_t i = 0; i < protocol->count; i++)
        earliest_h = fmin(earliest_h, protocol->bouts[i].end_h);
    const int days = 2 + (int)ceil(-earliest_h / 24);
    return protocol->weekly_km > 0 ? 7 * BASE_WEEKS + protocol->rest_days + days - 2 : days;
}

calf_status calf_protocol_observe(const calf_protocol *protocol, const calf_parameters *runner,
    double after_h, calf_morning *morning)
{
    const int day = days_before(protocol), whole_days = (int)floor(after_h / 24);
    const int days = day + whole_days + 1;
    calf_plan *plan = NULL;
    calf_morning *mornings = malloc((size_t)days * sizeof *mornings);
    calf_status status = mornings != NULL ? calf_plan_create(&plan) : calf_error_no_memory();
    if (status == CALF_OK)
        status = lay_out(protocol, day, after_h - 24 * whole_days, plan);
    if (status == CALF_OK)
        status = calf_simulate(plan, runner, 0, days, mornings);
    if (status == CALF_OK)
        *morning = mornings[days - 1];
    calf_plan_destroy(plan);
    free(mornings);
    return status;
}

calf_regime calf_regime_usual(void)
{
    return (calf_regime){
        .volume = 1, .long_run = 1, .intensity = 1, .technique = calf_technique_own()};
}

calf_status calf_regime_live(const calf_regime *before, int weeks_before, const calf_regime *after,
    int weeks, const calf_parameters *runner, calf_morning *mornings)
{
    calf_plan *plan = NULL;
    calf_status status = calf_plan_create(&plan);
    for (int week = 0; week < weeks_before && !status; week++)
        status = add_week(plan, 7 * (week - weeks_before), before);
    for (int week = 0; week < weeks && !status; week++)
        status = add_week(plan, 7 * week, after);
    if (status == CALF_OK)
        status = calf_simulate(plan, runner, -7 * weeks_before, 7 * weeks + 1, mornings);
    calf_plan_destroy(plan);
    return status;
}

double calf_force_loss_percent(const calf_parameters *runner, const calf_morning *morning)
{
    const double soleus = runner->soleus_capacity_share;
    return 100 *
        (1 - (1 - soleus) * morning->force_available[0] - soleus * morning->force_available[1]);
}
