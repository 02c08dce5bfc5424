// SPDX-License-Identifier: GPL-3.0-or-later
// The calendar's events: sessions, morning reports, and what moves at 24:00.
#include "engine/life.h"

#include "core/elementary.h"
#include "model/heel_raise.h"
#include "model/load.h"
#include "model/mobility.h"

#include <limits.h>
#include <math.h>
#include <string.h>

// Ticks count the fixed hours of a calendar: 2 j is the report of day first_day + j, 2 j + 1 the
// end of that day.
static inline int tick_day(const calf_life *life, int tick)
{
    return life->first_day + tick / 2;
}

static inline double tick_due(const calf_life *life, int tick)
{
    return 24.0 * tick_day(life, tick) + (tick % 2 == 0 ? CALF_REPORT_HOUR : 24.0);
}

void calf_life_begin(calf_life *life, calf_prepared *prepared, int first_day)
{
    memset(life, 0, sizeof *life);
    life->prepared = prepared;
    life->batch = calf_prepared_batch(prepared);
    life->first_day = first_day;
    calf_state_init(&life->batch->p, first_day, &life->state);
}

// Rests every lane until an hour of its own that is not before its clock.
static void rest_until(calf_life *life, const double until_h[CALF_LANES])
{
    double hours[CALF_LANES];
    bool none = true;
    for (int i = 0; i < CALF_LANES; i++) {
        hours[i] = until_h[i] - life->state.now_h[i];
        none = none && hours[i] == 0;
    }
    if (none)
        return;
    calf_rest_apply(calf_prepared_rest(life->prepared, hours), &life->state);
    memcpy(life->state.now_h, until_h, sizeof life->state.now_h);
}

// What moves at 24:00, for the lanes whose day ends. The fast states need no stop here.
static void end_day(calf_life *life, int day, const bool due[CALF_LANES])
{
    const calf_lane_parameters *p = &life->batch->p;
    calf_state *s = &life->state;
    int load_slot = calf_ring(day, CALF_LOAD_DAYS);
    int stretch_slot = calf_ring(day, CALF_STRETCH_DAYS);
    for (int i = 0; i < CALF_LANES; i++) {
        if (!due[i])
            continue;
        double load = s->today_load[i];
        s->daily_load[load_slot][i] = load;
        s->daily_stretch[stretch_slot][i] = s->today_stretch_min[i];
        double week_min = 0;
        for (int d = 0; d < CALF_STRETCH_DAYS; d++)
            week_min += s->daily_stretch[d][i];
        s->rom_gain[i] = calf_rom_after_day(p, i, s->rom_gain[i], week_min);
        s->tendon_capacity[i] = calf_average_after_day(
            s->tendon_capacity[i], s->today_tendon_load[i], p->capacity_tau[i]);
        s->ctl[i] = calf_average_after_day(s->ctl[i], load, p->ctl_tau[i]);
        s->atl[i] = calf_average_after_day(s->atl[i], load, p->atl_tau[i]);
        s->fitness[i] = calf_banister_after_day(s->fitness[i], load, p->banister_tau_fitness[i]);
        s->tiredness[i] =
            calf_banister_after_day(s->tiredness[i], load, p->banister_tau_fatigue[i]);
        s->ewma7[i] = calf_ewma_after_day(s->ewma7[i], load, 7);
        s->ewma28[i] = calf_ewma_after_day(s->ewma28[i], load, 28);
        s->today_load[i] = s->today_tendon_load[i] = s->today_stretch_min[i] = 0;
    }
}

// Passes every tick due until each lane's hour, in order. Lanes differ only when a bout ran past
// a tick in some of them.
static void pass_ticks(calf_life *life, const double until_h[CALF_LANES], int last_day,
    calf_morning_sink *sink, void *context)
{
    for (;;) {
        int tick = INT_MAX;
        bool due[CALF_LANES];
        for (int i = 0; i < CALF_LANES; i++) {
            int next = life->next_tick[i];
            due[i] = tick_due(life, next) <= until_h[i] && tick_day(life, next) <= last_day;
            if (due[i] && next < tick)
                tick = next;
        }
        if (tick == INT_MAX)
            return;
        double at_h[CALF_LANES];
        for (int i = 0; i < CALF_LANES; i++) {
            due[i] = due[i] && life->next_tick[i] == tick;
            at_h[i] = due[i] ? calf_max(life->state.now_h[i], tick_due(life, tick))
                             : life->state.now_h[i];
            life->next_tick[i] += due[i];
        }
        if (tick % 2 == 1) {
            end_day(life, tick_day(life, tick), due);
        } else if (sink != NULL) {
            rest_until(life, at_h);
            sink(context, tick_day(life, tick), due);
        }
    }
}

static void mobility_live(calf_life *life, const calf_mobility *mobility)
{
    calf_state *s = &life->state;
    double until_h[CALF_LANES];
    CALF_EACH_LANE(i)
    {
        s->rolling[i] = calf_rolling_after(&life->batch->p, i, s->rolling[i], mobility->roll_min);
        s->today_stretch_min[i] += mobility->stretch_min;
        until_h[i] = s->now_h[i] + (mobility->roll_min + mobility->stretch_min) / 60;
    }
    rest_until(life, until_h);
}

static void session_live(calf_life *life, const calf_session *session)
{
    switch (session->kind) {
    case CALF_RUN:
        calf_prepared_live(life->prepared, &session->run, &life->state);
        break;
    case CALF_STRENGTH:
        calf_strength_live(life->batch, &session->strength, session->run_gap_h, &life->state);
        break;
    case CALF_MOBILITY:
        mobility_live(life, &session->mobility);
        break;
    }
}

void calf_life_live(calf_life *life, const calf_session *const *sessions, size_t count,
    int last_day, calf_morning_sink *sink, void *context)
{
    double start_h[CALF_LANES];
    for (size_t k = 0; k < count; k++) {
        life->stopped = life->stop.asked != NULL && life->stop.asked(life->stop.context);
        if (life->stopped)
            return;
        for (int i = 0; i < CALF_LANES; i++)
            start_h[i] = calf_max(sessions[k]->due_h, life->state.now_h[i]);
        pass_ticks(life, start_h, last_day, sink, context);
        rest_until(life, start_h);
        session_live(life, sessions[k]);
    }
    for (int i = 0; i < CALF_LANES; i++)
        start_h[i] = HUGE_VAL;
    pass_ticks(life, start_h, last_day, sink, context);
}
