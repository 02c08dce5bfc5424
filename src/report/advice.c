// SPDX-License-Identifier: GPL-3.0-or-later
// Advice as a coach reads it.
#include "report/advice.h"

#include "core/error.h"
#include "report/compare_words.h"
#include "report/outcome_number.h"
#include "report/sentence.h"
#include "report/text.h"
#include "report/verdict.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

// The columns of the table, each with a blank before it but for the mark: 80 in all.
enum { RANK = 2, NAME = 18, SAVED = 5, RANGE = 13, MARK = 1, PAIR = 5, SHARE = 4, MINUTES = 4 };
enum { KM = 5, PER = 4, FLAGGED = 4, GRADES = 5, TEXT = 1600 };

// A paragraph under construction.
typedef struct paragraph {
    calf_sentence say;
    char text[TEXT];
} paragraph;

static void begin(paragraph *one)
{
    one->text[0] = 0;
    one->say = (calf_sentence){one->text, sizeof one->text, 0};
}

static void end(const paragraph *one, FILE *out, int width, int indent)
{
    calf_text_wrap(out, one->text, width, indent);
}

// "16 of 100 runners like these", and the band where it says more.
static void say_flagged(paragraph *one, const calf_band *flagged, const char *are)
{
    calf_say(&one->say, "%.0f of 100 runners like these%s", 100 * flagged->mean, are);
    if (round(100 * flagged->low) < round(100 * flagged->high))
        calf_say(&one->say, " (%.0f to %.0f in 9 of 10 worlds)", 100 * flagged->low,
            100 * flagged->high);
}

// Before anything else where it concerns many.
static void show_referral(const calf_advice *advice, FILE *out, int width)
{
    paragraph one;
    if (!calf_advice_refers(advice))
        return;
    begin(&one);
    calf_say(&one.say, "First of all: ");
    say_flagged(
        &one, &advice->flagged_now, " are sore for more than 7 mornings in a row under this plan");
    calf_say(&one.say,
        ". Whoever is should see a professional before changing the training. This is no "
        "diagnosis.");
    end(&one, out, width, 0);
    fputc('\n', out);
}

static void show_head(const calf_advice *advice, FILE *out, int width)
{
    paragraph one;
    begin(&one);
    calf_say(&one.say, "What would help most: %s", advice->title);
    end(&one, out, width, 0);
    begin(&one);
    calf_say(&one.say, "%d days, %" PRIu64 " runner%s in each of %zu world%s%s", advice->days,
        advice->runners, advice->runners == 1 ? "" : "s", advice->worlds,
        advice->worlds == 1 ? "" : "s", advice->history ? "" : ", without a history");
    end(&one, out, width, 0);
    fputc('\n', out);
}

static void show_now(const calf_advice *advice, FILE *out, int width)
{
    paragraph one;
    char number[64], low[64], high[64];
    const calf_outcome_style style = calf_outcome_style_of(advice->outcome);
    const char *label = calf_outcome_describe(advice->outcome)->label;
    begin(&one);
    calf_say(&one.say, "Now, under '%s': %s %s%s", advice->present, label,
        calf_text_outcome(number, sizeof number, advice->now.mean, &style), style.behind);
    if (!isnan(advice->now.low))
        calf_say(&one.say, " on average (%s to %s in 9 of 10 worlds)",
            calf_text_outcome(low, sizeof low, advice->now.low, &style),
            calf_text_outcome(high, sizeof high, advice->now.high, &style));
    calf_say(
        &one.say, ", %.1f km a week. Sore for more than 7 mornings in a row: ", advice->km_now);
    say_flagged(&one, &advice->flagged_now, "");
    calf_say(&one.say, ".");
    end(&one, out, width, 0);
    fputc('\n', out);
}

static void cell(FILE *out, const char *text, int columns)
{
    fputc(' ', out);
    calf_text_pad(out, text, -columns);
}

static void number_cell(FILE *out, double value, int decimals, int columns)
{
    char text[64];
    cell(out, calf_text_number(text, sizeof text, value, decimals), columns);
}

