// SPDX-License-Identifier: GPL-3.0-or-later
// The table of levers, and strategies that are changed by them.
#include "coach/lever.h"

#include "coach/weekdays.h"
#include "core/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// clang-format off
#define REST_DAYS(first, second) \
    {.kind = CALF_CHANGE_RAISES, .knee = {CALF_KNEE_##first, CALF_KNEE_##second}}
#define RUN_DAYS(first, second) \
    {.kind = CALF_CHANGE_RAISES, .on_run_days = true, .knee = {CALF_KNEE_##first, CALF_KNEE_##second}}
#define EVENINGS(roll, stretch) \
    {.kind = CALF_CHANGE_MOBILITY, .mobility = {.roll_min = roll, .stretch_min = stretch}}
#define TECHNIQUE(what, t, p) \
    {.kind = CALF_CHANGE_TECHNIQUE, .quantity = CALF_##what, .by = {.times = t, .plus = p}}
#define VOLUME(by) {.kind = CALF_CHANGE_VOLUME, .factor = by}
#define SPEED(by) {.kind = CALF_CHANGE_SPEED, .factor = by}
#define EASY(from, at) {.kind = CALF_CHANGE_EASY, .fast = from, .easy = at}
#define GROWTH(by) {.kind = CALF_CHANGE_GROWTH, .factor = by}
#define LISTEN(skip, shorten, by_share) \
    {.kind = CALF_CHANGE_LISTEN, .skip_mm = skip, .shorten_mm = shorten, .shorten_by = by_share}
#define LEVEL_GROUND() {.kind = CALF_CHANGE_LEVEL}
#define CALF_LEVER(id, name, label, group, change, minutes, trials, parameters, what, found, how) \
    {CALF_LEVER_##id, name, label, CALF_GROUP_OF_##group, change, minutes, trials, parameters, how, \
        what, found},
const calf_lever calf_levers[CALF_LEVER_COUNT] = {
#include "coach/levers.def"
};
// clang-format on

static int by_letter(const void *left, const void *right)
{
    return *(const char *)left - *(const char *)right;
}

const char *calf_lever_grades(const calf_lever *lever, char text[CALF_LEVER_GRADES])
{
    size_t count = 0;
    for (const char *at = lever->parameters; *at && count + 1 < CALF_LEVER_GRADES;) {
        char name[64];
        const size_t length = strcspn(at, " ");
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        const int id = calf_parameter_find(name);
        if (id >= 0)
            text[count++] = calf_parameter_describe((calf_parameter_id)id)->grade;
        at += length + strspn(at + length, " ");
    }
    text[count] = 0;
    qsort(text, count, 1, by_letter);
    return text;
}

static bool strategy_is_named(const calf_experiment *experiment, const char *name)
{
    for (size_t s = 0; s < experiment->strategy_count; s++)
        if (strcmp(experiment->strategies[s].name, name) == 0)
            return true;
    return false;
}

static bool plan_is_named(const calf_experiment *experiment, const char *name)
{
    for (size_t p = 0; p < experiment->plan_count; p++)
        if (strcmp(experiment->plans[p].name, name) == 0)
            return true;
    return false;
}

typedef bool is_named(const calf_experiment *experiment, const char *name);

// The name, or "name (2)" and so on where it is taken; the caller frees it.
static char *free_name(const calf_experiment *experiment, const char *wanted, is_named *taken)
{
    const size_t size = strlen(wanted) + 16;
    char *name = malloc(size);
    if (!name)
        return NULL;
    strcpy(name, wanted);
    for (int number = 2; taken(experiment, name); number++)
        snprintf(name, size, "%s (%d)", wanted, number);
    return name;
}

calf_status calf_lever_copy_strategy(calf_experiment *experiment, size_t of, const char *name)
{
    const size_t count = experiment->strategy_count;
    if (count >= CALF_STRATEGIES_MAX)
        return calf_error_set(CALF_BAD_INPUT, "%zu strategies; allowed are at most %d", count + 1,
            CALF_STRATEGIES_MAX);
    calf_strategy *grown = realloc(experiment->strategies, (count + 1) * sizeof *grown);
    if (!grown)
        return calf_error_no_memory();
    experiment->strategies = grown;
    grown[count] = grown[of];
    grown[count].name = free_name(experiment, name, strategy_is_named);
    if (!grown[count].name)
        return calf_error_no_memory();
    experiment->strategy_count++;
    return CALF_OK;
}

static bool is_shared(const calf_experiment *experiment, size_t plan)
{
    size_t users = experiment->history_days > 0 && experiment->history_plan == plan;
    for (size_t s = 0; s < experiment->strategy_count; s++)
        users += experiment->strategies[s].plan == plan;
    return users > 1;
}

void calf_lever_drop_strategy(calf_experiment *experiment)
{
    const size_t last = experiment->strategy_count - 1, plan = experiment->strategies[last].plan;
    if (!is_shared(experiment, plan) && plan == experiment->plan_count - 1)
        calf_named_plan_clear(&experiment->plans[--experiment->plan_count]);
    free(experiment->strategies[last].name);
    experiment->strategy_count--;
}

calf_status calf_lever_own_plan(calf_experiment *experiment, calf_named_plan **plan)
{
    calf_strategy *strategy = &experiment->strategies[experiment->strategy_count - 1];
    *plan = &experiment->plans[strategy->plan];
    if (!is_shared(experiment, strategy->plan))
        return CALF_OK;
    const size_t count = experiment->plan_count;
    char *name = free_name(experiment, strategy->name, plan_is_named);
    calf_named_plan *grown = realloc(experiment->plans, (count + 1) * sizeof *grown);
    if (grown)
        experiment->plans = grown;
    const calf_status status = grown && name
        ? calf_named_plan_copy(&grown[strategy->plan], name, &grown[count])
        : calf_error_no_memory();
    free(name);
    if (status)
        return status;
    strategy->plan = experiment->plan_count++;
    *plan = &experiment->plans[strategy->plan];
    return CALF_OK;
}
