// SPDX-License-Identifier: GPL-3.0-or-later
// Screening, then decomposing.
#include "analysis/sensitivity.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Rows of points, each as wide, and the model's values at them.
typedef struct sample {
    const calf_sensitivity_plan *plan;
    size_t rows, width; ///< points of a row
    double *values; ///< [output][row][width]
    void (*write_row)(const void *design, size_t row, double *points);
    const void *design;
} sample;

double calf_sensitivity_evaluations(const calf_sensitivity_plan *plan)
{
    const size_t groups =
        plan->trajectories > 0 && plan->kept + 1 < plan->factors ? plan->kept + 1 : plan->factors;
    return (double)plan->trajectories * (double)calf_morris_points(plan->factors) +
        (double)plan->rows * (double)calf_sobol_row_points(groups);
}

// Asks the model for some rows.
static calf_status take_rows(
    const sample *s, size_t first, size_t rows, double *unit, uint32_t *row, double *room)
{
    const calf_sensitivity_plan *plan = s->plan;
    const size_t count = rows * s->width;
    for (size_t r = 0; r < rows; r++) {
        s->write_row(s->design, first + r, unit + r * s->width * plan->factors);
        for (size_t k = 0; k < s->width; k++)
            row[r * s->width + k] = (uint32_t)(first + r);
    }
    const calf_sensitivity_points points = {.count = count, .unit = unit, .row = row};
    const calf_status status = plan->model(plan->context, &points, room);
    for (size_t o = 0; o < plan->outputs && status == CALF_OK; o++)
        memcpy(
            s->values + (o * s->rows + first) * s->width, room + o * count, count * sizeof *room);
    return status;
}

static calf_status take_sample(sample *s)
{
    const calf_sensitivity_plan *plan = s->plan;
    const size_t at_once = plan->points_at_once > s->width ? plan->points_at_once / s->width : 1;
    const size_t points = (at_once < s->rows ? at_once : s->rows) * s->width;
    double *unit = malloc(points * plan->factors * sizeof *unit);
    uint32_t *row = malloc(points * sizeof *row);
    double *room = malloc(points * plan->outputs * sizeof *room);
    s->values = malloc(s->rows * s->width * plan->outputs * sizeof *s->values);
    calf_status status = unit && row && room && s->values ? CALF_OK : calf_error_no_memory();
    for (size_t first = 0; first < s->rows && status == CALF_OK; first += at_once) {
        const size_t left = s->rows - first;
        status = take_rows(s, first, left < at_once ? left : at_once, unit, row, room);
    }
    free(unit);
    free(row);
    free(room);
    return status;
}

static const double *values_of(const sample *s, size_t output)
{
    return s->values + output * s->rows * s->width;
}

// A key to sort by, largest first; what has none (NaN) comes last.
typedef struct ranked {
    double key;
    size_t item;
} ranked;

static int largest_first(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    if (isnan(a->key) != isnan(b->key))
        return isnan(a->key) ? 1 : -1;
    if (a->key < b->key || a->key > b->key)
        return a->key < b->key ? 1 : -1;
    return (a->item > b->item) - (a->item < b->item);
}

static double rank_key(const calf_band *worlds, double main_value)
{
    return isnan(worlds->middle) ? main_value : worlds->middle;
}

static calf_status rank_by_effect(calf_sensitivity *of)
{
    ranked *order = malloc(of->factors * sizeof *order);
    if (order == NULL)
        return calf_error_no_memory();
    for (size_t f = 0; f < of->factors; f++) {
        const calf_screened *s = &of->screened[f];
        order[f] = (ranked){rank_key(&s->worlds, s->effect.mu_star.value), f};
    }
    qsort(order, of->factors, sizeof *order, largest_first);
    for (size_t f = 0; f < of->factors; f++)
        of->by_effect[f] = order[f].item;
    free(order);
    return CALF_OK;
}

// Effects in all worlds, and their bands.
static calf_status screen_worlds(
    const calf_morris_design *design, const sample *s, calf_sensitivity *of)
{
    const calf_resampling none = {.replicates = 0};
    const size_t n = of->factors;
    calf_morris_effect *effect = malloc(n * sizeof *effect);
    double *sizes = malloc((of->worlds * n + of->worlds) * sizeof *sizes); // [world][factor], room
    calf_status status = effect && sizes ? CALF_OK : calf_error_no_memory();
    for (size_t w = 0; w < of->worlds && status == CALF_OK; w++) {
        status = calf_morris_effects(design, s->rows, values_of(s, w + 1), &none, effect);
        for (size_t f = 0; f < n && status == CALF_OK; f++) {
            sizes[w * n + f] = effect[f].mu_star.value;
            of->moved = of->moved || sizes[w * n + f] > 0;
        }
    }
    for (size_t f = 0; f < n && status == CALF_OK; f++)
        of->screened[f].worlds = calf_band_of(sizes + f, n, of->worlds, sizes + of->worlds * n);
    free(effect);
    free(sizes);
    return status;
}

