# SPDX-License-Identifier: GPL-3.0-or-later
# `calfsim advise`: its numbers are those of run and compare for strategies written by hand, the same
# for any threads; what is worthless ranks so; what it prints, what it writes, what it refuses.
import json
import os
import signal
import subprocess
import time
import unittest

from program import ONE_LANE, PROGRAM, ProgramTest

WEEK = """
      tue: [{run: {distance_km: 8, intensity: 0.80}}]
      thu: [&thu {run: {distance_km: 8, intensity: 0.80}}]
      sat: [{run: {segments: [{distance_km: 4, intensity: 0.75}, {distance_km: 4, intensity: 1.05}]}}]
      sun: [{run: {distance_km: 14, intensity: 0.78, grade_percent: -1}}]
"""
HEAD = """title: A test of advice
model: 1
seed: 7
days: 42
history: {days: 42, plan: base}
population: {runners: 16, worlds: 24}
plans:
  base:
    week:""" + WEEK
PLAIN = HEAD + """strategies:
  - {name: as now, plan: base}
  - {name: growing, plan: base, progression: {volume: {weekly: 1.1}}}
"""
BY_HAND = HEAD + """  with raises:
    extends: base
    week:
      mon: [&raise {strength: {knee: straight, sets: 3, reps: 15}}]
      wed: [*raise]
      fri: [*raise]
strategies:
  - {name: as now, plan: base}
  - {name: raises by hand, plan: with raises}
  - {name: quick by hand, plan: base, technique: {cadence_ratio: {times: 1.05}}}
  - {name: less by hand, plan: base, volume: 0.8}
  - name: listen by hand
    plan: base
    policy: {skip_run_if: {soreness_mm: 40}, shorten_run_if: {soreness_mm: 20, by: 0.5}}
"""
WORLDS = ("--worlds", "24")


