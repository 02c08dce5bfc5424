// SPDX-License-Identifier: GPL-3.0-or-later
// The statistics of one world: distributions over its runners, by strategy and day, of outcomes,
// and of paired differences between strategies. Size does not depend on the number of runners,
// beyond the first CALF_STAGED_RUNNERS.
#ifndef CALF_RESULTS_STATISTICS_H
#define CALF_RESULTS_STATISTICS_H

#include "results/fields.h"

#include <calfsim/status.h>
#include <stdbool.h>
#include <stddef.h>

/** The daily components that are kept, in the table's order. */
typedef struct calf_components {
    size_t count;
    calf_output_id output[CALF_COMPONENTS_MAX]; ///< component -> field
    int part[CALF_COMPONENTS_MAX]; ///< component -> muscle, or 0
} calf_components;

/** Those of the field groups in the bit set `daily`. */
calf_components calf_components_of(unsigned daily);

/** Runners whose bins are listed one by one before the lists are poured into histograms: a list is
 *  short while runners are few, and pouring passes over every histogram once, not once a block. */
enum { CALF_STAGED_RUNNERS = 2048 };

/** Runners of a pair whose outcome under the one strategy is lower or higher than under the other,
 *  beyond rounding: by however little, and by more than the outcome's margin. */
typedef struct calf_sides {
    uint64_t lower, higher, lower_by_margin, higher_by_margin;
} calf_sides;

/** Distributions are rows: [strategy][day][component], then [strategy][outcome], then the
 *  differences [strategy][against][outcome], this strategy's outcome minus the other's. */
typedef struct calf_statistics {
    size_t strategies, days;
    calf_components components;
    size_t rows;
    size_t pairs; ///< strategies, strategies and outcomes multiplied
    size_t room; ///< of a list
    size_t staged; ///< runners in the lists
    size_t adding; ///< of these, the runners being added: the last ones
    calf_moments *moments; ///< [row]
    uint16_t *list; ///< [row][room] slot of each runner
    uint32_t (*histogram)[CALF_BIN_SLOTS]; ///< [row], NULL when every runner fits the lists
    bool poured; ///< whether the histograms hold anything
    calf_sides *sides; ///< [strategy][against][outcome]
} calf_statistics;

/** Empty statistics of the daily field groups in the bit set `daily`, for as many runners. */
calf_status calf_statistics_create(
    size_t strategies, size_t days, unsigned daily, uint64_t runners, calf_statistics **statistics);

/** Bytes that they take. */
double calf_statistics_bytes(size_t strategies, size_t days, unsigned daily, uint64_t runners);

void calf_statistics_destroy(calf_statistics *statistics);
void calf_statistics_clear(calf_statistics *statistics);

/** Adds what `from` holds to `into`, which was created alike. */
void calf_statistics_merge(calf_statistics *into, const calf_statistics *from);

/** Begins to add runners, at most CALF_STAGED_RUNNERS: every row takes a value of each of them. */
void calf_statistics_begin(calf_statistics *statistics, size_t runners);

/** Adds the values[runner] of a morning to the row of a strategy, day and component. */
void calf_statistics_add_morning(calf_statistics *statistics, size_t strategy, size_t day,
    size_t component, const double *values);

/** Adds outcomes and differences; `outcomes` are [strategy][outcome][stride], of which the first
 *  are the runners'. */
void calf_statistics_add_outcomes(
    calf_statistics *statistics, const double *outcomes, size_t stride);

/** Rows, and the place of a pair in `sides`. */
size_t calf_statistics_daily(
    const calf_statistics *statistics, size_t strategy, size_t day, size_t component);
size_t calf_statistics_outcome(
    const calf_statistics *statistics, size_t strategy, calf_outcome_id outcome);
size_t calf_statistics_difference(
    const calf_statistics *statistics, size_t strategy, size_t against, calf_outcome_id outcome);
size_t calf_statistics_pair(
    const calf_statistics *statistics, size_t strategy, size_t against, calf_outcome_id outcome);

/** The distribution of a row, whatever `tally` held before. */
void calf_statistics_read(const calf_statistics *statistics, size_t row, calf_tally *tally);

/** The same of rows that follow one another; eight take little longer than two. */
void calf_statistics_read_rows(
    const calf_statistics *statistics, size_t row, size_t count, calf_tally tallies[]);

#endif
