// SPDX-License-Identifier: GPL-3.0-or-later
// A run: steady segments cut into slices. Each slice rests half its length, takes its damage at
// once, and rests the other half; the feedback of new damage on force within the slice is carried
// by a fourth-order rule, so that few slices converge.
#include "model/run.h"

#include "core/elementary.h"
#include "model/capacity.h"
#include "model/damage.h"
#include "model/fatigue.h"
#include "model/load.h"
#include "model/rest.h"
#include "model/tendon.h"

#include <math.h>
#include <string.h>

// What adds up over a run, and what its start fixes.
typedef struct run_course {
    calf_gait gait;
    double conditioned[CALF_MUSCLES][CALF_LANES];
    double vulnerable[CALF_MUSCLES][CALF_LANES];
    double raw_dose[CALF_MUSCLES][CALF_LANES];
    double stimulus_gained[CALF_MUSCLES][CALF_LANES];
    double hours[CALF_LANES], km[CALF_LANES];
    double load[CALF_LANES], tendon_load[CALF_LANES];
} run_course;

// The drives of a steady segment, which do not change along it, and the rest of half a slice.
typedef struct run_stretch {
    double slice_s[CALF_LANES];
    double activation[CALF_MUSCLES][CALF_LANES]; ///< u
    double recovery[CALF_MUSCLES][CALF_LANES]; ///< R_eff [1/s]
    double metabolic_decay[CALF_MUSCLES][CALF_LANES];
    double central_half[CALF_LANES]; ///< decay over half a slice
    double slice_dose[CALF_MUSCLES][CALF_LANES]; ///< raw dose of a slice at full slow force
    double lengthening[CALF_MUSCLES][CALF_LANES];
    double stimulus_rate[CALF_LANES]; ///< decay of Q [1/s]
    calf_damage_rest half;
} run_stretch;

calf_gait calf_gait_of(const calf_lane_parameters *p, const calf_technique *technique)
{
    const double *own[CALF_TECHNIQUE_COUNT] = {p->cadence_ratio, p->forefootness, p->heel_contact,
        p->push_off, p->trunk_lean, p->shoe_lift};
    static const calf_parameter_id id[CALF_TECHNIQUE_COUNT] = {CALF_P_cadence_ratio,
        CALF_P_forefootness, CALF_P_heel_contact, CALF_P_push_off, CALF_P_trunk_lean,
        CALF_P_shoe_lift};
    calf_gait gait;
    for (int t = 0; t < CALF_TECHNIQUE_COUNT; t++) {
        const calf_distribution *range = &calf_parameter_describe(id[t])->prior;
        const calf_technique_change *change = &technique->change[t];
        CALF_EACH_LANE(i)
        {
            double value = own[t][i] * change->times + change->plus;
            gait.of[t][i] = calf_min(calf_max(value, range->low), range->high);
        }
    }
    return gait;
}

static void course_begin(
    const calf_batch *batch, const calf_run *run, const calf_state *state, run_course *course)
{
    const calf_lane_parameters *p = &batch->p;
    memset(course, 0, sizeof *course);
    course->gait = calf_gait_of(p, &run->technique);
    for (int m = 0; m < CALF_MUSCLES; m++)
        CALF_EACH_LANE(i)
        {
            course->conditioned[m][i] = calf_conditioned_share(p, i, state->conditioning[m][i]);
            double protection = calf_protection_effective(p, i, state->protection[m][i],
                course->gait.of[CALF_FOREFOOTNESS][i], state->habit[i]);
            course->vulnerable[m][i] = calf_vulnerability(p, i, protection, state->rom_gain[i]);
        }
}

// Slices of a segment. It depends on the segment alone, never on the runners beside one.
static int slice_count(const calf_segment *segment, double slice_min)
{
    double speed = segment->speed_mps > 0
        ? segment->speed_mps
        : segment->intensity * calf_parameter_describe(CALF_P_threshold_speed)->standard;
    double minutes = segment->duration_min > 0 ? segment->duration_min
                                               : segment->distance_km * 1000 / speed / 60;
    return (int)calf_max(1, ceil(minutes / slice_min));
}

static inline double segment_speed(
    const calf_lane_parameters *p, int i, const calf_segment *segment)
{
    return segment->speed_mps > 0 ? segment->speed_mps : segment->intensity * p->threshold_speed[i];
}

