// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing runners and living them by the kernel.
#include "lives.h"

#include "engine/life.h"
#include "engine/morning.h"
#include "engine/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(1);
}

const calf_kernel *bench_kernel_find(const char *isa)
{
    const calf_kernel *kernel;
    if (calf_kernel_find(strcmp(isa, "fastest") == 0 ? NULL : isa, &kernel) != CALF_OK)
        fail(calf_error_text());
    return kernel;
}

// Without a history and with as many runners, worlds and days as are measured.
static calf_experiment *read_experiment(const char *path, size_t runners, size_t worlds, int days)
{
    char text[3][64];
    snprintf(text[0], sizeof text[0], "population.worlds=%zu", worlds);
    snprintf(text[1], sizeof text[1], "population.runners=%zu", (runners + worlds - 1) / worlds);
    snprintf(text[2], sizeof text[2], "days=%d", days);
    // the last one is for few days, which a strategy of the first result begins after
    const char *const settings[] = {
        text[0], text[1], text[2], "history.days=0", "strategies.2.from_day=0"};
    calf_experiment *experiment = NULL;
    if (calf_experiment_read(path, settings, days > 14 ? 4 : 5, &experiment) != CALF_OK)
        fail(calf_error_text());
    return experiment;
}

static void draw_runners(bench_lives *lives, size_t worlds)
{
    for (uint32_t world = 0; world < worlds; world++) {
        calf_parameters shared;
        calf_population_world(lives->setting->population, world, &shared);
        for (size_t k = world; k < lives->runners; k += worlds)
            calf_population_runner(lives->setting->population, &shared, world,
                (uint32_t)(k / worlds), &lives->runner[k]);
    }
}

bench_lives *bench_lives_create(
    const char *experiment, const char *isa, size_t runners, size_t worlds, int days)
{
    runners = (runners + CALF_LANES - 1) / CALF_LANES * CALF_LANES;
    bench_lives *lives = calloc(1, sizeof *lives);
    calf_parameters *runner = calloc(runners, sizeof *runner);
    if (lives == NULL || runner == NULL)
        fail("out of memory");
    *lives = (bench_lives){
        .kernel = bench_kernel_find(isa), .runners = runners, .days = days, .runner = runner};
    lives->experiment = read_experiment(experiment, runners, worlds, days);
    if (calf_setting_create(lives->experiment, &lives->setting) != CALF_OK)
        fail(calf_error_text());
    lives->sessions = lives->setting->strategies[0].sessions;
    lives->session_count = lives->setting->strategies[0].count;
    for (size_t k = 0; k < lives->session_count; k++)
        if (lives->sessions[k]->kind != CALF_RUN)
            fail("the experiment's first strategy has sessions that are no runs");
    draw_runners(lives, worlds);
    return lives;
}

void bench_lives_destroy(bench_lives *lives)
{
    calf_setting_destroy(lives->setting);
    calf_experiment_destroy(lives->experiment);
    free(lives->runner);
    free(lives);
}

/** A batch that is living, and where its mornings go. */
typedef struct batch_life {
    calf_batch batch;
    calf_life life;
    const calf_kernel *kernel;
    int days;
    bench_morning *mornings; ///< [lane][day]
} batch_life;

static void keep(void *context, int day, const calf_lanes due)
{
    batch_life *living = context;
    calf_morning_lanes morning;
    living->kernel->morning_report(&living->life, day, NULL, &morning);
    for (int m = 0; m < CALF_MUSCLES; m++)
        for (int i = 0; i < CALF_LANES; i++) {
            bench_morning *to = &living->mornings[i * living->days + day];
            if (due[i]) {
                to->soreness_mm[m] = morning.value[CALF_OUTPUT_soreness_mm][m][i];
                to->force[m] = morning.value[CALF_OUTPUT_force_available][m][i];
            }
        }
}

void bench_lives_live(const bench_lives *lives, bench_morning *mornings)
{
    batch_life living = {.kernel = lives->kernel, .days = lives->days};
    calf_prepared *prepared = NULL;
    if (calf_prepared_create(lives->setting->room, CALF_PRECISION_STANDARD, &prepared) != CALF_OK)
        fail(calf_error_text());
    for (size_t first = 0; first < lives->runners; first += CALF_LANES) {
        for (int i = 0; i < CALF_LANES; i++)
            calf_batch_set_lane(&living.batch, i, &lives->runner[first + (size_t)i]);
        calf_batch_derive(&living.batch);
        living.mornings = mornings + first * (size_t)lives->days;
        calf_prepared_begin(prepared, &living.batch);
        calf_life_begin(&living.life, prepared, 0);
        lives->kernel->life_live(
            &living.life, lives->sessions, lives->session_count, lives->days - 1, keep, &living);
    }
    calf_prepared_destroy(prepared);
}
