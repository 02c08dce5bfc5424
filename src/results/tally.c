// SPDX-License-Identifier: GPL-3.0-or-later
// Streamed distributions: bins, merging, mean and SD.
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
