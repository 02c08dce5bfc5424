// SPDX-License-Identifier: GPL-3.0-or-later
// `calfsim report`.
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/report_file.h"
#include "core/error.h"
#include "report/result_page.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Usage: calfsim report OUT.h5 [-o PAGE.html] [--point N] [--no-advice] ...\n"
    "\n"
    "Writes a result as one page to read, print or send: who gets sore, how sure that is, what helps\n"
    "most, each strategy's calendar with soreness and force by day, what to watch for, what is\n"
    "uncertain. It needs no network; without a script everything is there, only unmoved.\n"
    "\n"
    "  -o, --output FILE  the page; default the result's name with .html; \"-\" for standard output\n"
    "      --point N      which point of a sweep\n"
    "      --no-advice    without the guide's advice tried on the first strategy, which takes\n"
    "                     seconds ('calfsim advise' has more of it)\n"
    "      --no-script    charts that stand still\n"
    "  -h, --help         this text\n";

typedef struct request {
    const char *output, *point;
    bool no_advice, no_script, help;
} request;

static int parse(int argc, char **argv, request *asked)
{
    static const struct option options[] = {{"help", no_argument, NULL, 'h'},
        {"output", required_argument, NULL, 'o'}, {"point", required_argument, NULL, 'p'},
        {"no-advice", no_argument, NULL, 'a'}, {"no-script", no_argument, NULL, 'n'}, {0}};
    int option;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":ho:", options, NULL)) != -1) {
        switch (option) {
        case 'h':
            asked->help = true;
            return CALF_OK;
        case 'o':
            asked->output = optarg;
            break;
        case 'p':
            asked->point = optarg;
            break;
        case 'a':
            asked->no_advice = true;
            break;
        case 'n':
            asked->no_script = true;
            break;
        default:
            return calf_cli_bad_option(argv[0], option, argv);
        }
    }
    if (argc - optind != 1)
        return calf_cli_misused(argv[0], "one result file is needed");
    return CALF_OK;
}

// "out.html" for "out.h5".
static char *default_output(const char *result)
{
    const char *end = strrchr(result, '.');
    const size_t length =
        end != NULL && strchr(end, '/') == NULL ? (size_t)(end - result) : strlen(result);
    char *output = malloc(length + sizeof ".html");
    if (output != NULL) {
        memcpy(output, result, length);
        strcpy(output + length, ".html");
    }
    return output;
}

static calf_status find_point(const calf_result *result, const request *asked, size_t *point)
{
    *point = 0;
    if (asked->point != NULL)
        return calf_cli_find_point(result, asked->point, point);
    return result->points == 0
        ? CALF_OK
        : calf_error_set(CALF_BAD_INPUT,
              "%s: a sweep of %zu points; say which one with --point, 0 to %zu", result->path,
              result->points, result->points - 1);
}

static calf_status report(
    const char *path, const request *asked, const char *output, const char *command)
{
    calf_result *result = NULL;
    calf_result_page page = {
        .command = command, .advice = !asked->no_advice, .script = !asked->no_script};
    calf_status status = calf_report_file_check(output);
    if (status == CALF_OK)
        status = calf_result_open(path, &result);
    if (status == CALF_OK)
        status = find_point(result, asked, &page.point);
    page.result = result;
    if (status == CALF_OK)
        status = calf_report_file_write(output, calf_report_result_page, &page);
    calf_result_close(result);
    if (status == CALF_OK && !calf_report_is_stdout(output))
        printf("%s: open it in a browser\n", output);
    return status;
}

int calf_cli_report(int argc, char **argv)
{
    request asked = {0};
    char *command = calf_cli_text(argc, argv);
    int code = command != NULL ? parse(argc, argv, &asked)
                               : calf_cli_failed(argv[0], calf_error_no_memory());
    if (code == CALF_OK && asked.help) {
        fputs(help, stdout);
        code = calf_cli_flushed(argv[0]);
    } else if (code == CALF_OK) {
        char *output = asked.output != NULL ? strdup(asked.output) : default_output(argv[optind]);
        const calf_status status =
            output != NULL ? report(argv[optind], &asked, output, command) : calf_error_no_memory();
        free(output);
        code = status == CALF_OK ? calf_cli_flushed(argv[0]) : calf_cli_failed(argv[0], status);
    }
    free(command);
    return code;
}
