// SPDX-License-Identifier: GPL-3.0-or-later
// Each strategy by itself: its calendar, soreness and force by day, mornings after hard sessions.
#include "report/chart.h"
#include "report/page.h"
#include "report/page_parts.h"
#include "report/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WEEK_DAYS = 7, CELL = 120, LEVELS = 4, KINDS = 5 };

static const char *const weekdays[WEEK_DAYS] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

// One letter for each thing that a day has besides kilometres.
static const struct {
    unsigned mark;
    char letter;
    const char *meaning;
} letters[] = {{CALF_DAY_LONG, 'L', "long run"}, {CALF_DAY_FAST, 'F', "fast"},
    {CALF_DAY_HILLY, 'H', "hilly"}, {CALF_DAY_STRENGTH, 'S', "heel raises"},
    {CALF_DAY_MOBILITY, 'M', "rolling or stretching"}, {CALF_DAY_DOSE, 'D', "known damage"}};
enum { LETTERS = sizeof letters / sizeof *letters };

static double largest_km(const calf_page_facts *facts)
{
    double km = 0;
    for (size_t k = 0; k < facts->result->strategy_count * facts->result->days; k++)
        km = fmax(km, facts->loads[k].km);
    return km;
}

static void write_day(const calf_day_load *day, double most_km, FILE *out)
{
    char km[32];
    const int level = day->km > 0 ? 1 + (int)((LEVELS - 1e-9) * day->km / most_km) : 0;
    fprintf(out, "<td class=\"d w%d\" title=\"", level > LEVELS ? LEVELS : level);
    if (day->km > 0)
        fprintf(out, "%.1f km at %.0f %% of threshold speed", day->km, 100 * day->intensity);
    for (int k = 0, said = day->km > 0; k < LETTERS; k++)
        if (day->marks & letters[k].mark)
            fprintf(out, "%s%s", said++ ? ", " : "", letters[k].meaning);
    fputs("\">", out);
    if (day->km > 0)
        fputs(calf_text_number(km, sizeof km, day->km, day->km < 9.95 ? 1 : 0), out);
    fputs("<small>", out);
    if (day->km > 0)
        fprintf(out, "%.0f ", 100 * day->intensity);
    for (int k = 0; k < LETTERS; k++)
        if (day->marks & letters[k].mark)
            fputc(letters[k].letter, out);
    fputs("</small></td>", out);
}

static void write_week_name(const calf_experiment *of, int week, FILE *out)
{
    long start;
    char iso[11] = "";
    if (of->start[0] != '\0' && calf_date_parse(of->start, &start) &&
        start + (long)week * WEEK_DAYS - of->weekday >= 0)
        calf_date_text(start + (long)week * WEEK_DAYS - of->weekday, iso);
    if (iso[0] != '\0')
        fprintf(out, "<tr><th>%s</th>", iso);
    else
        fprintf(out, "<tr><th>week %d</th>", week + 1);
}

static void write_calendar(const calf_page_facts *facts, size_t strategy, FILE *out)
{
    const calf_experiment *of = facts->experiment;
    const int days = (int)facts->result->days;
    const calf_day_load *loads = facts->loads + strategy * facts->result->days;
    const double most_km = largest_km(facts);
    char text[32];
    fputs("<div class=\"scroll\"><table class=\"plan\"><tr><th></th>", out);
    for (int d = 0; d < WEEK_DAYS; d++)
        fprintf(out, "<th>%s</th>", weekdays[d]);
    fputs("<th>km</th></tr>\n", out);
    for (int week = 0; week < calf_weeks_of(days, of->weekday); week++) {
        double km = 0;
        write_week_name(of, week, out);
        for (int d = 0; d < WEEK_DAYS; d++) {
            const int day = week * WEEK_DAYS + d - of->weekday;
            if (day < 0 || day >= days) {
                fputs("<td class=\"d\"></td>", out);
                continue;
            }
            km += loads[day].km;
            write_day(&loads[day], most_km, out);
        }
        fprintf(out, "<td class=\"n\">%s</td></tr>\n",
            calf_text_number(text, sizeof text, km, km < 9.95 ? 1 : 0));
    }
    fputs("</table></div>\n", out);
}

