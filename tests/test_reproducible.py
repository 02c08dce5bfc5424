# SPDX-License-Identifier: GPL-3.0-or-later
# The same experiment gives the same bits, whatever the threads, the lanes and the way in which it
# was written down; and what is added to an experiment leaves the rest exactly as it was.
import copy
import csv
import io
import json
import os
import unittest

import h5netcdf
import numpy as np

import program

RUNNERS = 150  # the last block and its last batch are not full
DAYS, WORLDS = 11, 3

EXPERIMENT = {
    "title": "Everything at once",
    "model": 1,
    "seed": 20261123,
    "days": DAYS,
    "start": "2026-03-02",
    "history": {"days": 10, "plan": "base"},
    "population": {
        "runners": RUNNERS,
        "worlds": WORLDS,
        "set": {"years_running": 5},
        "vary": {"heel_raise_reps": {"lognormal": [18, 0.3], "low": 5, "high": 60}},
        "correlate": [["heel_raise_reps", "susceptibility", -0.4],
                      ["dorsiflexion_rom", "heel_raise_reps", 0.3]],
    },
    "plans": {
        "base": {"week": {
            "tue": [{"run": {"distance_km": 8, "intensity": 0.8}}],
            # late and long: slow runners are still under way at 24:00
            "thu": [{"run": {"distance_km": 14, "intensity": 0.8, "grade_percent": -4},
                     "hour": 22.5}],
            "sat": [{"run": {"segments": [
                {"duration_min": 10, "intensity": 0.75},
                {"repeat": 3, "of": [{"duration_min": 3, "intensity": 1.05},
                                     {"duration_min": 2, "speed_mps": 2.4}]}]}}]}},
        "raises": {"extends": "base", "week": {
            "mon": [{"strength": {"knee": "straight", "sets": 3, "reps": 15}}],
            "wed": [{"strength": {"knee": "bent", "sets": 2, "reps": 12, "rest_s": 60,
                                  "extra_load": 0.2}}],
            "fri": [{"mobility": {"roll_min": 5, "stretch_min": 10}}],
            # some runners are done at the time of the report, some are not
            "sun": [{"hour": 6.9, "strength": {"knee": "straight", "sets": 3, "effort": 0.9}}]},
            "calendar": [{"day": 3, "hour": 7.5, "run": {
                "distance_km": 5, "pace_min_per_km": 6, "treadmill": True,
                "technique": {"forefootness": 1, "heel_contact": 0}}}]},
    },
    "strategies": [
        {"name": "as usual", "plan": "base"},
        {"name": "heel raises", "plan": "raises"},
        {"name": "more", "plan": "base", "progression": {
            "volume": {"weekly": 1.1, "deload": {"every": 2, "to": 0.8}},
            "intensity": {"weekly": 1.02}}, "long_run": {"of_longest": 1.05}},
        {"name": "shorter steps", "plan": "base", "from_day": 3, "volume": 0.9, "intensity": 1.02,
         "technique": {"cadence_ratio": {"times": 1.05}, "trunk_lean": {"plus": 2},
                       "forefootness": {"plus": 0.3}},
         "progression": {"technique": {"from": 0.3, "weekly": 0.4}}},
        # low thresholds, so that runners of one batch do different things
        {"name": "as it feels", "plan": "raises", "from_day": 1,
         "adherence": {"run": 0.9, "strength": 0.7},
         "progression": {"volume": {"weekly": 1.2}, "intensity": {"weekly": 1.03}},
         "policy": {"skip_run_if": {"soreness_mm": 25}, "shorten_run_if": {"soreness_mm": 12},
                    "repeat_week_if": {"soreness_mm": 15, "days": 3},
                    "cut_week_if": {"soreness_mm": 15, "days": 2},
                    "hold_progression_until": {"soreness_mm": 8, "days": 2},
                    "rest_day_if": {"rise_mm": 15}, "see_professional_if": {"lasts_days": 4}}},
    ],
    "output": {"daily": ["soreness", "rating", "hazard"], "trajectories": True, "runners": True},
}


def changed(**changes):
    """The experiment with top-level keys changed by functions or replaced."""
    experiment = copy.deepcopy(EXPERIMENT)
    for key, change in changes.items():
        experiment[key] = change(experiment[key]) if callable(change) else change
    return experiment


def walk(group, prefix=""):
    for name, variable in group.variables.items():
        yield prefix + name, variable
    for name, child in group.groups.items():
        if prefix + name != "provenance":
            yield from walk(child, prefix + name + "/")


