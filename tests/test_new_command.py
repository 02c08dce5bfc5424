# SPDX-License-Identifier: GPL-3.0-or-later
# calfsim new: what it writes can be checked and run, whatever is known of the runner; it asks on a
# terminal, and replaces no file unasked. What single answers mean is tested in test_coach.c.
import itertools
import os
import pty
import random
import re
import select
import subprocess
import time
import unittest

import xarray as xr

import program

PLANS = ["as-now", "calf-strength-blocks", "couch-to-5k", "marathon-intermediate",
         "marathon-novice", "polarised-week", "return-after-sore-spell"]
ANSWERS = {
    "heel-raises": ["3", "18,21", "30 12", "120"],
    "knee-to-wall": ["0", "9", "24"],
    "ankle": ["15", "38", "60"],
    "strike": ["heel", "midfoot", "forefoot"],
    "weekly-km": ["0", "1", "23.4", "300"],
    "days": ["0", "1", "4", "6", "7"],
    "years": ["0", "2.5", "50"],
    "race": ["5km=25:10", "half=1:52:00", "marathon=5:40:00", "5km=12:40", "1.5km=6:30"],
    "plan": PLANS,
}
SMALL = ("--runners", "2", "--set", "population.worlds=2")
# A runner of whom all is known.
RUNNER = {"heel-raises": "18,21", "knee-to-wall": "9", "strike": "midfoot", "weekly-km": "30",
          "days": "4", "years": "4", "race": "10km=52:30"}


def options(answers):
    return [text for flag, answer in answers.items() for text in ("--" + flag, answer)]


def random_answers(rng):
    return {flag: rng.choice(texts) for flag, texts in ANSWERS.items() if rng.random() < 0.6}


