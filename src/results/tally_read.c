// SPDX-License-Identifier: GPL-3.0-or-later
// Reading distributions: quantiles and shares, and the standard errors that the number of values
// leaves.
#include "results/tally.h"

#include "core/elementary.h"

#include <math.h>
#include <stdbool.h>

void calf_tally_sum_groups(const calf_tally *tally, calf_tally_groups *groups)
{
    uint32_t group[CALF_BIN_GROUPS] = {0}, sum = 0;
    for (size_t i = 0; i < CALF_BIN_SLOTS; i += CALF_BIN_GROUPS) {
        const uint32_t *slot = &tally->slot[i];
#pragma omp simd
        for (size_t g = 0; g < CALF_BIN_GROUPS; g++)
            group[g] += slot[g];
    }
    for (size_t g = 0; g < CALF_BIN_GROUPS - 1; g++)
        groups->up_to[g] = sum += group[g];
    groups->up_to[CALF_BIN_GROUPS - 1] = UINT32_MAX;
    for (size_t g = 0; g < CALF_BIN_GROUPS; g += 8)
        groups->up_to_eighth[g / 8] = groups->up_to[g + 7];
}

// The group that holds the rank-th value.
static inline uint32_t group_of(const calf_tally_groups *groups, uint32_t rank)
{
    uint32_t eighths = 0, inside = 0;
#pragma omp simd reduction(+ : eighths)
    for (size_t i = 0; i < CALF_BIN_GROUPS / 8; i++)
        eighths += groups->up_to_eighth[i] < rank ? 1u : 0u;
#pragma GCC unroll 8
    for (size_t g = 0; g < 7; g++)
        inside += groups->up_to[8 * eighths + g] < rank ? 1u : 0u;
    return 8 * eighths + inside;
}

// A bin, how many values it holds and how many lie below it.
typedef struct bin_place {
    uint32_t bin, values, below;
} bin_place;

