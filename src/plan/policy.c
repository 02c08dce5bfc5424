// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of policies as a table, and what of them is asked without a runner.
#include "plan/policy.h"

// clang-format off
#define CALF_POLICY_RULE(rule) static const calf_policy_key rule##_keys[] = {
#define CALF_POLICY_NUMBER(rule, key, standard, low, high)                                         \
    {#key, false, {low, high, false}, offsetof(calf_policy, rule.key)},
#define CALF_POLICY_WHOLE(rule, key, standard, low, high)                                          \
    {#key, true, {low, high, false}, offsetof(calf_policy, rule.key)},
#define CALF_POLICY_END(rule) };
#include "plan/policy.def"

const calf_policy_rule calf_policy_rules[CALF_POLICY_RULES] = {
#define CALF_POLICY_RULE(rule)                                                                     \
    {#rule, offsetof(calf_policy, rule.given), rule##_keys,                                        \
        sizeof rule##_keys / sizeof *rule##_keys},
#include "plan/policy.def"
};
// clang-format on

const char *const calf_session_kind_names[CALF_SESSION_KINDS] = {
    [CALF_RUN] = "run", [CALF_STRENGTH] = "strength", [CALF_MOBILITY] = "mobility"};

calf_policy calf_policy_none(double sore_day_mm)
{
    calf_policy policy = {
#define CALF_POLICY_NUMBER(rule, key, standard, ...) .rule.key = standard,
#define CALF_POLICY_WHOLE(rule, key, standard, ...) .rule.key = standard,
#include "plan/policy.def"
    };
    for (int kind = 0; kind < CALF_SESSION_KINDS; kind++)
        policy.adherence[kind] = 1;
    return policy;
}

static bool is_given(const calf_policy *policy, const calf_policy_rule *rule)
{
    return *(const bool *)((const char *)policy + rule->given);
}

bool calf_policy_has_rules(const calf_policy *policy)
{
    bool any = false;
    for (int r = 0; r < CALF_POLICY_RULES; r++)
        any = any || is_given(policy, &calf_policy_rules[r]);
    return any;
}

bool calf_policy_acts(const calf_policy *policy)
{
    bool acts = calf_policy_has_rules(policy);
    for (int kind = 0; kind < CALF_SESSION_KINDS; kind++)
        acts = acts || policy->adherence[kind] < 1;
    return acts;
}

bool calf_policy_holds(const calf_policy *policy)
{
    return policy->repeat_week_if.given || policy->hold_progression_until.given;
}

bool calf_policy_scales(const calf_policy *policy)
{
    return policy->shorten_run_if.given || policy->cut_week_if.given || calf_policy_holds(policy);
}

static void print_number(FILE *stream, const char *before, const char *name, double value)
{
    char text[CALF_NUMBER_TEXT];
    fprintf(stream, "%s%s: %s", before, name, calf_number_text(value, text));
}

static void print_rule(const calf_policy *policy, const calf_policy_rule *rule, FILE *stream)
{
    const char *separator = "";
    fprintf(stream, "      %s: {", rule->name);
    for (size_t k = 0; k < rule->key_count; k++) {
        const calf_policy_key *key = &rule->keys[k];
        const void *at = (const char *)policy + key->offset;
        print_number(
            stream, separator, key->name, key->whole ? *(const int *)at : *(const double *)at);
        separator = ", ";
    }
    fputs("}\n", stream);
}

void calf_policy_print(const calf_policy *policy, FILE *stream)
{
    fputs(calf_policy_has_rules(policy) ? "    policy:\n" : "    policy: {}\n", stream);
    for (int r = 0; r < CALF_POLICY_RULES; r++)
        if (is_given(policy, &calf_policy_rules[r]))
            print_rule(policy, &calf_policy_rules[r], stream);
    fputs("    adherence: {", stream);
    for (int kind = 0; kind < CALF_SESSION_KINDS; kind++)
        print_number(
            stream, kind > 0 ? ", " : "", calf_session_kind_names[kind], policy->adherence[kind]);
    fputs("}\n", stream);
}
