// SPDX-License-Identifier: GPL-3.0-or-later
// A sensitivity study as JSON: every number of it.
#include "report/json.h"
#include "report/sensitivity.h"

#include <calfsim/version.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

// A seed beyond what JSON's readers take for a whole number is a text.
static json_t *seed_json(uint64_t seed)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRIu64, seed);
    return seed <= INT64_MAX ? json_integer((json_int_t)seed) : json_string(text);
}

static json_t *interval_json(const calf_interval *of)
{
    return json_pack("{s:o, s:o, s:o}", "value", calf_json_number(of->value), "low",
        calf_json_number(of->low), "high", calf_json_number(of->high));
}

// Null where there are no worlds.
static json_t *band_json(const calf_band *of)
{
    if (isnan(of->middle))
        return json_null();
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "middle", calf_json_number(of->middle),
        "worlds_5", calf_json_number(of->low), "worlds_95", calf_json_number(of->high), "mean",
        calf_json_number(of->mean), "mean_error", calf_json_number(of->error));
}

static json_t *factor_json(calf_parameter_id id)
{
    const calf_parameter_info *info = calf_parameter_describe(id);
    return json_pack("{s:s, s:s, s:s%, s:s, s:s}", "parameter", info->name, "unit", info->unit,
        "grade", &info->grade, (size_t)1, "meaning", info->meaning, "source", info->source);
}

static json_t *effect_json(const calf_screened *screened, calf_parameter_id id)
{
    return json_pack("{s:s, s:o, s:o, s:o, s:o}", "parameter", calf_parameter_describe(id)->name,
        "mu_star", interval_json(&screened->effect.mu_star), "mu",
        calf_json_number(screened->effect.mu), "sigma", calf_json_number(screened->effect.sigma),
        "mu_star_over_worlds", band_json(&screened->worlds));
}

static json_t *screening_json(const calf_sensitivity_part *part)
{
    const calf_sensitivity *study = part->study;
    if (study == NULL || study->trajectories == 0)
        return json_null();
    json_t *effects = json_array();
    for (size_t k = 0; k < study->factors; k++) {
        const size_t f = study->by_effect[k];
        json_array_append_new(effects, effect_json(&study->screened[f], part->factor[f]));
    }
    return json_pack("{s:I, s:b, s:o}", "trajectories", (json_int_t)study->trajectories,
        "any_effect", study->moved, "effects", effects);
}

// Null stands for the name of all others together.
static json_t *name_json(const calf_sensitivity_part *part, const calf_decomposed *group)
{
    return group->factor == CALF_OTHER_FACTORS
        ? json_null()
        : json_string(calf_parameter_describe(part->factor[group->factor])->name);
}

static json_t *group_json(const calf_sensitivity_part *part, const calf_decomposed *group)
{
    double rows;
    const bool open = calf_sensitivity_is_open(group, part->study->rows, &rows);
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:b, s:o}", "parameter", name_json(part, group),
        "first", interval_json(&group->index.first), "total", interval_json(&group->index.total),
        "first_over_worlds", band_json(&group->first_worlds), "total_over_worlds",
        band_json(&group->total_worlds), "sample_cannot_rank", open, "samples_needed",
        open && rows > 0 ? json_integer((json_int_t)rows) : json_null());
}

static json_t *step_json(const calf_sensitivity_part *part, size_t k)
{
    const calf_sensitivity *study = part->study;
    json_t *indices = json_array();
    for (size_t g = 0; g < study->groups; g++) {
        const calf_decomposed *group = &study->decomposed[g];
        json_array_append_new(indices,
            json_pack("{s:o, s:o, s:o}", "parameter", name_json(part, group), "first",
                interval_json(&group->step[k].first), "total",
                interval_json(&group->step[k].total)));
    }
    return json_pack("{s:I, s:o, s:o, s:o}", "samples", (json_int_t)study->step_rows[k], "variance",
        calf_json_number(study->step_output[k].variance), "additive",
        interval_json(&study->step_output[k].additive), "indices", indices);
}

static json_t *decomposition_json(const calf_sensitivity_part *part)
{
    const calf_sensitivity *study = part->study;
    if (study == NULL || study->rows == 0)
        return json_null();
    json_t *indices = json_array(), *steps = json_array();
    for (size_t g = 0; g < study->groups; g++)
        json_array_append_new(indices, group_json(part, &study->decomposed[g]));
    for (size_t k = 0; k < study->steps; k++)
        json_array_append_new(steps, step_json(part, k));
    return json_pack("{s:I, s:o, s:o, s:o, s:I, s:I, s:o, s:o}", "samples", (json_int_t)study->rows,
        "mean", calf_json_number(study->output.mean), "variance",
        calf_json_number(study->output.variance), "additive",
        interval_json(&study->output.additive), "worlds_in_which_it_varies",
        (json_int_t)study->varied_worlds, "others_together", (json_int_t)study->others, "indices",
        indices, "convergence", steps);
}

static json_t *part_json(const calf_sensitivity_part *part)
{
    char warning[2048];
    json_t *factors = json_array();
    const size_t count = part->study != NULL ? part->study->factors : 0;
    const size_t worlds = part->study != NULL ? part->study->worlds : 0;
    for (size_t f = 0; f < count; f++)
        json_array_append_new(factors, factor_json(part->factor[f]));
    calf_sensitivity_warning(part, warning, sizeof warning);
    return json_pack("{s:s, s:s, s:I, s:I, s:s, s:o, s:o, s:o}", "of", calf_kind_name(part->of),
        "question", calf_sensitivity_question(part->of), "runners", (json_int_t)part->runners,
        "worlds", (json_int_t)worlds, "warning", warning, "factors", factors, "screening",
        screening_json(part), "decomposition", decomposition_json(part));
}

calf_status calf_report_sensitivity_json(const void *report, FILE *out)
{
    const calf_sensitivity_report *r = report;
    const calf_outcome_info *outcome = calf_outcome_describe(r->outcome);
    json_t *parts = json_array();
    for (size_t k = 0; k < r->parts; k++)
        json_array_append_new(parts, part_json(&r->part[k]));
    return calf_json_write(
        json_pack("{s:s, s:o, s:o, s:o, s:{s:s, s:s, s:s}, s:o, s:o, s:o, s:I, s:f, s:o}",
            "calfsim", CALFSIM_VERSION, "command", calf_json_text(r->command), "experiment",
            calf_json_text(r->path), "title", calf_json_text(r->title), "outcome", "name",
            outcome->name, "unit", outcome->unit, "long_name", outcome->long_name, "strategy",
            calf_json_text(r->strategy), "against",
            r->against != NULL ? calf_json_text(r->against) : json_null(), "seed",
            seed_json(r->seed), "bootstrap", (json_int_t)r->replicates, "level", r->level,
            "questions", parts),
        out);
}
