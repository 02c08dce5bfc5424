# SPDX-License-Identifier: GPL-3.0-or-later
# `calfsim sensitivity` as its user meets it: what it prints, as text, JSON and a page, what it
# refuses, and that it stops.
import csv
import html.parser
import io
import json
import os
import re
import signal
import subprocess
import time
import unittest

import program

EXPERIMENT = """\
title: A small one <&>
model: 1
seed: 7
days: 14
history: {days: 7, plan: base}
population: {runners: 20, worlds: 2}
plans:
  base:
    week:
      tue: [{run: {distance_km: 12, intensity: 0.9}}]
      sun: [{run: {distance_km: 18, intensity: 0.8}}]
strategies:
  - {name: as usual, plan: base}
  - {name: more, plan: base, volume: 1.5}
  - {name: listening, plan: base, volume: 1.5, policy: {skip_run_if: {soreness_mm: 10}},
     adherence: 0.8}
"""
SMALL = ["--samples", "64", "--runners", "4", "--worlds", "3", "--trajectories", "4", "--keep", "3",
         "--bootstrap", "40", "-q"]
OUTCOME = ["--outcome", "mean_soreness"]
PROMPT_S = 20 if os.environ.get("CALFSIM_SANITIZE") else 2
UNCERTAINTY, VARIABILITY = "What science should measure next", "What differs between people"
NUMBER = r"(-?\d+\.\d+|-)"
BAND = rf"{NUMBER}(?: \({NUMBER} to {NUMBER}\))?"


