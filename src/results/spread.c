// SPDX-License-Identifier: GPL-3.0-or-later
// The spread over worlds of several numbers at once: in loops over numbers that lie side by side.
#include "results/spread.h"

#include "core/elementary.h"
#include "results/tally.h"

#include <math.h>

const char *const calf_spread_names[CALF_SPREAD_COUNT] = {
    "mean", "sd", "q05", "q25", "q50", "q75", "q95"};

static const double shares[CALF_SPREAD_COUNT] = {
    [CALF_SPREAD_Q05] = 0.05,
    [CALF_SPREAD_Q25] = 0.25,
    [CALF_SPREAD_Q50] = 0.5,
    [CALF_SPREAD_Q75] = 0.75,
    [CALF_SPREAD_Q95] = 0.95,
};

// Sums over worlds, of each number: how many have one, their sum, and of what they are from the
// mean the second and fourth power.
typedef struct sums {
    double count[CALF_SPREAD_TOGETHER], sum[CALF_SPREAD_TOGETHER];
    double second[CALF_SPREAD_TOGETHER], fourth[CALF_SPREAD_TOGETHER];
} sums;

static void sum_up(const double *values, size_t stride, size_t worlds, size_t count, sums *of)
{
    double mean[CALF_SPREAD_TOGETHER];
    *of = (sums){{0}, {0}, {0}, {0}};
    for (size_t w = 0; w < worlds; w++, values += stride)
#pragma omp simd
        for (size_t i = 0; i < count; i++) {
            of->count[i] += values[i] == values[i] ? 1 : 0;
            of->sum[i] += values[i] == values[i] ? values[i] : 0;
        }
    for (size_t i = 0; i < count; i++)
        mean[i] = of->sum[i] / of->count[i];
    values -= worlds * stride;
    for (size_t w = 0; w < worlds; w++, values += stride)
#pragma omp simd
        for (size_t i = 0; i < count; i++) {
            const double away = values[i] - mean[i];
            const double square = away == away ? away * away : 0;
            of->second[i] += square;
            of->fourth[i] += square * square;
        }
}

static void exchange(double *first, double *second, size_t count)
{
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        const double a = first[i], b = second[i];
        first[i] = calf_min(a, b);
        second[i] = calf_max(a, b);
    }
}

// Sorts each column of rows by Batcher's merge exchange (Knuth, volume 3, 5.2.2 M): what is
// compared does not hang on the values, so that all columns are sorted in one go.
static void sort_columns(double *values, size_t rows, size_t count)
{
    for (size_t p = 1; p < rows; p *= 2)
        for (size_t k = p; k >= 1; k /= 2)
            for (size_t j = k % p; j + k < rows; j += 2 * k)
                for (size_t i = j; i < j + k && i + k < rows; i++)
                    if (i / (2 * p) == (i + k) / (2 * p))
                        exchange(values + i * count, values + (i + k) * count, count);
}

// Copies the values, those that are none as the largest; 0 is added so that -0 counts as 0, as of
// two zeros sorting keeps one.
static void copy_for_sorting(
    const double *values, size_t stride, size_t worlds, size_t count, double *to)
{
    for (size_t w = 0; w < worlds; w++)
        for (size_t i = 0; i < count; i++) {
            const double value = values[w * stride + i];
            to[w * count + i] = value == value ? value + 0.0 : HUGE_VAL;
        }
}

// The quantile between order statistics of sorted values.
static double quantile(const double *sorted, size_t stride, size_t count, double p)
{
    const double place = p * (double)(count - 1);
    const size_t below = (size_t)place;
    if (below + 1 >= count)
        return sorted[(count - 1) * stride];
    const double low = sorted[below * stride], high = sorted[(below + 1) * stride];
    return low + (place - (double)below) * (high - low);
}

static void put_quantiles(
    const double *sorted, size_t stride, size_t count, calf_spread_values *spread)
{
    for (int id = CALF_SPREAD_Q05; id < CALF_SPREAD_COUNT; id++) {
        const double p = shares[id], off = sqrt(p * (1 - p) / (double)count);
        spread->value[id] = quantile(sorted, stride, count, p);
        spread->error[id] = count < 2
            ? (double)NAN
            : (quantile(sorted, stride, count, p + off < 1 ? p + off : 1) -
                  quantile(sorted, stride, count, p - off > 0 ? p - off : 0)) /
                2;
    }
}

static void put_moments(
    double n, double sum, double second, double fourth, calf_spread_values *spread)
{
    const double sd = n < 2 ? (double)NAN : sqrt(second / (n - 1));
    const double kurtosis = n * fourth / (second * second);
    spread->value[CALF_SPREAD_MEAN] = sum / n;
    spread->error[CALF_SPREAD_MEAN] = calf_mean_error(sd, n);
    spread->value[CALF_SPREAD_SD] = sd;
    spread->error[CALF_SPREAD_SD] = calf_sd_error(sd, kurtosis, n);
}

void calf_spread_over_worlds(const double *values, size_t stride, size_t worlds, size_t count,
    double *room, calf_spread_values spread[])
{
    sums of;
    sum_up(values, stride, worlds, count, &of);
    copy_for_sorting(values, stride, worlds, count, room);
    sort_columns(room, worlds, count);
    for (size_t i = 0; i < count; i++) {
        put_moments(of.count[i], of.sum[i], of.second[i], of.fourth[i], &spread[i]);
        if (of.count[i] > 0) {
            put_quantiles(room + i, count, (size_t)of.count[i], &spread[i]);
            continue;
        }
        for (int id = CALF_SPREAD_Q05; id < CALF_SPREAD_COUNT; id++)
            spread[i].value[id] = spread[i].error[id] = (double)NAN;
    }
}
