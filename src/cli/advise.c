// SPDX-License-Identifier: GPL-3.0-or-later
// `calfsim advise`.
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/experiment_file.h"
#include "cli/progress.h"
#include "cli/report_file.h"
#include "core/error.h"
#include "report/advice.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// clang-format off
static const char help[] =
    "Usage: calfsim advise EXPERIMENT.yaml [options]\n"
    "\n"
    "Sets each lever of the calf guide (heel raises, shorter steps, a fifth less, ...) beside the\n"
    "experiment's present strategy and ranks them by the sore days they save: how sure that is, what\n"
    "it costs in minutes and distance, how well it is known, and what does not apply here and why.\n"
    "\n"
    "  --strategy NAME    the present way to train; without it the first\n"
    "  --outcome NAME     what is to get better; without it sore_days; a wrong name lists them\n"
    "  --runners N        runners per world; without it the file's, at most 128. A cohort is always\n"
    "                     lived whole\n"
    "  --worlds N         draws of what science does not know; without it 64\n"
    "  -o, --write FILE   an experiment with the present strategy, the best levers and those together,\n"
    "                     for run and compare; '-' prints it instead\n"
    "  --best N           how many levers it has at most, and how many are told in full; without it 5\n"
    "  --force            replace a file that is there already\n"
    "  --json FILE        every number as JSON; '-' prints that instead\n"
    "  --threads N        threads to use; without it as OpenMP says (OMP_NUM_THREADS)\n"
    "  --isa NAME         instruction set, as of run\n"
    CALF_SETTINGS_HELP
    "  -q, --quiet        no progress, no time taken\n"
    "  -h, --help         this text\n"
    "\n"
    "It is about ordinary soreness and never a diagnosis.\n";
// clang-format on

enum { BEST = 5, RUNNERS_MAX = 1000000 };

typedef struct request {
    const char *experiment, *strategy, *outcome, *json, *write;
    size_t runners, worlds, best, threads;
    const char *isa;
    bool force, quiet, help;
    calf_overrides overrides;
} request;

// Options that are texts, kept as they are.
static const char **text_of(int option, request *asked)
{
    switch (option) {
    case 'a':
        return &asked->strategy;
    case 'O':
        return &asked->outcome;
    case 'j':
        return &asked->json;
    case 'o':
        return &asked->write;
    case 'i':
        return &asked->isa;
    default:
        return NULL;
    }
}

static int take_count(int option, request *asked)
{
    static const char command[] = "advise";
    switch (option) {
    case 'r':
        return calf_cli_count(command, "--runners", optarg, 1, RUNNERS_MAX, &asked->runners);
    case 'w':
        return calf_cli_count(command, "--worlds", optarg, 1, CALF_WORLDS_MAX, &asked->worlds);
    case 'b':
        return calf_cli_count(command, "--best", optarg, 0, CALF_LEVER_COUNT, &asked->best);
    default:
        return calf_cli_count(command, "--threads", optarg, 1, 4096, &asked->threads);
    }
}

static int take_option(int option, char **argv, request *asked)
{
    calf_status status = CALF_OK;
    const char **text = text_of(option, asked);
    if (text != NULL) {
        *text = optarg;
        return CALF_OK;
    }
    switch (option) {
    case 'r':
    case 'w':
    case 'b':
    case 't':
        return take_count(option, asked);
    case 's':
        status = calf_overrides_add(&asked->overrides, "seed", optarg);
        break;
    case 'S':
        status = calf_overrides_add(&asked->overrides, NULL, optarg);
        break;
    case 'f':
        asked->force = true;
        break;
    case 'q':
        asked->quiet = true;
        break;
    case 'h':
        asked->help = true;
        break;
    default:
        return calf_cli_bad_option("advise", option, argv);
    }
    return status == CALF_OK ? CALF_OK : calf_cli_failed("advise", status);
}

static bool writes_to_stdout(const request *asked)
{
    return asked->write != NULL && calf_experiment_is_stdout(asked->write);
}

