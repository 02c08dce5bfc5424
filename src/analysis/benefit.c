// SPDX-License-Identifier: GPL-3.0-or-later
// Gains, losses and sameness, read off a result.
#include "analysis/benefit.h"

#include "analysis/paired.h"
#include "core/error.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

// Of the standard normal distribution at 0.975.
static const double two_sided = 1.959963984540054;

calf_proportion calf_proportion_of(size_t count, size_t of)
{
    const double n = (double)of, share = (double)count / n, square = two_sided * two_sided;
    const double middle = (share + square / (2 * n)) / (1 + square / n);
    const double half =
        two_sided / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n));
    return (calf_proportion){
        count, of, share, count == 0 ? share : middle - half, count == of ? share : middle + half};
}

calf_status calf_margins_default(const calf_result *result, double margins[CALF_OUTCOME_COUNT])
{
    double *stored = NULL;
    calf_status status = CALF_OK;
    if (calf_result_has(result, "outcome_margin"))
        status = calf_result_read_exactly(result, "outcome_margin", 0, CALF_OUTCOME_COUNT, &stored);
    for (int id = 0; id < CALF_OUTCOME_COUNT && !status; id++)
        margins[id] = stored ? stored[id] : calf_outcome_describe((calf_outcome_id)id)->margin;
    free(stored);
    return status;
}

// Of all pairs, [strategy][against][world][outcome], quantiles with one more dimension.
typedef struct pairs {
    double *mean, *sd, *lower, *higher, *quantile;
    double *far_lower, *far_higher; // beyond the margins; NULL in a result without margins
    double *margin; // [outcome]
    double *room; // [5][worlds]
} pairs;

static calf_status read_pairs(const calf_result *result, size_t point, pairs *all)
{
    const size_t count =
        result->strategy_count * result->strategy_count * result->worlds * CALF_OUTCOME_COUNT;
    const struct {
        const char *name;
        size_t count;
        double **values;
    } datasets[] = {{"difference_mean", count, &all->mean}, {"difference_sd", count, &all->sd},
        {"difference_share_lower", count, &all->lower},
        {"difference_share_higher", count, &all->higher},
        {"difference_quantile", count * CALF_QUANTILE_COUNT, &all->quantile},
        {"difference_share_lower_by_margin", count, &all->far_lower},
        {"difference_share_higher_by_margin", count, &all->far_higher},
        {"outcome_margin", CALF_OUTCOME_COUNT, &all->margin}};
    const size_t lacking = calf_result_has(result, "outcome_margin") ? 0 : 3;
    all->room = malloc((5 * result->worlds + 1) * sizeof *all->room);
    calf_status status = all->room ? CALF_OK : calf_error_no_memory();
    for (size_t d = 0; d + lacking < sizeof datasets / sizeof *datasets && !status; d++)
        status = calf_result_read_exactly(
            result, datasets[d].name, point, datasets[d].count, datasets[d].values);
    return status;
}

static void free_pairs(pairs *all)
{
    free(all->mean);
    free(all->sd);
    free(all->lower);
    free(all->higher);
    free(all->quantile);
    free(all->far_lower);
    free(all->far_higher);
    free(all->margin);
    free(all->room);
}

// A step that bins hardly tell from its neighbours is none.
static double step_of(calf_outcome_id id, size_t days)
{
    const double step = calf_outcome_step(id, days);
    return step * calf_outcome_describe(id)->difference_bins.per_unit < 2 ? 0 : step;
}

static double off_by(calf_read_share read)
{
    return fmax(read.share - read.least, read.most - read.share);
}

// Lower and higher beyond a margin, in one world: as counted, or else between quantiles.
static void read_beyond(calf_read_share beyond[2], const pairs *all, size_t one,
    const calf_paired *paired, double margin)
{
    const size_t id = one % CALF_OUTCOME_COUNT;
    if (all->margin && all->margin[id] == margin) {
        const double lower = all->far_lower[one], higher = all->far_higher[one];
        beyond[0] = (calf_read_share){lower, lower, lower};
        beyond[1] = (calf_read_share){higher, higher, higher};
    } else {
        beyond[0] = calf_paired_below(paired, margin);
        beyond[1] = calf_paired_above(paired, margin);
    }
}

