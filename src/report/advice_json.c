// SPDX-License-Identifier: GPL-3.0-or-later
// Advice as JSON: every number, whatever of them the terminal shows.
#include "report/advice.h"
#include "report/json.h"

#include "core/error.h"

static json_t *lever_json(const calf_lever *lever)
{
    char grades[CALF_LEVER_GRADES];
    const char trials[] = {lever->trials, 0};
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "how", lever->how, "trials_grade", trials,
        "trials_found", lever->found, "model_grades", calf_lever_grades(lever, grades),
        "model_parameters", lever->parameters);
}

static json_t *names_json(const calf_advice *advice, const calf_advised *of)
{
    json_t *names = json_array();
    for (size_t i = 0; i < of->member_count && names != NULL; i++) {
        json_t *name = json_string(advice->lever[of->members[i]].name);
        if (json_array_append_new(names, name) == 0)
            continue;
        json_decref(names);
        names = NULL;
    }
    return names;
}

static json_t *numbers_json(const calf_advised *of)
{
    return json_pack("{s:s, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o}", "strategy", of->name, "saved",
        calf_json_band(&of->saved), "cannot_be_told", of->doubtful, "minutes_a_week",
        calf_json_number(of->minutes), "km_a_week_given_up", calf_json_number(of->km),
        "saved_per_10_km", calf_json_number(of->saved_per_10_km), "share_sore_over_a_week",
        calf_json_band(&of->flagged), "overuse_hazard_ratio",
        calf_json_band(&of->comparison.hazard_ratio), "outcomes",
        calf_json_outcomes(&of->comparison, &of->benefit, -1));
}

// One row of the ranking, with what is said of it alone.
static json_t *row_json(const calf_advised *of, const char *key, json_t *said)
{
    json_t *row = numbers_json(of);
    if (row == NULL || json_object_set_new(row, key, said) != 0) {
        json_decref(row);
        return NULL;
    }
    return row;
}

static json_t *ranked_json(const calf_advised *of)
{
    json_t *row = row_json(of, "lever", lever_json(of->lever));
    if (row != NULL &&
        json_object_set_new(row, "in_this_plan", calf_json_text(of->fit.text)) != 0) {
        json_decref(row);
        return NULL;
    }
    return row;
}

static json_t *not_applying_json(const calf_advised *of)
{
    return json_pack("{s:s, s:o, s:o}", "strategy", of->lever->name, "reason",
        calf_json_text(of->fit.text), "lever", lever_json(of->lever));
}

typedef enum part { RANKED, NOT_APPLYING, TOGETHER } part;

static json_t *one_json(const calf_advice *advice, part which, size_t i)
{
    if (which == RANKED)
        return ranked_json(&advice->lever[i]);
    if (which == NOT_APPLYING)
        return not_applying_json(&advice->lever[advice->applying + i]);
    return row_json(&advice->together[i], "levers", names_json(advice, &advice->together[i]));
}

static json_t *list_json(const calf_advice *advice, part which, size_t count)
{
    json_t *all = json_array();
    for (size_t i = 0; i < count && all != NULL; i++) {
        if (json_array_append_new(all, one_json(advice, which, i)) == 0)
            continue;
        json_decref(all);
        all = NULL;
    }
    return all;
}

static json_t *now_json(const calf_advice *advice)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:b}", "strategy", calf_json_text(advice->present),
        "outcome", calf_json_band(&advice->now), "share_sore_over_a_week",
        calf_json_band(&advice->flagged_now), "km_a_week", calf_json_number(advice->km_now),
        "see_a_professional_first", calf_advice_refers(advice));
}

calf_status calf_report_advice_json(const void *advice, FILE *out)
{
    const calf_advice *of = advice;
    const calf_outcome_info *info = calf_outcome_describe(of->outcome);
    return calf_json_write(
        json_pack("{s:o, s:s, s:s, s:I, s:I, s:I, s:o, s:o, s:o, s:o}", "title",
            calf_json_text(of->title), "outcome", info->name, "unit", info->unit, "days",
            (json_int_t)of->days, "worlds", (json_int_t)of->worlds, "runners_per_world",
            (json_int_t)of->runners, "present", now_json(of), "levers",
            list_json(of, RANKED, of->applying), "together",
            list_json(of, TOGETHER, of->together_count), "not_applying",
            list_json(of, NOT_APPLYING, CALF_LEVER_COUNT - of->applying)),
        out);
}
