// SPDX-License-Identifier: GPL-3.0-or-later
// Targets of weeks of training: adaptation, overuse, and what the guide claims.
#include "analysis/validate.h"

#include <math.h>

enum { MORNINGS_MAX = 7 * 16 + 1 };

static const calf_strength raises_to_failure = {
    .knee = CALF_KNEE_STRAIGHT, .sets = 5, .reps = 500, .rest_s = 90, .effort = 1};

// A runner who does nothing but heel raises.
static calf_regime raises(calf_knee knee, int sets, int days)
{
    calf_regime regime = {.technique = calf_technique_own()};
    regime.strength = raises_to_failure;
    regime.strength.knee = knee;
    regime.strength.sets = sets;
    regime.strength_days = days;
    return regime;
}

// Growth of both muscles [%], which is all that a runner without neural gain gains.
static calf_status grow(const calf_parameters *runner, calf_knee knee, double growth[2])
{
    const calf_regime twice_a_week = raises(knee, 5, 2);
    calf_parameters muscle_alone = *runner;
    calf_morning mornings[MORNINGS_MAX];
    muscle_alone.neural_gain = 0;
    const calf_status status =
        calf_regime_live(&twice_a_week, 0, &twice_a_week, 12, &muscle_alone, mornings);
    for (int muscle = 0; muscle < 2 && status == CALF_OK; muscle++)
        growth[muscle] = 100 * (mornings[84].capacity[muscle] - 1);
    return status;
}

// The growth of one of them: 0 gastrocnemius, 1 soleus.
static calf_status grow_one(
    const calf_parameters *runner, calf_knee knee, int muscle, calf_finding *finding)
{
    double growth[2];
    const calf_status status = grow(runner, knee, growth);
    if (status == CALF_OK)
        finding->value = growth[muscle];
    return status;
}

calf_status calf_find_adapt_straight_gas(const calf_parameters *runner, calf_finding *finding)
{
    return grow_one(runner, CALF_KNEE_STRAIGHT, 0, finding);
}

calf_status calf_find_adapt_bent_gas(const calf_parameters *runner, calf_finding *finding)
{
    return grow_one(runner, CALF_KNEE_BENT, 0, finding);
}

calf_status calf_find_adapt_bent_sol(const calf_parameters *runner, calf_finding *finding)
{
    return grow_one(runner, CALF_KNEE_BENT, 1, finding);
}

// Force gained of the whole calf, relative.
static double force_gained(const calf_parameters *runner, const calf_morning *morning)
{
    const double soleus = runner->soleus_capacity_share;
    return (1 - soleus) * morning->capacity[0] + soleus * morning->capacity[1] - 1;
}

// Untrained people have more to gain neurally than the median runner: 20 % against 12 %.
calf_status calf_find_adapt_untrained(const calf_parameters *runner, calf_finding *finding)
{
    const calf_regime training = raises(CALF_KNEE_STRAIGHT, 4, 3);
    calf_parameters untrained = *runner;
    calf_morning mornings[MORNINGS_MAX];
    untrained.neural_max = 0.204;
    const calf_status status = calf_regime_live(&training, 0, &training, 8, &untrained, mornings);
    if (status == CALF_OK)
        finding->value = 100 * force_gained(&untrained, &mornings[56]);
    return status;
}

calf_status calf_find_adapt_keep_4wk(const calf_parameters *runner, calf_finding *finding)
{
    const calf_regime training = raises(CALF_KNEE_STRAIGHT, 4, 3);
    const calf_regime nothing = {.technique = calf_technique_own()};
    calf_morning mornings[MORNINGS_MAX];
    const calf_status status = calf_regime_live(&training, 12, &nothing, 4, runner, mornings);
    if (status == CALF_OK)
        finding->value = force_gained(runner, &mornings[28]) / force_gained(runner, &mornings[0]);
    return status;
}

calf_status calf_find_flex_gain(const calf_parameters *runner, calf_finding *finding)
{
    const calf_regime stretching = {.technique = calf_technique_own(), .stretch_min = 2};
    calf_morning mornings[MORNINGS_MAX];
    const calf_status status = calf_regime_live(&stretching, 0, &stretching, 6, runner, mornings);
    if (status == CALF_OK)
        finding->value = mornings[42].rom_gain_deg[0];
    return status;
}

