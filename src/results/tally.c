// SPDX-License-Identifier: GPL-3.0-or-later
// Streamed distributions: adding, merging, and what is read off them.
#include "results/tally.h"

#include "core/elementary.h"

#include <math.h>

__extension__ typedef unsigned __int128 wide;
__extension__ typedef __int128 signed_wide;

static const double UNITS = 4294967296.0; // 2^32

calf_bins calf_bins_make(calf_scale scale, double low, double high)
{
    double per_unit;
    if (scale == CALF_SCALE_LINEAR)
        per_unit = CALF_BINS / (high - low);
    else
        per_unit = (scale == CALF_SCALE_LOG ? CALF_BINS : CALF_BINS / 2) / calf_log2(high / low);
    return (calf_bins){scale, low, high, per_unit};
}

static double ratio_edge(const calf_bins *bins, int index)
{
    return index == 0 ? 0 : bins->low * calf_exp2(index / bins->per_unit);
}

double calf_bins_edge(const calf_bins *bins, int index)
{
    if (index == CALF_BINS)
        return bins->high;
    switch (bins->scale) {
    case CALF_SCALE_LOG:
        return ratio_edge(bins, index);
    case CALF_SCALE_SIGNED_LOG:
        index -= CALF_BINS / 2;
        return index < 0 ? -ratio_edge(bins, -index) : ratio_edge(bins, index);
    default:
        return bins->low + index / bins->per_unit;
    }
}

void calf_bins_edges(const calf_bins *bins, double edge[CALF_BINS + 1])
{
    for (int i = 0; i <= CALF_BINS; i++)
        edge[i] = calf_bins_edge(bins, i);
}

static wide wide_of(calf_exact_sum sum)
{
    return (wide)(uint64_t)sum.high << 64 | sum.low;
}

static calf_exact_sum sum_of(wide value)
{
    return (calf_exact_sum){(uint64_t)value, (int64_t)(uint64_t)(value >> 64)};
}

void calf_tally_add(calf_tally *tally, const calf_bins *bins, double value)
{
    calf_tally_add_many(tally, bins, &value, 1);
}

void calf_moments_merge(calf_moments *into, const calf_moments *from)
{
    if (from->count == 0)
        return;
    into->lowest = into->count == 0 || from->lowest < into->lowest ? from->lowest : into->lowest;
    into->highest =
        into->count == 0 || from->highest > into->highest ? from->highest : into->highest;
    into->count += from->count;
    into->sum = sum_of(wide_of(into->sum) + wide_of(from->sum));
    into->sum_of_squares = sum_of(wide_of(into->sum_of_squares) + wide_of(from->sum_of_squares));
}

void calf_tally_merge(calf_tally *into, const calf_tally *from)
{
    calf_moments_merge(&into->moments, &from->moments);
    for (size_t i = 0; i < CALF_BIN_SLOTS; i++)
        into->slot[i] += from->slot[i];
}

// The whole number nearest below the mean, and what is left over of the sum: 0 <= rest < count.
static int64_t whole_mean(const calf_moments *moments, uint64_t *rest)
{
    const signed_wide sum = (signed_wide)wide_of(moments->sum);
    const signed_wide count = (signed_wide)moments->count;
    signed_wide mean = sum / count;
    signed_wide left = sum - mean * count;
    if (left < 0) {
        mean--;
        left += count;
    }
    *rest = (uint64_t)left;
    return (int64_t)mean;
}

double calf_tally_mean(const calf_tally *tally)
{
    if (tally->moments.count == 0)
        return (double)NAN;
    uint64_t rest;
    const int64_t mean = whole_mean(&tally->moments, &rest);
    return ((double)mean + (double)rest / (double)tally->moments.count) / UNITS;
}

// The squares are moved to the whole number below the mean before anything is rounded, so that a
// small spread around a large mean keeps its digits: sum (x - m)^2 = sum x^2 - m (sum x + rest),
// rest = sum x - n m. Exact modulo 2^128, and the result is below that.
double calf_tally_sd(const calf_tally *tally)
{
    if (tally->moments.count < 2)
        return tally->moments.count == 1 ? 0 : (double)NAN;
    uint64_t rest;
    const wide mean = (wide)(signed_wide)whole_mean(&tally->moments, &rest);
    const wide squares =
        wide_of(tally->moments.sum_of_squares) - mean * (wide_of(tally->moments.sum) + rest);
    const double n = (double)tally->moments.count;
    const double around = (double)squares - (double)rest * ((double)rest / n);
    return around > 0 ? sqrt(around / (n - 1)) / UNITS : 0;
}

