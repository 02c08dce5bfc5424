// SPDX-License-Identifier: GPL-3.0-or-later
// Every strategy against one of them: sentences on one outcome, and a table of all.
#include "report/compare.h"

#include "core/error.h"
#include "core/number.h"
#include "report/compare_words.h"
#include "report/header.h"
#include "report/outcome_number.h"
#include "report/text.h"
#include "report/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 19, UNIT = 7, NUMBER = 8, RANGE = 19, MARK = 2, SHARE = 6, PAGE = 96 };

static void show_range(FILE *out, double low, double high, const calf_outcome_style *style)
{
    char first[64], second[64], text[140] = "-";
    if (!isnan(low) && !isnan(high))
        snprintf(text, sizeof text, "%s to %s", calf_text_signed(first, sizeof first, low, style),
            calf_text_signed(second, sizeof second, high, style));
    calf_text_pad(out, text, -RANGE);
}

static void show_of_100(FILE *out, double share)
{
    char text[64];
    calf_text_pad(out, calf_text_number(text, sizeof text, 100 * share, 1), -SHARE);
}

static void show_margin(FILE *out, double margin, const calf_outcome_style *style)
{
    char text[CALF_NUMBER_TEXT];
    calf_text_pad(out, margin > 0 ? calf_number_text(margin * style->factor, text) : "0", -NUMBER);
}

static void show_row(FILE *out, const calf_compared *of, calf_outcome_id id)
{
    char text[64];
    const calf_outcome_style style = calf_outcome_style_of(id);
    const calf_outcome_comparison *row = &of->row->outcome[id];
    const calf_outcome_benefit *benefit = &of->benefit->outcome[id];
    calf_text_pad(out, calf_outcome_describe(id)->label, NAME);
    calf_text_pad(out, style.unit, UNIT);
    calf_text_pad(
        out, calf_text_signed(text, sizeof text, row->difference.middle, &style), -NUMBER);
    show_range(out, row->difference.low, row->difference.high, &style);
    show_range(out, benefit->mean_low, benefit->mean_high, &style);
    calf_text_pad(out, calf_doubts_of(of->row, of->benefit, id).mean_times > 0 ? "?" : "", MARK);
    const int differs = row->lower.mean > 0 || row->higher.mean > 0;
    show_of_100(out, differs && benefit->better.of > 1 ? benefit->better.share : (double)NAN);
    show_margin(out, benefit->margin, &style);
    show_of_100(out, benefit->margin > 0 ? benefit->gain.mean : (double)NAN);
    show_of_100(out, benefit->margin > 0 ? benefit->lose.mean : (double)NAN);
    fputc('\n', out);
}

// Whether any runner's outcome differs at all; a distance is told also where it is the same.
static int is_told(const calf_outcome_comparison *row, calf_outcome_id id)
{
    return id == CALF_OUTCOME_distance || row->lower.mean > 0 || row->higher.mean > 0;
}

static void show_table(const calf_compared *of, FILE *out)
{
    char text[200];
    fputc('\n', out);
    calf_text_pad(out, "outcome", NAME);
    calf_text_pad(out, "unit", UNIT);
    calf_text_pad(out, "middle", -NUMBER);
    calf_text_pad(out, "9 of 10 worlds", -RANGE);
    calf_text_pad(out, "average, 95 %", -RANGE);
    calf_text_pad(out, "", MARK);
    calf_text_pad(out, "worlds", -SHARE);
    calf_text_pad(out, "margin", -NUMBER);
    calf_text_pad(out, "gain", -SHARE);
    calf_text_pad(out, "lose", -SHARE);
    fputc('\n', out);
    for (int id = 0; id < CALF_OUTCOME_COUNT; id++)
        if (is_told(&of->row->outcome[id], (calf_outcome_id)id))
            show_row(out, of, (calf_outcome_id)id);
    fprintf(out, "overuse hazard, times that of the other: %s\n",
        calf_text_band(text, sizeof text, &of->row->hazard_ratio, 1, 3));
}

static void show_heading(const calf_result *result, const calf_comparison *row, FILE *out)
{
    const char *strategy = result->strategies[row->strategy];
    const char *against = result->strategies[row->against];
    calf_text_pad(out, strategy, calf_text_width(strategy));
    fputs(" minus ", out);
    calf_text_pad(out, against, calf_text_width(against));
    fputc('\n', out);
}

static void show_legend(FILE *out)
{
    calf_text_wrap(out,
        "middle, 9 of 10 worlds: the mean runner's difference in the middle world, and where it lies "
        "given what science does not know. average: where the average over worlds would lie for "
        "other draws of as many runners and worlds; ? where this cannot tell it from none. worlds: in "
        "how many of 100 the mean runner is better off. gain, lose: how many of 100 runners do, by "
        "more than the margin, on average over worlds. Days to recover are cut off at the end of the "
        "run. Outcomes without any difference are left out.",
        PAGE, 0);
    fputc('\n', out);
}

static void show_strategy(
    const calf_result *result, const calf_compared *of, const calf_comparing *asked, FILE *out)
{
    const int full = asked->outcome >= 0;
    const calf_outcome_id id = full ? (calf_outcome_id)asked->outcome : CALF_OUTCOME_sore_days;
    show_heading(result, of->row, out);
    calf_compare_words(of, id, full, out, PAGE);
    calf_compare_doubts(of, id, out, PAGE);
    if (!full)
        show_table(of, out);
    fputc('\n', out);
}

calf_status calf_compared_create(const calf_result *result, const calf_comparing *asked,
    calf_comparison **rows, calf_benefit **benefits)
{
    double margins[CALF_OUTCOME_COUNT];
    *rows = NULL;
    *benefits = NULL;
    calf_status status = calf_margins_default(result, margins);
    if (asked->outcome >= 0 && !isnan(asked->within))
        margins[asked->outcome] = asked->within;
    if (!status)
        status = calf_comparison_create(result, asked->point, asked->against, rows);
    if (!status)
        status = calf_benefit_create(result, asked->point, *rows, margins, benefits);
    if (status) {
        free(*rows);
        *rows = NULL;
    }
    return status;
}

calf_status calf_report_compare(const calf_result *result, const calf_comparing *asked, FILE *out)
{
    calf_comparison *rows = NULL;
    calf_benefit *benefits = NULL;
    const calf_status status = calf_compared_create(result, asked, &rows, &benefits);
    if (status)
        return status;
    if (result->points > 0) {
        calf_report_point(result, asked->point, out, PAGE);
        fputc('\n', out);
    }
    for (size_t s = 0; s < result->strategy_count; s++) {
        const calf_compared of = {&rows[s], &benefits[s], result->strategies[asked->against]};
        if (s != asked->against)
            show_strategy(result, &of, asked, out);
    }
    if (result->strategy_count == 1)
        fputs("There is one strategy, and nothing to compare it with.\n", out);
    else if (asked->outcome < 0)
        show_legend(out);
    calf_compare_few_worlds(result->worlds, out, PAGE);
    calf_text_wrap(out, calf_verdict_caution, PAGE, 0);
    free(rows);
    free(benefits);
    return ferror(out) ? calf_error_set(CALF_FAILED, "cannot write the comparison") : CALF_OK;
}
