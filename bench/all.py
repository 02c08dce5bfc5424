#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs every measuring program of a build and renders the tables of pages from what they say.
"""Run the programs bench_* of BUILD and of this folder, keep what they say in results.json and
render pages from it, README.md and that of the model: `<!-- table: PROGRAM.TABLE -->` and
`<!-- figure: PROGRAM.KEY -->`, each up to `<!-- end -->`."""
import argparse
import json
import os
import re
import subprocess
import sys

from report import shown

HERE = os.path.dirname(os.path.abspath(__file__))
PAGES = [os.path.join(HERE, "README.md"), os.path.join(HERE, "..", "src", "model", "README.md")]
BLOCK = re.compile(r"(<!-- (table|figure): (\w+)\.(\w+) -->)(.*?)(<!-- end -->)", re.DOTALL)
# Counts with which everything runs within seconds; such figures mean nothing.
QUICK = {
    "bench_kernel": ["--runners", "64", "--milliseconds", "5"],
    "bench_peers": ["--runners", "32", "--worlds", "4", "--gsl-runners", "8", "--r-runners", "1",
                    "--days", "8"],
    "bench_sampling": ["--milliseconds", "5"],
    "bench_precision": ["--runners", "32"],
    "bench_threads": ["--runners", "20", "--worlds", "1", "--repeats", "1"],
    "bench_output": ["--runners", "20", "--worlds", "1", "--repeats", "1"],
    "bench_memory": ["--runners", "50", "100"],
    "bench_sweep": ["--runners", "64", "--worlds", "2", "--points", "8", "--days", "4", "--history",
                    "2", "--pairs", "1", "--pair-points", "1"],
}
# Takes half an hour, and runs when it is named.
SLOW = {"bench_sweep"}


class Failed(Exception):
    """Something cannot be done; the text says what."""


def programs(build):
    """The command of every program, by name. Helpers of a program have longer names than these."""
    found, built = {}, os.path.join(build, "bench")
    for name in sorted(os.listdir(built) if os.path.isdir(built) else []):
        path = os.path.join(built, name)
        if re.fullmatch(r"bench_[a-z]+", name) and os.path.isfile(path):
            found[name] = [path]
    for script in sorted(os.listdir(HERE)):
        if re.fullmatch(r"bench_[a-z]+\.py", script):
            found[script[:-3]] = [sys.executable, "-B", os.path.join(HERE, script),
                                  os.path.join(build, "calfsim")]
    if "bench_peers" in found:
        found["bench_peers"] += ["--python", sys.executable]
    return found


def measure(command):
    done = subprocess.run([*command, "--json"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          encoding="utf-8", check=False)
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}: exit code {done.returncode}")
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError as error:
        raise Failed(f"{' '.join(command)}: {error}") from error


def number(value):
    """As in the programs' tables, with commas."""
    if isinstance(value, (int, float)) and abs(value) >= 1000:
        return f"{value:,.0f}"
    return shown(value)


def markdown(table):
    lines = ["| " + " | ".join(table["columns"]) + " |"]
    lines.append("| " + " | ".join("---" if isinstance(cell, str) else "---:"
                                   for cell in table["rows"][0]) + " |")
    lines += ["| " + " | ".join(number(cell) for cell in row) + " |" for row in table["rows"]]
    return "\n\n" + "\n".join(lines) + "\n\n"


def render(text, results):
    """The page with every block filled from the results."""
    def fill(block):
        opening, kind, program, key, _, closing = block.groups()
        said = results.get(program)
        if said is None:
            return opening + ("\n\nNot measured.\n\n" if kind == "table" else "?") + closing
        place = said["tables"] if kind == "table" else said
        if key not in place:
            raise Failed(f"{program} says nothing of '{key}'")
        return opening + (markdown(place[key]) if kind == "table" else number(place[key])) + closing

    return BLOCK.sub(fill, text)


def lines_of(results):
    """JSON with every row of a table on a line of its own."""
    text = json.dumps(results, indent=1)
    return re.sub(r"\[\s+([^\[\]]*?)\s+\]",
                  lambda row: "[" + re.sub(r"\s*\n\s*", " ", row.group(1)) + "]", text) + "\n"


def read(path, otherwise=None):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError as error:
        if otherwise is None:
            raise Failed(f"{path}: {error.strerror}") from error
        return otherwise


def run_all(asked, results):
    found = programs(asked.build)
    for name in asked.only or (found if asked.quick else [n for n in found if n not in SLOW]):
        if name not in found:
            raise Failed(f"no program '{name}'; there are {', '.join(found)}")
        print(name, file=sys.stderr, flush=True)
        results[name] = measure(found[name] + (QUICK.get(name, []) if asked.quick else []))
        with open(asked.results, "w", encoding="utf-8") as file:
            file.write(lines_of(results))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", metavar="BUILD", nargs="?",
                        help="the build folder; without it nothing is measured, only rendered")
    parser.add_argument("--only", metavar="NAME", nargs="+", help="programs to measure anew")
    parser.add_argument("--quick", action="store_true", help="tiny counts, for trying out")
    parser.add_argument("--check", action="store_true",
                        help="change nothing; 1 if a page does not say what results.json says")
    parser.add_argument("--results", default=os.path.join(HERE, "results.json"))
    parser.add_argument("--pages", metavar="PAGE", nargs="+", default=PAGES)
    asked = parser.parse_args()
    try:
        results = json.loads(read(asked.results, "{}"))
        if asked.build and not asked.check:
            run_all(asked, results)
        before = [read(page) for page in asked.pages]
        now = [render(text, results) for text in before]
    except Failed as error:
        print(f"all.py: {error}", file=sys.stderr)
        return 2
    if asked.check:
        return 1 if now != before else 0
    for page, text in zip(asked.pages, now):
        with open(page, "w", encoding="utf-8") as file:
            file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
