// SPDX-License-Identifier: GPL-3.0-or-later
// Validation in the terminal.
#include "report/validation.h"

#include "report/text.h"

#include <math.h>
#include <string.h>

enum { WHAT = 54, UNIT = 6, NUMBER = 9, RANGE = 15, ROLE = 6, VERDICT = 5, GAP = 2, PAGE = 100 };
enum { BEFORE_SOURCE = WHAT + UNIT + 2 * NUMBER + RANGE + ROLE + VERDICT + GAP, SOURCE_LEAST = 16 };

const char *calf_target_number(char *text, size_t room, const calf_target *target, double value)
{
    static const struct {
        const char *unit;
        int decimals;
    } digits[] = {{"ratio", 2}, {"%", 1}, {"mm", 1}, {"deg", 1}};
    int decimals = 0;
    if (strcmp(target->unit, "sign") == 0) {
        snprintf(text, room, "%s", value > 0 ? "more" : value < 0 ? "less" : "same");
        return text;
    }
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
        if (strcmp(target->unit, digits[i].unit) == 0)
            decimals = digits[i].decimals;
    return calf_text_number(text, room, value, decimals);
}

const char *calf_target_range(char *text, size_t room, const calf_target *target)
{
    char low[40], high[40];
    calf_target_number(low, sizeof low, target, target->low);
    calf_target_number(high, sizeof high, target, target->high);
    if (target->low == target->high)
        snprintf(text, room, "%s", low);
    else
        snprintf(text, room, "%s to %s", low, high);
    return text;
}

void calf_validation_headline(char *text, size_t room, const calf_validation *all)
{
    const calf_score *score = all->score;
    snprintf(text, room,
        "The median runner against published results: %zu of %zu that the model was tuned on are met, "
        "%zu of %zu that it was not, and %zu of %zu directions of the guide, which it was built to know.",
        score[CALF_SCORE_TUNED].passed, score[CALF_SCORE_TUNED].total,
        score[CALF_SCORE_TESTS].passed, score[CALF_SCORE_TESTS].total,
        score[CALF_SCORE_CLAIMS].passed, score[CALF_SCORE_CLAIMS].total);
}

const char *calf_finding_change(char *text, size_t room, const calf_finding *finding)
{
    if (isnan(finding->from))
        text[0] = '\0';
    else
        snprintf(text, room, "%.2f to %.2f", finding->from, finding->to);
    return text;
}

size_t calf_validation_missed(const calf_validation *all)
{
    size_t missed = 0;
    for (int id = 0; id < CALF_TARGET_COUNT; id++)
        missed += !all->findings[id].passes;
    return missed;
}

static void show_row(FILE *out, const calf_target *target, const calf_finding *finding, int width)
{
    char change[80], text[200];
    calf_text_pad(out, target->what, WHAT);
    calf_text_pad(out, target->unit, UNIT);
    calf_text_pad(out, calf_target_number(text, sizeof text, target, target->observed), -NUMBER);
    calf_target_range(text, sizeof text, target);
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
    char headline[512];
    calf_validation_headline(headline, sizeof headline, all);
    calf_text_wrap(out, headline, PAGE, 0);
    for (int id = 0; id < CALF_TARGET_COUNT; id++) {
        const calf_target *target = calf_target_describe((calf_target_id)id);
        if (strcmp(target->layer, layer) != 0)
            show_head(out, layer = target->layer);
        show_row(out, target, &all->findings[id], asked->width);
    }
    if (calf_validation_missed(all) > 0)
        show_misses(out, all);
    fputc('\n', out);
    calf_text_wrap(out,
        "tuned: the model's parameters were fitted to it, so that it shows the code right rather than "
        "the model. sign: a direction; behind its source what moved, of the guide's claims the mean "
        "soreness in mm. DU: the damage of an hour of single-leg backward walking downhill by somebody "
        "who is not used to it.",
        PAGE, 0);
    return CALF_OK;
}
