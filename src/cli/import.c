// SPDX-License-Identifier: GPL-3.0-or-later
// `calfsim import`.
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/experiment_file.h"
#include "cli/import_listing.h"
#include "cli/zone.h"
#include "coach/new_experiment.h"
#include "core/error.h"
#include "experiment/experiment.h"
#include "logs/log_plan.h"
#include "logs/read_log.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Usage: calfsim import LOG... [-o PLAN.yaml] [--zone ZONE] [--weeks N] [--start DATE] ...\n"
    "\n"
    "Reads training logs and writes an experiment whose history they are: Strava's activities.csv,\n"
    "Garmin Connect's Activities.csv, Runkeeper's cardioActivities.csv, FIT, TCX and GPX, gzipped or\n"
    "not, a diary (date,km,minutes,climb,soreness left,soreness right,note), and folders of them.\n"
    "The same run from two of them counts once. What could not be read is listed with the reason.\n"
    "experiments/LOGS.md says how to get them and what is made of them.\n"
    "\n"
    "  -o, --output FILE    the experiment; \"-\" for standard output; without it the runs are\n"
    "                       only looked at\n"
    "      --force          replace FILE if it is there\n"
    "      --list           every run in a line, as it was understood\n"
    "      --zone ZONE      the runner's clock, for logs in UTC: Europe/Berlin, or +02:00; without\n"
    "                       it, what a log says that knows it\n"
    "      --unit km|mi     what distances are in where the log does not say; else it is inferred\n"
    "      --weeks N        weeks of history, 1 to 520; default 12\n"
    "      --since DATE     nothing before it\n"
    "      --start DATE     day 0; default the day after the last entry\n"
    "      --coming N       weeks to simulate, 1 to 520; default 8\n"
    "  -h, --help           this text\n"
    "\n"
    "What is known of the runner, as for 'calfsim new': --heel-raises L,R, --knee-to-wall CM or\n"
    "--ankle DEG, --strike HOW, --years N, --race KM=TIME.\n";

// The questions on the runner; the log answers the others.
static const calf_question_id runner_questions[] = {CALF_ASK_heel_raises, CALF_ASK_knee_to_wall,
    CALF_ASK_ankle, CALF_ASK_strike, CALF_ASK_years, CALF_ASK_race};
enum { RUNNER_QUESTIONS = sizeof runner_questions / sizeof *runner_questions, FIRST_ANSWER = 256 };

typedef struct request {
    const char *output, *zone;
    calf_zone_setting setting;
    calf_log_request of;
    calf_length_unit unit;
    calf_answers answers;
    bool list, force, help;
} request;

enum { WEEKS_MAX = 520 };

static int take_date(const char *command, const char *option, const char *text, int64_t *day)
{
    long days;
    if (!calf_date_parse(text, &days))
        return calf_cli_misused(
            command, "%s '%s': allowed is a date such as 2026-11-23", option, text);
    *day = days;
    return CALF_OK;
}

static int take_weeks(const char *command, const char *option, const char *text, int *weeks)
{
    size_t count = 0;
    const int code = calf_cli_count(command, option, text, 1, WEEKS_MAX, &count);
    *weeks = (int)count;
    return code;
}

static int take_unit(const char *command, const char *text, calf_length_unit *unit)
{
    if (strcmp(text, "km") != 0 && strcmp(text, "mi") != 0)
        return calf_cli_misused(command, "--unit '%s': allowed are km and mi", text);
    *unit = strcmp(text, "km") == 0 ? CALF_LENGTH_KM : CALF_LENGTH_MILES;
    return CALF_OK;
}

static int take_answer(const char *command, calf_question_id question, request *asked)
{
    const calf_status status = calf_answer_read(&asked->answers, question, optarg);
    return status == CALF_OK
        ? CALF_OK
        : calf_cli_misused(command, "--%s %s", calf_questions[question].flag, calf_error_text());
}

static int take(request *asked, int option, char **argv)
{
    if (option >= FIRST_ANSWER)
        return take_answer(argv[0], runner_questions[option - FIRST_ANSWER], asked);
    switch (option) {
    case 'h':
        asked->help = true;
        return CALF_OK;
    case 'o':
        asked->output = optarg;
        return CALF_OK;
    case 'f':
        asked->force = true;
        return CALF_OK;
    case 'l':
        asked->list = true;
        return CALF_OK;
    case 'z':
        asked->zone = optarg;
        return CALF_OK;
    case 'u':
        return take_unit(argv[0], optarg, &asked->unit);
    case 'w':
        return take_weeks(argv[0], "--weeks", optarg, &asked->of.weeks);
    case 'c':
        return take_weeks(argv[0], "--coming", optarg, &asked->of.coming_weeks);
    case 's':
        return take_date(argv[0], "--start", optarg, &asked->of.start);
    case 'e':
        return take_date(argv[0], "--since", optarg, &asked->of.since);
    default:
        return calf_cli_bad_option(argv[0], option, argv);
    }
}