static void put_shares(
    calf_outcome_benefit *into, const pairs *all, size_t at, const calf_comparison *of, double step)
{
    const size_t worlds = of->worlds;
    double *lower = all->room, *higher = lower + worlds, *within = higher + worlds;
    double *margin = within + worlds, *room = margin + worlds, off = 0, squares[2] = {0, 0};
    size_t kept = 0;
    for (size_t w = 0; w < worlds; w++) {
        const size_t one = at + w * CALF_OUTCOME_COUNT;
        const calf_paired paired = {
            all->quantile + one * CALF_QUANTILE_COUNT, all->lower[one], all->higher[one], step};
        calf_read_share beyond[2];
        read_beyond(beyond, all, one, &paired, into->margin);
        lower[w] = beyond[0].share;
        higher[w] = beyond[1].share;
        within[w] = 1 - lower[w] - higher[w];
        margin[w] = calf_paired_margin(&paired, 0.95);
        if (isnan(within[w]))
            continue;
        for (int side = 0; side < 2; side++)
            squares[side] += pow(calf_share_error(beyond[side].share, (double)of->runners), 2);
        off += fmax(off_by(beyond[0]), off_by(beyond[1]));
        kept++;
    }
    into->lower = calf_band_of(lower, 1, worlds, room);
    into->higher = calf_band_of(higher, 1, worlds, room);
    into->within = calf_band_of(within, 1, worlds, room);
    into->margin_of_95 = calf_band_of(margin, 1, worlds, room);
    into->lower_noise = sqrt(squares[0] / (double)kept);
    into->higher_noise = sqrt(squares[1] / (double)kept);
    into->resolution = off / (double)kept;
}

// Runners who must agree to the last digit before that shows anything of others.
static const double agreeing = 20;

// Whether one world's mean difference lies within the margin, given its runners: the interval of
// 90 %, which is two one-sided tests at 5 % (Schuirmann 1987).
static int is_alike(double mean, double sd, double runners, double margin)
{
    if (runners < 2 || (!(sd > 0) && runners < agreeing))
        return 0;
    const double off =
        sd > 0 ? gsl_cdf_tdist_Pinv(0.95, runners - 1) * calf_mean_error(sd, runners) : sd;
    return fabs(mean) + off <= margin;
}

static void count_worlds(calf_outcome_benefit *into, const pairs *all, size_t at,
    const calf_comparison *of, calf_better better)
{
    size_t kept = 0, gain = 0, alike = 0;
    for (size_t w = 0; w < of->worlds; w++) {
        const size_t one = at + w * CALF_OUTCOME_COUNT;
        const double mean = all->mean[one];
        if (isnan(mean))
            continue;
        kept++;
        gain += better == CALF_LOWER ? mean < 0 : mean > 0;
        alike += is_alike(mean, all->sd[one], (double)of->runners, into->margin);
    }
    into->better =
        calf_proportion_of(better == CALF_NEITHER ? 0 : gain, better == CALF_NEITHER ? 0 : kept);
    into->alike = calf_proportion_of(alike, kept);
}

// From the number of worlds, or of one world's runners.
static double chance_freedom(const calf_outcome_comparison *row, size_t kept, uint64_t runners)
{
    return isnan(row->difference.error) ? (double)runners - 1 : (double)kept - 1;
}

static double chance_t(double freedom)
{
    return freedom > 0 ? gsl_cdf_tdist_Pinv(0.975, freedom) : (double)NAN;
}

