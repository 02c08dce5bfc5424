// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics as bytes, to be added to others later on.
#ifndef CALF_RESULTS_STATISTICS_STORE_H
#define CALF_RESULTS_STATISTICS_STORE_H

#include "results/statistics.h"

/** Bytes that statistics take when stored. */
size_t calf_statistics_stored_bytes(const calf_statistics *statistics);

/** Stores them in room for as many bytes. */
void calf_statistics_store(const calf_statistics *statistics, void *bytes);

/** Fills statistics that were created alike with those stored. Errors: CALF_BAD_INPUT when the
 * bytes are those of other statistics. */
calf_status calf_statistics_restore(calf_statistics *statistics, const void *bytes, size_t count);

#endif
