// SPDX-License-Identifier: GPL-3.0-or-later
// Options, and reports as tables or JSON.
#include "report.h"

#include "core/build.h"

#include <calfsim/version.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TEXT_SIZE = 128 };

/** A figure, or a text where there is one. */
typedef struct value {
    char key[TEXT_SIZE]; ///< empty in cells
    char *text;
    double number;
} value;

typedef struct values {
    value *of;
    size_t count;
} values;

typedef struct table {
    char key[TEXT_SIZE];
    values columns, cells;
} table;

struct bench_report {
    values facts, figures; ///< facts say what was measured where
    table *tables;
    size_t table_count;
};

static void *grown(void *block, size_t size)
{
    void *larger = realloc(block, size);
    if (larger == NULL) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return larger;
}

static void append(values *to, const char *key, const char *text, double number)
{
    to->of = grown(to->of, (to->count + 1) * sizeof *to->of);
    value *added = &to->of[to->count++];
    *added = (value){.number = number};
    snprintf(added->key, sizeof added->key, "%s", key);
    if (text != NULL)
        added->text = strcpy(grown(NULL, strlen(text) + 1), text);
}

static void clear(values *all)
{
    for (size_t k = 0; k < all->count; k++)
        free(all->of[k].text);
    free(all->of);
}

// The processor's name as Linux tells it.
static void find_cpu(char name[TEXT_SIZE])
{
    char line[2 * TEXT_SIZE];
    FILE *file = fopen("/proc/cpuinfo", "r");
    snprintf(name, TEXT_SIZE, "unknown");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "model name", 10) == 0 && strchr(line, ':') != NULL) {
            snprintf(name, TEXT_SIZE, "%.120s", strchr(line, ':') + 2);
            name[strcspn(name, "\n")] = '\0';
            break;
        }
    if (file != NULL)
        fclose(file);
}

bench_report *bench_report_create(const char *program)
{
    char cpu[TEXT_SIZE];
    bench_report *report = grown(NULL, sizeof *report);
    *report = (bench_report){.table_count = 0};
    find_cpu(cpu);
    append(&report->facts, "program", program, 0);
    append(&report->facts, "version", calf_version(), 0);
    append(&report->facts, "cpu", cpu, 0);
    append(&report->facts, "processors", NULL, (double)sysconf(_SC_NPROCESSORS_ONLN));
    append(&report->facts, "compiler", CALF_BUILD_COMPILER, 0);
    append(&report->facts, "flags", CALF_BUILD_FLAGS, 0);
    return report;
}

void bench_report_number(bench_report *report, const char *key, double number)
{
    append(&report->figures, key, NULL, number);
}

void bench_report_text(bench_report *report, const char *key, const char *text)
{
    append(&report->figures, key, text, 0);
}

void bench_report_table(
    bench_report *report, const char *key, const char *const *columns, size_t count)
{
    report->tables = grown(report->tables, (report->table_count + 1) * sizeof *report->tables);
    table *added = &report->tables[report->table_count++];
    *added = (table){.key = ""};
    snprintf(added->key, sizeof added->key, "%s", key);
    for (size_t c = 0; c < count; c++)
        append(&added->columns, "", columns[c], 0);
}

void bench_report_cell(bench_report *report, double number)
{
    append(&report->tables[report->table_count - 1].cells, "", NULL, number);
}

void bench_report_cell_text(bench_report *report, const char *text)
{
    append(&report->tables[report->table_count - 1].cells, "", text, 0);
}

static void print_json_text(const char *text)
{
    putchar('"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            putchar('\\');
        putchar((unsigned char)*text < ' ' ? ' ' : *text);
    }
    putchar('"');
}

static void print_json_value(const value *v)
{
    if (v->text != NULL)
        print_json_text(v->text);
    else if (isfinite(v->number))
        printf("%.12g", v->number);
    else
        fputs("null", stdout);
}

static void print_json_list(const value *of, size_t count)
{
    putchar('[');
    for (size_t k = 0; k < count; k++) {
        fputs(k > 0 ? ", " : "", stdout);
        print_json_value(&of[k]);
    }
    putchar(']');
}

static void print_json_pairs(const values *all)
{
    for (size_t k = 0; k < all->count; k++) {
        printf("  \"%s\": ", all->of[k].key);
        print_json_value(&all->of[k]);
        fputs(",\n", stdout);
    }
}

