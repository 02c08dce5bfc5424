# SPDX-License-Identifier: GPL-3.0-or-later
# The measuring programs: they run, say what they should, and agree with the tools they measure
# against. Nothing here depends on how fast anything is.
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from program import PROGRAM, TESTS

BENCH = os.path.join(os.path.dirname(TESTS), "bench")
BUILD = os.path.dirname(PROGRAM)
EVERY = {"program", "version", "cpu", "processors", "compiler", "flags", "tables"}
PAGES = [os.path.join(BENCH, "README.md"),
         os.path.join(os.path.dirname(BENCH), "src", "model", "README.md")]
NEEDED = {
    "bench_kernel": {"runner_days_per_s_per_core", "isa", "scalar_ratio", "clock_ghz",
                     "cycles_per_runner_day", "flops_per_runner_day", "peak_gflops",
                     "share_of_peak", "runner_days_per_s_with_results"},
    "bench_sampling": {"share_of_a_week", "ratio_gsl"},
    "bench_precision": {"runners", "worst_shipped_mm"},
    "bench_peers": {"ratio_gsl_rk8pd", "ratio_gsl_msadams", "ratio_numpy",
                    "max_soreness_difference_mm", "max_force_difference"},
    "bench_threads": {"runners"},
    "bench_output": {"speed_with_trajectories"},
    "bench_memory": {"last_over_first"},
    "bench_sweep": {"overhead_percent", "same_bits", "predicted_over_measured"},
}
TIMEOUT_S = 500


def run_all(*arguments):
    return subprocess.run([sys.executable, "-B", os.path.join(BENCH, "all.py"), *arguments],
                          capture_output=True, encoding="utf-8", timeout=TIMEOUT_S, check=False)


class Bench(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory(prefix="calfsim-test-")
        cls.addClassCleanup(place.cleanup)
        results = os.path.join(place.name, "a.json")
        cls.pages = [os.path.join(place.name, name) for name in ("bench.md", "model.md")]
        for page, copy in zip(PAGES, cls.pages):
            shutil.copy(page, copy)
        done = run_all(BUILD, "--quick", "--results", results, "--pages", *cls.pages)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        with open(results, encoding="utf-8") as file:
            cls.said = json.load(file)

    def test_all_programs_are_there(self):
        written = {name.partition(".")[0] for name in os.listdir(BENCH)
                   if name.startswith("bench_") and name.endswith((".c", ".py"))}
        self.assertEqual(set(self.said), written)

    def test_each_says_what_it_should(self):
        for name, said in self.said.items():
            with self.subTest(name):
                self.assertEqual((EVERY | NEEDED.get(name, set())) - set(said), set())
                self.assertEqual(said["program"], name)
                for key in NEEDED.get(name, set()) - {"isa"}:
                    self.assertGreaterEqual(said[key], 0, key)

    def test_tables_are_tables(self):
        for name, said in self.said.items():
            for key, table in said["tables"].items():
                with self.subTest(f"{name}.{key}"):
                    self.assertTrue(table["rows"])
                    self.assertEqual({len(row) for row in table["rows"]}, {len(table["columns"])})

    def test_all_know_the_same_build(self):
        for key in ("version", "cpu", "processors", "compiler", "flags"):
            self.assertEqual(len({said[key] for said in self.said.values()}), 1, key)

    def test_peers_agree(self):
        peers = self.said["bench_peers"]
        self.assertLess(peers["max_soreness_difference_mm"], 0.1)
        self.assertLess(peers["max_force_difference"], 1e-3)

    def test_pages_are_filled(self):
        for page, row in zip(self.pages, ("| GSL rk8pd |", "| shipped |")):
            with open(page, encoding="utf-8") as file:
                text = file.read()
            self.assertNotIn("Not measured", text)
            self.assertIn(row, text)

    def test_pages_say_what_was_measured(self):
        done = run_all("--check")
        self.assertEqual(done.returncode, 0, "a page is not what bench/all.py renders")
        for page in PAGES:
            with open(page, encoding="utf-8") as file:
                self.assertNotIn("Not measured", file.read(), page)

    def test_parts_add_up(self):
        rows = self.said["bench_kernel"]["tables"]["parts"]["rows"]
        self.assertAlmostEqual(sum(row[-1] for row in rows[:-1]), 100, delta=1e-6)

    def test_every_kernel_was_measured_with_one_lane_too(self):
        rows = self.said["bench_kernel"]["tables"]["kernel"]["rows"]
        names = [row[0] for row in rows]
        self.assertEqual(names[:len(names) // 2], names[len(names) // 2:])
        self.assertTrue(all(row[2] > 0 for row in rows))

    def test_tables_without_json(self):
        program = os.path.join(BUILD, "bench", "bench_peers")
        counts = ["--runners", "8", "--worlds", "8", "--gsl-runners", "1", "--days", "2"]
        done = subprocess.run([program, *counts, "--python", "false", "--rscript", "false"],
                              capture_output=True, encoding="utf-8", timeout=TIMEOUT_S, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("\npeers\n", done.stdout)
        self.assertIn("NumPy RK4 is left out", done.stderr)

    def test_mistakes_are_refused(self):
        program = os.path.join(BUILD, "bench", "bench_peers")
        for mistake in (["--runers", "8"], ["--runners", "0"], ["--runners", "many"], ["--days"]):
            with self.subTest(mistake):
                done = subprocess.run([program, *mistake], capture_output=True, encoding="utf-8",
                                      timeout=TIMEOUT_S, check=False)
                self.assertEqual(done.returncode, 2)
                self.assertIn(mistake[0], done.stderr)


if __name__ == "__main__":
    unittest.main()