typedef struct screening_design {
    calf_morris_design morris;
    size_t *order; ///< room for that of a trajectory
} screening_design;

static void write_trajectory(const void *design, size_t row, double *points)
{
    const screening_design *screening = design;
    calf_morris_trajectory(&screening->morris, row, points, screening->order);
}

static calf_status screen(const calf_sensitivity_plan *plan, calf_sensitivity *of)
{
    const screening_design design = {
        .morris = {.seed = plan->seed, .factors = plan->factors, .levels = plan->levels},
        .order = malloc(plan->factors * sizeof *design.order)};
    sample s = {.plan = plan,
        .rows = plan->trajectories,
        .width = calf_morris_points(plan->factors),
        .write_row = write_trajectory,
        .design = &design};
    calf_morris_effect *effect = malloc(of->factors * sizeof *effect);
    calf_status status = effect && design.order ? take_sample(&s) : calf_error_no_memory();
    if (status == CALF_OK)
        status = calf_morris_effects(
            &design.morris, s.rows, values_of(&s, 0), &plan->resampling, effect);
    for (size_t f = 0; f < of->factors && status == CALF_OK; f++) {
        of->screened[f].effect = effect[f];
        of->moved = of->moved || effect[f].mu_star.value > 0;
    }
    if (status == CALF_OK)
        status = screen_worlds(&design.morris, &s, of);
    if (status == CALF_OK)
        status = rank_by_effect(of);
    free(design.order);
    free(effect);
    free(s.values);
    return status;
}

// The order of the factors in the design, the most important first, and the group of each there.
static void group_factors(const calf_sensitivity_plan *plan, calf_sensitivity *of, size_t *group)
{
    const bool some = of->trajectories > 0 && plan->kept + 1 < of->factors;
    of->groups = some ? plan->kept + 1 : of->factors;
    of->others = some ? of->factors - plan->kept : 0;
    for (size_t place = 0; place < of->factors; place++) {
        const size_t g = place < of->groups ? place : of->groups - 1;
        group[place] = g;
        of->decomposed[g].factor =
            some && g == plan->kept ? CALF_OTHER_FACTORS : of->by_effect[place];
    }
}

// A design whose factors stand in another order than the model's.
typedef struct ordered_design {
    calf_sobol_design sobol;
    const size_t *factor; ///< [place]
    double *room; ///< for the points of a row
} ordered_design;

static void write_sobol_row(const void *design, size_t row, double *points)
{
    const ordered_design *ordered = design;
    const size_t n = ordered->sobol.factors, width = calf_sobol_row_points(ordered->sobol.groups);
    calf_sobol_row(&ordered->sobol, row, ordered->room);
    for (size_t k = 0; k < width; k++)
        for (size_t place = 0; place < n; place++)
            points[k * n + ordered->factor[place]] = ordered->room[k * n + place];
}

// Indices with an eighth, a quarter, half and all of the rows; too few rows say nothing.
static calf_status converge(
    const calf_sensitivity_plan *plan, const sample *s, calf_sensitivity *of)
{
    enum { LEAST_ROWS = 8 };
    calf_status status = CALF_OK;
    calf_sobol_index *index = malloc(of->groups * sizeof *index);
    if (index == NULL)
        return calf_error_no_memory();
    for (size_t part = (size_t)1 << (CALF_CONVERGENCE_STEPS - 1); part > 0 && status == CALF_OK;
         part /= 2) {
        const size_t rows = s->rows / part, k = of->steps;
        if (rows < LEAST_ROWS && part > 1)
            continue;
        of->step_rows[of->steps++] = rows;
        status = calf_sobol_indices(
            values_of(s, 0), rows, of->groups, &plan->resampling, &of->step_output[k], index);
        for (size_t g = 0; g < of->groups && status == CALF_OK; g++)
            of->decomposed[g].step[k] = of->decomposed[g].index = index[g];
        of->output = of->step_output[k];
    }
    free(index);
    return status;
}

