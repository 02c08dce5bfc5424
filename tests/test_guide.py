# SPDX-License-Identifier: GPL-3.0-or-later
# The guide, weighed: its advice has the signs that its README claims, every piece has grades and
# sources, the picture is that of the tables, and bad input is told. Whether the tables are those
# of today's program is what experiments/answers.py finds out.
import os
import re
import subprocess
import sys
import tempfile
import unittest

from program import PROGRAM, ProgramTest

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GUIDE = os.path.join(TOP, "experiments", "guide")
sys.path.insert(0, GUIDE)

import guide  # noqa: E402
import picture  # noqa: E402
from levers import KINDS, LEVERS, OPPOSITES, USUAL  # noqa: E402

SMALL = ("--runners", "16", "--set", "population.worlds=24")
SHOWN = re.compile(r"<!-- show:begin -->\n(.*?)<!-- show:end -->", re.DOTALL)


def readme():
    with open(os.path.join(GUIDE, "README.md"), encoding="utf-8") as file:
        return file.read()


class Signs(unittest.TestCase):
    """Means over worlds and runners, paired, of sore days saved a week. Every expectation is a
    claim of experiments/guide/README.md."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory(prefix="calfsim-test-") as folder:
            cls.results = guide.weigh(PROGRAM, folder, SMALL)

    def saved(self, name, kind="everyone", part="worth"):
        return float(self.results[kind][part][name]["days"].mean())

    def test_advice_spares_sore_days_in_every_kind(self):
        helps = [lever.strategy for lever in LEVERS
                 if lever.strategy not in ("stay tall", "shorter steps")]
        for kind in KINDS:
            for name in helps:
                self.assertGreater(self.saved(name, kind.name), 0, (kind.name, name))

    def test_opposites_cost_sore_days_in_every_kind(self):
        for kind in KINDS:
            for name in set(OPPOSITES) - {"lean forward", "longer steps"}:
                self.assertLess(self.saved(name, kind.name, "harm"), 0, (kind.name, name))

    def test_what_is_large_and_what_is_next_to_nothing(self):
        self.assertGreater(self.saved("a fifth less"), self.saved("straight raises"))
        self.assertGreater(self.saved("straight raises"), self.saved("bent raises"))
        self.assertGreater(self.saved("straight raises"), 2 * self.saved("rolling"))
        self.assertGreater(self.saved("rolling"), 2 * self.saved("stretching"))
        self.assertLess(self.saved("stretching"), 0.1)
        self.assertGreater(self.saved("all of it"), self.saved("all but running less"))
        self.assertGreater(self.saved("all but running less"), self.saved("a fifth less"))
        self.assertLess(self.saved("fast build-up", part="harm"),
                        self.saved("slow build-up", part="harm"))

    def test_whom_it_helps(self):
        raises = {kind.name: self.saved("straight raises", kind.name) for kind in KINDS}
        self.assertEqual(max(raises, key=raises.get), "weak-calf")
        heel = {kind.name: self.saved("heel down", kind.name) for kind in KINDS}
        self.assertGreater(heel["forefoot"], 3 * max(value for name, value in heel.items()
                                                     if name != "forefoot"))

    def test_lean_is_null(self):
        """Its effect is centred on zero, so that worlds lie on both sides."""
        by_world = self.results["everyone"]["worth"]["stay tall"]["days"]
        self.assertLess(by_world.min(), -0.1)
        self.assertGreater(by_world.max(), 0.1)

    def test_kilometres(self):
        """Each kind runs a fifth less of 39.5 km (8 + 8 + 9.5 + 14) or of 1.75 times as much."""
        for kind in KINDS:
            usual = 39.5 * (1.75 if kind.name == "high-volume" else 1)
            given_up = -self.results[kind.name]["worth"]["a fifth less"]["km"].mean()
            self.assertAlmostEqual(given_up, 0.2 * usual, delta=1e-3, msg=kind.name)

    def test_kinds_are_sorer_than_everyone(self):
        usual = {name: result["sore_days"][USUAL].mean() for name, result in self.results.items()}
        self.assertEqual(min(usual, key=usual.get), "everyone")

    def test_raises_need_weeks(self):
        """In the first week nothing, in the last about what running a fifth less spares."""
        few = ("strategies=[{name: usual, plan: base}, {name: raises, plan: straight}, "
               "{name: less, plan: base, volume: 0.8}]")
        with tempfile.TemporaryDirectory(prefix="calfsim-test-") as folder:
            guide.simulate(PROGRAM, folder, KINDS[:1], (*SMALL, "--set", few, "--set",
                                                        "output.daily=[soreness]"))
            with guide.open_part(guide.result_of(folder, KINDS[0])) as data:
                sore = data.calf_soreness_share_from.sel(soreness_level=10).mean("world")
                first = sore.isel(day=slice(7)).mean("day")
                last = sore.isel(day=slice(-7, None)).mean("day")
        for week, least, most in ((first, -0.1, 0.2), (last, 0.8, 1.3)):
            spared = week.sel(strategy="usual") - week
            ratio = float(spared.sel(strategy="raises") / spared.sel(strategy="less"))
            self.assertTrue(least < ratio < most, ratio)

    def test_tables_name_everything(self):
        text = guide.tables(self.results).lower()
        for name in [lever.strategy for lever in LEVERS] + list(OPPOSITES):
            self.assertIn(name, text)
        for kind in KINDS:
            self.assertIn(kind.title, text)
        self.assertNotIn("nan", text)

    def test_grades_of_the_model(self):
        grades = self.results["everyone"]["grade"]
        for lever in LEVERS:
            self.assertTrue(lever.parameters, lever.strategy)
            for name in lever.parameters:
                self.assertIn(grades.get(name), ("A", "B", "C"), (lever.strategy, name))

    def test_a_picture_can_be_drawn(self):
        with tempfile.TemporaryDirectory(prefix="calfsim-test-") as folder:
            path = os.path.join(folder, "small.png")
            picture.save(self.results, path, "some digest")
            self.assertGreater(os.path.getsize(path), 10000)
            self.assertEqual(picture.digest_in(path), "some digest")


class Evidence(unittest.TestCase):
    def test_every_lever_has_a_grade_and_sources(self):
        for lever in LEVERS:
            self.assertIn(lever.trials, ("A", "B", "-"), lever.strategy)
            if lever.trials == "-":
                self.assertRegex(lever.found, r"[Nn]o( running)? (trial|study)|[Nn]ever",
                                 lever.strategy)
            else:
                self.assertRegex(lever.found, r"\(.*[A-Z]\w+ \d{4}", lever.strategy)

    def test_levers_are_those_of_the_experiment(self):
        with open(guide.EXPERIMENT, encoding="utf-8") as file:
            strategies = set(re.findall(r"(?m)^  - (?:\{)?name: ([^,\n]+)", file.read()))
        named = {name for lever in LEVERS for name in (lever.strategy, lever.against)}
        opposites = {lever.opposite for lever in LEVERS} - {None}
        self.assertEqual(strategies, named | set(OPPOSITES))
        self.assertEqual(opposites - set(OPPOSITES), set())


    def test_high_volume_was_high_before(self):
        with open(guide.EXPERIMENT, encoding="utf-8") as file:
            plans = dict(re.findall(r"(?ms)^  ([a-z ]+):[^\n]*\n    week:\n(.*?)(?=^  \w)",
                                    file.read()))
        usual, longer = ([float(km) for km in re.findall(r"distance_km: ([\d.]+)", plans[name])]
                         for name in ("base", "longer base"))
        self.assertEqual(longer, [round(1.75 * km, 3) for km in usual])


class Page(unittest.TestCase):
    def test_the_picture_is_that_of_the_tables(self):
        shown = SHOWN.search(readme()).group(1)
        self.assertEqual(picture.digest_in(os.path.join(GUIDE, "picture.png")),
                         guide.digest(shown), "draw it anew: experiments/answers.py --update guide")

    def test_the_page_answers_first(self):
        text = readme()
        self.assertRegex(text, r"\A# .*\?\n\n## Answer\n")
        for part in ("(picture.png)", "See a professional", "never a diagnosis", "no trial"):
            self.assertIn(part, text)


class Input(ProgramTest):
    def ask(self, *arguments):
        return subprocess.run([sys.executable, os.path.join(GUIDE, "guide.py"), *arguments],
                              cwd=self.folder, capture_output=True, encoding="utf-8")

    def refuse(self, message, *arguments):
        done = self.ask(*arguments)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertRegex(done.stderr, r"\A(Simulating .*\n)*guide\.py: .*" + message)
        self.assertEqual(done.stdout, "")

    def test_kinds_are_sound(self):
        for kind in KINDS:
            settings = [part for setting in kind.settings for part in ("--set", setting)]
            self.succeed("check", "--quiet", guide.EXPERIMENT, *settings)

    def test_wrong_folders_and_files(self):
        self.refuse("nowhere: no such folder", "tables", "nowhere")
        os.mkdir(self.path("results"))
        self.refuse(r"everyone\.h5: no such file; .*simulate", "tables", "results")
        self.write("results/everyone.h5", "no HDF5")
        self.refuse(r"everyone\.h5: cannot be read as netCDF-4", "draw", "results", "a.png")
        other = os.path.join(TOP, "experiments", "003-intensity", "experiment.yaml")
        os.unlink(self.path("results/everyone.h5"))
        self.succeed("run", "--quiet", other, "-o", "results/everyone.h5", "--runners", "2",
                     "--set", "population.worlds=2")
        self.refuse(r"everyone\.h5: no strategy '.*': not a result of", "tables", "results")
        self.assertEqual(self.files(), ["results"])

    def test_wrong_programs_and_options(self):
        self.refuse("nowhere: No such file", "simulate", "nowhere", "results")
        self.refuse("everyone: calfsim ended with 2: .*runners.*allowed", "simulate", PROGRAM,
                    "results", "--runners", "0")
        self.assertEqual(os.listdir(self.path("results")), [])


if __name__ == "__main__":
    unittest.main()
