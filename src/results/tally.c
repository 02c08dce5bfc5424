// SPDX-License-Identifier: GPL-3.0-or-later
// Streamed distributions: adding, merging, and what is read off them.
#include "results/tally.h"

#include <math.h>

__extension__ typedef unsigned __int128 wide;
__extension__ typedef __int128 signed_wide;

static const double UNITS = 4294967296.0; // 2^32
static const double LARGEST = 131072.0; // 2^17

// The logarithm and its inverse in plain arithmetic: a C library may round these differently from
// one processor to the next, and then a value could change its bin.
static double plain_log2(double x)
{
    int exponent;
    double m = frexp(x, &exponent);
    if (m < 0.70710678118654752) {
        m *= 2;
        exponent--;
    }
    const double s = (m - 1) / (m + 1);
    const double q = s * s;
    double series = 1.0 / 17;
    for (int odd = 15; odd > 0; odd -= 2)
        series = series * q + 1.0 / odd;
    return exponent + 2 * s * series * 1.4426950408889634;
}

static double plain_exp2(double x)
{
    const double whole = floor(x + 0.5);
    const double f = (x - whole) * 0.69314718055994531;
    double series = 1;
    for (int n = 16; n > 0; n--)
        series = 1 + series * f / n;
    return ldexp(series, (int)whole);
}

calf_bins calf_bins_make(calf_scale scale, double low, double high)
{
    double per_unit;
    if (scale == CALF_SCALE_LINEAR)
        per_unit = CALF_BINS / (high - low);
    else
        per_unit = (scale == CALF_SCALE_LOG ? CALF_BINS : CALF_BINS / 2) / plain_log2(high / low);
    return (calf_bins){scale, low, high, per_unit};
}

static double ratio_edge(const calf_bins *bins, int index)
{
    return index == 0 ? 0 : bins->low * plain_exp2(index / bins->per_unit);
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

// Written so that NaN cannot get through and a cast never overflows.
static int cut(double position, int last)
{
    if (!(position > 0))
        return 0;
    return position < last ? (int)position : last;
}

static int ratio_bin(const calf_bins *bins, double value, int last)
{
    if (!(value > bins->low))
        return 0;
    if (!(value < bins->high))
        return last;
    return cut(plain_log2(value / bins->low) * bins->per_unit, last);
}

static int bin_of(const calf_bins *bins, double value)
{
    if (bins->scale == CALF_SCALE_LINEAR)
        return cut((value - bins->low) * bins->per_unit, CALF_BINS - 1);
    if (bins->scale == CALF_SCALE_LOG)
        return ratio_bin(bins, value, CALF_BINS - 1);
    const int half = CALF_BINS / 2;
    return value < 0 ? half - 1 - ratio_bin(bins, -value, half - 1)
                     : half + ratio_bin(bins, value, half - 1);
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
    if (isnan(value))
        return;
    const double kept = value > LARGEST ? LARGEST : value < -LARGEST ? -LARGEST : value;
    const int64_t units = llrint(kept * UNITS);
    const uint64_t size = units < 0 ? -(uint64_t)units : (uint64_t)units;
    tally->lowest = tally->count == 0 || value < tally->lowest ? value : tally->lowest;
    tally->highest = tally->count == 0 || value > tally->highest ? value : tally->highest;
    tally->count++;
    tally->sum = sum_of(wide_of(tally->sum) + (wide)(signed_wide)units);
    tally->sum_of_squares = sum_of(wide_of(tally->sum_of_squares) + (wide)size * size);
    tally->bin[bin_of(bins, value)]++;
}

void calf_tally_merge(calf_tally *into, const calf_tally *from)
{
    if (from->count == 0)
        return;
    into->lowest = into->count == 0 || from->lowest < into->lowest ? from->lowest : into->lowest;
    into->highest =
        into->count == 0 || from->highest > into->highest ? from->highest : into->highest;
    into->count += from->count;
    into->sum = sum_of(wide_of(into->sum) + wide_of(from->sum));
    into->sum_of_squares = sum_of(wide_of(into->sum_of_squares) + wide_of(from->sum_of_squares));
    for (int i = 0; i < CALF_BINS; i++)
        into->bin[i] += from->bin[i];
}

// The whole number nearest below the mean, and what is left over of the sum: 0 <= rest < count.
static int64_t whole_mean(const calf_tally *tally, uint64_t *rest)
{
    const signed_wide sum = (signed_wide)wide_of(tally->sum);
    const signed_wide count = (signed_wide)tally->count;
    signed_wide mean = sum / count;
    if (sum % count < 0)
        mean--;
    *rest = (uint64_t)(sum - mean * count);
    return (int64_t)mean;
}

double calf_tally_mean(const calf_tally *tally)
{
    if (tally->count == 0)
        return (double)NAN;
    uint64_t rest;
    const int64_t mean = whole_mean(tally, &rest);
    return ((double)mean + (double)rest / (double)tally->count) / UNITS;
}

// The squares are moved to the whole number below the mean before anything is rounded, so that a
// small spread around a large mean keeps its digits: sum (x - m)^2 = sum x^2 - m (sum x + rest),
// rest = sum x - n m. Exact modulo 2^128, and the result is below that.
double calf_tally_sd(const calf_tally *tally)
{
    if (tally->count < 2)
        return tally->count == 1 ? 0 : (double)NAN;
    uint64_t rest;
    const wide mean = (wide)(signed_wide)whole_mean(tally, &rest);
    const wide squares = wide_of(tally->sum_of_squares) - mean * (wide_of(tally->sum) + rest);
    const double n = (double)tally->count;
    const double around = (double)squares - (double)rest * ((double)rest / n);
    return around > 0 ? sqrt(around / (n - 1)) / UNITS : 0;
}

void calf_tally_quantiles(
    const calf_tally *tally, const calf_bins *bins, const double p[], size_t count, double values[])
{
    int bin = 0;
    double below = 0;
    for (size_t i = 0; i < count; i++) {
        if (tally->count == 0) {
            values[i] = (double)NAN;
            continue;
        }
        const double target = p[i] * (double)tally->count;
        while (bin < CALF_BINS - 1 && (tally->bin[bin] == 0 || below + tally->bin[bin] < target)) {
            below += tally->bin[bin];
            bin++;
        }
        const double left = calf_bins_edge(bins, bin);
        const double right = calf_bins_edge(bins, bin + 1);
        const double inside = tally->bin[bin] ? (target - below) / tally->bin[bin] : 1;
        const double value = left + (right - left) * (inside < 0 ? 0 : inside > 1 ? 1 : inside);
        values[i] = fmin(fmax(value, tally->lowest), tally->highest);
    }
}

double calf_tally_quantile(const calf_tally *tally, const calf_bins *bins, double p)
{
    double value;
    calf_tally_quantiles(tally, bins, &p, 1, &value);
    return value;
}

double calf_tally_share_from(const calf_tally *tally, const calf_bins *bins, double level)
{
    if (tally->count == 0)
        return (double)NAN;
    int first = 0;
    const double near = 1e-9 * (bins->high - bins->low);
    while (first < CALF_BINS && calf_bins_edge(bins, first) < level - near)
        first++;
    uint64_t from = 0;
    for (int i = first; i < CALF_BINS; i++)
        from += tally->bin[i];
    return (double)from / (double)tally->count;
}
