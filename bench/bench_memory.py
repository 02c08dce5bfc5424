#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Peak memory by runners, which must be flat.
"""Peak memory of the program by runners, on a few days of the first result's experiment."""
import os

from program_runs import arguments, build_of, measure
from report import Report


def main():
    parser = arguments(__doc__)
    parser.add_argument("--runners", type=int, nargs="+", default=[10_000, 1_000_000, 10_000_000])
    parser.add_argument("--days", type=int, default=2)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    runs = [measure(asked.calfsim, runners, days=asked.days, history=0, threads=asked.threads)
            for runners in asked.runners]
    report = Report("bench_memory", build_of(asked.calfsim))
    report.number("days", asked.days)
    report.number("threads", asked.threads)
    report.number("last_over_first", runs[-1].peak_mib / runs[0].peak_mib)
    report.table("memory", ["runners", "seconds", "runner-days/s", "peak, MiB"],
                 [[runners, run.seconds, run.runner_days_per_s, run.peak_mib]
                  for runners, run in zip(asked.runners, runs)])
    report.print(asked.json)


if __name__ == "__main__":
    main()
