// SPDX-License-Identifier: GPL-3.0-or-later
// A result at a glance.
#include "report/show.h"

#include "analysis/comparison.h"
#include "analysis/daily.h"
#include "core/error.h"
#include "report/header.h"
#include "report/text.h"
#include "report/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_COLUMNS = 28, CELL_COLUMNS = 21 };

// The columns of the table; the hazard stands relative to the first strategy.
typedef struct column {
    calf_outcome_id outcome;
    const char *unit;
    double factor;
    int decimals, relative;
} column;

static const column columns[] = {
    {CALF_OUTCOME_sore_days, "per week", 1, 1, 0},
    {CALF_OUTCOME_mean_soreness, "mm", 1, 1, 0},
    {CALF_OUTCOME_peak_soreness, "mm", 1, 1, 0},
    {CALF_OUTCOME_longest_sore_spell, "d", 1, 1, 0},
    {CALF_OUTCOME_see_professional, "%", 100, 1, 0},
    {CALF_OUTCOME_force_gained, "%", 100, 1, 0},
    {CALF_OUTCOME_distance, "km", 1, 0, 0},
    {CALF_OUTCOME_overuse_hazard, "ratio", 1, 2, 1},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static int name_columns(const calf_result *result)
{
    int widest = 8;
    for (size_t s = 0; s < result->strategy_count; s++) {
        const int own = calf_text_width(result->strategies[s]);
        widest = own > widest ? own : widest;
    }
    return widest < NAME_COLUMNS ? widest : NAME_COLUMNS;
}

// How far chance, in drawing worlds and runners, may have moved what the table says of sore days.
static calf_status show_error(const calf_result *result, size_t point, FILE *out, int width)
{
    char text[300], below[40], above[40];
    calf_band *bands = malloc(result->strategy_count * sizeof *bands);
    if (!bands)
        return calf_error_no_memory();
    const calf_status status = calf_outcome_bands(result, point, CALF_OUTCOME_sore_days, bands);
    double least = HUGE_VAL, most = 0;
    for (size_t s = 0; s < result->strategy_count && !status; s++) {
        least = fmin(least, bands[s].error);
        most = fmax(most, bands[s].error);
    }
    free(bands);
    if (status || least == HUGE_VAL) // unknown, for one runner in one world
        return status;
    calf_text_number(below, sizeof below, least, 2);
    calf_text_number(above, sizeof above, most, 2);
    const int alike = strcmp(below, above) == 0;
    snprintf(text, sizeof text, "Chance error of these sore days: %s%s%s a week (%s).%s",
        alike ? "" : below, alike ? "" : " to ", above,
        result->worlds > 1 ? "mean over worlds" : "mean over runners",
        result->strategy_count > 1
            ? " Differences between strategies are much surer: 'calfsim compare' has their errors."
            : "");
    fputc('\n', out);
    calf_text_wrap(out, text, width, 0);
    return CALF_OK;
}

typedef struct table {
    const calf_result *result;
    const calf_comparison *rows;
    const double *outcomes; // [strategy][world][outcome]
    double *room;
} table;

static void show_cell(const table *from, FILE *out, size_t strategy, const column *what)
{
    char text[200];
    const size_t worlds = from->result->worlds;
    const double *first =
        from->outcomes + strategy * worlds * CALF_OUTCOME_COUNT + (size_t)what->outcome;
    const calf_band band = what->relative
        ? from->rows[strategy].hazard_ratio
        : calf_band_of(first, CALF_OUTCOME_COUNT, worlds, from->room);
    calf_text_band(text, sizeof text, &band, what->factor, what->decimals);
    fputs("  ", out);
    calf_text_pad(out, text, -CELL_COLUMNS);
}

static void show_block(const table *from, FILE *out, int first, int count, int names)
{
    fputc('\n', out);
    calf_text_pad(out, "", names);
    for (int c = first; c < first + count; c++) {
        char heading[64];
        snprintf(heading, sizeof heading, "%s, %s",
            calf_outcome_describe(columns[c].outcome)->label, columns[c].unit);
        fputs("  ", out);
        calf_text_pad(out, heading, -CELL_COLUMNS);
    }
    fputc('\n', out);
    for (size_t s = 0; s < from->result->strategy_count; s++) {
        calf_text_pad(out, from->result->strategies[s], names);
        for (int c = first; c < first + count; c++)
            show_cell(from, out, s, &columns[c]);
        fputc('\n', out);
    }
}

static calf_status show_table(
    const calf_result *result, size_t point, const calf_comparison *rows, FILE *out, int width)
{
    double *outcomes = NULL;
    const int names = name_columns(result);
    const int fit = (width - names) / (CELL_COLUMNS + 2);
    const int block = fit < 1 ? 1 : fit;
    const calf_status status = calf_result_read_exactly(result, "outcome_mean", point,
        result->strategy_count * result->worlds * CALF_OUTCOME_COUNT, &outcomes);
    double *room = malloc((result->worlds + 1) * sizeof *room);
    if (status || !room) {
        free(outcomes);
        free(room);
        return status ? status : calf_error_no_memory();
    }
    const table from = {result, rows, outcomes, room};
    fputc('\n', out);
    char legend[200];
    snprintf(legend, sizeof legend, "%s%s.%s",
        result->runners > 1 ? "The mean over runners" : "The runner",
        result->worlds > 1
            ? " in the middle world; in brackets, where 9 of 10 worlds lie (what is unknown)"
            : "",
        result->runners > 1 ? " Sore over a week: share of runners, for over 7 days in a row."
                            : "");
    calf_text_wrap(out, legend, width, 0);
    for (int first = 0; first < COLUMNS; first += block)
        show_block(&from, out, first, first + block < COLUMNS ? block : COLUMNS - first, names);
    free(outcomes);
    free(room);
    return CALF_OK;
}

// One quantile of calf soreness by day, in the middle world of each day.
static void daily_curve(const calf_daily *soreness, size_t strategy, int quantile, double *curve)
{
    for (size_t day = 0; day < soreness->days; day++) {
        const double middle = calf_daily_band(soreness, strategy, day, 0, quantile).middle;
        curve[day] = isnan(middle) ? 0 : middle;
    }
}

// Several days share a column when the terminal is narrow; the sorest of them is drawn.
static void draw_curve(FILE *out, const double *curve, size_t days, size_t per_column, double top)
{
    static const char *const blocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    for (size_t first = 0; first < days; first += per_column) {
        double highest = 0;
        for (size_t day = first; day < days && day < first + per_column; day++)
            highest = fmax(highest, curve[day]);
        const int level = top > 0 ? (int)(highest / top * 8) : 0;
        fputs(blocks[level > 7 ? 7 : level], out);
    }
    fputc('\n', out);
}

static void show_curves_heading(FILE *out, double top, size_t per_column, int width)
{
    char text[200], shared[64] = "";
    if (per_column > 1)
        snprintf(shared, sizeof shared, ", %zu days a column", per_column);
    snprintf(text, sizeof text,
        "Calf soreness by day, 0 to %.0f mm%s: the middle runner, and the level above which one "
        "of ten is.",
        top, shared);
    fputc('\n', out);
    calf_text_wrap(out, text, width, 0);
}

static void show_curves(
    const calf_result *result, const calf_daily *soreness, double *curves, FILE *out, int width)
{
    const int names = name_columns(result);
    const size_t room = (size_t)(width - names - 10 > 10 ? width - names - 10 : 10);
    const size_t days = result->days, per_column = (days + room - 1) / room;
    double top = 0;
    for (size_t s = 0; s < result->strategy_count; s++) {
        daily_curve(soreness, s, CALF_DAILY_HALF, curves + 2 * s * days);
        daily_curve(soreness, s, CALF_DAILY_NINE_TENTHS, curves + (2 * s + 1) * days);
        for (size_t i = 0; i < 2 * days; i++)
            top = fmax(top, curves[2 * s * days + i]);
    }
    show_curves_heading(out, top, per_column, width);
    for (size_t s = 0; s < result->strategy_count; s++) {
        calf_text_pad(out, result->strategies[s], names);
        fputs("  middle  ", out);
        draw_curve(out, curves + 2 * s * days, days, per_column, top);
        calf_text_pad(out, "", names);
        fputs("  1 of 10 ", out);
        draw_curve(out, curves + (2 * s + 1) * days, days, per_column, top);
    }
}

static calf_status show_plots(const calf_result *result, size_t point, FILE *out, int width)
{
    calf_daily soreness;
    if (!calf_daily_is_there(result, CALF_OUTPUT_calf_soreness_mm))
        return CALF_OK;
    calf_status status = calf_daily_read(result, point, CALF_OUTPUT_calf_soreness_mm, &soreness);
    double *curves = calloc(2 * result->strategy_count * result->days, sizeof *curves);
    if (!status && !curves)
        status = calf_error_no_memory();
    if (!status)
        show_curves(result, &soreness, curves, out, width);
    free(curves);
    calf_daily_free(&soreness);
    return status;
}

static void show_verdicts(
    const calf_result *result, const calf_comparison *rows, FILE *out, int width)
{
    char text[1024];
    fputc('\n', out);
    for (size_t s = 1; s < result->strategy_count; s++) {
        calf_verdict(&rows[s], result->strategies[s], result->strategies[0], text, sizeof text);
        calf_text_wrap(out, text, width, 2);
    }
    if (result->strategy_count > 1) {
        snprintf(text, sizeof text,
            "Better and worse: any difference, however small; 'calfsim compare' counts those of over "
            "%g a week.",
            calf_outcome_describe(CALF_OUTCOME_sore_days)->margin);
        fputc('\n', out);
        calf_text_wrap(out, text, width, 0);
    }
    if (result->worlds == 1)
        calf_text_wrap(out, calf_verdict_one_world, width, 0);
    calf_text_wrap(out, calf_verdict_caution, width, 0);
}

calf_status calf_report_show(const calf_result *result, size_t point, FILE *out, int width)
{
    calf_comparison *rows = NULL;
    const int columns_there = calf_report_columns(width);
    calf_status status = calf_comparison_create(result, point, 0, &rows);
    if (status)
        return status;
    calf_report_header(result, out, columns_there);
    if (result->points > 0)
        calf_report_point(result, point, out, columns_there);
    status = show_table(result, point, rows, out, columns_there);
    if (!status)
        status = show_error(result, point, out, columns_there);
    if (!status)
        status = show_plots(result, point, out, columns_there);
    if (!status)
        show_verdicts(result, rows, out, columns_there);
    free(rows);
    if (!status && ferror(out))
        status = calf_error_set(CALF_FAILED, "cannot write the report");
    return status;
}
