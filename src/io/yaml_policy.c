// SPDX-License-Identifier: GPL-3.0-or-later
// Reading `policy:` and `adherence:` of a strategy, and what a policy can make of its runs.
#include "io/yaml_readers.h"
#include "plan/limits.h"
#include "plan/scale.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static calf_status read_rule(const calf_node *at, const calf_policy_rule *rule, calf_policy *policy)
{
    calf_field fields[CALF_FIELDS_MAX];
    for (size_t k = 0; k < rule->key_count; k++) {
        const calf_policy_key *key = &rule->keys[k];
        calf_field_type type = key->whole ? CALF_FIELD_INTEGER : CALF_FIELD_NUMBER;
        fields[k] = (calf_field){key->name, type, false, &key->range, key->offset};
    }
    *(bool *)((char *)policy + rule->given) = true;
    return calf_node_read_fields(at, fields, rule->key_count, policy);
}

calf_status calf_read_policy(const calf_node *at, calf_policy *policy)
{
    calf_field fields[CALF_POLICY_RULES];
    for (int r = 0; r < CALF_POLICY_RULES; r++)
        fields[r] = (calf_field){calf_policy_rules[r].name, CALF_FIELD_OTHER, false, NULL, 0};
    calf_status status = calf_node_read_fields(at, fields, CALF_POLICY_RULES, policy);
    for (int r = 0; r < CALF_POLICY_RULES && status == CALF_OK; r++) {
        calf_node child;
        if (calf_node_child(at, calf_policy_rules[r].name, &child))
            status = read_rule(&child, &calf_policy_rules[r], policy);
    }
    return status;
}

calf_status calf_read_adherence(const calf_node *at, calf_policy *policy)
{
    static const calf_range chance = {0, 1, false};
    calf_field fields[CALF_SESSION_KINDS];
    double all;
    for (size_t kind = 0; kind < CALF_SESSION_KINDS; kind++)
        fields[kind] = (calf_field){calf_session_kind_names[kind], CALF_FIELD_NUMBER, false,
            &chance, offsetof(calf_policy, adherence) + kind * sizeof *policy->adherence};
    if (calf_node_is_map(at))
        return calf_node_read_fields(at, fields, CALF_SESSION_KINDS, policy);
    calf_status status = calf_node_read_number(at, chance, &all);
    for (int kind = 0; kind < CALF_SESSION_KINDS && status == CALF_OK; kind++)
        policy->adherence[kind] = all;
    return status;
}

// Between what scales a strategy's runs may be done, week by week.
typedef struct scale_reach {
    const calf_strategy *strategy;
    int weeks; // that `least` and `most` know of
    calf_run_scale least, most; // factor of any progression week so far
} scale_reach;

static void reach_week(scale_reach *reach, int week)
{
    const calf_strategy *strategy = reach->strategy;
    for (; reach->weeks <= week; reach->weeks++) {
        double volume = calf_progression_factor(&strategy->volume_progression, reach->weeks);
        double intensity = calf_progression_factor(&strategy->intensity_progression, reach->weeks);
        reach->least.volume = fmin(reach->least.volume, volume);
        reach->least.intensity = fmin(reach->least.intensity, intensity);
        reach->most.volume = fmax(reach->most.volume, volume);
        reach->most.intensity = fmax(reach->most.intensity, intensity);
    }
}

static void reach_ends(scale_reach *reach, int week, calf_run_scale ends[2])
{
    const calf_policy *policy = &reach->strategy->policy;
    ends[0] = ends[1] = CALF_AS_PLANNED;
    if (calf_policy_holds(policy)) {
        reach_week(reach, week);
        double volume = calf_progression_factor(&reach->strategy->volume_progression, week);
        double intensity = calf_progression_factor(&reach->strategy->intensity_progression, week);
        ends[0] =
            (calf_run_scale){reach->least.volume / volume, reach->least.intensity / intensity};
        ends[1] = (calf_run_scale){reach->most.volume / volume, reach->most.intensity / intensity};
    }
    if (policy->shorten_run_if.given)
        ends[0].volume *= 1 - policy->shorten_run_if.by;
    if (policy->cut_week_if.given)
        ends[0].volume *= policy->cut_week_if.to;
}

static calf_status try_run(const calf_run *run, calf_run_scale scale)
{
    calf_segment *segments = malloc(run->segment_count * sizeof *segments);
    if (!segments)
        return calf_error_no_memory();
    calf_run scaled = *run;
    calf_segments_scale(run->segments, run->segment_count, scale, segments);
    scaled.segments = segments;
    calf_status status = calf_run_check(&scaled);
    free(segments);
    return status;
}

static calf_status try_session(scale_reach *reach, const calf_session *session, const calf_node *at)
{
    const int day = (int)floor(session->due_h / 24), from_day = reach->strategy->from_day;
    calf_run_scale ends[2];
    if (session->kind != CALF_RUN || day < from_day)
        return CALF_OK;
    reach_ends(reach, (day - from_day) / 7, ends);
    calf_status status = try_run(&session->run, ends[0]);
    if (status == CALF_OK)
        status = try_run(&session->run, ends[1]);
    if (status != CALF_BAD_INPUT)
        return status;
    char reason[512];
    snprintf(reason, sizeof reason, "%s", calf_error_text());
    return calf_node_error(at, "strategy '%s': on day %d, as its policy may have it, %s",
        reach->strategy->name, day, reason);
}

calf_status calf_try_policy(const calf_experiment *experiment, const calf_node *at, int index)
{
    scale_reach reach = {&experiment->strategies[index], 0, {HUGE_VAL, HUGE_VAL}, {0, 0}};
    calf_plan *plan;
    if (!calf_policy_scales(&reach.strategy->policy))
        return CALF_OK;
    calf_status status = calf_experiment_plan(experiment, index, &plan);
    if (status != CALF_OK)
        return status;
    for (size_t k = 0; k < calf_plan_session_count(plan) && status == CALF_OK; k++)
        status = try_session(&reach, calf_plan_session(plan, k), at);
    calf_plan_destroy(plan);
    return status;
}
