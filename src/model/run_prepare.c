// SPDX-License-Identifier: GPL-3.0-or-later
// A run made ready: cut into stretches, and the drives and decays of each.
#include "model/run.h"

#include "core/elementary.h"
#include "model/capacity.h"
#include "model/fatigue.h"
#include "model/load.h"
#include "model/nominal.h"
#include "model/tendon.h"

#include <math.h>
#include <string.h>

// Keeps 0/0 at 0.
static const double NOTHING = 1e-300;

// A part of a segment: `share` of it.
typedef struct segment_part {
    const calf_segment *segment;
    double share;
} segment_part;

// How a stretch is cut: its parts, and how many like it follow one another.
typedef struct stretch_cut {
    size_t count;
    int times;
    segment_part part[CALF_STRETCH_PIECES];
} stretch_cut;

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

static bool same_drive(const calf_segment *a, const calf_segment *b)
{
    return a->intensity == b->intensity && a->speed_mps == b->speed_mps &&
        a->grade_percent == b->grade_percent;
}

bool calf_segment_same(const calf_segment *a, const calf_segment *b)
{
    return same_drive(a, b) && a->duration_min == b->duration_min &&
        a->distance_km == b->distance_km;
}

// Whether the segments from `segment` on, up to `end`, are those of the cut once more.
static bool comes_again(const calf_run *run, size_t segment, size_t end, const stretch_cut *cut)
{
    if (cut->part[0].share < 1 || end - segment < cut->count)
        return false;
    for (size_t k = 0; k < cut->count; k++)
        if (!calf_segment_same(cut->part[k].segment, &run->segments[segment + k]))
            return false;
    return true;
}

// Cuts the next stretches from `segment` on, up to the segment that is returned. A long segment is
// cut into equal stretches; short segments share one, of half the length since force moves less
// evenly in it. No stretch has two techniques.
static size_t next_cut(const calf_run *run, double stretch_min, size_t segment, stretch_cut *cut)
{
    size_t end = segment < run->later_from ? run->later_from : run->segment_count;
    double minutes = calf_nominal_min(&run->segments[segment]);
    cut->count = 1;
    cut->times = (int)calf_max(1, ceil(minutes / stretch_min));
    cut->part[0] = (segment_part){&run->segments[segment++], 1.0 / cut->times};
    while (cut->times == 1 && segment < end && cut->count < CALF_STRETCH_PIECES) {
        minutes += calf_nominal_min(&run->segments[segment]);
        if (minutes > 0.4 * stretch_min)
            break;
        cut->part[cut->count++] = (segment_part){&run->segments[segment++], 1};
    }
    for (; comes_again(run, segment, end, cut); segment += cut->count)
        cut->times++;
    return segment;
}

calf_run_size calf_run_size_of(const calf_run *run, double stretch_min)
{
    stretch_cut cut;
    calf_run_size size = {0, 0};
    for (size_t segment = 0; segment < run->segment_count; size.stretches++) {
        segment = next_cut(run, stretch_min, segment, &cut);
        size.pieces += cut.count;
    }
    return size;
}

// One step of every lane, and its speed.
typedef struct step_lanes {
    calf_lanes speed, cadence, contact_s, duty, peak;
    calf_lanes phi[CALF_MUSCLES], lengthening[CALF_MUSCLES];
} step_lanes;

static void step_of(const calf_lane_parameters *p, bool treadmill, const calf_gait *gait,
    const calf_segment *segment, step_lanes *lanes)
{
    CALF_EACH_LANE(i)
    {
        // one of speed and intensity is 0, and one of duration and distance below
        double speed = segment->speed_mps + segment->intensity * p->threshold_speed[i];
        calf_step step = calf_step_at(p, i, speed, segment->grade_percent, treadmill, gait);
        lanes->speed[i] = speed;
        lanes->cadence[i] = step.cadence;
        lanes->contact_s[i] = step.contact_s;
        lanes->duty[i] = step.duty;
        lanes->peak[i] = step.peak;
        lanes->phi[CALF_GAS][i] = step.phi[CALF_GAS];
        lanes->phi[CALF_SOL][i] = step.phi[CALF_SOL];
        lanes->lengthening[CALF_GAS][i] = step.lengthening[CALF_GAS];
        lanes->lengthening[CALF_SOL][i] = step.lengthening[CALF_SOL];
    }
}

// Raw dose [DU] a second of a step at full slow force.
static inline double dose_rate(const calf_batch *batch, int m, int i, const step_lanes *step)
{
    const calf_lane_parameters *p = &batch->p;
    double force = step->phi[m][i] / batch->strength[i] / batch->reference_phi[m][i];
    double loading = step->phi[m][i] / step->contact_s[i] / batch->reference_loading[m][i];
    double per_step = p->dose_per_km[i] / batch->reference_steps_per_km[i] *
        calf_pow(force, p->dose_exponent[i]) * calf_pow(loading, p->loading_rate_exponent[i]) *
        step->lengthening[m][i];
    return per_step * step->cadence[i] / 120;
}

