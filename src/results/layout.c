// SPDX-License-Identifier: GPL-3.0-or-later
// The list of a result file's dimensions and datasets.
#include "results/layout.h"

#include "results/spread.h"

#include <stdio.h>
#include <string.h>

#define DIMS(...)                                                                                  \
    (const calf_dim[]){__VA_ARGS__}, (int)(sizeof((calf_dim[]){__VA_ARGS__}) / sizeof(calf_dim))

#define OUTCOME_DIMS CALF_DIM_STRATEGY, CALF_DIM_WORLD, CALF_DIM_OUTCOME
#define PAIR_DIMS CALF_DIM_STRATEGY, CALF_DIM_AGAINST, CALF_DIM_WORLD, CALF_DIM_OUTCOME

const calf_output_id calf_trajectory_fields[CALF_TRAJECTORY_COUNT] = {CALF_OUTPUT_soreness_mm,
    CALF_OUTPUT_force_available, CALF_OUTPUT_protection, CALF_OUTPUT_conditioning,
    CALF_OUTPUT_capacity, CALF_OUTPUT_overuse_hazard, CALF_OUTPUT_rom_gain_deg, CALF_OUTPUT_ctl,
    CALF_OUTPUT_atl};

const char *calf_dim_name(calf_dim dim)
{
    static const char *const names[CALF_DIM_COUNT] = {"point", "strategy", "against", "world",
        "day", "muscle", "quantile", "outcome", "soreness_level", "parameter", "factor", "runner",
        "spread"};
    return names[dim];
}

const char *calf_place_name(calf_place place)
{
    static const char *const names[CALF_PLACE_COUNT] = {
        "/", "trajectories", "runners", "over_worlds"};
    return names[place];
}

// In a sweep, whatever there is of a world there is of every point.
static calf_dataset *add(calf_layout *layout, calf_place place, calf_content content,
    const calf_dim *dims, int rank, const char *unit)
{
    calf_dataset *dataset = &layout->datasets[layout->count++];
    *dataset = (calf_dataset){.place = place, .content = content, .unit = unit};
    if (layout->size[CALF_DIM_POINT] > 0)
        dataset->dims[dataset->rank++] = CALF_DIM_POINT;
    memcpy(dataset->dims + dataset->rank, dims, (size_t)rank * sizeof *dims);
    dataset->rank += rank;
    return dataset;
}

static void call(calf_dataset *dataset, const char *name, const char *suffix, const char *prefix,
    const char *long_name)
{
    snprintf(dataset->name, sizeof dataset->name, "%s%s", name, suffix);
    snprintf(dataset->long_name, sizeof dataset->long_name, "%s%s", prefix, long_name);
}

// A dataset that has been given its name: behind it, its standard error.
static void add_error(calf_layout *layout, const calf_dataset *of, const char *number_of)
{
    calf_dataset error = *of;
    error.content = CALF_CONTENT_ERROR;
    snprintf(error.name, sizeof error.name, "%.50s_error", of->name);
    snprintf(error.long_name, sizeof error.long_name,
        "standard error of %.50s, from the number of %s", of->name, number_of);
    layout->datasets[layout->count++] = error;
}

static void add_statistic(calf_layout *layout, const calf_dim *dims, int rank, const char *unit,
    char grade, const char *name, const char *suffix, const char *prefix, const char *long_name)
{
    calf_dataset *made = add(layout, CALF_IN_ROOT, CALF_CONTENT_STATISTIC, dims, rank, unit);
    made->grade = grade;
    call(made, name, suffix, prefix, long_name);
    add_error(layout, made, "runners");
}

static void add_daily(calf_layout *layout, const calf_output_info *info)
{
    static const char *const suffixes[] = {"_mean", "_sd", "_quantile"};
    static const char *const prefixes[] = {
        "mean over runners: ", "standard deviation over runners: ", "quantiles over runners: "};
    for (int kind = 0; kind < 3; kind++) {
        calf_dim dims[CALF_RANK_MAX] = {CALF_DIM_STRATEGY, CALF_DIM_WORLD, CALF_DIM_DAY};
        int rank = 3;
        if (info->parts == 2)
            dims[rank++] = CALF_DIM_MUSCLE;
        if (kind == 2)
            dims[rank++] = CALF_DIM_QUANTILE;
        add_statistic(layout, dims, rank, info->unit, info->grade, info->name, suffixes[kind],
            prefixes[kind], info->long_name);
    }
}

