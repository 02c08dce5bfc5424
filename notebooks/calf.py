# SPDX-License-Identifier: GPL-3.0-or-later
# What the notebooks share: calls of the program, and results that are kept until the experiment or
# the program changes. A result is opened with xarray, as anywhere.
import hashlib
import os
import subprocess

FOLDER = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(FOLDER)
PROGRAM = os.environ.get("CALFSIM", os.path.join(ROOT, "build", "release", "calfsim"))
RESULTS = os.environ.get("CALFSIM_RESULTS", os.path.join(FOLDER, "results"))
SMALL = os.environ.get("CALFSIM_SMALL", "") not in ("", "0")

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
    os.makedirs(RESULTS, exist_ok=True)
    path = os.path.join(ROOT, experiment)
    if "\n" in experiment:
        path = os.path.join(RESULTS, digest(experiment) + ".yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(experiment)
    options = []
    for setting in [*settings, *(small if SMALL else ())]:
        options += ["--set", setting]
    written_out = call("check", path, *options)
    with open(PROGRAM, "rb") as file:
        result = os.path.join(RESULTS, digest(written_out, file.read()) + ".h5")
    if not os.path.exists(result):
        call("run", path, "-o", result, "--quiet", *options)
    return result


def digest(*parts):
    """A name for these texts or bytes."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode() if isinstance(part, str) else part)
    return whole.hexdigest()[:16]
