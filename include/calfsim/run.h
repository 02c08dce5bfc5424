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
    const char *campaign; ///< folder of finished pieces; NULL: OUT.campaign, for long runs alone
    bool no_campaign; ///< keep nothing on the way
    int part, parts; ///< live every parts-th piece alone, from the part-th on, and put nothing
                     ///< together; parts 0: live all, and write the result
    double piece_runner_days; ///< worth of a piece, and a campaign however short; 0: about 1e7
    /** Called now and then with the share done; NULL for none. */
    void (*progress)(void *context, double done, double total);
    /** Told what a person may want to know of a run that goes on: what was finished before, what is
     *  damaged. NULL for none. */
    void (*note)(void *context, const char *text);
    /** Asked often, by any thread and by several at once; when true the run ends with CALF_FAILED,
     *  and goes on from its campaign when it is asked for again. */
    bool (*should_stop)(void *context);
    void *context;
} calf_run_options;

/** Runs an experiment and writes its result file (aside, then renamed).
 *
 * Durability  what a long run has finished lies in its campaign's folder, from where the same call
 *         goes on after whatever ended it; the folder goes when the result is complete. Several
 *         processes may call this at once, and share the work of a campaign. A run of some
 *         seconds keeps nothing, unless a folder is named or there already.
 * Ranks   in a library built with CALFSIM_MPI all ranks of MPI_COMM_WORLD call this together and
 *         share the work. Rank 0 alone writes, and its status is the run's; that of the others
 *         tells of their part. MPI is begun unless the caller has done so (with
 *         MPI_THREAD_SERIALIZED at least), and ended by the caller.
 * Memory  is that of one block and two pieces a thread, for any number of runners.
 * Errors  CALF_BAD_INPUT: the place cannot be written, priors without probability in their range,
 * more statistics than memory, an instruction set that is not there, another experiment's campaign;
 *         CALF_FAILED: no memory, no space left, stopped.
 * Result  the same bits for any number of threads and any instruction set, provenance aside. */
calf_status calf_experiment_run(
    const calf_experiment *experiment, const char *path, const calf_run_options *options);

/** What a run will take. */
typedef struct calf_estimate {
    double points, worlds; ///< worlds are of a point
    double lives; ///< runners times worlds, points and strategies
    double runner_days; ///< simulated, histories too
    double seconds; ///< on this machine as busy as it is now
    double result_bytes;
    double campaign_bytes; ///< kept beside the result until that is complete; 0 for a short run
    double pieces; ///< of the campaign
    double memory_bytes;
    double free_bytes; ///< where the result goes; NaN when that cannot be told
    int threads;
} calf_estimate;

/** Estimates a run from its size and from living a little of it for about a second; the result's
 *  place is not touched. Errors: as for calf_experiment_run(). */
calf_status calf_experiment_estimate(const calf_experiment *experiment, const char *path,
    const calf_run_options *options, calf_estimate *estimate);

#ifdef __cplusplus
}
#endif
#endif
