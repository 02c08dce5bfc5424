# SPDX-License-Identifier: GPL-3.0-or-later
# `calfsim import`: tables of every kind with the traps that real exports have, logs of several
# kinds together, and the plans that are written, by runs that are invented (log_files.py), so that
# what has to come out is known.
import gzip
import os
import re
import unittest

import log_files as logs
from import_case import ImportTest

START = logs.utc("2026-08-03 06:10:00")


class Strava(ImportTest):
    def rows(self, header, rows, **options):
        self.write("activities.csv", logs.table([header, *rows], **options))
        return self.listed("activities.csv")

    def test_metres_come_from_the_second_distance(self):
        row = logs.strava_row("Aug 3, 2026, 6:10:03\u202fAM", "Run", "9,44", "9437.6", 3100, 3000,
                              climb="123.456", cadence="84.5")
        runs, text = self.rows(logs.STRAVA_EN, [row])
        self.is_run(runs[0], 9.4376, 50, 1e-4)
        self.assertEqual((runs[0].climb, runs[0].cadence), (123, 169))
        self.assertIn("in UTC", text)  # and no zone is known

    def test_german_names_dates_and_commas(self):
        rows = [logs.strava_row("03.08.2026, 15:09:27", "Lauf", "9,44", "", 3100, 3000),
                logs.strava_row("04.08.2026, 15:09:27", "Radfahrt", "30,0", "", 3100, 3000)]
        runs, text = self.rows(logs.STRAVA_DE, rows)
        self.assertEqual(len(runs), 1)
        self.is_run(runs[0], 9.44, 50, 1e-4)
        self.assertEqual((runs[0].date, runs[0].start), ("2026-08-03", "15:09"))
        self.assertIn("Radfahrt, no run", text)

    def test_the_old_layout_has_metres(self):
        rows = [[1, "2018-09-12 15:02:23", "Evening", "Run", "", 1800, 5012.3, "false", "", "a.gpx"]]
        runs, text = self.rows(logs.STRAVA_OLD, rows)
        self.is_run(runs[0], 5.0123, 30, 1e-4)
        self.assertIn("elapsed time with its pauses", text)

    def test_the_next_layout_has_kilometres(self):
        rows = [[1, "Sep 12, 2018, 3:02:23 PM", "Evening", "Run", "", 1800, 5.01, "false", "", "a.gpx"]]
        runs, _ = self.rows(logs.STRAVA_FIRST, rows)
        self.is_run(runs[0], 5.01, 30, 1e-4)
        self.assertEqual(runs[0].start, "15:02")

    def test_metres_in_the_first_distance_are_noticed(self):
        row = logs.strava_row("Aug 3, 2026, 6:10:03 AM", "Run", "5012", "", 1800, 1800)
        runs, text = self.rows(logs.STRAVA_EN, [row])
        self.is_run(runs[0], 5.012, 30, 1e-4)
        self.assertIn("taken for metres", text)

    def test_notes_have_line_breaks_and_headers_html(self):
        header = list(logs.STRAVA_EN)
        header[1] = '<span class="translation_missing" title="x">Activity Date</span>'
        note = 'first line\nsecond "quoted", line\r\n\r\nthird'
        rows = [logs.strava_row("Aug 3, 2026, 6:10:03 AM", "Run", "5", "5000", 1800, 1800, note=note),
                logs.strava_row("Aug 4, 2026, 6:10:03 AM", "Run", "6", "6000", 1800, 1800,
                                note="#error#")]
        runs, _ = self.rows(header, rows)
        self.assertEqual([run.km for run in runs], [5, 6])
        yaml = self.succeed("import", "activities.csv", "-o", "-")
        self.assertIn('first line second "quoted", line third', yaml)
        self.assertNotIn("#error#", yaml)

    def test_the_zone_moves_the_day(self):
        row = logs.strava_row("Aug 3, 2026, 11:30:00 PM", "Run", "5", "5000", 1800, 1800)
        self.write("activities.csv", logs.table([logs.STRAVA_EN, row]))
        for zone, start in (("+02:00", "2026-08-04 01:30"), ("-3:30", "2026-08-03 20:00"),
                            ("Europe/Berlin", "2026-08-04 01:30")):
            runs, text = self.listed("activities.csv", "--zone", zone)
            self.assertEqual(f"{runs[0].date} {runs[0].start}", start)
            self.assertNotIn("in UTC", text)

    def test_summer_time_by_name(self):
        rows = [logs.strava_row(date, "Run", "5", "5000", 1800, 1800)
                for date in ("Jan 5, 2026, 6:00:00 AM", "Jul 5, 2026, 6:00:00 AM")]
        self.write("activities.csv", logs.table([logs.STRAVA_EN, *rows]))
        runs, _ = self.listed("activities.csv", "--zone", "Europe/Berlin")
        self.assertEqual([run.start for run in runs], ["07:00", "08:00"])

    def test_what_nobody_runs_is_left_out(self):
        rows = [logs.strava_row("Aug 3, 2026, 6:10:03 AM", "Run", "5", "5000", 1800, 1800),
                logs.strava_row("Aug 4, 2026, 6:10:03 AM", "Run", "99", "99000", 1800, 1800),
                logs.strava_row("Aug 5, 2026, 6:10:03 AM", "Run", "", "", 1800, 1800),
                logs.strava_row("the third", "Run", "5", "5000", 1800, 1800)]
        runs, text = self.rows(logs.STRAVA_EN, rows)
        self.assertEqual(len(runs), 1)
        for words in ("activities.csv:3: 99.00 km in 30.0 min: a speed outside 0.5 to 12 m/s",
                      "activities.csv:4: a run with no distance",
                      "activities.csv:5: its date is not understood: 'the third'"):
            self.assertIn(words, text)


