// SPDX-License-Identifier: GPL-3.0-or-later
// `calfsim run` and `calfsim check`.
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "core/error.h"
#include "core/number.h"
#include "engine/ranks.h"
#include "experiment/experiment.h"
#include "results/result_file.h"

#include <calfsim/run.h>
#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// clang-format off
static const char run_help[] =
    "Usage: calfsim run EXPERIMENT.yaml -o OUT.h5 [options]\n"
    "\n"
    "Simulates every runner of every world under every strategy and writes one HDF5 file.\n"
    "The same experiment gives the same bits, whatever the threads and the instruction set.\n"
    "\n"
    "  -o, --output FILE  where the result goes; an earlier result there is replaced\n"
    "  --campaign DIR     folder for what is finished on the way, from where the same command goes on\n"
    "                     after a stop; without it FILE.campaign, for runs of over some seconds. It goes\n"
    "                     when the result is complete. Several processes may share one.\n"
    "  --piece-days N     size of what is kept at once, in simulated days of a runner: what a stop may\n"
    "                     cost; without it 10000000 or more, about a second of a core\n"
    "  --part I/N         live every N-th piece of the campaign, from the I-th on, and stop; without\n"
    "                     --part the same command then puts the result together\n"
    "  --no-campaign      keep nothing on the way\n"
    "  --dry-run          say what the run would take in time, disk and memory, from living a second\n"
    "                     of it, and stop\n"
    "  --threads N        threads to use; without it as OpenMP says (OMP_NUM_THREADS)\n"
    "  --isa NAME         instruction set: baseline or another, which a wrong name lists; without it\n"
    "                     the fastest one that this machine has\n"
    CALF_OVERRIDES_HELP
    "  -q, --quiet        no progress and no summary\n"
    "  -h, --help         this text\n"
    "\n"
    "Then: calfsim show OUT.h5\n";

static const char check_help[] =
    "Usage: calfsim check EXPERIMENT.yaml [options]\n"
    "\n"
    "Looks for whatever can be wrong with an experiment, as run does before any work, and stops\n"
    "at the first mistake; without one it prints the experiment with every default written out.\n"
    "Nothing is simulated.\n"
    "\n"
    CALF_OVERRIDES_HELP
    "  -q, --quiet        check only, print nothing\n"
    "  -h, --help         this text\n";
// clang-format on

// What the command line of run or check asks for.
typedef struct request {
    const char *command;
    const char *experiment, *output;
    int threads;
    const char *isa, *campaign;
    int part, parts;
    double piece_days;
    bool no_campaign, dry_run, quiet, help;
    calf_overrides overrides;
} request;

static int take_threads(const char *text, request *asked)
{
    size_t threads;
    const int code = calf_cli_count(asked->command, "--threads", text, 1, 4096, &threads);
    if (code == CALF_OK)
        asked->threads = (int)threads;
    return code;
}

static int take_piece_days(const char *text, request *asked)
{
    const calf_range range = {1, 1e15, false};
    if (!calf_number_parse(text, &asked->piece_days) || !calf_range_holds(range, asked->piece_days))
        return calf_cli_misused(
            asked->command, "--piece-days '%s': allowed is a number from 1 to 1e15", text);
    return CALF_OK;
}

static int take_part(const char *text, request *asked)
{
    char after;
    if (sscanf(text, "%9d/%9d%c", &asked->part, &asked->parts, &after) != 2 || asked->part < 1 ||
        asked->part > asked->parts)
        return calf_cli_misused(asked->command,
            "--part '%s': allowed is I/N, two whole numbers with I from 1 to N, such as 2/8", text);
    return CALF_OK;
}

