// SPDX-License-Identifier: GPL-3.0-or-later
// All targets, and the pictures.
#include "analysis/validation.h"

#include "analysis/validate.h"
#include "core/error.h"

#include <calfsim/laboratory.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const calf_target targets[CALF_TARGET_COUNT] = {
#define CALF_TARGET(id, layer, what, unit, observed, low, high, role, source, why)                 \
    {#id, #layer, what, unit, observed, low, high, CALF_ROLE_##role, source, why},
#include "analysis/targets.def"
};

static calf_target_function *const functions[CALF_TARGET_COUNT] = {
#define CALF_TARGET(id, ...) calf_find_##id,
#include "analysis/targets.def"
};

const calf_target *calf_target_describe(calf_target_id id)
{
    return &targets[id];
}

const char *calf_target_role_name(calf_target_role role)
{
    return role == CALF_ROLE_TUNED ? "tuned" : "test";
}

calf_score_id calf_target_score(const calf_target *target)
{
    if (strcmp(target->layer, "guide") == 0)
        return CALF_SCORE_CLAIMS;
    return target->role == CALF_ROLE_TUNED ? CALF_SCORE_TUNED : CALF_SCORE_TESTS;
}

void calf_find_direction(double from, double to, calf_finding *finding)
{
    finding->from = from;
    finding->to = to;
    finding->value = (to > from) - (to < from);
}

static calf_status find_all(const calf_parameters *runner, calf_validation *all)
{
    calf_status status = CALF_OK;
    for (int id = 0; id < CALF_TARGET_COUNT && status == CALF_OK; id++) {
        const calf_target *target = &targets[id];
        calf_finding *finding = &all->findings[id];
        *finding = (calf_finding){(double)NAN, (double)NAN, (double)NAN, false};
        status = functions[id](runner, finding);
        finding->passes = finding->value >= target->low && finding->value <= target->high;
        calf_score *score = &all->score[calf_target_score(target)];
        score->total++;
        score->passed += finding->passes;
    }
    return status;
}

static calf_curve *add_curve(calf_picture *picture, const char *label, bool published)
{
    calf_curve *curve = &picture->curves[picture->count++];
    curve->label = label;
    curve->published = published;
    return curve;
}

static void add_point(calf_curve *curve, double x, double y, double low, double high)
{
    const size_t at = curve->count++;
    curve->x[at] = x;
    curve->y[at] = y;
    curve->low[at] = low;
    curve->high[at] = high;
}

// What the model gives after a protocol, from hour to hour.
static calf_status add_course(calf_picture *picture, const char *label,
    const calf_protocol *protocol, const calf_parameters *runner, double background_mm)
{
    calf_curve *curve = add_curve(picture, label, false);
    calf_status status = CALF_OK;
    for (double hour = 0; hour <= 168 && status == CALF_OK; hour += hour < 48 ? 3 : 6) {
        double soreness_mm = 0;
        status = calf_observe_soreness(protocol, runner, hour, &soreness_mm);
        add_point(curve, hour, background_mm + soreness_mm, (double)NAN, (double)NAN);
    }
    return status;
}

static void add_target(calf_curve *curve, double x, calf_target_id id)
{
    add_point(curve, x, targets[id].observed, targets[id].low, targets[id].high);
}

