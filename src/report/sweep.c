// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep at a glance: a table with a row for each of its points.
#include "report/header.h"
#include "report/show.h"

#include "analysis/comparison.h"
#include "core/error.h"
#include "report/text.h"
#include "report/verdict.h"

#include <stdlib.h>

enum { ROWS_MAX = 40, POINT_COLUMNS = 5, FACTOR_MIN = 8, STRATEGY_MIN = 13, CELL_MAX = 20 };

// What the rows hold: first the factors, then the strategies.
typedef struct sweep_table {
    const calf_result *result;
    size_t rows, columns;
    calf_band *sore_days; // [row][strategy]
} sweep_table;

static const char *heading(const sweep_table *table, size_t column)
{
    const calf_result *result = table->result;
    return column < result->factors ? result->factor_names[column]
                                    : result->strategies[column - result->factors];
}

static int columns_of(const sweep_table *table, size_t column)
{
    const int own = calf_text_width(heading(table, column));
    const int least = column < table->result->factors ? FACTOR_MIN : STRATEGY_MIN;
    return own < least ? least : own > CELL_MAX ? CELL_MAX : own;
}

static void show_cell(const sweep_table *table, FILE *out, size_t row, size_t column)
{
    char text[64];
    const calf_result *result = table->result;
    if (column < result->factors)
        snprintf(text, sizeof text, "%.6g", result->point_values[row * result->factors + column]);
    else
        calf_text_with_error(text, sizeof text,
            &table->sore_days[row * result->strategy_count + column - result->factors], 2);
    fputs("  ", out);
    calf_text_pad(out, text, -columns_of(table, column));
}

static void show_block(const sweep_table *table, FILE *out, size_t first, size_t end)
{
    char text[32];
    fputc('\n', out);
    calf_text_pad(out, "point", -POINT_COLUMNS);
    for (size_t c = first; c < end; c++) {
        fputs("  ", out);
        calf_text_pad(out, heading(table, c), -columns_of(table, c));
    }
    fputc('\n', out);
    for (size_t row = 0; row < table->rows; row++) {
        snprintf(text, sizeof text, "%zu", row);
        calf_text_pad(out, text, -POINT_COLUMNS);
        for (size_t c = first; c < end; c++)
            show_cell(table, out, row, c);
        fputc('\n', out);
    }
}

// As many columns side by side as fit; the others below.
static void show_blocks(const sweep_table *table, FILE *out, int width)
{
    for (size_t first = 0; first < table->columns;) {
        size_t end = first;
        int used = POINT_COLUMNS;
        while (end < table->columns && (end == first || used + 2 + columns_of(table, end) <= width))
            used += 2 + columns_of(table, end++);
        show_block(table, out, first, end);
        first = end;
    }
}

static void show_table(const sweep_table *table, FILE *out, int width)
{
    char text[512];
    const calf_result *result = table->result;
    fputc('\n', out);
    calf_text_wrap(out,
        result->worlds > 1
            ? "What the factors are at each point, and the sore days a week of each strategy: their "
              "mean over runners and worlds, +/- its Monte Carlo standard error."
            : "What the factors are at each point, and the sore days a week of each strategy: their "
              "mean over runners, +/- its Monte Carlo standard error.",
        width, 0);
    show_blocks(table, out, width);
    fputc('\n', out);
    if (table->rows < result->points) {
        snprintf(text, sizeof text,
            "There are %zu more points; xarray reads them all: "
            "xr.open_dataset(\"%.200s\").outcome_mean.",
            result->points - table->rows, result->path);
        calf_text_wrap(out, text, width, 0);
    }
    snprintf(
        text, sizeof text, "All about one point: calfsim show %.200s --point N.", result->path);
    calf_text_wrap(out, text, width, 0);
    fputc('\n', out);
    if (result->worlds == 1)
        calf_text_wrap(out, calf_verdict_one_world, width, 0);
    calf_text_wrap(out, calf_verdict_caution, width, 0);
}

calf_status calf_report_show_sweep(const calf_result *result, FILE *out, int width)
{
    const int columns_there = calf_report_columns(width);
    sweep_table table = {.result = result,
        .rows = result->points < ROWS_MAX ? result->points : ROWS_MAX,
        .columns = result->factors + result->strategy_count};
    table.sore_days = malloc(table.rows * result->strategy_count * sizeof *table.sore_days);
    calf_status status = table.sore_days ? CALF_OK : calf_error_no_memory();
    for (size_t row = 0; row < table.rows && !status; row++)
        status = calf_outcome_bands(
            result, row, CALF_OUTCOME_sore_days, table.sore_days + row * result->strategy_count);
    if (!status) {
        calf_report_header(result, out, columns_there);
        show_table(&table, out, columns_there);
    }
    free(table.sore_days);
    if (!status && ferror(out))
        status = calf_error_set(CALF_FAILED, "cannot write the report");
    return status;
}
