// SPDX-License-Identifier: GPL-3.0-or-later
// Handing runners to a script and reading what it made of them.
#include "script_peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PATH_SIZE = 256, COMMAND_SIZE = 2048 };

static const char *const files[] = {"runners.csv", "runs.csv", "mornings.txt"};

static FILE *open_in(const char *folder, const char *name, const char *mode)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, mode);
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    return file;
}

static void write_runners(const char *folder, const bench_lives *lives, size_t runners)
{
    FILE *file = open_in(folder, files[0], "w");
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        fprintf(file, "%s%s", id > 0 ? "," : "", calf_parameter_describe(id)->name);
    for (size_t k = 0; k < runners; k++)
        for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
            fprintf(
                file, "%s%.17g", id > 0 ? "," : "\n", calf_parameters_get(&lives->runner[k], id));
    fputc('\n', file);
    fclose(file);
}

static bool is_own(const calf_technique *technique)
{
    for (int k = 0; k < CALF_TECHNIQUE_COUNT; k++)
        if (technique->change[k].times != 1 || technique->change[k].plus != 0)
            return false;
    return true;
}

static void write_runs(const char *folder, const bench_lives *lives)
{
    FILE *file = open_in(folder, files[1], "w");
    fputs("session,due_h,distance_km,duration_min,intensity,speed_mps,grade_percent\n", file);
    for (size_t k = 0; k < lives->session_count; k++) {
        const calf_run *run = &lives->sessions[k]->run;
        if (run->treadmill || run->later_from > 0 || !is_own(&run->technique)) {
            fputs("scripts can neither use a treadmill nor change the technique\n", stderr);
            exit(1);
        }
        for (size_t j = 0; j < run->segment_count; j++) {
            const calf_segment *s = &run->segments[j];
            fprintf(file, "%zu,%.17g,%.17g,%.17g,%.17g,%.17g,%.17g\n", k, lives->sessions[k]->due_h,
                s->distance_km, s->duration_min, s->intensity, s->speed_mps, s->grade_percent);
        }
    }
    fclose(file);
}

static double read_mornings(const char *folder, size_t count, bench_morning *mornings)
{
    double seconds = 0;
    FILE *file = open_in(folder, files[2], "r");
    bool good = fscanf(file, "%lf", &seconds) == 1;
    for (size_t k = 0; k < count && good; k++) {
        bench_morning *to = &mornings[k];
        good = fscanf(file, "%lf %lf %lf %lf", &to->soreness_mm[CALF_GAS],
                   &to->soreness_mm[CALF_SOL], &to->force[CALF_GAS], &to->force[CALF_SOL]) == 4;
    }
    fclose(file);
    if (!good) {
        fputs("a script has left out mornings\n", stderr);
        exit(1);
    }
    return seconds;
}

bool script_peer_there(const char *command)
{
    char line[COMMAND_SIZE];
    snprintf(line, sizeof line, "{ %s; } >/dev/null 2>&1", command);
    return system(line) == 0;
}

double script_peer_live(const char *command, const char *script, const bench_lives *lives,
    size_t runners, bench_morning *mornings)
{
    char folder[] = "/tmp/calfsim-bench-XXXXXX", line[COMMAND_SIZE];
    if (mkdtemp(folder) == NULL) {
        perror("a temporary folder");
        exit(1);
    }
    write_runners(folder, lives, runners);
    write_runs(folder, lives);
    snprintf(line, sizeof line, "%s '%s/%s' '%s' %d", command, CALF_BENCH_FOLDER, script, folder,
        lives->days);
    if (system(line) != 0) {
        fprintf(stderr, "failed: %s\n", line);
        exit(1);
    }
    double seconds = read_mornings(folder, runners * (size_t)lives->days, mornings);
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        char path[PATH_SIZE];
        snprintf(path, sizeof path, "%s/%s", folder, files[k]);
        unlink(path);
    }
    rmdir(folder);
    return seconds;
}
