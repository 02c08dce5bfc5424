# SPDX-License-Identifier: GPL-3.0-or-later
# What the notebooks share: calls of the program, and results that are kept until the experiment or
# the program changes. A result is opened with xarray, as anywhere.
import hashlib
import json
import os
import subprocess

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(FOLDER)
PROGRAM = os.environ.get("CALFSIM", os.path.join(ROOT, "build", "release", "calfsim"))
RESULTS = os.environ.get("CALFSIM_RESULTS", os.path.join(FOLDER, "results"))
SMALL = os.environ.get("CALFSIM_SMALL", "") not in ("", "0")
if SMALL:
    print("Small inputs: the numbers and pictures mean little.")

# Colours that keep apart in every kind of colour vision (Okabe and Ito), in the order to use them.
COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555"]


def call(*arguments):
    """Runs the program with these arguments; returns what it printed."""
    if not os.path.exists(PROGRAM):
        raise FileNotFoundError(f"{PROGRAM}: not there; build it (notebooks/open does), or say in "
                                "the environment variable CALFSIM where it is")
    done = subprocess.run([PROGRAM, *arguments], stdin=subprocess.DEVNULL, capture_output=True,
                          encoding="utf-8", check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return done.stdout


def run(experiment, *settings, small=("population.runners=20", "population.worlds=4")):
    """Simulates an experiment, unless its result is still there; returns the result's path.

    experiment  a file, named from the top of the repository, or the text of one (several lines)
    settings    "key=value" each, as for `calfsim run --set`
    small       further settings, for small inputs alone
    """
    path = os.path.join(ROOT, experiment)
    if "\n" in experiment:
        path = kept(".yaml", experiment)
        with open(path, "w", encoding="utf-8") as file:
            file.write(experiment)
    options = []
    for setting in [*settings, *(small if SMALL else ())]:
        options += ["--set", setting]
    result = kept(".h5", call("check", path, *options))
    if not os.path.exists(result):
        call("run", path, "-o", result, "--quiet", *options)
    return result


def sensitivity(experiment, *options, small=("--trajectories", "4", "--samples", "32",
                                             "--runners", "8", "--worlds", "4", "--keep", "6")):
    """What `calfsim sensitivity --json` says of an experiment, kept as results are.

    experiment  a file, named from the top of the repository
    options     as for `calfsim sensitivity`, but --set
    small       further options, for small inputs alone
    """
    path = os.path.join(ROOT, experiment)
    options = [*options, *(small if SMALL else ())]
    answer = kept(".json", call("check", path), *options)
    if not os.path.exists(answer):
        call("sensitivity", path, "--json", answer, "--quiet", *options)
    with open(answer, encoding="utf-8") as file:
        return json.load(file)


def kept(ending, *asked):
    """Where the answer to this is kept, until what is asked or the program changes."""
    os.makedirs(RESULTS, exist_ok=True)
    with open(PROGRAM, "rb") as file:
        return os.path.join(RESULTS, digest(*asked, file.read()) + ending)


def digest(*parts):
    """A name for these texts or bytes."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode() if isinstance(part, str) else part)
    return whole.hexdigest()[:16]
