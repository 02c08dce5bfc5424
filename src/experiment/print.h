// SPDX-License-Identifier: GPL-3.0-or-later
// The parts that the resolved text is printed from; for the files of this folder only.
#ifndef CALF_EXPERIMENT_PRINT_H
#define CALF_EXPERIMENT_PRINT_H

#include "experiment/experiment.h"

/** A number that reads back to the same value, after a text. */
void calf_print_number(FILE *out, const char *before, double value);

/** A text in quotes, whatever is in it, after another text. */
void calf_print_text(FILE *out, const char *before, const char *text);

/** `technique:` of a session or a strategy, and the end of the line. */
void calf_print_technique(FILE *out, const char *before, const calf_technique *technique);

/** An entry of `strategies:`. */
void calf_print_strategy(
    FILE *out, const calf_strategy *strategy, const calf_experiment *experiment);

/** `sweep:` with everything in it. */
void calf_print_sweep(FILE *out, const calf_sweep *sweep);

#endif
