# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of `calfsim import` share: the runs that it lists.
import re

import program

ROW = re.compile(r"^  (\d{4}-\d\d-\d\d) +(\S+) +(\S+) +(\S+) +(\S+) +(\S+) +(\S+) +(\S+)  (.*)$",
                 re.MULTILINE)


def number(text):
    return None if text == "-" else float(text)


class Run:
    def __init__(self, found):
        self.date, self.start = found[0], found[1]
        (self.km, self.minutes, self.climb, self.cadence, self.left,
         self.right) = map(number, found[2:8])
        self.title = found[8]


class ImportTest(program.ProgramTest):
    def listed(self, *arguments, **options):
        """The runs that are listed, and the whole text."""
        text = self.succeed("import", "--list", *arguments, **options)
        return [Run(found) for found in ROW.findall(text)], text

    def only(self, name, content, *arguments):
        """The one run of a file."""
        self.write(name, content)
        runs, text = self.listed(name, *arguments)
        self.assertEqual(len(runs), 1, text)
        return runs[0], text

    def is_run(self, run, km, minutes, share=0.01):
        """Distance and time survive within 1 %."""
        self.assertAlmostEqual(run.km, km, delta=share * km)
        self.assertAlmostEqual(run.minutes, minutes, delta=share * minutes)

    def refused(self, name, content, *words):
        self.write(name, content)
        error = self.fail_with(2, "import", name)
        for word in words:
            self.assertIn(word, error)
        self.assertIn("no run could be read", error)
