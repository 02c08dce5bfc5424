# SPDX-License-Identifier: GPL-3.0-or-later
# Opens sample results as users will: xarray, with both of its netCDF-4 engines.
import os
import subprocess
import sys
import tempfile

import numpy as np
import xarray as xr

OUTCOMES = ["peak_soreness", "mean_soreness", "sore_days", "longest_sore_spell", "days_to_recover",
            "see_professional", "force_gained", "distance", "overuse_hazard",
            "sessions_missed", "stopped"]
STRATEGIES = ["as usual", "heel raises", "größer"]


def check_described(data):
    for name, variable in data.variables.items():
        text = {**variable.attrs, **variable.encoding}
        assert text.get("units"), f"{name} has no units"
        assert text.get("long_name"), f"{name} has no long_name"


def check_root(path, engine, dated):
    with xr.open_dataset(path, engine=engine) as data:
        data.load()
    check_described(data)
    assert list(data.strategy.values) == STRATEGIES
    assert list(data.against.values) == STRATEGIES
    assert list(data.outcome.values) == OUTCOMES
    assert list(data.muscle.values) == ["gastrocnemius", "soleus"]
    assert data.soreness_mm_quantile.dims == ("strategy", "world", "day", "muscle", "quantile")
    assert data.calf_soreness_share_from.dims == ("strategy", "world", "day", "soreness_level")
    assert data.difference_mean.dims == ("strategy", "against", "world", "outcome")
    assert int(data.attrs["seed"]) == 2**64 - 1 and data.attrs["Conventions"] == "CF-1.10"
    assert data.attrs["experiment_hash"] == "13a63bf870bcc8a6"
    assert str(data.experiment.values) == "title: A sample\nmodel: 1\n"
    assert data.calf_soreness_mm_mean.attrs["grade"] == "C"
    assert np.issubdtype(data.day.dtype, np.datetime64 if dated else np.integer)
    if dated:
        assert data.day.values[0] == np.datetime64("2026-03-01")
    else:
        assert "runner" not in data.dims and "tendon_load_mean" in data

    runner = np.arange(40)
    soreness = data.calf_soreness_mm_mean.sel(strategy="heel raises", world=2)
    np.testing.assert_allclose(soreness, [(5 + 4 + 3 * d + 0.5 * runner).mean() for d in range(10)])
    share = data.calf_soreness_share_from.sel(strategy="as usual", world=0, soreness_level=10)
    np.testing.assert_allclose(share, [(3 * d + 0.5 * runner >= 10).mean() for d in range(10)])
    pair = {"strategy": "heel raises", "against": "as usual", "world": 0, "outcome": "sore_days"}
    np.testing.assert_allclose(data.difference_mean.sel(pair), -0.75, atol=1e-9)
    np.testing.assert_allclose(data.difference_share_lower.sel(pair), 0.75)
    np.testing.assert_allclose(data.difference_share_higher.sel(pair), 0)
    np.testing.assert_allclose(data.difference_share_lower_by_margin.sel(pair), 0.75)
    np.testing.assert_allclose(data.difference_share_higher_by_margin.sel(pair), 0)
    assert data.outcome_margin.dims == ("outcome",)
    assert data.outcome_margin.sel(outcome=["peak_soreness", "sore_days"]).values.tolist() == [5, 0.2]
    assert data.world_parameter.isel(world=0, parameter=2) == 2
    assert data.world_parameter.isel(world=0, parameter=1).isnull()


