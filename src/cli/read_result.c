// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that read results: `calfsim show`, `compare` and `diff`.
#include "analysis/diff.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "core/error.h"
#include "report/show.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char show_help[] =
    "Usage: calfsim show OUT.h5\n"
    "\n"
    "Prints a result: how sore the runners get under each strategy, small plots by day, and what\n"
    "each strategy is worth against the first, with the band of what is unknown.\n"
    "\n"
    "  -h, --help  this text\n";

static const char compare_help[] =
    "Usage: calfsim compare OUT.h5 [--against NAME]\n"
    "\n"
    "Prints the paired differences of every outcome between each strategy and another one: the\n"
    "same runners lived both.\n"
    "\n"
    "  --against NAME  the strategy to compare with; without it the first\n"
    "  -h, --help      this text\n";

static const char diff_help[] =
    "Usage: calfsim diff A.h5 B.h5\n"
    "\n"
    "Compares two results value by value, with units and texts, but for the provenance (when,\n"
    "where and how long). Prints a line for each difference; nothing when there is none.\n"
    "Exit code 0: the same, 1: they differ, 2: not results.\n"
    "\n"
    "  -h, --help  this text\n";

enum { WIDTH_WITHOUT_TERMINAL = 80, WIDTH_MAX = 120 };

static int terminal_width(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return WIDTH_WITHOUT_TERMINAL;
    return size.ws_col < WIDTH_MAX ? size.ws_col : WIDTH_MAX;
}

// Takes the options of a command that knows --help and perhaps --against, and counts what is
// left. Returns a code below 0 to go on, else the code to end with.
static int begin(int argc, char **argv, const char *help, int files, const char **against)
{
    static const struct option options[] = {
        {"help", no_argument, NULL, 'h'}, {"against", required_argument, NULL, 'a'}, {0}};
    static const struct option help_only[] = {{"help", no_argument, NULL, 'h'}, {0}};
    int option;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":h", against != NULL ? options : help_only, NULL)) !=
        -1) {
        if (option == 'h') {
            fputs(help, stdout);
            return calf_cli_flushed(argv[0]);
        }
        if (option != 'a')
            return calf_cli_bad_option(argv[0], option, argv);
        *against = optarg;
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

int calf_cli_show(int argc, char **argv)
{
    int code = begin(argc, argv, show_help, 1, NULL);
    if (code >= 0)
        return code;
    calf_result *result = NULL;
    calf_status status = calf_result_open(argv[optind], &result);
    if (status == CALF_OK)
        status = calf_report_show(result, stdout, terminal_width());
    calf_result_close(result);
    return status == CALF_OK ? calf_cli_flushed("show") : calf_cli_failed("show", status);
}

int calf_cli_compare(int argc, char **argv)
{
    const char *name = NULL;
    int code = begin(argc, argv, compare_help, 1, &name);
    if (code >= 0)
        return code;
    calf_result *result = NULL;
    size_t against = 0;
    calf_status status = calf_result_open(argv[optind], &result);
    if (status == CALF_OK && name != NULL)
        status = find_strategy(result, name, &against);
    if (status == CALF_OK)
        status = calf_report_compare(result, against, stdout);
    calf_result_close(result);
    return status == CALF_OK ? calf_cli_flushed("compare") : calf_cli_failed("compare", status);
}

int calf_cli_diff(int argc, char **argv)
{
    int code = begin(argc, argv, diff_help, 2, NULL);
    if (code >= 0)
        return code;
    size_t differences = 0;
    calf_status status = calf_result_diff(argv[optind], argv[optind + 1], stdout, &differences);
    if (status != CALF_OK)
        return calf_cli_failed("diff", status);
    code = calf_cli_flushed("diff");
    return code == CALF_OK && differences > 0 ? CALF_FAILED : code;
}