static int parse_options(int argc, char **argv, request *asked)
{
    enum { OWN = 10 };
    struct option options[OWN + RUNNER_QUESTIONS + 1] = {{"help", no_argument, NULL, 'h'},
        {"output", required_argument, NULL, 'o'}, {"force", no_argument, NULL, 'f'},
        {"list", no_argument, NULL, 'l'}, {"zone", required_argument, NULL, 'z'},
        {"unit", required_argument, NULL, 'u'}, {"weeks", required_argument, NULL, 'w'},
        {"coming", required_argument, NULL, 'c'}, {"start", required_argument, NULL, 's'},
        {"since", required_argument, NULL, 'e'}};
    for (int q = 0; q < RUNNER_QUESTIONS; q++)
        options[OWN + q] = (struct option){
            calf_questions[runner_questions[q]].flag, required_argument, NULL, FIRST_ANSWER + q};
    int option, code = CALF_OK;
    opterr = 0;
    while (code == CALF_OK && (option = getopt_long(argc, argv, ":ho:", options, NULL)) != -1)
        code = take(asked, option, argv);
    return code;
}

static int parse(int argc, char **argv, request *asked)
{
    const int code = parse_options(argc, argv, asked);
    if (code != CALF_OK || asked->help)
        return code;
    if (optind == argc)
        return calf_cli_misused(argv[0], "which logs? A file or a folder is needed");
    if (asked->zone && !calf_zone_find(asked->zone, &asked->setting))
        return calf_cli_misused(argv[0],
            "--zone '%s': allowed is a name of the time zone database such as Europe/Berlin, or "
            "hours ahead of UTC such as +02:00",
            asked->zone);
    calf_status status = calf_answers_check(&asked->answers, CALF_ASK_plan);
    if (status == CALF_OK && asked->output)
        status = calf_experiment_file_check(asked->output, asked->force);
    return status == CALF_OK ? CALF_OK : calf_cli_failed(argv[0], status);
}

static calf_status read_logs(int count, char **paths, const request *asked, calf_log *log)
{
    calf_status status = CALF_OK;
    log->unit = asked->unit;
    for (int k = 0; k < count && status == CALF_OK; k++)
        status = calf_log_read(log, paths[k]);
    if (status == CALF_OK)
        status = calf_log_settle(log, asked->zone ? calf_zone_ahead : NULL, &asked->setting);
    return status;
}

// The log's experiment with what is known of the runner besides. The caller frees it.
static calf_status make_experiment(const request *asked, const calf_log *log, char **yaml)
{
    char *of_log = NULL;
    size_t size;
    calf_status status = calf_log_experiment(log, &asked->of, &of_log);
    *yaml = NULL;
    FILE *out = status == CALF_OK ? open_memstream(yaml, &size) : NULL;
    if (status == CALF_OK && out == NULL)
        status = calf_error_no_memory();
    if (out != NULL) {
        calf_new_experiment_put_runner(&asked->answers, of_log, out);
        if (fclose(out) != 0)
            status = calf_error_no_memory();
    }
    free(of_log);
    return status;
}

// The plan is made before anything is printed, so that what fails leaves nothing half done.
static calf_status answer(const request *asked, const calf_log *log)
{
    char *yaml = NULL;
    const bool to_stdout = asked->output && calf_experiment_is_stdout(asked->output);
    calf_status status = make_experiment(asked, log, &yaml);
    calf_import_listing(
        log, &asked->of, asked->list, to_stdout || status != CALF_OK ? stderr : stdout);
    calf_answers_doubts_of_runner(&asked->answers, "calfsim import: ", stderr);
    if (status == CALF_OK && asked->output)
        status = calf_experiment_file_write(asked->output, asked->force, yaml);
    if (status == CALF_OK && asked->output && !to_stdout)
        calf_experiment_file_next(asked->output);
    free(yaml);
    return status;
}

int calf_cli_import(int argc, char **argv)
{
    request asked = {
        .of = {.weeks = 12, .start = CALF_NO_DAY, .since = CALF_NO_DAY, .coming_weeks = 8}};
    calf_log log = {0};
    const int code = parse(argc, argv, &asked);
    if (code != CALF_OK)
        return code;
    if (asked.help) {
        fputs(help, stdout);
        return calf_cli_flushed(argv[0]);
    }
    calf_status status = read_logs(argc - optind, argv + optind, &asked, &log);
    if (status == CALF_OK)
        status = answer(&asked, &log);
    calf_log_clear(&log);
    return status == CALF_OK ? calf_cli_flushed(argv[0]) : calf_cli_failed(argv[0], status);
}