static void put_benefit(calf_outcome_benefit *into, const pairs *all, size_t at,
    const calf_comparison *of, calf_outcome_id id, size_t days)
{
    static const calf_band none = {(double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN};
    const calf_better better = calf_outcome_describe(id)->better;
    const calf_outcome_comparison *row = &of->outcome[id];
    put_shares(into, all, at, of, step_of(id, days));
    into->gain = better == CALF_LOWER ? into->lower : better == CALF_HIGHER ? into->higher : none;
    into->lose = better == CALF_LOWER ? into->higher : better == CALF_HIGHER ? into->lower : none;
    count_worlds(into, all, at, of, better);
    const double half =
        chance_t(chance_freedom(row, into->alike.of, of->runners)) * calf_difference_error(row);
    into->mean_low = row->difference.mean - half;
    into->mean_high = row->difference.mean + half;
}

calf_status calf_benefit_create(const calf_result *result, size_t point,
    const calf_comparison *comparisons, const double margins[CALF_OUTCOME_COUNT],
    calf_benefit **benefits)
{
    const size_t strategies = result->strategy_count;
    pairs all = {0};
    *benefits = NULL;
    calf_status status = read_pairs(result, point, &all);
    if (!status) {
        *benefits = calloc(strategies, sizeof **benefits);
        status = *benefits ? CALF_OK : calf_error_no_memory();
    }
    for (size_t s = 0; s < strategies && !status; s++) {
        const size_t pair = comparisons[s].strategy * strategies + comparisons[s].against;
        for (size_t id = 0; id < CALF_OUTCOME_COUNT; id++) {
            (*benefits)[s].outcome[id].margin = margins[id];
            put_benefit(&(*benefits)[s].outcome[id], &all,
                pair * result->worlds * CALF_OUTCOME_COUNT + id, &comparisons[s],
                (calf_outcome_id)id, result->days);
        }
    }
    free_pairs(&all);
    return status;
}

static double mean_doubt(const calf_outcome_comparison *row, const calf_outcome_benefit *benefit)
{
    const double mean = fabs(row->difference.mean);
    const double half = benefit->mean_high - row->difference.mean;
    const double needed = fmax(2 * calf_difference_error(row), isnan(half) ? 0 : half);
    if (row->lower.mean == 0 && row->higher.mean == 0)
        return 0;
    if (isnan(half)) // one runner in one world: nothing is known of others
        return HUGE_VAL;
    return mean < needed ? needed / mean * (needed / mean) : 0;
}

// Less than this of a share or of its band hardly shows in counts of 100.
static const double visible = 0.02;

// The error comes from the number of worlds; few of them may agree by luck, more closely than their
// runners can.
static double share_doubt(const calf_band *share, double noise, double worlds)
{
    const double error = fmax(isnan(share->error) ? 0 : share->error, noise / sqrt(worlds));
    const double ratio = 2 * error / fmax(share->mean, visible);
    return ratio > 1 ? ratio * ratio : 0;
}

// What the band is longer than without the noise, as far as variances tell that.
static double band_doubt(const calf_band *share, double noise, double worlds)
{
    const double part = 0.2;
    const double sd = share->error * sqrt(worlds), length = (share->high - share->low) / sd;
    const double plain = sqrt(fmax(sd * sd - noise * noise, 0));
    const double allowed = fmax(plain / (1 - part), plain + visible / length);
    return sd > allowed ? noise * noise / (allowed * allowed - plain * plain) : 0;
}

calf_doubts calf_doubts_of(
    const calf_comparison *row, const calf_benefit *benefit, calf_outcome_id outcome)
{
    const calf_outcome_benefit *of = &benefit->outcome[outcome];
    const double worlds = (double)of->alike.of;
    calf_doubts doubts = {.mean_times = mean_doubt(&row->outcome[outcome], of)};
    if (worlds > 0 && worlds < CALF_WORLDS_ENOUGH)
        doubts.worlds_times = CALF_WORLDS_ENOUGH / worlds;
    for (int side = 0; side < 2 && row->runners > 1; side++) {
        const calf_band *share = side == 0 ? &of->lower : &of->higher;
        const double noise = side == 0 ? of->lower_noise : of->higher_noise;
        doubts.share_times[side] = share_doubt(share, noise, worlds);
        doubts.band_times[side] = band_doubt(share, noise, worlds);
    }
    return doubts;
}