static calf_status decompose_worlds(const sample *s, calf_sensitivity *of)
{
    const calf_resampling none = {.replicates = 0};
    const size_t n = of->groups, worlds = of->worlds;
    calf_sobol_index *index = malloc(n * sizeof *index);
    double *all = malloc((2 * n + 1) * worlds * sizeof *all + 1); // [world][first, total], room
    calf_status status = index && all ? CALF_OK : calf_error_no_memory();
    for (size_t w = 0; w < worlds && status == CALF_OK; w++) {
        calf_sobol_output output;
        status = calf_sobol_indices(values_of(s, w + 1), s->rows, n, &none, &output, index);
        of->varied_worlds += status == CALF_OK && output.variance > 0;
        for (size_t g = 0; g < n && status == CALF_OK; g++) {
            all[w * 2 * n + g] = index[g].first.value;
            all[w * 2 * n + n + g] = index[g].total.value;
        }
    }
    for (size_t g = 0; g < n && status == CALF_OK; g++) {
        double *room = all + 2 * n * worlds;
        of->decomposed[g].first_worlds = calf_band_of(all + g, 2 * n, worlds, room);
        of->decomposed[g].total_worlds = calf_band_of(all + n + g, 2 * n, worlds, room);
    }
    free(index);
    free(all);
    return status;
}

static int larger_total_first(const void *left, const void *right)
{
    const calf_decomposed *a = left, *b = right;
    if ((a->factor == CALF_OTHER_FACTORS) != (b->factor == CALF_OTHER_FACTORS))
        return a->factor == CALF_OTHER_FACTORS ? 1 : -1;
    const ranked mine = {rank_key(&a->total_worlds, a->index.total.value), a->factor};
    const ranked other = {rank_key(&b->total_worlds, b->index.total.value), b->factor};
    return largest_first(&mine, &other);
}

static calf_status decompose(const calf_sensitivity_plan *plan, calf_sensitivity *of)
{
    const size_t n = plan->factors;
    size_t *group = malloc(n * sizeof *group);
    ordered_design design = {.factor = of->by_effect};
    sample s = {.plan = plan, .rows = plan->rows, .write_row = write_sobol_row, .design = &design};
    if (group == NULL)
        return calf_error_no_memory();
    group_factors(plan, of, group);
    s.width = calf_sobol_row_points(of->groups);
    design.room = malloc(s.width * n * sizeof *design.room);
    calf_status status = design.room != NULL
        ? calf_sobol_design_create(plan->seed, s.rows, n, group, of->groups, &design.sobol)
        : calf_error_no_memory();
    if (status == CALF_OK)
        status = take_sample(&s);
    if (status == CALF_OK)
        status = converge(plan, &s, of);
    if (status == CALF_OK)
        status = decompose_worlds(&s, of);
    if (status == CALF_OK)
        qsort(of->decomposed, of->groups, sizeof *of->decomposed, larger_total_first);
    calf_sobol_design_free(&design.sobol);
    free(design.room);
    free(group);
    free(s.values);
    return status;
}

static calf_status create_empty(const calf_sensitivity_plan *plan, calf_sensitivity **sensitivity)
{
    calf_sensitivity *made = calloc(1, sizeof *made);
    *sensitivity = made;
    if (made == NULL)
        return calf_error_no_memory();
    made->factors = plan->factors;
    made->worlds = plan->outputs - 1;
    made->trajectories = plan->trajectories;
    made->screened = calloc(plan->factors, sizeof *made->screened);
    made->by_effect = calloc(plan->factors, sizeof *made->by_effect);
    made->decomposed = calloc(plan->factors, sizeof *made->decomposed);
    if (made->screened == NULL || made->by_effect == NULL || made->decomposed == NULL)
        return calf_error_no_memory();
    for (size_t f = 0; f < plan->factors; f++)
        made->by_effect[f] = f;
    return CALF_OK;
}

calf_status calf_sensitivity_create(
    const calf_sensitivity_plan *plan, calf_sensitivity **sensitivity)
{
    calf_status status = create_empty(plan, sensitivity);
    if (status == CALF_OK && plan->trajectories > 0)
        status = screen(plan, *sensitivity);
    const bool pointless = status == CALF_OK && plan->trajectories > 0 && !(*sensitivity)->moved;
    if (status == CALF_OK && plan->rows > 0 && !pointless) {
        (*sensitivity)->rows = plan->rows;
        status = decompose(plan, *sensitivity);
    }
    if (status != CALF_OK) {
        calf_sensitivity_destroy(*sensitivity);
        *sensitivity = NULL;
    }
    return status;
}

void calf_sensitivity_destroy(calf_sensitivity *sensitivity)
{
    if (sensitivity == NULL)
        return;
    free(sensitivity->screened);
    free(sensitivity->by_effect);
    free(sensitivity->decomposed);
    free(sensitivity);
}