// What a run's hazard is counted for.
typedef enum spike_count { EACH_RUN, EACH_KILOMETRE } spike_count;

// Hazard of a long run that is longer by a factor than any of the weeks before, relative to the
// mean run (or kilometre) of those weeks, as a cohort's sessions are compared.
static calf_status spike(
    const calf_parameters *runner, double factor, spike_count count, calf_finding *finding)
{
    enum { WEEKS_BEFORE = 12, RUNS = 4, LONG_RUN_KM = 20 };
    const calf_regime usual = calf_regime_usual();
    calf_regime longer = usual;
    calf_morning week[8], spiked[8];
    longer.long_run = factor;
    calf_status status = calf_regime_live(&usual, WEEKS_BEFORE, &usual, 1, runner, week);
    if (status == CALF_OK)
        status = calf_regime_live(&usual, WEEKS_BEFORE, &longer, 1, runner, spiked);
    if (status != CALF_OK)
        return status;
    const double of_week = week[7].overuse_hazard[0] - week[0].overuse_hazard[0];
    const double of_spike = spiked[7].overuse_hazard[0] - spiked[6].overuse_hazard[0];
    finding->value = count == EACH_RUN
        ? of_spike / (of_week / RUNS)
        : of_spike / (factor * LONG_RUN_KM) / (of_week / CALF_USUAL_WEEK_KM);
    return CALF_OK;
}

calf_status calf_find_over_spike(const calf_parameters *runner, calf_finding *finding)
{
    return spike(runner, 1.2, EACH_RUN, finding);
}

calf_status calf_find_over_spike_half(const calf_parameters *runner, calf_finding *finding)
{
    return spike(runner, 1.6, EACH_RUN, finding);
}

calf_status calf_find_over_spike_double(const calf_parameters *runner, calf_finding *finding)
{
    return spike(runner, 2.3, EACH_RUN, finding);
}

calf_status calf_find_over_spike_km(const calf_parameters *runner, calf_finding *finding)
{
    return spike(runner, 1.2, EACH_KILOMETRE, finding);
}

// Mean soreness [mm] of the mornings after `from_day`.
static double mean_soreness(const calf_morning *mornings, int from_day, int to_day)
{
    double sum_mm = 0;
    for (int day = from_day; day < to_day; day++)
        sum_mm += mornings[day].calf_soreness_mm[0];
    return sum_mm / (to_day - from_day);
}

// The mean soreness of four weeks, from the fifth of a way of training on, so that what is new
// about it has passed; 12 weeks of usual training come before.
static calf_status live_four_weeks(
    const calf_parameters *runner, const calf_regime *regime, int weeks, double *soreness_mm)
{
    const calf_regime usual = calf_regime_usual();
    calf_morning mornings[MORNINGS_MAX];
    const calf_status status = calf_regime_live(&usual, 12, regime, weeks, runner, mornings);
    if (status == CALF_OK)
        *soreness_mm = mean_soreness(mornings, 7 * (weeks - 4), 7 * weeks);
    return status;
}

// Which way a change of training moves soreness.
static calf_status change(const calf_parameters *runner, const calf_regime *from,
    const calf_regime *to, int weeks, calf_finding *finding)
{
    double from_mm, to_mm;
    calf_status status = live_four_weeks(runner, from, weeks, &from_mm);
    if (status == CALF_OK)
        status = live_four_weeks(runner, to, weeks, &to_mm);
    if (status == CALF_OK)
        calf_find_direction(from_mm, to_mm, finding);
    return status;
}

// The same for one quantity of technique, of a runner who had the other value from the start.
static calf_status change_technique(const calf_parameters *runner, calf_technique_id id,
    double from, double to, calf_finding *finding)
{
    calf_regime before = calf_regime_usual(), after = before;
    before.technique.change[id] = (calf_technique_change){.times = 0, .plus = from};
    after.technique.change[id] = (calf_technique_change){.times = 0, .plus = to};
    return change(runner, &before, &after, 8, finding);
}

