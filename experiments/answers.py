#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Keeps the experiments' READMEs true: each holds what `calfsim show` prints today.
"""Run the experiments and compare what `calfsim show` prints with the block in each README."""
import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# A fenced text, or the tables of the guide, which are not fenced.
BLOCK = re.compile(r"(<!-- show:begin -->\n(?:```text\n)?)(.*?)((?:```\n)?<!-- show:end -->)",
                   re.DOTALL)
GUIDE = "guide"
PLANS = "plans"


class Failed(Exception):
    """Something cannot be done; the text says what."""


def call(*command):
    """What a command prints; calfsim writes 80 columns wide into a pipe."""
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, encoding="utf-8")
    except OSError as error:
        raise Failed(f"{command[0]}: {error.strerror}")
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise Failed(f"{' '.join(command)}: exit code {done.returncode}\n{said}")
    return done.stdout


def folders(wanted):
    """The experiments, or those whose number or name is wanted."""
    present = sorted(name for name in os.listdir(HERE)
                     if re.match(rf"\d{{3}}-|{GUIDE}$|{PLANS}$", name)
                     and os.path.isdir(os.path.join(HERE, name)))
    if not wanted:
        return present
    chosen = []
    for want in wanted:
        found = [name for name in present if want in (name, name[:3])]
        if not found:
            raise Failed(f"no experiment '{want}'; there are {', '.join(present)}")
        chosen += found
    return chosen


def shown_in(readme):
    """The README's text and where the block stands in it."""
    try:
        with open(readme, encoding="utf-8") as file:
            text = file.read()
    except OSError as error:
        raise Failed(f"{readme}: {error.strerror}")
    blocks = list(BLOCK.finditer(text))
    if len(blocks) != 1:
        raise Failed(f"{readme}: {len(blocks)} blocks between <!-- show:begin --> and "
                     "<!-- show:end -->; there must be 1")
    return text, blocks[0]


def answer(calfsim, folder, update, scratch, threads):
    """What `calfsim show` prints of an experiment, and whether its picture is up to date."""
    result = os.path.join(scratch, "result.h5")
    call(calfsim, "run", "--quiet", *threads, os.path.join(folder, "experiment.yaml"), "-o", result)
    if update:
        call("/usr/bin/python3", os.path.join(HERE, "plot.py"), result,
             os.path.join(folder, "picture.png"))
    return call(calfsim, "show", result), True


def answer_of_guide(calfsim, folder, update, scratch, threads):
    """The guide's tables, and whether its picture is of these numbers."""
    sys.path.insert(0, folder)
    import guide
    import picture
    path = os.path.join(folder, "picture.png")
    try:
        results = guide.weigh(calfsim, scratch, threads)
        text = guide.tables(results)
        if update:
            picture.save(results, path, guide.digest(text))
        return text, picture.digest_in(path) == guide.digest(text)
    except guide.BadInput as error:
        raise Failed(str(error))


def band(by_world, decimals):
    """The middle world, and where nine of ten lie."""
    import numpy as np
    low, middle, high = (f"{value:.{decimals}f}"
                         for value in np.quantile(by_world, (0.05, 0.5, 0.95)))
    return f"{middle} ({low} to {high})"


def rows_of_plan(name, result):
    """A row of the table for each strategy of a ready-made plan."""
    import xarray as xr
    with xr.open_dataset(result, engine="h5netcdf", decode_times=False) as data:
        means = data.outcome_mean.load()
        weeks = data.attrs["days"] / 7
    rows = []
    for strategy in means.strategy.values:
        of = {key: means.sel(strategy=strategy, outcome=key).values
              for key in ("distance", "sore_days", "peak_soreness", "see_professional")}
        rows.append(f"| {name} | {strategy} | {of['distance'].mean() / weeks:.0f} | "
                    f"{band(of['sore_days'], 1)} | {band(of['peak_soreness'], 0)} | "
                    f"{band(100 * of['see_professional'], 0)} |\n")
        name = ""
    return rows


def answer_of_plans(calfsim, folder, update, scratch, threads):
    """The table of what to expect from each ready-made plan."""
    rows = ["| Plan | Strategy | km a week | sore days a week | worst morning, mm | "
            "over a week |\n",
            "| --- | --- | --- | --- | --- | --- |\n"]
    for name in sorted(name for name in os.listdir(folder) if name.endswith(".yaml")):
        result = os.path.join(scratch, "result.h5")
        call(calfsim, "run", "--quiet", *threads, os.path.join(folder, name), "-o", result)
        rows += rows_of_plan(name[:-len(".yaml")], result)
    return "".join(rows), True


ANSWERS = {GUIDE: answer_of_guide, PLANS: answer_of_plans}


def check(calfsim, name, update, threads):
    """Whether the README of one experiment is up to date, perhaps after bringing it there."""
    folder = os.path.join(HERE, name)
    readme = os.path.join(folder, "README.md")
    text, block = shown_in(readme)
    with tempfile.TemporaryDirectory(prefix="calfsim-answers-") as scratch:
        now, drawn = ANSWERS.get(name, answer)(calfsim, folder, update, scratch, threads)
    if not drawn:
        print(f"{name}/picture.png: not drawn from these numbers")
    before = block.group(2)
    if before == now:
        return drawn
    if update:
        with open(readme, "w", encoding="utf-8") as file:
            file.write(text[:block.start(2)] + now + text[block.end(2):])
        return True
    sys.stdout.writelines(difflib.unified_diff(
        before.splitlines(keepends=True), now.splitlines(keepends=True),
        f"{name}/README.md", "calfsim show"))
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("calfsim", metavar="CALFSIM",
                        help="the program, such as build/release/calfsim")
    parser.add_argument("experiments", metavar="NNN", nargs="*", help="which; without it all")
    parser.add_argument("--update", action="store_true",
                        help="rewrite blocks and pictures that are out of date")
    parser.add_argument("--threads", metavar="N", help="handed to calfsim run")
    arguments = parser.parse_args()
    threads = ["--threads", arguments.threads] if arguments.threads else []
    stale = 0
    try:
        for name in folders(arguments.experiments):
            good = check(arguments.calfsim, name, arguments.update, threads)
            stale += not good
            print(f"{name}: {'up to date' if good else 'OUT OF DATE'}", flush=True)
    except Failed as error:
        print(f"answers.py: {error}", file=sys.stderr)
        return 2
    if stale:
        print(f"answers.py: {stale} out of date; write them anew with --update, then look whether "
              "the answers in words still hold", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