class Garmin(ImportTest):
    def rows(self, header, rows, *arguments, delimiter=",", title=""):
        self.write("Activities.csv", title + logs.table([header, *rows], delimiter))
        return self.listed("Activities.csv", *arguments)

    def test_local_time_both_feet_and_thousands(self):
        row = logs.garmin_row("Running", "2026-08-03 23:50:00", "10.05", "00:52:30.5", cadence="172",
                              climb="1,105", stride="1.11", steps="9,030")
        runs, text = self.rows(logs.GARMIN_EN, [row])
        self.is_run(runs[0], 10.05, 52.508, 1e-3)
        self.assertEqual((runs[0].date, runs[0].start, runs[0].cadence, runs[0].climb),
                         ("2026-08-03", "23:50", 172, 1105))
        self.assertRegex(text, "taken for km, as stride length times steps")

    def test_miles_by_stride_and_steps(self):
        # 1.11 m * 172 a minute * 52.5 min = 10.02 km = 6.23 miles
        row = logs.garmin_row("Running", "2026-08-03 07:00:00", "6.23", "00:52:30", cadence="172",
                              climb="328", stride="1.11")
        runs, text = self.rows(logs.GARMIN_EN, [row])
        self.is_run(runs[0], 6.23 * 1.609344, 52.5, 1e-3)
        self.assertEqual(runs[0].climb, 100)  # 328 feet
        self.assertIn("taken for miles", text)

    def test_miles_by_pace(self):
        rows = [logs.garmin_row("Running", f"2026-08-0{day} 07:00:00", "5.00", "00:47:30")
                for day in (3, 5, 7)]  # 9:30 each
        runs, text = self.rows(logs.GARMIN_EN, rows)
        self.assertAlmostEqual(runs[0].km, 8.047, delta=0.001)
        self.assertIn("taken for miles, as the median pace in minutes for each of them is 9.50", text)

    def test_the_unit_can_be_said(self):
        rows = [logs.garmin_row("Running", "2026-08-03 07:00:00", "5.00", "00:47:30")]
        for unit, km in (("km", 5), ("mi", 8.047)):
            runs, text = self.rows(logs.GARMIN_EN, rows, "--unit", unit)
            self.assertAlmostEqual(runs[0].km, km, delta=0.001)
            self.assertNotIn("does not say the unit", text)

    def test_languages_and_treadmills(self):
        for header, kinds in ((logs.GARMIN_DE, ("Laufen", "Laufbandtraining")),
                              (logs.GARMIN_FR, ("Course à pied", "Tapis roulant")),
                              (logs.GARMIN_ES, ("Carrera", "Carrera en cinta"))):
            rows = [logs.garmin_row(kinds[0], "2026-08-03 07:00:00", "10,05", "00:52:30"),
                    logs.garmin_row(kinds[1], "2026-08-04 07:00:00", "5,00", "00:28:00"),
                    logs.garmin_row("Rudern", "2026-08-05 07:00:00", "5,00", "00:28:00")]
            runs, text = self.rows(header, rows)
            self.assertEqual([run.km for run in runs], [10.05, 5], text)
            self.assertIn("treadmill", runs[1].title)
            self.assertIsNone(runs[1].climb)

    def test_the_layout_of_2012(self):
        header = ["  Titel", "Aktivitätstyp", "Datum", "Distanz", "Zeit"]
        rows = [["  Runde", "  Laufen", "  Fr, 25 Mai 2012 20:31", "  10,20", "  00:55:00"]]
        runs, _ = self.rows(header, rows, title="Aktivitäten von X\n\n")
        self.is_run(runs[0], 10.2, 55, 1e-4)
        self.assertEqual((runs[0].date, runs[0].start), ("2012-05-25", "20:31"))

    def test_semicolons_and_latin1(self):
        row = logs.garmin_row("Laufen", "2026-08-03 07:00:00", "10,05", "00:52:30", title="Münster")
        text = logs.table([logs.GARMIN_DE, row], ";").replace("Ø", "")
        run, listed = self.only("Activities.csv", text.encode("latin-1"))
        self.is_run(run, 10.05, 52.5, 1e-4)
        self.assertIn("Münster", run.title)
        self.assertIn("Latin-1", listed)

    def test_runkeeper_says_its_unit(self):
        for unit, climb_unit, km, climb in (("km", "m", 5, 100), ("mi", "ft", 8.047, 30)):
            header = ["Activity Id", "Date", "Type", "Route Name", f"Distance ({unit})", "Duration",
                      "Average Pace", f"Climb ({climb_unit})", "Notes"]
            rows = [[1, "2026-08-03 07:00:00", "Running", "", "5.00", "26:42", "5:20", "100", ""]]
            run, text = self.only("cardioActivities.csv", logs.table([header, *rows]))
            self.is_run(run, km, 26.7, 1e-3)
            self.assertEqual(run.climb, climb)
            self.assertNotIn("does not say the unit", text)


