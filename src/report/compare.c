// SPDX-License-Identifier: GPL-3.0-or-later
// Every outcome of every strategy against one of them, as a table.
#include "report/show.h"

#include "analysis/comparison.h"
#include "core/error.h"
#include "report/header.h"
#include "report/text.h"
#include "report/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 20, UNIT = 7, NUMBER = 11, ERROR = 9, BAND = 22, SHARE = 9, PAGE = 80 };

// How an outcome is printed: shares as per cent; hazards, which are small, with more digits.
typedef struct number_style {
    const char *unit;
    double factor;
    int decimals;
} number_style;

static number_style style_of(calf_outcome_id id)
{
    const calf_outcome_info *info = calf_outcome_describe(id);
    if (id == CALF_OUTCOME_overuse_hazard)
        return (number_style){info->unit, 1, 4};
    if (strcmp(info->unit, "1") == 0)
        return (number_style){"%", 100, 1};
    return (number_style){info->unit, 1, 2};
}

static const char *signed_number(char *text, size_t room, double value, const number_style *style)
{
    char plain[40];
    calf_text_number(plain, sizeof plain, value * style->factor, style->decimals);
    snprintf(text, room, "%s%s", value > 0 && strpbrk(plain, "123456789") ? "+" : "", plain);
    return text;
}

static void show_band(FILE *out, const calf_band *band, const number_style *style)
{
    char low[48], high[48], text[100] = "-";
    if (!isnan(band->low) && !isnan(band->high))
        snprintf(text, sizeof text, "%s to %s", signed_number(low, sizeof low, band->low, style),
            signed_number(high, sizeof high, band->high, style));
    calf_text_pad(out, text, -BAND);
}

static void show_share(FILE *out, double share)
{
    char text[40], with_sign[48];
    calf_text_number(text, sizeof text, 100 * share, 1);
    snprintf(with_sign, sizeof with_sign, "%s%s", text, isnan(share) ? "" : " %");
    calf_text_pad(out, with_sign, -SHARE);
}

static void show_row(FILE *out, const calf_outcome_comparison *row, calf_outcome_id id)
{
    char text[64];
    const number_style style = style_of(id);
    calf_text_pad(out, calf_outcome_describe(id)->label, NAME);
    calf_text_pad(out, style.unit, UNIT);
    calf_text_pad(out, signed_number(text, sizeof text, row->difference.middle, &style), -NUMBER);
    calf_text_number(text, sizeof text, calf_difference_error(row) * style.factor, style.decimals);
    calf_text_pad(out, text, -ERROR);
    show_band(out, &row->difference, &style);
    calf_text_pad(
        out, calf_text_number(text, sizeof text, row->sd * style.factor, style.decimals), -NUMBER);
    show_share(out, row->better.middle);
    show_share(out, row->worse.middle);
    fputc('\n', out);
}

static void show_strategy(const calf_result *result, const calf_comparison *row, FILE *out)
{
    char text[200];
    calf_text_pad(
        out, result->strategies[row->strategy], calf_text_width(result->strategies[row->strategy]));
    fputs(" minus ", out);
    calf_text_pad(
        out, result->strategies[row->against], calf_text_width(result->strategies[row->against]));
    fputc('\n', out);
    calf_text_pad(out, "outcome", NAME);
    calf_text_pad(out, "unit", UNIT);
    calf_text_pad(out, "difference", -NUMBER);
    calf_text_pad(out, "+/-", -ERROR);
    calf_text_pad(out, "9 of 10 worlds", -BAND);
    calf_text_pad(out, "SD runners", -NUMBER);
    calf_text_pad(out, "better", -SHARE);
    calf_text_pad(out, "worse", -SHARE);
    fputc('\n', out);
    for (int id = 0; id < CALF_OUTCOME_COUNT; id++)
        show_row(out, &row->outcome[id], (calf_outcome_id)id);
    fprintf(out, "overuse hazard, times that of the other: %s\n\n",
        calf_text_band(text, sizeof text, &row->hazard_ratio, 1, 3));
}

static void show_legend(const calf_result *result, FILE *out)
{
    calf_text_wrap(out,
        result->worlds > 1
            ? "difference: of the mean runner, in the middle world. +/-: Monte Carlo standard error of "
              "its average over worlds. better, worse: the probability that the strategy is so for a "
              "runner (the share of runners, in the middle world)."
            : "difference: of the mean runner. +/-: its Monte Carlo standard error, from the number of "
              "runners. better, worse: the probability that the strategy is so for a runner (the share "
              "of runners).",
        PAGE, 0);
    fputc('\n', out);
}

calf_status calf_report_compare(const calf_result *result, size_t point, size_t against, FILE *out)
{
    calf_comparison *rows = NULL;
    const calf_status status = calf_comparison_create(result, point, against, &rows);
    if (status)
        return status;
    if (result->points > 0) {
        calf_report_point(result, point, out, PAGE);
        fputc('\n', out);
    }
    for (size_t s = 0; s < result->strategy_count; s++)
        if (s != against)
            show_strategy(result, &rows[s], out);
    if (result->strategy_count == 1)
        fputs("There is one strategy, and nothing to compare it with.\n", out);
    else
        show_legend(result, out);
    if (result->worlds == 1)
        calf_text_wrap(out, calf_verdict_one_world, PAGE, 0);
    calf_text_wrap(out, calf_verdict_caution, PAGE, 0);
    free(rows);
    return ferror(out) ? calf_error_set(CALF_FAILED, "cannot write the comparison") : CALF_OK;
}
