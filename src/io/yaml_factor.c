// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the factors of a sweep: what each changes, and the values that it takes.
#include "core/closest.h"
#include "experiment/sweep.h"
#include "io/yaml_readers.h"
#include "results/fields.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAME_BYTES_MAX = 60,
    TARGET_BYTES_MAX = 300,
    PATH_BYTES_MAX = TARGET_BYTES_MAX + 40,
    LEVELS_MAX = 10000
};
static const size_t all_strategies = SIZE_MAX;

#define OF(member) offsetof(calf_factor, member)

const calf_range calf_factor_range = {-1e15, 1e15, false};
static const calf_range log_number = {1e-15, 1e15, false};

static const calf_field fields[] = {
    {"of", CALF_FIELD_OTHER, false, NULL, 0},
    {"levels", CALF_FIELD_OTHER, false, NULL, 0},
    {"from", CALF_FIELD_NUMBER, false, &calf_factor_range, OF(from)},
    {"to", CALF_FIELD_NUMBER, false, &calf_factor_range, OF(to)},
    {"steps", CALF_FIELD_INTEGER, false, &(const calf_range){2, CALF_POINTS_MAX, false}, OF(steps)},
    {"whole", CALF_FIELD_FLAG, false, NULL, OF(whole)},
    {"scale", CALF_FIELD_OTHER, false, NULL, 0},
};

static calf_status check_factor_name(const calf_node *at)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char others[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    const size_t length = strlen(at->key);
    if (length == 0 || length > NAME_BYTES_MAX || !strchr(letters, at->key[0]) ||
        strspn(at->key, others) != length)
        return calf_node_error(at,
            "cannot name a factor; allowed: 1 to %d letters a to z, digits and _, no digit first",
            NAME_BYTES_MAX);
    if (calf_result_name_is_taken(at->key))
        return calf_node_error(at,
            "cannot name a factor: results call something else so; allowed: any other name, with "
            "'of: %s' beside its values",
            at->key);
    return CALF_OK;
}

static calf_status read_levels(const calf_node *at, calf_factor *factor)
{
    const size_t count = calf_node_count(at);
    calf_status status = calf_node_need_list(at);
    if (status == CALF_OK && (count == 0 || count > LEVELS_MAX))
        return calf_node_error(at, "%zu levels; allowed: 1 to %d", count, LEVELS_MAX);
    if (status == CALF_OK)
        factor->levels = malloc(count * sizeof *factor->levels);
    if (status == CALF_OK && !factor->levels)
        return calf_error_no_memory();
    for (size_t i = 0; i < count && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        status = calf_node_read_number(&child, calf_factor_range, &factor->levels[i]);
        for (size_t k = 0; k < i && status == CALF_OK; k++)
            if (factor->levels[k] == factor->levels[i])
                status = calf_node_bad_value(&child, "is a level already", "each level once");
    }
    factor->level_count = count;
    return status;
}

static calf_status check_levels_alone(const calf_node *at)
{
    static const char *const others[] = {"from", "to", "steps", "whole", "scale"};
    calf_node child;
    for (size_t i = 0; i < CALF_COUNT_OF(others); i++)
        if (calf_node_child(at, others[i], &child))
            return calf_node_error(
                &child, "cannot stand beside 'levels'; allowed: levels, or from and to");
    return CALF_OK;
}

static calf_status read_scale(const calf_node *at, calf_factor *factor)
{
    static const char *const names[] = {"linear", "log"};
    calf_node child;
    int scale = 0;
    if (!calf_node_child(at, "scale", &child))
        return CALF_OK;
    calf_status status =
        calf_node_read_choice(&child, "scale", names, CALF_COUNT_OF(names), &scale);
    factor->log_scale = scale == 1;
    return status;
}

