// SPDX-License-Identifier: GPL-3.0-or-later
// `calfsim sensitivity`.
#include "report/sensitivity.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/report_file.h"
#include "cli/sensitivity_request.h"
#include "engine/inquiry.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// So many lives keep many threads busy, and take a fraction of a second.
enum { LIVES_AT_ONCE = 4096, POINTS_AT_ONCE = 1024, LEVELS = 8 };

// The study on its way.
typedef struct studying {
    const calf_sensitivity_request *asked;
    const calf_experiment *experiment;
    calf_setting *setting;
    calf_run_options options;
    calf_progress progress;
    double done, due; ///< lives
    calf_inquiry *inquiry[2]; ///< [part]
    calf_sensitivity_report report;
} studying;

// What the model's callback is about.
typedef struct model_context {
    studying *of;
    calf_inquiry *inquiry;
} model_context;

static calf_status live_points(void *context, const calf_sensitivity_points *points, double *values)
{
    const model_context *model = context;
    studying *of = model->of;
    const calf_status status =
        calf_inquiry_values(model->inquiry, points->count, points->unit, points->row, values);
    of->done += (double)points->count * (double)calf_inquiry_runners(model->inquiry) *
        (double)calf_inquiry_outputs(model->inquiry);
    calf_progress_draw(&of->progress, of->done, of->due);
    return status;
}

static calf_sensitivity_plan plan_of(studying *of, size_t part, model_context *model)
{
    const calf_sensitivity_request *asked = of->asked;
    calf_inquiry *inquiry = of->inquiry[part];
    const size_t at_once = LIVES_AT_ONCE / calf_inquiry_runners(inquiry);
    *model = (model_context){.of = of, .inquiry = inquiry};
    return (calf_sensitivity_plan){.factors = calf_inquiry_factor_count(inquiry),
        .outputs = calf_inquiry_outputs(inquiry),
        .trajectories = asked->screens ? asked->trajectories : 0,
        .levels = LEVELS,
        .rows = asked->decomposes ? asked->samples : 0,
        .kept = asked->keep,
        .seed = of->experiment->seed,
        .resampling = {.replicates = asked->bootstrap,
            .level = asked->level,
            .seed = of->experiment->seed,
            .should_stop = calf_stop_asked},
        .points_at_once = at_once < POINTS_AT_ONCE ? at_once : POINTS_AT_ONCE,
        .model = live_points,
        .context = model};
}

static calf_asked inquiry_of(const calf_sensitivity_request *asked, calf_kind of)
{
    return (calf_asked){.of = of,
        .outcome = asked->outcome,
        .strategies = {asked->strategy, asked->against},
        .strategy_count = asked->paired ? 2 : 1,
        .runners = asked->runners,
        .worlds = asked->worlds,
        .wanted = asked->named ? asked->wanted : NULL};
}

// Makes the question ready; one that nobody's factor is of is left out when factors were named.
static calf_status add_part(studying *of, calf_kind kind)
{
    const calf_asked asked = inquiry_of(of->asked, kind);
    calf_inquiry *inquiry;
    calf_status status = calf_inquiry_create(of->setting, &asked, &of->options, &inquiry);
    if (status != CALF_OK)
        return status;
    const size_t part = of->report.parts;
    if (of->asked->named && calf_inquiry_factor_count(inquiry) == 0) {
        calf_inquiry_destroy(inquiry);
        return CALF_OK;
    }
    of->inquiry[part] = inquiry;
    of->report.part[part] = (calf_sensitivity_part){.of = kind,
        .runners = calf_inquiry_runners(inquiry),
        .factor = calf_inquiry_factor_list(inquiry),
        .study = NULL};
    of->report.parts++;
    return CALF_OK;
}

static calf_status add_parts(studying *of)
{
    static const calf_kind kinds[] = {CALF_UNCERTAINTY, CALF_VARIABILITY};
    calf_status status = calf_setting_create(of->experiment, &of->setting);
    for (int k = 0; k < 2 && status == CALF_OK; k++)
        if (of->asked->of[kinds[k]])
            status = add_part(of, kinds[k]);
    if (status == CALF_BAD_INPUT && of->asked->of[CALF_UNCERTAINTY]) {
        char reason[1024];
        snprintf(reason, sizeof reason, "%s", calf_error_text());
        return calf_error_set(status, "%s: %s", reason, "--of uncertainty asks for that alone");
    }
    return status;
}

// Every value is kept until the indices are worked out.
static calf_status check_size(const calf_sensitivity_plan *plan)
{
    const double values_max = 5e8;
    const double values = calf_sensitivity_evaluations(plan) * (double)plan->outputs;
    return values <= values_max
        ? CALF_OK
        : calf_error_set(CALF_BAD_INPUT,
              "--samples %zu: with %zu worlds that is %.3g values to be kept; allowed are %.0g: "
              "take fewer samples, worlds or factors",
              plan->rows, plan->outputs - 1, values, values_max);
}

