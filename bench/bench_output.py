#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# What writing costs: statistics alone, outcomes of every runner, trajectories.
"""Runner-days a second and MB a second written, by what is kept in the result."""
import os

from program_runs import arguments, build_of, fastest
from report import Report

KEPT = {"statistics": (), "and every runner's outcomes": ("output.runners=true",),
        "and trajectories": ("output.trajectories=true",)}


def main():
    parser = arguments(__doc__)
    parser.add_argument("--runners", type=int, default=250, help="in each world")
    parser.add_argument("--worlds", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=9, help="the fastest of so many counts")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    rows, rates = [], []
    for name, settings in KEPT.items():
        run = fastest(asked.repeats, asked.calfsim, asked.runners, asked.worlds, threads=asked.threads,
                      settings=settings)
        rates.append(run.runner_days_per_s)
        rows.append([name, run.seconds, run.runner_days_per_s, run.file_mb,
                     run.file_mb / run.seconds])
    report = Report("bench_output", build_of(asked.calfsim))
    report.number("runners", asked.worlds * asked.runners)
    report.number("worlds", asked.worlds)
    report.number("threads", asked.threads)
    report.number("speed_with_trajectories", rates[-1] / rates[0])
    report.table("output", ["kept", "seconds", "runner-days/s", "file, MB", "MB/s written"], rows)
    report.print(asked.json)


if __name__ == "__main__":
    main()