class Diary(ImportTest):
    def test_all_of_it(self):
        self.write("diary.csv", "date,km,minutes,climb,soreness left,soreness right,note\n"
                   '2026-08-03,10,1:02:30,120,3,2.5,"calves, both"\n'
                   "yesterday,9,50,,,,\n2026-08-05,,,,5,4,no run\n2026-08-06,8,45,,,,\n")
        runs, text = self.listed("diary.csv")
        self.is_run(runs[0], 10, 62.5, 1e-6)
        self.assertEqual((runs[0].climb, runs[0].left), (120, 3))
        self.assertEqual((runs[1].km, runs[1].left, runs[1].right), (None, 5, 4))
        self.is_run(runs[2], 8, 45, 1e-6)
        self.assertIn("diary.csv:3: its date is not understood", text)
        yaml = self.succeed("import", "diary.csv", "-o", "-")
        self.assertIn("# sore left 3; sore right 2.5; calves, both", yaml)
        self.assertIn("# 2026-08-05, no run # sore left 5; sore right 4; no run", yaml)

    def test_hours_treadmills_and_lines_of_comment(self):
        self.write("diary.csv", "date,hour,km,minutes,treadmill\n2026-08-03,18:30,10,50,\n"
                   "# ill\n2026-08-04,7,5,30,yes\n2026-08-05,25,5,30,\n")
        runs, text = self.listed("diary.csv")
        self.assertEqual([run.start for run in runs], ["18:30", "07:00"])
        self.assertEqual(["treadmill" in run.title for run in runs], [False, True])
        self.assertIn("diary.csv:5: its hour is neither 18:30 nor 18: '25'", text)

    def test_wrong_cells_are_named(self):
        self.write("diary.csv", "date,km,minutes,soreness left\n2026-08-03,10,50,\n"
                   "2026-08-04,ten,50,\n2026-08-05,10,about 50,\n2026-08-06,10,50,11\n")
        runs, text = self.listed("diary.csv")
        self.assertEqual(len(runs), 1)
        for words in ("diary.csv:3: its km are no number: 'ten'", "diary.csv:4: its minutes",
                      "diary.csv:5: its soreness is no number from 0 to 10: '11'"):
            self.assertIn(words, text)

    def test_a_climb_that_nobody_climbs(self):
        self.write("diary.csv", "date,km,minutes,climb\n2026-08-03,10,50,99999\n2026-08-04,10,50,-5\n")
        runs, text = self.listed("diary.csv")
        self.assertEqual([run.climb for run in runs], [None, None])
        self.assertIn("diary.csv:2: its climb of 99999 is left out: believed are 0 to 30000", text)
        self.assertIn("diary.csv:3: its climb of -5", text)

    def test_days_and_months_that_could_be_either(self):
        run, text = self.only("diary.csv", "date,km,minutes\n03/04/2026,10,50\n")
        self.assertEqual(run.date, "2026-04-03")
        self.assertIn("read as day/month", text)


