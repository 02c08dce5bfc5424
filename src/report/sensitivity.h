// SPDX-License-Identifier: GPL-3.0-or-later
// What a sensitivity study says: in the terminal, as JSON, and as a page.
#ifndef CALF_REPORT_SENSITIVITY_H
#define CALF_REPORT_SENSITIVITY_H

#include "analysis/sensitivity.h"

#include <calfsim/parameters.h>
#include <stdio.h>

/** One of the two questions, and its answer. */
typedef struct calf_sensitivity_part {
    calf_kind of; ///< CALF_UNCERTAINTY or CALF_VARIABILITY
    size_t runners; ///< of which the outcome is the mean
    const calf_parameter_id *factor; ///< of the study's
    calf_sensitivity *study; ///< NULL: there is no factor
} calf_sensitivity_part;

typedef struct calf_sensitivity_report {
    const char *path, *title; ///< of the experiment
    const char *strategy, *against; ///< `against` NULL: the outcome itself, not a difference
    calf_outcome_id outcome;
    int days;
    bool luck; ///< of ratings or sessions missed plays a part
    uint64_t seed;
    size_t replicates; ///< of the bootstrap
    double level; ///< of the intervals
    const char *command;
    size_t parts;
    calf_sensitivity_part part[2];
} calf_sensitivity_report;

/** An index below this hardly matters: nothing is asked for its sake. */
#define CALF_SENSITIVITY_MATTERS 0.05

/** What "alone", "in all" and the grades mean; "" where no part has shares. */
const char *calf_sensitivity_legend(const calf_sensitivity_report *report);

/** Whether there are shares to show: whether anything varies where all has its default. */
bool calf_sensitivity_varies(const calf_sensitivity_part *part);

/** "What science should measure next" or "What differs between people". */
const char *calf_sensitivity_question(calf_kind of);

/** In a sentence what the question's indices are shares of. */
void calf_sensitivity_subject(const calf_sensitivity_report *report,
    const calf_sensitivity_part *part, char *text, size_t room);

/** The outcome with its unit, and of which strategies: "sore days [1/week], 'a' minus 'b'". */
void calf_sensitivity_outcome(const calf_sensitivity_report *report, char *text, size_t room);

/** What must be said of how much the outcome varies at all; empty when there is nothing to say. */
void calf_sensitivity_size(const calf_sensitivity_report *report, const calf_sensitivity_part *part,
    char *text, size_t room);

/** The name of a group: its parameter's, or "the other 59 together". */
const char *calf_sensitivity_name(
    const calf_sensitivity_part *part, const calf_decomposed *group, char *text, size_t room);

/** Whether the sample leaves a factor's place open: its interval is wider than its index, though it
 *  may matter. `*rows` becomes how many would do, 0 when no number can be told. */
bool calf_sensitivity_is_open(const calf_decomposed *group, size_t rows_taken, double *rows);

/** What must be said of a part: that nothing varies, or what its sample cannot tell and how many
 *  rows would; empty when there is nothing to say. */
void calf_sensitivity_warning(const calf_sensitivity_part *part, char *text, size_t room);

/** What the first orders add up to, in a sentence. */
void calf_sensitivity_additive(const calf_sensitivity_report *report,
    const calf_sensitivity_part *part, char *text, size_t room);

/** Writes it for a terminal of 100 columns. Errors: CALF_FAILED when writing fails. */
calf_status calf_report_sensitivity(const calf_sensitivity_report *report, FILE *out);

/** The same as a page, every number of it; `report` is a calf_sensitivity_report. */
calf_status calf_report_sensitivity_page(const void *report, FILE *out);

/** The same as JSON. Errors: CALF_FAILED without memory or when writing fails. */
calf_status calf_report_sensitivity_json(const void *report, FILE *out);

#endif
