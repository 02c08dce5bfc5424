// SPDX-License-Identifier: GPL-3.0-or-later
// The model's right-hand side integrated by GSL: an independent check of propagators and stretches,
// and what they are measured against. Runs and rests of one runner; nothing here shares code with
// src/model but the parameter table and the mechanics of a step.
#ifndef CALF_TESTS_ODE_RUNNER_H
#define CALF_TESTS_ODE_RUNNER_H

#include "model/mechanics.h"

#include <calfsim/parameters.h>
#include <calfsim/plan.h>
#include <gsl/gsl_odeiv2.h>

/** A method of GSL with its tolerances and memory, for any number of runners one after the other.
 */
typedef struct ode_solver ode_solver;

/** Any explicit method: there is no Jacobian. Ends the program when memory runs out. */
ode_solver *ode_solver_create(const gsl_odeiv2_step_type *method, double absolute, double relative);
void ode_solver_destroy(ode_solver *solver);

/** The states that GSL integrates, of each muscle. */
enum {
    ODE_M, ///< metabolic fatigue
    ODE_E, ///< central fatigue
    ODE_X, ///< bout dose
    ODE_D, ///< lesion
    ODE_M1, ///< mediators
    ODE_N, ///< sensitisation
    ODE_A, ///< acute soreness
    ODE_W, ///< deficit
    ODE_Q, ///< protective stimulus
    ODE_SUM_DQ,
    ODE_SUM_DOSE,
    ODE_STATES
};

typedef struct ode_runner {
    ode_solver *solver;
    calf_parameters p;
    double y[CALF_MUSCLES][ODE_STATES];
    double protection[CALF_MUSCLES], conditioning[CALF_MUSCLES], habit;
    double now_h;
} ode_runner;

/** A rested runner at 0:00 of day 0; the solver must outlive it. */
void ode_runner_init(ode_runner *runner, const calf_parameters *parameters, ode_solver *solver);

/** Rests until an hour. */
void ode_runner_rest(ode_runner *runner, double until_h);

/** Runs from the clock on: one steady segment or several. */
void ode_runner_run(ode_runner *runner, const calf_run *run);

double ode_runner_soreness(const ode_runner *runner, int muscle);
double ode_runner_force(const ode_runner *runner, int muscle);

#endif
