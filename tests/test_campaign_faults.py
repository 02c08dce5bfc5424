# SPDX-License-Identifier: GPL-3.0-or-later
# Campaigns on a machine whose clock jumps, and on one whose memory runs out: never a wrong result,
# and what was finished stays. And what `--dry-run` says.
import os
import random
import re
import shutil
import signal
import subprocess
import unittest

import campaign
import program

FAULTS = 25  # of each kind, spread over all calls that there are, where not every call is tried
SEED = 20240511


class Preloaded(campaign.CampaignTest):
    def preload(self, name):
        library = os.path.join(os.path.dirname(program.ONE_LANE), name + ".so")
        if not os.path.exists(library):
            self.skipTest(f"{name}.so is not built: another C library than glibc, or a sanitizer")
        return {**os.environ, "LD_PRELOAD": library}


class Clock(Preloaded):
    def test_jumps(self):
        env = self.preload("jumping_clock")
        self.use(campaign.WORLDS)
        for _ in range(3):
            self.interrupt(4, env=env)
            self.interrupt(9, env=env, stderr=subprocess.DEVNULL)
            self.succeed(*self.command(), env=env)
            self.check()
        # The library does what it is there for: results tell hours that differ.
        times = set()
        for _ in range(5):
            self.succeed(*self.command(), env=env)
            text = self.read("a.h5")
            times |= set(re.findall(rb"\d{4}-\d\d-\d\dT\d\d(?=:\d\d:\d\dZ)", text))
        self.assertGreater(len(times), 2)


class Memory(Preloaded):
    # What is said: the reason, perhaps by a library, and for a begun campaign what became of it.
    SAID = re.compile(
        r"(calfsim run: (out of memory|x\.yaml: cannot be read: Cannot allocate memory|"
        r"(/.*/)?a\.h5: cannot .*: (HDF5 gives no reason|.*allocation.*))"
        r"(; nothing was finished that could be kept|; \d+ of 8 pieces are finished and kept in "
        r"a\.h5\.campaign: the same command goes on from there)?|\nlibgomp: .*)\n")

    def setUp(self):
        super().setUp()
        self.env = self.preload("failing_malloc")
        self.use((campaign.HEAD % (64, 8), 64 * 14, 8))

    def count_calls(self, **options):
        self.succeed(*self.command("--threads", "2"),
                     env={**self.env, "FAIL_COUNT": self.path("count"), **options})
        self.check_without("count")
        calls = int(self.read("count"))
        os.remove(self.path("count"))
        os.remove(self.path("a.h5"))
        return calls

    def check_without(self, name):
        self.assertEqual(self.files(), sorted(self.clean + [name]))
        self.assertEqual(self.succeed("diff", "whole.h5", "a.h5"), "")

    def run_short(self, at, **options):
        """Runs with memory that runs out; what was finished stays, and a result is right."""
        before = self.pieces()
        done = self.call(*self.command("--threads", "2"),
                         env={**self.env, "FAIL_AT": str(at), **options})
        what = f"FAIL_AT {at} {options}: {done.returncode} {done.stderr}"
        now = self.pieces()
        if "a.h5" in self.files():
            self.assertEqual(self.succeed("diff", "whole.h5", "a.h5"), "", what)
        else:
            self.assertNotEqual(done.returncode, 0, what)
            self.assertEqual({name: now.get(name) for name in before}, before, what)
        return done, what

    def complete(self, what):
        self.succeed(*self.command())
        self.assertEqual(self.succeed("diff", "whole.h5", "a.h5"), "", what)
        self.assertEqual(self.files(), sorted(self.clean), what)
        os.remove(self.path("a.h5"))

    def spread(self, calls):
        chosen = random.Random(SEED)
        return sorted({1, calls, *(chosen.randint(1, calls) for _ in range(FAULTS))})

    def run_out(self, choose, **options):
        spare = {"FAIL_SPARE": "libhdf5"}
        chosen = choose(self.count_calls(**spare))
        failed = 0
        for at in chosen:
            done, what = self.run_short(at, **spare, **options)
            self.assertIn(done.returncode, (0, 1) if "x.yaml: " not in done.stderr else (2,), what)
            if done.returncode:
                self.assertRegex(done.stderr, self.SAID, what)
                failed += 1
            if len(self.files()) > len(self.clean) - 1 or at % 20 == 0:
                self.complete(what)
        self.assertGreater(failed, 0.8 * len(chosen))

    def test_every_call(self):
        self.run_out(lambda calls: range(1, calls + 1))

    def test_from_one_call_on(self):
        self.run_out(self.spread, FAIL_ON="1")

    def test_of_one_that_goes_on(self):
        # The campaign has some pieces already, so that other calls are hit.
        self.interrupt(3)
        kept = self.path("kept")
        shutil.copytree(self.path("a.h5.campaign"), kept)
        for at in self.spread(self.count_calls_of(kept)):
            shutil.rmtree(self.path("a.h5.campaign"), ignore_errors=True)
            shutil.copytree(kept, self.path("a.h5.campaign"))
            done, what = self.run_short(at, FAIL_SPARE="libhdf5")
            self.assertIn(done.returncode, (0, 1) if "x.yaml: " not in done.stderr else (2,), what)
            if "a.h5" not in self.files():
                self.succeed(*self.command())
            self.assertEqual(self.succeed("diff", "whole.h5", "a.h5"), "", what)
            os.remove(self.path("a.h5"))

    def count_calls_of(self, kept):
        self.succeed(*self.command("--threads", "2"), env={
            **self.env, "FAIL_COUNT": self.path("count"), "FAIL_SPARE": "libhdf5"})
        calls = int(self.read("count"))
        os.remove(self.path("count"))
        return calls

    def test_in_hdf5(self):
        # HDF5 1.10 ends by a signal or exit code of its own after some of these, always within
        # itself; what it leaves is as after any other end.
        for at in self.spread(self.count_calls()):
            done, what = self.run_short(at)
            if done.returncode not in (0, 1, 2, 255):
                self.assertIn(done.returncode, (-signal.SIGSEGV, -signal.SIGABRT), what)
            self.complete(what)