class Together(ImportTest):
    def make_folder(self):
        """A Strava export, Garmin's list and a diary of the same runs, and one run more in each."""
        os.makedirs(self.path("export/activities/more"))
        rows = []
        for index in range(8):
            start = START + 3 * 86400 * index
            points = logs.run_points(start, 2400, 2.5 + 0.05 * index)
            fit = logs.Fit()
            logs.fit_file_id(fit)
            logs.fit_records(fit, points)
            logs.fit_session(fit, start, 2400, 2400, points[-1][1])
            logs.fit_activity(fit, start + 2400, 7200)
            self.write(f"export/activities/{index}.fit.gz", gzip.compress(fit.bytes()))
            date = logs.datetime.datetime.fromtimestamp(start + 20, logs.datetime.timezone.utc)
            rows.append(logs.strava_row(date.strftime("%b %d, %Y, %I:%M:%S %p"), "Run", "6",
                                        f"{points[-1][1] * 1.004:.1f}", 2410, 2400,
                                        name=f"Run {index}"))
        self.write("export/activities.csv", logs.table([logs.STRAVA_EN, *rows]))
        self.write("export/activities/more/Activities.csv", logs.table([
            logs.GARMIN_EN, logs.garmin_row("Running", "2026-08-03 08:10:40", "6.01", "00:40:02"),
            logs.garmin_row("Running", "2026-08-04 08:10:40", "6.01", "00:40:02")]))
        self.write("export/diary.csv", "date,km,minutes,soreness left\n2026-08-03,6.05,40,4\n"
                   "2026-08-05,5,30,2\n")
        self.write("export/picture.jpg", bytes(range(256)))
        self.write("export/profile.csv", "a,b,c\n1,2,3\n")

    def test_the_same_run_from_several_sources_once(self):
        self.make_folder()
        runs, text = self.listed("export")
        self.assertEqual(len(runs), 10, text)
        self.assertEqual((runs[0].start, runs[0].left), ("08:10", 4))
        self.assertIn("Run 0", runs[0].title)  # Strava's name for the watch's run
        self.assertIn("Found twice, counted once", text)
        self.assertIn("export/picture.jpg: no training log", text)
        self.assertIn("export/profile.csv: its columns are", text)

    def test_a_log_by_the_runner_s_clock_tells_the_zone_of_the_others(self):
        rows = [logs.strava_row(f"Aug {day}, 2026, 10:10:03 PM", "Run", "6", f"{6000 + day}", 2410,
                                2400 + day) for day in (3, 5, 7)]
        self.write("activities.csv", logs.table([logs.STRAVA_EN, *rows]))
        self.write("Activities.csv", logs.table([
            logs.GARMIN_EN, logs.garmin_row("Running", "2026-08-06 00:10:20", "6.01", "00:40:05"),
            logs.garmin_row("Running", "2026-08-20 00:10:20", "9.01", "00:50:05")]))
        runs, text = self.listed(".", "--unit", "km")
        self.assertEqual([f"{run.date} {run.start}" for run in runs],
                         ["2026-08-04 00:10", "2026-08-06 00:10", "2026-08-08 00:10",
                          "2026-08-20 00:10"])
        self.assertNotIn("in UTC", text)

    def test_in_any_order(self):
        self.make_folder()
        one = self.succeed("import", "export/diary.csv", "export/activities.csv", "export/activities",
                           "-o", "-")
        other = self.succeed("import", "export/activities", "export/activities.csv",
                             "export/diary.csv", "-o", "-")
        def runs(text):
            return re.findall(r"(?m)^ +- \{date.*$", text)
        self.assertEqual(runs(one), runs(other))

    def test_two_runs_of_a_day_stay_two(self):
        self.write("Activities.csv", logs.table([
            logs.GARMIN_EN, logs.garmin_row("Running", "2026-08-03 08:10:00", "6.00", "00:40:00"),
            logs.garmin_row("Running", "2026-08-03 18:10:00", "6.00", "00:40:00")]))
        self.assertEqual(len(self.listed("Activities.csv")[0]), 2)


