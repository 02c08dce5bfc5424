// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that read results: `calfsim show`, `compare`, `diff` and `checksum`.
#include "analysis/checksum.h"
#include "analysis/diff.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "core/error.h"
#include "core/number.h"
#include "report/show.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char show_help[] =
    "Usage: calfsim show OUT.h5 [--point N]\n"
    "\n"
    "Prints a result: how sore the runners get under each strategy, small plots by day, and what\n"
    "each strategy is worth against the first, with the band of what is unknown. Of a sweep, a table\n"
    "of its points; with --point what is printed without a sweep.\n"
    "\n"
    "  --point N   one point of a sweep, counted from 0\n"
    "  -h, --help  this text\n";

static const char compare_help[] =
    "Usage: calfsim compare OUT.h5 [--against NAME] [--point N]\n"
    "\n"
    "Prints the paired differences of every outcome between each strategy and another one: the\n"
    "same runners lived both.\n"
    "\n"
    "  --against NAME  the strategy to compare with; without it the first\n"
    "  --point N       the point of a sweep, counted from 0; a sweep needs it\n"
    "  -h, --help      this text\n";

static const char checksum_help[] =
    "Usage: calfsim checksum OUT.h5 [--worlds N]\n"
    "\n"
    "Prints one number for the statistics of the first worlds: the same on every machine, for any\n"
    "threads, ranks and instruction set, and whatever other worlds the result has.\n"
    "\n"
    "  --worlds N  how many worlds; without it all\n"
    "  -h, --help  this text\n";

static const char diff_help[] =
    "Usage: calfsim diff A.h5 B.h5\n"
    "\n"
    "Compares two results value by value, with units and texts, but for the provenance (when,\n"
    "where and how long). Prints a line for each difference; nothing when there is none.\n"
    "Exit code 0: the same, 1: they differ, 2: not results.\n"
    "\n"
    "  -h, --help  this text\n";

// What the command line of show or compare asks for.
typedef struct request {
    const char *against, *point, *worlds; // NULL: not given
} request;

static int take_option(const char *command, int option, char **argv, request *asked)
{
    switch (option) {
    case 'a':
        asked->against = optarg;
        return CALF_OK;
    case 'p':
        asked->point = optarg;
        return CALF_OK;
    case 'w':
        asked->worlds = optarg;
        return CALF_OK;
    default:
        return calf_cli_bad_option(command, option, argv);
    }
}

// Takes the options of a command, and counts what is left. Returns a code below 0 to go on, else
// the code to end with.
static int begin(int argc, char **argv, const char *help, const struct option *options, int files,
    request *asked)
{
    int option;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
        if (option == 'h') {
            fputs(help, stdout);
            return calf_cli_flushed(argv[0]);
        }
        const int code = take_option(argv[0], option, argv, asked);
        if (code != CALF_OK)
            return code;
    }
    if (argc - optind != files)
        return calf_cli_misused(
            argv[0], files == 1 ? "one result file is needed" : "two result files are needed");
    return -1;
}

static calf_status find_strategy(const calf_result *result, const char *name, size_t *index)
{
    char known[1024] = "";
    for (size_t s = 0; s < result->strategy_count; s++) {
        if (strcmp(result->strategies[s], name) == 0) {
            *index = s;
            return CALF_OK;
        }
        size_t used = strlen(known);
        snprintf(
            known + used, sizeof known - used, "%s'%s'", s > 0 ? ", " : "", result->strategies[s]);
    }
    return calf_error_set(CALF_BAD_INPUT, "--against: no strategy '%s' in %s; there are %s", name,
        result->path, known);
}

static calf_status find_point(const calf_result *result, const char *text, size_t *point)
{
    bool negative = false;
    uint64_t value = 0;
    if (result->points == 0)
        return calf_error_set(CALF_BAD_INPUT,
            "--point '%s': %s is not the result of a sweep; leave the option out", text,
            result->path);
    if (!calf_integer_parse(text, &negative, &value) || negative || value >= result->points)
        return calf_error_set(CALF_BAD_INPUT,
            "--point '%s': allowed is a whole number from 0 to %zu, the points of %s", text,
            result->points - 1, result->path);
    *point = (size_t)value;
    return CALF_OK;
}

