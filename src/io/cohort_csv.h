// SPDX-License-Identifier: GPL-3.0-or-later
// Cohorts from CSV files: a header of parameter names, then one row of numbers per runner.
#ifndef CALF_IO_COHORT_CSV_H
#define CALF_IO_COHORT_CSV_H

#include "experiment/experiment.h"

/** Reads a cohort. Blank lines and lines that start with # do not count; cells may be quoted; both
 *  kinds of line ends and a byte-order mark are accepted.
 *  Errors: whatever is wrong, with file, line, column, value and what is allowed. The cohort then
 *  owns nothing. */
calf_status calf_cohort_read_csv(const char *path, calf_cohort *cohort);

/** Frees what a cohort owns and empties it. */
void calf_cohort_release(calf_cohort *cohort);

#endif