static void add_outcomes(calf_layout *layout)
{
    const char *unit = "see outcome_unit", *name = "outcome";
    const char *of = "over runners, of each outcome";
    add_statistic(layout, DIMS(OUTCOME_DIMS), unit, 0, name, "_mean", "mean ", of);
    add_statistic(layout, DIMS(OUTCOME_DIMS), unit, 0, name, "_sd", "standard deviation ", of);
    add_statistic(layout, DIMS(OUTCOME_DIMS, CALF_DIM_QUANTILE), unit, 0, name, "_quantile",
        "quantiles ", of);
}

static void add_differences(calf_layout *layout)
{
    const char *unit = "see outcome_unit", *name = "difference";
    const char *of = "over runners, of the outcome under strategy minus that under against";
    const char *share = "share of runners whose outcome is ";
    add_statistic(layout, DIMS(PAIR_DIMS), unit, 0, name, "_mean", "mean ", of);
    add_statistic(layout, DIMS(PAIR_DIMS), unit, 0, name, "_sd", "standard deviation ", of);
    add_statistic(
        layout, DIMS(PAIR_DIMS, CALF_DIM_QUANTILE), unit, 0, name, "_quantile", "quantiles ", of);
    add_statistic(layout, DIMS(PAIR_DIMS), "1", 0, name, "_share_lower", share,
        "lower under strategy than under against");
    add_statistic(layout, DIMS(PAIR_DIMS), "1", 0, name, "_share_higher", share,
        "higher under strategy than under against");
    add_statistic(layout, DIMS(PAIR_DIMS), "1", 0, name, "_share_lower_by_margin", share,
        "lower under strategy than under against by more than outcome_margin");
    add_statistic(layout, DIMS(PAIR_DIMS), "1", 0, name, "_share_higher_by_margin", share,
        "higher under strategy than under against by more than outcome_margin");
}

static void add_trajectories(calf_layout *layout)
{
    for (int i = 0; i < CALF_TRAJECTORY_COUNT; i++) {
        const calf_output_info *info = calf_output_describe(calf_trajectory_fields[i]);
        calf_dim dims[CALF_RANK_MAX] = {CALF_DIM_STRATEGY, CALF_DIM_WORLD, CALF_DIM_DAY};
        int rank = 3;
        if (info->parts == 2)
            dims[rank++] = CALF_DIM_MUSCLE;
        dims[rank++] = CALF_DIM_RUNNER;
        calf_dataset *made =
            add(layout, CALF_IN_TRAJECTORIES, CALF_CONTENT_BY_RUNNER, dims, rank, info->unit);
        made->grade = info->grade;
        call(made, info->name, "", "", info->long_name);
    }
}

static void add_runners(calf_layout *layout)
{
    call(add(layout, CALF_IN_RUNNERS, CALF_CONTENT_BY_RUNNER, DIMS(OUTCOME_DIMS, CALF_DIM_RUNNER),
             "see outcome_unit"),
        "outcomes", "", "outcomes of every runner", "");
    call(add(layout, CALF_IN_RUNNERS, CALF_CONTENT_BY_RUNNER,
             DIMS(CALF_DIM_WORLD, CALF_DIM_PARAMETER, CALF_DIM_RUNNER), "see parameter_unit"),
        "parameters", "", "parameters of every runner", "");
}

static void add_spread(calf_layout *layout, const calf_dataset *of)
{
    calf_dataset *spread = &layout->datasets[layout->count++];
    *spread = *of;
    spread->place = CALF_IN_OVER_WORLDS;
    spread->content = CALF_CONTENT_SPREAD;
    spread->rank = 0;
    for (int i = 0; i < of->rank; i++)
        if (of->dims[i] != CALF_DIM_WORLD)
            spread->dims[spread->rank++] = of->dims[i];
    spread->dims[spread->rank++] = CALF_DIM_SPREAD;
    snprintf(spread->long_name, sizeof spread->long_name, "over worlds: %.240s", of->long_name);
    add_error(layout, spread, "worlds");
}

static void add_spreads(calf_layout *layout)
{
    const size_t count = layout->count;
    for (size_t i = 0; i < count; i++)
        if (layout->datasets[i].content == CALF_CONTENT_STATISTIC)
            add_spread(layout, &layout->datasets[i]);
}

static void set_sizes(calf_layout *layout, const calf_result_header *header)
{
    const int by_runner = header->trajectories || header->runner_outcomes;
    layout->size[CALF_DIM_POINT] = header->points;
    layout->size[CALF_DIM_FACTOR] = header->points > 0 ? header->factors : 0;
    layout->size[CALF_DIM_STRATEGY] = header->strategy_count;
    layout->size[CALF_DIM_AGAINST] = header->strategy_count;
    layout->size[CALF_DIM_WORLD] = header->worlds;
    layout->size[CALF_DIM_DAY] = (size_t)header->days;
    layout->size[CALF_DIM_MUSCLE] = 2;
    layout->size[CALF_DIM_QUANTILE] = CALF_QUANTILE_COUNT;
    layout->size[CALF_DIM_OUTCOME] = CALF_OUTCOME_COUNT;
    layout->size[CALF_DIM_LEVEL] = CALF_LEVEL_COUNT;
    layout->size[CALF_DIM_PARAMETER] = CALF_PARAMETER_COUNT;
    layout->size[CALF_DIM_SPREAD] = CALF_SPREAD_COUNT;
    layout->size[CALF_DIM_RUNNER] = by_runner ? (size_t)header->runners : 0;
}

