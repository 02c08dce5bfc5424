// SPDX-License-Identifier: GPL-3.0-or-later
// The resolved experiment as YAML.
#include "experiment/print.h"
#include "core/error.h"
#include "results/fields.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const weekdays[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static void print_head(FILE *out, const calf_experiment *experiment)
{
    calf_print_text(out, "title: ", experiment->title);
    fprintf(out, "\nmodel: %d\nseed: %" PRIu64 "\ndays: %d\n", CALF_MODEL_VERSION, experiment->seed,
        experiment->days);
    if (experiment->start[0])
        calf_print_text(out, "start: ", experiment->start);
    fputs(experiment->start[0] ? "\n" : "", out);
    fprintf(out, "history: {days: %d", experiment->history_days);
    if (experiment->history_days > 0)
        calf_print_text(out, ", plan: ", experiment->plans[experiment->history_plan].name);
    fputs("}\n", out);
}

static const char *parameter_name(int id)
{
    return calf_parameter_describe((calf_parameter_id)id)->name;
}

static void print_set(FILE *out, const calf_population_spec *population)
{
    bool any = false;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        any = any || population->is_set[id];
    fputs(any ? "  set:\n" : "  set: {}\n", out);
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        if (!population->is_set[id])
            continue;
        fprintf(out, "    %s", parameter_name(id));
        calf_print_number(out, ": ", population->set[id]);
        fputc('\n', out);
    }
}

static void print_vary(FILE *out, const calf_population_spec *population)
{
    bool any = false;
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        any = any || population->is_varied[id];
    fputs(any ? "  vary:\n" : "  vary: {}\n", out);
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++) {
        const calf_distribution *from = &population->drawn_from[id];
        if (!population->is_varied[id])
            continue;
        fprintf(out, "    %s: {%s", parameter_name(id), calf_shape_name(from->shape));
        calf_print_number(out, ": [", from->a);
        calf_print_number(out, ", ", from->b);
        calf_print_number(out, "], low: ", from->low);
        calf_print_number(out, ", high: ", from->high);
        fputs("}\n", out);
    }
}

static void print_correlate(FILE *out, const calf_population_spec *population)
{
    fputs(population->correlation_count ? "  correlate:\n" : "  correlate: []\n", out);
    for (size_t i = 0; i < population->correlation_count; i++) {
        const calf_correlation *pair = &population->correlations[i];
        fprintf(out, "    - [%s, %s", parameter_name((int)pair->a), parameter_name((int)pair->b));
        calf_print_number(out, ", ", pair->rank);
        fputs("]\n", out);
    }
}

static void print_cohort(FILE *out, const calf_cohort *cohort)
{
    fputs("  cohort:\n    columns: [", out);
    for (size_t column = 0; column < cohort->columns; column++)
        fprintf(out, "%s%s", column ? ", " : "", parameter_name((int)cohort->column[column]));
    fputs("]\n    rows:\n", out);
    for (size_t row = 0; row < cohort->rows; row++) {
        fputs("      - ", out);
        for (size_t column = 0; column < cohort->columns; column++)
            calf_print_number(
                out, column ? ", " : "[", cohort->values[row * cohort->columns + column]);
        fputs("]\n", out);
    }
}

static void print_population(FILE *out, const calf_population_spec *population)
{
    fprintf(out, "population:\n  runners: %" PRIu64 "\n  worlds: %" PRIu64 "\n",
        population->runners, population->worlds);
    print_set(out, population);
    if (population->cohort.columns > 0) {
        print_cohort(out, &population->cohort);
        return;
    }
    print_vary(out, population);
    print_correlate(out, population);
}

static void print_segment(FILE *out, const calf_segment *segment)
{
    if (segment->distance_km > 0)
        calf_print_number(out, "              - {distance_km: ", segment->distance_km);
    else
        calf_print_number(out, "              - {duration_min: ", segment->duration_min);
    if (segment->intensity > 0)
        calf_print_number(out, ", intensity: ", segment->intensity);
    else
        calf_print_number(out, ", speed_mps: ", segment->speed_mps);
    calf_print_number(out, ", grade_percent: ", segment->grade_percent);
    fputs("}\n", out);
}

static void print_run(FILE *out, const calf_planned_session *session)
{
    fprintf(
        out, "          run:\n            treadmill: %s\n", session->treadmill ? "true" : "false");
    calf_print_technique(out, "            ", &session->technique);
    fputs("            segments:\n", out);
    for (size_t i = 0; i < session->segment_count; i++)
        print_segment(out, &session->segments[i]);
}

