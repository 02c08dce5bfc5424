// SPDX-License-Identifier: GPL-3.0-or-later
// Living a batch of runners.
#include "engine/batch_course.h"

#include "core/error.h"

#include <math.h>

static void draw_rating_noise(const calf_batch_course *c, int day, double normal[CALF_LANES])
{
    calf_population_batch_noise(c->setting->population, c->who->world, c->who->runner, day, normal);
}

// No allowed input should bring an undefined soreness about; if one does, it must not pass for
// none at all.
static void check_morning(calf_batch_course *c, int day, const calf_lanes due)
{
    for (size_t m = 0; m < CALF_MUSCLES; m++)
        for (size_t i = 0; i < CALF_LANES && c->status == CALF_OK; i++)
            if (due[i] && !isfinite(c->morning.value[CALF_OUTPUT_soreness_mm][m][i]))
                c->status = calf_error_set(CALF_FAILED,
                    "world %u, runner %u, day %d: soreness is not a number; their parameters and "
                    "this plan are beyond the model",
                    c->who->world, c->who->runner[i], day);
}

static void take_morning(void *context, int day, const calf_lanes due)
{
    calf_batch_course *c = context;
    double normal[CALF_LANES];
    bool asked = c->life.policy != NULL && c->policy.rated;
    bool rated = asked || c->rates;
    if (rated)
        draw_rating_noise(c, day, normal);
    calf_morning_report(&c->life, day, rated ? normal : NULL, &c->morning);
    check_morning(c, day, due);
    if (asked)
        calf_policy_morning(&c->policy, day, c->morning.value[CALF_OUTPUT_rating_mm][0], due);
    calf_outcomes_morning(&c->tracker, day, c->morning.value[CALF_OUTPUT_calf_soreness_mm][0], due);
    if (c->sink != NULL)
        c->sink(c->context, day, &c->morning, due);
}

static void note_stop(calf_batch_course *c, bool stopped)
{
    if (stopped && c->status == CALF_OK)
        c->status = calf_error_set(CALF_FAILED, "stopped before the end");
}

void calf_batch_begin(calf_batch_course *course, calf_batch_runners *runners)
{
    const calf_calendar *history = &course->setting->history;
    calf_life *life = &runners->history;
    calf_batch_derive(&runners->batch);
    calf_prepared_begin(runners->prepared, &runners->batch);
    calf_life_begin(life, runners->prepared, -course->setting->experiment->history_days);
    life->stop = course->stop;
    calf_life_live(life, history->sessions, history->count, -1, NULL, NULL);
    note_stop(course, life->stopped);
}

// Lets the life about to begin follow its strategy's policy, if it has one.
static void follow_policy(calf_batch_course *c, const calf_strategy *strategy)
{
    if (!calf_policy_acts(&strategy->policy))
        return;
    calf_batch_place place = {
        .seed = c->setting->experiment->seed, .world = c->who->world, .runner = {0}};
    for (size_t i = 0; i < CALF_LANES; i++)
        place.runner[i] = c->who->runner[i];
    calf_policy_begin(strategy, &place, c->ratings, &c->policy);
    c->life.policy = &c->policy;
}

void calf_batch_follow(calf_batch_course *course, const calf_batch_runners *runners,
    size_t strategy, calf_lanes outcomes[CALF_OUTCOME_COUNT])
{
    const calf_experiment *experiment = course->setting->experiment;
    const calf_calendar *calendar = &course->setting->strategies[strategy];
    course->who = runners;
    course->life = runners->history;
    follow_policy(course, &experiment->strategies[strategy]);
    calf_outcomes_begin(&course->life, experiment->output.sore_day_mm, &course->tracker);
    calf_life_live(&course->life, calendar->sessions, calendar->count, experiment->days - 1,
        take_morning, course);
    calf_outcomes_end(&course->tracker, &course->life, experiment->days, outcomes);
    note_stop(course, course->life.stopped);
}