static int take_option(int option, char **argv, request *asked)
{
    calf_status status = CALF_OK;
    switch (option) {
    case 'o':
        asked->output = optarg;
        break;
    case 't':
        return take_threads(optarg, asked);
    case 'i':
        asked->isa = optarg;
        break;
    case 'c':
        asked->campaign = optarg;
        break;
    case 'p':
        return take_piece_days(optarg, asked);
    case 'P':
        return take_part(optarg, asked);
    case 'C':
        asked->no_campaign = true;
        break;
    case 'd':
        asked->dry_run = true;
        break;
    case 'n':
        status = calf_overrides_add(&asked->overrides, "population.runners", optarg);
        break;
    case 's':
        status = calf_overrides_add(&asked->overrides, "seed", optarg);
        break;
    case 'S':
        status = calf_overrides_add(&asked->overrides, NULL, optarg);
        break;
    case 'q':
        asked->quiet = true;
        break;
    case 'h':
        asked->help = true;
        break;
    default:
        return calf_cli_bad_option(asked->command, option, argv);
    }
    return status == CALF_OK ? CALF_OK : calf_cli_failed(asked->command, status);
}

static int parse(int argc, char **argv, bool runs, request *asked)
{
    static const struct option for_run[] = {{"output", required_argument, NULL, 'o'},
        {"threads", required_argument, NULL, 't'}, {"isa", required_argument, NULL, 'i'},
        {"campaign", required_argument, NULL, 'c'}, {"part", required_argument, NULL, 'P'},
        {"piece-days", required_argument, NULL, 'p'}, {"no-campaign", no_argument, NULL, 'C'},
        {"dry-run", no_argument, NULL, 'd'}, {"runners", required_argument, NULL, 'n'},
        {"seed", required_argument, NULL, 's'}, {"set", required_argument, NULL, 'S'},
        {"quiet", no_argument, NULL, 'q'}, {"help", no_argument, NULL, 'h'}, {0}};
    const struct option *options = runs ? for_run : for_run + 8;
    int option;
    opterr = 0;
    while ((option = getopt_long(argc, argv, runs ? ":o:qh" : ":qh", options, NULL)) != -1) {
        int code = take_option(option, argv, asked);
        if (code != CALF_OK)
            return code;
    }
    if (asked->help)
        return CALF_OK;
    if (argc - optind != 1)
        return calf_cli_misused(asked->command, "one experiment file is needed");
    asked->experiment = argv[optind];
    if (runs && asked->output == NULL && !asked->dry_run)
        return calf_cli_misused(asked->command, "no place for the result: give -o OUT.h5");
    if (asked->campaign != NULL && asked->no_campaign)
        return calf_cli_misused(asked->command, "--campaign and --no-campaign exclude each other");
    if (asked->piece_days > 0 && asked->no_campaign)
        return calf_cli_misused(
            asked->command, "--piece-days and --no-campaign exclude each other");
    return CALF_OK;
}

// A result may be replaced; anything else that stands at the place is somebody's work.
static calf_status check_place(const char *path)
{
    calf_result *earlier = NULL;
    if (access(path, F_OK) != 0)
        return CALF_OK;
    calf_status status = calf_result_open(path, &earlier);
    calf_result_close(earlier);
    return status == CALF_OK
        ? CALF_OK
        : calf_error_set(CALF_BAD_INPUT,
              "%s: exists and is not a calfsim result; it is not overwritten", path);
}

// The work of an experiment: the history is lived once for all strategies.
static double runner_days(const calf_experiment *experiment)
{
    const size_t points = experiment->sweep.point_count;
    return (points > 0 ? (double)points : 1) * (double)experiment->population.runners *
        (double)experiment->population.worlds *
        (experiment->history_days + (double)experiment->strategy_count * experiment->days);
}

static const char *plural(double count)
{
    return count == 1 ? "" : "s";
}

// "200 points, 20 worlds, ...", without what there is one of by nature.
static void print_size(FILE *out, const calf_experiment *experiment)
{
    const size_t points = experiment->sweep.point_count, strategies = experiment->strategy_count;
    const double runners = (double)experiment->population.runners;
    const double worlds = (double)experiment->population.worlds;
    fprintf(out, "%.0f runner%s in each of %.0f world%s", runners, plural(runners), worlds,
        plural(worlds));
    if (points > 0)
        fprintf(out, " at each of %zu point%s", points, plural((double)points));
    fprintf(out, ", %zu strateg%s, %d days", strategies, strategies == 1 ? "y" : "ies",
        experiment->days);
    if (experiment->history_days > 0)
        fprintf(out, " after %d days of history", experiment->history_days);
}