static calf_status draw_laboratory(const calf_parameters *runner, calf_picture *picture)
{
    static const calf_bout bouts[] = {{.end_h = -336, .du = 1}, {.du = 1}};
    static const calf_bout half = {.du = 0.5};
    const calf_protocol first = {.count = 1, .bouts = &bouts[1]},
                        again = {.count = 2, .bouts = bouts}, halved = {.count = 1, .bouts = &half};
    picture->name = "Downhill walking: soreness after the bout";
    picture->says =
        "An hour of backward downhill walking by somebody not used to it, half of it, and "
        "the same hour again two weeks later. Dots: peaks that were published (Nottle and "
        "Nosaka 2005; the half after Maeo 2015, as a share of that peak), with "
        "the range accepted. All were tuned on.";
    picture->x_label = "hours after the bout";
    picture->x_step = 24;
    picture->y_from_zero = true;
    picture->y_label = "calf soreness (mm, visual analogue scale)";
    calf_status status = add_course(picture, "one hour (1 DU)", &first, runner, 0);
    if (status == CALF_OK)
        status = add_course(picture, "half of it", &halved, runner, 0);
    if (status == CALF_OK)
        status = add_course(picture, "again after two weeks", &again, runner, 0);
    calf_curve *published = add_curve(picture, "published peaks", true);
    const calf_target *peak = &targets[CALF_TARGET_sore_lab_peak],
                      *repeated = &targets[CALF_TARGET_sore_rbe_2wk],
                      *halves = &targets[CALF_TARGET_sore_half];
    add_target(published, 48, CALF_TARGET_sore_lab_peak);
    add_point(published, 36, peak->observed * repeated->observed, peak->observed * repeated->low,
        peak->observed * repeated->high);
    add_point(published, 39, peak->observed * halves->observed, peak->observed * halves->low,
        peak->observed * halves->high);
    return status;
}

static calf_status draw_marathon(const calf_parameters *runner, calf_picture *picture)
{
    // Takayama 2017, plantar flexors: 11 runners on days 1 to 7
    static const double mean_mm[] = {49, 35, 19, 14, 13, 12, 6},
                        sd_mm[] = {20, 21, 15, 13, 11, 10, 10};
    static const struct {
        double weekly_km;
        const char *label;
    } habits[] = {{36, "used to 36 km a week"}, {CALF_USUAL_WEEK_KM, "48 km"}, {60, "60 km"}};
    calf_status status = CALF_OK;
    picture->name = "Marathon: soreness after the race";
    picture->says =
        "A marathon in 3 h 36 by runners used to as much as those of the study, with the 8 mm "
        "that these reported without having raced. Dots: mean and standard deviation of 11 "
        "runners (Takayama 2017); the first four days were tuned on. From the third day on "
        "the model is a little high.";
    picture->x_label = "hours after the race";
    picture->x_step = 24;
    picture->y_from_zero = true;
    picture->y_label = "calf soreness (mm, visual analogue scale)";
    for (size_t i = 0; i < sizeof habits / sizeof *habits && status == CALF_OK; i++) {
        const calf_protocol marathon = calf_protocol_marathon(habits[i].weekly_km);
        status =
            add_course(picture, habits[i].label, &marathon, runner, CALF_MARATHON_BACKGROUND_MM);
    }
    calf_curve *published = add_curve(picture, "published, mean and SD", true);
    for (int day = 0; day < 7; day++)
        add_point(published, 24 * (day + 1), mean_mm[day], fmax(mean_mm[day] - sd_mm[day], 0),
            mean_mm[day] + sd_mm[day]);
    return status;
}

static calf_status draw_endurance(const calf_parameters *runner, calf_picture *picture)
{
    picture->name = "Holds: how long a share of maximal force is held";
    picture->says =
        "The line of dots is the power law through 369 endurance times of ankles (Frey-Law and "
        "Avin 2010), with a quarter up and down; the model is the closed form of the "
        "three-compartment model. Near maximal force the model fails early, as all models "
        "of its kind do.";
    picture->x_label = "share of maximal force (%)";
    picture->y_label = "endurance (s)";
    picture->logarithmic = true;
    calf_curve *model = add_curve(picture, "model", false);
    calf_status status = CALF_OK;
    for (double percent = 14; percent <= 92 && status == CALF_OK; percent += 2) {
        double seconds = 0;
        status = calf_measure_hold(runner, percent / 100, &seconds);
        add_point(model, percent, seconds, (double)NAN, (double)NAN);
    }
    calf_curve *law = add_curve(picture, "published power law", true);
    for (double percent = 20; percent <= 90; percent += 10) {
        const double seconds = 34.71 * pow(percent / 100, -2.06);
        add_point(law, percent, seconds, 0.75 * seconds, 1.25 * seconds);
    }
    add_target(
        add_curve(picture, "plantar flexors (Loscher 1996)", true), 30, CALF_TARGET_fat_et30);
    return status;
}

