// SPDX-License-Identifier: GPL-3.0-or-later
// A run, stretch by stretch. What is not linear in a run is the feedback of damage (W) and central
// fatigue (E) on force, and through it on the dose: one smooth factor. README.md says how it is
// integrated over a stretch.
#include "model/run.h"

#include "core/elementary.h"
#include "model/capacity.h"
#include "model/damage.h"
#include "model/fatigue.h"
#include "model/powers.h"
#include "model/tendon.h"

#include <math.h>
#include <string.h>

// Keeps 0/0 at 0 where a dose or a deficit is none.
static const double NOTHING = 1e-300;

// How the state feeds back on each muscle's dose at a moment.
typedef struct feedback {
    CALF_ALIGNED calf_lanes factor[CALF_MUSCLES]; ///< of dose: a negative power of slow force
    calf_lanes slowness[CALF_MUSCLES]; ///< 1 over slow force
    calf_lanes tiredness[CALF_MUSCLES]; ///< 1/(1 - E)
    calf_lanes per_deficit[CALF_MUSCLES]; ///< relative rise of slowness per DU of W
    calf_lanes power[CALF_MUSCLES]; ///< X^m, m = bout_exponent
    calf_lanes per_dose[CALF_MUSCLES]; ///< its rise per DU of X
} feedback;

// What a run's start fixes, and what goes along with the state.
typedef struct run_course {
    CALF_ALIGNED calf_lanes conditioned[CALF_MUSCLES]; ///< effective share of dose
    calf_lanes stimulating[CALF_MUSCLES]; ///< the same over protection_dose
    calf_lanes vulnerable[CALF_RUN_PARTS][CALF_MUSCLES]; ///< but for the refractory term
    calf_lanes weaker[CALF_MUSCLES]; ///< 1 over the capacity gained
    calf_lanes dose_scale[CALF_MUSCLES]; ///< of dose, for the capacity gained
    feedback now;
    calf_lanes raw_dose[CALF_MUSCLES];
    calf_lanes stimulus_gained[CALF_MUSCLES];
    calf_lanes off[CALF_MUSCLES]; ///< dose that a prediction missed, beyond the tolerance
} run_course;

// Fills what follows from E and W; one division where two would do, since it takes as long as
// several products.
static void feed_back(const calf_batch *batch, const calf_lanes central[CALF_MUSCLES],
    const calf_lanes deficit[CALF_MUSCLES], feedback *f)
{
    const calf_lane_parameters *p = &batch->p;
    calf_lanes ratio[CALF_MUSCLES], slow[CALF_MUSCLES];
    calf_powers(deficit, p->deficit_hill, ratio);
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        double relative = calf_deficit_ratio(batch, i, ratio[m][i]);
        double whole = 1 + relative, some = deficit[m][i] + NOTHING;
        double both = 1 / (whole * some), loss = p->deficit_max[i] * relative * both * some;
        slow[m][i] = (1 - central[m][i]) * (1 - loss);
        f->slowness[m][i] = 1 / slow[m][i];
        f->tiredness[m][i] = f->slowness[m][i] * (1 - loss);
        f->per_deficit[m][i] =
            p->deficit_hill[i] * loss * both * f->slowness[m][i] * (1 - central[m][i]);
    }
    calf_powers((const calf_lanes *)slow, batch->feedback_exponent, f->factor);
}

