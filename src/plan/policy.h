// SPDX-License-Identifier: GPL-3.0-or-later
// Policies: rules by which a strategy's training follows the runner's ratings of soreness, and how
// reliably planned sessions are done.
#ifndef CALF_PLAN_POLICY_H
#define CALF_PLAN_POLICY_H

#include "core/number.h"

#include <calfsim/plan.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** Those of training; a dose is none. */
enum { CALF_SESSION_KINDS = CALF_MOBILITY + 1 };

// clang-format off
/** A rule that is not given never acts. What rules mean stands in experiments/FORMAT.md. */
typedef struct calf_policy {
#define CALF_POLICY_RULE(rule) struct { bool given;
#define CALF_POLICY_NUMBER(rule, key, ...) double key;
#define CALF_POLICY_WHOLE(rule, key, ...) int key;
#define CALF_POLICY_END(rule) } rule;
#include "plan/policy.def"
    double adherence[CALF_SESSION_KINDS]; ///< chance that a planned session is done
} calf_policy;

typedef enum calf_policy_rule_id {
#define CALF_POLICY_RULE(rule) CALF_POLICY_##rule,
#include "plan/policy.def"
    CALF_POLICY_RULES
} calf_policy_rule_id;
// clang-format on

/** One number of a rule, and where it lies in calf_policy: a double, or an int where it is whole.
 */
typedef struct calf_policy_key {
    const char *name;
    bool whole;
    calf_range range;
    size_t offset;
} calf_policy_key;

typedef struct calf_policy_rule {
    const char *name;
    size_t given; ///< offset of the flag
    const calf_policy_key *keys;
    size_t key_count;
} calf_policy_rule;

extern const calf_policy_rule calf_policy_rules[CALF_POLICY_RULES];
extern const char *const calf_session_kind_names[CALF_SESSION_KINDS];

/** No rule, every number at its default, and everything planned is done. */
calf_policy calf_policy_none(double sore_day_mm);

/** Whether any rule is given. */
bool calf_policy_has_rules(const calf_policy *policy);

/** Whether runners may do anything else than what is planned. */
bool calf_policy_acts(const calf_policy *policy);

/** Whether a week's progression may lag behind the calendar's. */
bool calf_policy_holds(const calf_policy *policy);

/** Whether runs may be done at another length or speed than planned. */
bool calf_policy_scales(const calf_policy *policy);

/** Writes the keys `policy` and `adherence` of a strategy. */
void calf_policy_print(const calf_policy *policy, FILE *stream);

#endif