static calf_status check_end(const calf_node *at, const char *key, const calf_factor *factor)
{
    calf_node child;
    double value;
    if (!calf_node_child(at, key, &child))
        return calf_node_error(
            at, "required key '%s' is missing; allowed: from and to, or levels", key);
    calf_status status =
        calf_node_read_number(&child, factor->log_scale ? log_number : calf_factor_range, &value);
    if (status == CALF_OK && factor->whole && value != floor(value))
        return calf_node_bad_value(&child, "is not a whole number", "whole numbers");
    return status;
}

// Steps of whole numbers may fall on one number.
static calf_status check_steps_differ(const calf_node *at, const calf_factor *factor)
{
    for (int k = 1; k < factor->steps; k++)
        if (calf_factor_value(factor, (k - 0.5) / factor->steps) ==
            calf_factor_value(factor, (k + 0.5) / factor->steps))
            return calf_node_bad_value(at, "gives the same value twice", "fewer steps, or levels");
    return CALF_OK;
}

static calf_status check_steps(const calf_node *at, const calf_factor *factor, bool grid)
{
    calf_node child;
    const bool has_steps = calf_node_child(at, "steps", &child);
    if (grid && !has_steps)
        return calf_node_error(
            at, "required key 'steps' is missing; allowed: 2 to %d", CALF_POINTS_MAX);
    if (!grid && has_steps)
        return calf_node_error(&child, "only a grid has steps; allowed: from and to alone");
    return has_steps ? check_steps_differ(&child, factor) : CALF_OK;
}

static calf_status read_range(const calf_node *at, calf_factor *factor, bool grid)
{
    calf_node to;
    calf_status status = read_scale(at, factor);
    if (status == CALF_OK)
        status = check_end(at, "from", factor);
    if (status == CALF_OK)
        status = check_end(at, "to", factor);
    if (status == CALF_OK && factor->from >= factor->to && calf_node_child(at, "to", &to))
        return calf_node_bad_value(&to, "is not above 'from'", "from below to");
    return status == CALF_OK ? check_steps(at, factor, grid) : status;
}

// The user's own points are the values: beside them a factor says no more than what it changes.
static calf_status check_only_of(const calf_node *at)
{
    for (size_t i = 0; i < calf_node_count(at); i++) {
        const calf_node child = calf_node_entry(at, i);
        if (!child.key || strcmp(child.key, "of") != 0)
            return calf_node_error(
                &child, "values are those of the points; allowed: {} or {of: ...}");
    }
    return CALF_OK;
}

static calf_status read_values(const calf_node *at, calf_factor *factor, calf_design design)
{
    calf_node levels;
    if (design == CALF_DESIGN_GIVEN)
        return check_only_of(at);
    if (!calf_node_child(at, "levels", &levels))
        return read_range(at, factor, design == CALF_DESIGN_GRID);
    calf_status status = check_levels_alone(at);
    return status == CALF_OK ? read_levels(&levels, factor) : status;
}

static calf_status bad_target(const calf_node *at, const char *target)
{
    static const char allowed[] =
        "allowed: a parameter, volume, intensity, or a path that begins with strategies., "
        "population.set. or population.vary.";
    const char *closest = calf_parameter_closest(target);
    if (strcmp(target, "plans") == 0 || strncmp(target, "plans.", 6) == 0)
        return calf_node_error(at,
            "'%.100s' is of the plans; allowed: what changes them in a strategy, such as "
            "strategies.0.volume or strategies.all.intensity",
            target);
    return calf_node_error(at, "'%.100s' is nothing that a sweep can change; %s%s%s%s", target,
        closest ? "did you mean '" : "", closest ? closest : "", closest ? "'? " : "", allowed);
}