class Page(html.parser.HTMLParser):
    """Counts tags, and holds each to its end."""
    VOID = {"meta", "br", "hr", "link"}

    def __init__(self, text):
        super().__init__()
        self.open, self.count = [], {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.count[tag] = self.count.get(tag, 0) + 1
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.count[tag] = self.count.get(tag, 0) + 1

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


class SensitivityTest(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", EXPERIMENT)

    def ask(self, *arguments, **options):
        return self.succeed("sensitivity", "x.yaml", *SMALL, *OUTCOME, *arguments, **options)

    def ask_json(self, *arguments, **options):
        return json.loads(self.ask("--json", "-", *arguments, **options))

    def refuse(self, *arguments, code=2):
        message = self.fail_with(code, "sensitivity", "x.yaml", *SMALL, *arguments)
        self.assertRegex(message, r"^calfsim sensitivity: [^\n]+\n$")
        return message


class Reports(SensitivityTest):
    def expect_band(self, shown, band, keys=("value", "low", "high")):
        """What is shown are the three numbers to two decimals."""
        found = re.fullmatch(BAND, shown.strip())
        self.assertTrue(found, shown)
        for text, key in zip(found.groups(), keys):
            self.assertAlmostEqual(float(text), band[key], delta=0.00501)

    def expect_section(self, text, question):
        rows = question["decomposition"]["indices"]
        names = [row["parameter"] or f"the other {question['decomposition']['others_together']} "
                 "together" for row in rows]
        for rank, (name, row) in enumerate(zip(names, rows), 1):
            label = f"{rank} {name}" if row["parameter"] else name
            line = re.search(rf"(?m)^ +{label} +({BAND}) +({BAND})(?: +({BAND}))? *█* *$", text)
            self.assertTrue(line, f"{label} in\n{text}")
            self.expect_band(line.group(1), row["first"])
            self.expect_band(line.group(5), row["total"])
            if row["total_over_worlds"]:
                self.expect_band(line.group(9), row["total_over_worlds"],
                                 ("middle", "worlds_5", "worlds_95"))
            else:
                self.assertIsNone(line.group(9))
        for step in question["decomposition"]["convergence"]:
            self.assertRegex(text, rf"(?m)^ +.*\b{step['samples']}\b")

    def test_text_and_json_agree(self):
        text = self.ask("--json", "s.json")
        found = json.loads(self.read("s.json"))
        self.assertEqual(found["title"], "A small one <&>")
        self.assertEqual((found["strategy"], found["against"]), ("as usual", None))
        self.assertEqual(found["outcome"]["name"], "mean_soreness")
        first, second = text.split(VARIABILITY)
        self.assertIn(UNCERTAINTY, first)
        uncertainty, variability = found["questions"]
        self.assertEqual((uncertainty["of"], variability["of"]), ("uncertainty", "variability"))
        self.expect_section(first, uncertainty)
        self.expect_section(second, variability)
        self.assertEqual((uncertainty["runners"], uncertainty["worlds"]), (4, 0))
        self.assertEqual((variability["runners"], variability["worlds"]), (1, 3))
        self.assertLessEqual(max(map(len, text.splitlines())), 100)

    def test_json_holds_together(self):
        table = {row["name"]: row for row in csv.DictReader(io.StringIO(
            self.succeed("params", "--csv")))}
        for question in self.ask_json()["questions"]:
            factors = {factor["parameter"]: factor for factor in question["factors"]}
            self.assertEqual(set(factors), {name for name, row in table.items()
                                            if row["kind"] == question["of"]})
            for name, factor in factors.items():
                for key in ("unit", "grade", "meaning", "source"):
                    self.assertEqual(factor[key], table[name][key])
            effects = question["screening"]["effects"]
            self.assertEqual({effect["parameter"] for effect in effects}, set(factors))
            rows = question["decomposition"]["indices"]
            self.assertEqual([row["parameter"] for row in rows[-1:]], [None])
            self.assertEqual({row["parameter"] for row in rows[:-1]},
                             {effect["parameter"] for effect in effects[:3]})
            steps = question["decomposition"]["convergence"]
            self.assertEqual([step["samples"] for step in steps], [8, 16, 32, 64])
            for last, row in zip(steps[-1]["indices"], rows):
                self.assertEqual((last["first"], last["total"]), (row["first"], row["total"]))
            for row in rows:
                self.assertLessEqual(row["total"]["low"], row["total"]["high"])

    def test_page(self):
        self.ask("--page", "s.html")
        page = self.read("s.html").decode()
        parsed = Page(page)
        self.assertEqual(parsed.open, [])
        self.assertEqual((parsed.count["svg"], parsed.count["h2"]), (4, 2))
        self.assertNotIn("script", parsed.count)
        self.assertIn("A small one &lt;&amp;&gt;", page)
        self.assertNotRegex(page, r"\bnan\b|\binf\b")
        self.assertEqual(self.ask("--page", "-"), page.replace("--page s.html", "--page -"))

    def test_threads_and_lanes_change_nothing(self):
        arguments = ["--strategy", "listening"]
        one = self.ask("--threads", "1", *arguments)
        self.assertEqual(one, self.ask("--threads", "2", *arguments))
        self.assertEqual(one, self.ask("--isa", "baseline", *arguments))
        self.assertEqual(one, self.ask("--threads", "2", *arguments, program=program.ONE_LANE))
        self.assertNotEqual(one, self.ask("--seed", "8", *arguments))

    def test_difference(self):
        both = self.ask_json("--of", "uncertainty", "--strategy", "more", "--against", "as usual")
        self.assertEqual((both["strategy"], both["against"]), ("more", "as usual"))
        means = [self.ask_json("--of", "uncertainty", "--strategy", name, "--method", "sobol",
                               "--parameters", "dose_per_km,soreness_hill",
                               *more)["questions"][0]["decomposition"]["mean"]
                 for name, more in (("more", []), ("as usual", []),
                                    ("more", ["--against", "as usual"]))]
        self.assertAlmostEqual(means[0] - means[1], means[2], places=9)
        self.assertGreater(means[2], 0)

    def test_luck_is_named(self):
        self.assertNotIn("from luck", self.ask())
        self.assertEqual(self.ask("--strategy", "listening").count("from luck"), 1)

    def test_methods(self):
        screened = self.ask_json("--method", "morris")["questions"]
        self.assertEqual([q["decomposition"] for q in screened], [None, None])
        text = self.ask("--method", "morris")
        self.assertIn("Screening (Morris)", text)
        self.assertNotIn("first order", text)
        shared = self.ask_json("--method", "sobol", "--parameters", "susceptibility,soreness_half")
        self.assertEqual(len(shared["questions"]), 1)
        self.assertIsNone(shared["questions"][0]["screening"])
        rows = shared["questions"][0]["decomposition"]["indices"]
        self.assertEqual({row["parameter"] for row in rows}, {"susceptibility", "soreness_half"})

    def test_vary_counts(self):
        """A parameter that hardly varies brings about hardly any variance."""
        arguments = ["--of", "variability", "--worlds", "0", "--method", "sobol", "--parameters",
                     "susceptibility,soreness_half"]
        wide, narrow = ({row["parameter"]: row["total"]["value"]
                         for row in self.ask_json(*arguments, *more)["questions"][0]
                         ["decomposition"]["indices"]}
                        for more in ([], ["--set", "population.vary.susceptibility="
                                          "{normal: [1, 0.0001]}"]))
        self.assertGreater(wide["susceptibility"], 0.2)
        self.assertLess(narrow["susceptibility"], 1e-3)


EASY = """\
model: 1
seed: 7
days: 14
history: {days: 56, plan: base}
population: {runners: 20, worlds: 2}
plans: {base: {week: {sun: [{run: {distance_km: 3, intensity: 0.7}}]}}}
strategies: [{name: as usual, plan: base}]
"""


class Little(SensitivityTest):
    """Runs that make hardly anybody sore."""

    def setUp(self):
        super().setUp()
        self.write("x.yaml", EASY)

    def test_what_nobody_would_notice_is_said(self):
        text = self.ask("--of", "uncertainty", "--set", "soreness_half=3")
        self.assertIn("Its SD is below 1 mm, which hardly anybody would notice", plain(text))

    def test_shares_of_single_runners(self):
        self.write("x.yaml", EXPERIMENT)
        text = self.ask("--of", "uncertainty", "--outcome", "see_professional", "--set",
                        "soreness_half=1.2")
        self.assertIn("less than one of the 4 runners, who then decide", plain(text))

    def test_too_rare_for_shares(self):
        """Default runners are never sore here, some worlds' are: no table, no dash in a sentence."""
        text = self.ask("--of", "variability", "--set", "soreness_half=0.28", "--seed", "3",
                        "--worlds", "24", "--outcome", "sore_days")
        self.assertRegex(plain(text), r"Too rare here: where all has its default the outcome is 0 at "
                         r"every point, and it varies in [1-9]\d* of 24 worlds\.")
        self.assertNotRegex(text, r" - |█")
        self.assertNotIn("add up to", text)


def plain(text):
    return " ".join(text.split())


class Nothing(SensitivityTest):
    def test_nothing_changes(self):
        """The distance of plans in km is the same for everybody."""
        for method in ("both", "sobol", "morris"):
            text = self.succeed("sensitivity", "x.yaml", *SMALL, "--outcome", "distance",
                                "--method", method)
            self.assertEqual(len(re.findall("Nothing changes", text)), 2, text)
            self.assertNotRegex(text, r"(?i)\bnan\b|█")

    def test_nothing_is_drawn(self):
        table = csv.DictReader(io.StringIO(self.succeed("params", "--csv")))
        everything = [argument for row in table if row["kind"] == "uncertainty"
                      for argument in ("--set", f"{row['name']}={row['default']}")]
        text = self.ask(*everything)
        self.assertEqual(len(re.findall("Nothing of this kind is drawn", text)), 1)
        found = self.ask_json(*everything)["questions"]
        self.assertEqual((found[0]["factors"], found[0]["decomposition"]), ([], None))
        self.assertTrue(found[1]["factors"])

    def test_too_few_samples_are_told(self):
        text = self.ask("--samples", "16", "--keep", "20")
        self.assertRegex(" ".join(text.split()),
                         r"The sample cannot rank .*About \d+ samples would tell, \d+ times as many")


class Refused(SensitivityTest):
    def test_numbers(self):
        for option, value in (("--samples", "15"), ("--samples", "x"), ("--runners", "0"),
                              ("--worlds", "-1"), ("--keep", "0"), ("--trajectories", "1"),
                              ("--bootstrap", "1.5"), ("--threads", "0")):
            message = self.refuse(option, value)
            self.assertIn(f"{option} '{value}': allowed is a whole number from", message)
        self.assertIn("values to be kept", self.refuse("--samples", "100000", "--worlds", "9999"))
        self.assertIn("--level '1': allowed is a number from 0.5 to 0.999",
                      self.refuse("--level", "1"))
        self.assertIn("allowed are morris, sobol and both", self.refuse("--method", "guess"))
        self.assertIn("allowed are uncertainty, variability and both", self.refuse("--of", "all"))

    def test_names(self):
        self.assertIn("did you mean 'sore_days'", self.refuse("--outcome", "sore_dayz"))
        self.assertIn("there are 'peak_soreness', ", self.refuse("--outcome", "happiness"))
        self.assertIn("did you mean 'as usual'", self.refuse("--strategy", "as usal"))
        self.assertIn("there are 'as usual', 'more'", self.refuse("--against", "xyz"))
        self.assertIn("is the strategy itself", self.refuse("--against", "as usual"))
        self.assertIn("did you mean 'susceptibility'",
                      self.refuse("--parameters", "dose_per_km,susceptibilty"))
        self.assertIn("'calfsim params' lists them", self.refuse("--parameters", ""))
        self.assertIn("'report_noise': is fixed", self.refuse("--parameters", "report_noise"))
        self.assertIn("sets it to 1.5", self.refuse(
            "--parameters", "susceptibility", "--set", "susceptibility=1.5"))
        self.assertIn("'susceptibility': is of variability", self.refuse(
            "--parameters", "susceptibility", "--of", "uncertainty"))

    def test_runners_that_are_not_independent(self):
        cohort = ["--set", "population={cohort: {columns: [susceptibility], rows: [[1], [2]]}}"]
        correlated = ["--set",
                      "population.correlate=[[heel_raise_reps, susceptibility, -0.3]]"]
        for asked, key in ((cohort, "population.cohort"), (correlated, "population.correlate")):
            for of in ([], ["--of", "variability"]):
                message = self.refuse(*asked, *of)
                self.assertIn(f"{key}: ", message)
                self.assertEqual("--of uncertainty" in message, not of)
            self.assertIn(UNCERTAINTY, self.ask(*asked, "--of", "uncertainty"))

    def test_sweep(self):
        sweep = "sweep={design: grid, factors: {volume: {levels: [1, 2]}}}"
        self.assertIn("a sweep is many experiments", self.refuse("--set", sweep))

    def test_places(self):
        for option in ("--json", "--page"):
            self.refuse(option, "missing/place")
            self.refuse(option, ".")
        self.assertIn("exclude each other", self.refuse("--json", "-", "--page", "-"))
        self.assertEqual(self.files(), ["x.yaml"])


class Stopped(SensitivityTest):
    def test_signals(self):
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            process = self.start("sensitivity", "x.yaml", "--samples", "131072", "--json", "s.json",
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
            time.sleep(1)
            self.assertIsNone(process.poll(), "it ended by itself")
            process.send_signal(signal_number)
            begun = time.monotonic()
            printed, said = process.communicate(timeout=program.TIMEOUT_S)
            self.assertLess(time.monotonic() - begun, PROMPT_S)
            self.assertEqual((process.returncode, printed), (1, ""), said)
            self.assertRegex(said, r"^calfsim sensitivity: stopped before the end\n$")
            self.assertEqual(self.files(), ["x.yaml"])


if __name__ == "__main__":
    unittest.main()
