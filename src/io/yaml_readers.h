// SPDX-License-Identifier: GPL-3.0-or-later
// The readers of an experiment's parts, each from its place in the tree into the struct.
#ifndef CALF_IO_YAML_READERS_H
#define CALF_IO_YAML_READERS_H

#include "experiment/experiment.h"
#include "io/number_table.h"
#include "io/yaml_node.h"

enum { CALF_PLANS_MAX = 1000, CALF_NAME_BYTES_MAX = 200 };

/** What the readers share. */
typedef struct calf_reader {
    calf_experiment *experiment;
    const char *file; ///< the experiment file; paths in it are relative to its folder
    bool has_start;
    long start_days; ///< date of day 0
    size_t session_count; ///< of all plans so far, and their segments: both are bounded
    size_t segment_count;
} calf_reader;

/** A whole experiment from its tree, into which the settings are put first. */
calf_status calf_read_tree(
    calf_tree *tree, const char *const settings[], size_t count, calf_experiment **experiment);

/** `population:`. */
calf_status calf_read_population(calf_reader *reader, const calf_node *at);

/** Sets the error for a name that is not a parameter's. */
calf_status calf_unknown_parameter(const calf_node *at, const char *name);

/** A table of numbers: the path of a CSV file, relative to the experiment's folder, or the table
 *  itself, {columns: [...], rows: [[...], ...]}. On failure the table owns nothing. */
calf_status calf_read_table(const calf_reader *reader, const calf_node *at,
    const calf_number_table_format *format, calf_number_table *table);

/** `plans:`; days and history_days must have been read. */
calf_status calf_read_plans(calf_reader *reader, const calf_node *at);

/** One session of a week (weekly, its weekday set by the caller) or of a calendar. On failure the
 *  session owns nothing. */
calf_status calf_read_session(
    calf_reader *reader, const calf_node *at, bool weekly, calf_planned_session *session);

/** A run's segments, in whichever way it gives them. The caller frees them. */
calf_status calf_read_run_segments(const calf_node *at, calf_segment **segments, size_t *count);

/** `technique:` of a session or a strategy. */
calf_status calf_read_technique(const calf_node *at, calf_technique *technique);

/** How a value is changed: a number in the range, or {times, plus}. */
calf_status calf_read_change(const calf_node *at, calf_range range, calf_technique_change *change);

/** `progression:` in the place of its strategy; a taper ends at most at `days`. */
calf_status calf_read_progressions(
    const calf_node *at, const calf_node *in_strategy, int days, calf_strategy *strategy);

/** `policy:` and `adherence:` of a strategy, into one that says calf_policy_none(). */
calf_status calf_read_policy(const calf_node *at, calf_policy *policy);
calf_status calf_read_adherence(const calf_node *at, calf_policy *policy);

/** Finds runs that a strategy's policy may lead out of range. */
calf_status calf_try_policy(const calf_experiment *experiment, const calf_node *at, int index);

/** `strategies:`; plans and output must have been read. */
calf_status calf_read_strategies(calf_reader *reader, const calf_node *at);

/** `sweep:`; everything else must have been read. Every point is tried out. */
calf_status calf_read_sweep(calf_reader *reader, const calf_node *at);

/** `factors:` of a sweep, whose design must have been read; strategies must have been read. */
calf_status calf_read_factors(calf_reader *reader, const calf_node *at);

/** Numbers that a factor may be set to: beyond any parameter, and whole ones among them are exact.
 */
extern const calf_range calf_factor_range;

/** The index of the plan that a scalar names. */
calf_status calf_read_plan_name(
    const calf_experiment *experiment, const calf_node *at, size_t *plan);

/** Expands a strategy, or CALF_HISTORY, once, so that what leads out of range is found now. */
calf_status calf_try_plan(const calf_experiment *experiment, const calf_node *at, int strategy);

/** A text that serves as a name: neither empty nor longer than CALF_NAME_BYTES_MAX. */
calf_status calf_check_name(const calf_node *at, const char *name);

#endif
