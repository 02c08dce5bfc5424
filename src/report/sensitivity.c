// SPDX-License-Identifier: GPL-3.0-or-later
// A sensitivity study in the terminal.
#include "report/sensitivity.h"

#include "core/error.h"
#include "report/text.h"
#include "report/verdict.h"

#include <math.h>
#include <string.h>

enum { PAGE = 100, RANK = 4, NAME = 23, INDEX = 22, EFFECT = 26, STEP = 20, CONVERGING = 6 };

static void show_interval(FILE *out, const calf_interval *of, int decimals, int width)
{
    char text[100];
    const calf_band band = {.middle = of->value, .low = of->low, .high = of->high};
    calf_text_pad(out, calf_text_band(text, sizeof text, &band, 1, decimals), width);
}

// A share of the largest as a bar in the rest of a line.
static void show_bar(FILE *out, double share, int width)
{
    const double blocks = round(fmin(fmax(share, 0), 1) * width);
    for (int k = 0; k < (int)blocks; k++)
        fputs("█", out);
    fputc('\n', out);
}

static void show_meaning(FILE *out, calf_parameter_id id)
{
    char text[512];
    const calf_parameter_info *info = calf_parameter_describe(id);
    snprintf(text, sizeof text, "%*s%s, grade %c: %s", RANK, "",
        strcmp(info->unit, "1") == 0 ? "no unit" : info->unit, info->grade, info->meaning);
    fprintf(out, "%*s", RANK, "");
    calf_text_wrap(out, text + RANK, PAGE - RANK, RANK);
}

// Decimals with which the largest effect has three digits.
static int effect_decimals(const calf_sensitivity *study)
{
    double largest = 0;
    for (size_t f = 0; f < study->factors; f++)
        largest = fmax(largest, study->screened[f].effect.mu_star.value);
    const int digits = largest > 0 ? 2 - (int)floor(log10(largest)) : 2;
    return digits < 0 ? 0 : digits > 9 ? 9 : digits;
}

static void show_effect(
    FILE *out, const calf_screened *screened, size_t worlds, const char *name, int decimals)
{
    char text[100];
    const calf_morris_effect *effect = &screened->effect;
    fprintf(out, "%*s", RANK, "");
    calf_text_pad(out, name, NAME);
    show_interval(out, &effect->mu_star, decimals, EFFECT);
    calf_text_pad(out, calf_text_number(text, sizeof text, effect->mu, decimals), -9);
    calf_text_pad(out, calf_text_number(text, sizeof text, effect->sigma, decimals), -9);
    if (worlds > 0) {
        fputs("  ", out);
        calf_text_pad(
            out, calf_text_band(text, sizeof text, &screened->worlds, 1, decimals), EFFECT);
    }
    fputc('\n', out);
}

static bool has_effect(const calf_screened *screened)
{
    return screened->effect.mu_star.value > 0 || screened->worlds.high > 0 ||
        screened->worlds.middle > 0;
}

// Factors without any effect, in one paragraph.
static void show_without_effect(FILE *out, const calf_sensitivity_part *part)
{
    char text[4096];
    size_t used = 0;
    for (size_t k = 0; k < part->study->factors; k++) {
        const size_t f = part->study->by_effect[k];
        if (!has_effect(&part->study->screened[f]) && used < sizeof text)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
                used > 0 ? ", " : "Without any effect: ",
                calf_parameter_describe(part->factor[f])->name);
    }
    if (used > 0)
        calf_text_wrap(out, text, PAGE, 0);
}

static void show_screening(
    const calf_sensitivity_report *report, const calf_sensitivity_part *part, FILE *out)
{
    char heading[64];
    const calf_sensitivity *study = part->study;
    const int decimals = effect_decimals(study);
    fprintf(out, "Screening (Morris): %zu factors, %zu trajectories. Effects in %s per unit of\n",
        study->factors, study->trajectories, calf_outcome_describe(report->outcome)->unit);
    fputs("probability: half of a factor's distribution is worth half of that.\n\n", out);
    snprintf(heading, sizeof heading, "mean size mu* (%g %%)", 100 * report->level);
    fprintf(out, "%*s", RANK, "");
    calf_text_pad(out, "parameter", NAME);
    calf_text_pad(out, heading, EFFECT);
    calf_text_pad(out, "mu", -9);
    calf_text_pad(out, "sigma", -9);
    fputs(study->worlds > 0 ? "  mu*, 9 of 10 worlds\n" : "\n", out);
    for (size_t k = 0; k < study->factors; k++) {
        const size_t f = study->by_effect[k];
        if (has_effect(&study->screened[f]))
            show_effect(out, &study->screened[f], study->worlds,
                calf_parameter_describe(part->factor[f])->name, decimals);
    }
    show_without_effect(out, part);
    fputc('\n', out);
}

// What groups are ranked by.
static double rank_value(const calf_sensitivity *study, size_t g)
{
    const calf_decomposed *group = &study->decomposed[g];
    return study->worlds > 0 ? group->total_worlds.middle : group->index.total.value;
}

