#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures the first result: runner-days a second by threads, peak memory by runners.
"""Runs experiments/001-first-result and prints a table; --json writes the same numbers.

A runner-day is one runner living one day under one strategy; history days, which are lived once
for all strategies, count once. Memory is measured on a short form of the experiment (7 days, no
history, one world), since it depends on days and strategies but not on runners.
"""
import argparse
import json
import os
import platform
import subprocess
import tempfile
import time

EXPERIMENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "experiments",
                          "001-first-result", "experiment.yaml")
STRATEGIES, DAYS, HISTORY_DAYS = 4, 84, 84
SHORT_DAYS = 7


def run(calfsim, threads, *settings):
    """Seconds and peak memory [MiB] of one run into a temporary place."""
    with tempfile.TemporaryDirectory() as folder:
        command = [calfsim, "run", EXPERIMENT, "-o", os.path.join(folder, "out.h5"), "--quiet",
                   "--threads", str(threads)]
        for setting in settings:
            command += ["--set", setting]
        begun = time.monotonic()
        process = subprocess.Popen(command)
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            raise SystemExit(f"failed: {' '.join(command)}")
        return time.monotonic() - begun, usage.ru_maxrss / 1024


def measure_speed(calfsim, runners, repeats):
    rows = []
    work = runners * (HISTORY_DAYS + STRATEGIES * DAYS)
    for threads in (1, 2):
        seconds = min(run(calfsim, threads, f"population.runners={runners}",
                          "population.worlds=1")[0] for _ in range(repeats))
        rows.append({"threads": threads, "seconds": seconds, "runner_days_per_s": work / seconds})
    return rows


def measure_memory(calfsim, counts):
    rows = []
    for runners in counts:
        seconds, peak = run(calfsim, 2, f"population.runners={runners}", "population.worlds=1",
                            f"days={SHORT_DAYS}", "history.days=0", "strategies.2.from_day=0")
        rows.append({"runners": runners, "seconds": seconds, "peak_mib": peak})
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("calfsim", help="the program, such as build/release/calfsim")
    parser.add_argument("--runners", type=int, default=2000, help="runners of the speed runs")
    parser.add_argument("--repeats", type=int, default=3, help="the fastest of so many runs counts")
    parser.add_argument("--memory", type=int, nargs="*", default=[10_000, 1_000_000],
                        help="runners of the memory runs")
    parser.add_argument("--json", help="write the numbers there as well")
    asked = parser.parse_args()

    speed = measure_speed(asked.calfsim, asked.runners, asked.repeats)
    print(f"{'threads':>8} {'seconds':>9} {'runner-days/s':>14} {'over one':>9}")
    for row in speed:
        ratio = row["runner_days_per_s"] / speed[0]["runner_days_per_s"]
        print(f"{row['threads']:>8} {row['seconds']:>9.2f} {row['runner_days_per_s']:>14,.0f} "
              f"{ratio:>9.2f}")
    memory = measure_memory(asked.calfsim, asked.memory)
    print(f"\n{'runners':>10} {'seconds':>9} {'peak MiB':>9}")
    for row in memory:
        print(f"{row['runners']:>10} {row['seconds']:>9.2f} {row['peak_mib']:>9.1f}")

    if asked.json:
        version = subprocess.run([asked.calfsim, "--version"], capture_output=True, text=True,
                                 check=True).stdout.strip()
        with open(asked.json, "w", encoding="utf-8") as file:
            json.dump({"version": version, "machine": platform.platform(),
                       "processors": os.cpu_count(), "speed": speed, "memory": memory}, file,
                      indent=2)


if __name__ == "__main__":
    main()
