// SPDX-License-Identifier: GPL-3.0-or-later
// Making, freeing and writing out a workspace.
#include "engine/workspace.h"

#include "core/error.h"

#include <stdlib.h>
#include <string.h>

double calf_workspace_bytes(const calf_setting *setting)
{
    return (double)sizeof(calf_workspace) + calf_keep_bytes(setting) +
        CALF_BLOCK_BATCHES * calf_prepared_bytes(setting->room) +
        (double)setting->experiment->days * (double)sizeof(calf_lanes);
}

calf_lanes *calf_ratings_create(const calf_setting *setting)
{
    const size_t days = (size_t)setting->experiment->days;
    return aligned_alloc(64, (days * sizeof(calf_lanes) + 63) / 64 * 64);
}

calf_status calf_workspace_create(
    const calf_setting *setting, calf_stop stop, calf_workspace **workspace)
{
    calf_workspace *w = aligned_alloc(64, sizeof *w); // whole vectors: see CALF_ALIGNED
    *workspace = NULL;
    if (w == NULL)
        return calf_error_no_memory();
    memset(w, 0, sizeof *w);
    w->course.setting = setting;
    w->course.stop = stop;
    w->course.rates = setting->experiment->output.daily & 1u << CALF_GROUP_rating;
    bool complete = calf_keep_create(setting, &w->keep) == CALF_OK;
    for (size_t b = 0; b < CALF_BLOCK_BATCHES && complete; b++)
        complete = calf_prepared_create(
                       setting->room, CALF_PRECISION_STANDARD, &w->runners[b].prepared) == CALF_OK;
    w->course.ratings = calf_ratings_create(setting);
    complete = complete && w->course.ratings != NULL;
    if (!complete) {
        calf_workspace_destroy(w);
        return calf_error_no_memory();
    }
    *workspace = w;
    return CALF_OK;
}

void calf_workspace_destroy(calf_workspace *w)
{
    if (w == NULL)
        return;
    calf_keep_destroy(&w->keep);
    for (size_t b = 0; b < CALF_BLOCK_BATCHES; b++)
        calf_prepared_destroy(w->runners[b].prepared);
    free(w->course.ratings);
    free(w);
}
