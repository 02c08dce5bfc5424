// SPDX-License-Identifier: GPL-3.0-or-later
// A sensitivity study as a page.
#include "report/sensitivity.h"

#include "core/error.h"
#include "report/chart.h"
#include "report/page.h"
#include "report/text.h"
#include "report/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CELL = 96, TRAILS = CALF_CHART_COLOURS };

static void interval_text(const calf_interval *of, int decimals, char text[CELL])
{
    const calf_band band = {.middle = of->value, .low = of->low, .high = of->high};
    calf_text_band(text, CELL, &band, 1, decimals);
}

static calf_row_value bar_of(const calf_interval *of, int colour)
{
    return (calf_row_value){
        .value = of->value, .low = of->low, .high = of->high, .bar = true, .colour = colour};
}

// Where the axis of shares ends: beyond every interval, at a whole tenth.
static double axis_end(const calf_sensitivity *study)
{
    double end = 0.1;
    for (size_t g = 0; g < study->groups; g++) {
        const calf_decomposed *group = &study->decomposed[g];
        const double ends[] = {group->index.total.high, group->index.total.value,
            group->index.first.high, group->total_worlds.high};
        for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
            if (isfinite(ends[k]))
                end = fmax(end, ends[k]);
    }
    return ceil(10 * end - 1e-9) / 10;
}

static calf_status write_ranks(const calf_sensitivity_part *part, FILE *out)
{
    const calf_sensitivity *study = part->study;
    calf_chart_row *rows = calloc(study->groups, sizeof *rows);
    char(*names)[CELL] = calloc(study->groups, sizeof *names);
    char(*notes)[CELL] = calloc(study->groups, sizeof *notes);
    const bool complete = rows && names && notes;
    for (size_t g = 0; g < study->groups && complete; g++) {
        const calf_decomposed *group = &study->decomposed[g];
        const bool others = group->factor == CALF_OTHER_FACTORS;
        if (!others)
            snprintf(notes[g], CELL, "evidence %c",
                calf_parameter_describe(part->factor[group->factor])->grade);
        rows[g] = (calf_chart_row){.label = calf_sensitivity_name(part, group, names[g], CELL),
            .note = others ? NULL : notes[g],
            .count = 2,
            .value = {bar_of(&group->index.total, 0), bar_of(&group->index.first, 1)},
            .from = group->total_worlds.low,
            .to = group->total_worlds.high};
    }
    const calf_row_chart chart = {.name = "Shares of variance, ranked",
        .x_label = "share of the outcome's variance",
        .legend = {"in all (total)", "alone (first order)"},
        .low = 0,
        .high = axis_end(study),
        .count = study->groups,
        .rows = rows};
    if (complete) {
        fputs("<figure>\n", out);
        calf_row_chart_write(&chart, out);
        fputs("<figcaption>", out);
        calf_page_text(out,
            study->worlds > 0
                ? "Bars: shares where all that is uncertain has its default, with their intervals. "
                  "Shaded: where the total lies in 9 of 10 worlds; ranked by its middle there."
                : "Bars: shares with their intervals, ranked by the total. Where the bar of the "
                  "total is much longer, the parameter acts together with others.");
        fputs("</figcaption></figure>\n", out);
    }
    free(rows);
    free(names);
    free(notes);
    return complete ? CALF_OK : calf_error_no_memory();
}

// The estimates of one factor by samples; neighbours are moved aside so that all can be seen.
typedef struct trail {
    double x[CALF_CONVERGENCE_STEPS], y[CALF_CONVERGENCE_STEPS];
    double low[CALF_CONVERGENCE_STEPS], high[CALF_CONVERGENCE_STEPS];
} trail;

static trail trail_of(const calf_sensitivity *study, size_t g)
{
    trail t = {.x = {0}};
    const double aside = 0.008 * (double)study->rows * ((double)g - (TRAILS - 1) / 2.0);
    for (size_t k = 0; k < study->steps; k++) {
        const calf_interval *total = &study->decomposed[g].step[k].total;
        t.x[k] = (double)study->step_rows[k] + aside;
        t.y[k] = total->value;
        t.low[k] = total->low;
        t.high[k] = total->high;
    }
    return t;
}