class Advice(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("plain.yaml", PLAIN)

    def advise(self, *options, **more):
        return self.succeed("advise", "plain.yaml", "--quiet", *WORLDS, *options, **more)

    def document(self, *options, **more):
        return json.loads(self.advise("--json", "-", *options, **more))

    def compared(self, experiment):
        self.succeed("run", "-q", experiment, "-o", "hand.h5")
        pairs = json.loads(self.succeed("compare", "hand.h5", "--json", "-"))["comparisons"]
        return {pair["strategy"]: pair for pair in pairs}

    def test_numbers_are_those_of_strategies_written_by_hand(self):
        self.write("hand.yaml", BY_HAND)
        hand = self.compared("hand.yaml")
        levers = {row["strategy"]: row for row in self.document()["levers"]}
        for name, own in (("straight raises", "raises by hand"), ("shorter steps", "quick by hand"),
                          ("a fifth less", "less by hand"), ("listen", "listen by hand")):
            self.assertEqual(levers[name]["outcomes"], hand[own]["outcomes"], name)
            self.assertEqual(levers[name]["overuse_hazard_ratio"],
                             hand[own]["overuse_hazard_ratio"])
            over_worlds = hand[own]["outcomes"]["sore_days"]["difference"]["over_worlds"]
            self.assertEqual(levers[name]["saved"]["mean"], -over_worlds["mean"])
            self.assertEqual(levers[name]["saved"]["worlds_5"], -over_worlds["worlds_95"])

    def test_prices_are_what_they_are(self):
        levers = {row["strategy"]: row for row in self.document()["levers"]}
        less = levers["a fifth less"]
        self.assertAlmostEqual(less["km_a_week_given_up"], 0.2 * 38, places=3)  # 8 + 8 + 8 + 14
        self.assertAlmostEqual(less["saved_per_10_km"],
                               10 * less["saved"]["mean"] / less["km_a_week_given_up"], places=9)
        self.assertLess(less["minutes_a_week"], -30)
        raises = levers["straight raises"]
        self.assertEqual((raises["km_a_week_given_up"], raises["saved_per_10_km"]), (0, None))
        self.assertAlmostEqual(raises["minutes_a_week"], 18, places=9)  # 3 of 3 x (15 x 2 s + 90 s)

    def test_same_for_any_threads_lanes_and_instructions(self):
        first = self.advise("--json", "-", "--threads", "1")
        self.assertEqual(self.advise("--json", "-", "--threads", "2"), first)
        self.assertEqual(self.advise("--json", "-", "--threads", "3", "--isa", "baseline"), first)
        self.assertEqual(self.advise("--json", "-", program=ONE_LANE), first)

    def test_ranked_by_what_is_saved(self):
        document = self.document()
        saved = [row["saved"]["mean"] for row in document["levers"]]
        self.assertEqual(saved, sorted(saved, reverse=True))
        reasons = {row["strategy"]: row["reason"] for row in document["not_applying"]}
        self.assertEqual(set(reasons), {"slow build-up"})
        self.assertEqual(len(document["levers"]), 16)

    def test_what_is_worthless_ranks_so(self):
        """Without any effect of rolling on anybody, nothing is saved, exactly."""
        document = self.document("--set", "rolling_effect=0")
        rolling, = [row for row in document["levers"] if row["strategy"] == "rolling"]
        self.assertEqual(rolling["saved"]["mean"], 0)
        self.assertEqual((rolling["saved"]["worlds_5"], rolling["saved"]["worlds_95"]), (0, 0))
        self.assertEqual(rolling["outcomes"]["sore_days"]["share_beyond_margin"]["gain"]["mean"], 0)
        saves = [row["saved"]["mean"] > 0 for row in document["levers"]]
        self.assertNotIn(True, saves[document["levers"].index(rolling):])
        for row in document["together"]:
            self.assertNotIn("rolling", row["levers"])
        self.assertNotIn("rolling", self.advise("--set", "rolling_effect=0").split("What to do")[1]
                         .split("Not in this plan")[0])

    def test_another_strategy_and_outcome(self):
        document = self.document("--strategy", "growing", "--outcome", "peak_soreness")
        self.assertEqual(document["present"]["strategy"], "growing")
        self.assertIn("slow build-up", [row["strategy"] for row in document["levers"]])
        for row in document["levers"]:
            of = row["outcomes"]["peak_soreness"]["difference"]["over_worlds"]
            self.assertEqual(row["saved"]["mean"], -of["mean"])

    def test_what_is_written_gives_the_same_numbers(self):
        document = self.document("--write", "best.yaml", "--best", "3")
        lived = self.compared("best.yaml")
        rows = {row["strategy"]: row for row in document["levers"] + document["together"]}
        self.assertEqual(len(lived), 3 + len(document["together"]))
        for name, pair in lived.items():
            self.assertEqual(rows[name]["outcomes"], pair["outcomes"], name)

    def test_page_for_a_coach(self):
        text = self.advise()
        for line in text.splitlines():
            self.assertLessEqual(len(line), 80, line)
            self.assertEqual(line, line.rstrip())
        for part in ("a fifth less", "What to do", "Not in this plan", "slow build-up: the strategy",
                     "Together:", "is not a diagnosis"):
            self.assertIn(part, text)
        self.assertNotIn("nan", text)

    def test_referral_comes_first(self):
        """A sore day of 0.1 mm makes nearly everyone sore all week."""
        text = self.advise("--set", "output.sore_day_mm=0.1")
        self.assertTrue(text.startswith("First of all: "), text[:80])
        self.assertIn("see a professional", " ".join(text.split("\n\n")[0].split()))
        self.assertTrue(self.document("--set", "output.sore_day_mm=0.1")["present"]
                        ["see_a_professional_first"])
        self.assertTrue(self.advise("--set", "output.sore_day_mm=100").startswith("What would"))

    def test_few_worlds_and_no_history_are_told(self):
        text = self.succeed("advise", "plain.yaml", "-q", "--worlds", "3", "--set", "history={days: 0}")
        self.assertIn("3 worlds are too few", text)
        self.assertIn("without a history", text)

    def test_a_cohort_is_lived_whole(self):
        document = self.document("--set", "population={cohort: {columns: [heel_raise_reps], "
                                 "rows: [[12], [20], [30]]}}")
        self.assertEqual(document["runners_per_world"], 3)

    def test_nothing_is_left_behind(self):
        os.mkdir(self.path("scratch"))
        environment = dict(os.environ, TMPDIR=self.path("scratch"))
        self.advise(env=environment)
        self.assertEqual(os.listdir(self.path("scratch")), [])
        self.write("long.yaml", PLAIN)
        running = self.start("advise", "long.yaml", "--runners", "100000", env=environment,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(500):
            if os.listdir(self.path("scratch")):
                break
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        out, error = running.communicate(timeout=60)
        self.assertEqual((running.returncode, out), (1, b""))
        self.assertIn(b"stopped", error)
        self.assertEqual(os.listdir(self.path("scratch")), [])

    def test_bad_input(self):
        self.write("there.yaml", "mine: 1\n")
        sweep = "sweep={design: grid, factors: {volume: [1, 2]}}"
        cases = (
            ((), "one experiment file"),
            (("missing.yaml",), "missing.yaml"),
            (("plain.yaml", "--strategy", "as no"), "did you mean 'as now'"),
            (("plain.yaml", "--outcome", "sore_dais"), "did you mean"),
            (("plain.yaml", "--outcome", "distance"), "neither more nor less"),
            (("plain.yaml", "--worlds", "0"), "--worlds '0'"),
            (("plain.yaml", "--best", "99"), "--best '99'"),
            (("plain.yaml", "--set", "days=x"), "days"),
            (("plain.yaml", "--set", sweep), "sweep={}"),
            (("plain.yaml", "--write", "there.yaml"), "there.yaml: exists"),
            (("plain.yaml", "--json", "there.yaml"), "not overwritten"),
            (("plain.yaml", "--json", "no/such"), "no/such"),
            (("plain.yaml", "--json", "-", "--write", "-"), "exclude each other"),
            (("plain.yaml", "--isa", "z80"), "z80"),
            (("plain.yaml", "--set", "plans.base.week={}"), "has no run"),
            (("plain.yaml", "--nonsense"), "--nonsense"),
        )
        for arguments, said in cases:
            self.assertIn(said, self.fail_with(2, "advise", *arguments), arguments)
        self.assertEqual(self.read("there.yaml"), b"mine: 1\n")
        environment = dict(os.environ, TMPDIR=self.path("nowhere"))
        self.assertIn("nowhere", self.fail_with(2, "advise", "plain.yaml", env=environment))

    def test_help_names_every_option(self):
        text = self.succeed("advise", "--help")
        for option in ("--strategy", "--outcome", "--runners", "--worlds", "--write", "--best",
                       "--force", "--json", "--threads", "--isa", "--seed", "--set", "--quiet"):
            self.assertIn(option, text)
        self.assertIn("advise", self.succeed("--help"))


if __name__ == "__main__":
    assert PROGRAM
    unittest.main()