static void drive_of(const calf_batch *batch, bool treadmill, const calf_gait *gait,
    const calf_segment *segment, calf_drive *d)
{
    const calf_lane_parameters *p = &batch->p;
    step_lanes step;
    step_of(p, treadmill, gait, segment, &step);
    memcpy(d->speed, step.speed, sizeof d->speed);
    CALF_EACH_LANE(i)
    {
        double steps_ratio =
            calf_steps_per_km(step.speed[i], step.cadence[i]) / batch->reference_steps_per_km[i];
        d->load[i] =
            calf_session_load(1 / CALF_SECONDS_PER_HOUR, step.speed[i], p->threshold_speed[i]);
        d->tendon_load[i] = calf_tendon_load(
            p, i, step.speed[i] / 1000, steps_ratio, step.peak[i] / batch->reference_peak[i]);
    }
    for (int m = 0; m < CALF_MUSCLES; m++)
        CALF_EACH_LANE(i)
        {
            d->dose[m][i] = dose_rate(batch, m, i, &step);
            d->activation[m][i] =
                step.phi[m][i] / batch->strength[i] * p->impulse_shape[i] * step.duty[i];
            d->recovery[m][i] = calf_running_recovery(p, i, batch->recovery[m][i], step.duty[i]);
            d->shortening[m][i] = 1 / step.lengthening[m][i];
        }
}

// One muscle's share of a piece.
static void add_muscle(const calf_batch *batch, int m, const calf_lanes seconds,
    const calf_drive *d, calf_piece *piece, calf_stretch *stretch)
{
    const calf_lane_parameters *p = &batch->p;
    CALF_EACH_LANE(i)
    {
        double drive = p->central_rate[i] * d->activation[m][i];
        double rate = d->recovery[m][i], decay = calf_exp(-rate * seconds[i]);
        double steady = batch->fatigue[m][i] * d->activation[m][i] / rate;
        double lag = ((1 - decay) / (rate * seconds[i]) - decay) * steady;
        double dose = d->dose[m][i] * seconds[i];
        piece->central_gain[m][i] =
            drive * p->central_tau[i] * CALF_SECONDS_PER_HOUR * (1 - piece->central_decay[i]);
        piece->metabolic_decay[m][i] = decay;
        piece->metabolic_early[m][i] = lag;
        piece->metabolic_late[m][i] = (1 - decay) * steady - lag;
        stretch->late_dose[m][i] += dose * (stretch->central_drive[m][i] + drive * seconds[i] / 2);
        stretch->central_drive[m][i] += drive * seconds[i];
        stretch->dose[m][i] += dose;
        stretch->lateness[m][i] += dose * (piece->begins[i] + piece->ends[i]) / 2;
        stretch->shortening[m][i] += dose * d->shortening[m][i];
    }
}

// One piece of a stretch whose length is not known yet: `begins` and `ends` are in seconds.
static void add_piece(const calf_batch *batch, const segment_part *part, const calf_drive *d,
    calf_piece *piece, calf_stretch *stretch)
{
    const calf_lane_parameters *p = &batch->p;
    const calf_segment *segment = part->segment;
    calf_lanes length_s;
    CALF_EACH_LANE(i)
    {
        double whole = segment->duration_min * 60 + segment->distance_km * 1000 / d->speed[i];
        double seconds = whole * part->share, before = stretch->seconds[i];
        length_s[i] = seconds;
        piece->begins[i] = before;
        piece->ends[i] = before + seconds;
        piece->central_decay[i] = calf_exp(-seconds / (p->central_tau[i] * CALF_SECONDS_PER_HOUR));
        stretch->seconds[i] += seconds;
        stretch->km[i] += d->speed[i] * seconds / 1000;
        stretch->load[i] += d->load[i] * seconds;
        stretch->tendon_load[i] += d->tendon_load[i] * seconds;
    }
    for (int m = 0; m < CALF_MUSCLES; m++)
        add_muscle(batch, m, length_s, d, piece, stretch);
}

