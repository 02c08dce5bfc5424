// SPDX-License-Identifier: GPL-3.0-or-later
// The model's right-hand side integrated by GSL: an independent check of propagators and slices.
// Runs and rests of one runner; nothing here shares code with src/model but the parameter table
// and the mechanics of a step.
#ifndef CALF_TESTS_ODE_RUNNER_H
#define CALF_TESTS_ODE_RUNNER_H

#include "model/mechanics.h"

#include <calfsim/parameters.h>
#include <calfsim/plan.h>

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
    calf_parameters p;
    double y[CALF_MUSCLES][ODE_STATES];
    double protection[CALF_MUSCLES], conditioning[CALF_MUSCLES], habit;
    double now_h;
} ode_runner;

void ode_runner_init(ode_runner *runner, const calf_parameters *parameters);

/** Rests until an hour. */
void ode_runner_rest(ode_runner *runner, double until_h);

/** Runs from the clock on: one steady segment or several. */
void ode_runner_run(ode_runner *runner, const calf_run *run);

double ode_runner_soreness(const ode_runner *runner, int muscle);
double ode_runner_force(const ode_runner *runner, int muscle);

#endif