static void course_begin(
    const calf_batch *batch, const calf_ready_run *ready, const calf_state *state, run_course *c)
{
    const calf_lane_parameters *p = &batch->p;
    memset(c->raw_dose, 0, sizeof c->raw_dose);
    memset(c->stimulus_gained, 0, sizeof c->stimulus_gained);
    memset(c->off, 0, sizeof c->off);
    for (int part = 0; part < ready->part_count; part++)
        CALF_EACH_MUSCLE_LANE(m, i)
        {
            double protection = calf_protection_effective(
                p, i, state->protection[m][i], ready->part[part].forefootness[i], state->habit[i]);
            c->vulnerable[part][m][i] = calf_vulnerability(p, i, protection, state->rom_gain[i]);
        }
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        double gained = calf_capacity_gained(state->hypertrophy[m][i], state->neural[i]);
        c->dose_scale[m][i] = gained;
        c->weaker[m][i] = 1 / gained;
    }
    int trained = 0; // the power of a capacity of 1 is 1, and there are many without training
    for (int m = 0; m < CALF_MUSCLES; m++)
        for (int i = 0; i < CALF_LANES; i++)
            trained += c->dose_scale[m][i] != 1;
    calf_conditioned_shares(batch, (const calf_lanes *)state->conditioning, c->conditioned);
    if (trained > 0)
        calf_powers((const calf_lanes *)c->dose_scale, batch->weakness_exponent, c->dose_scale);
    calf_powers((const calf_lanes *)state->bout_dose, p->bout_exponent, c->now.power);
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        c->stimulating[m][i] = c->conditioned[m][i] * batch->dose_stimulus[i];
        c->now.per_dose[m][i] =
            p->bout_exponent[i] * c->now.power[m][i] / (state->bout_dose[m][i] + NOTHING);
    }
    feed_back(
        batch, (const calf_lanes *)state->central, (const calf_lanes *)state->deficit, &c->now);
}

// Protective stimulus Q under a steady dose, exact: Q' = (1 - Q) inflow - Q loss, both over the
// time that passes. Returns the sum of dq, the stimulus gained.
static inline double stimulate(double *stimulus, double inflow, double loss)
{
    double total = inflow + loss, inverse = 1 / total, steady = inflow * inverse;
    double decay = calf_exp(-total), away = *stimulus - steady;
    *stimulus = steady + away * decay;
    return inflow * (1 - steady - away * (1 - decay) * inverse);
}

// E at the stretch's end.
static void live_central(
    const calf_stretch *stretch, const calf_state *state, const run_course *c, calf_lanes end[])
{
    CALF_EACH_MUSCLE_LANE(m, i) end[m][i] = state->central[m][i];
    for (size_t k = 0; k < stretch->piece_count; k++) {
        const calf_piece *piece = &stretch->piece[k];
        CALF_EACH_MUSCLE_LANE(m, i)
        end[m][i] = calf_min(
            end[m][i] * piece->central_decay[i] + c->weaker[m][i] * piece->central_gain[m][i],
            CALF_FATIGUE_MAX);
    }
}

// M along the stretch; slowness moves evenly from its start to its end.
static void live_metabolic(const calf_stretch *stretch, const calf_lanes slowness_start[],
    const run_course *c, calf_state *state)
{
    for (size_t k = 0; k < stretch->piece_count; k++) {
        const calf_piece *piece = &stretch->piece[k];
        CALF_EACH_MUSCLE_LANE(m, i)
        {
            double start = slowness_start[m][i], rise = c->now.slowness[m][i] - start;
            double gain = piece->metabolic_early[m][i] * (start + rise * piece->begins[i]) +
                piece->metabolic_late[m][i] * (start + rise * piece->ends[i]);
            state->metabolic[m][i] = calf_min(
                state->metabolic[m][i] * piece->metabolic_decay[m][i] + c->weaker[m][i] * gain,
                CALF_FATIGUE_MAX);
        }
    }
}

// A stretch: what is known at its start, and at the end that is predicted from there.
typedef struct stretch_course {
    CALF_ALIGNED calf_lanes full[CALF_MUSCLES]; ///< raw dose at full slow force
    calf_lanes effective[CALF_MUSCLES]; ///< share of raw dose that is in X at the end
    calf_lanes susceptible[CALF_MUSCLES]; ///< damage per rise of X^m
    calf_lanes hardening[CALF_MUSCLES]; ///< relative fall of `susceptible` over the stretch
    calf_lanes slope[CALF_MUSCLES]; ///< of the feedback's factor at the start, a stretch
    calf_lanes raw[CALF_MUSCLES]; ///< dose
    calf_lanes central_end[CALF_MUSCLES]; ///< E
    calf_lanes dose_end[CALF_MUSCLES]; ///< X
    calf_lanes per_dose_change[CALF_MUSCLES]; ///< 1/X
    calf_lanes convex[CALF_MUSCLES]; ///< what the stretch adds to X^m
    calf_lanes damaging[CALF_MUSCLES]; ///< the same as far as it damages
    calf_lanes late[CALF_MUSCLES]; ///< how much later than its middle, times `convex`
    calf_lanes deficit_end[CALF_MUSCLES]; ///< W
    calf_lanes slowness[CALF_MUSCLES]; ///< at the start
    feedback end;
} stretch_course;

