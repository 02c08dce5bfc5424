# SPDX-License-Identifier: GPL-3.0-or-later
# Runs that cannot end: stopped by a signal or by a place that is full. They say so, leave nothing
# aside, and a former result at the place stays as it was.
import os
import resource
import signal
import subprocess
import time
import unittest

import program

EXPERIMENT = """\
title: To be stopped
model: 1
seed: 7
days: 7
population: {runners: 200, worlds: 2}
plans:
  base:
    week:
      tue: [{run: {distance_km: 6, intensity: 0.8}}]
strategies:
  - {name: as usual, plan: base}
output: {daily: [soreness], trajectories: true, runners: true}
"""
ENDLESS = ["--runners", "1000000000", "--set", "output.trajectories=false", "--set",
           "output.runners=false"]
PROMPT_S = 20  # blocks are done in well under a second; the rest is for a busy machine


class Interruption(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", EXPERIMENT)

    def have_former_result(self):
        self.succeed("run", "x.yaml", "-o", "a.h5")
        return self.read("a.h5")

    def stop(self, signal_number):
        """Starts an endless run, stops it once its file stands aside; what it said."""
        before = self.files()
        process = self.start("run", "x.yaml", "-o", "a.h5", *ENDLESS, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, encoding="utf-8")
        deadline = time.monotonic() + program.TIMEOUT_S
        while self.files() == before and time.monotonic() < deadline:
            self.assertIsNone(process.poll(), "the run ended by itself")
            time.sleep(0.01)
        time.sleep(0.2)
        self.assertEqual(len(self.files()), len(before) + 1)
        process.send_signal(signal_number)
        printed, said = process.communicate(timeout=PROMPT_S)
        self.assertEqual((process.returncode, printed), (1, ""), said)
        self.assertEqual(self.files(), before)
        return said

    def test_signals(self):
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            self.assertRegex(self.stop(signal_number), r"^calfsim run: stopped[^\n]*\n$")

    def test_signals_keep_a_former_result(self):
        former = self.have_former_result()
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            self.stop(signal_number)
            self.assertEqual(self.read("a.h5"), former)

    def fill(self, limit):
        """Runs with no file allowed to grow beyond the limit; what it said."""
        if os.environ.get("CALFSIM_SANITIZE") == "thread":
            self.skipTest("Clang's OpenMP needs a file of its own before the program begins")
        before = self.files()
        said = self.fail_with(
            1, "run", "x.yaml", "-o", "a.h5", "--seed", "8",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        self.assertRegex(said, r"^calfsim run: (/.*/)?a\.h5: .*File too large\n$")
        self.assertEqual(self.files(), before)
        return said

    def test_full_place(self):
        # From where nothing fits to where all but the end does.
        whole = len(self.have_former_result())
        os.remove(self.path("a.h5"))
        for limit in (0, 1, 4096, whole // 4, whole // 2, whole - 4096, whole - 1):
            self.fill(limit)

    def test_full_place_keeps_a_former_result(self):
        former = self.have_former_result()
        for limit in (4096, len(former) - 1):
            self.fill(limit)
            self.assertEqual(self.read("a.h5"), former)

    def test_result_that_just_fits(self):
        former = self.have_former_result()
        self.succeed("run", "x.yaml", "-o", "b.h5", preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_FSIZE, (2 * len(former), 2 * len(former))))
        self.assertEqual(self.succeed("diff", "a.h5", "b.h5"), "")

    def test_result_larger_than_the_place(self):
        message = self.fail_with(2, "run", "x.yaml", "-o", "a.h5", "--runners", "1000000000",
                                 "--set", "days=3660")
        self.assertRegex(message, r"a\.h5: .* GB, and .* GB are free")
        self.assertEqual(self.files(), ["x.yaml"])

    def test_what_a_killed_run_left_is_no_obstacle(self):
        process = self.start("run", "x.yaml", "-o", "a.h5", *ENDLESS)
        while len(self.files()) < 2:
            self.assertIsNone(process.poll(), "the run ended by itself")
            time.sleep(0.01)
        process.kill()
        process.wait()
        self.assertNotIn("a.h5", self.files())
        self.have_former_result()


if __name__ == "__main__":
    unittest.main()
