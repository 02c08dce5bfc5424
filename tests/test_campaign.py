# SPDX-License-Identifier: GPL-3.0-or-later
# Campaigns: whatever ends the processes that work on one, and however many there are, what was
# finished stays, and the result has the bits of a run that nothing has disturbed.
import ctypes
import os
import re
import signal
import struct
import subprocess
import time
import unittest

import campaign
import program

PROMPT_S = 20 if campaign.SANITIZED else 2


class Sharing(campaign.CampaignTest):
    """Several processes in one folder."""

    def watch(self, folder):
        """Has the kernel tell of every file that is made in a folder."""
        libc = ctypes.CDLL(None, use_errno=True)
        watcher = libc.inotify_init1(os.O_NONBLOCK)
        self.assertGreaterEqual(watcher, 0)
        self.addCleanup(os.close, watcher)
        IN_CREATE = 0x100
        self.assertGreaterEqual(
            libc.inotify_add_watch(watcher, self.path(folder).encode(), IN_CREATE), 0)
        return watcher

    def names_made(self, watcher):
        names = []
        while True:
            try:
                told = os.read(watcher, 1 << 16)
            except BlockingIOError:
                return names
            while told:
                length = struct.unpack("iIII", told[:16])[3]
                names.append(told[16:16 + length].rstrip(b"\0").decode())
                told = told[16 + length:]

    def share(self, kind, processes):
        self.use(kind)
        # An empty folder may become a campaign's. It fills slowly enough for all to take part.
        os.mkdir(self.path("shared"))
        watcher = self.watch("shared")
        command = self.command("--campaign", "shared", "--threads", "1")
        started = [self.start(*command) for _ in range(processes)]
        for process in started:
            self.assertEqual(process.wait(program.TIMEOUT_S), 0)
        self.check()
        made = [re.fullmatch(r"\.(\d+)\.piece\.\w+\.(\d+)\.tmp", name)
                for name in self.names_made(watcher)]
        numbers = [int(name[1]) for name in made if name]
        self.assertEqual(sorted(numbers), list(range(self.count)))
        return len({name[2] for name in made if name})

    def test_work_is_shared(self):
        for processes in (2, 3):
            # How many take part is up to the machine; that nobody ever does would be wrong.
            took_part = 1
            for _ in range(5):
                took_part = max(took_part, self.share(campaign.WORLDS, processes))
                os.remove(self.path("a.h5"))
                os.remove(self.path("whole.h5"))
                if took_part == processes:
                    break
            self.assertGreater(took_part, 1)

    def test_parts_and_points_are_shared(self):
        for kind in (campaign.PARTS, campaign.POINTS, campaign.SEVERAL):
            self.share(kind, 2)
            os.remove(self.path("a.h5"))
            os.remove(self.path("whole.h5"))

    def test_several_results_of_one_campaign(self):
        # Who does not put the result together finds it elsewhere, and says so.
        self.use(campaign.WORLDS)
        command = ["--campaign", "shared"]
        first = self.start(*self.command(*command), stderr=subprocess.DEVNULL)
        second = self.start(*self.command(*command, out="b.h5"), stderr=subprocess.PIPE,
                            encoding="utf-8")
        said = second.communicate(timeout=program.TIMEOUT_S)[1]
        codes = [first.wait(program.TIMEOUT_S), second.returncode]
        self.assertRegex(said, r"^(shared: \d+ of 24 pieces were finished before\n)?(calfsim run: "
                         r"shared: the campaign's folder is gone: completed with a result "
                         r"elsewhere, or removed\n)?$")
        for name, code in zip(("a.h5", "b.h5"), codes):
            self.assertIn(code, (0, 1), said)
            if code == 0:
                self.assertEqual(self.succeed("diff", "whole.h5", name), "")
            else:
                self.assertNotIn(name, self.files())
        self.assertIn(0, codes)


class SameBits(campaign.CampaignTest):
    def test_with_and_without(self):
        for kind in (campaign.WORLDS, campaign.PARTS, campaign.POINTS, campaign.SEVERAL):
            self.use(kind)
            for threads in ("1", "2", "3", "4"):
                self.succeed(*self.command("--threads", threads))
                self.check()
                self.interrupt(3)
                self.succeed(*self.command("--threads", threads))
                self.check()
                os.remove(self.path("a.h5"))
            os.remove(self.path("whole.h5"))

    def test_named_campaign_of_a_usual_size(self):
        self.use(campaign.PARTS)
        self.cut = []
        self.succeed(*self.command("--campaign", "elsewhere"))
        self.check()

    def test_without_a_campaign_nothing_is_kept(self):
        self.use(campaign.WORLDS)
        process = self.start("run", "x.yaml", "-o", "a.h5", "-q", "--no-campaign",
                             *campaign.ENDLESS)
        time.sleep(0.3)
        self.assertIsNone(process.poll())
        self.assertNotIn("a.h5.campaign", self.files())


