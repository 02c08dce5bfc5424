// SPDX-License-Identifier: GPL-3.0-or-later
// Reading experiment files.
#include "experiment/experiment.h"

#include "io/file.h"
#include "io/yaml_readers.h"
#include "results/fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OF(member) offsetof(calf_experiment, member)

static const calf_field fields[] = {
    {"title", CALF_FIELD_TEXT, false, NULL, OF(title)},
    {"model", CALF_FIELD_OTHER, true,
        &(const calf_range){CALF_MODEL_VERSION, CALF_MODEL_VERSION, false}, 0},
    {"seed", CALF_FIELD_COUNT, false, &(const calf_range){0, 0x1p64, false}, OF(seed)},
    {"days", CALF_FIELD_INTEGER, true, &(const calf_range){1, CALF_DAYS_MAX, false}, OF(days)},
    {"start", CALF_FIELD_OTHER, false, NULL, 0},
    {"history", CALF_FIELD_OTHER, false, NULL, 0},
    {"population", CALF_FIELD_OTHER, true, NULL, 0},
    {"plans", CALF_FIELD_OTHER, true, NULL, 0},
    {"strategies", CALF_FIELD_OTHER, true, NULL, 0},
    {"output", CALF_FIELD_OTHER, false, NULL, 0},
    {"sweep", CALF_FIELD_OTHER, false, NULL, 0},
};

static const calf_field history_fields[] = {
    {"days", CALF_FIELD_INTEGER, true, &(const calf_range){0, CALF_DAYS_MAX, false},
        OF(history_days)},
    {"plan", CALF_FIELD_OTHER, false, NULL, 0},
};

static const calf_field output_fields[] = {
    {"daily", CALF_FIELD_OTHER, false, NULL, 0},
    {"trajectories", CALF_FIELD_FLAG, false, NULL, offsetof(calf_output_spec, trajectories)},
    {"runners", CALF_FIELD_FLAG, false, NULL, offsetof(calf_output_spec, runners)},
    {"compress", CALF_FIELD_FLAG, false, NULL, offsetof(calf_output_spec, compress)},
    {"sore_day_mm", CALF_FIELD_NUMBER, false, &(const calf_range){0.1, 100, false},
        offsetof(calf_output_spec, sore_day_mm)},
};

static calf_status read_model(const calf_node *at)
{
    char allowed[16];
    int version;
    calf_status status = calf_node_read_integer(at, (calf_range){0, 1e9, false}, &version);
    if (status != CALF_OK || version == CALF_MODEL_VERSION)
        return status;
    snprintf(allowed, sizeof allowed, "%d", CALF_MODEL_VERSION);
    return calf_node_bad_value(at, "is not a version of the model", allowed);
}

static calf_status read_start(calf_reader *reader, const calf_node *at)
{
    calf_experiment *experiment = reader->experiment;
    const char *text = calf_node_text(at);
    if (!text || !calf_date_parse(text, &reader->start_days))
        return calf_node_bad_value(at, "is not a date", "YYYY-MM-DD");
    reader->has_start = true;
    memcpy(experiment->start, text, sizeof experiment->start);
    const int thursday = 3; // 1970-01-01
    experiment->weekday = (int)(((reader->start_days + thursday) % 7 + 7) % 7);
    return CALF_OK;
}

calf_status calf_try_plan(const calf_experiment *experiment, const calf_node *at, int strategy)
{
    calf_plan *plan;
    calf_status status = calf_experiment_plan(experiment, strategy, &plan);
    if (status == CALF_BAD_INPUT) {
        char reason[900];
        snprintf(reason, sizeof reason, "%s", calf_error_text());
        return calf_node_error(at, "%s", reason);
    }
    calf_plan_destroy(plan);
    return status;
}

// The history's plan, once plans are known; it is expanded once to find what is out of range.
static calf_status read_history_plan(calf_reader *reader, const calf_node *at)
{
    calf_experiment *experiment = reader->experiment;
    calf_node child;
    if (calf_node_child(at, "plan", &child)) {
        calf_status status = calf_read_plan_name(experiment, &child, &experiment->history_plan);
        if (status != CALF_OK)
            return status;
    } else if (experiment->history_days > 0) {
        return calf_node_error(at, "required key 'plan' is missing; allowed: the name of a plan");
    }
    return calf_try_plan(experiment, at, CALF_HISTORY);
}

