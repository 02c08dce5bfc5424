// SPDX-License-Identifier: GPL-3.0-or-later
// The calendar's events: sessions, morning reports, and what moves at 24:00.
#include "engine/life.h"

#include "core/elementary.h"
#include "model/dose.h"
#include "model/heel_raise.h"
#include "model/load.h"
#include "model/mobility.h"

#include <math.h>
#include <string.h>

// Ticks count the fixed hours of a calendar: 2 j is the report of day first_day + j, 2 j + 1 the
// end of that day. They are numbers of type double, as is everything that lanes compare.
static inline int tick_day(const calf_life *life, double tick)
{
    return life->first_day + (int)tick / 2;
}

static inline double tick_due(const calf_life *life, double tick)
{
    double odd = tick / 2 - calf_nearest(tick / 2 - 0.25); // 0 or a half
    return 24.0 * life->first_day + 12 * tick + CALF_REPORT_HOUR +
        odd * 2 * (12 - CALF_REPORT_HOUR);
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
static void rest_until(calf_life *life, const calf_lanes until_h)
{
    calf_lanes hours;
    double longest = 0;
    for (int i = 0; i < CALF_LANES; i++) {
        hours[i] = until_h[i] - life->state.now_h[i];
        longest = calf_max(longest, hours[i]);
    }
    if (longest == 0)
        return;
    calf_rest_apply(calf_prepared_rest(life->prepared, hours), &life->state);
    CALF_EACH_LANE(i) life->state.now_h[i] = until_h[i];
}

// What moves at 24:00, for the lanes whose day ends. The fast states need no stop here.
static void end_day(calf_life *life, int day, const calf_lanes due)
{
    const calf_batch *b = life->batch;
    calf_state *s = &life->state;
    double *load_slot = s->daily_load[calf_ring(day, CALF_LOAD_DAYS)];
    const double *week_before = s->daily_load[calf_ring(day - 7, CALF_LOAD_DAYS)];
    double *stretch_slot = s->daily_stretch[calf_ring(day, CALF_STRETCH_DAYS)];
    calf_lanes week_min = {0};
    CALF_EACH_LANE(i)
    {
        double load = calf_clock(s->today_load[i]); // no more digits than sums keep exactly
        s->load7[i] += due[i] > 0 ? load - week_before[i] : 0;
        s->load28[i] += due[i] > 0 ? load - load_slot[i] : 0;
        load_slot[i] = due[i] > 0 ? load : load_slot[i];
        stretch_slot[i] = due[i] > 0 ? s->today_stretch_min[i] : stretch_slot[i];
    }
    for (int d = 0; d < CALF_STRETCH_DAYS; d++)
        CALF_EACH_LANE(i) week_min[i] += s->daily_stretch[d][i];
        // a lane that is not due keeps what it has: written out, since lanes cannot skip
#define MOVE(name, to) s->name[i] = due[i] > 0 ? (to) : s->name[i]
    CALF_EACH_LANE(i)
    {
        double load = s->today_load[i], tendon_load = s->today_tendon_load[i];
        MOVE(rom_gain,
            calf_rom_after_day(&b->p, i, s->rom_gain[i], week_min[i], b->stretch_up_day[i],
                b->stretch_down_day[i]));
        MOVE(tendon_capacity,
            calf_average_after_day(s->tendon_capacity[i], tendon_load, b->capacity_day[i]));
        MOVE(ctl, calf_average_after_day(s->ctl[i], load, b->ctl_day[i]));
        MOVE(atl, calf_average_after_day(s->atl[i], load, b->atl_day[i]));
        MOVE(fitness, calf_banister_after_day(s->fitness[i], load, b->fitness_day[i]));
        MOVE(tiredness, calf_banister_after_day(s->tiredness[i], load, b->tiredness_day[i]));
        MOVE(ewma7, calf_ewma_after_day(s->ewma7[i], load, 7));
        MOVE(ewma28, calf_ewma_after_day(s->ewma28[i], load, 28));
        MOVE(today_load, 0);
        MOVE(today_tendon_load, 0);
        MOVE(today_stretch_min, 0);
    }
#undef MOVE
}

// The first tick that is due by each lane's hour, and the lanes in which it is; HUGE_VAL for none.
static double find_tick(
    const calf_life *life, const calf_lanes until_h, double last_tick, calf_lanes due)
{
    double tick = HUGE_VAL;
    CALF_EACH_LANE(i)
    {
        double next = life->next_tick[i];
        double pending = tick_due(life, next) <= until_h[i] ? next : HUGE_VAL;
        due[i] = next <= last_tick ? pending : HUGE_VAL;
    }
    for (int i = 0; i < CALF_LANES; i++)
        tick = calf_min(tick, due[i]);
    CALF_EACH_LANE(i) due[i] = due[i] == tick ? 1 : 0;
    return tick;
}

// Passes a tick in the lanes in which it is due.
static void pass_tick(
    calf_life *life, double tick, const calf_lanes due, calf_morning_sink *sink, void *context)
{
    int day = tick_day(life, tick);
    CALF_EACH_LANE(i) life->next_tick[i] += due[i];
    if ((int)tick % 2 == 1) {
        end_day(life, day, due);
    } else if (sink != NULL) {
        double hour = tick_due(life, tick);
        calf_lanes at_h;
        CALF_EACH_LANE(i)
        {
            double now_h = life->state.now_h[i];
            at_h[i] = due[i] > 0 ? calf_max(now_h, hour) : now_h;
        }
        rest_until(life, at_h);
        sink(context, day, due);
    }
}

// Passes every tick due until each lane's hour, in order. Lanes differ only when a bout ran past
// a tick in some of them; as long as none has, there is nothing to look for.
static void pass_ticks(
    calf_life *life, const calf_lanes until_h, int last_day, calf_morning_sink *sink, void *context)
{
    double last_tick = 2.0 * (last_day - life->first_day) + 1;
    double soonest = until_h[0], latest = until_h[0];
    double lowest = life->next_tick[0], highest = life->next_tick[0];
    for (int i = 1; i < CALF_LANES; i++) {
        soonest = calf_min(soonest, until_h[i]);
        latest = calf_max(latest, until_h[i]);
        lowest = calf_min(lowest, life->next_tick[i]);
        highest = calf_max(highest, life->next_tick[i]);
    }
    calf_lanes due;
    CALF_EACH_LANE(i) due[i] = 1;
    for (; lowest == highest && lowest <= last_tick && tick_due(life, lowest) <= soonest;
         lowest++, highest++)
        pass_tick(life, lowest, due, sink, context);
    if (lowest == highest && (lowest > last_tick || tick_due(life, lowest) > latest))
        return;
    for (double tick; (tick = find_tick(life, until_h, last_tick, due)) < HUGE_VAL;)
        pass_tick(life, tick, due, sink, context);
}

// Everything decays over a session whose effect was taken at its start.
static void rest_for(calf_life *life, double minutes)
{
    double hours = calf_clock(minutes / 60);
    calf_lanes until_h;
    CALF_EACH_LANE(i) until_h[i] = life->state.now_h[i] + hours;
    rest_until(life, until_h);
}

static void mobility_live(calf_life *life, const calf_mobility *mobility)
{
    calf_state *s = &life->state;
    CALF_EACH_LANE(i)
    {
        s->rolling[i] = calf_rolling_after(&life->batch->p, i, s->rolling[i], mobility->roll_min);
        s->today_stretch_min[i] += mobility->stretch_min;
    }
    rest_for(life, mobility->roll_min + mobility->stretch_min);
}

static void strength_live(calf_life *life, const calf_session *session)
{
    calf_lanes hours;
    calf_strength_live(life->batch, &session->strength, session->run_gap_h, &life->state, hours);
    calf_strength_end(hours, calf_prepared_rest(life->prepared, hours), &life->state);
}

static void session_live(calf_life *life, const calf_session *session, calf_run_scale scale)
{
    switch (session->kind) {
    case CALF_RUN:
        calf_prepared_live(life->prepared, &session->run, scale, &life->state);
        break;
    case CALF_STRENGTH:
        strength_live(life, session);
        break;
    case CALF_MOBILITY:
        mobility_live(life, &session->mobility);
        break;
    case CALF_DOSE:
        calf_dose_live(life->batch, session->dose.du, &life->state);
        rest_for(life, session->dose.duration_min);
        break;
    }
}

// The scale of the first lane of those left, and the lanes of that scale; they are left no more.
// False when none is left.
static bool next_variant(
    const calf_decision *decision, calf_lanes left, calf_run_scale *scale, calf_lanes which)
{
    int first = 0;
    while (first < CALF_LANES && left[first] == 0)
        first++;
    if (first == CALF_LANES)
        return false;
    *scale = (calf_run_scale){decision->volume[first], decision->intensity[first]};
    CALF_EACH_LANE(i)
    {
        double volume = decision->volume[i], intensity = decision->intensity[i];
        double alike = volume == scale->volume ? left[i] : 0;
        which[i] = intensity == scale->intensity ? alike : 0;
        left[i] -= which[i];
    }
    return true;
}

// Whether every lane does a session, all of them at the same scale.
static bool decided_alike(const calf_decision *decision)
{
    double volume = decision->volume[0], intensity = decision->intensity[0], odd = 0;
    for (int i = 0; i < CALF_LANES; i++) {
        odd += decision->volume[i] != volume;
        odd += decision->intensity[i] != intensity;
        odd += 1 - decision->done[i];
    }
    return odd == 0;
}

// Lives a session in the lanes that do it, once for each scale that there is among them. The others
// stay as they are, their clocks too: to them there is no session.
static void live_as_decided(calf_life *life, const calf_session *session, const calf_lanes start_h)
{
    calf_decision decision;
    calf_policy_decide(life->policy, session, &decision);
    calf_lanes until_h, which;
    CALF_EACH_LANE(i)
    until_h[i] = decision.done[i] > 0 ? start_h[i] : life->state.now_h[i];
    rest_until(life, until_h);
    calf_run_scale scale = {decision.volume[0], decision.intensity[0]};
    if (decided_alike(&decision)) {
        session_live(life, session, scale);
        return;
    }
    calf_state before, after;
    memcpy(&before, &life->state, CALF_STATE_MOVED);
    memcpy(&after, &life->state, CALF_STATE_MOVED);
    while (next_variant(&decision, decision.done, &scale, which)) {
        session_live(life, session, scale);
        calf_state_take(&after, &life->state, which);
        memcpy(&life->state, &before, CALF_STATE_MOVED);
    }
    memcpy(&life->state, &after, CALF_STATE_MOVED);
}

void calf_life_live(calf_life *life, const calf_session *const *sessions, size_t count,
    int last_day, calf_morning_sink *sink, void *context)
{
    calf_lanes start_h;
    for (size_t k = 0; k < count; k++) {
        life->stopped = life->stop.asked != NULL && life->stop.asked(life->stop.context);
        if (life->stopped)
            return;
        double due_h = calf_clock(sessions[k]->due_h);
        CALF_EACH_LANE(i) start_h[i] = calf_max(due_h, life->state.now_h[i]);
        pass_ticks(life, start_h, last_day, sink, context);
        if (life->policy != NULL && sessions[k]->kind != CALF_DOSE) {
            live_as_decided(life, sessions[k], start_h);
            continue;
        }
        rest_until(life, start_h);
        session_live(life, sessions[k], CALF_AS_PLANNED);
    }
    for (int i = 0; i < CALF_LANES; i++)
        start_h[i] = HUGE_VAL;
    pass_ticks(life, start_h, last_day, sink, context);
}
