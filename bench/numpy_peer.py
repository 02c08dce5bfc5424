#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# The model in NumPy, vectorised over runners: a peer that bench_peers measures calfsim against.
"""Lives the runners of FOLDER/runners.csv through FOLDER/runs.csv and writes FOLDER/mornings.txt:
the CPU seconds it took, then soreness and force of both muscles, of every runner every morning.

Runs are integrated by the classical Runge-Kutta method in steps of at most 30 s; rests are linear
and solved exactly. So is the protective stimulus within a step, since it drives no other state and
rises faster in a few runners than such steps could follow. States are arrays [muscle, runner].
"""
import csv
import itertools
import sys
import time
from types import SimpleNamespace

import numpy as np

STEP_H = 30 / 3600
REPORT_HOUR = 7
STATES = ("metabolic", "central", "bout", "lesion", "mediators", "sensitisation", "acute",
          "deficit", "sum_dose")


def read(path):
    """The columns of a CSV file as arrays."""
    with open(path, encoding="ascii", newline="") as file:
        rows = list(csv.reader(file))
    return SimpleNamespace(**dict(zip(rows[0], np.array(rows[1:], dtype=float).T)))


def both(gastrocnemius, soleus):
    return np.stack(np.broadcast_arrays(gastrocnemius, soleus))


def split_rate(p, rate, ratio):
    """Rates of both muscles [1/h] whose mean, weighted by capacity, is the runner's [1/s]."""
    soleus = rate / (p.soleus_capacity_share + (1 - p.soleus_capacity_share) * ratio)
    return 3600 * both(ratio * soleus, soleus)


def step_of(p, speed, grade, cadence_ratio, forefoot, heel, push_off, lean, lift):
    """One running step: the forces of model section 3."""
    push = 1 - p.pushoff_contact * push_off
    strike = 1 + forefoot * (p.strike_peak_kiss + p.strike_peak_nokiss * (1 - heel))
    slope = 1 + np.where(grade > 0, p.grade_up, p.grade_down) * grade
    multiplier = np.minimum(strike * (1 - p.lift_effect * lift) * slope, p.multiplier_cap)
    cadence = (p.cadence_base + p.cadence_slope * speed) * cadence_ratio
    contact = p.contact_coef * speed ** p.contact_exponent * push / np.sqrt(cadence_ratio)
    peak = (p.demand_ref * (1 + p.speed_slope * (np.minimum(speed, p.speed_cap) - 3.5))
            * cadence_ratio ** p.cadence_peak_exponent * push ** -p.pushoff_exponent
            * np.exp(p.lean_effect * lean) * multiplier)
    extra = np.where(strike < 1, 0, peak * (strike - 1) / strike)
    share = np.clip(p.soleus_share - p.soleus_share_slope * (speed - 3.5) - 0.02 * push_off, 0, 1)
    phi = both(((1 - share) * (peak - extra) + p.strike_gastroc_share * extra)
               / (1 - p.soleus_capacity_share),
               (share * (peak - extra) + (1 - p.strike_gastroc_share) * extra)
               / p.soleus_capacity_share)
    shared = ((1 + 0.1 * forefoot * (1 - heel))
              * np.maximum(1 + p.overstride_lengthening * (1 - cadence_ratio), 0.1)
              * np.where(grade > 0, np.maximum(1 - 0.04 * grade, 0.3), 1 - 0.02 * grade))
    lengthening = shared * both(1 + p.strike_lengthening_gas * forefoot,
                                1 + p.strike_lengthening_sol * forefoot)
    return SimpleNamespace(cadence=cadence, contact=contact, duty=contact * cadence / 120, phi=phi,
                           lengthening=lengthening)


