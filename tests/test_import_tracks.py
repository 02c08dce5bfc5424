# SPDX-License-Identifier: GPL-3.0-or-later
# `calfsim import`: FIT, TCX and GPX with the traps that real files have, and files of any size, by
# runs that are invented (log_files.py), so that what has to come out is known.
import gzip
import math
import os
import re
import resource
import unittest
import zlib

import log_files as logs
from import_case import ImportTest

SANITIZED = bool(os.environ.get("CALFSIM_SANITIZE"))
START = logs.utc("2026-08-03 06:10:00")
MEMORY = 600 << 20  # the program with its libraries maps 300 MB


class FitFiles(ImportTest):
    POINTS = logs.run_points(START, 3000, 2.8)  # 8.4 km in 50 min

    def file(self, big_endian=False, records=None, **session):
        fit = logs.Fit(big_endian)
        logs.fit_file_id(fit)
        logs.fit_records(fit, self.POINTS, **records or {})
        told = {"elapsed": 3000, "timer": 3000, "metres": 8400, **session}
        logs.fit_session(fit, START, **told)
        return fit

    def test_both_byte_orders_developer_fields_and_local_time(self):
        for big_endian in (False, True):
            fit = self.file(big_endian, records={"developer": (2, 4)}, strides=4250, climb=12, feel=25,
                            exertion=50)
            logs.fit_activity(fit, START + 3000, 7200)
            run, text = self.only("a.fit", fit.bytes())
            self.is_run(run, 8.4, 50, 1e-4)
            self.assertEqual((run.date, run.start, run.cadence, run.climb),
                             ("2026-08-03", "08:10", 170, 12))
            self.assertNotIn("look here", text)

    def test_pauses_are_no_running(self):
        points = logs.run_points(START, 1830, 2.8, pauses=[(900, 4804)])
        fit = logs.Fit()
        logs.fit_file_id(fit)
        logs.fit_records(fit, points)
        logs.fit_session(fit, START, 6634, 1830, 5124)
        run, _ = self.only("a.fit", fit.bytes())
        self.is_run(run, 5.124, 30.5, 1e-4)

    def test_records_alone(self):
        points = logs.run_points(START, 1830, 2.8, pauses=[(900, 4804)])
        fit = logs.Fit()
        logs.fit_file_id(fit)
        logs.fit_records(fit, points)
        run, text = self.only("a.fit", fit.bytes())
        self.is_run(run, 5.124, 30.5)
        self.assertIn("taken for a run", text)

    def test_positions_alone(self):
        for distance in (True, False):
            fit = self.file(records={"distance": distance}, metres=None, timer=3000)
            run, text = self.only("a.fit", fit.bytes())
            self.is_run(run, 8.4, 50)
            self.assertIn("has no distance: 8400 m by its points", text)

    def test_a_treadmill_has_no_position(self):
        fit = self.file(records={"position": False}, sub_sport=1)
        run, _ = self.only("a.fit", fit.bytes())
        self.is_run(run, 8.4, 50, 1e-4)
        self.assertIn("treadmill", run.title)

    def test_a_brick_has_several_sessions(self):
        fit = logs.Fit()
        logs.fit_file_id(fit)
        logs.fit_records(fit, self.POINTS)
        logs.fit_session(fit, START - 4000, 3900, 3900, 30000, sport=2)
        logs.fit_session(fit, START, 1500, 1500, 4200, first=False)
        logs.fit_session(fit, START + 1500, 1500, 1500, 4200, first=False)
        self.write("a.fit", fit.bytes())
        runs, text = self.listed("a.fit")
        self.assertEqual([run.km for run in runs], [4.2, 4.2])
        self.assertIn("session 1: FIT sport 2, no run", text)

    def test_chained_files(self):
        second = logs.Fit()
        logs.fit_file_id(second)
        logs.fit_session(second, START + 86400, 1800, 1800, 5000)
        self.write("a.fit", self.file().bytes() + second.bytes(header=12))
        runs, _ = self.listed("a.fit")
        self.assertEqual([run.km for run in runs], [8.4, 5])

    def test_compressed_times(self):
        fit = logs.Fit()
        logs.fit_file_id(fit)
        logs.fit_records(fit, self.POINTS[:1])
        fit.define(2, 20, [(5, "uint32")])
        for time, metres, *_ in self.POINTS[1:]:
            fit.data(2, metres * 100, compressed=(time - logs.FIT_EPOCH) & 31)
        run, _ = self.only("a.fit", fit.bytes())
        self.is_run(run, 8.4, 50)

    def test_a_wrong_checksum_is_a_warning(self):
        run, text = self.only("a.fit", self.file().bytes(wrong_crc=True))
        self.is_run(run, 8.4, 50, 1e-4)
        self.assertIn("checksum is wrong: read all the same", text)

    def test_what_is_cut_short_is_kept_as_far_as_it_goes(self):
        whole = self.file().bytes()
        run, text = self.only("a.fit", whole[:len(whole) // 2])
        self.is_run(run, 4.2, 25, 0.02)
        self.assertIn("cut short", text)

    def test_no_activity(self):
        course = logs.Fit()
        logs.fit_file_id(course, kind=6)
        empty = logs.Fit()
        logs.fit_file_id(empty)
        self.refused("a.fit", course.bytes(), "type 6, no activity")
        self.refused("a.fit", empty.bytes(), "neither sessions nor records")
        self.refused("a.fit", self.file().bytes()[:9] + b"IT rubbish", "no training log")

    def test_absurd_numbers(self):
        fit = self.file(elapsed=2656055, timer=2656055, metres=9000)
        self.refused("a.fit", fit.bytes(), "no run (0.5 to 12 m/s)")

    def test_numbers_of_types_that_can_hold_anything(self):
        fit = logs.Fit()
        logs.fit_file_id(fit)
        fields = [(253, "float64"), (2, "float64"), (5, "float64"), (6, "float64"), (4, "float64")]
        fit.define(1, 20, fields)
        for value in (1e300, -1e300, 0, 1e18):
            fit.data(1, *[value] * len(fields))
        fit.data(1, START - logs.FIT_EPOCH, *[1e18] * 4)  # at a time that may be
        logs.fit_records(fit, self.POINTS)
        fit.define(2, 18, [(2, "uint32"), (5, "enum"), (8, "uint32"), (9, "uint32"),
                           (22, "float64"), (18, "float64"), (193, "float64")])
        fit.data(2, START - logs.FIT_EPOCH, 1, 3000000, 840000, 1e300, 1e300, -1e300)
        run, _ = self.only("a.fit", fit.bytes())
        self.is_run(run, 8.4, 50, 1e-4)
        self.assertEqual((run.climb, run.cadence), (0, 170))  # those of the records
        fit.define(2, 18, [(2, "float64"), (5, "enum"), (8, "uint32"), (9, "uint32")])
        fit.data(2, 1e300, 1, 3000000, 840000)
        self.write("a.fit", fit.bytes())
        self.assertEqual(len(self.listed("a.fit")[0]), 1)

    def test_speeds_alone(self):
        fit = self.file(records={"position": False, "distance": False, "speed": 2.8}, metres=0)
        run, text = self.only("a.fit", fit.bytes())
        self.is_run(run, 8.4, 50)
        self.assertIn("has no distance: 8400 m by its points", text)

    def test_the_sport_of_a_file_without_sessions(self):
        slow = logs.run_points(START, 1800, 1.5)
        for sport, words in ((1, ""), (2, "FIT sport 2, no run"), (None, "does not say its sport")):
            fit = logs.Fit()
            logs.fit_file_id(fit)
            if sport is not None:
                logs.fit_sport(fit, sport, 1)
            logs.fit_records(fit, slow)
            if sport == 1:
                run, text = self.only("a.fit", fit.bytes()[:-2])  # cut short
                self.is_run(run, 2.7, 30)
                self.assertIn("treadmill", run.title)
            else:
                self.refused("a.fit", fit.bytes(), words)

    def test_a_walk_while_the_timer_stands(self):
        points = logs.run_points(START, 1800, 3.0)
        after = logs.run_points(START + 2100, 1800, 3.0, latitude=points[-1][2] + 0.003)  # 334 m
        fit = logs.Fit()
        logs.fit_file_id(fit)
        logs.fit_records(fit, points, distance=False)
        logs.fit_timer(fit, START + 1800, 4)
        logs.fit_timer(fit, START + 2100, 0)
        logs.fit_records(fit, after, distance=False)
        run, _ = self.only("a.fit", fit.bytes())
        self.is_run(run, 10.8, 60, 0.005)

    def test_a_hill_becomes_grade(self):
        def hill(metres):
            return 100 + 0.05 * (metres if metres < 4200 else 8400 - metres)
        points = logs.run_points(START, 3000, 2.8, climb=hill, noise=1.0)
        fit = logs.Fit()
        logs.fit_file_id(fit)
        logs.fit_records(fit, points)
        logs.fit_session(fit, START, 3000, 3000, 8400)
        run, _ = self.only("a.fit", fit.bytes())
        self.assertAlmostEqual(run.climb, 210, delta=6)
        yaml = self.succeed("import", "a.fit", "-o", "-")
        grades = [float(grade) for grade in re.findall(r"grade_percent: (\S+?)}", yaml)]
        self.assertAlmostEqual(max(grades), 5, delta=0.3)
        self.assertAlmostEqual(min(grades), -5, delta=0.3)

    def test_noise_is_no_climb(self):
        fit = logs.Fit()
        logs.fit_file_id(fit)
        logs.fit_records(fit, logs.run_points(START, 3000, 2.8, noise=2.5))
        logs.fit_session(fit, START, 3000, 3000, 8400)
        run, _ = self.only("a.fit", fit.bytes())
        self.assertLess(run.climb, 4)


class TcxAndGpx(ImportTest):
    POINTS = logs.run_points(START, 1800, 3.0)  # 5.4 km in 30 min

    def test_tcx_with_any_prefix_and_blanks_before(self):
        for prefix in ("", "ns1:"):
            text = "  \n\t" + logs.tcx([(1800, 5400, self.POINTS, 84)], prefix=prefix)
            run, _ = self.only("a.tcx", text)
            self.is_run(run, 5.4, 30, 1e-4)
            self.assertEqual(run.cadence, 168)

    def test_cadence_of_both_feet_is_not_doubled(self):
        run, text = self.only("a.tcx", logs.tcx([(1800, 5400, self.POINTS, 168)]))
        self.assertEqual(run.cadence, 168)
        self.assertIn("is taken to count both feet", text)

    def test_laps_add_up_and_pauses_do_not(self):
        later = logs.run_points(START + 5400, 1800, 3.0)
        run, _ = self.only("a.tcx", logs.tcx([(1800, 5400, self.POINTS, None),
                                              (1800, 5400, later, None)], sport="running"))
        self.is_run(run, 10.8, 60, 1e-4)

    def test_tcx_without_totals(self):
        bare = [(time, None, latitude, longitude, None)
                for time, _, latitude, longitude, _ in self.POINTS]
        run, text = self.only("a.tcx", logs.tcx([(None, None, bare, None)]))
        self.is_run(run, 5.4, 30)
        self.assertIn("5400 m by its points", text)

    def test_tcx_without_positions(self):
        bare = [(time, metres, None, None, None) for time, metres, *_ in self.POINTS]
        run, _ = self.only("a.tcx", logs.tcx([(1800, 5400, bare, 85)]))
        self.is_run(run, 5.4, 30, 1e-4)

    def test_zones(self):
        for zone, start in (("Z", "06:10"), ("+01:00", "06:10"), ("", "06:10")):
            run, text = self.only("a.tcx", logs.tcx([(1800, 5400, self.POINTS, None)], zone=zone))
            self.assertEqual(run.start, start)
            self.assertEqual("have no zone" in text, zone == "")

    def test_gpx_is_integrated(self):
        run, _ = self.only("a.gpx", logs.gpx([[self.POINTS]], cadence=83, name="Round the lake"))
        self.is_run(run, 5.4, 30)
        self.assertEqual(run.cadence, 166)
        self.assertIn("Round the lake", run.title)

    def test_gpx_with_pauses_between_segments(self):
        later = logs.run_points(START + 5400, 1800, 3.0, latitude=50.3)
        run, _ = self.only("a.gpx", logs.gpx([[self.POINTS, later]]))
        self.is_run(run, 10.8, 60)

    def test_gpx_with_several_tracks(self):
        later = logs.run_points(START + 86400, 1200, 3.0)
        self.write("a.gpx", logs.gpx([[self.POINTS], [later]], kind="9"))
        runs, _ = self.listed("a.gpx")
        self.assertEqual([round(run.km, 1) for run in runs], [5.4, 3.6])

    def test_time_jumps_and_positions_far_away(self):
        points = [(START - 30, *self.POINTS[0][1:])] + list(self.POINTS)
        points[1], points[0] = points[0], points[1]  # the clock is set back at the start
        time, metres, _, longitude, altitude = points[900]
        points[900] = (time, metres, 51.0, longitude, altitude)  # 111 km to the north
        run, text = self.only("a.gpx", logs.gpx([[points]]))
        self.is_run(run, 5.4, 30, 0.02)
        self.assertIn("positions are left out", text)

    def test_a_ride_is_no_run_and_a_route_is_nothing(self):
        self.refused("a.gpx", logs.gpx([[self.POINTS]], kind="cycling"), "1 x activity 1: cycling")
        fast = logs.run_points(START, 1800, 8.0)
        self.refused("a.gpx", logs.gpx([[fast]], kind=""), "does not say its sport")
        self.refused("a.gpx", logs.gpx([[self.POINTS]], times=False), "its points have no time")
        self.refused("a.gpx", "<gpx><rte><rtept lat='1' lon='1'/></rte></gpx>", "a route")
        self.refused("a.xml", "<html><body>no</body></html>", "neither TCX nor GPX")

    def test_encodings(self):
        head = '<?xml version="1.0" encoding="ISO-8859-1"?>'
        text = logs.gpx([[self.POINTS]], name="Mühle", head=head)
        run, _ = self.only("a.gpx", text.encode("latin-1"))
        self.assertIn("Mühle", run.title)
        head = '<?xml version="1.0" encoding="windows-1252"?>'
        run, _ = self.only("a.gpx", logs.gpx([[self.POINTS]], name="Mühle", head=head).encode("cp1252"))
        self.assertIn("Mühle", run.title)
        text = logs.gpx([[self.POINTS]], name="Mühle", head='<?xml version="1.0"?>')
        run, _ = self.only("a.gpx", text.encode("utf-16"))
        self.assertIn("Mühle", run.title)

    def test_sports_by_their_names_in_tables(self):
        for kind, treadmill in (("Lauf", False), ("Laufbandtraining", True), ("Trail Run", False)):
            run, text = self.only("a.gpx", logs.gpx([[self.POINTS]], kind=kind))
            self.assertEqual("treadmill" in run.title, treadmill)
            self.assertNotIn("does not say its sport", text)

    def test_ten_points_a_second(self):
        points = [(START + k // 10, 0.3 * k, 50 + math.degrees(0.3 * k / logs.EARTH_M), 8.0, 100.0)
                  for k in range(18001)]
        run, text = self.only("a.gpx", logs.gpx([[points]]))
        self.is_run(run, 5.4, 30)
        self.assertNotIn("positions are left out", text)

    def test_what_is_cut_short_is_kept_as_far_as_it_goes(self):
        text = logs.gpx([[self.POINTS]])
        run, listed = self.only("a.gpx", text[:len(text) // 2])
        self.is_run(run, 2.7, 15, 0.02)
        self.assertIn("what came before is kept", listed)

    def test_both_can_be_gzipped(self):
        for name, text in (("a.gpx.gz", logs.gpx([[self.POINTS]])),
                           ("a.tcx.gz", logs.tcx([(1800, 5400, self.POINTS, None)]))):
            run, _ = self.only(name, gzip.compress(text.encode()))
            self.is_run(run, 5.4, 30)


@unittest.skipIf(SANITIZED, "sanitizers map more memory than is allowed here")
class Huge(ImportTest):
    """Whatever the size of a file, memory is bounded, and it ends with a word on why."""

    def call(self, *arguments, **options):
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        return super().call(*arguments, preexec_fn=limit, **options)

    def stream(self, name, head, piece, count, tail=b""):
        """A gzipped file of `count` pieces."""
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        with open(self.path(name), "wb") as file:
            file.write(packer.compress(head))
            for _ in range(count):
                file.write(packer.compress(piece))
            file.write(packer.compress(tail) + packer.flush())
        return name

    def test_a_zip_bomb(self):
        self.stream("a.gpx.gz", b"<gpx>", b" " * (1 << 20), 64)
        self.assertIn("at most 16 MiB and 200 times as many are allowed",
                      self.fail_with(2, "import", "a.gpx.gz"))

    def test_2_gb_of_xml(self):
        """A run with 2 GB of blanks before its end, all of which has to be read."""
        points = logs.run_points(START, 1800, 3.0)
        text = logs.gpx([[points]]).encode()
        middle = text.index(b"</trkseg>")
        with open(self.path("a.gpx"), "wb") as file:
            file.write(text[:middle])
            piece = b" " * (1 << 20)
            for _ in range(2048):
                file.write(piece)
            file.write(text[middle:])
        runs, _ = self.listed("a.gpx")
        self.is_run(runs[0], 5.4, 30)

    def test_a_tag_without_end(self):
        self.stream("a.gpx.gz", b"<gpx a='", os.urandom(1 << 16).hex().encode(), 100)
        self.assertIn("more than a megabyte", self.fail_with(2, "import", "a.gpx.gz"))

    def test_a_million_columns(self):
        self.write("a.csv", "date,km,minutes," + "x," * 1000000 + "\n2026-08-03,10,50\n")
        self.assertIn("more than 1000 columns", self.fail_with(2, "import", "a.csv"))

    def test_a_line_without_end(self):
        self.write("a.csv", "date,km,minutes\n2026-08-03,10," + "5" * 20000000)
        self.assertIn("a row of more than", self.fail_with(2, "import", "a.csv"))
        self.write("a.csv", 'date,km,minutes\n2026-08-03,10,"' + "5\n" * 10000000)
        self.assertIn("a row of more than", self.fail_with(2, "import", "a.csv"))

    def test_a_day_of_points(self):
        points = logs.run_points(START, 80000, 2.0)
        self.write("a.gpx", logs.gpx([[points]]))
        runs, _ = self.listed("a.gpx")
        self.is_run(runs[0], 160, 80000 / 60)


if __name__ == "__main__":
    unittest.main()
