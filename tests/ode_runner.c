// SPDX-License-Identifier: GPL-3.0-or-later
// The model's right-hand side integrated by GSL.
#include "ode_runner.h"

#include "model/run.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** What drives one muscle of one runner along a steady stretch. Rates are per hour. */
typedef struct muscle_drive {
    const calf_parameters *p;
    double fatigue, recovery, activation; ///< F_m, recovery of M, u
    double steps; ///< of one leg
    double dose_per_step; ///< raw, at full slow force
    double conditioned, vulnerable, lengthening;
} muscle_drive;

// Rests have a right-hand side of their own, so that they need not raise to powers. Systems and
// drivers are made once; a stretch sets the drive and starts with the step that its kind ended
// with.
struct ode_solver {
    muscle_drive drive;
    gsl_odeiv2_system rest_system, run_system;
    gsl_odeiv2_driver *rest, *run;
};

static double slow_force(const calf_parameters *p, const double *y)
{
    double w = pow(fmax(y[ODE_W], 0), p->deficit_hill);
    double loss = p->deficit_max * w / (pow(p->deficit_half, p->deficit_hill) + w);
    return (1 - y[ODE_E]) * (1 - loss);
}

static int rest_side(double t, const double y[], double dy[], void *context)
{
    (void)t;
    const muscle_drive *d = context;
    const calf_parameters *p = d->p;
    dy[ODE_M] = -d->recovery * y[ODE_M];
    dy[ODE_E] = -y[ODE_E] / p->central_tau;
    dy[ODE_X] = -y[ODE_X] / p->bout_tau;
    dy[ODE_D] = -y[ODE_D] / p->lesion_tau;
    dy[ODE_M1] = (y[ODE_D] - y[ODE_M1]) / p->mediator_tau;
    dy[ODE_N] = (y[ODE_M1] - y[ODE_N]) / p->sensitisation_tau;
    dy[ODE_A] = -y[ODE_A] / p->acute_tau;
    dy[ODE_W] = -y[ODE_W] / p->deficit_tau;
    dy[ODE_Q] = -y[ODE_Q] / p->stimulus_tau;
    dy[ODE_SUM_DQ] = dy[ODE_SUM_DOSE] = 0;
    return GSL_SUCCESS;
}

static int run_side(double t, const double y[], double dy[], void *context)
{
    const muscle_drive *d = context;
    const calf_parameters *p = d->p;
    double slow = slow_force(p, y);
    double raw = d->dose_per_step * pow(slow, -p->fatigue_coupling * p->dose_exponent) * d->steps;
    double x = d->conditioned * raw;
    double convex = p->bout_exponent * pow(fmax(y[ODE_X], 0), p->bout_exponent - 1) * x;
    double damage = d->vulnerable * exp(-p->refractory * y[ODE_N]) * convex;
    double stimulus = (1 - y[ODE_Q]) * x / p->protection_dose;
    rest_side(t, y, dy, context);
    dy[ODE_M] += d->fatigue * d->activation / slow;
    dy[ODE_E] += 3600 * p->central_rate * d->activation;
    dy[ODE_X] += x;
    dy[ODE_D] += damage;
    dy[ODE_A] += p->acute_gain * convex / d->lengthening;
    dy[ODE_W] += damage;
    dy[ODE_Q] += stimulus;
    dy[ODE_SUM_DQ] = stimulus;
    dy[ODE_SUM_DOSE] = raw;
    return GSL_SUCCESS;
}

ode_solver *ode_solver_create(const gsl_odeiv2_step_type *method, double absolute, double relative)
{
    ode_solver *made = calloc(1, sizeof *made);
    if (made == NULL)
        exit(1);
    made->rest_system = (gsl_odeiv2_system){rest_side, NULL, ODE_STATES, &made->drive};
    made->run_system = (gsl_odeiv2_system){run_side, NULL, ODE_STATES, &made->drive};
    made->rest =
        gsl_odeiv2_driver_alloc_y_new(&made->rest_system, method, 1e-2, absolute, relative);
    made->run = gsl_odeiv2_driver_alloc_y_new(&made->run_system, method, 1e-4, absolute, relative);
    if (made->rest == NULL || made->run == NULL)
        exit(1);
    return made;
}

