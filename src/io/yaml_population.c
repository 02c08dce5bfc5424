// SPDX-License-Identifier: GPL-3.0-or-later
// Reading `population:`.
#include "core/number.h"
#include "io/yaml_readers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define OF(member) offsetof(calf_population_spec, member)

static const calf_field fields[] = {
    {"runners", CALF_FIELD_COUNT, false, &(const calf_range){1, 1e9, false}, OF(runners)},
    {"worlds", CALF_FIELD_COUNT, false, &(const calf_range){1, CALF_WORLDS_MAX, false}, OF(worlds)},
    {"cohort", CALF_FIELD_OTHER, false, NULL, 0},
    {"set", CALF_FIELD_OTHER, false, NULL, 0},
    {"vary", CALF_FIELD_OTHER, false, NULL, 0},
    {"correlate", CALF_FIELD_OTHER, false, NULL, 0},
};

calf_status calf_unknown_parameter(const calf_node *at, const char *name)
{
    const char *closest = calf_parameter_closest(name);
    return calf_node_error(at,
        "'%.60s' is not a parameter; %s%s%sallowed: names that 'calfsim "
        "params' lists",
        name, closest ? "did you mean '" : "", closest ? closest : "", closest ? "'? " : "");
}

// The parameter that a text names.
static calf_status find_parameter(const calf_node *at, const char *name, int *id)
{
    *id = name ? calf_parameter_find(name) : -1;
    if (!name)
        return calf_node_bad_value(at, "is not a parameter", "names that 'calfsim params' lists");
    return *id < 0 ? calf_unknown_parameter(at, name) : CALF_OK;
}

static calf_range range_of(int id)
{
    const calf_distribution *prior = &calf_parameter_describe((calf_parameter_id)id)->prior;
    return (calf_range){prior->low, prior->high, false};
}

static bool is_cohort_column(const calf_cohort *cohort, int id)
{
    for (size_t i = 0; i < cohort->columns; i++)
        if ((int)cohort->column[i] == id)
            return true;
    return false;
}

static calf_status read_set(calf_population_spec *population, const calf_node *at)
{
    calf_status status = calf_node_need_map(at);
    for (size_t i = 0; i < calf_node_count(at) && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        int id;
        status = find_parameter(&child, child.key, &id);
        if (status == CALF_OK && is_cohort_column(&population->cohort, id))
            return calf_node_error(
                &child, "is a column of the cohort; allowed: parameters that are not");
        if (status == CALF_OK)
            status = calf_node_read_number(&child, range_of(id), &population->set[id]);
        if (status == CALF_OK)
            population->is_set[id] = true;
    }
    return status;
}

// The two numbers of a shape.
static calf_status read_shape(const calf_node *at, calf_distribution *from)
{
    static const calf_range any = {-HUGE_VAL, HUGE_VAL, false};
    // far beyond any knowledge of people, and well within what can be inverted
    static const calf_range positive = {1e-6, 1e5, false};
    const calf_shape shape = from->shape;
    const bool free_a = shape == CALF_SHAPE_NORMAL || shape == CALF_SHAPE_UNIFORM;
    if (!calf_node_is_list(at) || calf_node_count(at) != 2)
        return calf_node_error(at, "needs a list of two numbers; allowed: [a, b]");
    const calf_node a = calf_node_entry(at, 0), b = calf_node_entry(at, 1);
    calf_status status = calf_node_read_number(&a, free_a ? any : positive, &from->a);
    if (status == CALF_OK)
        status = calf_node_read_number(&b, shape == CALF_SHAPE_UNIFORM ? any : positive, &from->b);
    if (status != CALF_OK || shape != CALF_SHAPE_UNIFORM)
        return status;
    if (from->a >= from->b)
        return calf_node_bad_value(&b, "is not above the first end", "[a, b] with a below b");
    return CALF_OK;
}