// The bin of a group that holds the rank-th value. No branch hangs on the values.
static inline bin_place find(
    const calf_tally *tally, const calf_tally_groups *groups, uint32_t group, uint32_t rank)
{
    const uint32_t *slot = &tally->slot[group];
    uint32_t below = group > 0 ? groups->up_to[group - 1] : 0, sum = below, inside = 0;
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

// Quantiles worked out together, each with the two that its error is read off.
enum { TOGETHER = 10, AT_ONCE = 32 };

static void find_groups(
    const calf_tally_groups *groups, const uint32_t rank[AT_ONCE], uint32_t group[AT_ONCE])
{
    uint32_t eighths[AT_ONCE] = {0};
    for (size_t i = 0; i < CALF_BIN_GROUPS / 8; i++)
#pragma omp simd
        for (size_t k = 0; k < AT_ONCE; k++)
            eighths[k] += groups->up_to_eighth[i] < rank[k] ? 1u : 0u;
    for (size_t k = 0; k < AT_ONCE; k++) {
        const uint32_t *up_to = &groups->up_to[8 * eighths[k]];
        uint32_t inside = 0;
#pragma GCC unroll 8
        for (size_t g = 0; g < 7; g++)
            inside += up_to[g] < rank[k] ? 1u : 0u;
        group[k] = 8 * eighths[k] + inside;
    }
}

static void find_quantiles(const calf_tally *tally, const calf_tally_groups *groups,
    const double edge[CALF_BINS + 1], const double p[], size_t count, double values[])
{
    const double total = (double)tally->moments.count;
    const double lowest = tally->moments.lowest, highest = tally->moments.highest;
    double left[AT_ONCE], right[AT_ONCE], within[AT_ONCE], below[AT_ONCE];
    uint32_t rank[AT_ONCE] = {0}, group[AT_ONCE];
#pragma omp simd
    for (size_t i = 0; i < count; i++)
        rank[i] = rank_at(p[i] * total);
    find_groups(groups, rank, group);
    for (size_t i = 0; i < count; i++) {
        const bin_place place = find(tally, groups, group[i], rank[i]);
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

// The error as Woodruff has it (J Am Stat Assoc 1952): what the shares p -+ their own standard
// error are the quantiles of.
static void find_some(const calf_tally *tally, const calf_tally_groups *groups,
    const double edge[CALF_BINS + 1], const double p[], size_t count, double values[],
    double errors[])
{
    const double total = (double)tally->moments.count;
    double share[AT_ONCE], found[AT_ONCE];
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        const double error = sqrt(p[i] * (1 - p[i]) / total);
        share[i] = p[i];
        share[count + i] = calf_max(p[i] - error, 0);
        share[2 * count + i] = calf_min(p[i] + error, 1);
    }
    find_quantiles(tally, groups, edge, share, 3 * count, found);
#pragma omp simd
    for (size_t i = 0; i < count; i++) {
        values[i] = found[i];
        errors[i] = total < 2 ? (double)NAN : (found[2 * count + i] - found[count + i]) / 2;
    }
}

void calf_tally_quantiles(const calf_tally *tally, const calf_tally_groups *groups,
    const double edge[CALF_BINS + 1], const double p[], size_t count, double values[],
    double errors[])
{
    for (size_t i = 0; i < count; i += TOGETHER)
        find_some(tally, groups, edge, p + i, count - i < TOGETHER ? count - i : TOGETHER,
            values + i, errors + i);
}

double calf_tally_quantile(const calf_tally *tally, const calf_bins *bins, double p)
{
    double edge[CALF_BINS + 1], value, error;
    calf_tally_groups groups;
    calf_bins_edges(bins, edge);
    calf_tally_sum_groups(tally, &groups);
    calf_tally_quantiles(tally, &groups, edge, &p, 1, &value, &error);
    return value;
}

void calf_bins_middles(const calf_bins *bins, double middle[CALF_BIN_SLOTS])
{
    for (int i = 0; i < CALF_BIN_SLOTS; i++)
        middle[calf_bin_slot(i)] =
            i < CALF_BINS ? (calf_bins_edge(bins, i) + calf_bins_edge(bins, i + 1)) / 2 : 0;
}

// Sums over the values, each as its bin's middle, of the second and the fourth power of what it is
// from the centre.
typedef struct power_sums {
    double second, fourth;
} power_sums;

// Groups are summed up in fixed parts, so that no vector's width and no choice of groups that are
// empty shows in the bits.
enum { PARTS = 8 };

static power_sums sum_powers(const calf_tally *tally, const double middle[CALF_BIN_SLOTS],
    double centre, size_t first, size_t end)
{
    double second[CALF_BIN_GROUPS] = {0}, fourth[CALF_BIN_GROUPS] = {0};
    double parts[2][PARTS] = {{0}};
#pragma omp simd
    for (size_t g = first; g < end; g++) {
        double square_sum = 0, fourth_sum = 0;
#pragma GCC unroll 8
        for (size_t i = 0; i < CALF_BIN_SLOTS; i += CALF_BIN_GROUPS) {
            const double away = middle[i + g] - centre, square = away * away;
            const double squares = (double)(int32_t)tally->slot[i + g] * square;
            square_sum += squares;
            fourth_sum += squares * square;
        }
        second[g] = square_sum;
        fourth[g] = fourth_sum;
    }
    for (size_t g = first / PARTS * PARTS; g < end; g += PARTS)
#pragma omp simd
        for (size_t k = 0; k < PARTS; k++) {
            parts[0][k] += second[g + k];
            parts[1][k] += fourth[g + k];
        }
    power_sums sums = {0, 0};
    for (size_t k = 0; k < PARTS; k++) {
        sums.second += parts[0][k];
        sums.fourth += parts[1][k];
    }
    return sums;
}

// The fourth central moment over the square of the second: of the values as they lie in their bins,
// evenly, so that a spread below a bin's width counts too. Where it matters, all bins in question
// are as wide as the middle one.
static double kurtosis_of(const calf_tally *tally, const calf_tally_groups *groups,
    const double edge[CALF_BINS + 1], const double middle[CALF_BIN_SLOTS], double mean)
{
    const uint32_t count = (uint32_t)tally->moments.count;
    const size_t first = group_of(groups, 1), end = group_of(groups, count) + 1;
    const power_sums sums = sum_powers(tally, middle, mean, first, end);
    const size_t bin = (size_t)group_of(groups, count / 2) * CALF_BIN_GROUP;
    const double width = (edge[bin + CALF_BIN_GROUP] - edge[bin]) / CALF_BIN_GROUP;
    const double within = width * width / 12; // variance of a bin's values
    const double second = sums.second / count, fourth = sums.fourth / count;
    const double both = second + within;
    return (fourth + 6 * within * second + 1.8 * within * within) / (both * both);
}

double calf_tally_sd_error(const calf_tally *tally, const calf_tally_groups *groups,
    const double edge[CALF_BINS + 1], const double middle[CALF_BIN_SLOTS], double mean, double sd)
{
    const bool spread = tally->moments.count > 1 && sd > 0;
    return calf_sd_error(sd, spread ? kurtosis_of(tally, groups, edge, middle, mean) : 1,
        (double)tally->moments.count);
}

int calf_bins_from(const calf_bins *bins, double level)
{
    int first = 0;
    const double near = 1e-9 * (bins->high - bins->low);
    while (first < CALF_BINS && calf_bins_edge(bins, first) < level - near)
        first++;
    return first;
}

static uint32_t count_below(const calf_tally *tally, const calf_tally_groups *groups, int bin)
{
    const int group = bin / CALF_BIN_GROUP;
    uint32_t below = group > 0 ? groups->up_to[group - 1] : 0;
    for (int i = group * CALF_BIN_GROUP; i < bin; i++)
        below += tally->slot[calf_bin_slot(i)];
    return below;
}

void calf_tally_shares_from(const calf_tally *tally, const calf_tally_groups *groups,
    const int first_bin[], size_t count, double shares[])
{
    const double total = (double)tally->moments.count;
    for (size_t i = 0; i < count; i++) // 0/0 is NaN, as it should be
        shares[i] = (total - count_below(tally, groups, first_bin[i])) / total;
}

double calf_mean_error(double sd, double count)
{
    return count < 2 ? (double)NAN : sd / sqrt(count);
}

double calf_sd_error(double sd, double kurtosis, double count)
{
    if (count < 2)
        return (double)NAN;
    return sd > 0 ? sd / 2 * sqrt(calf_max(kurtosis - 1, 0) / count) : 0;
}

double calf_share_error(double share, double count)
{
    return count < 2 ? (double)NAN : sqrt(share * (1 - share) / count);
}
