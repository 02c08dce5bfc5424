// SPDX-License-Identifier: GPL-3.0-or-later
// The strategies beside one another.
#include "report/chart.h"
#include "report/page.h"
#include "report/page_parts.h"
#include "report/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 8, CELL = 120, NAME = 32 };

const char *calf_page_short_name(const char *name, int characters, char *text)
{
    size_t at = 0;
    for (int n = 0; name[at] != '\0'; n++) {
        if (n == characters - 1 && calf_text_width(name + at) > 1) {
            memcpy(text + at, "\xe2\x80\xa6", 4); // an ellipsis
            return text;
        }
        do
            text[at] = name[at];
        while (((unsigned char)name[++at] & 0xc0) == 0x80);
    }
    text[at] = '\0';
    return text;
}

static const char *of_runners(const calf_page_facts *facts, size_t strategy, char text[CELL])
{
    const calf_outcome_benefit *of = &facts->benefits[strategy].outcome[CALF_OUTCOME_sore_days];
    char gain[40], lose[40];
    if (facts->result->runners == 1 || isnan(of->gain.mean))
        return "";
    snprintf(text, CELL, "%s gain, %s lose",
        calf_text_number(gain, sizeof gain, 100 * of->gain.mean, 0),
        calf_text_number(lose, sizeof lose, 100 * of->lose.mean, 0));
    return text;
}

static const char *difference(const calf_page_facts *facts, size_t strategy, char text[CELL])
{
    const calf_band *of = &facts->rows[strategy].outcome[CALF_OUTCOME_sore_days].difference;
    char band[CELL - 20];
    calf_text_band(band, sizeof band, of, 1, 2);
    snprintf(text, CELL, "%s%s%s", of->middle >= 0.005 ? "+" : "", band,
        calf_page_tells(facts, strategy) == 0 ? " cannot tell" : "");
    return text;
}

static void write_row(const calf_page_facts *facts, size_t s, FILE *out)
{
    static const char *const classes[COLUMNS] = {NULL, "n", "n", "n", "n", "n", "n", "n"};
    char km[CELL], sore[CELL], change[CELL], share[CELL], peak[CELL], spell[CELL], hazard[CELL];
    const calf_band weekly = calf_page_weekly_km(facts, s);
    const calf_band days = calf_page_outcome(facts, s, CALF_OUTCOME_sore_days);
    const calf_band worst = calf_page_outcome(facts, s, CALF_OUTCOME_peak_soreness);
    const calf_band week = calf_page_outcome(facts, s, CALF_OUTCOME_see_professional);
    const char *const cells[COLUMNS] = {facts->result->strategies[s],
        calf_text_number(km, sizeof km, weekly.middle, 0), calf_text_band(sore, CELL, &days, 1, 1),
        s > 0 ? difference(facts, s, change) : "", s > 0 ? of_runners(facts, s, share) : "",
        calf_text_band(peak, CELL, &worst, 1, 0), calf_text_band(spell, CELL, &week, 100, 0),
        calf_text_band(hazard, CELL, &facts->rows[s].hazard_ratio, 1, 2)};
    calf_page_row(out, "td", cells, classes, COLUMNS);
}

// An axis from 0 (or below) to above all values.
static void set_axis(calf_row_chart *chart)
{
    chart->low = 0;
    chart->high = 0.1;
    for (size_t k = 0; k < chart->count; k++) {
        const calf_row_value *of = &chart->rows[k].value[0];
        const double low = isnan(of->low) ? of->value : of->low;
        const double high = isnan(of->high) ? of->value : of->high;
        chart->low = low < chart->low ? low : chart->low;
        chart->high = high > chart->high ? high : chart->high;
    }
    const double room = 0.05 * (chart->high - chart->low);
    chart->low -= chart->low < 0 ? room : 0;
    chart->high += room;
}

static void write_chart(FILE *out, calf_row_chart chart, const char *caption)
{
    set_axis(&chart);
    fputs("<figure>\n", out);
    calf_row_chart_write(&chart, out);
    fputs("<figcaption>", out);
    calf_page_text(out, caption);
    fputs("</figcaption></figure>\n", out);
}

