// SPDX-License-Identifier: GPL-3.0-or-later
// Running: one runner through a plan, or a whole experiment into a result file.
#ifndef CALFSIM_RUN_H
#define CALFSIM_RUN_H

#include <calfsim/experiment.h>
#include <calfsim/parameters.h>
#include <calfsim/plan.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is reported of a runner each morning at 7:00. Units and meaning stand in `outputs.def`;
 *  fields of two parts hold gastrocnemius and soleus. */
typedef struct calf_morning {
#define CALF_OUTPUT(group, name, parts, ...) double name[parts];
#include <calfsim/outputs.def>
} calf_morning;

/** Lives one runner through a plan, from rest at 0:00 of `first_day` (0, or negative for a
 * history).
 *
 * Shapes  mornings: `days` reports, of day 0 to days - 1; NULL for days == 0.
 * Units   as outputs.def; `rating_mm` is here without its noise: the rounded soreness.
 * Errors  CALF_BAD_INPUT: a parameter outside its range, days < 0, first_day > 0, a session
 *          before first_day.
 * Threads safe on distinct outputs. */
calf_status calf_simulate(const calf_plan *plan, const calf_parameters *runner, int first_day,
    int days, calf_morning *mornings);

/** How to run an experiment. A zeroed struct is the standard way. */
typedef struct calf_run_options {
    int threads; ///< 0: as many as OpenMP gives
    const char *isa; ///< "baseline" or another instruction set; NULL: the fastest one there is
    const char *command; ///< for the provenance; NULL for none
    /** Called now and then with the share done; NULL for none. */
    void (*progress)(void *context, double done, double total);
    /** Asked often, by any thread and by several at once; when true the run ends with CALF_FAILED and
     *  leaves nothing behind. */
    bool (*should_stop)(void *context);
    void *context;
} calf_run_options;

/** Runs an experiment and writes its result file (aside, then renamed).
 *
 * Memory  is that of one block a thread, for any number of runners.
 * Errors  CALF_BAD_INPUT: the place cannot be written, priors without probability in their range, more
 *          statistics than memory, an instruction set that is not there;
 *         CALF_FAILED: no memory, no space left, stopped.
 * Result  the same bits for any number of threads and any instruction set, provenance aside. */
calf_status calf_experiment_run(
    const calf_experiment *experiment, const char *path, const calf_run_options *options);

#ifdef __cplusplus
}
#endif
#endif
