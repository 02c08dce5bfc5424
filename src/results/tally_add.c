// SPDX-License-Identifier: GPL-3.0-or-later
// Adding values to moments and finding their bins: whole arrays at once, in loops without a call or
// a branch, so that they vectorise on any processor and give the same bits on each.
#include "core/elementary.h"
#include "results/tally.h"

#include <math.h>
#include <stdbool.h>

// Values taken at once: few enough for sums of 64 bits, enough to make their folding cheap.
enum { CHUNK = 128 };

static const double UNITS = 4294967296.0; // 2^32
static const double LARGEST = 131072.0; // 2^17

// Sums over a chunk. A value's units, below 2^49 in size, are high 2^25 + low.
typedef struct chunk_sums {
    uint64_t units; // two's complement
    uint64_t high_high, high_low, low_low;
    uint64_t undefined;
    double lowest, highest;
} chunk_sums;

// 0 is added so that -0 counts as 0: which of the two came first must not matter.
static chunk_sums sum_up(const double *values, size_t count)
{
    const double shift = 0x1.8p52; // the last bits of shift + x are those of the whole number x
    const uint64_t shift_bits = calf_bits_of(shift);
    uint64_t units = 0, high_high = 0, high_low = 0, low_low = 0, undefined = 0;
    double lowest = HUGE_VAL, highest = -HUGE_VAL;
#pragma omp simd reduction(+ : units, high_high, high_low, low_low, undefined)                     \
    reduction(min : lowest) reduction(max : highest)
    for (size_t i = 0; i < count; i++) {
        double value = values[i] + 0.0;
        double defined = value == value ? value : 0;
        double kept = calf_max(calf_min(defined, LARGEST), -LARGEST);
        uint64_t whole = calf_bits_of(kept * UNITS + shift) - shift_bits;
        uint64_t size = (int64_t)whole < 0 ? -whole : whole;
        uint32_t high = (uint32_t)(size >> 25), low = (uint32_t)size & 0x1ffffff;
        units += whole;
        high_high += (uint64_t)high * high;
        high_low += (uint64_t)high * low;
        low_low += (uint64_t)low * low;
        undefined += value == value ? 0u : 1u;
        lowest = value < lowest ? value : lowest;
        highest = value > highest ? value : highest;
    }
    return (chunk_sums){units, high_high, high_low, low_low, undefined, lowest, highest};
}

// Adds value 2^power, 0 < power < 64.
static void add_shifted(calf_exact_sum *sum, uint64_t value, int power)
{
    uint64_t low = sum->low + (value << power);
    sum->high += (int64_t)(value >> (64 - power)) + (low < sum->low);
    sum->low = low;
}

static void add_signed(calf_exact_sum *sum, uint64_t value)
{
    uint64_t low = sum->low + value;
    sum->high += (low < sum->low) - ((int64_t)value < 0);
    sum->low = low;
}

static void fold(calf_moments *moments, const chunk_sums *sums, size_t count)
{
    if (sums->undefined == count)
        return;
    bool first = moments->count == 0;
    moments->lowest = first ? sums->lowest : calf_min(sums->lowest, moments->lowest);
    moments->highest = first ? sums->highest : calf_max(sums->highest, moments->highest);
    moments->count += count - sums->undefined;
    add_signed(&moments->sum, sums->units);
    add_shifted(&moments->sum_of_squares, sums->high_high, 50);
    add_shifted(&moments->sum_of_squares, sums->high_low, 26);
    add_signed(&moments->sum_of_squares, sums->low_low);
}

// The bin at a position in bins; NaN goes behind the last one.
static inline int cut(double position, double last)
{
    double inside = calf_min(calf_max(position, 0), last);
    return (int)(position == position ? inside : CALF_BINS);
}

static void place_linear(const calf_bins *bins, const double *values, size_t count, int *bin)
{
    const double low = bins->low, per_unit = bins->per_unit;
#pragma omp simd
    for (size_t i = 0; i < count; i++)
        bin[i] = cut((values[i] - low) * per_unit, CALF_BINS - 1);
}

// Bins between low and a value, which may be anything but NaN.
static inline double ratio_position(const calf_bins *bins, double per_low, double value)
{
    double inside = calf_min(calf_max(value, bins->low), bins->high);
    return calf_log2(inside * per_low) * bins->per_unit;
}

static void place_ratio(const calf_bins *bins, const double *values, size_t count, int *bin)
{
    const calf_bins by = *bins;
    const double per_low = 1 / by.low;
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double value = values[i];
        double position = ratio_position(&by, per_low, value);
        bin[i] = cut(value == value ? position : value, CALF_BINS - 1);
    }
}

static void place_signed_ratio(const calf_bins *bins, const double *values, size_t count, int *bin)
{
    const calf_bins by = *bins;
    const double per_low = 1 / by.low;
    const int half = CALF_BINS / 2;
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        double value = values[i];
        int from_middle = cut(ratio_position(&by, per_low, value < 0 ? -value : value), half - 1);
        int place = value < 0 ? half - 1 - from_middle : half + from_middle;
        bin[i] = value == value ? place : CALF_BINS;
    }
}

static void place_chunk(const calf_bins *bins, const double *values, size_t count, uint16_t *slots)
{
    int bin[CHUNK];
    if (bins->scale == CALF_SCALE_LINEAR)
        place_linear(bins, values, count, bin);
    else if (bins->scale == CALF_SCALE_LOG)
        place_ratio(bins, values, count, bin);
    else
        place_signed_ratio(bins, values, count, bin);
#pragma omp simd
    for (size_t i = 0; i < count; i++)
        slots[i] = (uint16_t)calf_bin_slot(bin[i]);
}

void calf_tally_place(calf_moments *moments, const calf_bins *bins, const double *values,
    size_t count, uint16_t *slots)
{
    for (size_t at = 0; at < count; at += CHUNK) {
        size_t here = count - at < CHUNK ? count - at : CHUNK;
        chunk_sums sums = sum_up(values + at, here);
        fold(moments, &sums, here);
        place_chunk(bins, values + at, here, slots + at);
    }
}

void calf_tally_add_many(
    calf_tally *tally, const calf_bins *bins, const double *values, size_t count)
{
    uint16_t slots[CHUNK];
    for (size_t at = 0; at < count; at += CHUNK) {
        size_t here = count - at < CHUNK ? count - at : CHUNK;
        calf_tally_place(&tally->moments, bins, values + at, here, slots);
        for (size_t i = 0; i < here; i++)
            tally->slot[slots[i]]++;
    }
}
