// SPDX-License-Identifier: GPL-3.0-or-later
// Targets of soreness: the laboratory's walk, repeated, and the marathon.
#include "analysis/validate.h"

#include <math.h>

calf_status calf_observe_soreness(const calf_protocol *protocol, const calf_parameters *runner,
    double after_h, double *soreness_mm)
{
    calf_morning morning;
    const calf_status status = calf_protocol_observe(protocol, runner, after_h, &morning);
    if (status == CALF_OK)
        *soreness_mm = morning.calf_soreness_mm[0];
    return status;
}

calf_status calf_observe_peak(const calf_protocol *protocol, const calf_parameters *runner,
    double first_h, double last_h, double *peak_mm)
{
    calf_status status = CALF_OK;
    *peak_mm = 0;
    for (double hour = first_h; hour <= last_h && status == CALF_OK; hour += 24) {
        double soreness_mm = 0;
        status = calf_observe_soreness(protocol, runner, hour, &soreness_mm);
        *peak_mm = fmax(*peak_mm, soreness_mm);
    }
    return status;
}

// Highest of the samples that follow the last of some bouts, by people who are not used to them.
static calf_status peak_after(
    const calf_parameters *runner, const calf_bout *bouts, size_t count, double *peak_mm)
{
    const calf_protocol protocol = {.count = count, .bouts = bouts};
    return calf_observe_peak(&protocol, runner, 24, 96, peak_mm);
}

// A peak over that of the single bout of 1 DU.
static calf_status peak_over_control(
    const calf_parameters *runner, const calf_bout *bouts, size_t count, calf_finding *finding)
{
    const calf_bout control = {.du = 1};
    double peak_mm, control_mm;
    calf_status status = peak_after(runner, bouts, count, &peak_mm);
    if (status == CALF_OK)
        status = peak_after(runner, &control, 1, &control_mm);
    if (status == CALF_OK)
        finding->value = peak_mm / control_mm;
    return status;
}

// The same bout again after some weeks.
static calf_status repeat_after(const calf_parameters *runner, double days, calf_finding *finding)
{
    const calf_bout bouts[] = {{.end_h = -24 * days, .du = 1}, {.du = 1}};
    return peak_over_control(runner, bouts, 2, finding);
}

calf_status calf_find_sore_lab_peak(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout bout = {.du = 1};
    return peak_after(runner, &bout, 1, &finding->value);
}

calf_status calf_find_sore_lab_when(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout bout = {.du = 1};
    const calf_protocol protocol = {.count = 1, .bouts = &bout};
    double highest_mm = -1;
    calf_status status = CALF_OK;
    for (double hour = 24; hour <= 72 && status == CALF_OK; hour += 24) {
        double soreness_mm = 0;
        status = calf_observe_soreness(&protocol, runner, hour, &soreness_mm);
        finding->value = soreness_mm > highest_mm ? hour : finding->value;
        highest_mm = fmax(highest_mm, soreness_mm);
    }
    return status;
}

calf_status calf_find_sore_lab_day6(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout bout = {.du = 1};
    const calf_protocol protocol = {.count = 1, .bouts = &bout};
    return calf_observe_soreness(&protocol, runner, 144, &finding->value);
}

calf_status calf_find_sore_half(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout bout = {.du = 0.5};
    return peak_over_control(runner, &bout, 1, finding);
}

calf_status calf_find_sore_eighth(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout bout = {.du = 0.125};
    return peak_after(runner, &bout, 1, &finding->value);
}

calf_status calf_find_sore_rbe_2wk(const calf_parameters *runner, calf_finding *finding)
{
    return repeat_after(runner, 14, finding);
}

calf_status calf_find_sore_rbe_9wk(const calf_parameters *runner, calf_finding *finding)
{
    return repeat_after(runner, 63, finding);
}

calf_status calf_find_sore_rbe_1yr(const calf_parameters *runner, calf_finding *finding)
{
    return repeat_after(runner, 365, finding);
}

calf_status calf_find_sore_rbe_eighth(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout bouts[] = {{.end_h = -168, .du = 0.125}, {.du = 1}};
    return peak_over_control(runner, bouts, 2, finding);
}