void calf_layout_init(calf_layout *layout, const calf_result_header *header)
{
    layout->count = 0;
    set_sizes(layout, header);
    for (int id = 0; id < CALF_OUTPUT_COUNT; id++) {
        const calf_output_info *info = calf_output_describe((calf_output_id)id);
        if (header->daily >> info->group & 1)
            add_daily(layout, info);
    }
    if (header->daily >> CALF_GROUP_soreness & 1)
        add_statistic(layout, DIMS(CALF_DIM_STRATEGY, CALF_DIM_WORLD, CALF_DIM_DAY, CALF_DIM_LEVEL),
            "1", 'C', "calf_soreness", "_share_from", "share of runners whose calf soreness is ",
            "at or above each level");
    add_outcomes(layout);
    add_differences(layout);
    call(add(layout, CALF_IN_ROOT, CALF_CONTENT_PARAMETER, DIMS(CALF_DIM_WORLD, CALF_DIM_PARAMETER),
             "see parameter_unit"),
        "world_parameter", "", "value of each parameter in each world",
        "; not a number where it differs between runners");
    if (header->trajectories)
        add_trajectories(layout);
    if (header->runner_outcomes)
        add_runners(layout);
    add_spreads(layout);
}

const calf_dataset *calf_layout_find(const calf_layout *layout, calf_place place, const char *name)
{
    for (size_t i = 0; i < layout->count; i++)
        if (layout->datasets[i].place == place && strcmp(layout->datasets[i].name, name) == 0)
            return &layout->datasets[i];
    return NULL;
}

bool calf_dataset_is_single(const calf_dataset *dataset)
{
    return dataset->content == CALF_CONTENT_ERROR || dataset->content == CALF_CONTENT_BY_RUNNER;
}

double calf_layout_values(const calf_layout *layout, const calf_dataset *dataset)
{
    double values = 1;
    for (int i = 0; i < dataset->rank; i++)
        values *= (double)layout->size[dataset->dims[i]];
    return values;
}

size_t calf_layout_values_a_world(const calf_layout *layout, const calf_dataset *dataset)
{
    size_t values = 1;
    for (int i = 0; i < dataset->rank; i++)
        if (dataset->dims[i] != CALF_DIM_POINT && dataset->dims[i] != CALF_DIM_WORLD)
            values *= layout->size[dataset->dims[i]];
    return values;
}

double calf_layout_bytes(const calf_layout *layout)
{
    double bytes = 8.0 * (double)layout->size[CALF_DIM_RUNNER] +
        8.0 * (double)layout->size[CALF_DIM_POINT] * (double)(1 + layout->size[CALF_DIM_FACTOR]);
    for (size_t i = 0; i < layout->count; i++) {
        const calf_dataset *dataset = &layout->datasets[i];
        bytes += (calf_dataset_is_single(dataset) ? 4 : 8) * calf_layout_values(layout, dataset);
    }
    return bytes;
}

bool calf_result_name_is_taken(const char *name)
{
    const calf_result_header everything = {
        .daily = (1u << CALF_GROUP_COUNT) - 1, .trajectories = true, .runner_outcomes = true};
    static const char *const others[] = {"experiment", "factor_path", "outcome_better",
        "outcome_grade", "outcome_long_name", "outcome_margin", "outcome_unit", "parameter_default",
        "parameter_grade", "parameter_kind", "parameter_meaning", "parameter_source",
        "parameter_unit", "provenance"};
    calf_layout layout;
    bool taken = false;
    calf_layout_init(&layout, &everything);
    for (size_t i = 0; i < layout.count; i++)
        taken = taken || strcmp(layout.datasets[i].name, name) == 0;
    for (int dim = 0; dim < CALF_DIM_COUNT; dim++)
        taken = taken || strcmp(calf_dim_name((calf_dim)dim), name) == 0;
    for (int place = 0; place < CALF_PLACE_COUNT; place++)
        taken = taken || strcmp(calf_place_name((calf_place)place), name) == 0;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        taken = taken || strcmp(others[i], name) == 0;
    return taken;
}
