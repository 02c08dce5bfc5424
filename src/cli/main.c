// SPDX-License-Identifier: GPL-3.0-or-later
// The program: finds the command and hands over.
#include "cli/command_line.h"
#include "cli/commands.h"
#include "core/closest.h"

#include <calfsim/status.h>
#include <calfsim/version.h>
#include <stdio.h>
#include <string.h>

typedef struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *use, *what;
} command;

static const command commands[] = {
    {"import", calf_cli_import, "LOG... -o PLAN.yaml", "training logs into an experiment"},
    {"new", calf_cli_new, "[-o EXPERIMENT.yaml]", "an experiment from what is known of a runner"},
    {"run", calf_cli_run, "EXPERIMENT.yaml -o OUT.h5", "simulate an experiment into a result file"},
    {"check", calf_cli_check, "EXPERIMENT.yaml", "find mistakes; print the experiment written out"},
    {"sensitivity", calf_cli_sensitivity, "EXPERIMENT.yaml", "what an outcome hangs on, ranked"},
    {"advise", calf_cli_advise, "EXPERIMENT.yaml", "what would help most, and what it costs"},
    {"show", calf_cli_show, "OUT.h5", "a result in the terminal: tables, plots, sentences"},
    {"compare", calf_cli_compare, "OUT.h5 [--against NAME]", "paired differences of strategies"},
    {"report", calf_cli_report, "OUT.h5 [-o PAGE.html]", "a page to read and print"},
    {"diff", calf_cli_diff, "A.h5 B.h5", "where two results differ, if anywhere"},
    {"checksum", calf_cli_checksum, "OUT.h5 [--worlds N]",
        "one number for the result's statistics"},
    {"validate", calf_cli_validate, "[--page FILE.html]", "the model against published results"},
    {"params", calf_cli_params, "[--csv] [NAME...]", "every parameter with its unit and source"},
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void print_help(FILE *stream)
{
    fputs("calfsim simulates how training loads runners' calves: soreness, fatigue, recovery and\n"
          "adaptation of gastrocnemius, soleus and Achilles tendon, for many virtual runners.\n"
          "\n"
          "Usage: calfsim COMMAND ...\n"
          "\n",
        stream);
    for (int c = 0; c < COMMAND_COUNT; c++)
        fprintf(stream, "  %-11s %-26s %s\n", commands[c].name, commands[c].use, commands[c].what);
    fputs("\n"
          "'calfsim COMMAND --help' tells more of a command; --version prints the version.\n"
          "Exit codes: 0 done, 1 failed, 2 the input is wrong.\n"
          "\n"
          "It is about ordinary soreness and never a diagnosis. See a professional when symptoms\n"
          "persist or worsen.\n",
        stream);
}

static void refuse(const char *name)
{
    const char *names[COMMAND_COUNT];
    for (int c = 0; c < COMMAND_COUNT; c++)
        names[c] = commands[c].name;
    const char *closest = calf_closest_name(name, names, COMMAND_COUNT);
    fprintf(stderr, "calfsim: no command '%s'%s%s%s 'calfsim --help' lists them\n", name,
        closest != NULL ? "; did you mean '" : "", closest != NULL ? closest : "",
        closest != NULL ? "'?" : ";");
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    if (strcmp(name, "--version") == 0) {
        printf("calfsim %s\n", calf_version());
        return calf_cli_flushed(name);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        print_help(stdout);
        return calf_cli_flushed(name);
    }
    for (int c = 0; c < COMMAND_COUNT; c++)
        if (strcmp(name, commands[c].name) == 0)
            return commands[c].run(argc - 1, argv + 1);
    if (*name == '\0')
        print_help(stderr);
    else
        refuse(name);
    return CALF_BAD_INPUT;
}