def check_groups(path, engine):
    runner = np.arange(40)
    with xr.open_dataset(path, engine=engine, group="trajectories") as data:
        check_described(data)
        assert data.soreness_mm.dims == ("strategy", "world", "day", "muscle", "runner")
        assert data.ctl.dims == ("strategy", "world", "day", "runner")
        assert data.soreness_mm.dtype == np.float32
        np.testing.assert_allclose(data.soreness_mm[1, 2, 3, 1], 5 + 4 + 9 + 0.5 * runner + 1000)
        np.testing.assert_allclose(data.atl[2, 0, 9], 10 + 27 + 0.5 * runner)
    with xr.open_dataset(path, engine=engine, group="runners") as data:
        assert data.outcomes.dims == ("strategy", "world", "outcome", "runner")
        np.testing.assert_allclose(data.outcomes[0, 0, 4], 400 + runner)
    with xr.open_dataset(path, engine=engine, group="over_worlds") as data:
        check_described(data)
        assert data.soreness_mm_quantile.dims == ("strategy", "day", "muscle", "quantile", "spread")
        assert data.difference_mean.dims == ("strategy", "against", "outcome", "spread")
        assert data.difference_mean.dtype == np.float64
        assert data.difference_mean_error.dtype == np.float32
        # -0.75 and 0.2 more in each of three worlds
        np.testing.assert_allclose(data.difference_mean[1, 0, 2], [-0.55, 0.2, -0.73, -0.65, -0.55,
                                                                   -0.45, -0.37], atol=1e-9)
        np.testing.assert_allclose(data.difference_mean_error[1, 0, 2, 0], 0.2 / 3**0.5, 1e-6)
    with xr.open_dataset(path, engine=engine, group="provenance") as data:
        assert data.attrs["host"] == "here" and data.attrs["threads"] == 2


def check_sweep(path, engine):
    """Point p adds p / 2 sore days a week, 1 p to every daily value (sample.h)."""
    with xr.open_dataset(path, engine=engine) as data:
        data.load()
    check_described(data)
    assert list(data.factor.values) == ["volume", "intensity"]
    assert list(data.factor_path.values) == ["strategies.1.volume", "strategies.2.intensity"]
    assert {"volume", "intensity", "point"} <= set(data.coords)
    assert not {"volume", "intensity"} & set(data.data_vars)
    assert data.volume.dims == ("point",) and data.volume.dtype == np.float64
    assert data.volume.attrs["long_name"] == "strategies.1.volume"
    np.testing.assert_allclose(data.volume, [0.8, 0.9, 1.0, 1.1])
    for name, variable in data.data_vars.items():
        assert ("world" not in variable.dims) or variable.dims[0] == "point", name
        assert ("point" not in variable.dims) or "volume" in variable.coords, name
    assert data.world_parameter.dims == ("point", "world", "parameter")
    assert data.difference_mean.dims == ("point", "strategy", "against", "world", "outcome")
    sore = data.outcome_mean.sel(outcome="sore_days", strategy="as usual", world=0)
    np.testing.assert_allclose(sore, 2 + 0.1 * 19.5 + 0.5 * np.arange(4))
    grid = sore.where(data.intensity == 2, drop=True).swap_dims(point="volume")
    np.testing.assert_allclose(grid.sel(volume=1.1, method="nearest"), 5.45)
    for group in ("runners", "trajectories", "over_worlds"):
        with xr.open_dataset(path, engine=engine, group=group) as part:
            check_described(part)
            assert all(variable.dims[0] == "point" for variable in part.data_vars.values())
            part = part.assign_coords(data.coords).load()
        assert {"volume", "intensity"} <= set(part.coords)
        if group == "runners":
            np.testing.assert_allclose(part.outcomes[:, 0, 0, 4, 3], 403 + 1000 * np.arange(4))
            np.testing.assert_allclose(part.parameters[3, 2, 1, 39], 1501239)
        elif group == "over_worlds":
            assert part.outcome_mean.dims == ("point", "strategy", "outcome", "spread")
            sore = part.outcome_mean.sel(outcome="sore_days", strategy="as usual", spread="q50")
            np.testing.assert_allclose(sore, 2 + 0.1 * 19.5 + 0.5 * np.arange(4))
        else:
            np.testing.assert_allclose(part.soreness_mm[3, 1, 2, 3, 1, 0], 3 + 5 + 4 + 9 + 1000)


def main(write_sample, folder):
    with tempfile.TemporaryDirectory(dir=folder) as place:
        dated, undated = os.path.join(place, "dated.h5"), os.path.join(place, "undated.h5")
        sweep = os.path.join(place, "sweep.h5")
        subprocess.run([write_sample, dated, undated, sweep], check=True)
        assert sorted(os.listdir(place)) == ["dated.h5", "sweep.h5", "undated.h5"]
        for engine in ("h5netcdf", "netcdf4"):
            check_root(dated, engine, True)
            check_root(undated, engine, False)
            check_groups(dated, engine)
            check_sweep(sweep, engine)


main(sys.argv[1], sys.argv[2])
