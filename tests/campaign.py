# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of campaigns share: small experiments whose campaigns have some tens of pieces.
import os
import signal
import time

import program

SANITIZED = bool(os.environ.get("CALFSIM_SANITIZE"))
HEAD = """\
title: A campaign of many pieces
model: 1
seed: 7
days: 7
population: {runners: %d, worlds: %d, vary: {susceptibility: {uniform: [0.5, 2]}}}
plans:
  base:
    week:
      tue: [{run: {distance_km: 6, intensity: 0.8}}]
strategies:
  - {name: as usual, plan: base}
  - {name: less, plan: base, volume: 0.8}
output: {daily: [soreness], trajectories: true, runners: true}
"""
# Options of a run that goes on for hours, and whose result is small all the same.
ENDLESS = ["--runners", "100000000", "--set", "output.trajectories=false", "--set",
           "output.runners=false"]
SWEEP = """\
sweep:
  design: grid
  factors:
    share: {of: "strategies.less.volume", levels: [0.6, 0.7, 0.9]}
"""
# Text, runner-days of a piece, and how many pieces that gives: 14 days are lived by each runner.
WORLDS = HEAD % (384, 24), 384 * 14, 24
PARTS = HEAD % (8192, 1), 256 * 14, 32  # one world in parts of four blocks, more than lists hold
POINTS = HEAD % (384, 8) + SWEEP, 384 * 14, 24
SEVERAL = HEAD % (70, 47), 3 * 70 * 14, 16  # three worlds to a piece, the last one has two


class CampaignTest(program.ProgramTest):
    """Tests with a.h5, whose campaign is in a.h5.campaign, and whole.h5 that has seen none."""

    def use(self, kind):
        """Writes the experiment and its whole.h5; the options that cut it into pieces."""
        text, days, self.count = kind
        self.write("x.yaml", text)
        self.cut = ["--piece-days", str(days)]
        self.succeed("run", "x.yaml", "-o", "whole.h5", "-q", "--no-campaign")
        self.clean = self.files() + ["a.h5"]

    def command(self, *options, out="a.h5"):
        return ["run", "x.yaml", "-o", out, "-q", *self.cut, *options]

    def check(self, out="a.h5"):
        """The result is right and nothing else is left."""
        self.assertEqual(self.succeed("diff", "whole.h5", out), "")
        self.assertEqual(self.files(), sorted(self.clean))

    def pieces(self, folder="a.h5.campaign"):
        """What stands of finished pieces: by name what tells whether the file is still the same."""
        found = {}
        try:
            for entry in os.scandir(self.path(folder)):
                if entry.name.endswith(".piece"):
                    there = entry.stat()
                    found[entry.name] = (there.st_ino, there.st_mtime_ns, there.st_size)
        except FileNotFoundError:
            pass  # the folder goes at the end, also while it is looked at
        return found

    def wait_for_pieces(self, process, least, folder="a.h5.campaign"):
        deadline = time.monotonic() + program.TIMEOUT_S
        while len(self.pieces(folder)) < least:
            self.assertIsNone(process.poll(), "the run ended by itself")
            self.assertLess(time.monotonic(), deadline, "no pieces")
            time.sleep(0.002)

    def interrupt(self, least, *options, signal_number=signal.SIGKILL, **others):
        """Ends a run when it has finished some pieces; the pieces."""
        process = self.start(*self.command("--threads", "1", *options), **others)
        self.wait_for_pieces(process, least)
        process.send_signal(signal_number)
        process.wait()
        found = self.pieces()
        self.assertGreaterEqual(len(found), least)
        self.assertLess(len(found), self.count)
        return found