void ode_solver_destroy(ode_solver *solver)
{
    gsl_odeiv2_driver_free(solver->rest);
    gsl_odeiv2_driver_free(solver->run);
    free(solver);
}

void ode_runner_init(ode_runner *runner, const calf_parameters *parameters, ode_solver *solver)
{
    memset(runner, 0, sizeof *runner);
    runner->solver = solver;
    runner->p = *parameters;
    runner->habit = parameters->forefootness;
}

static void integrate(gsl_odeiv2_driver *driver, double hours, double *y)
{
    double t = 0;
    gsl_odeiv2_driver_reset(driver);
    int status = gsl_odeiv2_driver_apply(driver, &t, hours, y);
    if (status != GSL_SUCCESS) {
        fprintf(stderr, "GSL could not integrate: %s\n", gsl_strerror(status));
        exit(1);
    }
}

/** A muscle's share of a runner's rate when the two muscles' rates have a ratio. */
static double muscle_rate(const calf_parameters *p, double rate, double gas_over_sol, int m)
{
    double sol = rate / (p->soleus_capacity_share + (1 - p->soleus_capacity_share) * gas_over_sol);
    return 3600 * (m == CALF_GAS ? gas_over_sol * sol : sol);
}

static double recovery_of(const calf_parameters *p, int m)
{
    return muscle_rate(p, p->fatigue_rate * p->recovery_ratio, p->gas_sol_recovery_ratio, m);
}

void ode_runner_rest(ode_runner *runner, double until_h)
{
    const calf_parameters *p = &runner->p;
    double hours = until_h - runner->now_h;
    for (int m = 0; m < CALF_MUSCLES && hours > 0; m++) {
        runner->solver->drive =
            (muscle_drive){.p = p, .recovery = p->rest_multiplier * recovery_of(p, m)};
        integrate(runner->solver->rest, hours, runner->y[m]);
        runner->protection[m] *= exp(-hours / 24 / p->protection_tau);
        runner->conditioning[m] *= exp(-hours / 24 / p->conditioning_tau);
    }
    runner->now_h = until_h;
}

/** The steps that a run and the reference are made of, by the library's mechanics. */
static void find_steps(const ode_runner *runner, const calf_run *run,
    const calf_technique *technique, const calf_segment *segment, double speed, calf_step *step,
    calf_step *reference)
{
    calf_lane_parameters lanes;
#define CALF_PARAMETER(group, name, ...)                                                           \
    for (int i = 0; i < CALF_LANES; i++)                                                           \
        lanes.name[i] = runner->p.name;
#include <calfsim/parameters.def>
    calf_gait gait = calf_gait_of(&lanes, technique), neutral = calf_gait_reference();
    *step = calf_step_at(&lanes, 0, speed, segment->grade_percent, run->treadmill, &gait);
    *reference = calf_step_at(&lanes, 0, 3, 0, false, &neutral);
}

static double forefootness_of(const ode_runner *runner, const calf_technique *technique)
{
    const calf_technique_change *change = &technique->change[CALF_FOREFOOTNESS];
    return fmin(fmax(runner->p.forefootness * change->times + change->plus, 0), 1);
}