static calf_status read_daily(const calf_node *at, unsigned *daily)
{
    const char *names[CALF_GROUP_COUNT];
    calf_status status = calf_node_need_list(at);
    *daily = 0;
    for (int group = 0; group < CALF_GROUP_COUNT; group++)
        names[group] = calf_output_group_name((calf_output_group)group);
    for (size_t i = 0; i < calf_node_count(at) && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        int group = 0;
        status = calf_node_read_choice(&child, "group of outputs", names, CALF_GROUP_COUNT, &group);
        if (status == CALF_OK && (*daily >> group & 1u))
            status = calf_node_bad_value(&child, "is listed twice", "each group once");
        *daily |= 1u << group;
    }
    return status;
}

static calf_status read_output(const calf_node *at, calf_output_spec *output)
{
    calf_node daily;
    calf_status status =
        calf_node_read_fields(at, output_fields, CALF_COUNT_OF(output_fields), output);
    if (status == CALF_OK && calf_node_child(at, "daily", &daily))
        status = read_daily(&daily, &output->daily);
    return status;
}

// Plans and what refers to them, in the order in which each needs the others.
static calf_status read_training(calf_reader *reader, const calf_node *root)
{
    calf_experiment *experiment = reader->experiment;
    calf_node child, history;
    const bool has_history = calf_node_child(root, "history", &history);
    calf_status status = CALF_OK;
    if (has_history)
        status = calf_node_read_fields(
            &history, history_fields, CALF_COUNT_OF(history_fields), experiment);
    if (status == CALF_OK && calf_node_child(root, "plans", &child))
        status = calf_read_plans(reader, &child);
    if (status == CALF_OK && has_history)
        status = read_history_plan(reader, &history);
    if (status == CALF_OK && calf_node_child(root, "strategies", &child))
        status = calf_read_strategies(reader, &child);
    return status;
}

static calf_status read_root(calf_reader *reader, const calf_node *root)
{
    calf_node child;
    calf_status status =
        calf_node_read_fields(root, fields, CALF_COUNT_OF(fields), reader->experiment);
    if (status == CALF_OK && calf_node_child(root, "model", &child))
        status = read_model(&child);
    if (status == CALF_OK && calf_node_child(root, "start", &child))
        status = read_start(reader, &child);
    if (status == CALF_OK && calf_node_child(root, "population", &child))
        status = calf_read_population(reader, &child);
    if (status == CALF_OK && calf_node_child(root, "output", &child))
        status = read_output(&child, &reader->experiment->output);
    if (status == CALF_OK)
        status = read_training(reader, root);
    if (status == CALF_OK && calf_node_child(root, "sweep", &child))
        status = calf_read_sweep(reader, &child);
    return status;
}

static calf_status apply_settings(
    calf_tree *tree, const calf_node *root, const char *const settings[], size_t count)
{
    const char *keys[CALF_COUNT_OF(fields)];
    for (size_t i = 0; i < CALF_COUNT_OF(fields); i++)
        keys[i] = fields[i].key;
    calf_status status = calf_node_need_map(root);
    if (status == CALF_OK)
        status = calf_tree_set(tree, settings, count, keys, CALF_COUNT_OF(fields));
    return status;
}

calf_status calf_read_tree(
    calf_tree *tree, const char *const settings[], size_t count, calf_experiment **experiment)
{
    const calf_node root = calf_node_root(tree);
    calf_reader reader = {.file = tree->file};
    *experiment = NULL;
    calf_status status = apply_settings(tree, &root, settings, count);
    if (status == CALF_OK)
        status = calf_experiment_create(&reader.experiment);
    if (status == CALF_OK)
        status = read_root(&reader, &root);
    if (status != CALF_OK)
        calf_experiment_destroy(reader.experiment);
    else
        *experiment = reader.experiment;
    return status;
}

static calf_status parse(const char *text, size_t length, const char *name,
    const char *const settings[], size_t count, calf_experiment **experiment)
{
    calf_tree tree;
    *experiment = NULL;
    calf_status status = calf_tree_load(&tree, text, length, name, NULL);
    if (status != CALF_OK)
        return status;
    status = calf_read_tree(&tree, settings, count, experiment);
    calf_tree_release(&tree);
    return status;
}

calf_status calf_experiment_parse(const char *text, const char *name, const char *const settings[],
    size_t count, calf_experiment **experiment)
{
    return parse(text, strlen(text), name, settings, count, experiment);
}

calf_status calf_experiment_read(
    const char *path, const char *const settings[], size_t count, calf_experiment **experiment)
{
    char *text;
    size_t length;
    *experiment = NULL;
    calf_status status = calf_file_read(path, &text, &length);
    if (status != CALF_OK)
        return status;
    status = parse(text, length, path, settings, count, experiment);
    free(text);
    return status;
}
