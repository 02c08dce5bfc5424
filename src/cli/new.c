// SPDX-License-Identifier: GPL-3.0-or-later
// `calfsim new`.
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/experiment_file.h"
#include "coach/new_experiment.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FLAG_COLUMNS = 20 };

static const char help[] =
    "Usage: calfsim new [-o EXPERIMENT.yaml] [options]\n"
    "\n"
    "Writes an experiment from what a coach knows of a runner: who runs, what a usual week is, what\n"
    "comes next, and ways to train that can be compared. What is not known is left to what runners\n"
    "are like. Without an option about the runner it asks, one question a line; an empty line is\n"
    "'not known'. The file says where each number comes from and how sure it is.\n"
    "\n";

static const char more_help[] =
    "  -o, --output FILE   where the experiment goes; runner.yaml without it, \"-\" for standard output\n"
    "  --force             replace a file that is there already\n"
    "  -h, --help          this text\n"
    "\n"
    "Then: calfsim check FILE, calfsim run FILE -o OUT.h5, calfsim report OUT.h5\n";

typedef struct request {
    const char *output;
    const char *given[CALF_QUESTION_COUNT]; // NULL: not given
    bool any_given, force, help;
} request;

static void print_choices(calf_question_id question, const char *before, FILE *out)
{
    size_t count;
    const char *const *choices = calf_question_choices(question, &count);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "%s%s\n", before, choices[i]);
}

static void print_help(void)
{
    fputs(help, stdout);
    for (int q = 0; q < CALF_QUESTION_COUNT; q++) {
        const calf_question *question = &calf_questions[q];
        const int used = printf("  --%s %s", question->flag, question->argument);
        printf("%*s", used < FLAG_COLUMNS ? FLAG_COLUMNS + 2 - used : 2, "");
        for (const char *text = question->help; *text; text++) {
            putchar(*text);
            if (*text == '\n')
                printf("%*s", FLAG_COLUMNS + 2, "");
        }
        printf("\n");
    }
    print_choices(CALF_ASK_plan, "                        ", stdout);
    fputs(more_help, stdout);
}

static int parse(int argc, char **argv, request *asked)
{
    enum { FIRST_QUESTION = 256 };
    struct option options[CALF_QUESTION_COUNT + 4] = {{"output", required_argument, NULL, 'o'},
        {"force", no_argument, NULL, 'f'}, {"help", no_argument, NULL, 'h'}};
    for (int q = 0; q < CALF_QUESTION_COUNT; q++)
        options[3 + q] =
            (struct option){calf_questions[q].flag, required_argument, NULL, FIRST_QUESTION + q};
    int option;
    opterr = 0;
    while ((option = getopt_long(argc, argv, ":o:h", options, NULL)) != -1) {
        if (option >= FIRST_QUESTION) {
            asked->given[option - FIRST_QUESTION] = optarg;
            asked->any_given = true;
        } else if (option == 'o')
            asked->output = optarg;
        else if (option == 'f')
            asked->force = true;
        else if (option == 'h')
            asked->help = true;
        else
            return calf_cli_bad_option(argv[0], option, argv);
    }
    if (optind < argc)
        return calf_cli_misused(
            argv[0], "'%s' is no option; the file to write is given by -o", argv[optind]);
    return CALF_OK;
}

static calf_status read_given(const request *asked, calf_answers *answers)
{
    for (int q = 0; q < CALF_QUESTION_COUNT; q++) {
        if (asked->given[q] == NULL)
            continue;
        if (calf_answer_read(answers, (calf_question_id)q, asked->given[q]) != CALF_OK) {
            char text[1024];
            snprintf(text, sizeof text, "%s", calf_error_text());
            return calf_error_set(CALF_BAD_INPUT, "--%s %s", calf_questions[q].flag, text);
        }
    }
    return calf_answers_check(answers, CALF_ASK_plan);
}

// Asks one question until its answer is right. Errors: CALF_BAD_INPUT where the answers end.
static calf_status ask(calf_question_id question, calf_answers *answers, char **line, size_t *room)
{
    for (;;) {
        fprintf(stderr, "%s: ", calf_questions[question].question);
        if (getline(line, room, stdin) < 0) {
            fputs("\n", stderr);
            return calf_error_set(
                CALF_BAD_INPUT, "the answers ended before the questions; nothing was written");
        }
        calf_status status = calf_answer_read(answers, question, *line);
        if (status == CALF_OK)
            status = calf_answers_check(answers, question);
        if (status == CALF_OK)
            return CALF_OK;
        answers->known[question] = false;
        fprintf(stderr, "  %s\n", calf_error_text());
    }
}

static calf_status ask_all(calf_answers *answers)
{
    char *line = NULL;
    size_t room = 0;
    calf_status status = CALF_OK;
    fputs("What do you know of the runner? An empty line is 'not known'.\n", stderr);
    for (int q = 0; q < CALF_QUESTION_COUNT && status == CALF_OK; q++) {
        if (!calf_question_matters(answers, (calf_question_id)q))
            continue;
        if (q == CALF_ASK_plan) {
            fputs("Plans, the first one when the line is empty:\n", stderr);
            print_choices(CALF_ASK_plan, "  ", stderr);
        }
        status = ask((calf_question_id)q, answers, &line, &room);
    }
    free(line);
    return status;
}

// The experiment as text, which the caller frees.
static calf_status text_of(const calf_answers *answers, char **text, size_t *size)
{
    *text = NULL;
    FILE *memory = open_memstream(text, size);
    if (memory == NULL)
        return calf_error_no_memory();
    calf_new_experiment_write(answers, memory);
    const bool failed = ferror(memory);
    return fclose(memory) == 0 && !failed ? CALF_OK : calf_error_no_memory();
}

static calf_status write_experiment(const request *asked, const calf_answers *answers)
{
    char *text;
    size_t size;
    calf_status status = text_of(answers, &text, &size);
    if (status == CALF_OK)
        status = calf_experiment_file_write(asked->output, asked->force, text);
    free(text);
    return status;
}

static calf_status make(const request *asked)
{
    calf_answers answers = {0};
    calf_status status = calf_experiment_file_check(asked->output, asked->force);
    if (status == CALF_OK)
        status = asked->any_given ? read_given(asked, &answers) : ask_all(&answers);
    if (status == CALF_OK)
        status = write_experiment(asked, &answers);
    if (status != CALF_OK)
        return status;
    calf_answers_doubts(&answers, "calfsim new: ", stderr);
    if (!calf_experiment_is_stdout(asked->output))
        calf_experiment_file_next(asked->output);
    return CALF_OK;
}

int calf_cli_new(int argc, char **argv)
{
    request asked = {.output = "runner.yaml"};
    const int code = parse(argc, argv, &asked);
    if (code != CALF_OK)
        return code;
    if (asked.help) {
        print_help();
        return calf_cli_flushed(argv[0]);
    }
    if (!asked.any_given && !isatty(STDIN_FILENO))
        return calf_cli_misused(
            argv[0], "there is no terminal to ask at, and no option says anything of the runner");
    const calf_status status = make(&asked);
    return status == CALF_OK ? calf_cli_flushed(argv[0]) : calf_cli_failed(argv[0], status);
}
