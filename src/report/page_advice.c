// SPDX-License-Identifier: GPL-3.0-or-later
// The guide's levers on the page of a result: what each would spare in its first strategy.
#include "coach/advice.h"
#include "core/error.h"
#include "report/page.h"
#include "report/page_parts.h"
#include "report/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS = 7, CELL = 200, TOLD = 3 };

static void write_row(const calf_advised *of, FILE *out)
{
    static const char *const classes[COLUMNS] = {NULL, "n", "n", "n", "n", "n", NULL};
    char saved[CELL], share[CELL] = "", sure[40] = "", minutes[40], km[40], grades[CELL] = "",
                      model[CALF_LEVER_GRADES];
    const calf_outcome_benefit *benefit = &of->benefit.outcome[CALF_OUTCOME_sore_days];
    char band[CELL - 20];
    calf_band spared = of->saved;
    spared.middle = spared.mean; // by which they are ranked
    calf_text_band(band, sizeof band, &spared, 1, 2);
    snprintf(saved, sizeof saved, "%s%s", band, of->doubtful ? " cannot tell" : "");
    if (!isnan(benefit->gain.mean))
        snprintf(share, sizeof share, "%.0f gain, %.0f lose", 100 * benefit->gain.mean,
            100 * benefit->lose.mean);
    if (benefit->better.of > 1)
        calf_text_number(sure, sizeof sure, 100 * benefit->better.share, 0);
    if (of->lever != NULL) {
        calf_lever_grades(of->lever, model);
        snprintf(grades, sizeof grades, "%c / %s", of->lever->trials, model + strlen(model) - 1);
    }
    const char *const cells[COLUMNS] = {of->lever != NULL ? of->lever->label : of->name, saved,
        share, sure, calf_text_number(minutes, sizeof minutes, of->minutes, 0),
        calf_text_number(km, sizeof km, -of->km, 1), grades};
    calf_page_row(out, "td", cells, classes, COLUMNS);
}

static void write_table(const calf_advice *advice, FILE *out)
{
    static const char *const heads[COLUMNS] = {"advice",
        "sore mornings spared a week, mean over worlds", "of 100 runners", "better in % of worlds",
        "min a week", "km a week", "evidence"};
    fputs("<div class=\"scroll\"><table id=\"advice\">\n", out);
    calf_page_row(out, "th", heads, NULL, COLUMNS);
    for (size_t k = 0; k < advice->applying; k++)
        write_row(&advice->lever[k], out);
    for (size_t k = 0; k < advice->together_count; k++)
        write_row(&advice->together[k], out);
    fputs("</table></div>\n", out);
}

static void write_best(const calf_advice *advice, FILE *out)
{
    size_t chosen[CALF_LEVER_COUNT];
    const size_t count = calf_advice_best(advice, TOLD, chosen);
    char text[1200];
    fputs(count > 0 ? "<ol>\n" : "", out);
    for (size_t k = 0; k < count; k++) {
        const calf_advised *of = &advice->lever[chosen[k]];
        snprintf(text, sizeof text, "%s%s%s Trials: %s.", of->lever->how,
            of->fit.text[0] != '\0' ? " " : "", of->fit.text, of->lever->found);
        fputs("<li>", out);
        calf_page_text(out, text);
        fputs("</li>\n", out);
    }
    fputs(count > 0 ? "</ol>\n" : "", out);
}

static void write_together(const calf_advice *advice, FILE *out)
{
    for (size_t k = 0; k < advice->together_count; k++) {
        const calf_advised *of = &advice->together[k];
        char text[400];
        size_t used = (size_t)snprintf(
            text, sizeof text, "%c%s:", toupper((unsigned char)of->name[0]), of->name + 1);
        for (size_t m = 0; m < of->member_count && used < sizeof text; m++)
            used += (size_t)snprintf(text + used, sizeof text - used, "%s %s", m > 0 ? "," : "",
                advice->lever[of->members[m]].lever->label);
        calf_page_paragraph(out, text);
    }
}

static void write_advice(const calf_advice *advice, FILE *out)
{
    char text[600];
    snprintf(text, sizeof text,
        "Each piece of the guide's advice put into '%s', lived by %llu runners in each of %zu worlds:",
        advice->present, (unsigned long long)advice->runners, advice->worlds);
    calf_page_paragraph(out, text);
    write_table(advice, out);
    write_together(advice, out);
    calf_page_paragraph(out, "What to do, the best of each kind:");
    write_best(advice, out);
    calf_page_paragraph(out,
        "Evidence: of trials of the advice itself / of the weakest number by which the model knows it. "
        "A several studies, B one or of something related, C judgement, - none found. Minutes and km: "
        "what changes a week.");
}

calf_status calf_page_write_advice(const calf_page_facts *facts, FILE *out)
{
    const calf_advice_request request = {.outcome = CALF_OUTCOME_sore_days};
    calf_advice *advice = NULL;
    calf_page_heading(out, "What else would help");
    if (facts->experiment == NULL) {
        calf_page_paragraph(
            out, "The plan is not known here, so that no advice can be tried on it.");
        return CALF_OK;
    }
    const calf_status status = calf_advice_make(facts->experiment, &request, &advice);
    if (status == CALF_OK)
        write_advice(advice, out);
    calf_advice_free(advice);
    if (status == CALF_BAD_INPUT) {
        char text[600];
        snprintf(text, sizeof text, "No advice can be tried on this plan: %s.", calf_error_text());
        calf_page_paragraph(out, text);
        return CALF_OK;
    }
    return status;
}