static calf_status check_cut(const calf_node *at, const calf_distribution *from)
{
    char range[CALF_RANGE_TEXT];
    calf_prior prior;
    if (!(from->low < from->high))
        return calf_node_error(at, "low is not below high (%s); allowed: low below high",
            calf_range_text((calf_range){from->low, from->high, false}, range));
    if (calf_prior_init(from, at->key, &prior) != CALF_OK)
        return calf_node_error(at,
            "has practically no probability between low and high; allowed: a distribution with "
            "some %s",
            calf_range_text((calf_range){from->low, from->high, false}, range));
    calf_prior_free(&prior);
    return CALF_OK;
}

static calf_status read_distribution(const calf_node *at, int id, calf_distribution *from)
{
    const calf_range range = range_of(id);
    const char *shapes[CALF_SHAPE_UNIFORM];
    calf_field keys[CALF_SHAPE_UNIFORM + 2] = {
        {"low", CALF_FIELD_NUMBER, false, &range, offsetof(calf_distribution, low)},
        {"high", CALF_FIELD_NUMBER, false, &range, offsetof(calf_distribution, high)}};
    for (int shape = 1; shape <= CALF_SHAPE_UNIFORM; shape++) {
        shapes[shape - 1] = calf_shape_name((calf_shape)shape);
        keys[shape + 1] = (calf_field){shapes[shape - 1], CALF_FIELD_OTHER, false, NULL, 0};
    }
    *from = (calf_distribution){.low = range.low, .high = range.high};
    calf_node numbers;
    int which;
    calf_status status = calf_node_read_fields(at, keys, CALF_COUNT_OF(keys), from);
    if (status == CALF_OK)
        status = calf_node_one_of(at, shapes, CALF_SHAPE_UNIFORM, &which, &numbers);
    if (status != CALF_OK)
        return status;
    from->shape = (calf_shape)(which + 1);
    status = read_shape(&numbers, from);
    return status == CALF_OK ? check_cut(at, from) : status;
}

static calf_status read_vary(calf_population_spec *population, const calf_node *at)
{
    calf_status status = calf_node_need_map(at);
    for (size_t i = 0; i < calf_node_count(at) && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        int id;
        status = find_parameter(&child, child.key, &id);
        if (status != CALF_OK)
            return status;
        if (calf_parameter_describe((calf_parameter_id)id)->kind == CALF_FIXED)
            return calf_node_error(
                &child, "is a fixed parameter, never drawn; allowed: population.set");
        if (population->is_set[id])
            return calf_node_error(
                &child, "is also in population.set; allowed: one of set and vary");
        status = read_distribution(&child, id, &population->drawn_from[id]);
        population->is_varied[id] = true;
    }
    return status;
}

static calf_status read_correlated(const calf_node *at, calf_parameter_id *parameter)
{
    int id;
    calf_status status = find_parameter(at, calf_node_text(at), &id);
    if (status != CALF_OK)
        return status;
    const calf_parameter_info *info = calf_parameter_describe((calf_parameter_id)id);
    if (info->kind != CALF_VARIABILITY) {
        char problem[64];
        snprintf(problem, sizeof problem, "is of the kind %s", calf_kind_name(info->kind));
        return calf_node_bad_value(at, problem, "parameters of the kind variability");
    }
    *parameter = (calf_parameter_id)id;
    return CALF_OK;
}

static calf_status read_pair(calf_population_spec *population, const calf_node *at)
{
    calf_correlation pair;
    if (!calf_node_is_list(at) || calf_node_count(at) != 3)
        return calf_node_error(
            at, "needs two parameters and a number; allowed: [NAME, NAME, RANK]");
    const calf_node a = calf_node_entry(at, 0), b = calf_node_entry(at, 1);
    const calf_node rank = calf_node_entry(at, 2);
    calf_status status = read_correlated(&a, &pair.a);
    if (status == CALF_OK)
        status = read_correlated(&b, &pair.b);
    if (status == CALF_OK)
        status = calf_node_read_number(&rank, (calf_range){-1, 1, true}, &pair.rank);
    if (status != CALF_OK)
        return status;
    if (pair.rank <= -1)
        return calf_node_bad_value(&rank, "is out of range", "above -1 and below 1");
    if (pair.a == pair.b)
        return calf_node_bad_value(&b, "is correlated with itself", "two different parameters");
    for (size_t i = 0; i < population->correlation_count; i++) {
        const calf_correlation *other = &population->correlations[i];
        if ((other->a == pair.a && other->b == pair.b) ||
            (other->a == pair.b && other->b == pair.a))
            return calf_node_error(at, "the same pair as entry %zu; allowed: each pair once", i);
    }
    population->correlations[population->correlation_count++] = pair;
    return CALF_OK;
}

