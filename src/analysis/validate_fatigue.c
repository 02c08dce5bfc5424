// SPDX-License-Identifier: GPL-3.0-or-later
// Targets of fatigue: holds, heel raises to failure, and force after runs.
#include "analysis/validate.h"

#include <calfsim/laboratory.h>

calf_status calf_find_fat_et20(const calf_parameters *runner, calf_finding *finding)
{
    return calf_measure_hold(runner, 0.2, &finding->value);
}

calf_status calf_find_fat_et30(const calf_parameters *runner, calf_finding *finding)
{
    return calf_measure_hold(runner, 0.3, &finding->value);
}

calf_status calf_find_fat_et50(const calf_parameters *runner, calf_finding *finding)
{
    return calf_measure_hold(runner, 0.5, &finding->value);
}

calf_status calf_find_fat_reps(const calf_parameters *runner, calf_finding *finding)
{
    int count = 0;
    const calf_status status = calf_measure_heel_raises(runner, CALF_KNEE_STRAIGHT, 0, &count);
    finding->value = count;
    return status;
}

static calf_status observe_loss(const calf_protocol *protocol, const calf_parameters *runner,
    double after_h, calf_finding *finding)
{
    calf_morning morning;
    const calf_status status = calf_protocol_observe(protocol, runner, after_h, &morning);
    if (status == CALF_OK)
        finding->value = calf_force_loss_percent(runner, &morning);
    return status;
}

// Force lost by trained runners some time after one run.
static calf_status lose_force(
    const calf_parameters *runner, const calf_bout *run, double after_h, calf_finding *finding)
{
    const calf_protocol protocol = {
        .weekly_km = CALF_USUAL_WEEK_KM, .rest_days = 3, .count = 1, .bouts = run};
    return observe_loss(&protocol, runner, after_h, finding);
}

// A run of a length in time at a share of threshold speed.
static calf_bout timed_run(const calf_parameters *runner, double minutes, double intensity)
{
    const double mps = intensity * runner->threshold_speed;
    return (calf_bout){.km = mps * minutes * 0.06, .mps = mps};
}

// A time trial of about 20 minutes is run some 6 % faster than the hour that sets the threshold.
calf_status calf_find_fat_5k(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout run = {.km = 5, .mps = 1.06 * runner->threshold_speed};
    return lose_force(runner, &run, 0, finding);
}

// The first ventilatory threshold lies near 0.8 of the speed of the second.
calf_status calf_find_fat_90min_5(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout run = timed_run(runner, 90, 0.8);
    return lose_force(runner, &run, 5.0 / 60, finding);
}

calf_status calf_find_fat_90min_30(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout run = timed_run(runner, 90, 0.8);
    return lose_force(runner, &run, 0.5, finding);
}

// 75 % of VO2peak is near 0.85 of threshold speed in trained runners. What metabolic fatigue is
// left falls within minutes, and the study names no delay: 5 minutes, as in the one above.
calf_status calf_find_fat_2h(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout run = timed_run(runner, 120, 0.85);
    return lose_force(runner, &run, 5.0 / 60, finding);
}

calf_status calf_find_fat_marathon(const calf_parameters *runner, calf_finding *finding)
{
    const calf_protocol marathon = calf_protocol_marathon(CALF_USUAL_WEEK_KM);
    return observe_loss(&marathon, runner, 0.5, finding);
}

calf_status calf_find_sore_downhill(const calf_parameters *runner, calf_finding *finding)
{
    calf_bout run = timed_run(runner, 45, 0.8);
    run.grade_percent = -15;
    return lose_force(runner, &run, 24, finding);
}
