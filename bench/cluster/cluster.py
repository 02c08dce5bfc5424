#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# How a cluster does: one standard problem, strong and weak scaling, a figure of merit, verified.
"""Run the standard problem with ranks x threads, e.g. `--mixes 1x1 1x2 2x1 4x2`.

Strong scaling: the same worlds for all mixes. Weak scaling: so many worlds for each rank x thread.
The figure of merit is runner-days a second of the whole program, from its start to a durable result.
A mix counts only when the checksum of its first worlds is the one in checksums.json. Ranks need a
program built with -DCALFSIM_MPI=ON."""
import argparse
import glob
import json
import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from report import cpu_name, print_table  # noqa: E402

PROBLEM = os.path.join(HERE, "standard.yaml")
DAYS_OF_A_WORLD = 1024 * (84 + 3 * 84)  # runners, history, strategies by days
VERIFIED_WORLDS = 8
ENERGY = "joules_of_this_node_per_million_runner_days"


def energy_joules():
    """What the counters of this node's processors say, where they can be read (RAPL)."""
    total = 0.0
    for path in glob.glob("/sys/class/powercap/*rapl:[0-9]*/energy_uj"):
        if path.split("/")[-2].count(":") > 1:
            continue  # a part of another one
        try:
            with open(path, encoding="ascii") as file:
                total += int(file.read()) * 1e-6
        except (OSError, ValueError):
            return None
    return total or None


class Mix:
    """Ranks and threads of each."""

    def __init__(self, text):
        self.ranks, self.threads = (int(part) for part in text.split("x"))
        self.name = f"{self.ranks} x {self.threads}"

    @property
    def workers(self):
        return self.ranks * self.threads


def command(asked, mix, worlds, path):
    run = [asked.calfsim, "run", PROBLEM, "-o", path, "--quiet", "--no-campaign", "--threads",
           str(mix.threads), "--set", f"population.worlds={worlds}"]
    if mix.ranks == 1 and not asked.always_launch:
        return run
    return shlex.split(asked.launcher.format(ranks=mix.ranks, threads=mix.threads)) + run


def checksum(calfsim, path, *options):
    return subprocess.run([calfsim, "checksum", path, *options], check=True, capture_output=True,
                          encoding="ascii").stdout.strip()


def measure(asked, mix, worlds):
    """The fastest of some runs: seconds, joules (or None), and what all of them say: the checksum
    of the first worlds and that of all."""
    best, said = None, set()
    with tempfile.TemporaryDirectory(prefix="calfsim-cluster-", dir=asked.folder) as folder:
        path = os.path.join(folder, "out.h5")
        for _ in range(asked.repeats):
            energy, begun = energy_joules(), time.monotonic()
            subprocess.run(command(asked, mix, worlds, path), check=True, stdin=subprocess.DEVNULL)
            seconds = time.monotonic() - begun
            after = energy_joules()
            joules = after - energy if energy is not None and after is not None else None
            if best is None or seconds < best[0]:
                best = seconds, joules if joules is None or joules >= 0 else None
            said.add(tuple(checksum(asked.calfsim, path, *some)
                           for some in (("--worlds", str(VERIFIED_WORLDS)), ())))
    return *best, said


def published():
    with open(os.path.join(HERE, "checksums.json"), encoding="ascii") as file:
        return json.load(file)["standard"]


def rows_of(asked, scaling):
    rows, whole = [], {}
    for mix in map(Mix, asked.mixes):
        worlds = asked.worlds if scaling == "strong" else asked.worlds * mix.workers
        seconds, joules, said = measure(asked, mix, worlds)
        whole.setdefault(worlds, next(iter(said))[1])  # every mix must agree with the first
        days = worlds * DAYS_OF_A_WORLD
        first = rows[0] if rows else None
        per_worker = days / seconds / mix.workers
        rows.append({"scaling": scaling, "ranks": mix.ranks, "threads": mix.threads,
                     "worlds": worlds, "seconds": seconds, "runner_days_per_s": days / seconds,
                     "efficiency": per_worker / (first["per_worker"] if first else per_worker),
                     ENERGY: joules / days * 1e6 if joules else None,
                     "verified": said == {(asked.published, whole[worlds])},
                     "per_worker": per_worker})
    return rows


