# SPDX-License-Identifier: GPL-3.0-or-later
# The program as its user meets it: what it prints and where, its exit codes, and what it leaves in
# the folder when something is wrong. Stopping and full disks are in test_interruption.py.
import csv
import io
import os
import pty
import re
import resource
import select
import signal
import subprocess
import time
import unittest

import program

EXPERIMENT = """\
title: A small one
model: 1
seed: 7
days: 7
population:
  runners: 20
  worlds: 2
plans:
  base:
    week:
      tue: [{run: {distance_km: 6, intensity: 0.8}}]
      thu: [{strength: {knee: straight, sets: 3, reps: 15}}]
strategies:
  - {name: as usual, plan: base}
  - {name: more, plan: base, volume: 1.5}
output: {daily: [soreness]}
"""

HELP = {
    "new": ["--output", "--force", "--heel-raises", "--knee-to-wall", "--ankle", "--strike",
            "--weekly-km", "--days", "--years", "--race", "--plan", "--help"],
    "import": ["--output", "--force", "--list", "--zone", "--unit", "--weeks", "--since", "--start",
               "--coming", "--race", "--help"],
    "report": ["--output", "--point", "--no-script", "--help"],
    "run": ["--output", "--threads", "--runners", "--seed", "--set", "--quiet", "--help"],
    "sensitivity": ["--outcome", "--strategy", "--against", "--of", "--method", "--json", "--page",
                    "--seed", "--set", "--threads", "--help"],
    "check": ["--runners", "--seed", "--set", "--quiet", "--help"],
    "show": ["--point", "--help"],
    "compare": ["--against", "--outcome", "--within", "--point", "--json", "--help"],
    "diff": ["--help"],
    "params": ["--csv", "--help"],
}


class Commands(program.ProgramTest):
    def test_help_of_the_program(self):
        for option in ("--help", "-h", "help"):
            done = self.call(option)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for name in HELP:
                self.assertRegex(done.stdout, rf"(?m)^  {name} ")

    def test_help_of_commands(self):
        for name, options in HELP.items():
            for option in ("--help", "-h"):
                done = self.call(name, option)
                self.assertEqual((done.returncode, done.stderr), (0, ""), name)
                self.assertRegex(done.stdout, rf"^Usage: calfsim {name}\b")
                for known in options:
                    self.assertIn(known, done.stdout, name)
                self.assertLessEqual(max(map(len, done.stdout.splitlines())), 100, name)

    def test_version(self):
        self.assertRegex(self.succeed("--version"), r"^calfsim \d+\.\d+\.\d+\n$")

    def test_no_command(self):
        self.assertIn("Usage: calfsim COMMAND", self.fail_with(2))
        for name in ("nonsense", "--nonsense", "Run"):
            self.assertIn(f"no command '{name}'", self.fail_with(2, name))
        self.assertEqual(self.fail_with(2, "shwo"), "calfsim: no command 'shwo'; did you mean 'show'"
                         "? 'calfsim --help' lists them\n")

    def test_misuse(self):
        self.write("x.yaml", EXPERIMENT)
        for arguments in (
                ["run"], ["run", "x.yaml"], ["run", "-o", "y.h5"], ["run", "x.yaml", "-o"],
                ["run", "x.yaml", "x.yaml", "-o", "y.h5"], ["run", "x.yaml", "-o", "y.h5", "-x"],
                ["run", "x.yaml", "-o", "y.h5", "--nonsense"],
                ["run", "x.yaml", "-o", "y.h5", "--set"],
                ["run", "x.yaml", "-o", "y.h5", "--quiet=yes"],
                ["check"], ["check", "x.yaml", "x.yaml"], ["check", "x.yaml", "--nonsense"],
                ["check", "x.yaml", "-o", "y.h5"], ["check", "x.yaml", "--threads", "2"],
                ["sensitivity"], ["sensitivity", "x.yaml", "x.yaml"],
                ["sensitivity", "x.yaml", "--samples"], ["sensitivity", "x.yaml", "--nonsense"],
                ["show"], ["show", "a.h5", "b.h5"], ["show", "a.h5", "--nonsense"],
                ["compare"], ["compare", "a.h5", "b.h5"], ["compare", "a.h5", "--against"],
                ["compare", "a.h5", "--nonsense"], ["compare", "a.h5", "--within", "1"],
                ["diff"], ["diff", "a.h5"], ["diff", "a.h5", "b.h5", "c.h5"],
                ["diff", "a.h5", "b.h5", "--nonsense"],
                ["params", "--nonsense"]):
            message = self.fail_with(2, *arguments)
            self.assertRegex(message, rf"see '?calfsim {arguments[0]} --help", arguments)
        self.assertEqual(self.files(), ["x.yaml"])

    def test_printing_to_a_full_device(self):
        self.write("x.yaml", EXPERIMENT)
        self.succeed("run", "x.yaml", "-o", "a.h5")
        self.succeed("run", "x.yaml", "-o", "b.h5", "--seed", "8")
        with open("/dev/full", "w", encoding="utf-8") as full:
            for arguments in (["check", "x.yaml"], ["show", "a.h5"], ["compare", "a.h5"],
                              ["diff", "a.h5", "b.h5"], ["params"], ["params", "--csv"],
                              ["params", "--help"], ["run", "--help"], ["--help"], ["--version"]):
                message = self.fail_with(1, *arguments, stdout=full)
                self.assertIn("No space left on device", message, arguments)