calf_status calf_find_guide_strength(const calf_parameters *runner, calf_finding *finding)
{
    const calf_regime usual = calf_regime_usual();
    calf_regime stronger = usual;
    stronger.strength =
        (calf_strength){.knee = CALF_KNEE_STRAIGHT, .sets = 3, .reps = 15, .rest_s = 90};
    stronger.strength_days = 3;
    return change(runner, &usual, &stronger, 12, finding);
}

calf_status calf_find_guide_strength_knee(const calf_parameters *runner, calf_finding *finding)
{
    double straight[2], bent[2];
    calf_status status = grow(runner, CALF_KNEE_STRAIGHT, straight);
    if (status == CALF_OK)
        status = grow(runner, CALF_KNEE_BENT, bent);
    if (status == CALF_OK)
        finding->value = straight[0] > bent[0] && bent[1] > straight[1] ? 1 : -1;
    return status;
}

calf_status calf_find_guide_volume(const calf_parameters *runner, calf_finding *finding)
{
    const calf_regime usual = calf_regime_usual();
    calf_regime more = usual;
    more.volume = 1.3;
    return change(runner, &usual, &more, 8, finding);
}

calf_status calf_find_guide_intensity(const calf_parameters *runner, calf_finding *finding)
{
    const calf_regime usual = calf_regime_usual();
    calf_regime faster = usual;
    faster.intensity = 1.1;
    return change(runner, &usual, &faster, 8, finding);
}

calf_status calf_find_guide_overstride(const calf_parameters *runner, calf_finding *finding)
{
    return change_technique(runner, CALF_CADENCE_RATIO, 1, 0.9, finding);
}

// The heel's touch matters to those who land in front.
calf_status calf_find_guide_heel(const calf_parameters *runner, calf_finding *finding)
{
    calf_parameters forefoot = *runner;
    forefoot.forefootness = 1;
    return change_technique(&forefoot, CALF_HEEL_CONTACT, 0, 1, finding);
}

calf_status calf_find_guide_pushoff(const calf_parameters *runner, calf_finding *finding)
{
    return change_technique(runner, CALF_PUSH_OFF, 0.5, -0.5, finding);
}

calf_status calf_find_guide_lean(const calf_parameters *runner, calf_finding *finding)
{
    const calf_status status = change_technique(runner, CALF_TRUNK_LEAN, 4, 11, finding);
    finding->value = finding->to - finding->from;
    return status;
}

// A standard deviation (6 deg) more and less than the median.
calf_status calf_find_guide_flexibility(const calf_parameters *runner, calf_finding *finding)
{
    const calf_regime usual = calf_regime_usual();
    calf_parameters loose = *runner, stiff = *runner;
    double loose_mm, stiff_mm;
    loose.dorsiflexion_rom = 44;
    stiff.dorsiflexion_rom = 32;
    calf_status status = live_four_weeks(&loose, &usual, 8, &loose_mm);
    if (status == CALF_OK)
        status = live_four_weeks(&stiff, &usual, 8, &stiff_mm);
    if (status == CALF_OK)
        calf_find_direction(loose_mm, stiff_mm, finding);
    return status;
}

calf_status calf_find_guide_duration(const calf_parameters *runner, calf_finding *finding)
{
    const calf_bout run = {.km = 10, .mps = 0.8 * runner->threshold_speed};
    const calf_protocol protocol = {
        .weekly_km = CALF_USUAL_WEEK_KM, .rest_days = 3, .count = 1, .bouts = &run};
    return calf_observe_soreness(&protocol, runner, 48, &finding->value);
}

// A rearfoot runner's first four weeks on the forefoot.
calf_status calf_find_guide_switch(const calf_parameters *runner, calf_finding *finding)
{
    calf_parameters rearfoot = *runner;
    const calf_regime usual = calf_regime_usual();
    calf_regime forefoot = usual;
    rearfoot.forefootness = 0;
    forefoot.technique.change[CALF_FOREFOOTNESS] = (calf_technique_change){.times = 0, .plus = 1};
    return change(&rearfoot, &usual, &forefoot, 4, finding);
}