static int parse(int argc, char **argv, request *asked)
{
    static const struct option options[] = {{"strategy", required_argument, NULL, 'a'},
        {"outcome", required_argument, NULL, 'O'}, {"runners", required_argument, NULL, 'r'},
        {"worlds", required_argument, NULL, 'w'}, {"write", required_argument, NULL, 'o'},
        {"best", required_argument, NULL, 'b'}, {"force", no_argument, NULL, 'f'},
        {"json", required_argument, NULL, 'j'}, {"threads", required_argument, NULL, 't'},
        {"isa", required_argument, NULL, 'i'}, {"seed", required_argument, NULL, 's'},
        {"set", required_argument, NULL, 'S'}, {"quiet", no_argument, NULL, 'q'},
        {"help", no_argument, NULL, 'h'}, {0}};
    int option;
    opterr = 0;
    *asked = (request){.best = BEST};
    while ((option = getopt_long(argc, argv, ":o:qh", options, NULL)) != -1) {
        const int code = take_option(option, argv, asked);
        if (code != CALF_OK)
            return code;
    }
    if (asked->help) {
        fputs(help, stdout);
        return CALF_OK;
    }
    if (argc - optind != 1)
        return calf_cli_misused("advise", "one experiment file is needed");
    if (asked->json != NULL && asked->write != NULL && strcmp(asked->json, asked->write) == 0)
        return calf_cli_misused(
            "advise", "--json %s and --write %s exclude each other", asked->json, asked->write);
    asked->experiment = argv[optind];
    return CALF_OK;
}

static calf_status find_strategy(
    const request *asked, const calf_experiment *experiment, size_t *strategy)
{
    const char *names[CALF_STRATEGIES_MAX];
    for (size_t s = 0; s < experiment->strategy_count; s++)
        names[s] = experiment->strategies[s].name;
    return asked->strategy == NULL ? CALF_OK
                                   : calf_cli_find_name("--strategy", asked->strategy, "strategy",
                                         names, experiment->strategy_count, strategy);
}

// All that can be wrong with the command line, before any work.
static calf_status resolve(
    const request *asked, const calf_experiment *experiment, calf_advice_request *of)
{
    *of = (calf_advice_request){.outcome = CALF_OUTCOME_sore_days,
        .runners = asked->runners,
        .worlds = asked->worlds,
        .run = {.threads = (int)asked->threads, .isa = asked->isa, .should_stop = calf_stop_asked}};
    calf_status status = find_strategy(asked, experiment, &of->strategy);
    if (status == CALF_OK && asked->outcome != NULL)
        status = calf_cli_find_outcome(asked->outcome, &of->outcome);
    if (status == CALF_OK)
        status = calf_report_json_file_check(asked->json);
    if (status == CALF_OK && asked->write != NULL)
        status = calf_experiment_file_check(asked->write, asked->force);
    return status;
}

static calf_status write_experiment(const request *asked, const calf_advice *advice)
{
    char *text = NULL;
    size_t size;
    if (asked->write == NULL)
        return CALF_OK;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL)
        return calf_error_no_memory();
    calf_status status = calf_advice_print(advice, asked->best, memory);
    if (fclose(memory) != 0 && status == CALF_OK)
        status = calf_error_no_memory();
    if (status == CALF_OK)
        status = calf_experiment_file_write(asked->write, asked->force, text);
    free(text);
    return status;
}

static calf_status write_reports(const request *asked, const calf_advice *advice)
{
    calf_status status = calf_report_file_write(asked->json, calf_report_advice_json, advice);
    if (status == CALF_OK)
        status = write_experiment(asked, advice);
    if (status == CALF_OK && !calf_report_is_stdout(asked->json) && !writes_to_stdout(asked))
        status = calf_report_advice(advice, asked->best, stdout, calf_cli_terminal_width());
    return status;
}

static calf_status advise(const calf_experiment *experiment, const request *asked)
{
    calf_advice_request of;
    calf_progress progress;
    calf_advice *advice = NULL;
    char time[32];
    calf_status status = resolve(asked, experiment, &of);
    if (status != CALF_OK)
        return status;
    calf_stop_on_signals();
    calf_progress_begin(&progress, 1, "of the work");
    progress.shown = progress.shown && !asked->quiet;
    of.run.progress = calf_progress_draw;
    of.run.context = &progress;
    status = calf_advice_make(experiment, &of, &advice);
    calf_progress_end(&progress);
    if (status == CALF_OK)
        status = write_reports(asked, advice);
    if (status == CALF_OK && !asked->quiet) {
        fflush(stdout);
        fprintf(stderr, "%zu strategies lived in %s\n", advice->experiment->strategy_count,
            calf_time_text(calf_progress_seconds(&progress), time));
    }
    calf_advice_free(advice);
    return status;
}

int calf_cli_advise(int argc, char **argv)
{
    request asked;
    calf_experiment *experiment = NULL;
    int code = parse(argc, argv, &asked);
    if (code == CALF_OK && !asked.help) {
        calf_status status = calf_experiment_read(asked.experiment,
            (const char *const *)asked.overrides.settings, asked.overrides.count, &experiment);
        if (status == CALF_OK)
            status = advise(experiment, &asked);
        code = status == CALF_OK ? CALF_OK : calf_cli_failed("advise", status);
    }
    if (code == CALF_OK)
        code = calf_cli_flushed("advise");
    calf_experiment_destroy(experiment);
    calf_overrides_clear(&asked.overrides);
    return code;
}