static void write_convergence(const calf_sensitivity_part *part, FILE *out)
{
    const calf_sensitivity *study = part->study;
    const size_t count = study->groups < TRAILS ? study->groups : TRAILS;
    trail trails[TRAILS];
    char names[TRAILS][CELL];
    calf_series series[2 * TRAILS];
    for (size_t g = 0; g < count; g++) {
        trail *t = &trails[g];
        *t = trail_of(study, g);
        series[2 * g] = (calf_series){
            .label = calf_sensitivity_name(part, &study->decomposed[g], names[g], CELL),
            .mark = CALF_MARK_LINE,
            .colour = (int)g,
            .count = study->steps,
            .x = t->x,
            .y = t->y};
        series[2 * g + 1] = series[2 * g];
        series[2 * g + 1].label = NULL;
        series[2 * g + 1].mark = CALF_MARK_POINTS;
        series[2 * g + 1].low = t->low;
        series[2 * g + 1].high = t->high;
    }
    const calf_chart chart = {.name = "Convergence of the totals",
        .x_label = "samples",
        .y_label = "share in all (total)",
        .y_from_zero = true,
        .count = 2 * count,
        .series = series};
    fputs("<figure>\n", out);
    calf_chart_write(&chart, out);
    fputs("<figcaption>", out);
    calf_page_text(out,
        "The totals that lead, from an eighth, a quarter, half and all of the samples: where "
        "lines are level and intervals short, more samples would change little.");
    fputs("</figcaption></figure>\n", out);
}

enum { COLUMNS = 6, WORLDS_COLUMN = 3 };
static const char *const index_classes[COLUMNS] = {NULL, "n", "n", "n", NULL, NULL};

// A row without its cell on worlds where there are none.
static void write_index_row(
    const calf_sensitivity *study, const char *tag, const char *cells[COLUMNS], FILE *out)
{
    const char *classes[COLUMNS];
    int count = 0;
    for (int c = 0; c < COLUMNS; c++)
        if (c != WORLDS_COLUMN || study->worlds > 0) {
            cells[count] = cells[c];
            classes[count++] = index_classes[c];
        }
    calf_page_row(out, tag, cells, classes, count);
}

static void write_group(const calf_sensitivity_part *part, const calf_decomposed *group, FILE *out)
{
    char name[CELL], first[CELL], total[CELL], worlds[CELL], grade[2] = "", about[1024] = "";
    const bool others = group->factor == CALF_OTHER_FACTORS;
    const calf_parameter_info *info =
        others ? NULL : calf_parameter_describe(part->factor[group->factor]);
    interval_text(&group->index.first, 2, first);
    interval_text(&group->index.total, 2, total);
    calf_text_band(worlds, CELL, &group->total_worlds, 1, 2);
    if (info != NULL) {
        grade[0] = info->grade;
        snprintf(
            about, sizeof about, "%s [%s]. Source: %s", info->meaning, info->unit, info->source);
    }
    const char *cells[COLUMNS] = {
        calf_sensitivity_name(part, group, name, CELL), first, total, worlds, grade, about};
    write_index_row(part->study, "td", cells, out);
}

static void write_indices(
    const calf_sensitivity_report *report, const calf_sensitivity_part *part, FILE *out)
{
    const char *heads[COLUMNS] = {
        "parameter", "alone", "in all", "in worlds", "evidence", "meaning"};
    char text[400];
    const calf_sensitivity *study = part->study;
    fputs("<div class=\"scroll\"><table>\n", out);
    write_index_row(study, "th", heads, out);
    for (size_t g = 0; g < study->groups; g++)
        write_group(part, &study->decomposed[g], out);
    fputs("</table></div>\n", out);
    snprintf(text, sizeof text,
        "%zu samples; the outcome has the mean %.4g and the SD %.3g [%s]. In brackets intervals of "
        "%g %% (bootstrap).",
        study->rows, study->output.mean, sqrt(study->output.variance),
        calf_outcome_describe(report->outcome)->unit, 100 * report->level);
    calf_page_paragraph(out, text);
    calf_sensitivity_additive(report, part, text, sizeof text);
    calf_page_paragraph(out, text);
}