static calf_status measure_speed(
    const calf_parameters *runner, double mps, calf_step_measures *step)
{
    const calf_segment segment = {.distance_km = 1, .speed_mps = mps};
    const calf_run run = {
        .segments = &segment, .segment_count = 1, .technique = calf_technique_own()};
    return calf_measure_step(runner, &run, step);
}

static calf_status draw_force(const calf_parameters *runner, calf_picture *picture)
{
    calf_step_measures slow, step;
    picture->name = "Forces over speed";
    picture->says =
        "Peak forces over those at 3.3 m/s. Dot: Achilles force at 5.6 m/s (Starbuck 2021), "
        "tuned on. From the speed at which soleus saturates on, forces rise no more.";
    picture->x_label = "speed (m/s)";
    picture->y_label = "peak force over that at 3.3 m/s";
    calf_curve *tendon = add_curve(picture, "Achilles tendon", false);
    calf_curve *gas = add_curve(picture, "gastrocnemius", false);
    calf_curve *sol = add_curve(picture, "soleus", false);
    calf_status status = measure_speed(runner, 3.3, &slow);
    for (double mps = 2; mps <= 8.01 && status == CALF_OK; mps += 0.25) {
        status = measure_speed(runner, mps, &step);
        add_point(tendon, mps, step.peak / slow.peak, (double)NAN, (double)NAN);
        add_point(
            gas, mps, step.peak_gastrocnemius / slow.peak_gastrocnemius, (double)NAN, (double)NAN);
        add_point(sol, mps, step.peak_soleus / slow.peak_soleus, (double)NAN, (double)NAN);
    }
    add_target(add_curve(picture, "published", true), 5.6, CALF_TARGET_mech_speed);
    return status;
}

static calf_status draw_impulse(const calf_parameters *runner, calf_picture *picture)
{
    calf_step_measures slow, step;
    picture->name = "Impulse of a kilometre over speed";
    picture->says =
        "Faster running needs fewer and shorter contacts for a kilometre, so that the "
        "tendon's impulse falls though its peaks rise. Dot: Fukuchi 2017, digitised; not "
        "tuned on.";
    picture->x_label = "speed (m/s)";
    picture->y_label = "impulse a km over that at 2.5 m/s";
    picture->y_from_zero = true;
    calf_curve *model = add_curve(picture, "model", false);
    calf_status status = measure_speed(runner, 2.5, &slow);
    for (double mps = 2; mps <= 6.01 && status == CALF_OK; mps += 0.25) {
        status = measure_speed(runner, mps, &step);
        add_point(
            model, mps, step.impulse_s_per_km / slow.impulse_s_per_km, (double)NAN, (double)NAN);
    }
    add_target(add_curve(picture, "published", true), 4.5, CALF_TARGET_mech_impulse_km);
    return status;
}

static calf_status draw_all(const calf_parameters *runner, calf_validation *all)
{
    static calf_status (*const draw[CALF_PICTURE_COUNT])(
        const calf_parameters *, calf_picture *) = {
        draw_laboratory, draw_marathon, draw_endurance, draw_force, draw_impulse};
    calf_status status = CALF_OK;
    for (int i = 0; i < CALF_PICTURE_COUNT && status == CALF_OK; i++)
        status = draw[i](runner, &all->pictures[i]);
    return status;
}

calf_status calf_validate(const calf_parameters *runner, calf_validation **validation)
{
    calf_status status = CALF_OK;
    *validation = calloc(1, sizeof **validation);
    if (*validation == NULL)
        return calf_error_no_memory();
    status = find_all(runner, *validation);
    if (status == CALF_OK)
        status = draw_all(runner, *validation);
    if (status != CALF_OK) {
        free(*validation);
        *validation = NULL;
    }
    return status;
}
