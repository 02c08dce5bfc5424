// SPDX-License-Identifier: GPL-3.0-or-later
// Morris' trajectories and their effects.
#include "analysis/morris.h"

#include "core/error.h"
#include "core/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// What random numbers of a trajectory are for.
typedef enum use { USE_LEVEL, USE_ORDER } use;

static size_t number_below(
    const calf_morris_design *design, size_t trajectory, use what, size_t factor, size_t below)
{
    const calf_address address = {
        calf_stream("morris"), (uint32_t)what, (uint32_t)trajectory, (uint32_t)factor};
    return (size_t)(calf_uniform(design->seed, address) * (double)below);
}

// Every order is as likely as any other (Durstenfeld 1964).
static void shuffle(const calf_morris_design *design, size_t trajectory, size_t order[])
{
    for (size_t f = 0; f < design->factors; f++)
        order[f] = f;
    for (size_t left = design->factors; left > 1; left--) {
        const size_t k = number_below(design, trajectory, USE_ORDER, left, left);
        const size_t taken = order[k];
        order[k] = order[left - 1];
        order[left - 1] = taken;
    }
}

void calf_morris_trajectory(
    const calf_morris_design *design, size_t trajectory, double *points, size_t order[])
{
    const size_t n = design->factors, levels = design->levels;
    shuffle(design, trajectory, order);
    for (size_t f = 0; f < n; f++) {
        const size_t level = number_below(design, trajectory, USE_LEVEL, f, levels);
        points[f] = ((double)level + 0.5) / (double)levels;
    }
    for (size_t step = 0; step < n; step++) {
        double *next = &points[(step + 1) * n];
        memcpy(next, next - n, n * sizeof *next);
        next[order[step]] += next[order[step]] < 0.5 ? 0.5 : -0.5;
    }
}

// A change that is more than rounding, else 0.
static double change_of(double before, double after)
{
    const double change = after - before;
    return fabs(change) > 1e-12 * fmax(fabs(before), fabs(after)) ? change : 0;
}

// The effect of each factor in one trajectory: [factor].
static void effects_of(const calf_morris_design *design, size_t trajectory, const double *y,
    double *points, size_t *order, double *effect)
{
    const size_t n = design->factors;
    calf_morris_trajectory(design, trajectory, points, order);
    for (size_t step = 0; step < n; step++) {
        const size_t f = order[step];
        const double moved = points[(step + 1) * n + f] - points[step * n + f];
        effect[f] = change_of(y[step], y[step + 1]) / moved;
    }
}

// Summary of one factor's effects, `stride` apart.
static calf_morris_effect summary_of(const double *effect, size_t stride, size_t trajectories)
{
    double sum = 0, sizes = 0, squares = 0;
    for (size_t t = 0; t < trajectories; t++) {
        sum += effect[t * stride];
        sizes += fabs(effect[t * stride]);
    }
    const double count = (double)trajectories, mu = sum / count;
    for (size_t t = 0; t < trajectories; t++)
        squares += (effect[t * stride] - mu) * (effect[t * stride] - mu);
    return (calf_morris_effect){
        .mu_star = {sizes / count, (double)NAN, (double)NAN},
        .mu = mu,
        .sigma = trajectories > 1 ? sqrt(squares / (count - 1)) : (double)NAN,
    };
}

// Mean sizes of every factor's effects, where each trajectory comes so many times: [factor].
static void resampled(const double *effects, size_t factors, size_t trajectories,
    const double *times, double *to, size_t stride)
{
    for (size_t f = 0; f < factors; f++) {
        double sizes = 0;
        for (size_t t = 0; t < trajectories; t++)
            sizes += times[t] * fabs(effects[t * factors + f]);
        to[f * stride] = sizes / (double)trajectories;
    }
}

static calf_status summarise(const calf_morris_design *design, size_t trajectories,
    const double *effects, const calf_resampling *resampling, double *room,
    calf_morris_effect effect[])
{
    const size_t n = design->factors, count = resampling->replicates;
    double *times = room + n * count;
    calf_status status = CALF_OK;
    for (size_t k = 0; k < count && status == CALF_OK; k++) {
        status = calf_resample(resampling, k, trajectories, times);
        resampled(effects, n, trajectories, times, room + k, count);
    }
    for (size_t f = 0; f < n && status == CALF_OK; f++) {
        effect[f] = summary_of(effects + f, n, trajectories);
        effect[f].mu_star = calf_interval_of(effect[f].mu_star.value, resampling, room + f * count);
    }
    return status;
}

calf_status calf_morris_effects(const calf_morris_design *design, size_t trajectories,
    const double *values, const calf_resampling *resampling, calf_morris_effect effect[])
{
    const size_t n = design->factors, width = calf_morris_points(n);
    double *points = malloc(width * n * sizeof *points);
    size_t *order = malloc(n * sizeof *order);
    double *effects = malloc(trajectories * n * sizeof *effects); // [trajectory][factor]
    double *room = malloc((n * resampling->replicates + trajectories) * sizeof *room);
    calf_status status = points && order && effects && room ? CALF_OK : calf_error_no_memory();
    for (size_t t = 0; t < trajectories && status == CALF_OK; t++)
        effects_of(design, t, values + t * width, points, order, effects + t * n);
    if (status == CALF_OK)
        status = summarise(design, trajectories, effects, resampling, room, effect);
    free(points);
    free(order);
    free(effects);
    free(room);
    return status;
}
