# SPDX-License-Identifier: GPL-3.0-or-later
# The statistics of a run against the runners that it stored: what a reader would work out from
# every single runner is what the file says, and its errors are what resampling the runners gives.
import json
import os
import re
import unittest

import numpy as np
import xarray as xr

import program

RUNNERS, WORLDS, DAYS = 333, 3, 16  # neither whole blocks nor whole batches
TOP = os.path.dirname(program.TESTS)
EXPERIMENT = {
    "model": 1, "seed": 11, "days": DAYS, "history": {"days": 28, "plan": "usual"},
    "population": {"runners": RUNNERS, "worlds": WORLDS},
    "plans": {
        "usual": {"week": {
            "tue": [{"run": {"distance_km": 7, "intensity": 0.85}}],
            "sun": [{"run": {"distance_km": 12, "intensity": 0.75}}]}},
        "hills": {"extends": "usual", "week": {
            "tue": [{"run": {"distance_km": 7, "intensity": 0.85, "grade_percent": -6}}],
            "thu": [{"strength": {"knee": "straight", "sets": 3, "reps": 15}}]}}},
    "strategies": [{"name": "usual", "plan": "usual"}, {"name": "hills", "plan": "hills"},
                   {"name": "less", "plan": "usual", "volume": 0.7}],
    "output": {"daily": ["soreness", "force", "hazard", "loads", "protection", "conditioning",
                         "capacity", "mobility"],
               "trajectories": True, "runners": True}}
FLOAT32 = 2.0 ** -23  # of the stored runners


def bins_of(table, kind):
    """name -> (scale, low, high), as the tables of the program have them."""
    with open(os.path.join(TOP, table), encoding="utf-8") as file:
        rows = re.findall(rf'(?m)^{kind}\((?:\w+, )?(\w+), ["\d].*?, (LINEAR|LOG), (\S+), (\S+),',
                          file.read())
    return {name: (scale, float(low), float(high)) for name, scale, low, high in rows}


def edges(scale, low, high, difference=False):
    """The edges of a thousand bins (src/results/README.md)."""
    if scale == "LINEAR":
        span = max(abs(low), abs(high))
        return np.linspace(-span, span, 1001) if difference else np.linspace(low, high, 1001)
    steps = np.arange(501 if difference else 1001)
    up = low * (high / low) ** (steps / steps[-1])
    up[0] = 0
    return np.concatenate([-up[:0:-1], up]) if difference else up