// A path into `population.set.` or `population.vary.`, of which `rest` begins with a parameter.
static calf_status check_parameter_path(const calf_node *at, const char *rest, bool deeper)
{
    char name[CALF_NAME_BYTES_MAX];
    const size_t length = strcspn(rest, ".");
    snprintf(name, sizeof name, "%.*s", (int)length, rest);
    if (calf_parameter_find(name) < 0)
        return calf_unknown_parameter(at, name);
    if (deeper && rest[length] == '\0')
        return calf_node_error(at,
            "'%.100s' is a distribution; allowed: one of its numbers, such as %.100s.low or "
            "%.100s.normal.0",
            name, name, name);
    if (!deeper && rest[length] != '\0')
        return calf_node_error(
            at, "nothing can stand below '%.100s'; allowed: population.set.%.100s", name, name);
    return CALF_OK;
}

static calf_status bad_strategy(
    const calf_experiment *experiment, const calf_node *at, const char *part)
{
    const char *names[CALF_STRATEGIES_MAX];
    for (size_t i = 0; i < experiment->strategy_count; i++)
        names[i] = experiment->strategies[i].name;
    const char *closest = calf_closest_name(part, names, experiment->strategy_count);
    return calf_node_error(at,
        "'%.100s' is not a strategy; %s%.100s%sallowed: 0 to %zu, a strategy's name, or all", part,
        closest ? "did you mean '" : "", closest ? closest : "", closest ? "'? " : "",
        experiment->strategy_count - 1);
}

// The index of the strategy that a part of a path means, or all_strategies.
static calf_status find_strategy(
    const calf_experiment *experiment, const calf_node *at, const char *part, size_t *index)
{
    *index = all_strategies;
    if (strcmp(part, "all") == 0)
        return CALF_OK;
    if (calf_index_parse(part, index))
        return *index < experiment->strategy_count ? CALF_OK : bad_strategy(experiment, at, part);
    for (*index = 0; *index < experiment->strategy_count; ++*index)
        if (strcmp(experiment->strategies[*index].name, part) == 0)
            return CALF_OK;
    return bad_strategy(experiment, at, part);
}

// A path into `strategies.`, with the strategy's index in place of its name.
static calf_status strategy_path(const calf_experiment *experiment, const calf_node *at,
    const char *rest, char path[PATH_BYTES_MAX])
{
    char part[PATH_BYTES_MAX];
    size_t index;
    snprintf(part, sizeof part, "%.*s", (int)strcspn(rest, "."), rest);
    calf_status status = find_strategy(experiment, at, part, &index);
    if (status != CALF_OK)
        return status;
    const char *key = rest + strlen(part) + (rest[strlen(part)] == '.');
    if (key[0] == '\0')
        return calf_node_error(
            at, "'%.100s' is a whole strategy; allowed: one of its numbers, such as volume", part);
    if (strcmp(key, "name") == 0)
        return calf_node_error(
            at, "names tell strategies apart at every point; allowed: any other key");
    if (index == all_strategies)
        snprintf(path, PATH_BYTES_MAX, "strategies.all.%.300s", key);
    else
        snprintf(path, PATH_BYTES_MAX, "strategies.%zu.%.300s", index, key);
    return CALF_OK;
}

// What a setting must name to change what `target` stands for.
static calf_status resolve_target(const calf_experiment *experiment, const calf_node *at,
    const char *target, char path[PATH_BYTES_MAX])
{
    static const char set[] = "population.set.", vary[] = "population.vary.";
    static const char strategies[] = "strategies.";
    if (strlen(target) > TARGET_BYTES_MAX)
        return calf_node_error(
            at, "'%.60s...' is too long; allowed: %d bytes", target, TARGET_BYTES_MAX);
    snprintf(path, PATH_BYTES_MAX, "%.300s", target);
    if (calf_parameter_find(target) >= 0)
        snprintf(path, PATH_BYTES_MAX, "%s%.300s", set, target);
    else if (strcmp(target, "volume") == 0 || strcmp(target, "intensity") == 0)
        snprintf(path, PATH_BYTES_MAX, "%sall.%.300s", strategies, target);
    else if (strncmp(target, strategies, strlen(strategies)) == 0)
        return strategy_path(experiment, at, target + strlen(strategies), path);
    else if (strncmp(target, set, strlen(set)) == 0)
        return check_parameter_path(at, target + strlen(set), false);
    else if (strncmp(target, vary, strlen(vary)) == 0)
        return check_parameter_path(at, target + strlen(vary), true);
    else
        return bad_target(at, target);
    return CALF_OK;
}

