// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that read results: `calfsim show`, `compare`, `diff` and `checksum`.
#include "analysis/checksum.h"
#include "analysis/diff.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/report_file.h"
#include "core/error.h"
#include "core/number.h"
#include "report/compare.h"
#include "report/show.h"

#include <getopt.h>
#include <inttypes.h>
#include <math.h>
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
    "Usage: calfsim compare OUT.h5 [--against NAME] [--outcome NAME [--within X]] [--point N]\n"
    "                       [--json FILE]\n"
    "\n"
    "Prints the paired differences of every outcome between each strategy and another one (the\n"
    "same runners lived both): who gains, who loses, for whom it is the same, how sure that is\n"
    "given what science does not know, what chance leaves open, and what the sample cannot tell.\n"
    "\n"
    "  --against NAME  the strategy to compare with; without it the first\n"
    "  --outcome NAME  one outcome in full: sore_days, peak_soreness, ...\n"
    "  --within X      differences up to X count as none, in the outcome's unit (0.01 for 1 %);\n"
    "                  without it as the table of outcomes has it\n"
    "  --point N       the point of a sweep, counted from 0; a sweep needs it\n"
    "  --json FILE     every number, as JSON; '-' prints that instead\n"
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
    const char *against, *outcome, *within, *point, *json, *worlds; // NULL: not given
} request;

static int take_option(const char *command, int option, char **argv, request *asked)
{
    switch (option) {
    case 'a':
        asked->against = optarg;
        return CALF_OK;
    case 'o':
        asked->outcome = optarg;
        return CALF_OK;
    case 'i':
        asked->within = optarg;
        return CALF_OK;
    case 'j':
        asked->json = optarg;
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
        status = calf_cli_find_point(result, asked.point, &point);
    if (status == CALF_OK && result->points > 0 && asked.point == NULL)
        status = calf_report_show_sweep(result, stdout, calf_cli_terminal_width());
    else if (status == CALF_OK)
        status = calf_report_show(result, point, stdout, calf_cli_terminal_width());
    calf_result_close(result);
    return status == CALF_OK ? calf_cli_flushed("show") : calf_cli_failed("show", status);
}

// A margin lies within what the outcome can be; of shares below all of them.
static calf_status find_margin(const char *text, calf_outcome_id outcome, double *within)
{
    const calf_outcome_info *info = calf_outcome_describe(outcome);
    const double widest = info->bins.high - info->bins.low;
    if (calf_number_parse(text, within) && *within >= 0 && *within < widest)
        return CALF_OK;
    return calf_error_set(CALF_BAD_INPUT,
        "--within '%s': allowed for %s is a number from 0 to below %g %s%s", text, info->label,
        widest, strcmp(info->unit, "1") == 0 ? "(0.01 is 1 %)" : "in ",
        strcmp(info->unit, "1") == 0 ? "" : info->unit);
}

static calf_status resolve(
    const calf_result *result, const request *asked, calf_comparing *comparing)
{
    calf_status status = CALF_OK;
    calf_outcome_id outcome = CALF_OUTCOME_sore_days;
    *comparing = (calf_comparing){0, 0, -1, (double)NAN};
    if (asked->outcome != NULL)
        status = calf_cli_find_outcome(asked->outcome, &outcome);
    if (status == CALF_OK && asked->outcome != NULL)
        comparing->outcome = (int)outcome;
    if (status == CALF_OK && asked->within != NULL)
        status = find_margin(asked->within, outcome, &comparing->within);
    if (status == CALF_OK && asked->against != NULL)
        status = calf_cli_find_name("--against", asked->against, "strategy",
            (const char *const *)result->strategies, result->strategy_count, &comparing->against);
    if (status == CALF_OK && asked->point != NULL)
        status = calf_cli_find_point(result, asked->point, &comparing->point);
    else if (status == CALF_OK && result->points > 0)
        status = calf_error_set(CALF_BAD_INPUT,
            "%s: a sweep of %zu points; say which one with --point, 0 to %zu", result->path,
            result->points, result->points - 1);
    return status;
}

typedef struct comparison {
    const calf_result *result;
    const calf_comparing *asked;
} comparison;

static calf_status write_json(const void *report, FILE *out)
{
    const comparison *one = report;
    return calf_report_compare_json(one->result, one->asked, out);
}

static calf_status compare(const calf_result *result, const request *asked)
{
    calf_comparing comparing;
    const comparison one = {result, &comparing};
    calf_status status = resolve(result, asked, &comparing);
    if (status == CALF_OK)
        status = calf_report_json_file_check(asked->json);
    if (status == CALF_OK)
        status = calf_report_file_write(asked->json, write_json, &one);
    if (status == CALF_OK && !calf_report_is_stdout(asked->json))
        status = calf_report_compare(result, &comparing, stdout);
    return status;
}

int calf_cli_compare(int argc, char **argv)
{
    static const struct option options[] = {{"help", no_argument, NULL, 'h'},
        {"against", required_argument, NULL, 'a'}, {"outcome", required_argument, NULL, 'o'},
        {"within", required_argument, NULL, 'i'}, {"point", required_argument, NULL, 'p'},
        {"json", required_argument, NULL, 'j'}, {0}};
    request asked = {0};
    int code = begin(argc, argv, compare_help, options, 1, &asked);
    if (code >= 0)
        return code;
    if (asked.within != NULL && asked.outcome == NULL)
        return calf_cli_misused("compare", "--within needs --outcome");
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