static muscle_drive drive_of(const ode_runner *runner, const calf_technique *technique, int m,
    const calf_step *step, const calf_step *reference)
{
    const calf_parameters *p = &runner->p;
    double strength = (1 + p->heel_raise_reps / 30) / (1 + 25.0 / 30);
    double change = fmin(fabs(forefootness_of(runner, technique) - runner->habit), 1);
    double protection = runner->protection[m] * (1 - (1 - p->strike_transfer) * change);
    double rest = 1 + (p->rest_multiplier - 1) * p->stride_rest_share;
    double relative = step->phi[m] / strength / reference->phi[m];
    double loading = step->phi[m] / step->contact_s / (reference->phi[m] / reference->contact_s);
    double reference_steps_per_km = 1000.0 / 3 * reference->cadence / 120;
    return (muscle_drive){.p = p,
        .fatigue = muscle_rate(p, p->fatigue_rate, p->gas_sol_fatigue_ratio, m),
        .recovery = recovery_of(p, m) * (step->duty + rest * (1 - step->duty)),
        .activation = step->phi[m] / strength * p->impulse_shape * step->duty,
        .steps = 3600 * step->cadence / 120,
        .dose_per_step = p->dose_per_km / reference_steps_per_km * pow(relative, p->dose_exponent) *
            pow(loading, p->loading_rate_exponent) * step->lengthening[m],
        .conditioned =
            pow(1 + runner->conditioning[m] / p->conditioning_half, -p->conditioning_exponent),
        .vulnerable = (1 - p->protection_max * protection) * p->susceptibility *
            exp(-p->rom_effect * (p->dorsiflexion_rom - 38) / 6),
        .lengthening = step->lengthening[m]};
}

static double segment_hours(const calf_segment *segment, double speed)
{
    return segment->duration_min > 0 ? segment->duration_min / 60
                                     : segment->distance_km / (3.6 * speed);
}

void ode_runner_run(ode_runner *runner, const calf_run *run)
{
    const calf_parameters *p = &runner->p;
    double hours = 0, habit = runner->habit;
    for (int m = 0; m < CALF_MUSCLES; m++)
        runner->y[m][ODE_SUM_DQ] = runner->y[m][ODE_SUM_DOSE] = 0;
    for (size_t k = 0; k < run->segment_count; k++) {
        const calf_segment *segment = &run->segments[k];
        const calf_technique *technique =
            run->later_from > 0 && k >= run->later_from ? &run->later : &run->technique;
        double speed =
            segment->speed_mps > 0 ? segment->speed_mps : segment->intensity * p->threshold_speed;
        calf_step step, reference;
        find_steps(runner, run, technique, segment, speed, &step, &reference);
        for (int m = 0; m < CALF_MUSCLES; m++) {
            runner->solver->drive = drive_of(runner, technique, m, &step, &reference);
            integrate(runner->solver->run, segment_hours(segment, speed), runner->y[m]);
            for (int y = ODE_M; y <= ODE_E; y++) // model section 4: at most 0.95
                runner->y[m][y] = fmin(runner->y[m][y], 0.95);
        }
        hours += segment_hours(segment, speed);
        double km = 3.6 * speed * segment_hours(segment, speed);
        habit += (forefootness_of(runner, technique) - habit) * (1 - exp(-km / p->strike_habit_km));
    }
    for (int m = 0; m < CALF_MUSCLES; m++) {
        double *P = &runner->protection[m], *K = &runner->conditioning[m];
        *P = (1 - (1 - *P) * exp(-p->protection_gain * runner->y[m][ODE_SUM_DQ])) *
            exp(-hours / 24 / p->protection_tau);
        *K = (*K + runner->y[m][ODE_SUM_DOSE] / p->conditioning_tau) *
            exp(-hours / 24 / p->conditioning_tau);
    }
    runner->habit = habit; // the whole run counts against the habit that it began with
    runner->now_h += hours;
}

double ode_runner_soreness(const ode_runner *runner, int m)
{
    const calf_parameters *p = &runner->p;
    double z = pow(runner->y[m][ODE_N] + runner->y[m][ODE_A], p->soreness_hill);
    return 100 * z / (pow(p->soreness_half, p->soreness_hill) + z);
}

double ode_runner_force(const ode_runner *runner, int m)
{
    return (1 - runner->y[m][ODE_M]) * slow_force(&runner->p, runner->y[m]);
}
