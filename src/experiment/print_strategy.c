// SPDX-License-Identifier: GPL-3.0-or-later
// Strategies and what they change, as YAML.
#include "experiment/print.h"

static void print_change(FILE *out, const char *name, calf_technique_change change)
{
    fputs(name, out);
    if (change.times == 0) {
        calf_print_number(out, ": ", change.plus);
        return;
    }
    calf_print_number(out, ": {times: ", change.times);
    calf_print_number(out, ", plus: ", change.plus);
    fputc('}', out);
}

static bool keeps(calf_technique_change change)
{
    return change.times == 1 && change.plus == 0;
}

void calf_print_technique(FILE *out, const char *before, const calf_technique *technique)
{
    const char *separator = "";
    fprintf(out, "%stechnique: {", before);
    for (int i = 0; i < CALF_TECHNIQUE_COUNT; i++) {
        const int id = CALF_P_cadence_ratio + i;
        if (keeps(technique->change[i]))
            continue;
        fputs(separator, out);
        separator = ", ";
        print_change(
            out, calf_parameter_describe((calf_parameter_id)id)->name, technique->change[i]);
    }
    fputs("}\n", out);
}

static void print_strength(FILE *out, const calf_technique_change *changes)
{
    const char *separator = "";
    fputs("    strength: {", out);
    for (int i = 0; i < CALF_STRENGTH_AMOUNTS; i++) {
        if (keeps(changes[i]))
            continue;
        fputs(separator, out);
        separator = ", ";
        print_change(out, calf_limit_names[calf_strength_limits[i]], changes[i]);
    }
    fputs("}\n", out);
}

static void print_taper(FILE *out, const calf_taper *taper)
{
    if (!taper || taper->weeks == 0)
        return;
    fprintf(out, ", taper: {weeks: %d", taper->weeks);
    calf_print_number(out, ", to: ", taper->to);
    fprintf(out, ", before_day: %d}", taper->before_day);
}

static void print_progression(
    FILE *out, const char *name, const calf_progression *progression, const calf_taper *taper)
{
    fprintf(out, "      %s", name);
    if (progression->step != 0)
        calf_print_number(out, ": {step: ", progression->step);
    else
        calf_print_number(out, ": {weekly: ", progression->weekly);
    if (progression->up_to > 0)
        calf_print_number(out, ", up_to: ", progression->up_to);
    if (progression->deload_every > 0) {
        fprintf(out, ", deload: {every: %d", progression->deload_every);
        calf_print_number(out, ", to: ", progression->deload_to);
        fputc('}', out);
    }
    print_taper(out, taper);
    fputs("}\n", out);
}

static void print_technique_share(FILE *out, const calf_technique_share *share)
{
    calf_print_number(out, "      technique: {from: ", share->from);
    calf_print_number(out, ", weekly: ", share->weekly);
    calf_print_number(out, ", up_to: ", share->up_to);
    fputs("}\n", out);
}

static void print_long_run(FILE *out, const calf_long_run *rule)
{
    fputs("    long_run: {", out);
    if (rule->share_of_week > 0)
        calf_print_number(out, "share_of_week: ", rule->share_of_week);
    if (rule->of_longest > 0) {
        calf_print_number(
            out, rule->share_of_week > 0 ? ", of_longest: " : "of_longest: ", rule->of_longest);
        fprintf(out, ", days: %d", rule->days);
    }
    fputs("}\n", out);
}

void calf_print_strategy(
    FILE *out, const calf_strategy *strategy, const calf_experiment *experiment)
{
    calf_print_text(out, "  - name: ", strategy->name);
    calf_print_text(out, "\n    plan: ", experiment->plans[strategy->plan].name);
    fprintf(out, "\n    from_day: %d", strategy->from_day);
    calf_print_number(out, "\n    volume: ", strategy->volume);
    calf_print_number(out, "\n    intensity: ", strategy->intensity);
    calf_print_technique(out, "\n    ", &strategy->technique);
    fputs("    progression:\n", out);
    print_progression(out, "volume", &strategy->volume_progression, &strategy->volume_taper);
    print_progression(
        out, "intensity", &strategy->intensity_progression, &strategy->intensity_taper);
    print_technique_share(out, &strategy->technique_share);
    for (int i = 0; i < CALF_STRENGTH_AMOUNTS; i++)
        print_progression(out, calf_limit_names[calf_strength_limits[i]],
            &strategy->strength_progression[i], NULL);
    print_strength(out, strategy->strength);
    print_long_run(out, &strategy->long_run);
    calf_policy_print(&strategy->policy, out);
}