// A heading of two lines.
typedef struct heading {
    int columns;
    const char *first, *second;
} heading;

static void show_columns(FILE *out, const calf_outcome_style *style)
{
    const char *unit = strcmp(style->unit, "1/week") == 0 ? "/week" : style->unit;
    const heading headings[] = {{SAVED, "saves", unit}, {RANGE + MARK, "in 9 of 10 ", "worlds "},
        {PAIR, "gain/", "lose"}, {SHARE, "prob", "%"}, {MINUTES, "min", "/wk"}, {KM, "km", "/wk"},
        {PER, "per", "10km"}, {FLAGGED, "sore", ">7 d"}, {GRADES, "gra-", "des"}};
    for (int line = 0; line < 2; line++) {
        calf_text_pad(out, "", RANK + 1 + NAME);
        for (size_t h = 0; h < sizeof headings / sizeof *headings; h++)
            cell(out, line == 0 ? headings[h].first : headings[h].second, headings[h].columns);
        fputc('\n', out);
    }
}

static void show_range(FILE *out, const calf_band *band, const calf_outcome_style *style)
{
    char low[64], high[64], text[140] = "-";
    if (!isnan(band->low))
        snprintf(text, sizeof text, "%s to %s",
            calf_text_outcome(low, sizeof low, band->low, style),
            calf_text_outcome(high, sizeof high, band->high, style));
    cell(out, text, RANGE);
}

// The minutes, and the distance with its sign turned: what changes.
static void show_price(FILE *out, const calf_advised *of, const calf_outcome_style *style)
{
    char text[64];
    number_cell(out, of->minutes, 0, MINUTES);
    number_cell(out, -of->km, 1, KM);
    cell(out, calf_text_outcome(text, sizeof text, of->saved_per_10_km, style), PER);
}

// Of trials, and of the weakest parameter.
static void show_grades(FILE *out, const calf_lever *lever)
{
    char grades[CALF_LEVER_GRADES], text[CALF_LEVER_GRADES + 2];
    if (lever == NULL)
        return;
    calf_lever_grades(lever, grades);
    snprintf(text, sizeof text, "%c/%s", lever->trials, grades + strlen(grades) - 1);
    cell(out, text, GRADES);
}

static void show_row(const calf_advice *advice, const calf_advised *of, int rank, FILE *out)
{
    char text[64];
    const calf_outcome_style style = calf_outcome_style_of(advice->outcome);
    const calf_outcome_benefit *benefit = &of->benefit.outcome[advice->outcome];
    snprintf(text, sizeof text, "%d", rank);
    calf_text_pad(out, rank > 0 ? text : "", -RANK);
    fputc(' ', out);
    calf_text_pad(out, of->name, NAME);
    cell(out, calf_text_outcome(text, sizeof text, of->saved.mean, &style), SAVED);
    show_range(out, &of->saved, &style);
    fputc(of->doubtful ? '?' : ' ', out);
    snprintf(text, sizeof text, "%.0f/%.0f", 100 * benefit->gain.mean, 100 * benefit->lose.mean);
    cell(out, isnan(benefit->gain.mean) ? "-" : text, PAIR);
    number_cell(out, benefit->better.of > 1 ? 100 * benefit->better.share : (double)NAN, 0, SHARE);
    show_price(out, of, &style);
    number_cell(out, 100 * of->flagged.mean, 0, FLAGGED);
    show_grades(out, of->lever);
    fputc('\n', out);
}

static void show_table(const calf_advice *advice, FILE *out)
{
    const calf_outcome_style style = calf_outcome_style_of(advice->outcome);
    show_columns(out, &style);
    for (size_t i = 0; i < advice->applying; i++)
        show_row(advice, &advice->lever[i], (int)i + 1, out);
    for (size_t i = 0; i < advice->together_count; i++)
        show_row(advice, &advice->together[i], 0, out);
}