class Plans(ImportTest):
    def make_log(self):
        """Twelve weeks: 8 km on Tuesdays, 6 km on Thursdays, 14 km on Sundays; 28 km a week."""
        rows = []
        monday = logs.datetime.date(2026, 8, 3)
        for week in range(12):
            for day, km in ((1, 8), (3, 6), (6, 14)):
                date = monday + logs.datetime.timedelta(7 * week + day)
                rows.append([date, km, km * 6])
        self.write("diary.csv", logs.table([["date", "km", "minutes"], *rows]))
        return rows

    def test_distance_and_time_survive(self):
        rows = self.make_log()
        self.succeed("import", "diary.csv", "-o", "plan.yaml")
        resolved = self.succeed("check", "plan.yaml")
        history = re.findall(r"day: -\d+.*?distance_km: ([\d.]+).*?speed_mps: ([\d.]+)", resolved,
                             re.DOTALL)
        self.assertEqual(len(history), len(rows))
        km = sum(float(found[0]) for found in history)
        minutes = sum(float(found[0]) * 1000 / float(found[1]) / 60 for found in history)
        self.assertAlmostEqual(km, sum(row[1] for row in rows), delta=0.01 * km)
        self.assertAlmostEqual(minutes, sum(row[2] for row in rows), delta=0.01 * minutes)

    def test_the_usual_week_is_the_log_s(self):
        self.make_log()
        yaml = self.succeed("import", "diary.csv", "-o", "-")
        week = yaml[yaml.index("  as now:"):yaml.index("  with heel raises:")]
        self.assertEqual(re.findall(r"(\w{3}): \[\{run: \{distance_km: ([\d.]+)", week),
                         [("tue", "8"), ("thu", "6"), ("sun", "14")])
        raises = yaml[yaml.index("  with heel raises:"):yaml.index("strategies:")]
        self.assertEqual(re.findall(r"(\w{3}): \[\{strength: \{knee: (\w+)", raises),
                         [("mon", "straight"), ("wed", "bent"), ("fri", "straight")])
        self.assertIn("start: 2026-10-26", yaml)  # the day after the last Sunday
        self.assertIn("history: {days: 83, plan: log}", yaml)  # from the first Tuesday on

    def test_the_last_minute_of_a_day_is_of_that_day(self):
        self.write("Activities.csv", logs.table([
            logs.GARMIN_EN, logs.garmin_row("Running", "2026-08-03 23:59:55", "6.00", "00:40:00")]))
        self.succeed("import", "Activities.csv", "-o", "plan.yaml")
        self.assertRegex(self.read("plan.yaml").decode(), "date: 2026-08-03, hour: 23.99,")
        self.succeed("check", "plan.yaml")

    def test_the_shortest_usual_week_can_be_progressed(self):
        self.write("diary.csv", "date,km,minutes\n2026-08-03,0.012,0.1\n")
        self.succeed("import", "diary.csv", "-o", "plan.yaml")
        self.succeed("check", "plan.yaml")

    def test_the_usual_week_of_a_log_of_days(self):
        self.write("diary.csv", "date,km,minutes\n2026-11-02,8,46\n2026-11-05,10.5,62\n")
        yaml = self.succeed("import", "diary.csv", "-o", "-")
        week = yaml[yaml.index("  as now:"):yaml.index("  with heel raises:")]
        self.assertEqual(re.findall(r"(\w{3}): \[\{run: \{distance_km: ([\d.]+)", week),
                         [("mon", "8"), ("thu", "10.5")])

    def test_what_is_known_of_the_runner(self):
        fit = logs.Fit()
        logs.fit_file_id(fit)
        logs.fit_session(fit, START, 2700, 2700, 10000, strides=3900)  # 10 km in 45 min
        self.write("a.fit", fit.bytes())
        yaml = self.succeed("import", "a.fit", "-o", "-")
        # Riegel: 10 km * (60 / 45)^(1 / 1.06) in an hour; steps less 10.5 for each m/s
        threshold = 10000 * (60 / 45) ** (1 / 1.06) / 3600
        self.assertIn(f"threshold_speed: {{lognormal: [3.6, 0.15], low: {threshold:.2f}}}", yaml)
        cadence = 2 * 3900 / 45 - 10.5 * 10000 / 2700
        self.assertIn(f"cadence_base: {cadence:.1f}", yaml)

    def test_somebody_faster_than_nearly_all(self):
        self.write("diary.csv", "date,km,minutes\n2026-08-03,21.1,60\n")
        self.succeed("import", "diary.csv", "-o", "plan.yaml")
        self.assertIn("    threshold_speed: 5.86 # m/s, at least", self.read("plan.yaml").decode())
        self.succeed("check", "plan.yaml")

    def test_what_is_answered_goes_before_the_log(self):
        self.make_log()
        yaml = self.succeed("import", "diary.csv", "-o", "-", "--race", "10km=45:00",
                            "--heel-raises", "18,21")
        # 10 km in 45 min by Riegel as above, 2 % of it; 2.2 heel raises (coach/measured.h)
        threshold = 10000 * (60 / 45) ** (1 / 1.06) / 3600
        self.assertIn(f"threshold_speed: {{normal: [{threshold:.2f}, 0.08]}}", yaml)
        self.assertIn("heel_raise_reps: {normal: [18.0, 2.2]}", yaml)
        self.assertNotIn("the best run", yaml)
        error = self.fail_with(2, "import", "diary.csv", "--race", "10km=4:00")
        self.assertIn("--race '10km=4:00' is faster than any human has run", error)

    def test_it_runs(self):
        self.make_log()
        self.succeed("import", "diary.csv", "-o", "plan.yaml", "--coming", "2")
        self.succeed("run", "plan.yaml", "-o", "result.h5", "--runners", "10", "--quiet",
                     "--set", "population.worlds=2")
        self.assertIn("a tenth more each week", self.succeed("show", "result.h5"))

    def test_weeks_since_and_start(self):
        self.make_log()
        def history(*arguments):
            yaml = self.succeed("import", "diary.csv", "-o", "-", *arguments)
            return re.search(r"start: (\S+)\nhistory: \{days: (\d+)", yaml).groups()
        self.assertEqual(history("--weeks", "4"), ("2026-10-26", "27"))
        self.assertEqual(history("--since", "2026-10-20"), ("2026-10-26", "6"))
        self.assertEqual(history("--start", "2026-10-05"), ("2026-10-05", "62"))
        error = self.fail_with(2, "import", "diary.csv", "-o", "x.yaml", "--start", "2027-10-05")
        self.assertIn("the logs have runs from 2026-08-04 to 2026-10-25", error)
        self.assertEqual(self.files(), ["diary.csv"])

    def test_notes_cannot_write_yaml(self):
        self.write("diary.csv", 'date,km,minutes,note\n2026-08-03,10,50,"x\nmodel: 2\n\u2028seed: 1"\n')
        self.succeed("import", "diary.csv", "-o", "plan.yaml")
        self.assertIn("# x model: 2 seed: 1", self.read("plan.yaml").decode())
        self.succeed("check", "plan.yaml")