static void print_summary(
    const calf_experiment *experiment, const char *path, const calf_progress *progress)
{
    const double seconds = calf_progress_seconds(progress);
    fprintf(stderr, "%s: ", path);
    print_size(stderr, experiment);
    fprintf(stderr, "; %.1f s", seconds);
    if (progress->told)
        fprintf(stderr, ", %.3g million runner-days/s",
            1e-6 * (1 - progress->done_before) * progress->units / seconds);
    fputc('\n', stderr);
}

static void print_part(const request *asked, const calf_progress *progress)
{
    fprintf(stderr, "%s: part %d of %d is finished; %.1f s\n", asked->output, asked->part,
        asked->parts, calf_progress_seconds(progress));
}

static calf_run_options options_of(const request *asked, const char *command, void *progress)
{
    return (calf_run_options){.threads = asked->threads,
        .isa = asked->isa,
        .command = command,
        .campaign = asked->campaign,
        .no_campaign = asked->no_campaign,
        .part = asked->part,
        .parts = asked->parts,
        .piece_runner_days = asked->piece_days,
        .progress = calf_progress_draw,
        .note = calf_progress_note,
        .should_stop = calf_stop_asked,
        .context = progress};
}

static calf_status run_experiment(
    const calf_experiment *experiment, const request *asked, const char *command)
{
    const bool first = calf_ranks_own() == 0;
    calf_progress progress;
    calf_progress_begin(&progress, runner_days(experiment), "runner-days");
    if (asked->quiet || !first)
        progress.shown = false;
    calf_stop_on_signals();
    calf_run_options options = options_of(asked, command, &progress);
    calf_status status = calf_experiment_run(experiment, asked->output, &options);
    calf_progress_end(&progress);
    if (status != CALF_OK || asked->quiet || !first)
        return status;
    if (asked->parts > 0)
        print_part(asked, &progress);
    else
        print_summary(experiment, asked->output, &progress);
    return status;
}

// "412 MB" or "8.4 TB": three digits. Returns `text`.
static const char *bytes_text(double bytes, char text[32])
{
    static const char *const units[] = {"MB", "GB", "TB", "PB"};
    double amount = 1e-6 * bytes;
    size_t unit = 0;
    while (amount >= 999.5 && unit + 1 < sizeof units / sizeof *units) {
        amount /= 1000;
        unit++;
    }
    snprintf(text, 32, "%.3g %s", amount, units[unit]);
    return text;
}

static void print_estimate(
    const calf_experiment *experiment, const calf_estimate *estimate, const char *path)
{
    char text[32], size[32];
    print_size(stdout, experiment);
    printf(
        "\nlives     %.4g, %.3g runner-days simulated\n", estimate->lives, estimate->runner_days);
    printf("time      about %s with %d thread%s: %.3g million runner-days/s\n",
        calf_time_text(estimate->seconds, text), estimate->threads, plural(estimate->threads),
        1e-6 * estimate->runner_days / estimate->seconds);
    printf("result    %s in %s", bytes_text(estimate->result_bytes, size), path);
    if (estimate->pieces > 0)
        printf(", and %s beside it until it is complete,\n          in %.0f piece%s of about %s",
            bytes_text(estimate->campaign_bytes, size), estimate->pieces, plural(estimate->pieces),
            calf_time_text(estimate->seconds * estimate->threads / estimate->pieces, text));
    if (estimate->free_bytes == estimate->free_bytes)
        printf("\nfree      %s there", bytes_text(estimate->free_bytes, size));
    printf("\nmemory    about %s\n", bytes_text(estimate->memory_bytes, size));
}