class Statistics(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", json.dumps(EXPERIMENT))
        self.succeed("run", "x.yaml", "-o", "a.h5", "-q")
        with xr.open_dataset(self.path("a.h5"), engine="h5netcdf") as data:
            self.data = data.load()
        with xr.open_dataset(self.path("a.h5"), engine="h5netcdf", group="runners") as data:
            self.outcomes = data.load().assign_coords(self.data.coords).outcomes.astype(float)
        with xr.open_dataset(self.path("a.h5"), engine="h5netcdf", group="trajectories") as data:
            self.lives = data.load().assign_coords(self.data.coords).astype(float)

    def near(self, found, expected, relative, absolute, name):
        np.testing.assert_allclose(found.transpose(*expected.dims), expected, relative, absolute,
                                   err_msg=name)

    def check(self, data, name, values, edge, rounding=0.0):
        """Mean, SD and quantiles of values along `runner`, whose bins have these edges; `rounding`
        is what storing the runners may have cost a value."""
        least = rounding + FLOAT32 * float(np.abs(values).max())
        self.near(data[f"{name}_mean"], values.mean("runner"), 0, least, name)
        self.near(data[f"{name}_sd"], values.std("runner", ddof=1), 0, 2 * least, name)
        ranked = np.sort(values.transpose("runner", ...).values, axis=0)
        kept = values.isel(runner=0, drop=True).dims
        for p in data["quantile"].values:
            quantile = data[f"{name}_quantile"].sel(quantile=p).transpose(*kept).values
            truth = ranked[int(np.ceil(p * RUNNERS - 1e-6)) - 1].clip(edge[0], edge[-1])
            at = np.clip(np.searchsorted(edge, truth, side="right") - 1, 0, 999)
            off = np.abs(quantile.clip(edge[0], edge[-1]) - truth)
            width = (edge[at + 1] - edge[at]) * (1 + 1e-6) + least
            self.assertTrue((off <= width).all(), f"{name} at {p}: {(off / width).max()} bins off")

    def test_days(self):
        bins = bins_of("include/calfsim/outputs.def", "CALF_OUTPUT")
        self.assertEqual(len(self.lives.data_vars), 9)
        for name, values in self.lives.data_vars.items():
            self.check(self.data, name, values, edges(*bins[name]))
        calf = self.lives.soreness_mm.max("muscle")
        self.check(self.data, "calf_soreness_mm", calf, edges(*bins["calf_soreness_mm"]))
        share = (calf >= self.data.soreness_level).mean("runner")
        found = self.data.calf_soreness_share_from.transpose(*share.dims)
        self.assertTrue((found == share).all())
        self.assertTrue(((share > 0) & (share < 1)).any())

    def test_outcomes_and_differences(self):
        bins = bins_of("src/results/outcomes.def", "CALF_OUTCOME")
        self.assertEqual(list(bins), list(self.data.outcome.values))
        for name, cut in bins.items():
            data, own = self.data.sel(outcome=name), self.outcomes.sel(outcome=name)
            other = own.rename(strategy="against")
            rounding = 2 * FLOAT32 * float(np.abs(own).max())
            self.check(data, "outcome", own, edges(*cut))
            self.check(data, "difference", own - other, edges(*cut, difference=True), rounding)
            # how the probability that a strategy is better for a runner is counted
            margin = float(data.outcome_margin) * (1 + 1e-6) + rounding
            for side, counted in (("lower", own < other), ("higher", own > other),
                                  ("lower_by_margin", own < other - margin),
                                  ("higher_by_margin", own > other + margin)):
                found = data[f"difference_share_{side}"]
                expected = counted.mean("runner").transpose(*found.dims)
                self.assertTrue((found == expected).all(), f"{name} {side}")
        lower = self.data.difference_share_lower.sel(strategy="less", against="usual")
        self.assertTrue((lower.sel(outcome="mean_soreness") > 0.5).all())

    def test_errors_have_their_formulas(self):
        statistics = [name for name in self.data.data_vars if f"{name}_error" in self.data]
        self.assertEqual(len(statistics), 3 * 13 + 1 + 3 + 7)
        for name in statistics:
            value, error = self.data[name], self.data[f"{name}_error"]
            self.assertEqual((error.dims, error.dtype), (value.dims, np.float32), name)
            self.assertEqual(error.attrs["units"], value.attrs["units"])
            self.assertTrue((error.isnull() | (error >= 0)).all(), name)
            if "share" in name:
                np.testing.assert_allclose(error, np.sqrt(value * (1 - value) / RUNNERS), 1e-6,
                                           1e-12, err_msg=name)
            if name.endswith("_mean") and not name.startswith("acwr"):  # some runners have none
                sd = self.data[name.replace("_mean", "_sd")]
                np.testing.assert_allclose(error, sd / np.sqrt(RUNNERS), 1e-6, err_msg=name)
            if name.endswith("_sd"):
                self.assertTrue((error.where(value == 0, 0) == 0).all())

    def test_over_worlds(self):
        """Every statistic over the worlds of the file: NumPy's mean, SD and linear quantiles."""
        with xr.open_dataset(self.path("a.h5"), engine="netcdf4", group="over_worlds") as data:
            spread = data.load().assign_coords(self.data.coords)
        self.assertEqual(list(spread.spread.values),
                         ["mean", "sd", "q05", "q25", "q50", "q75", "q95"])
        names = [name for name in self.data.data_vars if f"{name}_error" in self.data]
        self.assertEqual(sorted(spread.data_vars),
                         sorted(names + [f"{name}_error" for name in names]))
        for name in names:
            worlds, found = self.data[name], spread[name]
            self.assertEqual(found.dims, (*(d for d in worlds.dims if d != "world"), "spread"))
            self.assertEqual(spread[f"{name}_error"].dtype, np.float32)
            truth = [worlds.mean("world", skipna=True), worlds.std("world", ddof=1, skipna=True)]
            axis = worlds.dims.index("world")
            truth += [np.quantile(worlds, p, axis) for p in (0.05, 0.25, 0.5, 0.75, 0.95)]
            scale = 1e-12 * float(np.abs(worlds).max())
            for part, expected in zip(found.transpose("spread", ...), truth):
                np.testing.assert_allclose(part, expected, 1e-9, scale, err_msg=name)
            error = spread[f"{name}_error"].sel(spread="mean")
            np.testing.assert_allclose(error, truth[1] / WORLDS ** 0.5, 1e-6, scale, err_msg=name)

    def test_errors_are_those_of_resampling(self):
        """Bootstrap: the statistics of runners drawn anew from the runners, 1000 times. To a
        quarter for an SD; half an interval is rough: to 2, and on average to a quarter."""
        draws = np.random.default_rng(5).integers(0, RUNNERS, (1000, RUNNERS))
        at = {"outcome": "mean_soreness", "strategy": "hills"}
        data, factors = self.data.sel(at), []
        for world in range(WORLDS):
            values = self.outcomes.sel(at).isel(world=world).values[draws]
            factor = values.std(axis=1, ddof=1).std() / data.outcome_sd_error.values[world]
            self.assertTrue(0.8 < factor < 1.25, f"SD in world {world}: {factor}")
            for p in data["quantile"].values[1:-1]:
                error = data.outcome_quantile_error.sel(quantile=p).values[world]
                factors.append(np.quantile(values, p, axis=1).std() / error)
        self.assertTrue(0.5 < min(factors) and max(factors) < 2, factors)
        self.assertTrue(0.8 < np.exp(np.log(factors).mean()) < 1.25, factors)


if __name__ == "__main__":
    unittest.main()
