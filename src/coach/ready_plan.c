// SPDX-License-Identifier: GPL-3.0-or-later
// The ready-made plans, as the build found them.
#include "coach/ready_plan.h"

#include "coach/ready_plans.h"
#include "core/number.h"

#include <stdio.h>
#include <string.h>

static const char *const choices[] = {CALF_READY_PLAN_NAMES};

const char *const *calf_ready_plan_choices(size_t *count)
{
    *count = sizeof choices / sizeof *choices;
    return choices;
}

const calf_ready_plan *calf_ready_plan_of_choice(size_t choice)
{
    static const calf_ready_plan plans[] = {CALF_READY_PLANS};
    return &plans[choice];
}

bool calf_ready_plan_keeps_week(const calf_ready_plan *plan)
{
    return strstr(plan->text, "extends: usual\n") != NULL;
}

double calf_ready_plan_used_to(const calf_ready_plan *plan)
{
    const char *const before = "\n  usual: # ";
    const char *usual = strstr(plan->text, before);
    char number[CALF_NUMBER_TEXT];
    double km;
    return usual && sscanf(usual + strlen(before), "%31[0-9.] km a week", number) == 1 &&
            calf_number_parse(number, &km)
        ? km
        : 0;
}
