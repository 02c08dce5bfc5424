// SPDX-License-Identifier: GPL-3.0-or-later
// What is measured on one fresh runner, by the model's own equations.
#include <calfsim/laboratory.h>

#include "core/error.h"
#include "model/fatigue.h"
#include "model/heel_raise.h"
#include "model/mechanics.h"
#include "model/run.h"
#include "model/state.h"
#include "model/tendon.h"
#include "plan/limits.h"

#include <math.h>
#include <stdlib.h>

// The runner in every lane. Freed by free(); NULL and a status on failure.
static calf_batch *batch_of(const calf_parameters *runner, calf_status *status)
{
    *status = calf_parameters_check(runner);
    if (*status != CALF_OK)
        return NULL;
    calf_batch *batch = aligned_alloc(64, sizeof *batch); // whole vectors: see CALF_ALIGNED
    if (batch == NULL) {
        *status = calf_error_no_memory();
        return NULL;
    }
    for (int i = 0; i < CALF_LANES; i++)
        calf_batch_set_lane(batch, i, runner);
    calf_batch_derive(batch);
    return batch;
}

calf_status calf_measure_step(
    const calf_parameters *runner, const calf_run *run, calf_step_measures *measures)
{
    calf_status status = calf_run_check(run);
    calf_batch *batch = status == CALF_OK ? batch_of(runner, &status) : NULL;
    if (batch == NULL)
        return status;
    const calf_lane_parameters *p = &batch->p;
    const calf_segment *segment = &run->segments[0];
    const double speed =
        segment->speed_mps > 0 ? segment->speed_mps : segment->intensity * runner->threshold_speed;
    const calf_gait gait = calf_gait_of(p, &run->technique);
    const calf_step step = calf_step_at(p, 0, speed, segment->grade_percent, run->treadmill, &gait);
    const double impulse = step.peak * runner->impulse_shape * step.contact_s;
    const double steps_per_km = calf_steps_per_km(speed, step.cadence);
    *measures = (calf_step_measures){.cadence_spm = step.cadence,
        .contact_s = step.contact_s,
        .peak = step.peak,
        .peak_gastrocnemius = step.phi[CALF_GAS] * (1 - runner->soleus_capacity_share),
        .peak_soleus = step.phi[CALF_SOL] * runner->soleus_capacity_share,
        .impulse_s = impulse,
        .impulse_s_per_km = impulse * steps_per_km,
        .tendon_load_per_km = calf_tendon_load(p, 0, 1,
            steps_per_km / batch->reference_steps_per_km[0], step.peak / batch->reference_peak[0])};
    free(batch);
    return CALF_OK;
}

calf_status calf_measure_hold(const calf_parameters *runner, double share, double *seconds)
{
    const calf_status status = calf_parameters_check(runner);
    if (status != CALF_OK)
        return status;
    if (!(share > 0 && share <= 1))
        return calf_error_set(
            CALF_BAD_INPUT, "a hold at %g of maximal force; allowed: above 0, up to 1", share);
    *seconds = calf_hold_endurance_s(
        runner->fatigue_rate, runner->fatigue_rate * runner->recovery_ratio, share);
    return CALF_OK;
}

calf_status calf_measure_heel_raises(
    const calf_parameters *runner, calf_knee knee, double extra_load, int *count)
{
    const calf_strength test = {.knee = knee,
        .sets = 1,
        .reps = (int)calf_limits[CALF_LIMIT_reps].high,
        .extra_load = extra_load,
        .effort = 1};
    calf_status status = calf_strength_check(&test);
    calf_batch *batch = status == CALF_OK ? batch_of(runner, &status) : NULL;
    if (batch == NULL)
        return status;
    calf_state *state = aligned_alloc(64, sizeof *state);
    if (state == NULL) {
        free(batch);
        return calf_error_no_memory();
    }
    calf_lanes hours;
    calf_state_init(&batch->p, 0, state);
    calf_strength_live(batch, &test, HUGE_VAL, state, hours);
    *count = (int)lround(hours[0] * CALF_SECONDS_PER_HOUR / runner->heel_raise_period);
    free(state);
    free(batch);
    return CALF_OK;
}
