// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of one world: what is read off its distributions, as the file lays it out.
#include "results/world_numbers.h"

#include "core/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double count_values(const calf_layout *layout)
{
    double count = 0;
    for (size_t i = 0; i < layout->count; i++)
        if (layout->datasets[i].place == CALF_IN_ROOT)
            count += (double)calf_layout_values_a_world(layout, &layout->datasets[i]);
    return count;
}

double calf_world_values_bytes(const calf_result_header *header)
{
    calf_layout layout;
    calf_layout_init(&layout, header);
    return (double)sizeof(double) * count_values(&layout);
}

double calf_world_numbers_bytes(const calf_result_header *header)
{
    return (double)sizeof(calf_world_numbers) + calf_world_values_bytes(header);
}

static void cut(calf_cuts *cuts, const calf_bins *bins)
{
    calf_bins_edges(bins, cuts->edge);
    calf_bins_middles(bins, cuts->middle);
}

static void cut_all(calf_world_numbers *numbers)
{
    for (int id = 0; id < CALF_OUTPUT_COUNT; id++)
        cut(&numbers->field[id], &calf_output_describe((calf_output_id)id)->bins);
    for (int id = 0; id < CALF_OUTCOME_COUNT; id++) {
        const calf_outcome_info *info = calf_outcome_describe((calf_outcome_id)id);
        cut(&numbers->outcome[id], &info->bins);
        cut(&numbers->difference[id], &info->difference_bins);
    }
}

calf_status calf_world_numbers_create(
    const calf_result_header *header, calf_world_numbers **numbers)
{
    *numbers = NULL;
    calf_world_numbers *made = calloc(1, sizeof *made);
    if (!made)
        return calf_error_no_memory();
    const calf_layout *layout = &made->layout;
    calf_layout_init(&made->layout, header);
    double *values = calloc((size_t)count_values(layout), sizeof *values);
    if (!values) {
        free(made);
        return calf_error_no_memory();
    }
    cut_all(made);
    made->values = values;
    made->count = (size_t)count_values(layout);
    for (size_t i = 0; i < layout->count; i++)
        if (layout->datasets[i].place == CALF_IN_ROOT) {
            made->of[i] = values;
            values += calf_layout_values_a_world(layout, &layout->datasets[i]);
        }
    *numbers = made;
    return CALF_OK;
}

double *calf_world_numbers_values(const calf_world_numbers *numbers, size_t *count)
{
    *count = numbers->count;
    return numbers->values;
}

void calf_world_numbers_destroy(calf_world_numbers *numbers)
{
    if (!numbers)
        return;
    free(numbers->values);
    free(numbers);
}

// The values of a dataset that the layout has; `name` and `suffix` make its name.
static double *values_of(const calf_world_numbers *numbers, const char *name, const char *suffix)
{
    char whole[96];
    snprintf(whole, sizeof whole, "%s%s", name, suffix);
    const calf_dataset *dataset = calf_layout_find(&numbers->layout, CALF_IN_ROOT, whole);
    return dataset ? numbers->of[dataset - numbers->layout.datasets] : NULL;
}

// Where a statistic and its error go.
typedef struct statistic {
    double *value, *error;
} statistic;

static statistic statistic_of(
    const calf_world_numbers *numbers, const char *name, const char *suffix)
{
    char error[64];
    snprintf(error, sizeof error, "%s_error", suffix);
    return (statistic){values_of(numbers, name, suffix), values_of(numbers, name, error)};
}

// Where the numbers read off rows of distributions go: [row], [row], [row][quantile].
typedef struct summary {
    statistic mean, sd, quantile;
} summary;

static summary summary_of(const calf_world_numbers *numbers, const char *name)
{
    return (summary){statistic_of(numbers, name, "_mean"), statistic_of(numbers, name, "_sd"),
        statistic_of(numbers, name, "_quantile")};
}