class Signals(campaign.CampaignTest):
    def stop(self, signal_number, least, *options):
        """Stops a run when some pieces are finished; what it said."""
        process = self.start(*self.command(*options), stderr=subprocess.PIPE, encoding="utf-8")
        if least:
            self.wait_for_pieces(process, least)
        else:
            while not os.path.exists(self.path("a.h5.campaign/experiment.yaml")):
                self.assertIsNone(process.poll(), "the run ended by itself")
                time.sleep(0.002)
            time.sleep(0.2)
        sent = time.monotonic()
        process.send_signal(signal_number)
        said = process.communicate(timeout=program.TIMEOUT_S)[1]
        self.assertLess(time.monotonic() - sent, PROMPT_S)
        self.assertEqual(process.returncode, 1, said)
        return said

    def test_what_is_finished_is_kept(self):
        for signal_number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            self.use(campaign.WORLDS)
            said = self.stop(signal_number, 2, "--threads", "1")
            kept = self.pieces()
            self.assertEqual(
                said, f"calfsim run: stopped before the end; {len(kept)} of {self.count} pieces "
                "are finished and kept in a.h5.campaign: the same command goes on from there\n")
            self.assertNotIn("a.h5", self.files())
            done = self.call(*[word for word in self.command() if word != "-q"])
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(f"a.h5.campaign: {len(kept)} of {self.count} pieces were finished "
                          "before\n", done.stderr)
            self.check()
            os.remove(self.path("a.h5"))

    def test_nothing_finished(self):
        self.use(campaign.WORLDS)
        self.cut = ["--campaign", "a.h5.campaign", *campaign.ENDLESS]
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            said = self.stop(signal_number, 0)
            self.assertEqual(said, "calfsim run: stopped before the end; nothing was finished that "
                             "could be kept\n")
            self.assertEqual(self.files(), ["whole.h5", "x.yaml"])

    def test_two_that_stop_at_once_leave_nothing(self):
        self.use(campaign.WORLDS)
        command = ["run", "x.yaml", "-o", "a.h5", "-q", "--campaign", "c", *campaign.ENDLESS]
        for _ in range(2 if campaign.SANITIZED else 10):
            both = [self.start(*command, stderr=subprocess.DEVNULL) for _ in range(2)]
            time.sleep(0.5 if campaign.SANITIZED else 0.2)
            for process in both:
                process.terminate()
            self.assertLessEqual({process.wait(PROMPT_S) for process in both}, {1, -15})
            self.assertNotIn("a.h5", self.files())
        if {process.returncode for process in both} == {1}:
            self.assertEqual(self.files(), ["whole.h5", "x.yaml"])


class Leftovers(campaign.CampaignTest):
    """Files aside: those of killed processes go, those of others stay."""

    def test_of_killed_processes(self):
        self.use(campaign.WORLDS)
        command = ["run", "x.yaml", "-o", "a.h5", "--no-campaign", *campaign.ENDLESS]
        process = self.start(*command)
        while not (left := [name for name in self.files() if name.endswith(".tmp")]):
            time.sleep(0.002)
        time.sleep(0.1)
        self.succeed("run", "x.yaml", "-o", "a.h5", "-q", "--no-campaign")
        self.assertIn(left[0], self.files())  # its process lives
        process.kill()
        process.wait()
        self.assertIn(left[0], self.files())
        foreign = [".a.h5.tmp", ".a.h5.12.tmp", ".b.h5" + left[0][len(".a.h5"):],
                   re.sub(r"\.[0-9a-f]{8}\.", ".00000000.", left[0]), left[0] + "x"]
        for name in foreign:
            self.write(name, "somebody's")
        self.succeed("run", "x.yaml", "-o", "a.h5", "-q", "--no-campaign")
        self.assertEqual(self.files(), sorted(self.clean + foreign))

    def test_in_the_campaign(self):
        self.use(campaign.WORLDS)
        self.interrupt(1)
        os.symlink("/dev/null", self.path("a.h5.campaign/.link.tmp"))
        self.succeed(*self.command())
        self.check()


if __name__ == "__main__":
    unittest.main()