// Relative rise of the feedback's factor over a stretch at the pace of a moment; `damage` is W's
// inflow.
static inline double factor_rise(const calf_batch *batch, int m, int i, const calf_stretch *stretch,
    const feedback *f, double drive, double central, double deficit, double damage)
{
    double central_rise = (drive - central * stretch->central_loss[i]) * f->tiredness[m][i];
    double deficit_rise = f->per_deficit[m][i] * (damage - deficit * stretch->deficit_loss[i]);
    return -batch->feedback_exponent[i] * (central_rise + deficit_rise);
}

// Linear steps overshoot where feedback runs away; what they give is cut to what is possible, so
// that even parameters far from any runner's never leave numbers that are none.
static inline double within(double low, double x, double high)
{
    return calf_min(calf_max(x, low), high);
}

// Dose at the end if the factor goes on rising as it does at the start. Leaves the state, but for
// X, half a stretch on.
static void predict(const calf_batch *batch, const calf_stretch *stretch, const run_course *c,
    calf_state *state, stretch_course *s)
{
    const calf_lane_parameters *p = &batch->p;
    const calf_damage_rest *half = &stretch->half;
    const calf_lanes *vulnerable = c->vulnerable[stretch->part];
    calf_lanes deficit[CALF_MUSCLES];
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        double dose = state->bout_dose[m][i];
        deficit[m][i] = state->deficit[m][i];
        calf_damage_rest_one(half, m, i, state);
        state->bout_dose[m][i] = dose;
    }
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        double sensitisation = state->sensitisation[m][i];
        double drift = (state->mediators[m][i] - sensitisation) * stretch->sensitisation_loss[i];
        s->susceptible[m][i] = vulnerable[m][i] * calf_refractory(p, i, sensitisation);
        s->hardening[m][i] = within(-1, p->refractory[i] * drift, 1);
    }
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        const feedback *now = &c->now;
        double full = stretch->dose[m][i] * c->dose_scale[m][i], factor = now->factor[m][i];
        double share = c->conditioned[m][i], effective = share * stretch->dose_kept[i];
        double drive = stretch->central_drive[m][i] * c->weaker[m][i];
        double damage = s->susceptible[m][i] * now->per_dose[m][i] * share * full * factor;
        double slope = factor *
            factor_rise(
                batch, m, i, stretch, now, drive, state->central[m][i], deficit[m][i], damage);
        double raw = full * within(1, factor + slope / 2, batch->feedback_max[i]);
        double kept = half->bout_dose[i] * half->bout_dose[i] * state->bout_dose[m][i];
        s->full[m][i] = full;
        s->effective[m][i] = effective;
        s->slope[m][i] = slope;
        s->raw[m][i] = raw;
        s->dose_end[m][i] = kept + effective * raw;
        s->slowness[m][i] = now->slowness[m][i];
    }
}

// X^m, W and the feedback at the predicted end. What the stretch adds to X^m is its rise and what
// decays of it meanwhile, while X moves evenly.
static void evaluate(const calf_batch *batch, const calf_stretch *stretch, const run_course *c,
    const calf_state *state, stretch_course *s)
{
    const calf_lane_parameters *p = &batch->p;
    calf_powers((const calf_lanes *)s->dose_end, p->bout_exponent, s->end.power);
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        double dose = state->bout_dose[m][i], power = c->now.power[m][i];
        double dose_end = s->dose_end[m][i], power_end = s->end.power[m][i];
        double some = dose_end + NOTHING, change = dose_end - dose;
        double convexity = p->bout_exponent[i], still = 1e-4 * dose_end;
        double divisor = fabs(change) > still ? change * (convexity + 1) : 1;
        double both = 1 / (divisor * some), even = (power + power_end) / 2;
        double moving = (dose_end * power_end - dose * power) * both * some;
        double bulge = stretch->dose_loss[i] * (power_end - power) / 12; // X decays on the way
        double mean = (fabs(change) > still ? moving : even) + bulge;
        double convex = power_end - power + convexity * stretch->dose_loss[i] * mean;
        s->per_dose_change[m][i] = both * divisor;
        s->end.per_dose[m][i] = convexity * power_end * both * divisor;
        s->convex[m][i] = convex;
        double late = even - mean + convex * stretch->lateness[m][i];
        s->late[m][i] = late;
        s->damaging[m][i] = convex - s->hardening[m][i] * late;
        s->deficit_end[m][i] = (state->deficit[m][i] + s->susceptible[m][i] * s->damaging[m][i]) *
            stretch->half.deficit[i];
    }
    feed_back(
        batch, (const calf_lanes *)s->central_end, (const calf_lanes *)s->deficit_end, &s->end);
}