class Runners:
    """Runners at rest at 0:00 of day 0."""

    def __init__(self, p):
        self.p = p
        count = len(p.threshold_speed)
        self.y = dict.fromkeys(STATES, np.zeros((2, count)))
        self.stimulus, self.stimulus_sum = np.zeros((2, count)), np.zeros((2, count))
        self.protection, self.conditioning = np.zeros((2, count)), np.zeros((2, count))
        self.habit = p.forefootness
        self.now = np.zeros(count)
        self.fatigue = split_rate(p, p.fatigue_rate, p.gas_sol_fatigue_ratio)
        self.recovery = split_rate(p, p.fatigue_rate * p.recovery_ratio, p.gas_sol_recovery_ratio)
        self.strength = (1 + p.heel_raise_reps / 30) / (1 + 25 / 30)
        self.half_power = p.deficit_half ** p.deficit_hill

    def slow_force(self, y):
        power = np.maximum(y["deficit"], 0) ** self.p.deficit_hill
        return (1 - y["central"]) * (1 - self.p.deficit_max * power / (self.half_power + power))

    def soreness(self):
        power = (self.y["sensitisation"] + self.y["acute"]) ** self.p.soreness_hill
        return 100 * power / (self.p.soreness_half ** self.p.soreness_hill + power)

    def force(self):
        return (1 - self.y["metabolic"]) * self.slow_force(self.y)

    def fade(self, hours):
        self.protection = self.protection * np.exp(-hours / 24 / self.p.protection_tau)
        self.conditioning = self.conditioning * np.exp(-hours / 24 / self.p.conditioning_tau)

    def rest(self, until):
        """Rests until an hour: decays, and the chain of three from its partial fractions."""
        p, y = self.p, self.y
        hours = until - self.now
        a, b, c = 1 / p.lesion_tau, 1 / p.mediator_tau, 1 / p.sensitisation_tau
        of_a, of_b, of_c = np.exp(-a * hours), np.exp(-b * hours), np.exp(-c * hours)
        mediators_lesion = b * (of_a - of_b) / (b - a)
        sense_mediators = c * (of_b - of_c) / (c - b)
        sense_lesion = b * c * (of_a / ((b - a) * (c - a)) + of_b / ((a - b) * (c - b))
                                + of_c / ((a - c) * (b - c)))
        self.y = dict(
            y, metabolic=y["metabolic"] * np.exp(-p.rest_multiplier * self.recovery * hours),
            central=y["central"] * np.exp(-hours / p.central_tau),
            bout=y["bout"] * np.exp(-hours / p.bout_tau), lesion=y["lesion"] * of_a,
            mediators=y["mediators"] * of_b + y["lesion"] * mediators_lesion,
            sensitisation=(y["sensitisation"] * of_c + y["mediators"] * sense_mediators
                           + y["lesion"] * sense_lesion),
            acute=y["acute"] * np.exp(-hours / p.acute_tau),
            deficit=y["deficit"] * np.exp(-hours / p.deficit_tau))
        self.stimulus = self.stimulus * np.exp(-hours / p.stimulus_tau)
        self.fade(hours)
        self.now = self.now + hours

    def drives(self, step):
        """What stays the same along a segment."""
        p = self.p
        reference = step_of(p, 3.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0)
        relative = step.phi / self.strength / reference.phi
        loading = step.phi / step.contact / (reference.phi / reference.contact)
        dose = (p.dose_per_km / (1000 / 3 * reference.cadence / 120) * relative ** p.dose_exponent
                * loading ** p.loading_rate_exponent * step.lengthening)
        change = np.minimum(np.abs(p.forefootness - self.habit), 1)
        protection = self.protection * (1 - (1 - p.strike_transfer) * change)
        pause = 1 + (p.rest_multiplier - 1) * p.stride_rest_share
        activation = step.phi / self.strength * p.impulse_shape * step.duty
        return SimpleNamespace(
            recovery=self.recovery * (step.duty + pause * (1 - step.duty)),
            tiring=self.fatigue * activation, central=3600 * p.central_rate * activation,
            raw=dose * 3600 * step.cadence / 120, coupling=-p.fatigue_coupling * p.dose_exponent,
            conditioned=(1 + self.conditioning / p.conditioning_half) ** -p.conditioning_exponent,
            vulnerable=(1 - p.protection_max * protection) * p.susceptibility
            * np.exp(-p.rom_effect * (p.dorsiflexion_rom - 38) / 6),
            acute=p.acute_gain / step.lengthening)

    def rates(self, y, drive):
        """The right-hand side [1/h]."""
        p = self.p
        slow = self.slow_force(y)
        raw = drive.raw * slow ** drive.coupling
        dose = drive.conditioned * raw
        convex = p.bout_exponent * np.maximum(y["bout"], 0) ** (p.bout_exponent - 1) * dose
        damage = drive.vulnerable * np.exp(-p.refractory * y["sensitisation"]) * convex
        return {
            "metabolic": drive.tiring / slow - drive.recovery * y["metabolic"],
            "central": drive.central - y["central"] / p.central_tau,
            "bout": dose - y["bout"] / p.bout_tau,
            "lesion": damage - y["lesion"] / p.lesion_tau,
            "mediators": (y["lesion"] - y["mediators"]) / p.mediator_tau,
            "sensitisation": (y["mediators"] - y["sensitisation"]) / p.sensitisation_tau,
            "acute": drive.acute * convex - y["acute"] / p.acute_tau,
            "deficit": damage - y["deficit"] / p.deficit_tau, "sum_dose": raw}

    def stimulate(self, dose, h):
        """The protective stimulus after a step with this dose: a linear equation, solved."""
        drive = dose / h / self.p.protection_dose
        rate = drive + 1 / self.p.stimulus_tau
        limit = drive / rate
        gone = (limit - self.stimulus) * -np.expm1(-rate * h)
        self.stimulus_sum = self.stimulus_sum + drive * ((1 - limit) * h + gone / rate)
        self.stimulus = self.stimulus + gone

    def go(self, hours, drive):
        """One segment; every runner takes as many steps as the one who needs longest."""
        count = max(1, int(np.ceil(np.max(hours) / STEP_H)))
        h = hours / count

        def moved(rates, by):
            return {name: self.y[name] + by * rates[name] for name in STATES}

        for _ in range(count):
            first = self.rates(self.y, drive)
            second = self.rates(moved(first, h / 2), drive)
            third = self.rates(moved(second, h / 2), drive)
            fourth = self.rates(moved(third, h), drive)
            before = self.y["sum_dose"]
            self.y = {name: self.y[name] + h / 6 * (first[name] + 2 * second[name]
                                                    + 2 * third[name] + fourth[name])
                      for name in STATES}
            self.stimulate(drive.conditioned * (self.y["sum_dose"] - before), h)

    def run(self, segments):
        p = self.p
        self.y = dict(self.y, sum_dose=np.zeros_like(self.protection))
        self.stimulus_sum = np.zeros_like(self.protection)
        begun, km = self.now, 0
        for s in segments:
            speed = s.speed_mps if s.speed_mps > 0 else s.intensity * p.threshold_speed
            hours = s.duration_min / 60 if s.duration_min > 0 else s.distance_km / (3.6 * speed)
            hours = hours + np.zeros_like(begun)
            step = step_of(p, speed, s.grade_percent, p.cadence_ratio, p.forefootness,
                           p.heel_contact, p.push_off, p.trunk_lean, p.shoe_lift)
            self.go(hours, self.drives(step))
            self.now = self.now + hours
            km = km + 3.6 * speed * hours
        gained = np.exp(-p.protection_gain * self.stimulus_sum)
        self.protection = 1 - (1 - self.protection) * gained
        self.conditioning = self.conditioning + self.y["sum_dose"] / p.conditioning_tau
        self.fade(self.now - begun)
        kept = np.exp(-km / p.strike_habit_km)
        self.habit = p.forefootness + (self.habit - p.forefootness) * kept