static void write_sore_days(const calf_page_facts *facts, FILE *out)
{
    char names[CALF_STRATEGIES_MAX][4 * NAME + 4], notes[CALF_STRATEGIES_MAX][40];
    calf_chart_row row[CALF_STRATEGIES_MAX];
    const size_t count = facts->result->strategy_count;
    for (size_t s = 0; s < count; s++) {
        const calf_band days = calf_page_outcome(facts, s, CALF_OUTCOME_sore_days);
        char number[32];
        snprintf(notes[s], sizeof notes[s], "%s a week",
            calf_text_number(number, sizeof number, days.middle, 1));
        row[s] = (calf_chart_row){
            .label = calf_page_short_name(facts->result->strategies[s], NAME, names[s]),
            .note = notes[s],
            .count = 1,
            .value = {{days.middle, days.low, days.high, false, 0}},
            .from = (double)NAN,
            .to = (double)NAN};
    }
    write_chart(out,
        (calf_row_chart){.name = "Sore mornings a week by strategy",
            .x_label = "sore mornings a week, mean runner",
            .count = count,
            .rows = row},
        "Dot: the middle world. Line: where nine of ten worlds lie, given what science does not know.");
}

void calf_page_write_comparison(const calf_page_facts *facts, FILE *out)
{
    static const char *const heads[COLUMNS] = {"strategy", "km a week", "sore mornings a week",
        "more or fewer", "of 100 runners", "worst morning, mm", "sore over a week, % of runners",
        "overuse hazard, ratio"};
    char text[512];
    calf_page_heading(out, "Sore mornings a week");
    write_sore_days(facts, out);
    fputs("<div class=\"scroll\"><table id=\"comparison\">\n", out);
    calf_page_row(out, "th", heads, NULL, COLUMNS);
    for (size_t s = 0; s < facts->result->strategy_count; s++)
        write_row(facts, s, out);
    fputs("</table></div>\n", out);
    snprintf(text, sizeof text,
        "A morning is sore from %g mm on (0 to 100 mm: no soreness to the worst one can think of). "
        "More or fewer, and the overuse hazard, are against '%s'; a runner gains or loses from %g "
        "sore mornings a week on. The hazard counts runs that are much longer than those of the "
        "weeks before, and says which strategy is riskier, not how likely an injury is.",
        facts->result->sore_day_mm, facts->result->strategies[0],
        facts->benefits[0].outcome[CALF_OUTCOME_sore_days].margin);
    calf_page_paragraph(out, text);
}

static void write_most(const calf_page_facts *facts, size_t best, FILE *out)
{
    char text[800], band[CELL], share[CELL], km[40], before[40];
    const calf_outcome_comparison *of = &facts->rows[best].outcome[CALF_OUTCOME_sore_days];
    const calf_band spared = {-of->difference.middle, -of->difference.high, -of->difference.low,
        -of->difference.mean, of->difference.error};
    if (calf_page_tells(facts, best) >= 0) {
        calf_page_paragraph(
            out, "None of the strategies spares sore mornings that this sample can tell.");
        return;
    }
    snprintf(text, sizeof text,
        "Of these, '%s' spares most: %s sore mornings a week for the mean runner; of 100 runners %s. "
        "Its runs come to %s km a week, those of '%s' to %s.",
        facts->result->strategies[best], calf_text_band(band, CELL, &spared, 1, 2),
        of_runners(facts, best, share),
        calf_text_number(km, sizeof km, calf_page_weekly_km(facts, best).middle, 0),
        facts->result->strategies[0],
        calf_text_number(before, sizeof before, calf_page_weekly_km(facts, 0).middle, 0));
    calf_page_paragraph(out, text);
}

void calf_page_write_levers(const calf_page_facts *facts, FILE *out)
{
    size_t order[CALF_STRATEGIES_MAX];
    char names[CALF_STRATEGIES_MAX][4 * NAME + 4], notes[CALF_STRATEGIES_MAX][CELL];
    calf_chart_row row[CALF_STRATEGIES_MAX];
    const size_t count = calf_page_ranking(facts, order);
    calf_page_heading(out, "Which strategy helps most");
    if (count == 0) {
        calf_page_paragraph(out, "There is one strategy alone, hence nothing to compare it with.");
    } else {
        write_most(facts, order[0], out);
        for (size_t k = 0; k < count; k++) {
            const size_t s = order[k];
            const calf_band *of = &facts->rows[s].outcome[CALF_OUTCOME_sore_days].difference;
            calf_text_number(notes[k], CELL, -of->middle, 2);
            row[k] = (calf_chart_row){
                .label = calf_page_short_name(facts->result->strategies[s], NAME, names[k]),
                .note = calf_page_tells(facts, s) == 0 ? "cannot tell" : notes[k],
                .count = 1,
                .value = {{-of->middle, -of->high, -of->low, true, calf_page_tells(facts, s) > 0}},
                .from = (double)NAN,
                .to = (double)NAN};
        }
        write_chart(out,
            (calf_row_chart){.name = "Sore mornings spared a week, by strategy",
                .x_label = "sore mornings spared a week; below 0: more of them",
                .count = count,
                .rows = row},
            "Bar: the middle world. Line: where nine of ten worlds lie.");
    }
}