class Result:
    """Every dataset of a result but the provenance, read as it stands."""

    def __init__(self, path):
        self.values, self.dims, self.attributes = {}, {}, {}
        with h5netcdf.File(path, "r") as file:
            self.attributes[""] = dict(file.attrs)
            for name, variable in walk(file):
                self.values[name] = np.asarray(variable[...])
                self.dims[name] = variable.dimensions
                self.attributes[name] = {key: str(value) for key, value in variable.attrs.items()}
        stored = self.values["experiment"].item()
        self.experiment = stored.decode() if isinstance(stored, bytes) else stored

    def bits(self, name):
        value = self.values[name]
        content = value.tolist() if value.dtype.hasobject else value.tobytes()
        return value.dtype.str, value.shape, content

    def part(self, name, **selected):
        """The dataset's values at these indices of its dimensions (those it has)."""
        value = self.values[name]
        for axis, dim in enumerate(self.dims[name]):
            if dim in selected:
                value = value.take(selected[dim], axis=axis)
        return value


class Reproducible(program.ProgramTest):
    def write_experiment(self, experiment):
        return self.write("x.yaml", json.dumps(experiment, indent=1))

    def live(self, name, experiment=None, *options, **how):
        """Runs an experiment into a file of that name and reads it."""
        given = self.write_experiment(EXPERIMENT if experiment is None else experiment)
        self.succeed("run", given, "-o", name, "-q", *options, **how)
        return Result(self.path(name))

    def assert_same(self, a, b):
        """By the program and by a reader that knows nothing of it."""
        self.assertEqual(self.succeed("diff", a, b), "")
        x, y = Result(self.path(a)), Result(self.path(b))
        self.assertEqual(list(x.values), list(y.values))
        self.assertGreater(len(x.values), 40)
        self.assertEqual(x.attributes, y.attributes)
        for name in x.values:
            self.assertTrue(x.bits(name) == y.bits(name), f"{name} differs")

    def assert_kept(self, before, after, old, new, only=None, but=()):
        """What `before` has at the indices `old` is what `after` has at `new`, to the bit."""
        compared = 0
        for name, value in before.values.items():
            if name in but or (only and not name.startswith(only)) or value.dtype.hasobject:
                continue
            x, y = before.part(name, **old), after.part(name, **new)
            self.assertEqual(x.shape, y.shape, name)
            self.assertTrue(x.tobytes() == y.tobytes(), f"{name} is not what it was")
            compared += 1
        self.assertGreater(compared, 8)

    def test_the_comparison_sees_a_difference(self):
        self.live("a.h5")
        other = self.live("b.h5", changed(seed=1))
        self.assertEqual(self.call("diff", "a.h5", "b.h5").returncode, 1)
        with self.assertRaises(AssertionError):
            self.assert_kept(Result(self.path("a.h5")), other, {}, {})

    def test_everything_is_alive(self):
        """Values differ between strategies, worlds and runners: equality below means something."""
        result = self.live("a.h5")
        for name, value in result.values.items():
            if not name.startswith("trajectories/") or "runner" not in result.dims[name]:
                continue
            self.assertTrue(np.isfinite(value).all(), name)
            # what a runner trains and stretches does not hang on what science does not know
            for dim in ("runner",) if name.endswith(("ctl", "atl")) else ("world", "runner"):
                axis = result.dims[name].index(dim)
                self.assertTrue((np.ptp(value, axis=axis) > 0).any(), f"{name} over {dim}")
        soreness = result.values["trajectories/soreness_mm"]
        for a in range(5):
            for b in range(a):
                self.assertTrue((soreness[a] != soreness[b]).any(), f"strategies {a} and {b}")
        names = [name.decode() for name in result.values["outcome"]]
        missed, stopped = (result.part("runners/outcomes", outcome=names.index(name))
                           for name in ("sessions_missed", "stopped"))
        self.assertFalse(missed[:4].any() or stopped[:4].any())
        self.assertGreater(len(set(missed[4].ravel())), 3)
        self.assertTrue(0 < stopped[4].mean() < 1)

    def test_threads(self):
        self.live("one.h5", None, "--threads", "1")
        for threads in ("1", "2", "7"):
            self.live("other.h5", None, "--threads", threads)
            self.assert_same("one.h5", "other.h5")
        self.live("other.h5", None, env={**os.environ, "OMP_NUM_THREADS": "3"})
        self.assert_same("one.h5", "other.h5")

    def test_threads_with_many_and_few_worlds(self):
        """Threads live worlds of their own, then what is left of those of others: no world or
        every world is shared, and one has more runners than the statistics list one by one."""
        for worlds, runners in ((11, 20), (5, 70), (2, 150), (1, 2100)):
            experiment = changed(population=lambda old: {**old, "worlds": worlds,
                                                         "runners": runners},
                                 output=lambda old: {"daily": old["daily"]})
            one = self.live("one.h5", experiment, "--threads", "1")
            self.assertTrue(np.isfinite(one.values["soreness_mm_mean"]).all())
            for threads in ("2", "3", "7"):
                self.live("other.h5", experiment, "--threads", threads)
                self.assert_same("one.h5", "other.h5")

    def test_instruction_sets(self):
        """Every copy of the kernel that this machine can run."""
        self.live("any.h5")
        refused = self.fail_with(2, "run", "x.yaml", "-o", "no.h5", "--isa", "abacus")
        names = refused.split("machine: ")[1].strip().split(", ")
        self.assertEqual(names[0], "baseline")
        for name in names:
            self.live("one.h5", None, "--isa", name)
            with h5netcdf.File(self.path("one.h5"), "r") as file:
                self.assertEqual(file["provenance"].attrs["isa"], name)
            self.assert_same("any.h5", "one.h5")

    def test_lanes(self):
        self.live("many.h5")
        self.live("one.h5", None, program=program.ONE_LANE)
        self.assert_same("many.h5", "one.h5")

    def test_the_resolved_experiment(self):
        stored = self.live("a.h5").experiment
        self.assertEqual(self.succeed("check", "x.yaml"), stored)
        self.write("stored.yaml", stored)
        self.succeed("run", "stored.yaml", "-o", "b.h5", "-q")
        self.assert_same("a.h5", "b.h5")

    def test_the_locale_and_the_clock_of_the_place(self):
        self.live("a.h5")
        self.live("b.h5", None, env={**os.environ, "LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo"})
        self.assert_same("a.h5", "b.h5")

    def test_more_runners(self):
        before = self.live("a.h5")
        more = copy.deepcopy(EXPERIMENT)
        more["population"]["runners"] = RUNNERS + 13
        after = self.live("b.h5", more)
        first = {"runner": range(RUNNERS)}
        self.assert_kept(before, after, first, first, only=("trajectories/", "runners/"))

    def test_more_worlds(self):
        before = self.live("a.h5")
        more = copy.deepcopy(EXPERIMENT)
        more["population"]["worlds"] = WORLDS + 2
        after = self.live("b.h5", more)
        first = {"world": range(WORLDS)}
        spread = [name for name in before.values if name.startswith("over_worlds/")]
        self.assert_kept(before, after, first, first, but=spread)

    def test_another_strategy(self):
        before = self.live("a.h5")
        extra = {"name": "less", "plan": "raises", "volume": 0.5}
        after = self.live("b.h5", changed(strategies=lambda old: old[:2] + [extra] + old[2:]))
        where = [0, 1, 3, 4, 5]
        self.assert_kept(before, after, {}, {"strategy": where, "against": where})

    def test_a_strategy_less(self):
        before = self.live("a.h5")
        after = self.live("b.h5", changed(strategies=lambda old: old[:1] + old[2:]))
        where = [0, 2, 3, 4]
        self.assert_kept(before, after, {"strategy": where, "against": where}, {})

    def test_other_outputs(self):
        before = self.live("a.h5")
        after = self.live("b.h5", changed(output=lambda old: {
            **old, "daily": ["soreness", "force", "hazard", "loads", "rating", "protection",
                             "conditioning", "capacity", "mobility", "tendon"]}))
        self.assert_kept(before, after, {}, {})
        self.assertIn("tendon_load_mean", set(after.values) - set(before.values))
        less = self.live("c.h5", changed(output={"daily": ["hazard"]}))
        self.assert_kept(less, before, {}, {})
        self.assertFalse([name for name in less.values
                          if name.startswith(("runners/", "trajectories/"))])
        self.assertNotIn("rating_mm_mean", less.values)

    def test_another_order_of_keys_and_plans(self):
        self.live("a.h5")
        turned = {key: EXPERIMENT[key] for key in reversed(EXPERIMENT)}
        self.live("b.h5", turned)
        self.assert_same("a.h5", "b.h5")
        unused = {"week": {"sun": [{"run": {"distance_km": 30, "intensity": 0.8}}]}}
        before = Result(self.path("a.h5"))
        after = self.live("b.h5", changed(plans=lambda old: {"unused": unused, **old}))
        self.assert_kept(before, after, {}, {})

    def test_cohort(self):
        """A club in a CSV file, its resolved form with the rows written out, and the same runners
        in a longer file."""
        rows = [{"heel_raise_reps": 10 + 1.7 * k, "threshold_speed": 2.5 + 0.03 * k,
                 "susceptibility": 0.7 + 0.1 * (k % 7), "forefootness": k % 5 / 4}
                for k in range(37)]
        before = self.live_cohort("a.h5", rows[:29])
        self.assertIn("rows:", before.experiment)
        self.write("stored.yaml", before.experiment)
        os.remove(self.path("club.csv"))
        self.succeed("run", "stored.yaml", "-o", "b.h5", "-q")
        self.assert_same("a.h5", "b.h5")
        after = self.live_cohort("c.h5", rows)
        first = {"runner": range(29)}
        self.assert_kept(before, after, first, first, only=("trajectories/", "runners/"))
        turned = [dict(reversed(row.items())) for row in rows[:29]]
        self.assert_kept(before, self.live_cohort("d.h5", turned), {}, {})

    def live_cohort(self, name, rows):
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
        self.write("club.csv", text.getvalue())
        return self.live(name, changed(population={"cohort": "club.csv", "worlds": 2}))


if __name__ == "__main__":
    unittest.main()