// Raw dose [DU] a second of a step at full slow force.
static inline double dose_rate(
    const calf_batch *batch, int m, int i, const calf_step *step, double capacity)
{
    const calf_lane_parameters *p = &batch->p;
    double force = step->phi[m] / capacity / batch->reference_phi[m][i];
    double loading = step->phi[m] / step->contact_s / batch->reference_loading[m][i];
    double per_step = p->dose_per_km[i] / batch->reference_steps_per_km[i] *
        calf_pow(force, p->dose_exponent[i]) * calf_pow(loading, p->loading_rate_exponent[i]) *
        step->lengthening[m];
    return per_step * step->cadence / 120;
}

// Adds the segment's share of distance, load and tendon load.
static inline void course_add(const calf_batch *batch, int i, double speed, double seconds,
    const calf_step *step, run_course *course)
{
    double km = speed * seconds / 1000, hours = seconds / CALF_SECONDS_PER_HOUR;
    double steps_ratio = calf_steps_per_km(speed, step->cadence) / batch->reference_steps_per_km[i];
    course->km[i] += km;
    course->hours[i] += hours;
    course->load[i] += calf_session_load(hours, speed, batch->p.threshold_speed[i]);
    course->tendon_load[i] +=
        calf_tendon_load(&batch->p, i, km, steps_ratio, step->peak / batch->reference_peak[i]);
}

static void stretch_begin(const calf_batch *batch, const calf_run *run, const calf_segment *segment,
    int slices, const calf_state *state, run_course *course, run_stretch *stretch)
{
    const calf_lane_parameters *p = &batch->p;
    double half_h[CALF_LANES];
    CALF_EACH_LANE(i)
    {
        double speed = segment_speed(p, i, segment);
        double seconds = segment->duration_min > 0 ? segment->duration_min * 60
                                                   : segment->distance_km * 1000 / speed;
        calf_step step =
            calf_step_at(p, i, speed, segment->grade_percent, run->treadmill, &course->gait);
        course_add(batch, i, speed, seconds, &step, course);
        double slice_s = seconds / slices;
        stretch->slice_s[i] = slice_s;
        half_h[i] = slice_s / 2 / CALF_SECONDS_PER_HOUR;
        stretch->central_half[i] = calf_exp(-half_h[i] / p->central_tau[i]);
        stretch->stimulus_rate[i] = 1 / (p->stimulus_tau[i] * CALF_SECONDS_PER_HOUR);
        for (int m = 0; m < CALF_MUSCLES; m++) {
            double capacity = batch->strength[i] *
                calf_capacity_gained(state->hypertrophy[m][i], state->neural[i]);
            double recovery = calf_running_recovery(p, i, batch->recovery[m][i], step.duty);
            stretch->activation[m][i] = step.phi[m] / capacity * p->impulse_shape[i] * step.duty;
            stretch->recovery[m][i] = recovery;
            stretch->metabolic_decay[m][i] = calf_exp(-recovery * slice_s);
            stretch->slice_dose[m][i] = slice_s * dose_rate(batch, m, i, &step, capacity);
            stretch->lengthening[m][i] = step.lengthening[m];
        }
    }
    calf_damage_rest_prepare(p, half_h, &stretch->half);
}

// Raw dose of a whole slice if slow force stayed as it is with this E and W.
static inline double dose_at(
    const calf_lane_parameters *p, int i, double slice_dose, double central, double deficit)
{
    double slow = calf_slow_force(p, i, central, deficit);
    return slice_dose * calf_pow(slow, -p->fatigue_coupling[i] * p->dose_exponent[i]);
}

// Protective stimulus Q under a steady dose, exact: Q' = (1 - Q) inflow - Q rate. Returns the sum
// of dq, the stimulus gained.
static inline double stimulate(double *stimulus, double inflow, double rate, double seconds)
{
    double total = inflow + rate, steady = inflow / total;
    double decay = calf_exp(-total * seconds), away = *stimulus - steady;
    *stimulus = steady + away * decay;
    return inflow * ((1 - steady) * seconds - away * (1 - decay) / total);
}

