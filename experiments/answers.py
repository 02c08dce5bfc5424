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
BLOCK = re.compile(r"(<!-- show:begin -->\n```text\n)(.*?)(```\n<!-- show:end -->)", re.DOTALL)


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
    present = sorted(name for name in os.listdir(HERE) if re.match(r"\d{3}-", name)
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
                     "<!-- show:end --> with a ```text fence; there must be 1")
    return text, blocks[0]


def check(calfsim, name, update, scratch, threads):
    """Whether the README of one experiment is up to date, perhaps after bringing it there."""
    folder = os.path.join(HERE, name)
    readme = os.path.join(folder, "README.md")
    text, block = shown_in(readme)
    result = os.path.join(scratch, name + ".h5")
    call(calfsim, "run", "--quiet", *threads, os.path.join(folder, "experiment.yaml"), "-o", result)
    now = call(calfsim, "show", result)
    if update:
        call("/usr/bin/python3", os.path.join(HERE, "plot.py"), result,
             os.path.join(folder, "picture.png"))
    os.unlink(result)
    before = block.group(2)
    if before == now:
        return True
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
    parser.add_argument("calfsim", metavar="CALFSIM", help="the program, such as build/release/calfsim")
    parser.add_argument("experiments", metavar="NNN", nargs="*", help="which; without it all")
    parser.add_argument("--update", action="store_true",
                        help="rewrite blocks and pictures that are out of date")
    parser.add_argument("--threads", metavar="N", help="handed to calfsim run")
    arguments = parser.parse_args()
    threads = ["--threads", arguments.threads] if arguments.threads else []
    stale = 0
    try:
        with tempfile.TemporaryDirectory(prefix="calfsim-answers-") as scratch:
            for name in folders(arguments.experiments):
                good = check(arguments.calfsim, name, arguments.update, scratch, threads)
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