int calf_cli_show(int argc, char **argv)
{
    static const struct option options[] = {
        {"help", no_argument, NULL, 'h'}, {"point", required_argument, NULL, 'p'}, {0}};
    request asked = {0};
    int code = begin(argc, argv, show_help, options, 1, &asked);
    if (code >= 0)
        return code;
    calf_result *result = NULL;
    size_t point = 0;
    calf_status status = calf_result_open(argv[optind], &result);
    if (status == CALF_OK && asked.point != NULL)
        status = find_point(result, asked.point, &point);
    if (status == CALF_OK && result->points > 0 && asked.point == NULL)
        status = calf_report_show_sweep(result, stdout, calf_cli_terminal_width());
    else if (status == CALF_OK)
        status = calf_report_show(result, point, stdout, calf_cli_terminal_width());
    calf_result_close(result);
    return status == CALF_OK ? calf_cli_flushed("show") : calf_cli_failed("show", status);
}

static calf_status compare(const calf_result *result, const request *asked)
{
    size_t against = 0, point = 0;
    calf_status status = CALF_OK;
    if (asked->against != NULL)
        status = find_strategy(result, asked->against, &against);
    if (status == CALF_OK && asked->point != NULL)
        status = find_point(result, asked->point, &point);
    else if (status == CALF_OK && result->points > 0)
        status = calf_error_set(CALF_BAD_INPUT,
            "%s: a sweep of %zu points; say which one with --point, 0 to %zu", result->path,
            result->points, result->points - 1);
    return status == CALF_OK ? calf_report_compare(result, point, against, stdout) : status;
}

int calf_cli_compare(int argc, char **argv)
{
    static const struct option options[] = {{"help", no_argument, NULL, 'h'},
        {"against", required_argument, NULL, 'a'}, {"point", required_argument, NULL, 'p'}, {0}};
    request asked = {0};
    int code = begin(argc, argv, compare_help, options, 1, &asked);
    if (code >= 0)
        return code;
    calf_result *result = NULL;
    calf_status status = calf_result_open(argv[optind], &result);
    if (status == CALF_OK)
        status = compare(result, &asked);
    calf_result_close(result);
    return status == CALF_OK ? calf_cli_flushed("compare") : calf_cli_failed("compare", status);
}

int calf_cli_diff(int argc, char **argv)
{
    static const struct option options[] = {{"help", no_argument, NULL, 'h'}, {0}};
    request asked = {0};
    int code = begin(argc, argv, diff_help, options, 2, &asked);
    if (code >= 0)
        return code;
    size_t differences = 0;
    calf_status status = calf_result_diff(argv[optind], argv[optind + 1], stdout, &differences);
    if (status != CALF_OK)
        return calf_cli_failed("diff", status);
    code = calf_cli_flushed("diff");
    return code == CALF_OK && differences > 0 ? CALF_FAILED : code;
}

int calf_cli_checksum(int argc, char **argv)
{
    static const struct option options[] = {
        {"help", no_argument, NULL, 'h'}, {"worlds", required_argument, NULL, 'w'}, {0}};
    request asked = {0};
    int code = begin(argc, argv, checksum_help, options, 1, &asked);
    if (code >= 0)
        return code;
    calf_result *result = NULL;
    uint64_t worlds = 0, checksum;
    bool negative = false;
    if (asked.worlds != NULL && (!calf_integer_parse(asked.worlds, &negative, &worlds) || negative))
        return calf_cli_misused(
            "checksum", "--worlds '%s': allowed is a whole number", asked.worlds);
    calf_status status = calf_result_open(argv[optind], &result);
    if (status == CALF_OK)
        status = calf_result_checksum(
            result, asked.worlds != NULL ? (size_t)worlds : result->worlds, &checksum);
    if (status == CALF_OK)
        printf("%016" PRIx64 "\n", checksum);
    calf_result_close(result);
    return status == CALF_OK ? calf_cli_flushed("checksum") : calf_cli_failed("checksum", status);
}
