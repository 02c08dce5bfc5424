// SPDX-License-Identifier: GPL-3.0-or-later
// Validation in the terminal.
#include "report/validation.h"

#include "report/text.h"

#include <math.h>
#include <string.h>

enum { WHAT = 62, UNIT = 7, NUMBER = 9, RANGE = 16, ROLE = 7, VERDICT = 6, GAP = 2, PAGE = 100 };
enum { BEFORE_SOURCE = WHAT + UNIT + 2 * NUMBER + RANGE + ROLE + VERDICT + GAP, SOURCE_LEAST = 16 };

const char *calf_target_number(char *text, size_t room, const calf_target *target, double value)
{
    static const struct {
        const char *unit;
        int decimals;
    } digits[] = {{"ratio", 2}, {"%", 1}, {"mm", 1}, {"deg", 1}};
    int decimals = 0;
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
        if (strcmp(target->unit, digits[i].unit) == 0)
            decimals = digits[i].decimals;
    return calf_text_number(text, room, value, decimals);
}

const char *calf_finding_change(char *text, size_t room, const calf_finding *finding)
{
    if (isnan(finding->from))
        text[0] = '\0';
    else
        snprintf(text, room, "%.2f to %.2f", finding->from, finding->to);
    return text;
}

static void show_row(FILE *out, const calf_target *target, const calf_finding *finding, int width)
{
    char low[40], high[40], change[80], text[200];
    calf_text_pad(out, target->what, WHAT);
    calf_text_pad(out, target->unit, UNIT);
    calf_text_pad(out, calf_target_number(text, sizeof text, target, target->observed), -NUMBER);
    snprintf(text, sizeof text, "%s to %s",
        calf_target_number(low, sizeof low, target, target->low),
        calf_target_number(high, sizeof high, target, target->high));
    calf_text_pad(out, text, -RANGE);
    calf_text_pad(out, calf_target_number(text, sizeof text, target, finding->value), -NUMBER);
    fprintf(out, "%*s", GAP, "");
    calf_text_pad(out, calf_target_role_name(target->role), ROLE);
    if (width < 1 || width >= BEFORE_SOURCE + SOURCE_LEAST) {
        calf_text_pad(out, finding->passes ? "ok" : "MISS", VERDICT);
        calf_finding_change(change, sizeof change, finding);
        snprintf(text, sizeof text, "%s%s%s", target->source, change[0] ? "; " : "", change);
        calf_text_pad(out, text, width < 1 ? calf_text_width(text) : width - BEFORE_SOURCE);
    } else {
        fputs(finding->passes ? "ok" : "MISS", out);
    }
    fputc('\n', out);
}

static void show_head(FILE *out, const char *layer)
{
    fputc('\n', out);
    calf_text_pad(out, layer, WHAT);
    calf_text_pad(out, "unit", UNIT);
    calf_text_pad(out, "observed", -NUMBER);
    calf_text_pad(out, "accepted", -RANGE);
    calf_text_pad(out, "model", -NUMBER);
    fprintf(out, "%*srole   verdict\n", GAP, "");
}

static void show_misses(FILE *out, const calf_validation *all)
{
    char text[1024];
    fputs("\nMisses, and why as far as it is known:\n", out);
    for (int id = 0; id < CALF_TARGET_COUNT; id++) {
        const calf_target *target = calf_target_describe((calf_target_id)id);
        if (all->findings[id].passes)
            continue;
        snprintf(text, sizeof text, "- %s (%s): %s", target->what, target->id,
            target->why[0] != '\0' ? target->why : "the model is to meet this; something changed.");
        calf_text_wrap(out, text, PAGE, 2);
    }
}

calf_status calf_report_validation(const void *report, FILE *out)
{
    const calf_validation_report *asked = report;
    const calf_validation *all = asked->validation;
    const char *layer = "";
    fprintf(out,
        "The median runner against published results: %zu of %zu that the model was tuned on are "
        "met,\nand %zu of %zu tests.\n",
        all->passed[CALF_ROLE_TUNED], all->total[CALF_ROLE_TUNED], all->passed[CALF_ROLE_TEST],
        all->total[CALF_ROLE_TEST]);
    for (int id = 0; id < CALF_TARGET_COUNT; id++) {
        const calf_target *target = calf_target_describe((calf_target_id)id);
        if (strcmp(target->layer, layer) != 0)
            show_head(out, layer = target->layer);
        show_row(out, target, &all->findings[id], asked->width);
    }
    if (all->passed[0] + all->passed[1] < CALF_TARGET_COUNT)
        show_misses(out, all);
    fputc('\n', out);
    calf_text_wrap(out,
        "tuned: the model's parameters were fitted to it, so that it shows the code right rather than "
        "the model. sign: a direction, 1 more, -1 less; behind its source what moved, of the guide's claims "
        "the mean soreness in mm.",
        PAGE, 0);
    return CALF_OK;
}