static calf_status estimate_experiment(const calf_experiment *experiment, const request *asked)
{
    calf_progress progress = {.shown = false};
    calf_estimate estimate;
    const char *path = asked->output != NULL ? asked->output : "OUT.h5";
    calf_stop_on_signals();
    calf_run_options options = options_of(asked, NULL, &progress);
    calf_status status = calf_experiment_estimate(experiment, path, &options, &estimate);
    if (status != CALF_OK)
        return status;
    print_estimate(experiment, &estimate, path);
    const double needed = estimate.result_bytes + estimate.campaign_bytes;
    if (needed <= estimate.free_bytes || estimate.free_bytes != estimate.free_bytes)
        return CALF_OK;
    char needs[32], has[32];
    return calf_error_set(CALF_BAD_INPUT, "%s: the run takes %s, and %s are free there", path,
        bytes_text(needed, needs), bytes_text(estimate.free_bytes, has));
}

// Downhill the model is known to be wrong, which who relies on it should hear (targets.def,
// sore_downhill).
static void warn_downhill(const calf_experiment *experiment)
{
    double steepest = 0;
    for (size_t p = 0; p < experiment->plan_count; p++)
        for (size_t s = 0; s < experiment->plans[p].session_count; s++) {
            const calf_planned_session *session = &experiment->plans[p].sessions[s];
            for (size_t k = 0; k < session->segment_count; k++)
                steepest = fmin(steepest, session->segments[k].grade_percent);
        }
    if (steepest < -2)
        fprintf(stderr,
            "There are runs downhill (%g %%): they make runners sorer in life than here, so do not "
            "trust what they are worth ('calfsim validate', sore_downhill).\n",
            steepest);
}

int calf_cli_run(int argc, char **argv)
{
    request asked = {.command = "run"};
    calf_experiment *experiment = NULL;
    char *command = calf_cli_text(argc, argv);
    int code = parse(argc, argv, true, &asked);
    if (code == CALF_OK && asked.help) {
        fputs(run_help, stdout);
        code = calf_cli_flushed("run");
    } else if (code == CALF_OK) {
        calf_status status = calf_experiment_read(asked.experiment,
            (const char *const *)asked.overrides.settings, asked.overrides.count, &experiment);
        if (status == CALF_OK && !asked.dry_run && calf_ranks_own() == 0)
            status = check_place(asked.output);
        if (status == CALF_OK && !asked.quiet && calf_ranks_own() == 0)
            warn_downhill(experiment);
        if (status != CALF_OK && !asked.dry_run)
            status = calf_ranks_agree(NULL, status);
        else if (status == CALF_OK && !asked.dry_run)
            status = run_experiment(experiment, &asked, command);
        else if (status == CALF_OK && calf_ranks_own() == 0)
            status = estimate_experiment(experiment, &asked);
        code = status == CALF_OK ? calf_cli_flushed("run") : calf_cli_failed("run", status);
        calf_ranks_leave(); // together, after everything is said: mpirun ends all when one has
                            // failed
    }
    calf_experiment_destroy(experiment);
    calf_overrides_clear(&asked.overrides);
    free(command);
    return code;
}

int calf_cli_check(int argc, char **argv)
{
    request asked = {.command = "check"};
    calf_experiment *experiment = NULL;
    int code = parse(argc, argv, false, &asked);
    if (code == CALF_OK && asked.help) {
        fputs(check_help, stdout);
        code = calf_cli_flushed("check");
    } else if (code == CALF_OK) {
        calf_status status = calf_experiment_read(asked.experiment,
            (const char *const *)asked.overrides.settings, asked.overrides.count, &experiment);
        if (status == CALF_OK && !asked.quiet)
            status = calf_experiment_print(experiment, stdout);
        if (status == CALF_OK && !asked.quiet) {
            fprintf(stderr, "%s: no mistakes\n", asked.experiment);
            warn_downhill(experiment);
        }
        code = status == CALF_OK ? calf_cli_flushed("check") : calf_cli_failed("check", status);
    }
    calf_experiment_destroy(experiment);
    calf_overrides_clear(&asked.overrides);
    return code;
}
