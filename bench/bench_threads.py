#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# How the program's speed grows with threads.
"""Runner-days a second of the whole program, on the first result's experiment, by threads."""
import os

from program_runs import arguments, build_of, fastest
from report import Report


def counts_up_to(processors):
    """1, 2, 4, ... and the processors that there are."""
    return sorted({2 ** k for k in range(processors.bit_length())} | {processors})


def main():
    parser = arguments(__doc__)
    parser.add_argument("--runners", type=int, default=250, help="in each world")
    parser.add_argument("--worlds", type=int, nargs="+", default=[40, 400])
    parser.add_argument("--repeats", type=int, default=5, help="the fastest of so many counts")
    parser.add_argument("--threads", type=int, nargs="+", default=counts_up_to(os.cpu_count()))
    asked = parser.parse_args()
    rows = []
    for worlds in asked.worlds:
        one = None
        for threads in asked.threads:
            run = fastest(asked.repeats, asked.calfsim, asked.runners, worlds, threads=threads)
            one = one or run
            rows.append([worlds, threads, run.seconds, run.runner_days_per_s,
                         run.runner_days_per_s / one.runner_days_per_s])
    report = Report("bench_threads", build_of(asked.calfsim))
    report.number("runners", asked.runners)
    report.table("threads", ["worlds", "threads", "seconds", "runner-days/s", "times the first"],
                 rows)
    report.print(asked.json)


if __name__ == "__main__":
    main()
