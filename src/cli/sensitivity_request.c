// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of `calfsim sensitivity`.
#include "cli/sensitivity_request.h"

#include "cli/report_file.h"
#include "core/number.h"
#include "engine/inquiry.h"
#include "report/sensitivity.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

// clang-format off
static const char help[] =
    "Usage: calfsim sensitivity EXPERIMENT.yaml [options]\n"
    "\n"
    "Says what an outcome of an experiment hangs on: of what nobody knows (what science should measure\n"
    "next), and of what differs between people, apart. All parameters are screened (Morris); the\n"
    "variance that the most important ones bring about is then shared out among them (Sobol).\n"
    "\n"
    "  --outcome NAME     without it sore_days; a wrong name lists them\n"
    "  --strategy NAME    without it the first\n"
    "  --against NAME     the difference from this strategy, runner by runner\n"
    "  --of WHAT          uncertainty, variability, or both (without it)\n"
    "  --parameters A,B   factors; without it every parameter that is drawn\n"
    "  --method NAME      morris, sobol (of every factor), or both: screening, then sobol of the first\n"
    "                     and of all others together (without it)\n"
    "  --keep N           how many are the first; without it 12\n"
    "  --trajectories N   of Morris' screening; without it 20\n"
    "  --samples N        of Sobol's indices, best a power of 2; without it 1024. Their intervals get\n"
    "                     narrower with its root\n"
    "  --runners N        of uncertainty: runners whose mean is the outcome; without it 64\n"
    "  --worlds N         of variability: worlds besides that of the defaults; without it 32\n"
    "  --bootstrap N      replicates behind intervals; without it 500\n"
    "  --level P          share of them within an interval; without it 0.95\n"
    "  --json FILE        every number as JSON; '-' prints that instead\n"
    "  --page FILE.html   a page with charts; '-' prints that instead\n"
    "  --threads N        threads to use; without it as OpenMP says (OMP_NUM_THREADS)\n"
    "  --isa NAME         instruction set, as of run\n"
    CALF_SETTINGS_HELP
    "  -q, --quiet        no progress, no time taken\n"
    "  -h, --help         this text\n";
// clang-format on

// What memory bears; of worlds times samples, see the study.
enum { SAMPLES_MAX = 1 << 17, RUNNERS_MAX = 10000, TRAJECTORIES_MAX = 100000, MANY = 100000 };

static int take_of(const char *text, calf_sensitivity_request *asked)
{
    const bool both = strcmp(text, "both") == 0;
    asked->of[CALF_UNCERTAINTY] = both || strcmp(text, "uncertainty") == 0;
    asked->of[CALF_VARIABILITY] = both || strcmp(text, "variability") == 0;
    if (!asked->of[CALF_UNCERTAINTY] && !asked->of[CALF_VARIABILITY])
        return calf_cli_misused(
            "sensitivity", "--of '%s': allowed are uncertainty, variability and both", text);
    return CALF_OK;
}

static int take_method(const char *text, calf_sensitivity_request *asked)
{
    const bool both = strcmp(text, "both") == 0;
    asked->screens = both || strcmp(text, "morris") == 0;
    asked->decomposes = both || strcmp(text, "sobol") == 0;
    if (!asked->screens && !asked->decomposes)
        return calf_cli_misused(
            "sensitivity", "--method '%s': allowed are morris, sobol and both", text);
    return CALF_OK;
}

static int take_level(const char *text, calf_sensitivity_request *asked)
{
    const calf_range range = {0.5, 0.999, false};
    if (!calf_number_parse(text, &asked->level) || !calf_range_holds(range, asked->level))
        return calf_cli_misused(
            "sensitivity", "--level '%s': allowed is a number from 0.5 to 0.999", text);
    return CALF_OK;
}

// Options that are texts, kept as they are.
static const char **text_of(int option, calf_sensitivity_request *asked)
{
    switch (option) {
    case 'o':
        return &asked->outcome_name;
    case 'a':
        return &asked->strategy_name;
    case 'A':
        return &asked->against_name;
    case 'p':
        return &asked->parameter_names;
    case 'i':
        return &asked->isa;
    case 'j':
        return &asked->json;
    case 'H':
        return &asked->page;
    default:
        return NULL;
    }
}

// Options that are whole numbers.
typedef struct count_option {
    int option;
    const char *name;
    size_t low, high, *value;
} count_option;

