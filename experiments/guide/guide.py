#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Weighs the calf guide's advice: simulates five kinds of runner, prints tables, draws the picture.
"""What each piece of the calf guide's advice is worth, for five kinds of runner."""
import argparse
import hashlib
import os
import subprocess
import sys

import numpy as np
import xarray as xr

from levers import KINDS, LEVERS, OPPOSITES, TOGETHER, USUAL

HERE = os.path.dirname(os.path.abspath(__file__))
EXPERIMENT = os.path.join(HERE, "experiment.yaml")
BAND = (0.05, 0.95)  # of runners and of worlds
READ = ("difference_mean", "difference_quantile", "difference_share_lower_by_margin",
        "difference_share_higher_by_margin", "outcome_mean", "outcome_quantile", "parameter_grade")
DRAWN_BY = ("picture.py", "pictograms.py")  # a change of these makes the picture stale


class BadInput(Exception):
    """The input is wrong, or a run failed; the text says where."""

    def __init__(self, text, code=2):
        super().__init__(text)
        self.code = code  # to exit with


def result_of(folder, kind):
    return os.path.join(folder, kind.name + ".h5")


def simulate(calfsim, folder, kinds=KINDS, options=()):
    """Leaves KIND.h5 of every kind in the folder; `options` are handed to `calfsim run`."""
    os.makedirs(folder, exist_ok=True)
    for kind in kinds:
        print(f"Simulating {kind.name} ...", file=sys.stderr)
        settings = [part for setting in kind.settings for part in ("--set", setting)]
        command = [calfsim, "run", "--quiet", EXPERIMENT, "-o", result_of(folder, kind),
                   *settings, *options]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                                  encoding="utf-8")
        except OSError as error:
            raise BadInput(f"{calfsim}: {error.strerror}")
        if done.returncode:
            raise BadInput(f"{kind.name}: calfsim ended with {done.returncode}: "
                           f"{(done.stderr or done.stdout).strip()}", done.returncode)


def open_part(path, group=None):
    """A result, or a group of it, as xarray reads it, texts as texts."""
    if not os.path.isfile(path):
        raise BadInput(f"{path}: no such file; 'guide.py simulate' makes it")
    try:
        data = xr.open_dataset(path, engine="h5netcdf", group=group, decode_times=False)
    except Exception as error:  # h5netcdf meets a damaged file with errors of many kinds
        raise BadInput(f"{path}: cannot be read as netCDF-4: {' '.join(str(error).split())}")
    return data.assign_coords({name: [plain(value) for value in data[name].values]
                               for name in data.coords if data[name].dtype == object})


def plain(text):
    return text.decode() if isinstance(text, bytes) else str(text)


def check_result(data, path):
    for name in READ:
        if name not in data:
            raise BadInput(f"{path}: no dataset '{name}': not a calfsim result")
    missing = [name for lever in LEVERS for name in (lever.strategy, lever.against, lever.opposite)
               if name and name not in data.strategy.values]
    if missing:
        raise BadInput(f"{path}: no strategy '{missing[0]}': not a result of {EXPERIMENT}")


def differences(data, errors, strategy, against):
    """What one strategy changes against another, runner by runner, by world. Positive is better:
    sore days saved a week, and soreness saved (mm) as the middle runner's mean over mornings."""
    pair = dict(strategy=strategy, against=against)
    days, soreness = dict(pair, outcome="sore_days"), dict(pair, outcome="mean_soreness")
    saved = -data.difference_quantile.sel(quantile=[*BAND[::-1], 0.5], method="nearest")
    weeks = data.attrs["days"] / 7
    low, high, _ = saved.sel(days).transpose("quantile", "world").values
    soreness_low, soreness_high, middle = saved.sel(soreness).transpose("quantile", "world").values
    return {
        "days": -data.difference_mean.sel(days).values,
        "days_low": low, "days_high": high,
        "gain": data.difference_share_lower_by_margin.sel(days).values,
        "lose": data.difference_share_higher_by_margin.sel(days).values,
        "soreness": middle, "soreness_low": soreness_low, "soreness_high": soreness_high,
        "km": data.difference_mean.sel(**pair, outcome="distance").values / weeks,
        "error": float(errors.difference_mean_error.sel(**days, spread="q50")),
    }


