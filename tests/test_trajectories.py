# SPDX-License-Identifier: GPL-3.0-or-later
# The worked cases of tests/reference through the whole program: an experiment file and a cohort in,
# trajectories out, read with xarray and held to the model's tolerances on every morning.
import csv
import glob
import json
import os
import unittest

import numpy as np
import xarray as xr

import program

# Field of a case: dataset, tolerance, whether it is relative; as in reference_case.c.
FIELDS = {
    "soreness": ("soreness_mm", 0.1, False),
    "mvc": ("force_available", 1e-3, False),
    "P": ("protection", 1e-3, False),
    "K": ("conditioning", 1e-3, True),
    "capacity": ("capacity", 1e-3, True),
    "H": ("overuse_hazard", 1e-3, False),
    "rom": ("rom_gain_deg", 1e-3, False),
    "ctl": ("ctl", 1e-3, True),
    "atl": ("atl", 1e-3, True),
}
CASES = {os.path.basename(path)[:-4]: path
         for path in sorted(glob.glob(os.path.join(program.TESTS, "reference", "*.txt")))}


def technique(name, text):
    return {} if text == "own" else {name: float(text)}


def read_run(words):
    day, hour, distance, intensity, speed, grade, treadmill, forefoot, heel = words
    pace = {"speed_mps": float(speed)} if float(speed) > 0 else {"intensity": float(intensity)}
    return {"day": int(day), "hour": float(hour), "run": {
        "distance_km": float(distance), **pace, "grade_percent": float(grade),
        "treadmill": treadmill != "0",
        "technique": {**technique("forefootness", forefoot), **technique("heel_contact", heel)}}}


def read_strength(words):
    day, hour, knee, sets, reps, rest, extra = words
    return {"day": int(day), "hour": float(hour), "strength": {
        "knee": knee, "sets": int(sets), "reps": int(reps), "rest_s": float(rest),
        "extra_load": float(extra)}}


def read_mobility(words):
    day, hour, roll, stretch = words
    return {"day": int(day), "hour": float(hour),
            "mobility": {"roll_min": float(roll), "stretch_min": float(stretch)}}


class Case:
    """What a case file says: days, runners, their parameters, sessions, values of mornings."""

    def __init__(self, path):
        self.parameters, self.sessions, self.values = {}, [], {}
        sessions = {"run": read_run, "strength": read_strength, "mobility": read_mobility}
        with open(path, encoding="utf-8") as file:
            lines = [line.split() for line in file if line.strip() and line[0] != "#"]
        for kind, *words in lines:
            if kind == "case":
                self.days, self.runners = map(int, words)
            elif kind == "parameter":
                self.parameters[words[0]] = words[1:]
            elif kind in sessions:
                self.sessions.append(sessions[kind](words))
            else:
                self.add_value(*words)

    def add_value(self, field, part, day, *values):
        table = self.values.setdefault(field, np.full((2, self.days, self.runners), np.nan))
        table[int(part), int(day)] = [float(value) for value in values]

    def expected(self, field, muscles):
        """[day][muscle][runner] or [day][runner]."""
        table = self.values[field]
        return table.transpose(1, 0, 2) if muscles else table[0]


class Trajectories(program.ProgramTest):
    def defaults(self):
        """Every parameter at its default, as the program tells them."""
        rows = csv.DictReader(self.succeed("params", "--csv").splitlines())
        return {row["name"]: float(row["default"]) for row in rows}

    def live(self, case):
        with open(self.path("club.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(case.parameters)
            writer.writerows(zip(*case.parameters.values()))
        # what is no column of the cohort is at its default in a single world: nothing is drawn
        self.write("x.yaml", json.dumps({
            "model": 1, "days": case.days,
            "population": {"cohort": "club.csv"},
            "plans": {"plan": {"calendar": case.sessions}},
            "strategies": [{"name": "case", "plan": "plan"}],
            "output": {"daily": [], "trajectories": True}}, indent=1))
        self.succeed("run", "x.yaml", "-o", "a.h5", "-q")

    def compare(self, name, case, data):
        """The fields that are off, each printed with its largest deviation."""
        off = []
        for field, (dataset, tolerance, relative) in FIELDS.items():
            lived = data[dataset].isel(strategy=0, world=0)
            muscles = "muscle" in lived.dims
            expected = case.expected(field, muscles)
            self.assertTrue(np.isfinite(expected).all(), f"{name} does not hold all of {field}")
            self.assertEqual(lived.shape, expected.shape, f"{name} {dataset}")
            deviation = np.abs(lived.values.astype(float) - expected)
            if relative:
                deviation = deviation / np.where(expected == 0, 1, np.abs(expected))
            largest = deviation.max()
            print(f"{name} {dataset}: largest deviation {largest:.2g} of {tolerance:g} allowed")
            if not largest <= tolerance:
                off.append(dataset)
        return off

    def test_cases(self):
        self.assertEqual(len(CASES), 5)
        for name, path in CASES.items():
            case = Case(path)
            self.live(case)
            with xr.open_dataset(self.path("a.h5"), engine="h5netcdf",
                                 group="trajectories") as data:
                off = self.compare(name, case, data)
                with xr.open_dataset(self.path("a.h5"), engine="netcdf4",
                                     group="trajectories") as again:
                    self.assertTrue(data.equals(again), f"{name}: the engines read other values")
            self.assertEqual(off, [], name)

    def test_compressed(self):
        """The same values in less room, and rows of a day that lie together."""
        self.live(Case(CASES["hills_random_runners"]))
        self.succeed("run", "x.yaml", "-o", "b.h5", "-q", "--set", "output.compress=true",
                     "--set", "output.runners=true")
        with xr.open_dataset(self.path("a.h5"), engine="h5netcdf", group="trajectories") as plain, \
                xr.open_dataset(self.path("b.h5"), engine="netcdf4", group="trajectories") as small:
            self.assertTrue(plain.equals(small))
            for name, values in small.items():
                chunk = values.encoding["chunksizes"]
                self.assertEqual(chunk, (1,) * (values.ndim - 1) + (values.sizes["runner"],), name)
                self.assertTrue(values.encoding["zlib"] and values.encoding["shuffle"], name)
                self.assertFalse(plain[name].encoding.get("zlib"), name)

    def test_world_is_at_its_defaults(self):
        """A cohort in one world draws nothing: what the file tells of the world are defaults."""
        case = Case(CASES["single_run"])
        self.live(case)
        with xr.open_dataset(self.path("a.h5"), engine="h5netcdf") as data:
            values = dict(zip(data.parameter.values, data.world_parameter.values[0]))
        for name, default in self.defaults().items():
            if name in case.parameters:
                self.assertTrue(np.isnan(values[name]), name)
            else:
                self.assertEqual(values[name], default, name)


if __name__ == "__main__":
    unittest.main()