def live(p, sessions, days):
    """Soreness and force of both muscles, [runner, day, 4]."""
    runners, mornings, due = Runners(p), [], list(sessions)
    for day in range(days):
        runners.rest(np.maximum(24 * day + REPORT_HOUR, runners.now))
        mornings.append(np.concatenate([runners.soreness(), runners.force()]).T)
        while due and due[0][0].due_h < 24 * (day + 1) + REPORT_HOUR:
            segments = due.pop(0)
            runners.rest(np.maximum(segments[0].due_h, runners.now))
            runners.run(segments)
    return np.stack(mornings, axis=1)


def sessions_of(runs):
    """The segments of each session."""
    rows = [SimpleNamespace(**dict(zip(vars(runs), row))) for row in zip(*vars(runs).values())]
    return [list(group) for _, group in itertools.groupby(rows, key=lambda row: row.session)]


def main():
    if len(sys.argv) != 3:
        raise SystemExit("Usage: numpy_peer.py FOLDER DAYS")
    folder, days = sys.argv[1], int(sys.argv[2])
    p, runs = read(f"{folder}/runners.csv"), read(f"{folder}/runs.csv")
    begun = time.process_time()
    mornings = live(p, sessions_of(runs), days)
    seconds = time.process_time() - begun
    with open(f"{folder}/mornings.txt", "w", encoding="ascii") as file:
        file.write(f"{seconds!r}\n")
        np.savetxt(file, mornings.reshape(-1, 4), fmt="%.12g")


if __name__ == "__main__":
    main()
