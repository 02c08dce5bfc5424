// SPDX-License-Identifier: GPL-3.0-or-later
// Where a run changes its technique.
#include "experiment/change_over.h"

#include "model/nominal.h"
#include "plan/limits.h"

#include <string.h>

static calf_segment share_of(const calf_segment *segment, double share)
{
    calf_segment part = *segment;
    part.distance_km *= share;
    part.duration_min *= share;
    return part;
}

static bool long_enough(const calf_segment *part)
{
    return part->distance_km > 0 ? part->distance_km >= calf_limits[CALF_LIMIT_distance_km].low
                                 : part->duration_min >= calf_limits[CALF_LIMIT_duration_min].low;
}

// Cuts segment k at a share of it; returns the first segment after the cut.
static size_t cut_at(calf_run *run, calf_segment *segments, size_t k, double share)
{
    const calf_segment first = share_of(&segments[k], share);
    const calf_segment second = share_of(&segments[k], 1 - share);
    if (!long_enough(&first) || !long_enough(&second))
        return share < 0.5 ? k : k + 1;
    memmove(&segments[k + 2], &segments[k + 1], (run->segment_count - k - 1) * sizeof *segments);
    segments[k] = first;
    segments[k + 1] = second;
    run->segment_count++;
    return k + 1;
}

void calf_run_change_over(
    calf_run *run, calf_segment *segments, double share, const calf_technique *later)
{
    double whole = 0, before = 0, km = 0;
    size_t k = 0;
    for (size_t i = 0; i < run->segment_count; i++)
        whole += calf_nominal_km(&segments[i]);
    const double until = share * whole;
    for (; k < run->segment_count; k++, before += km) {
        km = calf_nominal_km(&segments[k]);
        if (before + km > until)
            break;
    }
    if (k < run->segment_count)
        k = cut_at(run, segments, k, (until - before) / km);
    if (k == 0) {
        run->technique = *later;
    } else if (k < run->segment_count) {
        run->later_from = k;
        run->later = *later;
    }
}