static void show_together(const calf_advice *advice, FILE *out, int width)
{
    for (size_t i = 0; i < advice->together_count; i++) {
        const calf_advised *of = &advice->together[i];
        paragraph one;
        begin(&one);
        calf_say(&one.say, "%c%s: ", toupper((unsigned char)of->name[0]), of->name + 1);
        for (size_t m = 0; m < of->member_count; m++)
            calf_say(&one.say, "%s%s",
                m == 0                         ? ""
                    : m + 1 < of->member_count ? ", "
                                               : " and ",
                advice->lever[of->members[m]].name);
        calf_say(&one.say, ".");
        end(&one, out, width, 2);
    }
}

static void show_legend(const calf_advice *advice, FILE *out, int width)
{
    paragraph one;
    const calf_outcome_info *info = calf_outcome_describe(advice->outcome);
    const calf_outcome_style style = calf_outcome_style_of(advice->outcome);
    char margin[64];
    fputc('\n', out);
    begin(&one);
    calf_say(&one.say,
        "saves: %s, by the mean runner, averaged over worlds, which differ in what science does not "
        "know; ? where this sample cannot tell it from nothing. gain/lose: of 100 runners like "
        "these, by more than %s%s. prob: in how many of 100 worlds the mean runner is better off. "
        "min, km: what changes a week. per 10km: saved for as much distance given up. sore >7 d: of "
        "100 runners, those sore for more than 7 mornings in a row. grade: of trials of the advice "
        "itself with soreness or pain as outcome / of the weakest parameter by which the model "
        "knows it; A several studies, B one or of something related, C judgement, - none found.",
        info->label, calf_text_outcome(margin, sizeof margin, info->margin, &style), style.behind);
    end(&one, out, width, 0);
}

static void show_lever(const calf_advised *of, size_t rank, FILE *out, int width)
{
    paragraph one;
    const calf_lever *lever = of->lever;
    begin(&one);
    calf_say(&one.say, "%zu. %s%s%s Trials: %s.", rank, lever->how, of->fit.text[0] ? " " : "",
        of->fit.text, lever->found);
    end(&one, out, width, 3);
}

// The best of each kind in full; a name says enough of the others.
static void show_levers(const calf_advice *advice, size_t best, FILE *out, int width)
{
    size_t chosen[CALF_LEVER_COUNT];
    const size_t count = calf_advice_best(advice, best, chosen);
    if (count > 0)
        fputs("\nWhat to do, the best of each kind\n", out);
    for (size_t i = 0; i < count; i++)
        show_lever(&advice->lever[chosen[i]], chosen[i] + 1, out, width);
}

static void show_not_applying(const calf_advice *advice, FILE *out, int width)
{
    if (advice->applying == CALF_LEVER_COUNT)
        return;
    fputs("\nNot in this plan\n", out);
    for (size_t i = advice->applying; i < CALF_LEVER_COUNT; i++) {
        paragraph one;
        begin(&one);
        calf_say(&one.say, "- %s: %s.", advice->lever[i].name, advice->lever[i].fit.text);
        end(&one, out, width, 2);
    }
}

static void show_cautions(const calf_advice *advice, FILE *out, int width)
{
    fputc('\n', out);
    if (!advice->history)
        calf_text_wrap(out,
            "Warning: without a history the runners begin untrained, and their first weeks stand "
            "for much of this.",
            width, 0);
    calf_compare_few_worlds(advice->worlds, out, width);
    calf_text_wrap(out, calf_verdict_caution, width, 0);
}

calf_status calf_report_advice(const calf_advice *of, size_t best, FILE *out, int width)
{
    width = width < 80 ? 80 : width;
    show_referral(of, out, width);
    show_head(of, out, width);
    show_now(of, out, width);
    show_table(of, out);
    show_together(of, out, width);
    show_levers(of, best, out, width);
    show_not_applying(of, out, width);
    show_legend(of, out, width);
    show_cautions(of, out, width);
    return ferror(out) ? calf_error_set(CALF_FAILED, "cannot write the advice") : CALF_OK;
}