static void summarise(const summary *into, size_t row, const calf_tally *tally,
    const calf_tally_groups *groups, const calf_cuts *cuts)
{
    const double mean = calf_tally_mean(tally), sd = calf_tally_sd(tally);
    const size_t first = row * CALF_QUANTILE_COUNT;
    into->mean.value[row] = mean;
    into->mean.error[row] = calf_mean_error(sd, (double)tally->moments.count);
    into->sd.value[row] = sd;
    into->sd.error[row] = calf_tally_sd_error(tally, groups, cuts->edge, cuts->middle, mean, sd);
    calf_tally_quantiles(tally, groups, cuts->edge, calf_quantiles, CALF_QUANTILE_COUNT,
        into->quantile.value + first, into->quantile.error + first);
}

// A share of the runners that a distribution has; 0/0 is NaN, as it should be.
static void put_share(const statistic *into, size_t row, const calf_tally *tally, uint64_t runners)
{
    const double count = (double)tally->moments.count;
    into->value[row] = (double)runners / count;
    into->error[row] = calf_share_error(into->value[row], count);
}

static void soreness_levels(const calf_bins *bins, int first_bin[CALF_LEVEL_COUNT])
{
    for (int level = 0; level < CALF_LEVEL_COUNT; level++)
        first_bin[level] = calf_bins_from(bins, calf_soreness_levels_mm[level]);
}

// A daily component: where its field's numbers go, [strategy][day][part].
typedef struct component_place {
    summary into;
    statistic shares; ///< [row][level] of calf soreness, NULL for other fields
    const calf_cuts *cuts;
    size_t parts, part;
} component_place;

static component_place place_of(
    const calf_world_numbers *numbers, const calf_components *components, size_t component)
{
    const calf_output_id id = components->output[component];
    const calf_output_info *info = calf_output_describe(id);
    return (component_place){.into = summary_of(numbers, info->name),
        .shares = id == CALF_OUTPUT_calf_soreness_mm
            ? statistic_of(numbers, "calf_soreness", "_share_from")
            : (statistic){NULL, NULL},
        .cuts = &numbers->field[id],
        .parts = (size_t)info->parts,
        .part = (size_t)components->part[component]};
}

static void put_levels(const statistic *into, size_t row, const calf_tally *tally,
    const calf_tally_groups *groups, const int first_bin[CALF_LEVEL_COUNT])
{
    double *share = into->value + row * CALF_LEVEL_COUNT;
    calf_tally_shares_from(tally, groups, first_bin, CALF_LEVEL_COUNT, share);
    for (size_t level = 0; level < CALF_LEVEL_COUNT; level++)
        into->error[row * CALF_LEVEL_COUNT + level] =
            calf_share_error(share[level], (double)tally->moments.count);
}

// Distributions read together; their tallies lie in the first-level cache.
enum { ROWS_AT_ONCE = 8 };

// In the order in which the distributions lie in memory.
static void summarise_mornings(const calf_world_numbers *numbers, const calf_statistics *statistics)
{
    const calf_components *components = &statistics->components;
    component_place places[CALF_COMPONENTS_MAX];
    int first_bin[CALF_LEVEL_COUNT];
    calf_tally tallies[ROWS_AT_ONCE];
    calf_tally_groups groups;
    for (size_t c = 0; c < components->count; c++)
        places[c] = place_of(numbers, components, c);
    soreness_levels(&calf_output_describe(CALF_OUTPUT_calf_soreness_mm)->bins, first_bin);
    const size_t rows = statistics->strategies * statistics->days * components->count;
    for (size_t row = 0; row < rows; row++) {
        const size_t ahead = rows - row < ROWS_AT_ONCE ? rows - row : ROWS_AT_ONCE;
        if (row % ROWS_AT_ONCE == 0)
            calf_statistics_read_rows(statistics, row, ahead, tallies);
        const calf_tally *tally = &tallies[row % ROWS_AT_ONCE];
        const component_place *place = &places[row % components->count];
        const size_t value = row / components->count * place->parts + place->part;
        calf_tally_sum_groups(tally, &groups);
        summarise(&place->into, value, tally, &groups, place->cuts);
        if (place->shares.value)
            put_levels(&place->shares, value, tally, &groups, first_bin);
    }
}

