// SPDX-License-Identifier: GPL-3.0-or-later
// What helps most: every lever set beside a runner's own plan, lived by the same runners in the
// same worlds, and ranked.
#ifndef CALF_COACH_ADVICE_H
#define CALF_COACH_ADVICE_H

#include "analysis/benefit.h"
#include "coach/lever.h"

#include <calfsim/run.h>

enum { CALF_ADVICE_RUNNERS = 128, CALF_ADVICE_WORLDS = 64, CALF_ADVICE_TOGETHER = 3 };

/** What is asked. A zeroed struct with outcome = CALF_OUTCOME_sore_days asks what most want to
 * know. */
typedef struct calf_advice_request {
    size_t strategy; ///< the present plan: a number of the experiment's
    calf_outcome_id outcome; ///< to be made better; one of which some way is better
    uint64_t runners; ///< in each world; 0: the experiment's, at most CALF_ADVICE_RUNNERS. A cohort
                      ///< is always lived whole
    uint64_t worlds; ///< 0: CALF_ADVICE_WORLDS
    calf_run_options run; ///< threads, isa, progress, should_stop and context are taken
} calf_advice_request;

/** One way to train, against the present plan. */
typedef struct calf_advised {
    const calf_lever *lever; ///< NULL for several together
    size_t members[CALF_ADVICE_TOGETHER], member_count; ///< together: of which levers, by rank
    calf_fit fit; ///< where it does not apply nothing below is set
    const char *name; ///< of its strategy
    size_t strategy; ///< its number in calf_advice.experiment
    calf_band saved; ///< of the outcome, by the mean runner; positive is better. Sore days: a week
    calf_comparison comparison; ///< all of it, as `calfsim compare` has it
    calf_benefit benefit;
    double minutes; ///< more a week; negative: fewer
    double km; ///< given up a week, on average over runners and worlds; negative: more is run
    double saved_per_10_km; ///< of the outcome, on average; NaN where no distance is given up
    calf_band flagged; ///< share of runners sore for over 7 mornings in a row
    bool doubtful; ///< this sample cannot tell `saved` from nothing
} calf_advised;

typedef struct calf_advice {
    char *title; ///< of the experiment
    const char *present; ///< name of the present strategy
    calf_outcome_id outcome;
    uint64_t runners;
    size_t worlds;
    int days;
    bool history; ///< runners come used to their training
    calf_band now; ///< the outcome of the mean runner under the present plan
    calf_band flagged_now; ///< share of runners sore for over 7 mornings in a row
    double km_now; ///< a week
    calf_advised lever[CALF_LEVER_COUNT]; ///< those that apply, the best on average over worlds
                                          ///< first; then the others in the order of levers.def
    size_t applying; ///< how many apply
    calf_advised
        together[2]; ///< the best compatible ones; then without those that give up distance
    size_t together_count; ///< 0 to 2
    calf_experiment *experiment; ///< what was lived: the present strategy, every lever that applies
                                 ///< by rank, those together; with the runners and worlds above
} calf_advice;

/** Lives the present strategy of an experiment and every lever beside it, and ranks the levers.
 *
 * Time    about one second for every 30 million simulated runner-days; files of up to 100 MB stand
 *         in $TMPDIR (/tmp without it) meanwhile.
 * Errors  CALF_BAD_INPUT: an experiment with a sweep, a plan without runs, an outcome of which no
 *         way is better; CALF_FAILED: as calf_experiment_run(). `*advice` is then NULL.
 * Result  the same bits for any number of threads and any instruction set; those of
 *         `calfsim run` and `compare` for `experiment`.
 * Owner   the caller frees the advice; freeing NULL is allowed. */
calf_status calf_advice_make(
    const calf_experiment *experiment, const calf_advice_request *request, calf_advice **advice);
void calf_advice_free(calf_advice *advice);

/** The share of flagged runners from which a coach is told so before anything else. */
extern const double calf_advice_many_flagged;

/** Whether `see a professional` comes first. */
bool calf_advice_refers(const calf_advice *advice);

/** Whether a lever saves something, as far as this sample can tell. */
bool calf_advised_helps(const calf_advised *of);

/** The first `best` levers that help, one of each group: places in `lever`. Returns how many. */
size_t calf_advice_best(const calf_advice *advice, size_t best, size_t chosen[CALF_LEVER_COUNT]);

/** Writes an experiment with the present strategy, the `best` ones as above and those together:
 *  `calfsim run` and `compare` give these numbers again. */
calf_status calf_advice_print(const calf_advice *advice, size_t best, FILE *out);

#endif