// True when the option is one of them; `*code` then says whether its value was right.
static bool take_count(int option, calf_sensitivity_request *asked, int *code)
{
    const count_option counts[] = {
        {'k', "--keep", 1, CALF_PARAMETER_COUNT, &asked->keep},
        {'T', "--trajectories", 2, TRAJECTORIES_MAX, &asked->trajectories},
        {'n', "--samples", 16, SAMPLES_MAX, &asked->samples},
        {'r', "--runners", 1, RUNNERS_MAX, &asked->runners},
        {'w', "--worlds", 0, CALF_WORLDS_MAX, &asked->worlds},
        {'b', "--bootstrap", 0, MANY, &asked->bootstrap},
    };
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
        if (counts[k].option == option) {
            *code = calf_cli_count("sensitivity", counts[k].name, optarg, counts[k].low,
                counts[k].high, counts[k].value);
            return true;
        }
    return false;
}

static int take_option(int option, char **argv, calf_sensitivity_request *asked)
{
    int code = CALF_OK;
    size_t threads = 0;
    calf_status status = CALF_OK;
    const char **text = text_of(option, asked);
    if (text != NULL) {
        *text = optarg;
        return CALF_OK;
    }
    if (take_count(option, asked, &code))
        return code;
    switch (option) {
    case 'O':
        return take_of(optarg, asked);
    case 'm':
        return take_method(optarg, asked);
    case 'l':
        return take_level(optarg, asked);
    case 't':
        code = calf_cli_count("sensitivity", "--threads", optarg, 1, 4096, &threads);
        asked->threads = (int)threads;
        return code;
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
        return calf_cli_bad_option("sensitivity", option, argv);
    }
    return status == CALF_OK ? CALF_OK : calf_cli_failed("sensitivity", status);
}

static const calf_sensitivity_request standard = {.of = {true, true},
    .screens = true,
    .decomposes = true,
    .trajectories = 20,
    .keep = 12,
    .samples = 1024,
    .runners = 64,
    .worlds = 32,
    .bootstrap = 500,
    .level = 0.95};

int calf_sensitivity_request_parse(int argc, char **argv, calf_sensitivity_request *asked)
{
    static const struct option options[] = {{"outcome", required_argument, NULL, 'o'},
        {"strategy", required_argument, NULL, 'a'}, {"against", required_argument, NULL, 'A'},
        {"of", required_argument, NULL, 'O'}, {"parameters", required_argument, NULL, 'p'},
        {"method", required_argument, NULL, 'm'}, {"keep", required_argument, NULL, 'k'},
        {"trajectories", required_argument, NULL, 'T'}, {"samples", required_argument, NULL, 'n'},
        {"runners", required_argument, NULL, 'r'}, {"worlds", required_argument, NULL, 'w'},
        {"bootstrap", required_argument, NULL, 'b'}, {"level", required_argument, NULL, 'l'},
        {"json", required_argument, NULL, 'j'}, {"page", required_argument, NULL, 'H'},
        {"threads", required_argument, NULL, 't'}, {"isa", required_argument, NULL, 'i'},
        {"seed", required_argument, NULL, 's'}, {"set", required_argument, NULL, 'S'},
        {"quiet", no_argument, NULL, 'q'}, {"help", no_argument, NULL, 'h'}, {0}};
    int option;
    opterr = 0;
    *asked = standard;
    while ((option = getopt_long(argc, argv, ":qh", options, NULL)) != -1) {
        const int code = take_option(option, argv, asked);
        if (code != CALF_OK)
            return code;
    }
    if (asked->help) {
        fputs(help, stdout);
        return CALF_OK;
    }
    if (argc - optind != 1)
        return calf_cli_misused("sensitivity", "one experiment file is needed");
    if (asked->json != NULL && asked->page != NULL && strcmp(asked->json, asked->page) == 0)
        return calf_cli_misused(
            "sensitivity", "--json %s and --page %s exclude each other", asked->json, asked->page);
    asked->experiment = argv[optind];
    return CALF_OK;
}

static calf_status find_outcome(calf_sensitivity_request *asked)
{
    asked->outcome = CALF_OUTCOME_sore_days;
    return asked->outcome_name == NULL
        ? CALF_OK
        : calf_cli_find_outcome(asked->outcome_name, &asked->outcome);
}