def read_kind(path):
    """What a kind's result says: `usual` by world, `worth` of each lever, `harm` of each opposite,
    the `grade` of each parameter."""
    with open_part(path) as data, open_part(path, "over_worlds") as errors:
        check_result(data, path)
        errors = errors.assign_coords({name: data[name] for name in errors.dims})
        against = sorted({lever.against for lever in LEVERS})
        data = data[list(READ)].sel(against=against).load()
        outcomes = {name: data.outcome_mean.sel(outcome="sore_days", strategy=name).values
                    for name in (USUAL, *TOGETHER)}
        middle = data.outcome_quantile.sel(strategy=USUAL, outcome="mean_soreness", quantile=0.5)
        return {
            "runners": int(data.attrs["runners_per_world"]), "worlds": data.sizes["world"],
            "sore_days": outcomes, "soreness": middle.values,
            "worth": {lever.strategy: differences(data, errors, lever.strategy, lever.against)
                      for lever in LEVERS},
            "harm": {name: differences(data, errors, name, USUAL) for name in OPPOSITES},
            "grade": dict(zip(data.parameter.values, map(plain, data.parameter_grade.values))),
        }


def read(folder):
    """All kinds, by name."""
    if not os.path.isdir(folder):
        raise BadInput(f"{folder}: no such folder")
    return {kind.name: read_kind(result_of(folder, kind)) for kind in KINDS}


def weigh(calfsim, folder, options=()):
    """All kinds, by name, simulated now; no result stays in the folder."""
    results = {}
    for kind in KINDS:
        simulate(calfsim, folder, (kind,), options)
        results[kind.name] = read_kind(result_of(folder, kind))
        os.unlink(result_of(folder, kind))
    return results


def middle(by_world):
    return float(np.median(by_world))


def ranked(worth):
    """Levers, the one that saves most sore days first."""
    return sorted(LEVERS, key=lambda lever: -middle(worth[lever.strategy]["days"]))


def grades_of(lever, grade):
    return "".join(sorted(grade[name] for name in lever.parameters))


def number(value, digits=2):
    return f"{round(value, digits) + 0.0:.{digits}f}"  # + 0.0: no minus before a zero


def band(by_world, digits=2):
    low, high = np.quantile(by_world, BAND)
    return f"{number(middle(by_world), digits)} ({number(low, digits)} to {number(high, digits)})"


def span(low, high, digits):
    return f"{number(middle(low), digits)} to {number(middle(high), digits)}"


def table(head, rows):
    lines = [" | ".join(head), " | ".join(["---"] * len(head)), *(" | ".join(row) for row in rows)]
    return "".join(f"| {line} |\n" for line in lines)


def table_of_ranks(results):
    everyone = results[KINDS[0].name]
    rows = [[USUAL.capitalize() + ": sore days a week", "", ""]
            + [band(results[kind.name]["sore_days"][USUAL], 1) for kind in KINDS] + ["", ""]]
    for rank, lever in enumerate(ranked(everyone["worth"]), 1):
        rows.append([f"{rank}. {lever.strategy.capitalize()}", str(lever.minutes),
                     number(-middle(everyone["worth"][lever.strategy]["km"]), 1)]
                    + [number(middle(results[kind.name]["worth"][lever.strategy]["days"]))
                       for kind in KINDS] + [lever.trials, grades_of(lever, everyone["grade"])])
    head = (["Sore days a week saved by", "min a week", "km a week given up"]
            + [kind.title for kind in KINDS] + ["trials", "model"])
    return table(head, rows)