def print_text(facts, rows, merit):
    for key, value in facts.items():
        print(f"{key}: {value}")
    for scaling in ("strong", "weak"):
        some = [row for row in rows if row["scaling"] == scaling]
        if not some:
            continue
        print(f"\n{scaling} scaling")
        print_table(["ranks", "threads", "worlds", "seconds", "million runner-days/s", "efficiency",
                     "J per million", "verified"],
                    [[row["ranks"], row["threads"], row["worlds"], row["seconds"],
                      1e-6 * row["runner_days_per_s"], row["efficiency"],
                      row[ENERGY], "yes" if row["verified"] else "NO"]
                     for row in some])
    print("\nfigure of merit: " + (f"{1e-6 * merit:.4g} million runner-days/s" if merit else
                                   "none, since no mix gave the published checksum"))


def plot(rows, path):
    """Bars of speed and efficiency by mix; what is not verified is hollow."""
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    figure, panels = pyplot.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
    kinds = [kind for kind in ("strong", "weak") if any(row["scaling"] == kind for row in rows)]
    colours = {"strong": "#08519c", "weak": "#b24a00"}
    for k, kind in enumerate(kinds):
        some = [row for row in rows if row["scaling"] == kind]
        for axes, key, factor in zip(panels, ("runner_days_per_s", "efficiency"), (1e-6, 1)):
            axes.bar([mix + 0.4 * (k - (len(kinds) - 1) / 2) for mix in range(len(some))],
                     [factor * row[key] for row in some], width=0.36, label=f"{kind} scaling",
                     color=[colours[kind] if row["verified"] else "none" for row in some],
                     edgecolor=colours[kind])
            axes.set_xticks(range(len(some)), [f"{row['ranks']} x {row['threads']}" for row in some])
    panels[0].set_ylabel("million runner-days a second")
    panels[1].set_ylabel("efficiency")
    panels[1].axhline(1, color="#777777", linewidth=0.8)
    for axes in panels:
        axes.set_xlabel("ranks x threads")
        axes.spines[["top", "right"]].set_visible(False)
    panels[1].set_ylim(0, 1.35)  # room for the legend
    panels[1].legend(frameon=False, ncols=2, loc="upper right")
    figure.savefig(path, dpi=120)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("calfsim", metavar="CALFSIM", help="the program")
    parser.add_argument("--mixes", metavar="RxT", nargs="+", default=[f"1x{os.cpu_count()}"],
                        help="ranks x threads; efficiency is against the first")
    parser.add_argument("--worlds", type=int, default=64, help="in all, or of each worker")
    parser.add_argument("--scaling", choices=("strong", "weak", "both"), default="both")
    parser.add_argument("--repeats", type=int, default=3, help="the fastest of so many counts")
    parser.add_argument("--launcher", default="mpirun --bind-to none -n {ranks}",
                        help="what starts ranks; {ranks} and {threads} stand for their numbers")
    parser.add_argument("--always-launch", action="store_true", help="one rank by the launcher, too")
    parser.add_argument("--folder", help="where results are written meanwhile")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--plot", metavar="PNG", help="draw speed and efficiency")
    asked = parser.parse_args()
    if asked.worlds < VERIFIED_WORLDS:
        parser.error(f"--worlds {asked.worlds}: at least {VERIFIED_WORLDS} are verified")
    asked.published = published()
    rows = []
    for scaling in ("strong", "weak") if asked.scaling == "both" else (asked.scaling,):
        rows += rows_of(asked, scaling)
    merit = max((row["runner_days_per_s"] for row in rows if row["verified"]), default=None)
    version = subprocess.run([asked.calfsim, "--version"], check=True, capture_output=True,
                             encoding="utf-8").stdout.split()[-1]
    facts = {"version": version, "host": socket.gethostname(), "cpu": cpu_name(),
             "processors": os.cpu_count(), "launcher": asked.launcher}
    for row in rows:
        del row["per_worker"]
    if asked.json:
        print(json.dumps({**facts, "figure_of_merit": merit, "rows": rows}, indent=1))
    else:
        print_text(facts, rows, merit)
    if asked.plot:
        plot(rows, asked.plot)
    return 0 if all(row["verified"] for row in rows) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, subprocess.CalledProcessError) as failure:
        sys.exit(f"cluster.py: {failure}")