static void write_figure(const calf_chart *chart, const char *caption, FILE *out)
{
    fputs("<figure>\n", out);
    calf_chart_write(chart, out);
    fputs("<figcaption>", out);
    calf_page_text(out, caption);
    fputs("</figcaption></figure>\n", out);
}

// Curves over days: of the median runner in the middle world, of the worlds around it, of a tenth
// and of nine tenths of the runners in the middle world.
typedef struct curves {
    size_t days;
    double *day, *middle, *low, *high, *tenth, *nine_tenths;
} curves;

static bool curves_make(curves *of, size_t days)
{
    of->days = days;
    of->day = malloc(6 * days * sizeof *of->day);
    if (of->day == NULL)
        return false;
    of->middle = of->day + days;
    of->low = of->middle + days;
    of->high = of->low + days;
    of->tenth = of->high + days;
    of->nine_tenths = of->tenth + days;
    return true;
}

static void curves_fill(
    curves *of, const calf_daily *daily, size_t strategy, size_t part, double factor)
{
    for (size_t d = 0; d < of->days; d++) {
        const calf_band half = calf_daily_band(daily, strategy, d, part, CALF_DAILY_HALF);
        of->day[d] = (double)d;
        of->middle[d] = factor * half.middle;
        of->low[d] = factor * half.low;
        of->high[d] = factor * half.high;
        of->tenth[d] = factor * calf_daily_band(daily, strategy, d, part, CALF_DAILY_TENTH).middle;
        of->nine_tenths[d] =
            factor * calf_daily_band(daily, strategy, d, part, CALF_DAILY_NINE_TENTHS).middle;
    }
}

// Steps of weeks that leave room for their numbers.
static double week_step(size_t days)
{
    const size_t weeks = 1 + days / (7 * 12);
    return 7.0 * (double)weeks;
}

static void write_soreness(const calf_page_facts *facts, size_t strategy, curves *of, FILE *out)
{
    curves_fill(of, &facts->soreness, strategy, 0, 1);
    const bool runners = facts->result->runners > 1, worlds = facts->result->worlds > 1;
    calf_series series[3];
    size_t count = 0;
    if (runners)
        series[count++] = (calf_series){"eight of ten runners", CALF_MARK_BAND, 5, of->days,
            of->day, NULL, of->tenth, of->nine_tenths};
    if (worlds)
        series[count++] =
            (calf_series){runners ? "middle runner, nine of ten worlds" : "nine of ten worlds",
                CALF_MARK_BAND, 0, of->days, of->day, NULL, of->low, of->high};
    series[count++] = (calf_series){runners ? "middle runner" : "the runner", CALF_MARK_LINE, 0,
        of->days, of->day, of->middle, NULL, NULL};
    const calf_chart chart = {.name = "Soreness of the calf by morning",
        .x_label = "day (0: the first one)",
        .y_label = "soreness, mm",
        .x_step = week_step(of->days),
        .y_from_zero = true,
        .y_to = facts->highest_mm,
        .count = count,
        .series = series};
    write_figure(&chart,
        "Soreness each morning at 7:00, the sorer calf muscle. Eight of ten runners lie in the grey "
        "band (in the middle world); the middle runner lies in the coloured one, given what science "
        "does not know.",
        out);
}

static void write_force(const calf_page_facts *facts, size_t strategy, FILE *out)
{
    static const char *const muscles[] = {"gastrocnemius", "soleus"};
    calf_series series[4];
    curves of[2] = {{0}, {0}};
    size_t count = 0;
    for (size_t m = 0; m < 2; m++) {
        if (!curves_make(&of[m], facts->result->days))
            break;
        curves_fill(&of[m], &facts->force, strategy, m, 100);
        if (facts->result->runners > 1)
            series[count++] = (calf_series){NULL, CALF_MARK_BAND, (int)m, of[m].days, of[m].day,
                NULL, of[m].tenth, of[m].nine_tenths};
        series[count++] = (calf_series){
            muscles[m], CALF_MARK_LINE, (int)m, of[m].days, of[m].day, of[m].middle, NULL, NULL};
    }
    const calf_chart chart = {.name = "Force available by morning",
        .x_label = "day (0: the first one)",
        .y_label = "force available, % of fresh",
        .x_step = week_step(facts->result->days),
        .count = count,
        .series = series};
    write_figure(&chart,
        "Force that each muscle has in the morning, as a share of its own when fresh: the middle "
        "runner, and eight of ten runners around it, in the middle world.",
        out);
    free(of[0].day);
    free(of[1].day);
}