def row_of_numbers(name, saved):
    return [name, band(saved["days"]), "± " + number(saved["error"]),
            span(saved["days_low"], saved["days_high"], 1),
            f"{100 * middle(saved['gain']):.0f} / {100 * middle(saved['lose']):.0f}",
            band(saved["soreness"], 1), span(saved["soreness_low"], saved["soreness_high"], 1)]


def table_of_kind(kind, result):
    head = [kind.title.capitalize(), "sore days a week saved (worlds)", "error", "runners",
            "gain / lose, of 100", "soreness saved, mm (worlds)", "runners"]
    rows = [row_of_numbers(lever.strategy, result["worth"][lever.strategy])
            for lever in ranked(result["worth"])]
    rows += [row_of_numbers(f"*{name}*", result["harm"][name]) for name in
             sorted(OPPOSITES, key=lambda name: -middle(result["harm"][name]["days"]))]
    return (f"As usual: {band(result['sore_days'][USUAL], 1)} sore days a week, the middle "
            f"runner's mean soreness {band(result['soreness'], 1)} mm.\n\n" + table(head, rows))


def table_of_evidence(results):
    grade = results[KINDS[0].name]["grade"]
    rows = [[lever.strategy.capitalize(), lever.what,
             ", ".join(f"`{name}` {grade[name]}" for name in lever.parameters),
             f"{lever.trials}: {lever.found}"] for lever in LEVERS]
    rows += [[f"*{name.capitalize()}*", what, "", ""] for name, what in OPPOSITES.items()]
    return table(["Strategy", "What changes", "How the model knows", "What trials found"], rows)


def table_of_kinds():
    return table(["Kind", "Who"], [[kind.title, kind.who] for kind in KINDS])


def tables(results):
    """All that the README prints between its markers."""
    one = results[KINDS[0].name]
    parts = ["### Ranked\n\n" + table_of_ranks(results),
             f"{one['runners']} runners in each of {one['worlds']} worlds of every kind, 84 days "
             "after 84 of history.\n",
             "### Who they are\n\n" + table_of_kinds(),
             "### What changes, and how good the evidence is\n\n" + table_of_evidence(results),
             "### All numbers\n"]
    parts += [table_of_kind(kind, results[kind.name]) for kind in KINDS]
    return "\n".join(parts)


def digest(text):
    """Of all that makes the picture: the tables, whose numbers it draws, the kinds and levers, and
    the code."""
    made_of = hashlib.sha256((text + repr((KINDS, LEVERS, TOGETHER))).encode())
    for name in DRAWN_BY:
        with open(os.path.join(HERE, name), "rb") as file:
            made_of.update(file.read())
    return made_of.hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("simulate", help="leave a result of each kind in a folder")
    run.add_argument("calfsim", metavar="CALFSIM", help="such as build/release/calfsim")
    run.add_argument("folder", metavar="FOLDER")
    run.add_argument("options", metavar="OPTION", nargs=argparse.REMAINDER,
                     help="handed to calfsim run, such as --threads 2")
    text = commands.add_parser("tables", help="print the tables of a folder of results")
    text.add_argument("folder", metavar="FOLDER")
    draw = commands.add_parser("draw", help="draw the picture of a folder of results")
    draw.add_argument("folder", metavar="FOLDER")
    draw.add_argument("picture", metavar="PICTURE.png")
    arguments = parser.parse_args()
    try:
        return run_command(arguments)
    except BadInput as error:
        print(f"guide.py: {error}", file=sys.stderr)
        return error.code
    except OSError as error:
        print(f"guide.py: {error.filename}: {error.strerror}", file=sys.stderr)
        return 2


def run_command(arguments):
    if arguments.command == "simulate":
        simulate(arguments.calfsim, arguments.folder, options=arguments.options)
        return 0
    results = read(arguments.folder)
    if arguments.command == "tables":
        print(tables(results), end="")
        return 0
    import picture  # matplotlib takes its time, and tables do not need it
    picture.save(results, arguments.picture, digest(tables(results)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
