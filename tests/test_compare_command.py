# SPDX-License-Identifier: GPL-3.0-or-later
# `calfsim compare` on a result of its own: one outcome in full, every number as JSON against what
# xarray finds in the result, and shares beyond a margin against runners counted one by one.
import json
import os
import subprocess
import unittest

import h5py
import numpy as np
import program
import xarray

EXPERIMENT = """\
title: A small one
model: 1
seed: 7
days: 28
population:
  runners: 300
  worlds: 4
plans:
  base:
    week:
      tue: [{run: {distance_km: 8, intensity: 0.9}}]
      thu: [{strength: {knee: straight, sets: 3, reps: 15}}]
strategies:
  - {name: as usual, plan: base}
  - {name: more, plan: base, volume: 1.5}
output: {daily: [soreness], runners: true}
"""


class Compare(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", EXPERIMENT)
        self.succeed("run", "x.yaml", "-o", "a.h5")

    def said(self, *arguments):
        """What `compare --json -` says; skips the test where the program has no JSON."""
        done = self.call("compare", "a.h5", "--json", "-", *arguments)
        if "built without Jansson" in done.stderr:
            self.assertEqual(done.returncode, 2)
            self.skipTest("no JSON")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return json.loads(done.stdout)

    def test_one_outcome(self):
        plain = self.succeed("compare", "a.h5", "--outcome", "peak_soreness")
        self.assertIn("Worst soreness: ", plain)
        self.assertIn("within 5 mm", plain)
        self.assertNotIn("ore days", plain)
        close = self.succeed("compare", "a.h5", "--outcome", "peak_soreness", "--within", "0.25")
        self.assertIn("within 0.25 mm", close)
        message = self.fail_with(2, "compare", "a.h5", "--outcome", "soreness")
        for text in ("'soreness'", "'peak_soreness', 'mean_soreness', ", "'stopped'"):
            self.assertIn(text, message)
        self.assertEqual(self.succeed("compare", "a.h5", "--outcome", "worst soreness"),
                         self.succeed("compare", "a.h5", "--outcome", "peak_soreness"))
        message = self.fail_with(2, "compare", "a.h5", "--outcome", "soredays")
        self.assertIn("did you mean 'sore_days'?", message)
        for wrong in ("-1", "some", "", "nan", "inf", "7", "1e9"):
            message = self.fail_with(2, "compare", "a.h5", "--outcome=sore_days", "--within", wrong)
            self.assertIn(f"--within '{wrong}': allowed for sore days is a number from 0 to below 7 "
                          "in 1/week", message)
        message = self.fail_with(2, "compare", "a.h5", "--outcome=stopped", "--within", "1")
        self.assertIn("from 0 to below 1 (0.01 is 1 %)", message)

    def test_one_runner_shows_nothing_of_others(self):
        self.succeed("run", "x.yaml", "-q", "-o", "one.h5", "--runners", "1", "--set",
                     "population.worlds=1")
        said = self.succeed("compare", "one.h5", "--outcome", "mean_soreness", "--within", "50")
        self.assertIn("cannot be shown to stay", " ".join(said.split()))
        self.assertIn("cannot tell the mean difference from none", " ".join(said.split()))

    def test_rows_that_say_nothing_are_left_out(self):
        said = self.succeed("compare", "a.h5")
        self.assertIn("worst soreness ", said)
        self.assertNotIn("stopped ", said)  # nobody has a policy
        hazards = [line for line in said.splitlines() if line.startswith("overuse hazard ")]
        self.assertTrue(hazards)
        for line in hazards:
            self.assertRegex(line, r" 0 +- +-$")

    def test_margin_with_outcome_only(self):
        message = self.fail_with(2, "compare", "a.h5", "--within", "1")
        self.assertIn("--within needs --outcome", message)

    def test_json(self):
        said = self.said()
        self.assertEqual((said["title"], said["worlds"], said["runners_per_world"]),
                         ("A small one", 4, 300))
        [row] = said["comparisons"]
        self.assertEqual((row["strategy"], row["against"]), ("more", "as usual"))
        with xarray.open_dataset(os.path.join(self.folder, "a.h5")) as data:
            pair = data.sel(strategy="more", against="as usual").load()
        self.assertEqual(list(row["outcomes"]), list(pair.outcome.values))
        for name, outcome in row["outcomes"].items():
            one, difference = pair.sel(outcome=name), outcome["difference"]
            mean = float(one.difference_mean.mean())
            error = float(one.difference_mean.std(ddof=1)) / 2  # of the mean of four
            self.assertEqual(outcome["unit"], str(one.outcome_unit.values))
            self.assertAlmostEqual(difference["over_worlds"]["mean"], mean, 9)
            self.assertAlmostEqual(difference["chance_error"], error, 9)
            student = 3.18244631  # t at 0.975 for four worlds, from tables
            self.assertAlmostEqual(difference["chance_high"], mean + student * error, 6)
            for way in "lower", "higher":
                share = float(one[f"difference_share_{way}"].mean())
                self.assertAlmostEqual(outcome["share_of_runners"][way]["mean"], share, 9)
            beyond = outcome["share_beyond_margin"]
            parts = [beyond[part]["mean"] for part in ("lower", "higher", "within")]
            self.assertAlmostEqual(sum(parts), 1, 9)
            self.assertEqual(beyond["resolution"], 0)
            self.assertEqual(outcome["margin"], float(one.outcome_margin))
            for way in "lower", "higher":
                share = one[f"difference_share_{way}_by_margin"]
                self.assertAlmostEqual(beyond[way]["mean"], float(share.mean()), 9)
                noise = float(np.sqrt((share * (1 - share) / 300).mean()))
                self.assertAlmostEqual(beyond[f"{way}_noise"], noise, 9)
            self.assertEqual(outcome["doubts"]["worlds_needs_times"], 5)
        self.assertIsNone(row["outcomes"]["distance"]["worlds_better"]["share"])
        self.assertEqual(row["outcomes"]["sore_days"]["worlds_better"]["of"], 4)

    def test_shares_against_runners(self):
        place = os.path.join(self.folder, "a.h5")
        with xarray.open_dataset(place) as data, \
                xarray.open_dataset(place, group="runners") as runners:
            all_of = runners.assign_coords(data.coords).outcomes.load()
        own, other = all_of.sel(strategy="more"), all_of.sel(strategy="as usual")
        gap = 1e-5  # float32
        for name, within in (("sore_days", 0.2), ("sore_days", 0.3), ("peak_soreness", 1.5),
                             ("mean_soreness", 0.6), ("days_to_recover", 1), ("distance", 10)):
            [row] = self.said("--outcome", name, "--within", str(within))["comparisons"]
            beyond = row["outcomes"][name]["share_beyond_margin"]
            difference = (own - other).sel(outcome=name)
            for way, counted in (("lower", difference < -within - gap),
                                 ("higher", difference > within + gap)):
                share = counted.mean("runner")
                off = abs(beyond[way]["mean"] - float(share.mean()))
                self.assertLessEqual(off, beyond["resolution"] + 1e-9, (name, within, way))
                self.assertLess(off, 0.08, (name, within, way))
            if (name, within) in (("sore_days", 0.2), ("days_to_recover", 1)):  # as the file has them
                self.assertEqual((beyond["resolution"], round(off, 9)), (0, 0))
                self.assertGreater(beyond["higher"]["mean"], 0.02)
            closest = row["outcomes"][name]["margin_of_95_percent"]["mean"]
            exact = float(np.abs(difference).quantile(0.95, "runner").mean())
            self.assertLess(abs(closest - exact), 0.15 * exact + gap, name)

    def test_results_without_margins(self):
        """As results were before they counted runners beyond a margin."""
        counted = self.succeed("compare", "a.h5", "--outcome", "mean_soreness")
        with h5py.File(os.path.join(self.folder, "a.h5"), "r+") as file:
            for group in file, file["over_worlds"]:
                for name in [name for name in group if "_by_margin" in name]:
                    del group[name]
            del file["outcome_margin"]
        read = self.succeed("compare", "a.h5", "--outcome", "mean_soreness")
        caveat = "These counts are read between stored quantiles"
        self.assertNotIn(caveat, " ".join(counted.split()))
        self.assertIn(caveat, " ".join(read.split()))
        self.assertIn("within 1 mm", read)
        self.assertIn("more minus as usual", self.succeed("compare", "a.h5"))
        self.assertIn("than under 'as usual'", self.succeed("show", "a.h5"))

    def test_margins_of_the_result(self):
        """A result made with other margins is told with those."""
        with h5py.File(os.path.join(self.folder, "a.h5"), "r+") as file:
            file["outcome_margin"][0] = 3.5
            file["difference_share_higher_by_margin"][1, 0, :, 0] = 0.62
        said = self.succeed("compare", "a.h5", "--outcome", "peak_soreness")
        self.assertIn("within 3.5 mm", said)
        self.assertIn("62 lose", said)
        with h5py.File(os.path.join(self.folder, "a.h5"), "r+") as file:
            del file["outcome_margin"]
            file["outcome_margin"] = [1.0, 2.0]
        message = self.fail_with(2, "compare", "a.h5")
        self.assertIn("outcome_margin has 2 values instead of 11", message)

    def test_json_of_a_point(self):
        subprocess.run([program.WRITE_SAMPLE, "dated.h5", "undated.h5", "a.h5"], cwd=self.folder,
                       check=True)
        said = self.said("--point", "3", "--against", "heel raises")
        self.assertEqual((said["point"], said["factors"]), (3, {"volume": 1.1, "intensity": 2.0}))
        self.assertEqual([row["strategy"] for row in said["comparisons"]], ["as usual", "größer"])

    def test_json_into_a_file(self):
        self.said()
        text = self.succeed("compare", "a.h5", "--json", "a.json", "--outcome", "force_gained")
        self.assertIn("more minus as usual", text)
        said = json.loads(self.read("a.json"))
        self.assertEqual(list(said["comparisons"][0]["outcomes"]), ["force_gained"])
        message = self.fail_with(2, "compare", "a.h5", "--json", "nowhere/a.json")
        self.assertIn("nowhere", message)
        self.assertNotIn("minus", message)


if __name__ == "__main__":
    unittest.main()
