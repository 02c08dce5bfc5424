// SPDX-License-Identifier: GPL-3.0-or-later
// Reading `strategies:`, each tried out on its calendar.
#include "io/yaml_readers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OF(member) offsetof(calf_strategy, member)

static calf_status read_long_run(const calf_node *at, calf_long_run *rule)
{
    const calf_field fields[] = {
        {"share_of_week", CALF_FIELD_NUMBER, false, &(const calf_range){0.05, 1, false},
            offsetof(calf_long_run, share_of_week)},
        {"of_longest", CALF_FIELD_NUMBER, false, &(const calf_range){1, 10, false},
            offsetof(calf_long_run, of_longest)},
        {"days", CALF_FIELD_INTEGER, false, &(const calf_range){1, 365, false},
            offsetof(calf_long_run, days)},
    };
    calf_node days;
    rule->days = 30;
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), rule);
    if (status == CALF_OK && rule->of_longest == 0 && calf_node_child(at, "days", &days))
        return calf_node_error(&days, "says nothing on its own; allowed: beside 'of_longest'");
    return status;
}

static calf_status read_strength(const calf_node *at, calf_technique_change *changes)
{
    calf_field fields[CALF_STRENGTH_AMOUNTS];
    for (int i = 0; i < CALF_STRENGTH_AMOUNTS; i++)
        fields[i] = (calf_field){
            calf_limit_names[calf_strength_limits[i]], CALF_FIELD_OTHER, false, NULL, 0};
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), changes);
    for (int i = 0; i < CALF_STRENGTH_AMOUNTS && status == CALF_OK; i++) {
        calf_node child;
        if (calf_node_child(at, fields[i].key, &child))
            status = calf_read_change(&child, calf_limits[calf_strength_limits[i]], &changes[i]);
    }
    return status;
}

static calf_status check_strategy_name(
    const calf_experiment *experiment, const calf_node *at, size_t index)
{
    const calf_strategy *strategies = experiment->strategies;
    for (size_t i = 0; i < index; i++)
        if (strcmp(strategies[i].name, strategies[index].name) == 0) {
            char problem[64];
            snprintf(problem, sizeof problem, "is the name of strategies.%zu too", i);
            return calf_node_bad_value(at, problem, "a name of its own");
        }
    return calf_check_name(at, strategies[index].name);
}

static calf_status read_strategy(calf_reader *reader, const calf_node *at, size_t index)
{
    calf_experiment *experiment = reader->experiment;
    calf_strategy *strategy = &experiment->strategies[index];
    const calf_range days = {0, experiment->days - 1, false};
    const calf_field fields[] = {
        {"name", CALF_FIELD_TEXT, true, NULL, OF(name)},
        {"plan", CALF_FIELD_OTHER, true, NULL, 0},
        {"from_day", CALF_FIELD_INTEGER, false, &days, OF(from_day)},
        {"volume", CALF_FIELD_NUMBER, false, &(const calf_range){0.01, 10, false}, OF(volume)},
        {"intensity", CALF_FIELD_NUMBER, false, &(const calf_range){0.2, 3, false}, OF(intensity)},
        {"technique", CALF_FIELD_OTHER, false, NULL, 0},
        {"progression", CALF_FIELD_OTHER, false, NULL, 0},
        {"strength", CALF_FIELD_OTHER, false, NULL, 0},
        {"long_run", CALF_FIELD_OTHER, false, NULL, 0},
        {"policy", CALF_FIELD_OTHER, false, NULL, 0},
        {"adherence", CALF_FIELD_OTHER, false, NULL, 0},
    };
    calf_node child;
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), strategy);
    if (status == CALF_OK && calf_node_child(at, "name", &child))
        status = check_strategy_name(experiment, &child, index);
    if (status == CALF_OK && calf_node_child(at, "plan", &child))
        status = calf_read_plan_name(experiment, &child, &strategy->plan);
    if (status == CALF_OK && calf_node_child(at, "technique", &child))
        status = calf_read_technique(&child, &strategy->technique);
    if (status == CALF_OK && calf_node_child(at, "progression", &child))
        status = calf_read_progressions(&child, at, experiment->days, strategy);
    if (status == CALF_OK && calf_node_child(at, "strength", &child))
        status = read_strength(&child, strategy->strength);
    if (status == CALF_OK && calf_node_child(at, "long_run", &child))
        status = read_long_run(&child, &strategy->long_run);
    if (status == CALF_OK && calf_node_child(at, "policy", &child))
        status = calf_read_policy(&child, &strategy->policy);
    if (status == CALF_OK && calf_node_child(at, "adherence", &child))
        status = calf_read_adherence(&child, &strategy->policy);
    if (status == CALF_OK)
        status = calf_try_plan(experiment, at, (int)index);
    return status == CALF_OK ? calf_try_policy(experiment, at, (int)index) : status;
}

// A strategy that changes nothing.
static void strategy_init(calf_strategy *strategy)
{
    const calf_progression steady = {.weekly = 1, .deload_to = 1};
    *strategy = (calf_strategy){.volume = 1,
        .intensity = 1,
        .technique = calf_technique_own(),
        .volume_progression = steady,
        .intensity_progression = steady,
        .technique_share = {.from = 1, .up_to = 1}};
    for (int i = 0; i < CALF_STRENGTH_AMOUNTS; i++) {
        strategy->strength[i] = (calf_technique_change){.times = 1};
        strategy->strength_progression[i] = steady;
    }
}

calf_status calf_read_strategies(calf_reader *reader, const calf_node *at)
{
    calf_experiment *experiment = reader->experiment;
    const size_t count = calf_node_count(at);
    calf_status status = calf_node_need_list(at);
    if (status != CALF_OK)
        return status;
    if (count < 1 || count > CALF_STRATEGIES_MAX)
        return calf_node_error(at, "%zu strategies; allowed: 1 to %d", count, CALF_STRATEGIES_MAX);
    experiment->strategies = calloc(count, sizeof *experiment->strategies);
    if (!experiment->strategies)
        return calf_error_no_memory();
    for (size_t i = 0; i < count && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        strategy_init(&experiment->strategies[i]);
        experiment->strategies[i].policy = calf_policy_none(experiment->output.sore_day_mm);
        experiment->strategy_count++;
        status = read_strategy(reader, &child, i);
    }
    return status;
}