static void summarise_outcomes(const calf_world_numbers *numbers, const calf_statistics *statistics)
{
    const summary into = summary_of(numbers, "outcome");
    size_t row = 0;
    calf_tally tally;
    calf_tally_groups groups;
    for (size_t s = 0; s < statistics->strategies; s++)
        for (int o = 0; o < CALF_OUTCOME_COUNT; o++) {
            const calf_outcome_id id = (calf_outcome_id)o;
            calf_statistics_read(statistics, calf_statistics_outcome(statistics, s, id), &tally);
            calf_tally_sum_groups(&tally, &groups);
            summarise(&into, row++, &tally, &groups, &numbers->outcome[id]);
        }
}

static void summarise_differences(
    const calf_world_numbers *numbers, const calf_statistics *statistics)
{
    const summary into = summary_of(numbers, "difference");
    const statistic lower = statistic_of(numbers, "difference", "_share_lower");
    const statistic higher = statistic_of(numbers, "difference", "_share_higher");
    const statistic far_lower = statistic_of(numbers, "difference", "_share_lower_by_margin");
    const statistic far_higher = statistic_of(numbers, "difference", "_share_higher_by_margin");
    calf_tally tally;
    calf_tally_groups groups;
    for (size_t s = 0; s < statistics->strategies; s++)
        for (size_t a = 0; a < statistics->strategies; a++)
            for (int o = 0; o < CALF_OUTCOME_COUNT; o++) {
                const calf_outcome_id id = (calf_outcome_id)o;
                const size_t row = calf_statistics_pair(statistics, s, a, id);
                calf_statistics_read(
                    statistics, calf_statistics_difference(statistics, s, a, id), &tally);
                calf_tally_sum_groups(&tally, &groups);
                summarise(&into, row, &tally, &groups, &numbers->difference[id]);
                const calf_sides *sides = &statistics->sides[row];
                put_share(&lower, row, &tally, sides->lower);
                put_share(&higher, row, &tally, sides->higher);
                put_share(&far_lower, row, &tally, sides->lower_by_margin);
                put_share(&far_higher, row, &tally, sides->higher_by_margin);
            }
}

// The layout has a mean of every component's field, and no more of them.
static bool statistics_fit(const calf_layout *layout, const calf_statistics *statistics)
{
    size_t fields = 0, found = 0;
    for (size_t i = 0; i < layout->count; i++)
        fields += layout->datasets[i].content == CALF_CONTENT_STATISTIC &&
            strstr(layout->datasets[i].name, "_mean");
    for (size_t c = 0; c < statistics->components.count; c++) {
        char name[96];
        const calf_output_info *info = calf_output_describe(statistics->components.output[c]);
        snprintf(name, sizeof name, "%s_mean", info->name);
        found +=
            statistics->components.part[c] == 0 && calf_layout_find(layout, CALF_IN_ROOT, name);
    }
    return found + 2 == fields && // and those of outcomes and differences
        statistics->strategies == layout->size[CALF_DIM_STRATEGY] &&
        statistics->days == layout->size[CALF_DIM_DAY];
}

calf_status calf_world_numbers_read(calf_world_numbers *numbers, const calf_statistics *statistics,
    const double world_parameters[CALF_PARAMETER_COUNT])
{
    if (!statistics_fit(&numbers->layout, statistics))
        return calf_error_set(CALF_FAILED, "the statistics have another shape than the result");
    summarise_mornings(numbers, statistics);
    summarise_outcomes(numbers, statistics);
    summarise_differences(numbers, statistics);
    memcpy(values_of(numbers, "world_parameter", ""), world_parameters,
        CALF_PARAMETER_COUNT * sizeof *world_parameters);
    return CALF_OK;
}
