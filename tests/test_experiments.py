# SPDX-License-Identifier: GPL-3.0-or-later
# The experiments of the repository: each is sound, runs, and is answered in its README; no page
# names a program that is not where it says. Whether the answers are those of today's program is
# what experiments/answers.py finds out.
import glob
import os
import re
import unittest

from program import ProgramTest

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDERS = sorted(glob.glob(os.path.join(TOP, "experiments", "[0-9][0-9][0-9]-*")))


class Experiments(ProgramTest):
    def test_there_is_one_per_lever(self):
        self.assertGreaterEqual(len(FOLDERS), 10)

    def test_each_is_sound_and_runs(self):
        for folder in FOLDERS:
            with self.subTest(os.path.basename(folder)):
                experiment = os.path.join(folder, "experiment.yaml")
                self.succeed("check", "--quiet", experiment)
                self.succeed("run", experiment, "-o", "a.h5", "--runners", "2",
                             "--set", "population.worlds=2")
                self.assertIn("not a diagnosis", self.succeed("show", "a.h5"))

    def test_each_is_answered(self):
        for folder in FOLDERS:
            with self.subTest(os.path.basename(folder)):
                with open(os.path.join(folder, "README.md"), encoding="utf-8") as file:
                    text = file.read()
                for part in ("?\n", "## Answer", "<!-- show:begin -->", "(picture.png)"):
                    self.assertIn(part, text)
                self.assertGreater(os.path.getsize(os.path.join(folder, "picture.png")), 10000)

    def test_pages_name_the_program_where_it_is(self):
        for page in glob.glob(os.path.join(TOP, "**", "*.md"), recursive=True):
            if os.sep + "build" in page[len(TOP):]:
                continue
            with open(page, encoding="utf-8") as file:
                for path in re.findall(r"\bbuild\S*/calfsim\b", file.read()):
                    self.assertIn(path, ("build/release/calfsim", "build/mpi/calfsim"), page)


if __name__ == "__main__":
    unittest.main()
