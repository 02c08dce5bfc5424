// SPDX-License-Identifier: GPL-3.0-or-later
// One number for what a result says of its worlds: equal on every machine that simulated them
// alike.
#ifndef CALF_ANALYSIS_CHECKSUM_H
#define CALF_ANALYSIS_CHECKSUM_H

#include "results/result_file.h"

/** The checksum over mean, SD and quantiles of outcomes, their differences and calf soreness in the
 *  first `worlds` worlds. It does not depend on how many worlds the result has beside them.
 *  Errors: CALF_BAD_INPUT for fewer worlds, for a sweep, or for a file without these. */
calf_status calf_result_checksum(const calf_result *result, size_t worlds, uint64_t *checksum);

#endif
