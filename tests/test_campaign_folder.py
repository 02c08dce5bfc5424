# SPDX-License-Identifier: GPL-3.0-or-later
# What may be wrong with a campaign's folder: it is another one's, damaged, full or read-only. Runs
# say so, and lose nothing.
import errno
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time
import unittest

import campaign
import program

ALLOWED = "; allowed: its own experiment, another --campaign, or this folder removed\n"
SEED = 20240511


class Refusals(campaign.CampaignTest):
    def contents(self, folder="a.h5.campaign"):
        return {name: (self.read(os.path.join(folder, name)),
                       os.stat(self.path(os.path.join(folder, name))).st_mtime_ns)
                for name in os.listdir(self.path(folder))}

    def refused(self, *options, folder="a.h5.campaign"):
        """Runs what must be refused before any work; the reason."""
        before, files = self.contents(folder), self.files()
        said = self.fail_with(2, *self.command(*options))
        self.assertEqual((self.contents(folder), self.files()), (before, files))
        self.assertTrue(said.startswith(f"calfsim run: {folder}: "), said)
        self.assertTrue(said.endswith(ALLOWED), said)
        return said[len(f"calfsim run: {folder}: "):-len(ALLOWED)]

    def setUp(self):
        super().setUp()
        self.use(campaign.WORLDS)

    def test_another_experiment(self):
        self.interrupt(2)
        for option, line, there, here in (
                ("days=8", 4, "days: 7", "days: 8"), ("seed=8", 3, "seed: 7", "seed: 8"),
                ("population.set.threshold_speed=4", 9, "  set: {}", "  set:"),
                ("title=Another", 1, 'title: "A campaign of many pieces"', 'title: "Another"')):
            self.assertEqual(self.refused("--set", option),
                             f"the campaign of another experiment: line {line} is '{there}' there "
                             f"and '{here}' here")
        self.succeed(*self.command())
        self.check()

    def test_another_size_of_pieces(self):
        self.interrupt(2)
        cut = self.cut
        self.cut = ["--piece-days", "1e4"]
        self.assertEqual(self.refused(), "the campaign of another size of pieces: line 1 is "
                         f"'{' '.join(cut)}' there and '--piece-days 10000' here")
        self.cut = []
        self.assertEqual(self.refused(), "the campaign of another size of pieces: line 1 is "
                         f"'{' '.join(cut)}' there and 'the usual size' here")

    def test_another_program(self):
        self.interrupt(2)
        program_text = self.read("a.h5.campaign/program").decode()
        for line, start in enumerate(("calfsim", "sources", "compiler", "flags"), 1):
            changed = re.sub(rf"^{start} .*$", f"{start} old", program_text, flags=re.M)
            self.write("a.h5.campaign/program", changed)
            self.assertRegex(self.refused(), rf"^the campaign of another program: line {line} is "
                             rf"'{start} old' there and '{start} .*' here$")
        self.write("a.h5.campaign/program", program_text)
        self.succeed(*self.command())
        self.check()

    def test_damaged_experiment(self):
        self.interrupt(2)
        text = self.read("a.h5.campaign/experiment.yaml")
        self.write("a.h5.campaign/experiment.yaml", text[:len(text) // 2])
        self.assertRegex(self.refused(),
                         r"^the campaign of another experiment: line \d+ is .* there and '.*' "
                         r"here$")
        self.write("a.h5.campaign/experiment.yaml", b"")
        self.assertEqual(self.refused(), "the campaign of another experiment: line 1 is missing "
                         "there and 'title: \"A campaign of many pieces\"' here")
        os.remove(self.path("a.h5.campaign/experiment.yaml"))
        self.assertEqual(self.refused("--campaign", "a.h5.campaign"),
                         "holds something that is no campaign")

    def test_somebody_elses_folder(self):
        for name in ("letter.txt", ".hidden", "experiment.yml"):
            os.mkdir(self.path("c"))
            self.write(os.path.join("c", name), "Dear diary")
            self.assertEqual(self.refused("--campaign", "c", folder="c"),
                             "holds something that is no campaign")
            shutil.rmtree(self.path("c"))

    def test_places_that_cannot_be(self):
        self.write("file", "somebody's")
        for place, why in (("file", "cannot be the campaign's folder: Not a directory"),
                           ("x.yaml/c", "cannot make the campaign's folder: Not a directory"),
                           ("nowhere/c", "cannot make the campaign's folder: No such file or "
                            "directory"), ("", "cannot make the campaign's folder: No such file or "
                                           "directory")):
            before = self.files()
            said = self.fail_with(2, *self.command("--campaign", place))
            self.assertEqual((said, self.files()), (f"calfsim run: {place}: {why}\n", before))
        self.assertEqual(self.read("file"), b"somebody's")

    def test_somebodys_file_among_the_pieces_stays(self):
        self.interrupt(2)
        self.write("a.h5.campaign/letter.txt", "Dear diary")
        self.succeed(*self.command())
        self.assertEqual(self.succeed("diff", "whole.h5", "a.h5"), "")
        left = [name for name in self.files() if name not in self.clean]
        self.assertEqual(len(left), 1)
        self.assertRegex(left[0], r"^a\.h5\.campaign\.\d+\.done$")
        self.assertEqual(os.listdir(self.path(left[0])), ["letter.txt"])

    def leave_empty(self):
        """A campaign of another experiment that was killed before anything was finished."""
        process = self.start("run", "x.yaml", "-o", "a.h5", "--campaign", "a.h5.campaign",
                             *campaign.ENDLESS, stderr=subprocess.DEVNULL)
        while not os.path.exists(self.path("a.h5.campaign/experiment.yaml")):
            self.assertIsNone(process.poll())
            time.sleep(0.002)
        process.kill()
        process.wait()

    def test_an_empty_campaign_gives_way(self):
        self.leave_empty()
        self.succeed(*self.command())
        self.check()

    def test_an_empty_campaign_gives_way_to_several(self):
        self.leave_empty()
        first = self.start(*self.command("--threads", "1"))
        self.wait_for_pieces(first, 1)
        second = self.start(*self.command("--threads", "1"), stderr=subprocess.DEVNULL)
        self.assertEqual([process.wait(program.TIMEOUT_S) for process in (first, second)], [0, 0])
        self.check()

    def test_damaged_empty_campaign(self):
        for name, content in (("experiment.yaml", b""), ("experiment.yaml", b"\0\xff\n" * 9),
                              ("program", b"old\n"), ("pieces", b"")):
            self.leave_empty()
            self.write(f"a.h5.campaign/{name}", content)
            self.succeed(*self.command())
            self.check()
            os.remove(self.path("a.h5"))


class Damage(campaign.CampaignTest):
    """Pieces that are none of this campaign, or no longer what they were."""

    def setUp(self):
        super().setUp()
        self.random = random.Random(SEED)
        self.use(campaign.WORLDS)
        self.interrupt(16)
        self.keep("kept")

    def keep(self, name):
        """Keeps what there is of a campaign, for experiment after experiment."""
        place = self.path("../" + os.path.basename(self.folder) + "-" + name)
        shutil.move(self.path("a.h5.campaign"), place)
        self.addCleanup(shutil.rmtree, place)
        setattr(self, name, place)

    def piece(self, number):
        return f"a.h5.campaign/{number:08}.piece"

    def restore(self):
        shutil.rmtree(self.path("a.h5.campaign"), ignore_errors=True)
        shutil.copytree(self.kept, self.path("a.h5.campaign"))

    def complete(self, reasons):
        """Completes the run, which must find exactly these pieces bad: number -> why."""
        done = self.call(*self.command())
        self.assertEqual(done.returncode, 0, done.stderr)
        said = [line for line in done.stderr.splitlines() if "finished before" not in line]
        self.assertEqual(said, [f"{self.piece(number)}: {why}; it is simulated again"
                                for number, why in sorted(reasons.items())])
        self.check()
        os.remove(self.path("a.h5"))

    def damage_all(self, damages):
        """Damages piece after piece: each damage makes of its bytes others, and a reason."""
        while damages:
            self.restore()
            reasons = {}
            for number in range(min(16, len(damages))):
                damaged, reasons[number] = damages.pop()(self.read(self.piece(number)))
                self.write(self.piece(number), damaged)
            self.complete(reasons)

    def test_truncated(self):
        whole, head = len(self.read_kept(0)), 48
        lengths = {0, 1, 7, 8, head - 1, head, head + 1, head + 55, head + 56, whole - 1, whole - 8}
        lengths |= {self.random.randrange(whole) for _ in range(20)}
        self.damage_all([
            lambda found, length=length:
            (found[:length],
             "not a whole piece" if length < head else "not as long as it should be")
            for length in lengths])
        self.damage_all([lambda found, more=more: (found + more, "not as long as it should be")
                         for more in (b"\0", b"\0" * 8, self.random.randbytes(5000))])

    def read_kept(self, number):
        with open(os.path.join(self.kept, f"{number:08}.piece"), "rb") as file:
            return file.read()

    def test_flipped_bits(self):
        def flip(found, bit):
            flipped = bytearray(found)
            flipped[bit // 8] ^= 1 << bit % 8
            why = ("not a piece of a campaign" if bit < 16 * 8 else
                   "not as long as it should be" if 32 * 8 <= bit < 40 * 8 else
                   "damaged: its checksum is another one")
            return bytes(flipped), why

        bits = [8 * len(self.read_kept(0)) - 1, *range(0, 48 * 8, 23)]
        bits += [self.random.randrange(48 * 8, 8 * len(self.read_kept(0))) for _ in range(30)]
        self.damage_all([lambda found, bit=bit: flip(found, bit) for bit in bits])

    def test_garbage_and_no_files(self):
        whole = len(self.read_kept(0))
        self.damage_all([lambda _: (self.random.randbytes(whole), "not a piece of a campaign"),
                         lambda found: (found[:48] + b"\0" * (whole - 48),
                                        "damaged: its checksum is another one"),
                         lambda _: (b"\0" * whole, "not a piece of a campaign"),
                         lambda _: (b"Dear diary", "not a whole piece")])
        self.restore()
        for number, make in ((2, os.mkdir), (3, os.mkfifo)):
            os.remove(self.path(self.piece(number)))
            make(self.path(self.piece(number)))
        self.complete({2: "not a whole piece", 3: "not a whole piece"})
        self.restore()
        os.remove(self.path(self.piece(5)))
        os.symlink("nowhere", self.path(self.piece(5)))
        self.complete({})

    def test_pieces_of_others(self):
        self.cut += ["--seed", "8"]
        self.interrupt(3)
        self.keep("other")
        self.cut = self.cut[:-2]
        self.restore()
        shutil.copy(os.path.join(self.other, "00000001.piece"), self.path(self.piece(1)))
        shutil.copy(self.path(self.piece(4)), self.path(self.piece(3)))
        os.rename(self.path(self.piece(6)), self.path(self.piece(7)))
        self.complete({1: "a piece of another campaign", 3: "another piece under this name",
                       7: "another piece under this name"})

    def test_what_was_bad_can_be_looked_at(self):
        self.restore()
        self.write(self.piece(0), "Dear diary")
        self.write(self.piece(0) + ".1.bad", "an earlier one")
        process = self.start(*self.command("--threads", "1"), stderr=subprocess.DEVNULL)
        bad = self.piece(0) + ".2.bad"
        while not os.path.exists(self.path(bad)):
            self.assertIsNone(process.poll())
        process.send_signal(signal.SIGSTOP)
        self.assertEqual(self.read(bad), b"Dear diary")
        self.assertEqual(self.read(self.piece(0) + ".1.bad"), b"an earlier one")
        process.send_signal(signal.SIGCONT)
        self.assertEqual(process.wait(program.TIMEOUT_S), 0)
        self.check()

    def damage_running(self, damage, why):
        """Damages two finished pieces under a running process."""
        self.restore()
        for number in range(5, 16):
            os.remove(self.path(self.piece(number)))
        process = self.start(*self.command("--threads", "1"), stderr=subprocess.PIPE,
                             encoding="utf-8")
        self.wait_for_pieces(process, 8)
        process.send_signal(signal.SIGSTOP)
        for number in (0, 5):
            damage(self.path(self.piece(number)))
        process.send_signal(signal.SIGCONT)
        said = process.communicate(timeout=program.TIMEOUT_S)[1]
        self.assertEqual(process.returncode, 0, said)
        for number in (0, 5):
            self.assertIn(f"{self.piece(number)}: {why}; it is simulated again\n", said)
        self.check()
        os.remove(self.path("a.h5"))

    def test_damage_under_a_running_process(self):
        self.damage_running(lambda path: os.truncate(path, 100), "not as long as it should be")
        self.damage_running(os.remove, "gone")

    def test_folder_removed_under_a_running_process(self):
        process = self.start(*self.command("--threads", "1"), stderr=subprocess.PIPE,
                             encoding="utf-8")
        self.wait_for_pieces(process, 2)
        process.send_signal(signal.SIGSTOP)
        shutil.rmtree(self.path("a.h5.campaign"))
        process.send_signal(signal.SIGCONT)
        said = process.communicate(timeout=program.TIMEOUT_S)[1]
        self.assertEqual(process.returncode, 1, said)
        self.assertRegex(said, r"^calfsim run: a\.h5\.campaign/\d+\.piece: cannot (write|keep) a "
                         r"finished piece: No such file or directory\n$")
        self.assertEqual(self.files(), ["whole.h5", "x.yaml"])

    def test_dates_of_files_do_not_matter(self):
        for when in (-1, 0, 1, 2**31, 2**32 + 5):
            self.restore()
            for name in os.listdir(self.path("a.h5.campaign")):
                os.utime(self.path(f"a.h5.campaign/{name}"), (when, when))
            self.complete({})


class Room(campaign.CampaignTest):
    """Places that are full, or may not be written."""

    def limited(self, *options, limit, code=1):
        if os.environ.get("CALFSIM_SANITIZE") == "thread":
            self.skipTest("Clang's OpenMP needs a file of its own before the program begins")
        return self.fail_with(
            code, *self.command(*options),
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))

    def test_limit_of_files(self):
        self.use(campaign.WORLDS)
        self.interrupt(1)
        size = self.pieces()["00000000.piece"][2]
        shutil.rmtree(self.path("a.h5.campaign"))
        for limit, what in ((0, "program: cannot write the campaign"),
                            (500, "experiment.yaml: cannot write the campaign")):
            said = self.limited(limit=limit)
            self.assertEqual(said, f"calfsim run: a.h5.campaign/{what}: File too large\n")
            self.assertEqual(self.files(), ["whole.h5", "x.yaml"])
        for limit in (4096, size // 2, size - 1):
            said = self.limited(limit=limit)
            self.assertRegex(said, r"^calfsim run: a\.h5\.campaign/\d+\.piece: cannot write a "
                             r"finished piece: File too large; nothing was finished that could be "
                             r"kept\n$")
            self.assertEqual(self.files(), ["whole.h5", "x.yaml"])
        for limit in (size, os.path.getsize(self.path("whole.h5")) - 1):
            said = self.limited(limit=limit)
            self.assertRegex(said, r"(^|\n)calfsim run: (/.*/)?a\.h5: .*File too large; 24 of 24 "
                             r"pieces are finished and kept in a\.h5\.campaign: the same "
                             r"command goes on from there\n$")
            kept = self.pieces()
            self.assertEqual(len(kept), self.count)
            self.assertEqual(self.files(), ["a.h5.campaign", "whole.h5", "x.yaml"])
        self.succeed(*self.command())
        self.check()

    def mount(self, name, megabytes):
        os.makedirs(self.path(name))
        size = f"size={megabytes * 1024:.0f}k"
        made = self.call("-t", "tmpfs", "-o", size, "none", self.path(name),
                         program="mount") if os.geteuid() == 0 else None
        if made is None or made.returncode != 0:
            self.skipTest("may not mount a small file system: " +
                          (made.stderr.strip() if made else "not root"))
        self.addCleanup(self.call, "-l", self.path(name), program="umount")

    def fill(self, name):
        """Fills the file system to the last byte."""
        with open(self.path(name), "ab", buffering=0) as file:
            for size in (1 << 16, 4096, 1):
                try:
                    while file.write(b"\0" * size) == size:
                        pass
                except OSError as error:
                    self.assertEqual(error.errno, errno.ENOSPC)

    def test_disk_that_fills_up(self):
        self.use(campaign.WORLDS)
        self.mount("small", 100)
        process = self.start(*self.command("--threads", "1", out="small/a.h5"),
                             stderr=subprocess.PIPE, encoding="utf-8")
        self.wait_for_pieces(process, 2, "small/a.h5.campaign")
        process.send_signal(signal.SIGSTOP)
        kept = self.pieces("small/a.h5.campaign")
        self.fill("small/filler")
        process.send_signal(signal.SIGCONT)
        said = process.communicate(timeout=program.TIMEOUT_S)[1]
        self.assertEqual(process.returncode, 1, said)
        self.assertRegex(said, r"^calfsim run: .*small/a\.h5\.campaign/\d+\.piece: cannot write a "
                         r"finished piece: No space left on device; \d+ of 24 pieces are "
                         r"finished and kept in small/a\.h5\.campaign: the same command goes on "
                         r"from there\n$")
        now = self.pieces("small/a.h5.campaign")
        self.assertEqual({name: now[name] for name in kept}, kept)
        said = self.fail_with(2, *self.command(out="small/a.h5"))
        self.assertRegex(said, r"^calfsim run: (/.*/)?small/a\.h5.*: the .*result takes \S+ "
                         r"[kMG]B, and 0 kB are free there")
        self.assertEqual(self.pieces("small/a.h5.campaign"), now)
        os.remove(self.path("small/filler"))
        self.succeed(*self.command(out="small/a.h5"))
        self.assertEqual(self.succeed("diff", "whole.h5", "small/a.h5"), "")
        self.assertEqual(os.listdir(self.path("small")), ["a.h5"])

    def test_room_that_is_looked_at_before(self):
        self.use(campaign.WORLDS)
        result = os.path.getsize(self.path("whole.h5")) / 2**20
        self.mount("tiny", 0.5 * result)
        self.mount("half", 1.3 * result + 1)
        for name, what in (("tiny/a.h5", "the result"),
                           ("half/a.h5.campaign", "the campaign with its result")):
            place = name.split("/")[0]
            said = self.fail_with(2, *self.command(out=f"{place}/a.h5"))
            self.assertRegex(said, rf"^calfsim run: (/.*/)?{re.escape(name)}: {what} takes \S+ MB, "
                             r"and \S+ [kM]B are free there: keep fewer outputs or trajectories\n$")
            self.assertEqual(os.listdir(self.path(place)), [])
        # The pieces may lie elsewhere.
        self.succeed(*self.command("--campaign", "c", out="half/a.h5"))
        self.assertEqual(self.succeed("diff", "whole.h5", "half/a.h5"), "")
        said = self.fail_with(2, *self.command("--campaign", "tiny/c"))
        self.assertRegex(said, r"^calfsim run: tiny/c: the campaign takes \S+ MB, and")
        self.assertEqual(os.listdir(self.path("tiny")), [])

    def test_what_is_finished_needs_no_room_again(self):
        self.use(campaign.WORLDS)
        size = os.path.getsize(self.path("whole.h5")) / 2**20
        self.mount("just", 2.2 * size + 2)
        process = self.start(*self.command("--threads", "1", out="just/a.h5"))
        self.wait_for_pieces(process, 18, "just/a.h5.campaign")
        process.kill()
        process.wait()
        self.succeed(*self.command(out="just/a.h5"))
        self.assertEqual(self.succeed("diff", "whole.h5", "just/a.h5"), "")

    def test_read_only(self):
        self.use(campaign.WORLDS)
        self.mount("place", 100)
        process = self.start(*self.command("--threads", "1", out="place/a.h5"),
                             stderr=subprocess.DEVNULL)
        self.wait_for_pieces(process, 2, "place/a.h5.campaign")
        process.kill()
        process.wait()
        kept = self.pieces("place/a.h5.campaign")
        self.call("-o", "remount,ro", self.path("place"), program="mount")
        for options, out, said in (
                ([], "place/a.h5", "/place/a.h5: cannot write the result"),
                ([], "place/b.h5", "place/b.h5: cannot write the result"),
                (["--campaign", "place/c"], "a.h5", "place/c: cannot make the campaign's folder"),
                (["--campaign", "place/a.h5.campaign"], "a.h5",
                 "place/a.h5.campaign: cannot work there")):
            before = self.files()
            message = self.fail_with(2, *self.command(*options, out=out))
            self.assertRegex(message, rf"^calfsim run: (/.*/)?{re.escape(said.lstrip('/'))}: "
                             r"Read-only file system\n$")
            self.assertEqual(self.files(), before)
        self.assertEqual(self.pieces("place/a.h5.campaign"), kept)
        self.call("-o", "remount,rw", self.path("place"), program="mount")
        self.succeed(*self.command(out="place/a.h5"))
        self.assertEqual(self.succeed("diff", "whole.h5", "place/a.h5"), "")

    def test_folder_without_permission(self):
        if os.geteuid() != 0:
            self.skipTest("needs root, to be somebody else")
        self.use(campaign.WORLDS)
        self.interrupt(2)
        os.chmod(self.folder, 0o777)
        for name in ("x.yaml", "whole.h5"):
            os.chmod(self.path(name), 0o644)
        if self.call("--version", preexec_fn=lambda: os.setuid(65534)).returncode != 0:
            self.skipTest("nobody may not run the program")
        said = self.fail_with(2, *self.command(), preexec_fn=lambda: os.setuid(65534))
        self.assertEqual(said, "calfsim run: a.h5.campaign: cannot work there: Permission denied\n")
        self.succeed(*self.command())
        self.check()


if __name__ == "__main__":
    unittest.main()