// What follows from all pieces of a stretch together.
static void finish_stretch(
    const calf_lane_parameters *p, calf_piece *pieces, calf_stretch *stretch, calf_ready_run *ready)
{
    calf_lanes half_h;
    double *km = ready->part[stretch->part].km;
    CALF_EACH_LANE(i)
    {
        double seconds = stretch->seconds[i];
        half_h[i] = seconds / 2 / CALF_SECONDS_PER_HOUR;
        ready->hours[i] += 2 * half_h[i] * stretch->times;
        km[i] += stretch->km[i] * stretch->times;
        ready->load[i] += stretch->load[i] * stretch->times;
        ready->tendon_load[i] += stretch->tendon_load[i] * stretch->times;
        stretch->central_loss[i] = 2 * half_h[i] / p->central_tau[i];
        stretch->stimulus_loss[i] = 2 * half_h[i] / p->stimulus_tau[i];
        stretch->lesion_loss[i] = 2 * half_h[i] / p->lesion_tau[i];
        stretch->mediator_loss[i] = 2 * half_h[i] / p->mediator_tau[i];
        stretch->sensitisation_loss[i] = 2 * half_h[i] / p->sensitisation_tau[i];
        stretch->acute_loss[i] = 2 * half_h[i] / p->acute_tau[i];
        stretch->deficit_loss[i] = 2 * half_h[i] / p->deficit_tau[i];
        stretch->dose_loss[i] = 2 * half_h[i] / p->bout_tau[i];
        stretch->dose_kept[i] = (1 - calf_exp(-stretch->dose_loss[i])) / stretch->dose_loss[i];
        for (int m = 0; m < CALF_MUSCLES; m++) {
            double dose = stretch->dose[m][i]; // 0 where the other muscle does all the work
            stretch->late_dose[m][i] /= stretch->central_drive[m][i] + NOTHING;
            stretch->shortening[m][i] /= dose + NOTHING;
            stretch->lateness[m][i] =
                (stretch->lateness[m][i] / seconds - dose / 2) / (dose + NOTHING);
        }
    }
    for (size_t k = 0; k < stretch->piece_count; k++)
        CALF_EACH_LANE(i)
        {
            pieces[k].begins[i] /= stretch->seconds[i];
            pieces[k].ends[i] /= stretch->seconds[i];
        }
    calf_damage_rest_prepare(p, half_h, &stretch->half);
}

// The drive of a segment: kept from before, or found now in the place of the oldest.
static const calf_drive *find_drive(const calf_batch *batch, const calf_technique *technique,
    bool treadmill, const calf_gait *gait, const calf_segment *segment, calf_drives *kept)
{
    for (int k = 0; k < kept->count; k++)
        if (same_drive(&kept->segment[k], segment) && kept->treadmill[k] == treadmill &&
            calf_technique_same(&kept->technique[k], technique))
            return &kept->drive[k];
    int k = kept->next;
    kept->next = (k + 1) % CALF_DRIVES_KEPT;
    kept->count = kept->count < CALF_DRIVES_KEPT ? kept->count + 1 : CALF_DRIVES_KEPT;
    kept->segment[k] = *segment;
    kept->technique[k] = *technique;
    kept->treadmill[k] = treadmill;
    drive_of(batch, treadmill, gait, segment, &kept->drive[k]);
    return &kept->drive[k];
}

void calf_run_prepare(const calf_batch *batch, const calf_run *run, double stretch_min,
    calf_drives *drives, calf_ready_run *ready)
{
    const calf_technique *technique[CALF_RUN_PARTS] = {&run->technique, &run->later};
    calf_gait gait[CALF_RUN_PARTS];
    calf_stretch *stretch = ready->stretch;
    calf_piece *piece = ready->piece;
    memset(ready, 0, sizeof *ready);
    ready->stretch = stretch;
    ready->piece = piece;
    ready->part_count = run->later_from > 0 ? 2 : 1;
    for (int part = 0; part < ready->part_count; part++) {
        gait[part] = calf_gait_of(&batch->p, technique[part]);
        memcpy(ready->part[part].forefootness, gait[part].of[CALF_FOREFOOTNESS],
            sizeof ready->part[part].forefootness);
    }
    stretch_cut cut;
    for (size_t segment = 0; segment < run->segment_count; stretch++) {
        memset(stretch, 0, sizeof *stretch);
        const int part = ready->part_count > 1 && segment >= run->later_from;
        segment = next_cut(run, stretch_min, segment, &cut);
        stretch->part = part;
        stretch->times = cut.times;
        stretch->piece = piece;
        stretch->piece_count = cut.count;
        for (size_t k = 0; k < cut.count; k++) {
            const calf_drive *d = find_drive(
                batch, technique[part], run->treadmill, &gait[part], cut.part[k].segment, drives);
            add_piece(batch, &cut.part[k], d, &piece[k], stretch);
        }
        finish_stretch(&batch->p, piece, stretch, ready);
        piece += cut.count;
    }
    ready->stretch_count = (size_t)(stretch - ready->stretch);
    calf_adaptation_rest_prepare(&batch->p, ready->hours, &ready->rest);
}
