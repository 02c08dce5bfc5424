// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the worked cases of tests/reference.
#include "reference_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Tolerances: soreness 0.1 mm, force and probability-like states 1e-3, loads and capacities
 *  0.1 % (model section 11). Degrees of motion are held to 1e-3 as well. */
const reference_field reference_fields[REFERENCE_FIELD_COUNT] = {{"soreness", 2, 0.1, 0},
    {"mvc", 2, 1e-3, 0}, {"P", 2, 1e-3, 0}, {"K", 2, 1e-3, 1}, {"capacity", 2, 1e-3, 1},
    {"H", 1, 1e-3, 0}, {"rom", 1, 1e-3, 0}, {"ctl", 1, 1e-3, 1}, {"atl", 1, 1e-3, 1},
    {"fit", 1, 1e-3, 1}, {"fat", 1, 1e-3, 1}, {"tC", 1, 1e-3, 1}};

const char *const reference_case_names[REFERENCE_CASE_COUNT] = {"single_run", "technique_switch",
    "strength_and_mobility", "marathon_after_block", "hills_random_runners"};

static void demand(int holds, const char *name, const char *line)
{
    if (!holds) {
        fprintf(stderr, "%s: cannot use '%s': %s\n", name, line, calf_error_text());
        exit(1);
    }
}

static int read_numbers(const char *text, double *values, int count)
{
    int found = 0, used = 0;
    while (found < count && sscanf(text, "%lf%n", &values[found], &used) == 1) {
        text += used;
        found++;
    }
    return found;
}

static int field_index(const char *name)
{
    for (int f = 0; f < REFERENCE_FIELD_COUNT; f++)
        if (strcmp(reference_fields[f].name, name) == 0)
            return f;
    return -1;
}

static calf_technique_change change_from(const char *text)
{
    calf_technique_change own = {1, 0}, set = {0, atof(text)};
    return strcmp(text, "own") == 0 ? own : set;
}

static int read_run(const char *line, calf_plan *plan)
{
    int day, treadmill;
    double hour;
    char forefoot[32], heel[32];
    calf_segment segment = {0};
    if (sscanf(line, "run %d %lf %lf %lf %lf %lf %d %31s %31s", &day, &hour, &segment.distance_km,
            &segment.intensity, &segment.speed_mps, &segment.grade_percent, &treadmill, forefoot,
            heel) != 9)
        return 0;
    calf_run run = {.segments = &segment,
        .segment_count = 1,
        .treadmill = treadmill != 0,
        .technique = calf_technique_own()};
    run.technique.change[CALF_FOREFOOTNESS] = change_from(forefoot);
    run.technique.change[CALF_HEEL_CONTACT] = change_from(heel);
    return calf_plan_add_run(plan, day, hour, &run) == CALF_OK;
}

static int read_strength(const char *line, calf_plan *plan)
{
    int day;
    double hour;
    char knee[16];
    calf_strength strength = {0};
    if (sscanf(line, "strength %d %lf %15s %d %d %lf %lf", &day, &hour, knee, &strength.sets,
            &strength.reps, &strength.rest_s, &strength.extra_load) != 7)
        return 0;
    strength.knee = strcmp(knee, "bent") == 0 ? CALF_KNEE_BENT : CALF_KNEE_STRAIGHT;
    return calf_plan_add_strength(plan, day, hour, &strength) == CALF_OK;
}

static int read_mobility(const char *line, calf_plan *plan)
{
    int day;
    double hour;
    calf_mobility mobility;
    return sscanf(line, "mobility %d %lf %lf %lf", &day, &hour, &mobility.roll_min,
               &mobility.stretch_min) == 4 &&
        calf_plan_add_mobility(plan, day, hour, &mobility) == CALF_OK;
}

static int read_parameter(const char *line, reference_case *reference)
{
    char name[64];
    int used;
    double values[REFERENCE_RUNNERS_MAX];
    if (sscanf(line, "parameter %63s%n", name, &used) != 1 ||
        read_numbers(line + used, values, reference->runners) != reference->runners)
        return 0;
    for (int r = 0; r < reference->runners; r++)
        if (calf_parameters_set(&reference->runner[r], name, values[r]) != CALF_OK)
            return 0;
    return 1;
}

static int read_value(const char *line, reference_case *reference)
{
    char name[64];
    int part, day, used;
    if (sscanf(line, "value %63s %d %d%n", name, &part, &day, &used) != 3)
        return 0;
    int field = field_index(name);
    return field >= 0 && day < REFERENCE_DAYS_MAX && part < 2 &&
        read_numbers(line + used, reference->value[field][day][part], reference->runners) ==
        reference->runners;
}

static int read_line(const char *line, reference_case *reference)
{
    if (line[0] == '#' || line[0] == '\n')
        return 1;
    if (strncmp(line, "case", 4) == 0)
        return sscanf(line, "case %d %d", &reference->days, &reference->runners) == 2;
    if (strncmp(line, "parameter", 9) == 0)
        return read_parameter(line, reference);
    if (strncmp(line, "run", 3) == 0)
        return read_run(line, reference->plan);
    if (strncmp(line, "strength", 8) == 0)
        return read_strength(line, reference->plan);
    if (strncmp(line, "mobility", 8) == 0)
        return read_mobility(line, reference->plan);
    return read_value(line, reference);
}

reference_case *reference_case_read(const char *name)
{
    char path[512], line[1024];
    snprintf(path, sizeof path, CALF_TESTS_FOLDER "/reference/%s.txt", name);
    FILE *file = fopen(path, "r");
    reference_case *reference = calloc(1, sizeof *reference);
    demand(file != NULL && reference != NULL, path, "the file");
    demand(calf_plan_create(&reference->plan) == CALF_OK, path, "a plan");
    for (int r = 0; r < REFERENCE_RUNNERS_MAX; r++)
        calf_parameters_init(&reference->runner[r]);
    while (fgets(line, sizeof line, file) != NULL)
        demand(read_line(line, reference), path, line);
    fclose(file);
    return reference;
}

void reference_case_free(reference_case *reference)
{
    calf_plan_destroy(reference->plan);
    free(reference);
}