class BadInput(ImportTest):
    def test_the_command_line(self):
        self.write("diary.csv", "date,km,minutes\n2026-08-03,10,50\n")
        self.write("there.yaml", "precious")
        for arguments, words in ((["diary.csv", "--zone", "Mars/Base"], "--zone 'Mars/Base'"),
                                 (["diary.csv", "--zone", "../../etc/passwd"], "--zone"),
                                 (["diary.csv", "--zone", "+15:00"], "--zone '+15:00'"),
                                 (["diary.csv", "--unit", "yards"], "allowed are km and mi"),
                                 (["diary.csv", "--start", "2026-02-30"], "--start '2026-02-30'"),
                                 (["diary.csv", "--weeks", "0"], "1 to 520"),
                                 (["diary.csv", "-o", "there.yaml"], "--force"),
                                 (["missing.csv"], "missing.csv"), ([], "which logs")):
            self.assertIn(words, self.fail_with(2, "import", *arguments))
        self.assertEqual(self.read("there.yaml"), b"precious")
        self.succeed("import", "diary.csv", "-o", "there.yaml", "--force")
        self.assertIn(b"model: 1", self.read("there.yaml"))

    def test_nothing_to_read(self):
        self.refused("a.csv", "", "an empty file")
        self.refused("a.csv", "a,b\n1,2\n", "its columns are")
        self.refused("a.csv", "date,km,minutes\n", "a.csv:1: no rows below its header")
        self.refused("a.zip", b"PK\x03\x04" + bytes(100), "unzip it")
        os.mkdir(self.path("empty"))
        self.assertIn("no run could be read", self.fail_with(2, "import", "empty"))

    def test_bytes_that_are_no_text(self):
        self.refused("a.csv", b"date,km,minutes\n" + b"x" * 5000 + b"\0,1,2\n", "a NUL byte")
        run, text = self.only("a.csv", b"date,km,minutes\n2026-08-03,10,50\n" + b"y" * 5000 + b"\0\n")
        self.assertEqual(run.km, 10)
        self.assertIn("a NUL byte, so this is no text: what came before is kept", text)
        self.refused("a.gpx", b"<gpx><trk>\0</trk></gpx>", "not well-formed (invalid token)")
        self.refused("a.gpx", b"<gpx>" + b" " * 5000 + b"\0", "not well-formed (invalid token)")
        self.refused("a.csv", "date,km,minutes\n2026-08-03,10,50\n".encode("utf-16"), "UTF-16")

    def test_entities(self):
        lol = '<!ENTITY a0 "lol">' + "".join(
            f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        for entities in (lol, '<!ENTITY a "&b;"><!ENTITY b "&a;">',
                         '<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY % p "x">'):
            self.refused("a.gpx", f"<!DOCTYPE gpx [{entities}]><gpx><trk>&a9;</trk></gpx>",
                         "declares an entity")

    def test_attributes_that_are_declared(self):
        self.refused("a.gpx", '<!DOCTYPE gpx [<!ATTLIST a b CDATA "c">]><gpx><a/></gpx>',
                     "declares attributes")

    def test_depth(self):
        self.refused("a.gpx", "<gpx>" + "<a>" * 100000, "too deep")


if __name__ == "__main__":
    unittest.main()
