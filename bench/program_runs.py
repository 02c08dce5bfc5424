# SPDX-License-Identifier: GPL-3.0-or-later
# What the measuring programs in Python share: running `calfsim run` and taking its measure.
"""Runs of experiments/001-first-result as a measured program.

A runner-day is one runner living one day under one strategy; history days, which are lived once for
all strategies, count once.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

EXPERIMENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "experiments",
                          "001-first-result", "experiment.yaml")
STRATEGIES = 4
READ_BUILD = """
import h5py, json, sys
said = h5py.File(sys.argv[1])["provenance"].attrs
print(json.dumps({key: bytes(said[key]).decode() for key in ("version", "compiler", "flags")}))
"""


class Measured(NamedTuple):
    seconds: float
    peak_mib: float  # at least what this script itself takes, which therefore imports little
    file_mb: float
    runner_days: float

    @property
    def runner_days_per_s(self):
        return self.runner_days / self.seconds


def arguments(purpose):
    """A parser with what every program takes."""
    parser = argparse.ArgumentParser(description=purpose)
    parser.add_argument("calfsim", metavar="CALFSIM", help="the program")
    parser.add_argument("--json", action="store_true",
                        help="print one JSON object and nothing else")
    return parser


def run_into(path, calfsim, runners, worlds, days, history, threads, settings):
    """Waits for one run; its exit status and what it used."""
    command = [calfsim, "run", EXPERIMENT, "-o", path, "--quiet", "--threads", str(threads)]
    for setting in (f"population.runners={runners}", f"population.worlds={worlds}", f"days={days}",
                    f"history.days={history}", f"strategies.2.from_day={min(14, days - 1)}",
                    *settings):
        command += ["--set", setting]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"failed: {' '.join(command)}")
    return usage


def measure(calfsim, runners, worlds=1, days=84, history=84, threads=1, settings=()):
    """One run, of so many runners in each world, into a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="calfsim-bench-") as folder:
        path = os.path.join(folder, "out.h5")
        begun = time.monotonic()
        usage = run_into(path, calfsim, runners, worlds, days, history, threads, settings)
        seconds = time.monotonic() - begun
        return Measured(seconds, usage.ru_maxrss / 1024, os.path.getsize(path) / 1e6,
                        worlds * runners * (history + STRATEGIES * days))


def fastest(repeats, *args, **kwargs):
    """The fastest of so many runs: others only take time away."""
    return min((measure(*args, **kwargs) for _ in range(repeats)), key=lambda m: m.seconds)


def build_of(calfsim):
    """Version, compiler and flags as a result's provenance tells them. Read by another process: the
    peak memory of a run includes that of the script at its start."""
    with tempfile.TemporaryDirectory(prefix="calfsim-bench-") as folder:
        path = os.path.join(folder, "out.h5")
        run_into(path, calfsim, 1, 1, 1, 0, 1, ())
        done = subprocess.run([sys.executable, "-c", READ_BUILD, path], capture_output=True,
                              encoding="utf-8", check=False)
    if done.returncode != 0:
        return {"version": "unknown", "compiler": "unknown (no h5py)", "flags": "unknown"}
    return json.loads(done.stdout)