class New(program.ProgramTest):
    def new(self, answers, *more):
        return self.succeed("new", *options(answers), "-o", "x.yaml", "--force", *more)

    def lived(self, *arguments):
        """The means of a small run of x.yaml, by strategy and outcome."""
        self.succeed("run", "x.yaml", "-o", "x.h5", *SMALL, *arguments)
        with xr.open_dataset(self.path("x.h5"), engine="h5netcdf", decode_times=False) as data:
            return data.outcome_mean.mean("world").load()

    def test_every_plan_runs_for_those_known_and_unknown(self):
        for plan, known in itertools.product(PLANS, ({}, RUNNER)):
            with self.subTest(plan=plan, known=known):
                written = self.new({**known, "plan": plan})
                self.assertRegex(written, r"Written to x\.yaml\.")
                self.succeed("check", "--quiet", "x.yaml")
                self.lived()

    def test_any_answers_are_refused_or_give_what_can_be_checked_and_run(self):
        rng, accepted = random.Random(7), 0
        for _ in range(120):
            answers = random_answers(rng)
            if not answers:
                continue
            with self.subTest(answers=answers):
                done = self.call("new", *options(answers), "-o", "x.yaml", "--force")
                if done.returncode == 0:
                    accepted += 1
                    self.succeed("check", "--quiet", "x.yaml")
                    if accepted % 12 == 0:
                        self.lived()
                else:
                    self.assertEqual(done.returncode, 2, done.stderr)
                    self.assertIn("allowed:", done.stderr)
        self.assertGreater(accepted, 40)

    def test_the_week_is_lived_as_answered(self):
        for km, days in (("23.4", "3"), ("7", "7"), ("150", "6")):
            self.new({"weekly-km": km, "days": days})
            self.assertAlmostEqual(
                float(self.lived().sel(strategy="as now", outcome="distance")), 8 * float(km),
                places=2)
            self.assertEqual(self.read("x.yaml").count(b"intensity: 0.7"), int(days))

    def test_return_comes_back_to_the_runners_week(self):
        self.new({**RUNNER, "plan": "return-after-sore-spell"})
        lived = self.lived().sel(outcome="distance")
        self.assertAlmostEqual(float(lived.sel(strategy="as before")), 6 * 30, places=2)
        self.assertAlmostEqual(float(lived.sel(strategy="back at once")), 5 * 30, places=2)

    def test_what_is_known_is_held(self):
        self.new(RUNNER)
        text = self.read("x.yaml").decode()
        for line in ("heel_raise_reps: {normal: [18.0, 2.2]}",
                     "forefootness: {beta: [0.5, 2.5], low: 0.25, high: 0.75}",
                     "threshold_speed: {normal: [3.15, 0.06]}", "years_running: 4 # as answered",
                     "- {name: heel down,"):
            self.assertIn(line, text)
        self.assertNotIn("Not known", text)
        self.assertLessEqual(max(map(len, text.splitlines()[3:])), 100)
        self.assertIn("Hebert-Losier 2017", text)

    def test_the_command_in_the_file_writes_it_again(self):
        self.new({**RUNNER, "heel-raises": "18 21", "plan": "polarised-week"})
        first = self.read("x.yaml")
        command = re.search(r"(?m)^#   calfsim (new .*)$", first.decode()).group(1)
        again = subprocess.run(f'"{program.PROGRAM}" {command} -o -', shell=True, check=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.assertEqual(again.stdout, first)

    def test_the_command_of_the_plans_readme(self):
        with open(os.path.join(os.path.dirname(program.TESTS), "experiments", "plans", "README.md"),
                  encoding="utf-8") as file:
            command = re.search(r"\$calfsim (new (?:.*\\\n)*.*)", file.read()).group(1)
        self.succeed(*command.replace("\\\n", " ").split())
        self.succeed("check", "--quiet", "mine.yaml")

    def test_it_can_go_to_standard_output(self):
        text = self.succeed("new", *options(RUNNER), "-o", "-")
        self.assertTrue(text.startswith("# "))
        self.assertEqual(self.files(), [])
        self.write("y.yaml", text)
        self.succeed("check", "--quiet", "y.yaml")

    def test_no_file_is_replaced_unasked(self):
        self.assertIn("Written to runner.yaml", self.succeed("new", "--days", "3"))
        before = self.read("runner.yaml")
        self.assertIn("--force", self.fail_with(2, "new", "--days", "4"))
        self.assertEqual(self.read("runner.yaml"), before)
        self.succeed("new", "--days", "4", "--force")
        self.assertNotEqual(self.read("runner.yaml"), before)
        for place in ("missing/x.yaml", "/proc/x.yaml", "", "."):
            self.fail_with(2, "new", "--days", "4", "--force", "-o", place)
        self.assertEqual(self.files(), ["runner.yaml"])

    def test_mistakes(self):
        for arguments, says in (
                (["--race", "10km=20:00"], "--race '10km=20:00' is faster than any human"),
                (["--weekly-km", "5", "--days", "7"], "5 km a week on 7 days"),
                (["--knee-to-wall", "4", "--ankle", "45"], "within 7 degrees"),
                (["--plan", "marathon"], "marathon-intermediate, marathon-novice"),
                (["--weekly-km", "0"], "a plan that brings runs"),
                (["--speed", "3"], "--speed"), (["--days"], "--days"), (["x.yaml"], "-o"),
                ([], "no terminal")):
            self.assertIn(says, self.fail_with(2, "new", *arguments), arguments)
        self.assertEqual(self.files(), [])

    def test_doubts_are_told_and_written(self):
        for answers, says in (
                ({"heel-raises": "12,30"}, "ask a professional"),
                ({"weekly-km": "15", "plan": "marathon-intermediate"}, "of about 39 km a week"),
                ({"weekly-km": "15", "plan": "couch-to-5k"}, "people who do not run"),
                ({"race": "marathon=3:30:00"}, "slower over a marathon"),
                ({"race": "marathon=4:30:00"}, "230 min"),
                ({"days": "3"}, "8 km a run are assumed"),
                ({"weekly-km": "24"}, "3 a week are assumed"),
                ({"weekly-km": "100", "days": "2"}, "is that so?"),
                ({"years": "3"}, "usual week is not known")):
            done = self.call("new", *options(answers), "-o", "x.yaml", "--force")
            self.assertEqual(done.returncode, 0)
            self.assertIn(says, done.stderr)
            self.assertIn(says, self.read("x.yaml").decode())
        self.assertEqual(self.call("new", *options(RUNNER), "-o", "y.yaml").stderr, "")


class Dialogue(program.ProgramTest):
    def talk(self, answers, *arguments):
        """Runs calfsim new at a terminal, typing an answer at each question; None ends the input.
        Returns the exit code and all that was shown."""
        try:
            outer, inner = pty.openpty()
        except OSError as error:  # no /dev/pts, as in a bare container
            self.skipTest(f"no terminal to be had: {error}")
        self.addCleanup(os.close, outer)
        process = self.start("new", *arguments, stdin=inner, stdout=inner, stderr=inner,
                             start_new_session=True)
        os.close(inner)
        shown, seen, deadline = "", 0, time.monotonic() + 60
        answers = list(answers)
        while True:
            self.assertLess(time.monotonic(), deadline, f"it does not end; shown: {shown}")
            try:
                if select.select([outer], [], [], 1)[0]:
                    shown += os.read(outer, 65536).decode()
            except OSError:  # the other end is closed
                break
            if shown[seen:].endswith(": ") and answers:
                seen = len(shown)
                answer = answers.pop(0)
                os.write(outer, b"\x04" if answer is None else answer.encode() + b"\n")
        self.assertEqual(answers, [], shown)
        return process.wait(program.TIMEOUT_S), shown

    def test_a_runner(self):
        code, shown = self.talk(["18 21", "9", "heel", "30", "4", "", "10km=52:30",
                                 "marathon-novice"])
        self.assertEqual(code, 0, shown)
        self.assertIn("Written to runner.yaml", shown)
        self.assertNotIn("degrees", shown)  # not asked for, since the cm are known
        text = self.read("runner.yaml").decode()
        self.assertIn("calfsim new --heel-raises '18 21' --knee-to-wall 9 --strike heel "
                      "--weekly-km 30 --days 4 --race 10km=52:30 --plan marathon-novice\n", text)
        self.succeed("check", "--quiet", "runner.yaml")

    def test_nothing_known(self):
        code, shown = self.talk([""] * 9, "-o", "x.yaml")
        self.assertEqual(code, 0, shown)
        self.assertIn("The usual week is not known", shown)
        self.succeed("check", "--quiet", "x.yaml")

    def test_wrong_answers_are_explained_and_asked_for_again(self):
        code, shown = self.talk(
            ["many", "18", "", "99", "35", "toe", "forefoot", "5", "7", "5", "", "10km=10:00",
             "", "marathon", "as-now"], "-o", "x.yaml")
        self.assertEqual(code, 0, shown)
        for says in ("'many'; allowed: a whole number from 3 to 120",
                     "'99'; allowed: a number from 15 to 60 degrees",
                     "allowed: heel, midfoot or forefoot",
                     "5 km a week on 7 days", "faster than any human",
                     "'marathon'; allowed: as-now"):
            self.assertIn(says, shown)
        self.succeed("check", "--quiet", "x.yaml")

    def test_who_rests_is_asked_for_a_plan(self):
        code, shown = self.talk(["", "", "", "", "0", "", "", "", "couch-to-5k"], "-o", "x.yaml")
        self.assertEqual(code, 0, shown)
        self.assertIn("a plan that brings runs", shown)
        self.assertNotIn("Days with a run", shown)
        self.succeed("check", "--quiet", "x.yaml")

    def test_the_end_of_the_input_ends_it(self):
        for said in ([None], ["18", None], ["18", "9", "heel", "30", "4", "3", "", None]):
            code, shown = self.talk(said)
            self.assertEqual(code, 2)
            self.assertIn("the answers ended before the questions; nothing was written", shown)
            self.assertEqual(self.files(), [])

    def test_the_place_is_looked_at_before_asking(self):
        self.write("runner.yaml", "mine\n")
        code, shown = self.talk([])
        self.assertEqual(code, 2)
        self.assertIn("--force", shown)
        self.assertNotIn("Single-leg", shown)
        self.assertEqual(self.read("runner.yaml"), b"mine\n")


if __name__ == "__main__":
    unittest.main()
