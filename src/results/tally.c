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
    for (int i = 0; i <= CALF_BINS; i++)
        into->bin[i] += from->bin[i];
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

// Bins that are summed up before any of them is looked at: no quantile lies in most of them.
enum { GROUP = 40, GROUPS = CALF_BINS / GROUP };
_Static_assert(GROUP *GROUPS == CALF_BINS, "groups of equal size");

static void sum_groups(const calf_tally *tally, uint32_t group[GROUPS])
{
    for (int g = 0; g < GROUPS; g++) {
        uint32_t sum = 0;
#pragma omp simd reduction(+ : sum)
        for (int i = 0; i < GROUP; i++)
            sum += tally->bin[g * GROUP + i];
        group[g] = sum;
    }
}

// A bin, and how many values lie below it.
typedef struct bin_place {
    int bin;
    double below;
} bin_place;

static inline int misses(double below, uint32_t values, double target)
{
    return values == 0 || below + values < target;
}

// Goes on to the bin that holds the target-th value, or to the last one.
static bin_place find(
    const calf_tally *tally, const uint32_t group[GROUPS], bin_place from, double target)
{
    const int last = CALF_BINS - 1;
    while (from.bin < last && from.bin % GROUP && misses(from.below, tally->bin[from.bin], target))
        from.below += tally->bin[from.bin++];
    while (from.bin < last - GROUP && from.bin % GROUP == 0 &&
        misses(from.below, group[from.bin / GROUP], target)) {
        from.below += group[from.bin / GROUP];
        from.bin += GROUP;
    }
    while (from.bin < last && misses(from.below, tally->bin[from.bin], target))
        from.below += tally->bin[from.bin++];
    return from;
}

// Where in the bin the target-th value lies, if the bin's values lie evenly.
static double interpolate(
    const calf_tally *tally, const calf_bins *bins, bin_place place, double target)
{
    const uint32_t values = tally->bin[place.bin];
    const double left = calf_bins_edge(bins, place.bin);
    const double right = calf_bins_edge(bins, place.bin + 1);
    const double inside = values ? (target - place.below) / values : 1;
    const double value = left + (right - left) * calf_min(calf_max(inside, 0), 1);
    return calf_min(calf_max(value, tally->moments.lowest), tally->moments.highest);
}

void calf_tally_quantiles(
    const calf_tally *tally, const calf_bins *bins, const double p[], size_t count, double values[])
{
    uint32_t group[GROUPS];
    bin_place place = {0, 0};
    const double total = (double)tally->moments.count;
    sum_groups(tally, group);
    for (size_t i = 0; i < count; i++) {
        place = find(tally, group, place, p[i] * total);
        values[i] = total > 0 ? interpolate(tally, bins, place, p[i] * total) : (double)NAN;
    }
}

double calf_tally_quantile(const calf_tally *tally, const calf_bins *bins, double p)
{
    double value;
    calf_tally_quantiles(tally, bins, &p, 1, &value);
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

void calf_tally_shares_from(
    const calf_tally *tally, const int first_bin[], size_t count, double shares[])
{
    uint32_t from = 0;
    int end = CALF_BINS;
    for (size_t i = count; i-- > 0; end = first_bin[i]) {
#pragma omp simd reduction(+ : from)
        for (int bin = first_bin[i]; bin < end; bin++)
            from += tally->bin[bin];
        shares[i] = (double)from / (double)tally->moments.count; // 0/0 is NaN, as it should be
    }
}