class DryRun(campaign.CampaignTest):
    SIZE = r"\S+ [kMG]B"
    TEXT = (r"^{size}\nlives     {lives}, {days} runner-days simulated\n"
            r"time      about .* with {threads} threads?: \S+ million runner-days/s\n"
            r"result    \S+ MB in {path}{pieces}\nfree      \S+ [MGT]B there\n"
            r"memory    about \S+ MB\n$")
    PIECES = (r", and \S+ MB beside it until it is complete,\n          in {} pieces? of about .*")

    def expect(self, printed, pieces="", **what):
        what = {"threads": "2", "path": r"a\.h5", "pieces": pieces, **what}
        self.assertRegex(printed, self.TEXT.format(**what))

    def dry(self, *options, out=("-o", "a.h5")):
        before = self.files()
        printed = self.succeed("run", "x.yaml", *out, "--dry-run", "--threads", "2", *options)
        self.assertEqual(self.files(), before)
        return printed

    def test_numbers(self):
        self.write("x.yaml", campaign.HEAD % (384, 24))
        size = "384 runners in each of 24 worlds, 2 strategies, 7 days"
        # 384 x 24 runners, each under 2 strategies, of 7 days each
        what = {"size": size, "lives": "1.843e\\+04", "days": "1.29e\\+05"}
        self.expect(self.dry(), **what)
        self.expect(self.dry("--no-campaign"), **what)
        self.expect(self.dry("--piece-days", str(384 * 14)), self.PIECES.format(24), **what)
        self.expect(self.dry("--campaign", "c"), self.PIECES.format(1), **what)
        self.expect(self.dry(out=()), path=r"OUT\.h5", **what)

    def test_history(self):
        self.write("x.yaml", campaign.HEAD % (1, 1) + "history: {days: 3, plan: base}\n")
        self.expect(self.dry(), threads="1", lives="2", days="17",  # 3 + 2 x 7
                    size="1 runner in each of 1 world, 2 strategies, 7 days after 3 days of "
                    "history")

    def test_sweep(self):
        self.write("x.yaml", campaign.POINTS[0])
        what = {"size": "384 runners in each of 8 worlds at each of 3 points, 2 strategies, 7 days",
                "lives": "1.843e\\+04", "days": "1.29e\\+05"}
        self.expect(self.dry(), **what)
        self.expect(self.dry("--piece-days", str(384 * 14)), self.PIECES.format(24), **what)

    def test_long_run(self):
        self.write("x.yaml", campaign.HEAD % (10**6, 100))
        printed = self.dry("--set", "output.runners=false", "--set", "output.trajectories=false")
        self.expect(printed, self.PIECES.format(r"\d+"), lives="2e\\+08", days="1.4e\\+09",
                    size="1000000 runners in each of 100 worlds, 2 strategies, 7 days")

    def test_what_cannot_fit(self):
        self.write("x.yaml", campaign.HEAD % (10**9, 10))
        done = self.call("run", "x.yaml", "-o", "a.h5", "--dry-run")
        self.assertEqual((done.returncode, self.files()), (2, ["x.yaml"]))
        self.assertRegex(done.stdout, "(?m)^result .* in a.h5")
        self.assertRegex(done.stderr, r"^calfsim run: a\.h5: the run takes \S+ [MGT]B, and \S+ [MGT]B "
                         r"are free there\n$")

    def test_mistakes(self):
        self.write("x.yaml", campaign.HEAD % (1, 1))
        said = self.fail_with(2, "run", "x.yaml", "--dry-run", "--set", "days=-1")
        self.assertRegex(said, "days")
        for value in ("0", "-3", "x", "", "nan", "1e16"):
            self.assertEqual(
                self.fail_with(2, "run", "x.yaml", "-o", "a.h5", "--piece-days", value),
                f"calfsim run: --piece-days '{value}': allowed is a number from 1 to 1e15; see "
                "'calfsim run --help'\n")
        self.assertEqual(
            self.fail_with(2, "run", "x.yaml", "-o", "a.h5", "--piece-days", "9", "--no-campaign"),
            "calfsim run: --piece-days and --no-campaign exclude each other; see "
            "'calfsim run --help'\n")
        self.assertEqual(self.files(), ["x.yaml"])


if __name__ == "__main__":
    unittest.main()
