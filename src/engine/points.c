// SPDX-License-Identifier: GPL-3.0-or-later
// Settings by point, counted by those who hold them.
#include "engine/points.h"

#include "core/error.h"

#include <omp.h>
#include <stdlib.h>

typedef struct point_setting {
    struct point_setting *next;
    uint64_t point;
    calf_experiment *experiment; ///< NULL for that of the whole
    calf_setting *setting;
    unsigned long holders;
} point_setting;

struct calf_points {
    const calf_experiment *experiment;
    point_setting *first;
    omp_lock_t lock; ///< of the list
};

calf_status calf_points_create(const calf_experiment *experiment, calf_points **points)
{
    *points = calloc(1, sizeof **points);
    if (*points == NULL)
        return calf_error_no_memory();
    (*points)->experiment = experiment;
    omp_init_lock(&(*points)->lock);
    return CALF_OK;
}

static void forget(point_setting *made)
{
    calf_setting_destroy(made->setting);
    calf_experiment_destroy(made->experiment);
    free(made);
}

void calf_points_destroy(calf_points *points)
{
    if (points == NULL)
        return;
    while (points->first != NULL) {
        point_setting *next = points->first->next;
        forget(points->first);
        points->first = next;
    }
    omp_destroy_lock(&points->lock);
    free(points);
}

static calf_status make(const calf_points *points, uint64_t point, point_setting **made)
{
    *made = calloc(1, sizeof **made);
    if (*made == NULL)
        return calf_error_no_memory();
    (*made)->point = point;
    const calf_experiment *experiment = points->experiment;
    calf_status status = CALF_OK;
    if (experiment->sweep.point_count > 0) {
        status = calf_experiment_at_point(experiment, (size_t)point, &(*made)->experiment);
        experiment = (*made)->experiment;
    }
    if (status == CALF_OK)
        status = calf_setting_create(experiment, &(*made)->setting);
    if (status != CALF_OK)
        forget(*made);
    return status;
}

calf_status calf_points_take(calf_points *points, uint64_t point, const calf_setting **setting)
{
    calf_status status = CALF_OK;
    omp_set_lock(&points->lock);
    point_setting *found = points->first;
    while (found != NULL && found->point != point)
        found = found->next;
    if (found == NULL) {
        status = make(points, point, &found);
        if (status == CALF_OK) {
            found->next = points->first;
            points->first = found;
        }
    }
    if (status == CALF_OK) {
        found->holders++;
        *setting = found->setting;
    }
    omp_unset_lock(&points->lock);
    return status;
}

static point_setting **place_of(calf_points *points, const calf_setting *setting)
{
    point_setting **place = &points->first;
    while ((*place)->setting != setting)
        place = &(*place)->next;
    return place;
}

void calf_points_share(calf_points *points, const calf_setting *setting)
{
    omp_set_lock(&points->lock);
    (*place_of(points, setting))->holders++;
    omp_unset_lock(&points->lock);
}

void calf_points_leave(calf_points *points, const calf_setting *setting)
{
    if (setting == NULL)
        return;
    omp_set_lock(&points->lock);
    point_setting **place = place_of(points, setting), *left = *place;
    if (--left->holders == 0) {
        *place = left->next;
        forget(left);
    }
    omp_unset_lock(&points->lock);
}
