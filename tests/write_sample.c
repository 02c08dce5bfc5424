// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the sample results that read_with_xarray.py opens.
#include "sample.h"

#include <stdio.h>

int main(int count, char **arguments)
{
    if (count != 4) {
        fprintf(stderr, "usage: write_sample DATED_WITH_RUNNERS.h5 UNDATED.h5 SWEEP.h5\n");
        return 2;
    }
    const sample dated = {.trajectories = 1};
    const sample undated = {.start = "", .daily = (1u << CALF_GROUP_COUNT) - 1};
    const sample sweep = {.trajectories = 1, .points = 4};
    if (sample_write(&dated, arguments[1]) || sample_write(&undated, arguments[2]) ||
        sample_write(&sweep, arguments[3])) {
        fprintf(stderr, "%s\n", calf_error_text());
        return 1;
    }
    return 0;
}
