// SPDX-License-Identifier: GPL-3.0-or-later
// `calfsim params`: the parameter table as text or as CSV.
#include "cli/commands.h"

#include <calfsim/parameters.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_WIDTH = 100, TEXT_INDENT = 4, NUMBER_SIZE = 32, CELL_SIZE = 96, COLUMN_COUNT = 7 };

static const char help[] =
    "Usage: calfsim params [--csv] [NAME...]\n"
    "\n"
    "Prints every parameter of the model, or those named: default, unit, prior, range allowed, "
    "kind,\n"
    "evidence grade, meaning and source.\n"
    "\n"
    "  --csv   print CSV (RFC 4180) with a header line\n"
    "  --help  print this text\n"
    "\n"
    "prior  lognormal(median, log-SD), normal(mean, SD), gamma(mean, variance),\n"
    "       beta(shape, shape), uniform(low, high); each is cut to the range\n"
    "kind   variability: every runner has another value; uncertainty: nobody knows the value, and\n"
    "       each world takes one for all its runners; fixed: the default, always\n"
    "grade  A several studies or a meta-analysis, B one study, C judgement\n";

typedef struct request {
    bool csv, help;
    bool wanted[CALF_PARAMETER_COUNT];
} request;

static bool want(request *asked, const char *name)
{
    int id = calf_parameter_find(name);
    if (id < 0) {
        const char *closest = calf_parameter_closest(name);
        fprintf(stderr, "calfsim params: '%s' is not a parameter%s%s%s\n", name,
            closest != NULL ? "; did you mean '" : "", closest != NULL ? closest : "",
            closest != NULL ? "'?" : "; 'calfsim params' lists them");
        return false;
    }
    asked->wanted[id] = true;
    return true;
}

static bool parse(int argc, char **argv, request *asked)
{
    bool options = true, named = false;
    *asked = (request){0};
    for (int i = 1; i < argc; i++) {
        const char *text = argv[i];
        if (options && strcmp(text, "--csv") == 0) {
            asked->csv = true;
        } else if (options && (strcmp(text, "--help") == 0 || strcmp(text, "-h") == 0)) {
            asked->help = true;
        } else if (options && strcmp(text, "--") == 0) {
            options = false;
        } else if (options && text[0] == '-') {
            fprintf(
                stderr, "calfsim params: unknown option '%s'; see calfsim params --help\n", text);
            return false;
        } else {
            named = true;
            if (!want(asked, text))
                return false;
        }
    }
    for (int id = 0; !named && id < CALF_PARAMETER_COUNT; id++)
        asked->wanted[id] = true;
    return true;
}

/* The shortest decimal that reads back as the same number; the fewest digits are not always the
 * shortest text ("6e+01", "60"). */
static void format_number(double value, char text[NUMBER_SIZE])
{
    char candidate[NUMBER_SIZE];
    size_t shortest = NUMBER_SIZE;
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(candidate, sizeof candidate, "%.*g", digits, value);
        if (strtod(candidate, NULL) == value && strlen(candidate) < shortest) {
            shortest = strlen(candidate);
            memcpy(text, candidate, shortest + 1);
        }
    }
}

static void print_csv_text(const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, stdout);
        return;
    }
    putchar('"');
    for (; *text; text++) {
        if (*text == '"')
            putchar('"');
        putchar(*text);
    }
    putchar('"');
}

static void print_csv_row(const calf_parameter_info *row)
{
    const calf_distribution *prior = &row->prior;
    char standard[NUMBER_SIZE], a[NUMBER_SIZE] = "", b[NUMBER_SIZE] = "";
    char low[NUMBER_SIZE], high[NUMBER_SIZE], grade[] = {row->grade, '\0'};
    format_number(row->standard, standard);
    if (prior->shape != CALF_SHAPE_FIXED) {
        format_number(prior->a, a);
        format_number(prior->b, b);
    }
    format_number(prior->low, low);
    format_number(prior->high, high);
    const char *cells[] = {row->group, row->name, row->unit, standard, calf_kind_name(row->kind),
        calf_shape_name(prior->shape), a, b, low, high, grade, row->meaning, row->source};
    size_t count = sizeof cells / sizeof *cells;
    for (size_t i = 0; i < count; i++) {
        print_csv_text(cells[i]);
        fputs(i + 1 < count ? "," : "\r\n", stdout);
    }
}