// Bouts a week apart, the highest peak of any.
static calf_status ramp(const calf_parameters *runner, double minutes_of_du, calf_finding *finding)
{
    static const double minutes[] = {10, 30, 50, 70};
    calf_bout bouts[sizeof minutes / sizeof *minutes];
    calf_status status = CALF_OK;
    finding->value = 0;
    for (size_t last = 0; last < sizeof minutes / sizeof *minutes && status == CALF_OK; last++) {
        double peak_mm = 0;
        for (size_t i = 0; i <= last; i++)
            bouts[i] = (calf_bout){
                .end_h = 168 * ((double)i - (double)last), .du = minutes[i] / minutes_of_du};
        status = peak_after(runner, bouts, last + 1, &peak_mm);
        finding->value = fmax(finding->value, peak_mm);
    }
    return status;
}

calf_status calf_find_sore_ramp(const calf_parameters *runner, calf_finding *finding)
{
    return ramp(runner, 60, finding);
}

calf_status calf_find_sore_ramp_40(const calf_parameters *runner, calf_finding *finding)
{
    return ramp(runner, 40, finding);
}

// The largest difference in the five days after the repetition.
calf_status calf_find_sore_repeat3d(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout bouts[] = {{.end_h = -72, .du = 1}, {.du = 1}};
    const calf_protocol twice = {.count = 2, .bouts = bouts}, once = {.count = 1, .bouts = bouts};
    calf_status status = CALF_OK;
    finding->value = -HUGE_VAL;
    for (double hour = 24; hour <= 120 && status == CALF_OK; hour += 24) {
        double with_mm = 0, without_mm = 0;
        status = calf_observe_soreness(&twice, runner, hour, &with_mm);
        if (status == CALF_OK)
            status = calf_observe_soreness(&once, runner, hour, &without_mm);
        finding->value = fmax(finding->value, with_mm - without_mm);
    }
    return status;
}

calf_status calf_find_sore_deficit_1du(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout bout = {.du = 1};
    const calf_protocol protocol = {.count = 1, .bouts = &bout};
    calf_morning morning;
    const calf_status status = calf_protocol_observe(&protocol, runner, 0.5, &morning);
    if (status == CALF_OK)
        finding->value = calf_force_loss_percent(runner, &morning);
    return status;
}

calf_protocol calf_protocol_marathon(double weekly_km)
{
    static const calf_bout marathon = {.km = 42.195, .mps = 42195.0 / (216 * 60)};
    return (calf_protocol){.weekly_km = weekly_km, .rest_days = 6, .count = 1, .bouts = &marathon};
}

static calf_status marathon_after(
    const calf_parameters *runner, double hours, calf_finding *finding)
{
    const calf_protocol marathon = calf_protocol_marathon(CALF_USUAL_WEEK_KM);
    const calf_status status = calf_observe_soreness(&marathon, runner, hours, &finding->value);
    finding->value += CALF_MARATHON_BACKGROUND_MM;
    return status;
}

calf_status calf_find_sore_marathon_24(const calf_parameters *runner, calf_finding *finding)
{
    return marathon_after(runner, 24, finding);
}

calf_status calf_find_sore_marathon_48(const calf_parameters *runner, calf_finding *finding)
{
    return marathon_after(runner, 48, finding);
}

calf_status calf_find_sore_marathon_72(const calf_parameters *runner, calf_finding *finding)
{
    return marathon_after(runner, 72, finding);
}

calf_status calf_find_sore_marathon_96(const calf_parameters *runner, calf_finding *finding)
{
    return marathon_after(runner, 96, finding);
}

calf_status calf_find_sore_first_reading(const calf_parameters *runner, calf_finding *finding)
{
    const calf_protocol marathon = calf_protocol_marathon(CALF_USUAL_WEEK_KM);
    double first_mm = 0, later_mm = 0;
    calf_status status = CALF_OK;
    for (double hour = 0; hour <= 96 && status == CALF_OK; hour += 3) {
        double soreness_mm = 0;
        double *highest_mm = hour <= 6 ? &first_mm : &later_mm;
        status = calf_observe_soreness(&marathon, runner, hour, &soreness_mm);
        *highest_mm = fmax(*highest_mm, soreness_mm);
    }
    if (status == CALF_OK)
        calf_find_direction(later_mm, first_mm, finding);
    return status;
}
