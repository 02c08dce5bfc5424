// SPDX-License-Identifier: GPL-3.0-or-later
// Validation as JSON.
#include "report/json.h"
#include "report/validation.h"

#include <calfsim/version.h>

static json_t *row(const calf_target *target, const calf_finding *finding)
{
    return json_pack("{ss ss ss ss so s[oo] so so so ss sb ss ss}", "id", target->id, "layer",
        target->layer, "what", target->what, "unit", target->unit, "observed",
        calf_json_number(target->observed), "accepted", calf_json_number(target->low),
        calf_json_number(target->high), "model", calf_json_number(finding->value), "from",
        calf_json_number(finding->from), "to", calf_json_number(finding->to), "role",
        calf_target_role_name(target->role), "passes", finding->passes, "source", target->source,
        "why", target->why);
}

static json_t *numbers(const double *values, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count && array != NULL; i++)
        if (json_array_append_new(array, calf_json_number(values[i])) != 0) {
            json_decref(array);
            return NULL;
        }
    return array;
}

static json_t *curve(const calf_curve *from)
{
    return json_pack("{ss sb so so so so}", "label", from->label, "published", from->published, "x",
        numbers(from->x, from->count), "y", numbers(from->y, from->count), "low",
        numbers(from->low, from->count), "high", numbers(from->high, from->count));
}

static json_t *picture(const calf_picture *from)
{
    json_t *curves = json_array();
    for (size_t i = 0; i < from->count && curves != NULL; i++)
        if (json_array_append_new(curves, curve(&from->curves[i])) != 0) {
            json_decref(curves);
            curves = NULL;
        }
    return json_pack("{ss ss ss ss sb so}", "name", from->name, "says", from->says, "x_label",
        from->x_label, "y_label", from->y_label, "logarithmic", from->logarithmic, "curves",
        curves);
}

calf_status calf_report_validation_json(const void *report, FILE *out)
{
    const calf_validation_report *asked = report;
    json_t *targets = json_array(), *pictures = json_array();
    int failed = targets == NULL || pictures == NULL;
    for (int id = 0; id < CALF_TARGET_COUNT && !failed; id++)
        failed = json_array_append_new(targets,
            row(calf_target_describe((calf_target_id)id), &asked->validation->findings[id]));
    for (int id = 0; id < CALF_PICTURE_COUNT && !failed; id++)
        failed = json_array_append_new(pictures, picture(&asked->validation->pictures[id]));
    if (failed) {
        json_decref(targets);
        json_decref(pictures);
        return calf_json_write(NULL, out);
    }
    return calf_json_write(
        json_pack("{ss so so so}", "calfsim", CALFSIM_VERSION, "command",
            calf_json_text(asked->command), "targets", targets, "pictures", pictures),
        out);
}
