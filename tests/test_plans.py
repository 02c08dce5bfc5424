# SPDX-License-Identifier: GPL-3.0-or-later
# The ready-made plans: each is sound, runs, names its source, keeps the distances of that source,
# and is answered in their README. Whether the answers are those of today's program is what
# experiments/answers.py finds out.
import glob
import os
import re
import unittest

import xarray as xr

from program import ProgramTest

PLANS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "experiments",
                     "plans")
FILES = sorted(glob.glob(os.path.join(PLANS, "*.yaml")))
MILE_KM = 1.609344

# Miles a week of Higdon's marathon programmes as published (halhigdon.com), race included.
MILES = {
    "marathon-novice": (15, 16, 15, 19, 21, 18, 24, 12 + 13.1, 24, 29, 32, 29, 36, 33, 40, 29, 21,
                        9 + 26.2),
    "marathon-intermediate": (24, 25, 22, 29, 30, 26, 36, 37, 13 + 13.1, 41, 44, 36, 43, 35, 43,
                              32, 24, 9 + 26.2),
}
# Minutes of running a week of the NHS's programme.
COUCH_MIN = (24, 27, 27, 48, 51, 63, 75, 84, 90)


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def amounts(name, key):
    """What the entries of a calendar add up to, by week, until the next plan begins."""
    text = text_of(os.path.join(PLANS, name + ".yaml"))
    calendar = re.search(r"calendar: \[(.*?)\]\n  \w", text, re.DOTALL).group(1)
    found = re.findall(r"\{day: (\d+),[^{}]*\{" + key + r": ([\d.]+)", calendar)
    weeks = [0.0] * (1 + max(int(day) for day, _ in found) // 7)
    for day, amount in found:
        weeks[int(day) // 7] += float(amount)
    return weeks


class Plans(ProgramTest):
    def test_all_are_there(self):
        names = [os.path.basename(path)[:-len(".yaml")] for path in FILES]
        self.assertEqual(names, ["calf-strength-blocks", "couch-to-5k", "marathon-intermediate",
                                 "marathon-novice", "polarised-week", "return-after-sore-spell"])

    def test_each_is_sound_and_runs(self):
        for path in FILES:
            with self.subTest(os.path.basename(path)):
                self.succeed("check", "--quiet", path)
                self.succeed("run", path, "-o", "a.h5", "--runners", "2",
                             "--set", "population.worlds=2")
                self.assertIn("not a diagnosis", self.succeed("show", "a.h5"))

    def test_each_names_its_source_and_stands_in_the_readme(self):
        readme = text_of(os.path.join(PLANS, "README.md"))
        shown = re.search(r"<!-- show:begin -->\n(.*)<!-- show:end -->", readme, re.DOTALL).group(1)
        for path in FILES:
            name = os.path.basename(path)[:-len(".yaml")]
            self.assertRegex(text_of(path), r"(?m)^# Source: \w")
            self.assertIn(f"[{name}]({name}.yaml)", readme)
            self.assertIn(f"| {name} | as planned |", shown)

    def test_marathons_have_the_published_distances(self):
        for name, miles in MILES.items():
            weeks = amounts(name, "distance_km")
            self.assertEqual(len(weeks), len(miles))
            for week, (km, mi) in enumerate(zip(weeks, miles)):
                # Each of up to five runs is rounded to 0.1 km.
                self.assertAlmostEqual(km, mi * MILE_KM, delta=0.26, msg=f"{name}, week {week + 1}")

    def test_couch_has_the_published_minutes(self):
        self.assertEqual(tuple(amounts("couch-to-5k", "duration_min")), COUCH_MIN)

    def test_distances_are_those_that_are_lived(self):
        """All of novice's weeks together, by the program: 741.3 km, the same under both plans."""
        self.succeed("run", os.path.join(PLANS, "marathon-novice.yaml"), "-o", "a.h5", "--runners",
                     "2", "--set", "population.worlds=2")
        with xr.open_dataset(self.path("a.h5"), engine="h5netcdf", decode_times=False) as data:
            km = data.outcome_mean.sel(outcome="distance")
            for strategy in ("as planned", "with heel raises"):
                self.assertAlmostEqual(float(km.sel(strategy=strategy).mean()),
                                       sum(amounts("marathon-novice", "distance_km")), delta=0.01)


if __name__ == "__main__":
    unittest.main()
