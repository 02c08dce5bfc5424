// SPDX-License-Identifier: GPL-3.0-or-later
// Validation as a page.
#include "report/chart.h"
#include "report/page.h"
#include "report/validation.h"

#include <math.h>
#include <string.h>

enum { COLUMNS = 8, LAYER_ROWS_MAX = CALF_TARGET_COUNT, PUBLISHED_COLOUR = CALF_CHART_COLOURS - 1 };

// Where a value lies when its accepted range becomes 0 to 1. Ranges without extent (directions,
// hours) get half a unit on each side.
static double in_range(const calf_target *target, double value)
{
    const double half = target->high > target->low ? 0 : 0.5;
    return (value - target->low + half) / (target->high - target->low + 2 * half);
}

static void write_layer(FILE *out, const calf_validation *all, int first, int end)
{
    char notes[LAYER_ROWS_MAX][48];
    calf_chart_row rows[LAYER_ROWS_MAX];
    const double none = (double)NAN;
    for (int id = first; id < end; id++) {
        const calf_target *target = calf_target_describe((calf_target_id)id);
        const calf_finding *finding = &all->findings[id];
        char value[32];
        snprintf(notes[id - first], sizeof notes[0], "%s %s%s",
            calf_target_number(value, sizeof value, target, finding->value), target->unit,
            finding->passes ? "" : "  MISS");
        rows[id - first] = (calf_chart_row){.label = target->id,
            .note = notes[id - first],
            .count = 2,
            .value = {{in_range(target, target->observed), none, none, false, 5},
                {in_range(target, finding->value), none, none, false, finding->passes ? 0 : 1}},
            .from = 0,
            .to = 1};
    }
    const calf_row_chart chart = {.name = calf_target_describe((calf_target_id)first)->layer,
        .x_label = "0 to 1: the accepted range (shaded)",
        .legend = {"published", "model"},
        .low = -0.5,
        .high = 1.5,
        .count = (size_t)(end - first),
        .rows = rows};
    fputs("<figure>\n", out);
    calf_row_chart_write(&chart, out);
    fputs("</figure>\n", out);
}

static void write_table_row(FILE *out, const calf_target *target, const calf_finding *finding)
{
    static const char *const plain[COLUMNS] = {NULL, NULL, "n", "n", "n", NULL, "good", NULL};
    static const char *const missed[COLUMNS] = {NULL, NULL, "n", "n", "n", NULL, "miss", NULL};
    char observed[40], accepted[100], value[40], model[140], change[80];
    calf_target_number(observed, sizeof observed, target, target->observed);
    calf_target_range(accepted, sizeof accepted, target);
    calf_target_number(value, sizeof value, target, finding->value);
    calf_finding_change(change, sizeof change, finding);
    snprintf(model, sizeof model, "%s%s%s%s", value, change[0] ? " (" : "", change,
        change[0] ? ")" : "");
    const char *const cells[COLUMNS] = {target->what, target->unit, observed, accepted, model,
        calf_target_role_name(target->role), finding->passes ? "ok" : "MISS", target->source};
    calf_page_row(out, "td", cells, finding->passes ? plain : missed, COLUMNS);
}

static void write_table(FILE *out, const calf_validation *all, int first, int end)
{
    static const char *const heads[COLUMNS] = {
        "what", "unit", "observed", "accepted", "model", "role", "verdict", "source"};
    fputs("<div class=\"scroll\"><table>\n", out);
    calf_page_row(out, "th", heads, NULL, COLUMNS);
    for (int id = first; id < end; id++)
        write_table_row(out, calf_target_describe((calf_target_id)id), &all->findings[id]);
    fputs("</table></div>\n", out);
}

static void write_misses(FILE *out, const calf_validation *all)
{
    calf_page_heading(out, "Misses, and why as far as it is known");
    fputs("<ul>\n", out);
    for (int id = 0; id < CALF_TARGET_COUNT; id++) {
        const calf_target *target = calf_target_describe((calf_target_id)id);
        if (all->findings[id].passes)
            continue;
        fputs("<li><strong>", out);
        calf_page_text(out, target->what);
        fputs("</strong>: ", out);
        calf_page_text(out,
            target->why[0] != '\0' ? target->why : "the model is to meet this; something changed.");
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

static void write_picture(FILE *out, const calf_picture *picture)
{
    calf_series series[CALF_CURVES_MAX];
    for (size_t i = 0; i < picture->count; i++) {
        const calf_curve *curve = &picture->curves[i];
        series[i] = (calf_series){.label = curve->label,
            .mark = curve->published ? CALF_MARK_POINTS : CALF_MARK_LINE,
            .colour = curve->published ? PUBLISHED_COLOUR : (int)i % PUBLISHED_COLOUR,
            .count = curve->count,
            .x = curve->x,
            .y = curve->y,
            .low = curve->published ? curve->low : NULL,
            .high = curve->published ? curve->high : NULL};
    }
    const calf_chart chart = {.name = picture->name,
        .x_label = picture->x_label,
        .y_label = picture->y_label,
        .x_log = picture->logarithmic,
        .y_log = picture->logarithmic,
        .x_step = picture->x_step,
        .y_from_zero = picture->y_from_zero,
        .count = picture->count,
        .series = series};
    calf_page_heading(out, picture->name);
    fputs("<figure>\n", out);
    calf_chart_write(&chart, out);
    fputs("<figcaption>", out);
    calf_page_text(out, picture->says);
    fputs("</figcaption></figure>\n", out);
}

// The first target of another layer after `first`.
static int layer_end(int first)
{
    const char *layer = calf_target_describe((calf_target_id)first)->layer;
    int end = first + 1;
    while (end < CALF_TARGET_COUNT &&
        strcmp(calf_target_describe((calf_target_id)end)->layer, layer) == 0)
        end++;
    return end;
}

calf_status calf_report_validation_page(const void *report, FILE *out)
{
    const calf_validation_report *asked = report;
    const calf_validation *all = asked->validation;
    char says[512];
    calf_validation_headline(says, sizeof says, all);
    calf_page_begin(out, "calfsim against published results", says);
    if (calf_validation_missed(all) > 0)
        write_misses(out, all);
    for (int i = 0; i < CALF_PICTURE_COUNT; i++)
        write_picture(out, &all->pictures[i]);
    for (int first = 0, end; first < CALF_TARGET_COUNT; first = end) {
        end = layer_end(first);
        calf_page_heading(out, calf_target_describe((calf_target_id)first)->layer);
        write_table(out, all, first, end);
        write_layer(out, all, first, end);
    }
    calf_page_end(out, asked->command);
    return CALF_OK;
}
