#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# A researcher's sweep: its time, memory and disk, what durability costs, going on at half.
"""A sweep of many points, worlds and runners: whole, stopped at half, and what its campaign costs."""
import json
import os
import re
import signal
import statistics
import subprocess
import tempfile
import threading
import time

from program_runs import arguments, build_of
from report import Report

PLAN = {"week": {"tue": [{"run": {"distance_km": 8, "intensity": 0.80}}],
                 "thu": [{"run": {"duration_min": 45, "intensity": 0.80}}],
                 "sat": [{"run": {"distance_km": 6, "intensity": 0.85}}],
                 "sun": [{"run": {"distance_km": 14, "intensity": 0.78}}]}}
FACTORS = {"volume": {"from": 0.7, "to": 1.5}, "intensity": {"from": 0.9, "to": 1.1},
           "cadence_ratio": {"from": 0.92, "to": 1.1}, "heel_raise_reps": {"from": 10, "to": 45}}


def experiment(asked, points):
    return {"model": 1, "seed": 20261122, "days": asked.days,
            "history": {"days": asked.history, "plan": "base"},
            "population": {"runners": asked.runners, "worlds": asked.worlds},
            "plans": {"base": PLAN}, "strategies": [{"name": "as usual", "plan": "base"}],
            "sweep": {"design": "latin_hypercube", "points": points, "factors": FACTORS}}


class Place:
    """A folder with the experiment, in which the program runs."""

    def __init__(self, folder, asked, points):
        self.folder, self.asked = folder, asked
        self.runner_days = points * asked.worlds * asked.runners * (asked.days + asked.history)
        with open(self.path("x.yaml"), "w", encoding="utf-8") as file:
            json.dump(experiment(asked, points), file)

    def path(self, name):
        return os.path.join(self.folder, name)

    def command(self, *options):
        return [self.asked.calfsim, "run", self.path("x.yaml"), "--threads", str(self.asked.threads),
                *options]

    def start(self, *options):
        return subprocess.Popen(self.command(*options), stderr=subprocess.PIPE, encoding="utf-8")

    def run(self, *options):
        """Seconds, peak MiB and what was said of one run to its end."""
        begun = time.monotonic()
        process = self.start(*options)
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"failed: {' '.join(map(str, process.args))}: {said}")
        return time.monotonic() - begun, usage.ru_maxrss / 1024, said

    def pieces(self, name):
        folder = self.path(name + ".campaign")
        try:
            return [os.path.getsize(os.path.join(folder, piece)) for piece in os.listdir(folder)
                    if piece.endswith(".piece")]
        except FileNotFoundError:
            return []

    def largest_campaign(self, name, stop, largest):
        while not stop.wait(0.2):
            pieces = self.pieces(name)
            if sum(pieces) > largest[1]:
                largest[:] = [len(pieces), sum(pieces)]

    def whole(self):
        """One run with its campaign: what run() says, pieces and bytes of the campaign."""
        stop, largest = threading.Event(), [0, 0]
        watch = threading.Thread(target=self.largest_campaign, args=("a.h5", stop, largest))
        watch.start()
        try:
            said = self.run("-o", self.path("a.h5"))
        finally:
            stop.set()
            watch.join()
        return *said, *largest

    def stop_at_half(self, pieces):
        """Stops a run when half of its pieces are there: how many, and seconds until it ended."""
        process = self.start("-o", self.path("b.h5"))
        while len(self.pieces("b.h5")) < pieces // 2 and process.poll() is None:
            time.sleep(0.02)
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.stderr.read()
        process.wait()
        return len(self.pieces("b.h5")), time.monotonic() - begun

    def go_on(self):
        """Seconds until a run that goes on has looked through what is there, and until its end."""
        begun = time.monotonic()
        process = self.start("-o", self.path("b.h5"))
        process.stderr.readline()
        ready = time.monotonic() - begun
        process.stderr.read()
        if process.wait() != 0:
            raise SystemExit("the run that went on has failed")
        return ready, time.monotonic() - begun

    def same(self, first, second):
        return subprocess.run([self.asked.calfsim, "diff", self.path(first), self.path(second)],
                              stdout=subprocess.DEVNULL, check=False).returncode == 0


def predicted_seconds(place):
    done = subprocess.run(place.command("--dry-run"), capture_output=True, encoding="utf-8", check=True)
    hours, minutes, seconds = (float(found.group(1)) if found else 0 for found in (
        re.search(r"time .*?([\d.]+) " + unit, done.stdout) for unit in ("h", "min", r"s\b")))
    return 3600 * hours + 60 * minutes + seconds


def overhead(asked, folder):
    """Times with the campaign over times without, of short sweeps in pairs, one after the other."""
    place, ratios = Place(folder, asked, asked.pair_points), []
    for pair in range(asked.pairs):
        options = [("--campaign", place.path("c")), ("--no-campaign",)]
        times = {}
        for option in options if pair % 2 else options[::-1]:
            times[option], _, _ = place.run("-o", place.path("c.h5"), *option)
        ratios.append(times[options[0]] / times[options[1]])
    return ratios


def main():
    parser = arguments(__doc__)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--worlds", type=int, default=20, help="at each point")
    parser.add_argument("--runners", type=int, default=10_000, help="in each world")
    parser.add_argument("--days", type=int, default=84)
    parser.add_argument("--history", type=int, default=84)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--pairs", type=int, default=9, help="of short sweeps, for the overhead")
    parser.add_argument("--pair-points", type=int, default=6)
    asked = parser.parse_args()
    report = Report("bench_sweep", build_of(asked.calfsim))
    with tempfile.TemporaryDirectory(prefix="calfsim-bench-") as folder:
        ratios = overhead(asked, folder)
        place = Place(folder, asked, asked.points)
        predicted = predicted_seconds(place)
        seconds, peak, _, pieces, campaign = place.whole()
        result = os.path.getsize(place.path("a.h5"))
        kept, stopping = place.stop_at_half(pieces)
        ready, rest = place.go_on()
        same = place.same("a.h5", "b.h5")
    for key in ("points", "worlds", "runners", "days", "history", "threads", "pairs"):
        report.number(key, getattr(asked, key))
    report.number("overhead_percent", 100 * (statistics.median(ratios) - 1))
    report.number("overhead_lowest_percent", 100 * (min(ratios) - 1))
    report.number("overhead_highest_percent", 100 * (max(ratios) - 1))
    report.number("predicted_over_measured", predicted / seconds)
    report.number("same_bits", int(same))
    report.number("resume_share", kept / max(pieces, 1))
    report.number("pieces", pieces)
    report.table("sweep", ["runner-days", "seconds", "runner-days/s", "peak, MiB", "result, MB",
                           "campaign, MB"],
                 [[place.runner_days, seconds, place.runner_days / seconds, peak, result / 1e6,
                   campaign / 1e6]])
    report.table("resume", ["", "seconds"], [
        ["--dry-run had said", predicted], ["from the signal to the end of the stopped run", stopping],
        ["until the second run had read what was there", ready],
        ["the second run in all", rest], ["a whole run", seconds]])
    report.print(asked.json)


if __name__ == "__main__":
    main()