static calf_status find_strategies(
    calf_sensitivity_request *asked, const calf_experiment *experiment)
{
    const char *names[CALF_STRATEGIES_MAX];
    const size_t count = experiment->strategy_count;
    calf_status status = CALF_OK;
    for (size_t s = 0; s < count; s++)
        names[s] = experiment->strategies[s].name;
    asked->paired = asked->against_name != NULL;
    if (asked->strategy_name != NULL)
        status = calf_cli_find_name(
            "--strategy", asked->strategy_name, "strategy", names, count, &asked->strategy);
    if (status == CALF_OK && asked->paired)
        status = calf_cli_find_name(
            "--against", asked->against_name, "strategy", names, count, &asked->against);
    if (status == CALF_OK && asked->paired && asked->strategy == asked->against)
        return calf_error_set(CALF_BAD_INPUT,
            "--against '%s': is the strategy itself; --strategy names another",
            asked->against_name);
    return status;
}

// Why a parameter is no factor of what is asked.
static calf_status no_factor(const calf_experiment *experiment, calf_parameter_id id)
{
    const calf_parameter_info *info = calf_parameter_describe(id);
    const calf_population_spec *spec = &experiment->population;
    if (info->kind == CALF_FIXED)
        return calf_error_set(CALF_BAD_INPUT,
            "--parameters '%s': is fixed; allowed are parameters that are drawn", info->name);
    if (spec->is_set[id])
        return calf_error_set(CALF_BAD_INPUT,
            "--parameters '%s': the experiment sets it to %g; allowed are parameters that are "
            "drawn",
            info->name, spec->set[id]);
    return calf_error_set(CALF_BAD_INPUT,
        "--parameters '%s': is of %s, and is not drawn here or not asked for", info->name,
        calf_kind_name(info->kind));
}

static bool is_factor(
    const calf_sensitivity_request *asked, const calf_experiment *experiment, calf_parameter_id id)
{
    const calf_kind kind = calf_parameter_describe(id)->kind;
    calf_parameter_id factors[CALF_PARAMETER_COUNT];
    const size_t count =
        kind != CALF_FIXED && asked->of[kind] ? calf_inquiry_factors(experiment, kind, factors) : 0;
    for (size_t k = 0; k < count; k++)
        if (factors[k] == id)
            return true;
    return false;
}

static calf_status find_parameter(
    calf_sensitivity_request *asked, const calf_experiment *experiment, const char *name)
{
    const int id = calf_parameter_find(name);
    const char *closest = calf_parameter_closest(name);
    if (id < 0)
        return calf_error_set(CALF_BAD_INPUT, "--parameters '%s': no such parameter%s%s%s", name,
            closest != NULL ? "; did you mean '" : "", closest != NULL ? closest : "",
            closest != NULL ? "'?" : "; 'calfsim params' lists them");
    if (!is_factor(asked, experiment, (calf_parameter_id)id))
        return no_factor(experiment, (calf_parameter_id)id);
    asked->wanted[id] = true;
    return CALF_OK;
}

static calf_status find_parameters(
    calf_sensitivity_request *asked, const calf_experiment *experiment)
{
    calf_status status = CALF_OK;
    const char *text = asked->parameter_names;
    asked->named = text != NULL;
    while (text != NULL && status == CALF_OK) {
        char name[128];
        const size_t length = strcspn(text, ",");
        snprintf(name, sizeof name, "%.*s", (int)(length < 127 ? length : 127), text);
        status = find_parameter(asked, experiment, name);
        text = text[length] == ',' ? text + length + 1 : NULL;
    }
    return status;
}

calf_status calf_sensitivity_request_resolve(
    calf_sensitivity_request *asked, const calf_experiment *experiment)
{
    if (experiment->sweep.point_count > 0)
        return calf_error_set(CALF_BAD_INPUT,
            "%s: a sweep is many experiments; allowed is one without a sweep", asked->experiment);
    calf_status status = find_outcome(asked);
    if (status == CALF_OK)
        status = find_strategies(asked, experiment);
    if (status == CALF_OK)
        status = find_parameters(asked, experiment);
    if (status == CALF_OK)
        status = calf_report_json_file_check(asked->json);
    if (status == CALF_OK)
        status = calf_report_file_check(asked->page);
    return status;
}