static calf_status plan_parts(studying *of, calf_sensitivity_plan plan[2], model_context model[2])
{
    calf_status status = CALF_OK;
    for (size_t k = 0; k < of->report.parts && status == CALF_OK; k++) {
        plan[k] = plan_of(of, k, &model[k]);
        if (plan[k].factors == 0)
            continue;
        of->due += calf_sensitivity_evaluations(&plan[k]) * (double)plan[k].outputs *
            (double)of->report.part[k].runners;
        status = check_size(&plan[k]);
    }
    return status;
}

static calf_status study_parts(studying *of)
{
    calf_sensitivity_plan plan[2];
    model_context model[2];
    const calf_experiment *e = of->experiment;
    calf_status status = plan_parts(of, plan, model);
    if (status != CALF_OK)
        return status;
    const int days = e->history_days + (of->asked->paired ? 2 : 1) * e->days;
    calf_progress_begin(&of->progress, of->due * days, "runner-days");
    of->progress.shown = of->progress.shown && !of->asked->quiet;
    calf_progress_draw(&of->progress, 0, of->due);
    for (size_t k = 0; k < of->report.parts && status == CALF_OK; k++)
        if (plan[k].factors > 0)
            status = calf_sensitivity_create(&plan[k], &of->report.part[k].study);
    calf_progress_end(&of->progress);
    return status;
}

static calf_status write_reports(const studying *of)
{
    const calf_sensitivity_request *asked = of->asked;
    const bool printed = calf_report_is_stdout(asked->json) || calf_report_is_stdout(asked->page);
    calf_status status =
        calf_report_file_write(asked->json, calf_report_sensitivity_json, &of->report);
    if (status == CALF_OK)
        status = calf_report_file_write(asked->page, calf_report_sensitivity_page, &of->report);
    if (status == CALF_OK && !printed)
        status = calf_report_sensitivity(&of->report, stdout);
    return status;
}

static void print_summary(const studying *of)
{
    char text[32];
    fflush(stdout);
    if (!of->asked->quiet)
        fprintf(stderr, "%.3g %slives in %s\n", of->done >= 1e6 ? 1e-6 * of->done : of->done,
            of->done >= 1e6 ? "million " : "",
            calf_time_text(calf_progress_seconds(&of->progress), text));
}

static calf_status study(
    const calf_experiment *experiment, const calf_sensitivity_request *asked, const char *command)
{
    studying of = {.asked = asked,
        .experiment = experiment,
        .options = {.threads = asked->threads, .isa = asked->isa, .should_stop = calf_stop_asked}};
    of.report = (calf_sensitivity_report){.path = asked->experiment,
        .title = experiment->title,
        .strategy = experiment->strategies[asked->strategy].name,
        .against = asked->paired ? experiment->strategies[asked->against].name : NULL,
        .outcome = asked->outcome,
        .days = experiment->days,
        .luck = calf_policy_acts(&experiment->strategies[asked->strategy].policy) ||
            (asked->paired && calf_policy_acts(&experiment->strategies[asked->against].policy)),
        .seed = experiment->seed,
        .replicates = asked->bootstrap,
        .level = asked->level,
        .command = command};
    calf_stop_on_signals();
    calf_status status = add_parts(&of);
    if (status == CALF_OK)
        status = study_parts(&of);
    if (status == CALF_OK)
        status = write_reports(&of);
    if (status == CALF_OK)
        print_summary(&of);
    for (size_t k = 0; k < of.report.parts; k++) {
        calf_sensitivity_destroy(of.report.part[k].study);
        calf_inquiry_destroy(of.inquiry[k]);
    }
    calf_setting_destroy(of.setting);
    return status;
}

int calf_cli_sensitivity(int argc, char **argv)
{
    calf_sensitivity_request asked;
    calf_experiment *experiment = NULL;
    char *command = calf_cli_text(argc, argv);
    int code = calf_sensitivity_request_parse(argc, argv, &asked);
    if (code == CALF_OK && !asked.help) {
        calf_status status = calf_experiment_read(asked.experiment,
            (const char *const *)asked.overrides.settings, asked.overrides.count, &experiment);
        if (status == CALF_OK)
            status = calf_sensitivity_request_resolve(&asked, experiment);
        if (status == CALF_OK)
            status = study(experiment, &asked, command != NULL ? command : "");
        code = status == CALF_OK ? CALF_OK : calf_cli_failed("sensitivity", status);
    }
    if (code == CALF_OK)
        code = calf_cli_flushed("sensitivity");
    calf_experiment_destroy(experiment);
    calf_overrides_clear(&asked.overrides);
    free(command);
    return code;
}
