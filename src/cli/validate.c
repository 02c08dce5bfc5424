// SPDX-License-Identifier: GPL-3.0-or-later
// `calfsim validate`.
#include "analysis/validation.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/report_file.h"
#include "core/number.h"
#include "report/validation.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Usage: calfsim validate [--json FILE] [--page FILE.html] [--set NAME=VALUE]\n"
    "\n"
    "Repeats published studies with the median runner: what was observed, what is accepted, what\n"
    "the model gives, whether it was tuned on it, and the verdict. Misses are shown and explained;\n"
    "they do not change the exit code.\n"
    "\n"
    "  --json FILE       the same with the curves, as JSON; \"-\" for standard output, in place of the\n"
    "                    table\n"
    "  --page FILE       a page with pictures: courses, curves, forces over the published points; \"-\"\n"
    "                    as above\n"
    "  --set NAME=VALUE  another value of a parameter, as often as needed: what would that meet?\n"
    "  -h, --help        this text\n";

typedef struct request {
    const char *json, *page;
    bool help;
    calf_parameters runner;
} request;

static calf_status set(calf_parameters *runner, const char *text)
{
    const char *equals = strchr(text, '=');
    char name[64] = "";
    double value;
    if (equals == NULL || (size_t)(equals - text) >= sizeof name)
        return calf_error_set(
            CALF_BAD_INPUT, "--set '%s': allowed is NAME=VALUE with a parameter's name", text);
    memcpy(name, text, (size_t)(equals - text));
    if (calf_parameter_find(name) < 0) {
        const char *closest = calf_parameter_closest(name);
        return calf_error_set(CALF_BAD_INPUT, "--set '%s': no such parameter%s%s%s", text,
            closest != NULL ? "; did you mean '" : "", closest != NULL ? closest : "",
            closest != NULL ? "'?" : "; 'calfsim params' lists them");
    }
    if (!calf_number_parse(equals + 1, &value))
        return calf_error_set(CALF_BAD_INPUT, "--set '%s': '%s' is not a number", text, equals + 1);
    return calf_parameters_set(runner, name, value);
}

static int parse(int argc, char **argv, request *asked)
{
    static const struct option options[] = {{"help", no_argument, NULL, 'h'},
        {"json", required_argument, NULL, 'j'}, {"page", required_argument, NULL, 'p'},
        {"set", required_argument, NULL, 's'}, {0}};
    calf_status status = CALF_OK;
    int option;
    opterr = 0;
    calf_parameters_init(&asked->runner);
    while (status == CALF_OK && (option = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
        switch (option) {
        case 'h':
            asked->help = true;
            break;
        case 'j':
            asked->json = optarg;
            break;
        case 'p':
            asked->page = optarg;
            break;
        case 's':
            status = set(&asked->runner, optarg);
            break;
        default:
            return calf_cli_bad_option(argv[0], option, argv);
        }
    }
    if (status == CALF_OK && optind < argc)
        return calf_cli_misused(
            argv[0], "'%s' is not needed: there is nothing to read", argv[optind]);
    if (status == CALF_OK && asked->json != NULL && asked->page != NULL &&
        strcmp(asked->json, asked->page) == 0)
        return calf_cli_misused(
            argv[0], "--json %s and --page %s exclude each other", asked->json, asked->page);
    if (status == CALF_OK)
        status = calf_report_json_file_check(asked->json);
    if (status == CALF_OK)
        status = calf_report_file_check(asked->page);
    return status == CALF_OK ? CALF_OK : calf_cli_failed(argv[0], status);
}

int calf_cli_validate(int argc, char **argv)
{
    request asked = {0};
    char *command = calf_cli_text(argc, argv);
    const int code = parse(argc, argv, &asked);
    if (code != CALF_OK || asked.help || command == NULL) {
        free(command);
        if (code != CALF_OK)
            return code;
        fputs(help, stdout);
        return calf_cli_flushed(argv[0]);
    }
    calf_validation *validation = NULL;
    calf_status status = calf_validate(&asked.runner, &validation);
    const calf_validation_report report = {validation, command, calf_cli_terminal_width()};
    if (status == CALF_OK && !calf_report_is_stdout(asked.json) &&
        !calf_report_is_stdout(asked.page))
        status = calf_report_validation(&report, stdout);
    if (status == CALF_OK)
        status = calf_report_file_write(asked.json, calf_report_validation_json, &report);
    if (status == CALF_OK)
        status = calf_report_file_write(asked.page, calf_report_validation_page, &report);
    free(validation);
    free(command);
    return status == CALF_OK ? calf_cli_flushed(argv[0]) : calf_cli_failed(argv[0], status);
}
