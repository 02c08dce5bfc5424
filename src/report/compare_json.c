// SPDX-License-Identifier: GPL-3.0-or-later
// A comparison as JSON: every number, whatever of them the terminal shows.
#include "report/compare.h"
#include "report/json.h"

#include "core/error.h"

#include <math.h>
#include <stdlib.h>

json_t *calf_json_band(const calf_band *band)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "middle", calf_json_number(band->middle),
        "worlds_5", calf_json_number(band->low), "worlds_95", calf_json_number(band->high), "mean",
        calf_json_number(band->mean), "mean_error", calf_json_number(band->error));
}

static json_t *proportion_json(const calf_proportion *part)
{
    return json_pack("{s:I, s:I, s:o, s:o, s:o}", "count", (json_int_t)part->count, "of",
        (json_int_t)part->of, "share", calf_json_number(part->share), "chance_low",
        calf_json_number(part->low), "chance_high", calf_json_number(part->high));
}

static json_t *difference_json(
    const calf_outcome_comparison *row, const calf_outcome_benefit *benefit)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "over_worlds",
        calf_json_band(&row->difference), "chance_error",
        calf_json_number(calf_difference_error(row)), "chance_error_of_runners",
        calf_json_number(row->error), "chance_low", calf_json_number(benefit->mean_low),
        "chance_high", calf_json_number(benefit->mean_high), "sd_over_runners",
        calf_json_number(row->sd));
}

static json_t *any_difference_json(const calf_outcome_comparison *row)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "lower", calf_json_band(&row->lower), "higher",
        calf_json_band(&row->higher), "better", calf_json_band(&row->better), "worse",
        calf_json_band(&row->worse));
}

static json_t *beyond_json(const calf_outcome_benefit *benefit)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "lower",
        calf_json_band(&benefit->lower), "higher", calf_json_band(&benefit->higher), "within",
        calf_json_band(&benefit->within), "gain", calf_json_band(&benefit->gain), "lose",
        calf_json_band(&benefit->lose), "lower_noise", calf_json_number(benefit->lower_noise),
        "higher_noise", calf_json_number(benefit->higher_noise), "resolution",
        calf_json_number(benefit->resolution));
}

static json_t *doubts_json(const calf_doubts *doubts)
{
    return json_pack("{s:o, s:b, s:o, s:o, s:o}", "mean_needs_times",
        calf_json_number(doubts->mean_times), "mean_cannot_be_told", doubts->mean_times > 0,
        "worlds_needs_times", calf_json_number(doubts->worlds_times), "shares_need_times",
        calf_json_number(fmax(doubts->share_times[0], doubts->share_times[1])),
        "runners_needs_times",
        calf_json_number(fmax(doubts->band_times[0], doubts->band_times[1])));
}

static json_t *outcome_json(
    const calf_comparison *row, const calf_benefit *benefit, calf_outcome_id id)
{
    const calf_outcome_info *info = calf_outcome_describe(id);
    const calf_outcome_benefit *of = &benefit->outcome[id];
    const calf_doubts doubts = calf_doubts_of(row, benefit, id);
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "unit", info->unit,
        "long_name", info->long_name, "better", calf_better_name(info->better), "margin",
        calf_json_number(of->margin), "difference", difference_json(&row->outcome[id], of),
        "share_of_runners", any_difference_json(&row->outcome[id]), "share_beyond_margin",
        beyond_json(of), "margin_of_95_percent", calf_json_band(&of->margin_of_95), "worlds_better",
        proportion_json(&of->better), "worlds_alike", proportion_json(&of->alike), "doubts",
        doubts_json(&doubts));
}

json_t *calf_json_outcomes(const calf_comparison *row, const calf_benefit *benefit, int only)
{
    json_t *all = json_object();
    for (int id = 0; id < CALF_OUTCOME_COUNT && all != NULL; id++) {
        const calf_outcome_id one = (calf_outcome_id)id;
        if (only >= 0 && only != id)
            continue;
        if (json_object_set_new(
                all, calf_outcome_describe(one)->name, outcome_json(row, benefit, one)) == 0)
            continue;
        json_decref(all);
        all = NULL;
    }
    return all;
}

static json_t *comparisons_json(const calf_result *result, const calf_comparing *asked,
    const calf_comparison *rows, const calf_benefit *benefits)
{
    json_t *all = json_array();
    for (size_t s = 0; s < result->strategy_count && all != NULL; s++) {
        if (s == asked->against)
            continue;
        json_t *one = json_pack("{s:s, s:s, s:o, s:o}", "strategy", result->strategies[s],
            "against", result->strategies[asked->against], "overuse_hazard_ratio",
            calf_json_band(&rows[s].hazard_ratio), "outcomes",
            calf_json_outcomes(&rows[s], &benefits[s], asked->outcome));
        if (json_array_append_new(all, one) == 0)
            continue;
        json_decref(all);
        all = NULL;
    }
    return all;
}

static json_t *factors_json(const calf_result *result, size_t point)
{
    json_t *all = json_object();
    for (size_t f = 0; f < result->factors && all != NULL; f++) {
        const double value = result->point_values[point * result->factors + f];
        if (json_object_set_new(all, result->factor_names[f], calf_json_number(value)) == 0)
            continue;
        json_decref(all);
        all = NULL;
    }
    return all;
}

calf_status calf_report_compare_json(
    const calf_result *result, const calf_comparing *asked, FILE *out)
{
    calf_comparison *rows = NULL;
    calf_benefit *benefits = NULL;
    const calf_status status = calf_compared_create(result, asked, &rows, &benefits);
    if (status)
        return status;
    json_t *document = json_pack("{s:s, s:s, s:I, s:I, s:I, s:o, s:o}", "title", result->title,
        "experiment_hash", result->experiment_hash, "worlds", (json_int_t)result->worlds,
        "runners_per_world", (json_int_t)result->runners, "point", (json_int_t)asked->point,
        "factors", factors_json(result, asked->point), "comparisons",
        comparisons_json(result, asked, rows, benefits));
    free(rows);
    free(benefits);
    return calf_json_write(document, out);
}
