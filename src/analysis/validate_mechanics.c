// SPDX-License-Identifier: GPL-3.0-or-later
// Targets of the mechanics, and of the load that a tendon takes: single steps.
#include "analysis/validate.h"

#include <calfsim/laboratory.h>
#include <stddef.h>

// A step at a speed, all of it the runner's own but for one quantity of technique, if any.
typedef struct step_setting {
    double mps;
    bool treadmill;
    bool changed;
    calf_technique_id id; ///< of what is changed
    double to;
} step_setting;

static calf_status measure(
    const calf_parameters *runner, step_setting setting, calf_step_measures *step)
{
    const calf_segment segment = {.distance_km = 1, .speed_mps = setting.mps};
    calf_run run = {.segments = &segment,
        .segment_count = 1,
        .treadmill = setting.treadmill,
        .technique = calf_technique_own()};
    if (setting.changed)
        run.technique.change[setting.id] = (calf_technique_change){.times = 0, .plus = setting.to};
    return calf_measure_step(runner, &run, step);
}

// A quantity of two steps; `quantity` is its offset in calf_step_measures.
static calf_status measure_both(const calf_parameters *runner, step_setting first,
    step_setting second, size_t quantity, double value[2])
{
    calf_step_measures step[2];
    calf_status status = measure(runner, first, &step[0]);
    if (status == CALF_OK)
        status = measure(runner, second, &step[1]);
    for (int i = 0; i < 2 && status == CALF_OK; i++)
        value[i] = *(const double *)((const char *)&step[i] + quantity);
    return status;
}

static calf_status find_ratio(const calf_parameters *runner, step_setting of, step_setting over,
    size_t quantity, calf_finding *finding)
{
    double value[2];
    const calf_status status = measure_both(runner, over, of, quantity, value);
    if (status == CALF_OK)
        finding->value = value[1] / value[0];
    return status;
}

static step_setting at_speed(double mps)
{
    return (step_setting){.mps = mps};
}

static step_setting with(calf_technique_id id, double to)
{
    return (step_setting){.mps = 3.5, .changed = true, .id = id, .to = to};
}

#define OF(quantity) offsetof(calf_step_measures, quantity)

calf_status calf_find_mech_speed(const calf_parameters *runner, calf_finding *finding)
{
    return find_ratio(runner, at_speed(5.6), at_speed(3.3), OF(peak), finding);
}

calf_status calf_find_mech_impulse_km(const calf_parameters *runner, calf_finding *finding)
{
    return find_ratio(runner, at_speed(4.5), at_speed(2.5), OF(impulse_s_per_km), finding);
}

calf_status calf_find_mech_cadence_peak(const calf_parameters *runner, calf_finding *finding)
{
    return find_ratio(
        runner, with(CALF_CADENCE_RATIO, 1.05), with(CALF_CADENCE_RATIO, 1), OF(peak), finding);
}

calf_status calf_find_mech_strike_impulse(const calf_parameters *runner, calf_finding *finding)
{
    return find_ratio(
        runner, with(CALF_FOREFOOTNESS, 1), with(CALF_FOREFOOTNESS, 0), OF(impulse_s), finding);
}

calf_status calf_find_mech_treadmill(const calf_parameters *runner, calf_finding *finding)
{
    const step_setting treadmill = {.mps = 3, .treadmill = true};
    return find_ratio(runner, treadmill, at_speed(3), OF(peak), finding);
}

calf_status calf_find_mech_lift18(const calf_parameters *runner, calf_finding *finding)
{
    return find_ratio(runner, with(CALF_SHOE_LIFT, 18), with(CALF_SHOE_LIFT, 0), OF(peak), finding);
}

calf_status calf_find_mech_sol_over_gas(const calf_parameters *runner, calf_finding *finding)
{
    calf_step_measures step;
    const calf_status status = measure(runner, at_speed(3.5), &step);
    if (status == CALF_OK)
        finding->value = step.peak_soleus / step.peak_gastrocnemius;
    return status;
}

calf_status calf_find_over_forefoot(const calf_parameters *runner, calf_finding *finding)
{
    double value[2];
    const calf_status status = measure_both(runner, with(CALF_FOREFOOTNESS, 0),
        with(CALF_FOREFOOTNESS, 1), OF(tendon_load_per_km), value);
    if (status == CALF_OK)
        calf_find_direction(value[0], value[1], finding);
    return status;
}