class Run(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", EXPERIMENT)

    def test_pipe(self):
        done = self.call("run", "x.yaml", "-o", "a.h5")
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        self.assertEqual(self.files(), ["a.h5", "x.yaml"])
        self.assertRegex(done.stderr, r"^a\.h5: 20 runners in each of 2 worlds, 2 strategies, "
                         r"7 days; [\d.]+ s, [\d.e+-]+ million runner-days/s\n$")
        self.assertIsNone(re.search(r"[\x00-\x09\x0b-\x1f\x7f]", done.stderr))
        self.assertEqual(self.succeed("show", "a.h5").splitlines()[0].strip(), "A small one")

    def test_quiet(self):
        for option in ("-q", "--quiet"):
            done = self.call("run", "x.yaml", "-o", "a.h5", option)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
            done = self.call("check", "x.yaml", option)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def on_terminal(self, *arguments, until=None):
        """What a run draws on a terminal of its own; gets a SIGINT once `until` was drawn."""
        try:
            outer, inner = pty.openpty()
        except OSError as error:  # no /dev/pts, as in a bare container
            self.skipTest(f"no terminal to be had: {error}")
        self.addCleanup(os.close, outer)
        process = self.start("run", "x.yaml", *arguments, stdin=inner, stdout=subprocess.PIPE,
                             stderr=inner, start_new_session=True)
        os.close(inner)
        drawn, deadline = b"", time.monotonic() + 60
        while True:
            self.assertLess(time.monotonic(), deadline, f"the run does not end; drawn: {drawn}")
            try:
                if select.select([outer], [], [], 1)[0]:
                    drawn += os.read(outer, 65536)
            except OSError:  # the other end is closed
                break
            if until and re.search(until, drawn):
                process.send_signal(signal.SIGINT)
                until = None
        self.assertEqual(process.stdout.read(), b"")
        return process.wait(program.TIMEOUT_S), drawn.decode()

    def test_progress_on_a_terminal(self):
        line = r"\r\x1b\[K *\d+ %  [\d.e+-]+ million runner-days/s  [\dhmins ]+ left"
        code, drawn = self.on_terminal("-o", "a.h5", "--runners", "100000000",
                                       until=(line + r".*" + line).encode())
        self.assertEqual(code, 1)
        lines, _, last = drawn.rpartition("\r\x1b[K")
        self.assertRegex(lines, rf"^({line})+$")
        self.assertRegex(last, r"^calfsim run: .*stopped")
        self.assertEqual(self.files(), ["x.yaml"])

    def test_summary_on_a_terminal(self):
        code, drawn = self.on_terminal("-o", "a.h5")
        self.assertEqual(code, 0)
        self.assertRegex(drawn.rpartition("\r\x1b[K")[2], r"^a\.h5: 20 runners ")
        code, drawn = self.on_terminal("-o", "a.h5", "--quiet")
        self.assertEqual((code, drawn), (0, ""))

    @unittest.skipIf(os.environ.get("CALFSIM_SANITIZE"), "sanitizers map more than any limit")
    def test_statistics_beyond_memory(self):
        # 20 daily fields of two strategies over ten years: over 600 MB a thread, once the runners
        # are too many to be listed.
        groups = ("soreness, force, hazard, loads, rating, protection, conditioning, capacity, "
                  "mobility, tendon")
        limit = 500_000_000
        said = self.fail_with(
            2, "run", "x.yaml", "-o", "a.h5", "--threads", "1", "--set", "days=3660",
            "--runners", "5000", "--set", f"output.daily=[{groups}]",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
        self.assertRegex(said, r"2 strategies over 3660 days take .* GB for 1 thread, and there "
                               r"are 0\.5 GB of memory; allowed: fewer threads")
        self.assertEqual(self.files(), ["x.yaml"])

    def test_overrides(self):
        self.succeed("run", "x.yaml", "-o", "a.h5", "--runners", "9", "--seed", "5", "--set",
                     "days=3", "--set=strategies.1.volume=2", "--set", "heel_raise_reps=30")
        written = self.write("y.yaml", EXPERIMENT.replace("runners: 20", "runners: 9\n"
                             "  set: {heel_raise_reps: 30}").replace("seed: 7", "seed: 5")
                             .replace("days: 7", "days: 3").replace("volume: 1.5", "volume: 2"))
        self.succeed("run", written, "-o", "b.h5")
        self.assertEqual(self.succeed("diff", "a.h5", "b.h5"), "")
        self.succeed("run", "x.yaml", "-o", "b.h5", "--seed", "5", "--seed", "18446744073709551615")
        self.assertIn("'18446744073709551615', and '7'",
                      self.call("diff", "b.h5", self.run_plain("c.h5")).stdout)

    def run_plain(self, name):
        self.succeed("run", "x.yaml", "-o", name)
        return name

    def test_bad_overrides(self):
        for option, value, known in (
                ("--runners", "0", "1 to"), ("--runners", "x", "1 to"), ("--runners", "2.5", "1 to"),
                ("--seed", "-1", "0 to 18446744073709551615"),
                ("--seed", "18446744073709551616", "0 to 18446744073709551615"),
                ("--seed", "1.5", "0 to"), ("--seed", "", "0 to"),
                ("--set", "days=0", "1 to"), ("--set", "dais=3", "a key"),
                ("--set", "days", "KEY=VALUE"), ("--set", "=3", "a key"),
                ("--set", "heel_raise_reps=2", "3 to 120"),
                ("--set", "strategies.5.volume=1", "0 to 1"),
                ("--set", "strategies.1.volume=99", "0.01 to 10"),
                ("--set", "strategies.1.plan=basis", "base")):
            for command in (["run", "x.yaml", "-o", "a.h5"], ["check", "x.yaml"]):
                message = self.fail_with(2, *command, option, value)
                self.assertIn(f"calfsim {command[0]}: --set ", message)
                self.assertIn(value, message)
                self.assertIn(known, message.partition("allowed: ")[2], value)
        for value in ("0", "-1", "x", "", "2x", "99999999999999999999"):
            self.assertIn("1 to 4096",
                          self.fail_with(2, "run", "x.yaml", "-o", "a.h5", "--threads", value))
        self.assertEqual(self.files(), ["x.yaml"])

    def test_bad_experiments(self):
        for old, new, line, key, value, allowed in (
                ("days: 7", "days: 0", 4, "days", "0", "1 to 3660"),
                ("days: 7", "days: week", 4, "days", "week", "1 to 3660"),
                ("days: 7", "days: 7\ndays: 8", 5, "days", "days", "once"),
                ("days: 7", "dais: 7", 4, "dais", "days", "title, model, seed, days"),
                ("days: 7\n", "", 1, "days", "missing", "1 to 3660"),
                ("model: 1", "model: 2", 2, "model", "2", "1"),
                ("worlds: 2", "worlds: 0", 7, "population.worlds", "0", "1 to"),
                ("straight", "stiff", 12, "plans.base.week.thu.0.strength.knee", "stiff",
                 "straight, bent"),
                ("intensity: 0.8", "intensity: 8", 11, "plans.base.week.tue.0.run.intensity", "8",
                 "0.2 to 2"),
                ("base, volume", "basis, volume", 15, "strategies.1.plan", "basis", "base"),
                ("name: more", "name: as usual", 15, "strategies.1.name", "as usual", "own"),
                ("[soreness]", "[soarness]", 16, "output.daily.0", "soarness", "soreness, force"),
                ("tue: [", "tue: [[", 12, "not YAML", "", "")):
            self.assertEqual(EXPERIMENT.count(old), 1, old)
            self.write("bad.yaml", EXPERIMENT.replace(old, new))
            for command in (["run", "bad.yaml", "-o", "a.h5"], ["check", "bad.yaml"]):
                message = self.fail_with(2, *command)
                start = f"calfsim {command[0]}: bad.yaml:{line}: "
                self.assertTrue(message.startswith(start), message)
                told, _, may = message.partition("allowed: ")
                self.assertIn(key, told)
                self.assertIn(value, told)
                self.assertIn(allowed, may)
                self.assertEqual(message.count("\n"), 1)
        self.assertEqual(self.files(), ["bad.yaml", "x.yaml"])

    def test_files_that_are_no_experiment(self):
        self.write("empty.yaml", "")
        self.write("noise.yaml", bytes(range(256)) * 8)
        for name in ("missing.yaml", "empty.yaml", "noise.yaml", "."):
            for command in (["run", name, "-o", "a.h5"], ["check", name]):
                self.assertIn(f"calfsim {command[0]}: {name}:", self.fail_with(2, *command))
        self.assertEqual(self.files(), ["empty.yaml", "noise.yaml", "x.yaml"])

    def test_places_that_cannot_be_written(self):
        os.mkdir(self.path("folder"))
        places = ["missing/a.h5", "x.yaml/a.h5", "folder", "folder/", "/proc/a.h5", "/dev/full", ""]
        if os.geteuid() != 0:
            os.mkdir(self.path("locked"), 0o555)
            places.append("locked/a.h5")
        before = self.files()
        for place in places:
            self.assertIn(place, self.fail_with(2, "run", "x.yaml", "-o", place))
        self.assertEqual(self.files(), before)
        self.assertEqual(os.listdir(self.path("folder")), [])

    def test_a_bad_place_is_found_before_the_work(self):
        for place in ("missing/a.h5", "x.yaml"):
            self.fail_with(2, "run", "x.yaml", "-o", place, "--runners", "1000000000", timeout=20)

    def test_what_is_no_result_is_not_overwritten(self):
        self.run_plain("a.h5")
        self.write("notes.txt", "months of work\n")
        self.write("cut.h5", self.read("a.h5")[:20000])
        self.write("empty.h5", "")
        for name in ("x.yaml", "notes.txt", "cut.h5", "empty.h5"):
            before = self.read(name)
            self.assertIn(name, self.fail_with(2, "run", "x.yaml", "-o", name))
            self.assertEqual(self.read(name), before)
        self.assertEqual(self.files(), ["a.h5", "cut.h5", "empty.h5", "notes.txt", "x.yaml"])

    def test_a_result_is_replaced(self):
        self.run_plain("a.h5")
        self.succeed("run", "x.yaml", "-o", "b.h5", "--seed", "8")
        self.succeed("run", "x.yaml", "-o", "a.h5", "--seed", "8")
        self.assertEqual(self.succeed("diff", "a.h5", "b.h5"), "")
        self.assertEqual(self.files(), ["a.h5", "b.h5", "x.yaml"])

    def test_a_link_to_a_result_stays_a_link(self):
        self.run_plain("a.h5")
        os.symlink("a.h5", self.path("link.h5"))
        self.succeed("run", "x.yaml", "-o", "link.h5", "--seed", "8")
        self.assertTrue(os.path.islink(self.path("link.h5")))
        self.succeed("run", "x.yaml", "-o", "b.h5", "--seed", "8")
        self.assertEqual(self.succeed("diff", "a.h5", "b.h5"), "")


    def test_no_policy_leaves_a_dose_out(self):
        laboratory = """model: 1
days: 4
population: {runners: 5}
plans: {p: {calendar: [{day: 0, dose: {du: %s}}]}}
strategies: [{name: s, plan: p%s}]
"""
        lazy = ", adherence: 0, policy: {see_professional_if: {}}"
        sums = []
        for du, policy in ((1, ""), (1, lazy), (0.9, lazy)):
            self.write("x.yaml", laboratory % (du, policy))
            self.succeed("run", "x.yaml", "-o", "x.h5")
            sums.append(self.succeed("checksum", "x.h5"))
        self.assertEqual(sums[0], sums[1])
        self.assertNotEqual(sums[1], sums[2])


class Check(program.ProgramTest):
    def test_resolved_text(self):
        self.write("x.yaml", EXPERIMENT)
        resolved = self.succeed("check", "x.yaml")
        for text in ('title: "A small one"', "seed: 7", "days: 7", "runners: 20", "worlds: 2",
                     "volume: 1.5", "rest_s: 90", "hour: 18", "trajectories: false"):
            self.assertIn(text, resolved)
        self.write("y.yaml", resolved)
        self.assertEqual(self.succeed("check", "y.yaml"), resolved)
        self.succeed("run", "x.yaml", "-o", "a.h5")
        self.succeed("run", "y.yaml", "-o", "b.h5")
        self.assertEqual(self.succeed("diff", "a.h5", "b.h5"), "")

    def test_what_the_model_gets_wrong_is_said(self):
        for grade, warned in ((-2, False), (-6, True)):
            self.write("x.yaml", EXPERIMENT)
            done = self.call("check", "x.yaml", "--set",
                             f"plans.base.week.tue=[{{run: {{distance_km: 5, intensity: 0.7, "
                             f"grade_percent: {grade}}}}}]")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual("runs downhill (-6 %)" in done.stderr, warned)

    def test_overrides(self):
        self.write("x.yaml", EXPERIMENT)
        resolved = self.succeed("check", "x.yaml", "--runners", "3", "--seed", "9", "--set",
                                "title='Other: #1'", "--set", "strategies.0.name=a \"b\" ü")
        for text in ("runners: 3", "seed: 9", 'title: "Other: #1"', r'name: "a \"b\" ü"'):
            self.assertIn(text, resolved)
        self.write("y.yaml", resolved)
        self.assertEqual(self.succeed("check", "y.yaml"), resolved)


class Results(program.ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", EXPERIMENT)
        self.succeed("run", "x.yaml", "-o", "a.h5")

    def test_files_that_are_no_result(self):
        whole = self.read("a.h5")
        self.write("garbage.h5", bytes(range(256)) * 100)
        self.write("text.h5", EXPERIMENT)
        self.write("empty.h5", "")
        names = ["missing.h5", "garbage.h5", "text.h5", "empty.h5", "."]
        for share in (0.001, 0.1, 0.5, 0.9, 0.999):
            names.append(self.write(f"cut{share}.h5", whole[:int(share * len(whole))]))
        for name in names:
            for arguments in (["show", name], ["compare", name], ["diff", name, "a.h5"],
                              ["diff", "a.h5", name]):
                message = self.fail_with(2, *arguments)
                self.assertTrue(message.startswith(f"calfsim {arguments[0]}: {name}: "), message)
                self.assertEqual(message.count("\n"), 1)

    def test_show(self):
        shown = self.succeed("show", "a.h5")
        for text in ("A small one", "as usual", "more"):
            self.assertIn(text, shown)
        self.assertNotIn("\x1b", shown)
        self.assertLessEqual(max(map(len, shown.splitlines())), 80)

    def test_compare(self):
        plain = self.succeed("compare", "a.h5")
        self.assertEqual(self.succeed("compare", "a.h5", "--against", "as usual"), plain)
        other = self.succeed("compare", "--against=more", "a.h5")
        self.assertNotEqual(other, plain)
        message = self.fail_with(2, "compare", "a.h5", "--against", "less")
        for text in ("'less'", "'as usual', 'more'"):
            self.assertIn(text, message)

    def test_points(self):
        subprocess.run([program.WRITE_SAMPLE, "dated.h5", "undated.h5", "sweep.h5"],
                       cwd=self.folder, check=True)
        self.assertIn("4 points of 2 factors", self.succeed("show", "sweep.h5"))
        for command in "show", "compare":
            said = self.succeed(command, "sweep.h5", "--point", "3")
            self.assertIn("Point 3 of the sweep: volume 1.1, intensity 2\n", said)
            for wrong in "4", "-1", "1.5", "volume", "":
                message = self.fail_with(2, command, "sweep.h5", "--point", wrong)
                self.assertIn(f"'{wrong}': allowed is a whole number from 0 to 3", message)
            message = self.fail_with(2, command, "a.h5", "--point", "0")
            self.assertIn("a.h5 is not the result of a sweep", message)
        message = self.fail_with(2, "compare", "sweep.h5")
        self.assertIn("sweep.h5: a sweep of 4 points; say which one with --point, 0 to 3", message)

    def test_diff(self):
        self.succeed("run", "x.yaml", "-o", "same.h5", "--threads", "2")
        done = self.call("diff", "a.h5", "same.h5")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertEqual(self.succeed("diff", "a.h5", "a.h5"), "")
        self.succeed("run", "x.yaml", "-o", "other.h5", "--seed", "8")
        done = self.call("diff", "a.h5", "other.h5")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertIn("seed: attribute '7', and '8'\n", done.stdout)
        self.assertRegex(done.stdout, r"(?m)^calf_soreness_mm_mean: \d+ of 28 values differ, at "
                         r"most by [\d.e-]+ \(relative [\d.e-]+\): \S+ and \S+ at strategy "
                         r"(as usual|more), world [01], day [0-6]$")
        self.succeed("run", "x.yaml", "-o", "longer.h5", "--set", "days=8")
        done = self.call("diff", "a.h5", "longer.h5")
        self.assertEqual(done.returncode, 1)
        self.assertIn("calf_soreness_mm_mean: shape 2 x 2 x 7, and 2 x 2 x 8\n", done.stdout)


class Params(program.ProgramTest):
    def rows(self, *names):
        text = self.call("params", "--csv", *names, encoding=None).stdout
        self.assertEqual(text.count(b"\n"), text.count(b"\r\n"))
        return list(csv.DictReader(io.StringIO(text.decode(), newline=""), strict=True))

    def test_csv(self):
        with open(os.path.join(program.TESTS, "..", "include", "calfsim", "parameters.def"),
                  encoding="utf-8") as file:
            table = re.findall(r"(?m)^CALF_PARAMETER\((\w+), (\w+),", file.read())
        rows = self.rows()
        self.assertEqual([(row["group"], row["name"]) for row in rows], table)
        for row in rows:
            self.assertEqual(len(row), 13)
            self.assertNotIn(None, row.values())
            self.assertLessEqual(float(row["low"]), float(row["default"]))
            self.assertLessEqual(float(row["default"]), float(row["high"]))
            self.assertIn(row["kind"], ("variability", "uncertainty", "fixed"))
            self.assertEqual(row["prior_a"] == "", row["kind"] == "fixed", row["name"])
            self.assertIn(row["grade"], ("A", "B", "C"))
            for column in ("unit", "meaning", "source", "prior"):
                self.assertTrue(row[column], (row["name"], column))

    def test_names(self):
        rows = self.rows("heel_raise_reps", "threshold_speed")
        self.assertEqual([row["name"] for row in rows], ["threshold_speed", "heel_raise_reps"])
        self.assertIn("heel_raise_reps", self.succeed("params", "heel_raise_reps"))
        message = self.fail_with(2, "params", "heel_raise_rep")
        self.assertIn("'heel_raise_rep'", message)
        self.assertIn("'heel_raise_reps'", message)

    def test_table_has_every_parameter(self):
        shown = self.succeed("params")
        for row in self.rows():
            self.assertRegex(shown, rf"(?m)^{row['name']} ")


if __name__ == "__main__":
    unittest.main()
