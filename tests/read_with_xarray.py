# SPDX-License-Identifier: GPL-3.0-or-later
# Opens sample results as users will: xarray, with both of its netCDF-4 engines.
import os
import subprocess
import sys
import tempfile

import numpy as np
import xarray as xr

OUTCOMES = ["peak_soreness", "mean_soreness", "sore_days", "longest_sore_spell", "days_to_recover",
            "see_professional", "force_gained", "distance", "overuse_hazard"]
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
    with xr.open_dataset(path, engine=engine, group="provenance") as data:
        assert data.attrs["host"] == "here" and data.attrs["threads"] == 2


def main(write_sample, folder):
    with tempfile.TemporaryDirectory(dir=folder) as place:
        dated, undated = os.path.join(place, "dated.h5"), os.path.join(place, "undated.h5")
        subprocess.run([write_sample, dated, undated], check=True)
        assert sorted(os.listdir(place)) == ["dated.h5", "undated.h5"]
        for engine in ("h5netcdf", "netcdf4"):
            check_root(dated, engine, True)
            check_root(undated, engine, False)
            check_groups(dated, engine)


main(sys.argv[1], sys.argv[2])