static void show_group(const calf_sensitivity_part *part, size_t g, FILE *out)
{
    char name[64], text[100] = "";
    const calf_sensitivity *study = part->study;
    const calf_decomposed *group = &study->decomposed[g];
    const bool others = group->factor == CALF_OTHER_FACTORS, worlds = study->worlds > 0;
    if (!others)
        snprintf(text, sizeof text, "%zu", g + 1);
    calf_text_pad(out, text, -(RANK - 1));
    fputc(' ', out);
    calf_text_pad(out, calf_sensitivity_name(part, group, name, sizeof name), NAME);
    show_interval(out, &group->index.first, 2, INDEX);
    show_interval(out, &group->index.total, 2, INDEX);
    if (worlds)
        calf_text_pad(out, calf_text_band(text, sizeof text, &group->total_worlds, 1, 2), INDEX);
    show_bar(out, rank_value(study, g) / rank_value(study, 0),
        PAGE - RANK - NAME - (worlds ? 3 : 2) * INDEX);
    if (!others)
        show_meaning(out, part->factor[group->factor]);
}

static void show_sample(
    const calf_sensitivity_report *report, const calf_sensitivity_part *part, FILE *out)
{
    char text[1200], screened[300] = "", worlds[140] = "", size[300];
    const calf_sensitivity *study = part->study;
    if (study->trajectories > 0 && study->others > 0)
        snprintf(screened, sizeof screened,
            "Of %zu parameters the %zu with the largest effects (Morris, %zu trajectories) stand "
            "alone, the others together. ",
            study->factors, study->groups - 1, study->trajectories);
    if (study->worlds > 0)
        snprintf(worlds, sizeof worlds,
            " It varies in %zu of %zu worlds. Ranked by the last column.", study->varied_worlds,
            study->worlds);
    calf_sensitivity_size(report, part, size, sizeof size);
    snprintf(text, sizeof text,
        "Shares of variance (Sobol), %zu samples. %sThe outcome has the mean %.4g and the SD %.3g "
        "[%s].%s%s%s",
        study->rows, screened, study->output.mean, sqrt(study->output.variance),
        calf_outcome_describe(report->outcome)->unit, worlds, size[0] != '\0' ? " " : "", size);
    calf_text_wrap(out, text, PAGE, 0);
}

static void show_indices(
    const calf_sensitivity_report *report, const calf_sensitivity_part *part, FILE *out)
{
    char text[400], heading[64];
    const calf_sensitivity *study = part->study;
    show_sample(report, part, out);
    fprintf(out, "\n%*s", RANK, "");
    calf_text_pad(out, "parameter", NAME);
    snprintf(heading, sizeof heading, "alone (%g %%)", 100 * report->level);
    calf_text_pad(out, heading, INDEX);
    snprintf(heading, sizeof heading, "in all (%g %%)", 100 * report->level);
    calf_text_pad(out, heading, INDEX);
    fputs(study->worlds > 0 ? "in all, 9 of 10 worlds\n" : "in all\n", out);
    for (size_t g = 0; g < study->groups; g++)
        show_group(part, g, out);
    fputc('\n', out);
    calf_sensitivity_additive(report, part, text, sizeof text);
    calf_text_wrap(out, text, PAGE, 0);
}

static void show_convergence(const calf_sensitivity_part *part, FILE *out)
{
    const calf_sensitivity *study = part->study;
    const size_t shown = study->groups < CONVERGING ? study->groups : CONVERGING;
    fputs("\nConvergence of what each does in all, by samples:\n\n", out);
    calf_text_pad(out, "", STEP);
    for (size_t k = 0; k < study->steps; k++) {
        char text[32];
        snprintf(text, sizeof text, "%zu", study->step_rows[k]);
        calf_text_pad(out, text, STEP);
    }
    fputc('\n', out);
    for (size_t g = 0; g < shown; g++) {
        char name[64];
        const calf_decomposed *group = &study->decomposed[g];
        calf_text_pad(out, calf_sensitivity_name(part, group, name, sizeof name), STEP - 1);
        fputc(' ', out);
        for (size_t k = 0; k < study->steps; k++)
            show_interval(out, &group->step[k].total, 2, STEP);
        fputc('\n', out);
    }
    fputc('\n', out);
}

static void show_part(
    const calf_sensitivity_report *report, const calf_sensitivity_part *part, FILE *out)
{
    char text[2048];
    const calf_sensitivity *study = part->study;
    fprintf(out, "\n%s\n", calf_sensitivity_question(part->of));
    const int width = calf_text_width(calf_sensitivity_question(part->of));
    for (int k = 0; k < width; k++)
        fputc('=', out);
    fputc('\n', out);
    calf_sensitivity_subject(report, part, text, sizeof text);
    calf_text_wrap(out, text, PAGE, 0);
    fputc('\n', out);
    if (study != NULL && study->trajectories > 0 && study->moved && study->rows == 0)
        show_screening(report, part, out);
    if (calf_sensitivity_varies(part)) {
        show_indices(report, part, out);
        show_convergence(part, out);
    }
    calf_sensitivity_warning(part, text, sizeof text);
    if (text[0] != '\0')
        calf_text_wrap(out, text, PAGE, 0);
}

calf_status calf_report_sensitivity(const calf_sensitivity_report *report, FILE *out)
{
    char text[512];
    calf_sensitivity_outcome(report, text, sizeof text);
    calf_text_wrap(out, report->title[0] != '\0' ? report->title : "(no title)", PAGE, 0);
    fputs("Sensitivity of ", out);
    calf_text_wrap(out, text, PAGE, 0);
    for (size_t k = 0; k < report->parts; k++)
        show_part(report, &report->part[k], out);
    fputc('\n', out);
    calf_text_wrap(out, calf_sensitivity_legend(report), PAGE, 0);
    calf_text_wrap(out, calf_verdict_caution, PAGE, 0);
    return ferror(out) ? calf_error_set(CALF_FAILED, "cannot write the report") : CALF_OK;
}
