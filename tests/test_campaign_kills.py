# SPDX-License-Identifier: GPL-3.0-or-later
# kill -9 at random moments, of one process and of two in one campaign: nothing that was finished is
# lost, and the result has the bits of a run that nothing has disturbed.
import os
import random
import signal
import subprocess
import time
import unittest

import campaign
import program

KILLS = 8 if campaign.SANITIZED else 100
SEED = 20240511


class Kills(campaign.CampaignTest):
    def identity(self):
        """What tells one campaign from the next in the same place; None without any."""
        try:
            there = os.stat(self.path("a.h5.campaign/experiment.yaml"))
            return there.st_ino, there.st_mtime_ns
        except FileNotFoundError:
            return None

    def note_kept(self):
        """Finished pieces stay as they are until the campaign ends with its result."""
        before, old = self.kept
        now, found = self.identity(), self.pieces()
        if now != self.identity():
            now, found = None, {}  # it ended in between
        if now == before and now is not None:
            self.assertEqual({name: found.get(name) for name in old}, old)
        elif old:
            self.assertEqual(self.succeed("diff", "whole.h5", "a.h5"), "")
        self.kept = now, found
        return len(found)

    def kill(self, processes, within_s):
        """Kills some of the processes at a random moment; how many it met alive."""
        time.sleep(self.random.uniform(0, within_s))
        chosen = processes if self.random.random() < 0.5 else processes[:1]
        for process in chosen:
            process.kill()
        codes = [process.wait() for process in chosen]
        self.assertLessEqual(set(codes), {0, -signal.SIGKILL})
        return codes.count(-signal.SIGKILL)

    def round(self, within_s):
        """Starts and kills until a process completes; how many were killed."""
        killed, done, running = 0, False, []
        self.kept = None, {}
        while not done:
            wanted = self.random.randint(1, 2)
            while len(running) < wanted:
                threads = str(self.random.randint(1, 4))
                running.append(self.start(*self.command("--threads", threads),
                                          stderr=subprocess.DEVNULL))
            killed += self.kill(running, within_s)
            self.most_kept = max(self.most_kept, self.note_kept())
            ended = [process.poll() for process in running if process.poll() is not None]
            self.assertLessEqual(set(ended), {0, -signal.SIGKILL})
            done = 0 in ended
            running = [process for process in running if process.poll() is None]
        for process in running:
            self.assertEqual(process.wait(program.TIMEOUT_S), 0)
        if self.files() != sorted(self.clean):
            self.succeed(*self.command())  # one was killed that had begun after the end
        self.check()
        os.remove(self.path("a.h5"))
        return killed

    def kill_often(self, kind, seed, kills):
        self.random = random.Random(seed)
        self.use(kind)
        self.most_kept = 0
        begun = time.monotonic()
        self.succeed(*self.command("--threads", "1"))
        within_s = time.monotonic() - begun
        os.remove(self.path("a.h5"))
        rounds = killed = 0
        while killed < kills:
            killed += self.round(within_s)
            rounds += 1
        print(f"seed {seed}: {killed} kills within {within_s:.2f} s each, {rounds} rounds, up to "
              f"{self.most_kept} of {self.count} pieces kept")
        self.assertGreater(self.most_kept, 0)

    def test_worlds(self):
        self.kill_often(campaign.WORLDS, SEED, KILLS // 2)

    def test_parts(self):
        self.kill_often(campaign.PARTS, SEED + 1, KILLS // 4)

    def test_points(self):
        self.kill_often(campaign.POINTS, SEED + 2, KILLS // 4)


if __name__ == "__main__":
    unittest.main()