static void write_screening(
    const calf_sensitivity_report *report, const calf_sensitivity_part *part, FILE *out)
{
    static const char *const classes[] = {NULL, "n", "n", "n", "n"};
    static const char *const heads[] = {
        "parameter", "mean size, mu*", "mu", "sigma", "mu*, 9 of 10 worlds"};
    char text[400];
    const calf_sensitivity *study = part->study;
    fputs(study->rows > 0 ? "<details><summary>" : "<details open><summary>", out);
    snprintf(text, sizeof text, "Screening of all %zu parameters (Morris, %zu trajectories)",
        study->factors, study->trajectories);
    calf_page_text(out, text);
    fputs("</summary>\n", out);
    snprintf(text, sizeof text, "Effects in %s per unit of cumulative probability.",
        calf_outcome_describe(report->outcome)->unit);
    calf_page_paragraph(out, text);
    fputs("<div class=\"scroll\"><table>\n", out);
    calf_page_row(out, "th", heads, classes, 5);
    for (size_t k = 0; k < study->factors; k++) {
        const size_t f = study->by_effect[k];
        const calf_screened *screened = &study->screened[f];
        char size[CELL], mu[CELL], sigma[CELL], worlds[CELL];
        interval_text(&screened->effect.mu_star, 4, size);
        calf_text_number(mu, CELL, screened->effect.mu, 4);
        calf_text_number(sigma, CELL, screened->effect.sigma, 4);
        calf_text_band(worlds, CELL, &screened->worlds, 1, 4);
        const char *cells[] = {
            calf_parameter_describe(part->factor[f])->name, size, mu, sigma, worlds};
        calf_page_row(out, "td", cells, classes, 5);
    }
    fputs("</table></div>\n", out);
    fputs("</details>\n", out);
}

static calf_status write_part(
    const calf_sensitivity_report *report, const calf_sensitivity_part *part, FILE *out)
{
    char text[2048];
    const calf_sensitivity *study = part->study;
    calf_status status = CALF_OK;
    calf_page_heading(out, calf_sensitivity_question(part->of));
    calf_sensitivity_subject(report, part, text, sizeof text);
    calf_page_paragraph(out, text);
    calf_sensitivity_warning(part, text, sizeof text);
    if (text[0] != '\0')
        calf_page_paragraph(out, text);
    if (calf_sensitivity_varies(part)) {
        status = write_ranks(part, out);
        write_indices(report, part, out);
        write_convergence(part, out);
    }
    if (study != NULL && study->trajectories > 0)
        write_screening(report, part, out);
    return status;
}

calf_status calf_report_sensitivity_page(const void *report, FILE *out)
{
    const calf_sensitivity_report *r = report;
    char text[600], what[700];
    calf_status status = CALF_OK;
    calf_sensitivity_outcome(r, text, sizeof text);
    snprintf(what, sizeof what, "Sensitivity of %s over %d days.", text, r->days);
    calf_page_begin(out, r->title[0] != '\0' ? r->title : "Sensitivity", what);
    if (calf_sensitivity_legend(r)[0] != '\0')
        calf_page_paragraph(out, calf_sensitivity_legend(r));
    for (size_t k = 0; k < r->parts && status == CALF_OK; k++)
        status = write_part(r, &r->part[k], out);
    calf_page_paragraph(out, calf_verdict_caution);
    calf_page_end(out, r->command);
    if (status == CALF_OK && ferror(out))
        status = calf_error_set(CALF_FAILED, "cannot write the page");
    return status;
}