static void write_after(const calf_page_facts *facts, size_t strategy, FILE *out)
{
    static const struct {
        const char *what;
        unsigned mark, but;
    } kinds[KINDS] = {{"a long run", CALF_DAY_LONG, 0}, {"a fast run", CALF_DAY_FAST, 0},
        {"a hilly run", CALF_DAY_HILLY, 0},
        {"any other run", CALF_DAY_RUN, CALF_DAY_LONG | CALF_DAY_FAST | CALF_DAY_HILLY},
        {"heel raises without a run", CALF_DAY_STRENGTH, CALF_DAY_RUN}};
    static const char *const heads[] = {
        "the morning after", "mornings", "middle runner, mm", "one of ten is above, mm"};
    static const char *const classes[] = {NULL, "n", "n", "n"};
    char count[32], half[CELL], tenth[CELL];
    fputs("<div class=\"scroll\"><table class=\"after\">\n", out);
    calf_page_row(out, "th", heads, NULL, 4);
    for (int k = 0; k < KINDS; k++) {
        const calf_mornings_after after = calf_daily_after(&facts->soreness, strategy,
            facts->marks + strategy * facts->result->days, kinds[k].mark, kinds[k].but);
        if (after.count == 0)
            continue;
        snprintf(count, sizeof count, "%zu", after.count);
        const char *const cells[] = {kinds[k].what, count,
            calf_text_band(half, CELL, &after.half, 1, 1),
            calf_text_band(tenth, CELL, &after.nine_tenths, 1, 1)};
        calf_page_row(out, "td", cells, classes, 4);
    }
    fputs("</table></div>\n", out);
}

static void write_policy(const calf_page_facts *facts, size_t strategy, FILE *out)
{
    const double planned = calf_page_weekly_km(facts, strategy).middle;
    double km = 0;
    char text[300], lived[32], plan[32];
    for (size_t d = 0; d < facts->result->days; d++)
        km += facts->loads[strategy * facts->result->days + d].km;
    km *= 7 / (double)facts->result->days;
    if (!(planned < 0.98 * km))
        return;
    snprintf(text, sizeof text,
        "As planned that is %s km a week; runs that are left out or shortened, by how the calf feels "
        "or as plans go, leave %s.",
        calf_text_number(plan, sizeof plan, km, 0),
        calf_text_number(lived, sizeof lived, planned, 0));
    calf_page_paragraph(out, text);
}

static void write_strategy(const calf_page_facts *facts, size_t s, FILE *out)
{
    curves of;
    fprintf(out, "<section class=\"strategy\" id=\"strategy-%zu\"><h3>", s);
    calf_page_text(out, facts->result->strategies[s]);
    fputs("</h3>\n", out);
    if (facts->experiment != NULL) {
        write_calendar(facts, s, out);
        write_policy(facts, s, out);
    }
    if (facts->has_soreness && curves_make(&of, facts->result->days)) {
        write_soreness(facts, s, &of, out);
        free(of.day);
    }
    if (facts->has_soreness && facts->experiment != NULL)
        write_after(facts, s, out);
    if (facts->has_force)
        write_force(facts, s, out);
    fputs("</section>\n", out);
}

void calf_page_write_strategies(const calf_page_facts *facts, FILE *out)
{
    char text[600];
    calf_page_heading(out, "Each strategy: plan, soreness, force");
    if (facts->experiment == NULL) {
        snprintf(text, sizeof text, "The calendar is left out: %s.", facts->why_no_plan);
        calf_page_paragraph(out, text);
    } else {
        calf_page_paragraph(out,
            "A day has its km, darker for more; below them the mean intensity, in % of threshold speed, "
            "and letters: L long run, F fast, H hilly, S heel raises, M rolling or stretching. "
            "Runs by time are counted at the speed of the default runner.");
    }
    if (!facts->has_soreness || !facts->has_force)
        calf_page_paragraph(out,
            "What is missing here by day was not kept: 'output: {daily: [soreness, force]}' in the "
            "experiment keeps it.");
    fputs("<div id=\"live\"></div>\n", out);
    for (size_t s = 0; s < facts->result->strategy_count; s++)
        write_strategy(facts, s, out);
}