static void print_csv(const request *asked)
{
    fputs("group,name,unit,default,kind,prior,prior_a,prior_b,low,high,grade,meaning,source\r\n",
        stdout);
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        if (asked->wanted[id])
            print_csv_row(calf_parameter_describe((calf_parameter_id)id));
}

typedef char cells[COLUMN_COUNT][CELL_SIZE];

static const char *const headings[COLUMN_COUNT] = {
    "name", "default", "unit", "prior", "range", "kind", "grade"};

static void fill_cells(const calf_parameter_info *row, cells filled)
{
    const calf_distribution *prior = &row->prior;
    char a[NUMBER_SIZE], b[NUMBER_SIZE], low[NUMBER_SIZE], high[NUMBER_SIZE];
    format_number(prior->a, a);
    format_number(prior->b, b);
    format_number(prior->low, low);
    format_number(prior->high, high);
    snprintf(filled[0], CELL_SIZE, "%s", row->name);
    format_number(row->standard, filled[1]);
    snprintf(filled[2], CELL_SIZE, "%s", row->unit);
    snprintf(filled[3], CELL_SIZE, "%s(%s, %s)", calf_shape_name(prior->shape), a, b);
    if (prior->shape == CALF_SHAPE_FIXED)
        snprintf(filled[3], CELL_SIZE, "none");
    snprintf(filled[4], CELL_SIZE, "%s to %s", low, high);
    snprintf(filled[5], CELL_SIZE, "%s", calf_kind_name(row->kind));
    snprintf(filled[6], CELL_SIZE, "%c", row->grade);
}

/* Column widths come from the whole table, so that a part of it looks the same. */
static void measure(size_t widths[COLUMN_COUNT])
{
    cells filled;
    for (int column = 0; column < COLUMN_COUNT; column++)
        widths[column] = strlen(headings[column]);
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        fill_cells(calf_parameter_describe((calf_parameter_id)id), filled);
        for (int column = 0; column < COLUMN_COUNT; column++)
            if (strlen(filled[column]) > widths[column])
                widths[column] = strlen(filled[column]);
    }
}

static void print_cell(const char *text, int column, const size_t widths[COLUMN_COUNT])
{
    const char *gap = column == 0 ? "" : " ";
    if (column == COLUMN_COUNT - 1)
        printf("%s%s\n", gap, text);
    else if (column == 1)
        printf("%s%*s", gap, (int)widths[column], text);
    else
        printf("%s%-*s", gap, (int)widths[column], text);
}

/* Prints a paragraph with every line indented and no word beyond the page. */
static void print_paragraph(const char *label, const char *text)
{
    size_t column = (size_t)printf("%*s%s", TEXT_INDENT, "", label);
    bool first = true;
    while (*text) {
        size_t length = strcspn(text, " ");
        if (!first && column + 1 + length > PAGE_WIDTH) {
            column = (size_t)printf("\n%*s", TEXT_INDENT, "") - 1;
            first = true;
        }
        column += (size_t)printf("%s%.*s", first ? "" : " ", (int)length, text);
        first = false;
        text += length + strspn(text + length, " ");
    }
    putchar('\n');
}

static void print_row(const calf_parameter_info *row, const size_t widths[COLUMN_COUNT])
{
    cells filled;
    fill_cells(row, filled);
    for (int column = 0; column < COLUMN_COUNT; column++)
        print_cell(filled[column], column, widths);
    print_paragraph("", row->meaning);
    print_paragraph("Source: ", row->source);
}

static void print_table(const request *asked)
{
    size_t widths[COLUMN_COUNT];
    const char *group = "";
    measure(widths);
    for (int column = 0; column < COLUMN_COUNT; column++)
        print_cell(headings[column], column, widths);
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        const calf_parameter_info *row = calf_parameter_describe((calf_parameter_id)id);
        if (!asked->wanted[id])
            continue;
        if (strcmp(group, row->group) != 0)
            printf("\n[%s]\n", group = row->group);
        print_row(row, widths);
    }
}

int calf_cli_params(int argc, char **argv)
{
    request asked;
    if (!parse(argc, argv, &asked))
        return CALF_BAD_INPUT;
    if (asked.help)
        fputs(help, stdout);
    else if (asked.csv)
        print_csv(&asked);
    else
        print_table(&asked);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "calfsim params: cannot write the table: %s\n", strerror(errno));
        return CALF_FAILED;
    }
    return CALF_OK;
}