// Damage of the slice, taken at its middle, where the state stands when this is called.
//  `central_start` and `deficit_start` are those at the slice's start.
static inline void take_slice(const calf_batch *batch, const run_stretch *stretch, int m, int i,
    double central_start, double deficit_start, calf_state *state, run_course *course)
{
    const calf_lane_parameters *p = &batch->p;
    double share = course->conditioned[m][i];
    double susceptible =
        course->vulnerable[m][i] * calf_refractory(p, i, state->sensitisation[m][i]);
    double full = stretch->slice_dose[m][i];
    double drive = p->central_rate[i] * stretch->activation[m][i];
    double rate = 1 / (p->central_tau[i] * CALF_SECONDS_PER_HOUR);
    double central_middle =
        calf_fatigue_advance(central_start, drive, rate, stretch->central_half[i]);
    double central_end =
        calf_fatigue_advance(central_middle, drive, rate, stretch->central_half[i]);
    double dose = state->bout_dose[m][i], power = calf_bout_power(p, i, dose);
    double deficit = state->deficit[m][i];
    double deficit_end = deficit * stretch->half.deficit[i];

    double first = dose_at(p, i, full, central_start, deficit_start);
    double rise = susceptible * (calf_bout_power(p, i, dose + share * first / 2) - power);
    double second = dose_at(p, i, full, central_middle, deficit + rise);
    rise = susceptible * (calf_bout_power(p, i, dose + share * second / 2) - power);
    double third = dose_at(p, i, full, central_middle, deficit + rise);
    rise = susceptible * (calf_bout_power(p, i, dose + share * third) - power);
    double fourth = dose_at(p, i, full, central_end, deficit_end + rise);
    double raw = (first + 2 * second + 2 * third + fourth) / 6;

    double effective = share * raw;
    double convex = calf_bout_power(p, i, dose + effective) - power;
    state->lesion[m][i] += susceptible * convex;
    state->deficit[m][i] += susceptible * convex;
    state->acute[m][i] += p->acute_gain[i] * convex / stretch->lengthening[m][i];
    state->bout_dose[m][i] += effective;
    double seconds = stretch->slice_s[i];
    course->stimulus_gained[m][i] += stimulate(&state->stimulus[m][i],
        effective / (p->protection_dose[i] * seconds), stretch->stimulus_rate[i], seconds);
    course->raw_dose[m][i] += raw;

    double slow = calf_slow_force(p, i, central_middle, deficit + susceptible * convex / 2);
    state->metabolic[m][i] = calf_fatigue_advance(state->metabolic[m][i],
        batch->fatigue[m][i] * stretch->activation[m][i] / slow, stretch->recovery[m][i],
        stretch->metabolic_decay[m][i]);
    state->central[m][i] = central_end;
}

static void live_slice(
    const calf_batch *batch, const run_stretch *stretch, calf_state *state, run_course *course)
{
    for (int m = 0; m < CALF_MUSCLES; m++) {
        double central[CALF_LANES], deficit[CALF_LANES];
        memcpy(central, state->central[m], sizeof central);
        memcpy(deficit, state->deficit[m], sizeof deficit);
        calf_damage_rest_apply(&stretch->half, m, state);
        CALF_EACH_LANE(i)
        take_slice(batch, stretch, m, i, central[i], deficit[i], state, course);
        calf_damage_rest_apply(&stretch->half, m, state);
    }
}

// What the whole run leaves: it is taken first and then decays over the run's length.
static void course_end(const calf_batch *batch, run_course *course, calf_state *state)
{
    const calf_lane_parameters *p = &batch->p;
    CALF_EACH_LANE(i)
    {
        for (int m = 0; m < CALF_MUSCLES; m++) {
            state->protection[m][i] =
                calf_protection_gain(p, i, state->protection[m][i], course->stimulus_gained[m][i]);
            state->conditioning[m][i] =
                calf_conditioning_gain(p, i, state->conditioning[m][i], course->raw_dose[m][i]);
        }
        double capacity = p->capacity_base[i] + state->tendon_capacity[i];
        double weeks = 52 * p->years_running[i] + state->now_h[i] / (24 * 7);
        state->hazard[i] += calf_overuse_hazard(p, i, calf_beginner_hazard_ratio(p, i, weeks),
            state->tendon_load[i] / capacity, course->tendon_load[i] / capacity);
        state->tendon_load[i] += course->tendon_load[i];
        state->today_tendon_load[i] += course->tendon_load[i];
        state->today_load[i] += course->load[i];
        state->distance_km[i] += course->km[i];
        state->habit[i] = calf_habit_after(
            p, i, state->habit[i], course->gait.of[CALF_FOREFOOTNESS][i], course->km[i]);
        state->now_h[i] += course->hours[i];
    }
    calf_adaptation_rest rest;
    calf_adaptation_rest_prepare(p, course->hours, &rest);
    calf_adaptation_rest_apply(&rest, state);
}

void calf_run_live(
    const calf_batch *batch, const calf_run *run, double slice_min, calf_state *state)
{
    run_course course;
    course_begin(batch, run, state, &course);
    for (size_t s = 0; s < run->segment_count; s++) {
        int slices = slice_count(&run->segments[s], slice_min);
        run_stretch stretch;
        stretch_begin(batch, run, &run->segments[s], slices, state, &course, &stretch);
        for (int slice = 0; slice < slices; slice++)
            live_slice(batch, &stretch, state, &course);
    }
    course_end(batch, &course, state);
}
