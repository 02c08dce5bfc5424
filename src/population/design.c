// SPDX-License-Identifier: GPL-3.0-or-later
// Designs: grids, random points, Latin hypercubes, and Sobol's sequence, scrambled or not.
#include "population/design.h"

#include "core/error.h"
#include "core/random.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_qrng.h>
#include <stdlib.h>

// What the random numbers of designs are for: the second part of their addresses.
typedef enum use { USE_RANDOM, USE_PART, USE_PLACE, USE_ORDER, USE_DIGIT, USE_REST } use;

// A place in a random order.
typedef struct ticket {
    double key;
    uint32_t item;
} ticket;

const char *calf_design_name(calf_design design)
{
    static const char *const names[] = {
        "grid", "random", "latin_hypercube", "sobol", "scrambled_sobol"};
    return names[design];
}

static double uniform_for(uint64_t seed, use what, size_t factor, size_t item)
{
    const calf_address address = {
        calf_stream("design"), (uint32_t)what, (uint32_t)factor, (uint32_t)item};
    return calf_uniform(seed, address);
}

// With so few bits that they can follow those of a whole number below 2^(53 - bits) unrounded.
static double fraction_for(uint64_t seed, use what, size_t factor, size_t item, int bits)
{
    const double cells = (double)(UINT64_C(1) << (bits - 1));
    return ((double)(uint64_t)(uniform_for(seed, what, factor, item) * cells) + 0.5) / cells;
}

void calf_design_grid(const size_t *levels, size_t factor_count, double *unit)
{
    size_t count = 1;
    for (size_t f = 0; f < factor_count; f++)
        count *= levels[f];
    for (size_t point = 0; point < count; point++) {
        size_t rest = point;
        for (size_t f = factor_count; f-- > 0; rest /= levels[f])
            unit[point * factor_count + f] = ((double)(rest % levels[f]) + 0.5) / (double)levels[f];
    }
}

static void draw_random(uint64_t seed, size_t points, size_t factors, double *unit)
{
    for (size_t point = 0; point < points; point++)
        for (size_t f = 0; f < factors; f++)
            unit[point * factors + f] = uniform_for(seed, USE_RANDOM, f, point);
}

static int by_key(const void *left, const void *right)
{
    const ticket *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

// The numbers 0 to count - 1 in a random order.
static void shuffle(uint64_t seed, use what, size_t factor, size_t count, ticket *order)
{
    for (size_t i = 0; i < count; i++)
        order[i] = (ticket){uniform_for(seed, what, factor, i), (uint32_t)i};
    qsort(order, count, sizeof *order, by_key);
}

static calf_status draw_latin(uint64_t seed, size_t points, size_t factors, double *unit)
{
    ticket *order = malloc(points * sizeof *order);
    if (!order)
        return calf_error_no_memory();
    for (size_t f = 0; f < factors; f++) {
        shuffle(seed, USE_PART, f, points, order);
        for (size_t point = 0; point < points; point++)
            unit[point * factors + f] =
                (order[point].item + fraction_for(seed, USE_PLACE, f, point, 20)) / (double)points;
    }
    free(order);
    return CALF_OK;
}

// The sequence in `width` of the factors, from the origin on, which GSL leaves out.
static calf_status draw_sequence(size_t points, size_t factors, size_t width, double *unit)
{
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)width);
    for (size_t f = 0; f < width; f++)
        unit[f] = 0;
    for (size_t point = 1; point < points && sequence; point++)
        gsl_qrng_get(sequence, &unit[point * factors]);
    const calf_status status = sequence ? CALF_OK : calf_error_no_memory();
    if (sequence)
        gsl_qrng_free(sequence);
    gsl_set_error_handler(handler);
    return status;
}

// A further group of factors has the points of the first one in an order of its own.
static void repeat_group(
    size_t points, size_t factors, size_t first, const ticket *order, double *unit)
{
    const size_t end =
        first + CALF_SOBOL_DIMENSIONS < factors ? first + CALF_SOBOL_DIMENSIONS : factors;
    for (size_t point = 0; point < points; point++)
        for (size_t f = first; f < end; f++)
            unit[point * factors + f] = unit[order[point].item * factors + f - first];
}

static calf_status draw_sobol(uint64_t seed, size_t points, size_t factors, double *unit)
{
    const size_t width = factors < CALF_SOBOL_DIMENSIONS ? factors : CALF_SOBOL_DIMENSIONS;
    calf_status status = draw_sequence(points, factors, width, unit);
    if (status != CALF_OK || width == factors)
        return status;
    ticket *order = malloc(points * sizeof *order);
    if (!order)
        return calf_error_no_memory();
    for (size_t first = width; first < factors; first += width) {
        shuffle(seed, USE_ORDER, first / width, points, order);
        repeat_group(points, factors, first, order, unit);
    }
    free(order);
    return CALF_OK;
}

// Owen's nested scrambling of one number. Digits before the one in turn, with a 1 in front, are a
// number of their own for every place in the tree of digits.
double calf_design_scramble(uint64_t seed, size_t factor, double x)
{
    const uint32_t digits = (uint32_t)(x * (1u << CALF_SOBOL_BITS));
    uint32_t scrambled = 0;
    for (int k = CALF_SOBOL_BITS - 1; k >= 0; k--) {
        const uint32_t before = (2u << (CALF_SOBOL_BITS - 1 - k) | digits >> k) >> 1;
        const uint32_t flip = uniform_for(seed, USE_DIGIT, factor, before) >= 0.5;
        scrambled = scrambled << 1 | ((digits >> k & 1) ^ flip);
    }
    // digits that Sobol's sequence does not have are random, too
    const double rest = fraction_for(seed, USE_REST, factor, digits, 53 - CALF_SOBOL_BITS);
    return (scrambled + rest) / (1u << CALF_SOBOL_BITS);
}

static calf_status draw_scrambled(uint64_t seed, size_t points, size_t factors, double *unit)
{
    calf_status status = draw_sobol(seed, points, factors, unit);
    for (size_t i = 0; i < points * factors && status == CALF_OK; i++)
        unit[i] = calf_design_scramble(seed, i % factors, unit[i]);
    return status;
}

calf_status calf_design_draw(
    calf_design design, uint64_t seed, size_t point_count, size_t factor_count, double *unit)
{
    switch (design) {
    case CALF_DESIGN_LATIN_HYPERCUBE:
        return draw_latin(seed, point_count, factor_count, unit);
    case CALF_DESIGN_SOBOL:
        return draw_sobol(seed, point_count, factor_count, unit);
    case CALF_DESIGN_SCRAMBLED_SOBOL:
        return draw_scrambled(seed, point_count, factor_count, unit);
    default:
        draw_random(seed, point_count, factor_count, unit);
        return CALF_OK;
    }
}