static void print_json_table(const table *t)
{
    size_t width = t->columns.count;
    printf("\n    \"%s\": {\"columns\": ", t->key);
    print_json_list(t->columns.of, width);
    fputs(", \"rows\": [", stdout);
    for (size_t k = 0; k + width <= t->cells.count; k += width) {
        fputs(k > 0 ? ",\n      " : "\n      ", stdout);
        print_json_list(t->cells.of + k, width);
    }
    fputs("]}", stdout);
}

static void print_json(const bench_report *report)
{
    fputs("{\n", stdout);
    print_json_pairs(&report->facts);
    print_json_pairs(&report->figures);
    fputs("  \"tables\": {", stdout);
    for (size_t k = 0; k < report->table_count; k++) {
        fputs(k > 0 ? "," : "", stdout);
        print_json_table(&report->tables[k]);
    }
    fputs("}\n}\n", stdout);
}

// Three digits, or the whole number where it has more; report.py writes numbers the same way.
static const char *shown(const value *v, char text[TEXT_SIZE])
{
    if (v->text != NULL)
        return v->text;
    if (!isfinite(v->number))
        return "-";
    snprintf(text, TEXT_SIZE, fabs(v->number) >= 100 ? "%.0f" : "%.3g", v->number);
    return text;
}

static void print_table(const table *t)
{
    char text[TEXT_SIZE];
    size_t width = t->columns.count;
    for (size_t k = 0; k < width + t->cells.count; k++) {
        const value *v = k < width ? &t->columns.of[k] : &t->cells.of[k - width];
        size_t column = k % width, broadest = strlen(t->columns.of[column].text);
        for (size_t c = column; c < t->cells.count; c += width) {
            size_t length = strlen(shown(&t->cells.of[c], text));
            broadest = length > broadest ? length : broadest;
        }
        printf("%s%*s%s", column > 0 ? "  " : "", (int)broadest, shown(v, text),
            column + 1 == width ? "\n" : "");
    }
}

static void print_text(const bench_report *report)
{
    char text[TEXT_SIZE];
    for (size_t k = 0; k < report->facts.count; k++)
        printf("%s: %s\n", report->facts.of[k].key, shown(&report->facts.of[k], text));
    for (size_t k = 0; k < report->table_count; k++) {
        printf("\n%s\n", report->tables[k].key);
        print_table(&report->tables[k]);
    }
    putchar('\n');
    for (size_t k = 0; k < report->figures.count; k++)
        printf("%s: %s\n", report->figures.of[k].key, shown(&report->figures.of[k], text));
}

void bench_report_print(bench_report *report, bool json)
{
    if (json)
        print_json(report);
    else
        print_text(report);
    for (size_t k = 0; k < report->table_count; k++) {
        clear(&report->tables[k].columns);
        clear(&report->tables[k].cells);
    }
    clear(&report->facts);
    clear(&report->figures);
    free(report->tables);
    free(report);
}

double bench_cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void print_help(
    const char *program, const char *purpose, const bench_option *options, size_t count)
{
    printf("Usage: %s [options]\n%s\n\n", program, purpose);
    for (size_t k = 0; k < count; k++)
        printf("  %-16s %s [%s]\n", options[k].name, options[k].meaning, options[k].value);
    printf("  %-16s %s\n", "--json", "print one JSON object and nothing else");
}

bool bench_options_read(
    int argc, char **argv, const char *purpose, bench_option *options, size_t count)
{
    bool json = false;
    for (int i = 1; i < argc; i++) {
        size_t k = 0;
        while (k < count && strcmp(argv[i], options[k].name) != 0)
            k++;
        if (k < count && i + 1 < argc) {
            options[k].value = argv[++i];
        } else if (strcmp(argv[i], "--json") == 0) {
            json = true;
        } else {
            bool help = strcmp(argv[i], "--help") == 0;
            if (!help)
                fprintf(stderr, "%s: what is '%s'? See --help\n", argv[0], argv[i]);
            else
                print_help(argv[0], purpose, options, count);
            exit(help ? 0 : 2);
        }
    }
    return json;
}

size_t bench_option_count(const bench_option *option)
{
    char *end = NULL;
    errno = 0;
    long count = strtol(option->value, &end, 10);
    if (errno != 0 || end == option->value || *end != '\0' || count < 1) {
        fprintf(stderr, "%s needs a count of at least 1, not '%s'\n", option->name, option->value);
        exit(2);
    }
    return (size_t)count;
}
