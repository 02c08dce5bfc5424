# SPDX-License-Identifier: GPL-3.0-or-later
# Runs shared by ranks: the bits of one thread for any number of them, alone or with a campaign, and
# what happens when one of them fails. Parts of a run that do not know of each other.
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest

import program

WITH_MPI = os.environ.get("CALFSIM_MPI", "")
WORLDS = """\
title: To be shared
model: 1
seed: 11
days: 10
history: {days: 14, plan: base}
population: {runners: 100, worlds: 12}
plans:
  base: {week: {tue: [{run: {distance_km: 8, intensity: 0.8}}], sat: [{run: {distance_km: 15, intensity: 0.75}}]}}
  raises: {extends: base, week: {mon: [{strength: {knee: bent, sets: 3, reps: 15}}]}}
strategies:
  - {name: as usual, plan: base}
  - {name: heel raises, plan: raises, policy: {skip_run_if: {soreness_mm: 20}}}
output: {daily: [soreness, loads], runners: true, trajectories: true}
"""
SHAPES = {
    "worlds": (),
    "one large world": ("--set", "population={runners: 3000, worlds: 1}"),
    "a sweep": ("--set", "sweep={design: sobol, points: 4, factors: {volume: {from: 0.8, to: 1.2}}}",
                "--set", "population.worlds=3"),
}
# more ranks than cores, on one machine, by whatever user
SURROUNDINGS = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_mpi_yield_when_idle": "1",
                "OMP_WAIT_POLICY": "passive"}
LONG = ("--set", "population={runners: 200, worlds: 8000}", "--set", "output.trajectories=false",
        "--set", "output.runners=false", "--piece-days", "40000")


class Parts(program.ProgramTest):
    def test_parts_and_the_whole(self):
        self.write("x.yaml", WORLDS)
        self.succeed("run", "x.yaml", "-o", "a.h5", "-q")
        small = ("--piece-days", "2000")
        for part in ("2/3", "1/3", "2/3", "3/3"):
            self.succeed("run", "x.yaml", "-o", "b.h5", "--part", part, "-q", *small)
        self.assertEqual(self.files(), ["a.h5", "b.h5.campaign", "x.yaml"])
        self.succeed("run", "x.yaml", "-o", "b.h5", "-q", *small)
        self.assertEqual(self.succeed("diff", "a.h5", "b.h5"), "")
        before = os.stat(self.path("b.h5")).st_ino
        self.succeed("run", "x.yaml", "-o", "b.h5", "--part", "1/3", "-q", *small)  # once more
        self.assertEqual(self.files(), ["a.h5", "b.h5", "x.yaml"])
        self.assertEqual(os.stat(self.path("b.h5")).st_ino, before)

    def test_the_whole_lives_what_parts_have_not(self):
        self.write("x.yaml", WORLDS)
        self.succeed("run", "x.yaml", "-o", "a.h5", "-q")
        self.succeed("run", "x.yaml", "-o", "b.h5", "--part", "2/2", "-q", "--piece-days", "2000")
        said = self.call("run", "x.yaml", "-o", "b.h5", "--piece-days", "2000").stderr
        self.assertRegex(said, r"b\.h5\.campaign: \d+ of \d+ pieces were finished before\n")
        self.assertEqual(self.succeed("diff", "a.h5", "b.h5"), "")

    def test_mistakes(self):
        self.write("x.yaml", WORLDS)
        for part in ("0/3", "4/3", "1", "1/3/5", "a/b", "1/0", "-1/3", ""):
            message = self.fail_with(2, "run", "x.yaml", "-o", "a.h5", "--part", part)
            self.assertIn("allowed is I/N", message)
        self.assertIn("needs a campaign", self.fail_with(
            2, "run", "x.yaml", "-o", "a.h5", "--part", "1/2", "--no-campaign"))
        self.assertEqual(self.files(), ["x.yaml"])