static calf_status check_correlations(const calf_population_spec *population, const calf_node *at)
{
    calf_status status = calf_population_check_correlations(population);
    return status != CALF_BAD_INPUT ? status
                                    : calf_node_error(at,
                                          "these correlations contradict one another; allowed: a "
                                          "set that runners can have together");
}

static calf_status read_correlate(calf_population_spec *population, const calf_node *at)
{
    calf_status status = calf_node_need_list(at);
    if (status != CALF_OK)
        return status;
    population->correlations = malloc((calf_node_count(at) + 1) * sizeof *population->correlations);
    if (!population->correlations)
        return calf_error_no_memory();
    for (size_t i = 0; i < calf_node_count(at) && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        status = read_pair(population, &child);
    }
    return status == CALF_OK ? check_correlations(population, at) : status;
}

static calf_status read_cohort_table(
    const calf_reader *reader, const calf_node *at, calf_cohort *cohort)
{
    const char *names[CALF_PARAMETER_COUNT];
    calf_range ranges[CALF_PARAMETER_COUNT];
    const calf_number_table_format format = {.what = "parameter",
        .allowed = "names that 'calfsim params' lists",
        .names = names,
        .name_count = CALF_PARAMETER_COUNT,
        .ranges = ranges,
        .row_count_max = SIZE_MAX};
    calf_number_table table;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        names[id] = calf_parameter_describe((calf_parameter_id)id)->name;
        ranges[id] = range_of(id);
    }
    calf_status status = calf_read_table(reader, at, &format, &table);
    if (status != CALF_OK)
        return status;
    cohort->column = malloc(table.columns * sizeof *cohort->column);
    if (!cohort->column) {
        calf_number_table_release(&table);
        return calf_error_no_memory();
    }
    for (size_t i = 0; i < table.columns; i++)
        cohort->column[i] = (calf_parameter_id)table.column[i];
    cohort->columns = table.columns;
    cohort->rows = table.rows;
    cohort->values = table.values;
    free(table.column);
    return CALF_OK;
}

static calf_status read_cohort(calf_reader *reader, const calf_node *at, const calf_node *cohort)
{
    static const char *const excluded[] = {"vary", "correlate"};
    calf_population_spec *population = &reader->experiment->population;
    calf_node other;
    for (size_t i = 0; i < CALF_COUNT_OF(excluded); i++)
        if (calf_node_child(at, excluded[i], &other))
            return calf_node_error(
                &other, "cannot stand beside 'cohort', whose rows are the runners; allowed: set");
    calf_status status = read_cohort_table(reader, cohort, &population->cohort);
    if (status != CALF_OK)
        return status;
    if (calf_node_child(at, "runners", &other) && population->runners != population->cohort.rows) {
        char allowed[80];
        snprintf(allowed, sizeof allowed, "%zu, or no such key", population->cohort.rows);
        return calf_node_bad_value(&other, "is not the number of the cohort's rows", allowed);
    }
    population->runners = population->cohort.rows;
    return CALF_OK;
}

calf_status calf_read_population(calf_reader *reader, const calf_node *at)
{
    calf_population_spec *population = &reader->experiment->population;
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), population);
    calf_node child;
    if (status == CALF_OK && calf_node_child(at, "cohort", &child))
        status = read_cohort(reader, at, &child);
    if (status == CALF_OK && calf_node_child(at, "set", &child))
        status = read_set(population, &child);
    if (status == CALF_OK && calf_node_child(at, "vary", &child))
        status = read_vary(population, &child);
    if (status == CALF_OK && calf_node_child(at, "correlate", &child))
        status = read_correlate(population, &child);
    return status;
}