static void print_session(FILE *out, const calf_planned_session *session)
{
    const calf_strength *strength = &session->strength;
    calf_print_number(out, "hour: ", session->hour);
    fputc('\n', out);
    switch (session->kind) {
    case CALF_RUN:
        print_run(out, session);
        break;
    case CALF_STRENGTH:
        fprintf(out, "          strength: {knee: %s, sets: %d",
            strength->knee == CALF_KNEE_BENT ? "bent" : "straight", strength->sets);
        if (strength->effort > 0)
            calf_print_number(out, ", effort: ", strength->effort);
        else
            fprintf(out, ", reps: %d", strength->reps);
        calf_print_number(out, ", rest_s: ", strength->rest_s);
        calf_print_number(out, ", extra_load: ", strength->extra_load);
        fputs("}\n", out);
        break;
    case CALF_MOBILITY:
        calf_print_number(out, "          mobility: {roll_min: ", session->mobility.roll_min);
        calf_print_number(out, ", stretch_min: ", session->mobility.stretch_min);
        fputs("}\n", out);
        break;
    case CALF_DOSE:
        calf_print_number(out, "          dose: {du: ", session->dose.du);
        calf_print_number(out, ", duration_min: ", session->dose.duration_min);
        fputs("}\n", out);
        break;
    }
}

static void print_plan(FILE *out, const calf_named_plan *plan)
{
    size_t next = 0;
    calf_print_text(out, "  ", plan->name);
    fputs(":\n    week:\n", out);
    for (int weekday = 0; weekday < 7; weekday++) {
        const size_t first = next;
        for (; next < plan->session_count && plan->sessions[next].weekly &&
             plan->sessions[next].weekday == weekday;
             next++) {
            if (next == first)
                fprintf(out, "      %s:\n", weekdays[weekday]);
            fputs("        - ", out);
            print_session(out, &plan->sessions[next]);
        }
        if (next == first)
            fprintf(out, "      %s: []\n", weekdays[weekday]);
    }
    fputs(next < plan->session_count ? "    calendar:\n" : "    calendar: []\n", out);
    for (; next < plan->session_count; next++) {
        fprintf(out, "        - day: %d\n          ", plan->sessions[next].day);
        print_session(out, &plan->sessions[next]);
    }
}

static void print_output(FILE *out, const calf_output_spec *output)
{
    const char *separator = "";
    fputs("output:\n  daily: [", out);
    for (int group = 0; group < CALF_GROUP_COUNT; group++) {
        if (!(output->daily >> group & 1u))
            continue;
        fprintf(out, "%s%s", separator, calf_output_group_name((calf_output_group)group));
        separator = ", ";
    }
    fprintf(out, "]\n  trajectories: %s\n  runners: %s\n", output->trajectories ? "true" : "false",
        output->runners ? "true" : "false");
    fprintf(out, "  compress: %s\n", output->compress ? "true" : "false");
    calf_print_number(out, "  sore_day_mm: ", output->sore_day_mm);
    fputc('\n', out);
}

calf_status calf_experiment_print(const calf_experiment *experiment, FILE *stream)
{
    print_head(stream, experiment);
    print_population(stream, &experiment->population);
    fputs("plans:\n", stream);
    for (size_t i = 0; i < experiment->plan_count; i++)
        print_plan(stream, &experiment->plans[i]);
    fputs("strategies:\n", stream);
    for (size_t i = 0; i < experiment->strategy_count; i++)
        calf_print_strategy(stream, &experiment->strategies[i], experiment);
    print_output(stream, &experiment->output);
    if (experiment->sweep.point_count > 0)
        calf_print_sweep(stream, &experiment->sweep);
    if (ferror(stream))
        return calf_error_set(CALF_FAILED, "writing the experiment: %s", strerror(errno));
    return CALF_OK;
}

calf_status calf_experiment_text(const calf_experiment *experiment, char **text)
{
    size_t length;
    *text = NULL;
    FILE *stream = open_memstream(text, &length);
    if (!stream)
        return calf_error_no_memory();
    calf_status status = calf_experiment_print(experiment, stream);
    const int closed = fclose(stream); // glibc trims the text and may lose it without an error
    if ((closed != 0 || *text == NULL) && status == CALF_OK)
        status = calf_error_no_memory();
    if (status != CALF_OK) {
        free(*text);
        *text = NULL;
    }
    return status;
}