// The dose with the factor's mean between start and end, from both values and both slopes there;
// what follows from the difference to the prediction is linear.
static void correct(const calf_batch *batch, const calf_stretch *stretch, double tolerance,
    const calf_state *state, run_course *c, stretch_course *s)
{
    const calf_lane_parameters *p = &batch->p;
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        feedback *now = &c->now;
        const feedback *end = &s->end;
        double full = s->full[m][i], convexity = p->bout_exponent[i];
        double exponent = -batch->feedback_exponent[i];
        double late = stretch->late_dose[m][i] * c->dose_scale[m][i];
        double drive = stretch->central_drive[m][i] * c->weaker[m][i];
        double factor = now->factor[m][i], factor_end = end->factor[m][i];
        double central_end = s->central_end[m][i];
        double damage =
            s->susceptible[m][i] * end->per_dose[m][i] * c->conditioned[m][i] * full * factor_end;
        double rise_end = factor_rise(
            batch, m, i, stretch, end, drive, central_end, s->deficit_end[m][i], damage);
        double mean = (factor + factor_end) / 2 + (s->slope[m][i] - factor_end * rise_end) / 12;
        double uneven = (late - full / 2) * factor * exponent *
            (central_end - state->central[m][i]) * end->tiredness[m][i];
        double per_power = end->per_deficit[m][i] * s->susceptible[m][i] * stretch->half.deficit[i];
        double implicit =
            full / 2 * factor_end * exponent * per_power * end->per_dose[m][i] * s->effective[m][i];
        double raw = s->raw[m][i];
        raw += (full * mean + uneven - raw) / (1 - calf_min(implicit, 0.5));
        raw = within(full, raw, full * batch->feedback_max[i]);
        double change = raw - s->raw[m][i];
        double dose_change = s->effective[m][i] * change;
        c->off[m][i] = calf_max(c->off[m][i], fabs(change) - tolerance * s->raw[m][i]);
        double relative = dose_change * s->per_dose_change[m][i];
        double power_change =
            end->per_dose[m][i] * dose_change * (1 + (convexity - 1) / 2 * relative);
        power_change = calf_max(power_change, -s->convex[m][i]); // damage never heals at once
        double slower = per_power * power_change;
        s->raw[m][i] = raw;
        s->dose_end[m][i] += dose_change;
        s->convex[m][i] += power_change;
        s->damaging[m][i] = calf_max(s->damaging[m][i] + power_change, 0);
        s->late[m][i] = within(-s->convex[m][i] / 2, s->late[m][i], s->convex[m][i] / 2);
        now->factor[m][i] = within(1, factor_end * (1 + exponent * slower), batch->feedback_max[i]);
        now->slowness[m][i] = calf_max(end->slowness[m][i] * (1 + slower), 1);
        now->tiredness[m][i] = end->tiredness[m][i];
        now->per_deficit[m][i] = end->per_deficit[m][i];
        now->power[m][i] = calf_max(end->power[m][i] + power_change, 0);
        now->per_dose[m][i] = end->per_dose[m][i] * (1 + (convexity - 1) * relative);
    }
}