static calf_status read_target(
    const calf_experiment *experiment, const calf_node *at, calf_factor *factor)
{
    char path[PATH_BYTES_MAX] = "";
    calf_node of;
    const bool has_of = calf_node_child(at, "of", &of);
    const calf_node *place = has_of ? &of : at;
    const char *target = has_of ? calf_node_text(&of) : factor->name;
    if (!target)
        return calf_node_bad_value(&of, "is not a text", "what the factor changes");
    calf_status status = resolve_target(experiment, place, target, path);
    if (status == CALF_OK && strchr(path, '='))
        return bad_target(place, target);
    if (status == CALF_OK && !(factor->path = strdup(path)))
        return calf_error_no_memory();
    return status;
}

static calf_status read_factor(calf_reader *reader, const calf_node *at, calf_factor *factor)
{
    const calf_design design = reader->experiment->sweep.design;
    calf_status status = check_factor_name(at);
    if (status != CALF_OK)
        return status;
    if (!(factor->name = strdup(at->key)))
        return calf_error_no_memory();
    if (calf_node_is_list(at) && design != CALF_DESIGN_GIVEN)
        status = read_levels(at, factor);
    else if (calf_node_is_map(at))
        status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), factor);
    else
        status = calf_node_bad_value(at, "is not a factor",
            design == CALF_DESIGN_GIVEN ? "{} or {of: ...}"
                                        : "a list of numbers, or {from: ..., to: ...}");
    if (status == CALF_OK && calf_node_is_map(at))
        status = read_values(at, factor, design);
    return status == CALF_OK ? read_target(reader->experiment, at, factor) : status;
}

static bool is_every_strategy(const char *part)
{
    return strncmp(part, "all.", 4) == 0;
}

// Whether one of two paths changes what the other changes, or a part of it.
static bool paths_overlap(const char *a, const char *b)
{
    for (int part = 0;; part++) {
        const size_t length_a = strcspn(a, "."), length_b = strcspn(b, ".");
        const bool any = part == 1 && (is_every_strategy(a) || is_every_strategy(b));
        if (!any && (length_a != length_b || strncmp(a, b, length_a) != 0))
            return false;
        if (a[length_a] == '\0' || b[length_b] == '\0')
            return true;
        a += length_a + 1;
        b += length_b + 1;
    }
}

static calf_status check_paths_differ(const calf_node *at, const calf_sweep *sweep)
{
    const size_t last = sweep->factor_count - 1;
    const calf_factor *factor = &sweep->factors[last];
    for (size_t f = 0; f < last; f++)
        if (paths_overlap(sweep->factors[f].path, factor->path))
            return calf_node_error(at, "%s is changed by '%s' too (%s); allowed: by one factor",
                factor->path, sweep->factors[f].name, sweep->factors[f].path);
    return CALF_OK;
}

calf_status calf_read_factors(calf_reader *reader, const calf_node *at)
{
    calf_sweep *sweep = &reader->experiment->sweep;
    const size_t count = calf_node_count(at);
    calf_status status = calf_node_need_map(at);
    if (status != CALF_OK)
        return status;
    if (count < 1 || count > CALF_FACTORS_MAX)
        return calf_node_error(at, "%zu factors; allowed: 1 to %d", count, CALF_FACTORS_MAX);
    sweep->factors = calloc(count, sizeof *sweep->factors);
    if (!sweep->factors)
        return calf_error_no_memory();
    for (size_t i = 0; i < count && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        sweep->factor_count++;
        status = read_factor(reader, &child, &sweep->factors[i]);
        if (status == CALF_OK)
            status = check_paths_differ(&child, sweep);
    }
    return status;
}
