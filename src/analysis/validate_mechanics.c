// SPDX-License-Identifier: GPL-3.0-or-later
// Targets of the mechanics, and of the load that a tendon takes: single steps.
#include "analysis/validate.h"

#include <calfsim/laboratory.h>

// A step at a speed, with one quantity of technique given.
static calf_status measure(const calf_parameters *runner, double mps, calf_technique_id changed,
    double to, bool treadmill, calf_step_measures *step)
{
    const calf_segment segment = {.distance_km = 1, .speed_mps = mps};
    calf_run run = {.segments = &segment,
        .segment_count = 1,
        .treadmill = treadmill,
        .technique = calf_technique_own()};
    run.technique.change[changed] = (calf_technique_change){.times = 0, .plus = to};
    return calf_measure_step(runner, &run, step);
}

// Two steps whose technique differs, at 3.5 m/s.
static calf_status measure_both(const calf_parameters *runner, calf_technique_id changed,
    double without, double with, calf_step_measures step[2])
{
    const calf_status status = measure(runner, 3.5, changed, without, false, &step[0]);
    return status ? status : measure(runner, 3.5, changed, with, false, &step[1]);
}

// Two steps of the runner's own at different speeds.
static calf_status measure_speeds(
    const calf_parameters *runner, double slow, double fast, calf_step_measures step[2])
{
    const double own = runner->cadence_ratio;
    const calf_status status = measure(runner, slow, CALF_CADENCE_RATIO, own, false, &step[0]);
    return status ? status : measure(runner, fast, CALF_CADENCE_RATIO, own, false, &step[1]);
}

calf_status calf_find_mech_speed(const calf_parameters *runner, calf_finding *finding)
{
    calf_step_measures step[2];
    const calf_status status = measure_speeds(runner, 3.3, 5.6, step);
    if (status == CALF_OK)
        finding->value = step[1].peak / step[0].peak;
    return status;
}

calf_status calf_find_mech_impulse_km(const calf_parameters *runner, calf_finding *finding)
{
    calf_step_measures step[2];
    const calf_status status = measure_speeds(runner, 2.5, 4.5, step);
    if (status == CALF_OK)
        finding->value = step[1].impulse_s_per_km / step[0].impulse_s_per_km;
    return status;
}

calf_status calf_find_mech_cadence_peak(const calf_parameters *runner, calf_finding *finding)
{
    calf_step_measures step[2];
    const calf_status status = measure_both(runner, CALF_CADENCE_RATIO, 1, 1.05, step);
    if (status == CALF_OK)
        finding->value = step[1].peak / step[0].peak;
    return status;
}

calf_status calf_find_mech_strike_impulse(const calf_parameters *runner, calf_finding *finding)
{
    calf_step_measures step[2];
    const calf_status status = measure_both(runner, CALF_FOREFOOTNESS, 0, 1, step);
    if (status == CALF_OK)
        finding->value = step[1].impulse_s / step[0].impulse_s;
    return status;
}

calf_status calf_find_mech_treadmill(const calf_parameters *runner, calf_finding *finding)
{
    const double own = runner->cadence_ratio;
    calf_step_measures over, on;
    calf_status status = measure(runner, 3, CALF_CADENCE_RATIO, own, false, &over);
    if (status == CALF_OK)
        status = measure(runner, 3, CALF_CADENCE_RATIO, own, true, &on);
    if (status == CALF_OK)
        finding->value = on.peak / over.peak;
    return status;
}

calf_status calf_find_mech_lift18(const calf_parameters *runner, calf_finding *finding)
{
    calf_step_measures step[2];
    const calf_status status = measure_both(runner, CALF_SHOE_LIFT, 0, 18, step);
    if (status == CALF_OK)
        finding->value = step[1].peak / step[0].peak;
    return status;
}

calf_status calf_find_mech_sol_over_gas(const calf_parameters *runner, calf_finding *finding)
{
    calf_step_measures step;
    const calf_status status =
        measure(runner, 3.5, CALF_CADENCE_RATIO, runner->cadence_ratio, false, &step);
    if (status == CALF_OK)
        finding->value = step.peak_soleus / step.peak_gastrocnemius;
    return status;
}

calf_status calf_find_over_forefoot(const calf_parameters *runner, calf_finding *finding)
{
    calf_step_measures step[2];
    const calf_status status = measure_both(runner, CALF_FOREFOOTNESS, 0, 1, step);
    if (status == CALF_OK)
        calf_find_direction(step[0].tendon_load_per_km, step[1].tendon_load_per_km, finding);
    return status;
}