// The stretch's damage at its middle, where the state stands; and on to its end.
static void take_stretch(const calf_batch *batch, const calf_stretch *stretch,
    const stretch_course *s, calf_state *state, run_course *c)
{
    const calf_lane_parameters *p = &batch->p;
    CALF_EACH_MUSCLE_LANE(m, i)
    {
        double damaging = s->damaging[m][i], late = s->late[m][i];
        double susceptible = s->susceptible[m][i];
        state->lesion[m][i] += susceptible * (damaging + late * stretch->lesion_loss[i]);
        state->mediators[m][i] -= susceptible * late * stretch->mediator_loss[i];
        state->deficit[m][i] += susceptible * (damaging + late * stretch->deficit_loss[i]);
        state->acute[m][i] += p->acute_gain[i] * (s->convex[m][i] + late * stretch->acute_loss[i]) *
            stretch->shortening[m][i];
        c->raw_dose[m][i] += s->raw[m][i];
        calf_damage_rest_one(&stretch->half, m, i, state);
        state->mediators[m][i] = calf_max(state->mediators[m][i], 0);
        state->sensitisation[m][i] = calf_max(state->sensitisation[m][i], 0);
        state->bout_dose[m][i] = s->dose_end[m][i];
        state->central[m][i] = s->central_end[m][i];
    }
    CALF_EACH_MUSCLE_LANE(m, i)
    c->stimulus_gained[m][i] += stimulate(
        &state->stimulus[m][i], c->stimulating[m][i] * s->raw[m][i], stretch->stimulus_loss[i]);
}

static void live_stretch(const calf_batch *batch, const calf_stretch *stretch, double tolerance,
    calf_state *state, run_course *c)
{
    stretch_course s;
    live_central(stretch, state, c, s.central_end);
    predict(batch, stretch, c, state, &s);
    evaluate(batch, stretch, c, state, &s);
    correct(batch, stretch, tolerance, state, c, &s);
    take_stretch(batch, stretch, &s, state, c);
    live_metabolic(stretch, (const calf_lanes *)s.slowness, c, state);
}

// What the whole run leaves: it is taken first and then decays over the run's length.
static void course_end(
    const calf_batch *batch, const calf_ready_run *ready, const run_course *c, calf_state *state)
{
    const calf_lane_parameters *p = &batch->p;
    CALF_EACH_LANE(i)
    {
        for (int m = 0; m < CALF_MUSCLES; m++) {
            state->protection[m][i] =
                calf_protection_gain(p, i, state->protection[m][i], c->stimulus_gained[m][i]);
            state->conditioning[m][i] =
                calf_conditioning_gain(p, i, state->conditioning[m][i], c->raw_dose[m][i]);
        }
        double capacity = p->capacity_base[i] + state->tendon_capacity[i];
        double weeks = 52 * p->years_running[i] + state->now_h[i] / (24 * 7);
        state->hazard[i] += calf_overuse_hazard(p, i, calf_beginner_hazard_ratio(p, i, weeks),
            state->tendon_load[i] / capacity, ready->tendon_load[i] / capacity);
        state->tendon_load[i] += ready->tendon_load[i];
        state->today_tendon_load[i] += ready->tendon_load[i];
        state->today_load[i] += ready->load[i];
        state->now_h[i] += calf_clock(ready->hours[i]);
    }
    for (int k = 0; k < ready->part_count; k++) {
        const calf_run_part *part = &ready->part[k];
        CALF_EACH_LANE(i)
        {
            state->distance_km[i] += part->km[i];
            state->habit[i] =
                calf_habit_after(p, i, state->habit[i], part->forefootness[i], part->km[i]);
        }
    }
    calf_adaptation_rest_apply(&ready->rest, state);
}

bool calf_run_live(const calf_batch *batch, const calf_ready_run *ready, double tolerance,
    calf_state *state, calf_lanes rough)
{
    run_course course;
    course_begin(batch, ready, state, &course);
    for (size_t k = 0; k < ready->stretch_count; k++)
        for (int time = 0; time < ready->stretch[k].times; time++)
            live_stretch(batch, &ready->stretch[k], tolerance, state, &course);
    course_end(batch, ready, &course, state);
    double any = 0;
    for (int i = 0; i < CALF_LANES; i++) {
        double off = calf_max(course.off[CALF_GAS][i], course.off[CALF_SOL][i]);
        rough[i] = off <= 0 ? 0 : 1; // what is no number is rough, too
        any += rough[i];
    }
    return any > 0;
}
