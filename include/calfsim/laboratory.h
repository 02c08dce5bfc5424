// SPDX-License-Identifier: GPL-3.0-or-later
// What laboratories measure on one fresh runner: a step, a hold, a test of heel raises.
#ifndef CALFSIM_LABORATORY_H
#define CALFSIM_LABORATORY_H

#include <calfsim/parameters.h>
#include <calfsim/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One step of steady running. Forces are shares of the maximal isometric force of the median
 *  runner's calf; they may be above 1. */
typedef struct calf_step_measures {
    double cadence_spm; ///< steps a minute, both feet
    double contact_s;
    double peak; ///< Achilles tendon force
    double peak_gastrocnemius, peak_soleus; ///< of the muscles, whose sum it is
    double impulse_s; ///< of the tendon force over one contact
    double impulse_s_per_km; ///< the same over all of one leg's steps of a kilometre
    double tendon_load_per_km; ///< km-equivalents: 1 for the reference step
} calf_step_measures;

/** Measures the step of a run's first segment (model section 3).
 *  Errors: CALF_BAD_INPUT for a parameter or a value of the run outside its range. */
calf_status calf_measure_step(
    const calf_parameters *runner, const calf_run *run, calf_step_measures *step);

/** How long a fresh calf holds a share of its maximal force, isometrically; infinity where recovery
 *  keeps up with it. The hold ends when force has fallen a tenth below the target.
 *
 * Units   seconds.
 * Errors  CALF_BAD_INPUT: a parameter outside its range, a share not above 0 or above 1.
 * Source  the three-compartment model held at a target (Frey-Law and Avin 2010, Looft 2018):
 *         -ln(1 - R (1 - 0.9 u)/(F u))/R, u the share, F and R the rates of fatigue and recovery.
 */
calf_status calf_measure_hold(const calf_parameters *runner, double share, double *seconds);

/** Single-leg heel raises of a fresh runner until failure, in the test's rhythm.
 *  Errors: CALF_BAD_INPUT: a parameter outside its range, an extra load outside 0 to 2. */
calf_status calf_measure_heel_raises(
    const calf_parameters *runner, calf_knee knee, double extra_load, int *count);

#ifdef __cplusplus
}
#endif
#endif