@unittest.skipUnless(WITH_MPI and shutil.which("mpirun"), "no program with MPI, or no mpirun")
class Ranks(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", WORLDS)

    def command(self, ranks, *arguments, wrapper=()):
        return ["mpirun", "--bind-to", "none", "-n", str(ranks), *wrapper, WITH_MPI, *arguments]

    def launch(self, ranks, *arguments, wrapper=()):
        return subprocess.run(self.command(ranks, *arguments, wrapper=wrapper), cwd=self.folder, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8",
                              env={**os.environ, **SURROUNDINGS}, timeout=program.TIMEOUT_S)

    def share(self, ranks, *arguments):
        done = self.launch(ranks, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def test_bits(self):
        for shape, settings in SHAPES.items():
            self.succeed("run", "x.yaml", "-o", "a.h5", "-q", "--threads", "1", *settings)
            for ranks in (1, 2, 4, 7):
                for threads in (1, 2):
                    with self.subTest(shape=shape, ranks=ranks, threads=threads):
                        kept = (ranks + threads) % 2 == 0
                        campaign = ("--campaign", "c", "--piece-days", "4000") if kept else ()
                        self.share(ranks, "run", "x.yaml", "-o", "b.h5", "-q", "--threads",
                                   str(threads), *campaign, *settings)
                        self.assertEqual(self.succeed("diff", "a.h5", "b.h5"), "")
                        self.assertEqual(self.files(), ["a.h5", "b.h5", "x.yaml"])

    def test_the_program_runs_alone(self):
        self.succeed("run", "x.yaml", "-o", "a.h5", "-q")
        self.succeed("run", "x.yaml", "-o", "b.h5", "-q", program=WITH_MPI,
                     env={**os.environ, **SURROUNDINGS})
        self.assertEqual(self.succeed("diff", "a.h5", "b.h5"), "")

    def test_one_rank_speaks(self):
        said = self.share(3, "run", "x.yaml", "-o", "a.h5").stderr
        self.assertEqual(said.count("a.h5: 100 runners"), 1)

    def test_bad_input(self):
        for arguments in (("nix.yaml", "-o", "a.h5"), ("x.yaml", "-o", "x.yaml"),
                          ("x.yaml", "-o", "nix/a.h5"), ("x.yaml", "-o", "a.h5", "--set", "days=-1"),
                          ("x.yaml", "-o", "a.h5", "--part", "1/2")):
            done = self.launch(3, "run", *arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertEqual(done.stderr.count("calfsim run: "), 1, done.stderr)
        elsewhere = ("sh", "-c", 'test "$OMPI_COMM_WORLD_RANK" != 2 || cd /; exec "$@"', "sh")
        for arguments in (("-o", "a.h5"), ("--dry-run",)):  # what only one rank cannot read
            done = self.launch(3, "run", "x.yaml", *arguments, wrapper=elsewhere)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertEqual(done.stderr.count("calfsim run: "), 1, done.stderr)
        self.assertEqual(self.files(), ["x.yaml"])

    def test_benchmark(self):
        """bench/cluster: verified by the published checksum, and not by another one."""
        folder = os.path.join(os.path.dirname(program.TESTS), "bench", "cluster")
        shutil.copytree(folder, self.path("cluster"))
        shutil.copy(os.path.join(folder, "..", "report.py"), self.folder)
        command = [sys.executable, "-B", self.path("cluster/cluster.py"), WITH_MPI, "--worlds", "8",
                   "--repeats", "1", "--mixes", "1x2", "2x1", "--scaling", "strong", "--json"]
        options = {"capture_output": True, "encoding": "utf-8", "check": False,
                   "env": {**os.environ, **SURROUNDINGS}}
        done = subprocess.run(command, **options)
        said = json.loads(done.stdout)
        self.assertEqual((done.returncode, [row["verified"] for row in said["rows"]]),
                         (0, [True, True]), done.stderr)
        self.assertEqual(said["figure_of_merit"],
                         max(row["runner_days_per_s"] for row in said["rows"]))
        self.write("cluster/checksums.json", '{"standard": "0123456789abcdef"}')
        done = subprocess.run(command, **options)
        said = json.loads(done.stdout)
        self.assertEqual((done.returncode, said["figure_of_merit"]), (1, None))

    def start_long(self):
        """Starts a run of some hundred pieces on three ranks and waits for some more of them."""
        before = len(self.pieces())
        process = subprocess.Popen(
            self.command(3, "run", "x.yaml", "-o", "b.h5", *LONG), cwd=self.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            encoding="utf-8", env={**os.environ, **SURROUNDINGS}, start_new_session=True)
        self.addCleanup(program.end, process)
        deadline = time.monotonic() + program.TIMEOUT_S
        while len(self.pieces()) < before + 4 and time.monotonic() < deadline:
            self.assertIsNone(process.poll(), "the run ended by itself")
            time.sleep(0.002)
        return process

    def pieces(self):
        folder = self.path("b.h5.campaign")
        return {name for name in (os.listdir(folder) if os.path.isdir(folder) else ())
                if name.endswith(".piece")}

    def ranks(self):
        """Process ids of the ranks that run in this test's folder."""
        found = []
        for path in glob.glob("/proc/[0-9]*"):
            try:
                with open(os.path.join(path, "cmdline"), "rb") as file:
                    program_called = file.read().split(b"\0")[0].decode()
                if program_called == WITH_MPI and os.readlink(f"{path}/cwd") == self.folder:
                    found.append(int(os.path.basename(path)))
            except OSError:
                pass  # it has ended meanwhile
        return sorted(found)

    def test_killed_and_stopped_and_resumed(self):
        self.succeed("run", "x.yaml", "-o", "a.h5", "-q", *LONG)
        for victim in (0, -1, None):  # rank 0 or another one; or all are asked to stop
            process = self.start_long()
            if victim is None:
                process.send_signal(signal.SIGTERM)
            else:
                os.kill(self.ranks()[victim], signal.SIGKILL)
            process.communicate(timeout=60)
            self.assertNotEqual(process.returncode, 0)
            self.assertGreaterEqual(len(self.pieces()), 4)
        finished = len(self.pieces())
        said = self.share(2, "run", "x.yaml", "-o", "b.h5", *LONG).stderr
        self.assertRegex(said, rf"b\.h5\.campaign: {finished} of \d+ pieces were finished before\n")
        self.assertEqual(self.succeed("diff", "a.h5", "b.h5"), "")
        self.assertEqual(self.files(), ["a.h5", "b.h5", "x.yaml"])


if __name__ == "__main__":
    unittest.main()