// Values in each group of bins and all those before it. The last group is said to hold all that is
// asked for.
static void sum_groups(const calf_tally *tally, uint32_t up_to[CALF_BIN_GROUPS])
{
    uint32_t group[CALF_BIN_GROUPS] = {0}, sum = 0;
    for (size_t i = 0; i < CALF_BIN_SLOTS; i += CALF_BIN_GROUPS) {
        const uint32_t *slot = &tally->slot[i];
#pragma omp simd
        for (size_t g = 0; g < CALF_BIN_GROUPS; g++)
            group[g] += slot[g];
    }
    for (size_t g = 0; g < CALF_BIN_GROUPS - 1; g++)
        up_to[g] = sum += group[g];
    up_to[CALF_BIN_GROUPS - 1] = UINT32_MAX;
}

// A bin, how many values it holds and how many lie below it.
typedef struct bin_place {
    uint32_t bin, values, below;
} bin_place;

// The bin that holds the rank-th value: its group first, then its place there. No branch hangs on
// the values.
static bin_place find(const calf_tally *tally, const uint32_t up_to[CALF_BIN_GROUPS], uint32_t rank)
{
    uint32_t group = 0, inside = 0;
#pragma omp simd reduction(+ : group)
    for (size_t g = 0; g < CALF_BIN_GROUPS; g++)
        group += up_to[g] < rank ? 1u : 0u;
    const uint32_t *slot = &tally->slot[group];
    uint32_t below = group > 0 ? up_to[group - 1] : 0, sum = below;
#pragma GCC unroll 16
    for (uint32_t i = 0; i < CALF_BIN_GROUP - 1; i++) {
        const uint32_t values = slot[i * CALF_BIN_GROUPS];
        sum += values;
        const uint32_t missed = sum < rank;
        inside += missed;
        below += missed * values; // an if would be a branch
    }
    return (bin_place){group * CALF_BIN_GROUP + inside, slot[inside * CALF_BIN_GROUPS], below};
}

// The lowest rank that is not below a share of all values.
static uint32_t rank_at(double target)
{
    const uint32_t whole = (uint32_t)target;
    return whole + ((double)whole < target);
}

// Quantiles worked out together.
enum { AT_ONCE = 16 };

static void find_quantiles(const calf_tally *tally, const uint32_t up_to[CALF_BIN_GROUPS],
    const double edge[CALF_BINS + 1], const double p[], size_t count, double values[])
{
    const double total = (double)tally->moments.count;
    const double lowest = tally->moments.lowest, highest = tally->moments.highest;
    double left[AT_ONCE], right[AT_ONCE], within[AT_ONCE], below[AT_ONCE];
    for (size_t i = 0; i < count; i++) {
        const bin_place place = find(tally, up_to, rank_at(p[i] * total));
        left[i] = edge[place.bin];
        right[i] = edge[place.bin + 1];
        within[i] = place.values > 0 ? place.values : 1;
        below[i] = place.below;
    }
#pragma omp simd
    for (size_t i = 0; i < count; i++) { // as if the bin's values lay evenly
        const double inside = calf_min(calf_max((p[i] * total - below[i]) / within[i], 0), 1);
        const double value = left[i] + (right[i] - left[i]) * inside;
        values[i] = total > 0 ? calf_min(calf_max(value, lowest), highest) : (double)NAN;
    }
}

void calf_tally_quantiles(const calf_tally *tally, const double edge[CALF_BINS + 1],
    const double p[], size_t count, double values[])
{
    uint32_t up_to[CALF_BIN_GROUPS];
    sum_groups(tally, up_to);
    for (size_t i = 0; i < count; i += AT_ONCE)
        find_quantiles(
            tally, up_to, edge, p + i, count - i < AT_ONCE ? count - i : AT_ONCE, values + i);
}

double calf_tally_quantile(const calf_tally *tally, const calf_bins *bins, double p)
{
    double edge[CALF_BINS + 1], value;
    calf_bins_edges(bins, edge);
    calf_tally_quantiles(tally, edge, &p, 1, &value);
    return value;
}

int calf_bins_from(const calf_bins *bins, double level)
{
    int first = 0;
    const double near = 1e-9 * (bins->high - bins->low);
    while (first < CALF_BINS && calf_bins_edge(bins, first) < level - near)
        first++;
    return first;
}

static uint32_t count_below(const calf_tally *tally, const uint32_t up_to[CALF_BIN_GROUPS], int bin)
{
    const int group = bin / CALF_BIN_GROUP;
    uint32_t below = group > 0 ? up_to[group - 1] : 0;
    for (int i = group * CALF_BIN_GROUP; i < bin; i++)
        below += tally->slot[calf_bin_slot(i)];
    return below;
}

void calf_tally_shares_from(
    const calf_tally *tally, const int first_bin[], size_t count, double shares[])
{
    uint32_t up_to[CALF_BIN_GROUPS];
    const double total = (double)tally->moments.count;
    sum_groups(tally, up_to);
    for (size_t i = 0; i < count; i++) // 0/0 is NaN, as it should be
        shares[i] = (total - count_below(tally, up_to, first_bin[i])) / total;
}
