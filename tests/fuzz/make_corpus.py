# SPDX-License-Identifier: GPL-3.0-or-later
# Writes the beginnings of the fuzzers' corpus: one small file for every trap of every format. What
# fuzzers have found (crash-*) lies next to them and is not written here; the experiments that they
# begin with are those of the project.
#   python3 tests/fuzz/make_corpus.py
import gzip
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import log_files as logs  # noqa: E402

START = logs.utc("2026-08-03 06:10:00")
POINTS = logs.run_points(START, 60, 3.0, every=6, noise=1.0)
PAUSED = logs.run_points(START, 60, 3.0, every=6, pauses=[(30, 4000)])


def fit(points=POINTS, big_endian=False, session=None, end=None, **records):
    file = logs.Fit(big_endian)
    logs.fit_file_id(file)
    logs.fit_records(file, points, **records)
    if session is not None:
        told = {"elapsed": 60, "timer": 60, "metres": 180, **session}
        logs.fit_session(file, START, **told)
    if end is not None:
        logs.fit_activity(file, START + 60, end)
    return file


def compressed():
    file = logs.Fit()
    logs.fit_file_id(file)
    logs.fit_records(file, POINTS[:1])
    file.define(2, 20, [(5, "uint32")])
    for time, metres, *_ in POINTS[1:]:
        file.data(2, metres * 100, compressed=(time - logs.FIT_EPOCH) & 31)
    return file


def brick():
    file = fit(session={"sport": 2, "elapsed": 30, "timer": 30})
    logs.fit_session(file, START + 30, 30, 30, 90, first=False)
    return file


def empty():
    file = logs.Fit()
    logs.fit_file_id(file)
    return file


def fits():
    whole = fit(session={}, end=7200).bytes()
    return {
        "whole": whole,
        "big_endian": fit(big_endian=True, session={"strides": 85, "climb": 3}).bytes(),
        "developer": fit(developer=(2, 4), session={"feel": 25, "exertion": 50}).bytes(),
        "records_alone": fit(PAUSED).bytes(),
        "positions_alone": fit(distance=False).bytes(),
        "treadmill": fit(position=False, session={"sub_sport": 1}).bytes(),
        "no_distance": fit(session={"metres": None}).bytes(),
        "brick": brick().bytes(),
        "chained": whole + fit(session={}).bytes(header=12),
        "compressed": compressed().bytes(),
        "wrong_checksum": fit(session={}).bytes(wrong_crc=True),
        "cut_short": whole[:len(whole) // 2],
        "empty": empty().bytes(),
    }


def tcx_and_gpx():
    bare = [(time, None, None, None, None) for time, *_ in POINTS]
    jumping = [(START - 30, *POINTS[1][1:]), *POINTS, (START + 90000, *POINTS[2][1:])]
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?>'
    return {
        "tcx": logs.tcx([(60, 180, POINTS, 84)], notes="felt &lt;b&gt; good"),
        "tcx_long_note": logs.tcx([(60, 180, POINTS, None)], notes="x" * 999 + "ü" * 9),
        "tcx_prefix": "  \n" + logs.tcx([(30, 90, POINTS, 168)], prefix="ns1:", zone="+01:00"),
        "tcx_laps": logs.tcx([(30, 90, POINTS[:5], None), (30, 90, PAUSED, None)], sport="running"),
        "tcx_without_totals": logs.tcx([(None, None, POINTS, None)]),
        "tcx_without_positions": logs.tcx([(60, 180, bare, 85)], zone=""),
        "gpx": logs.gpx([[POINTS]], cadence=83, name="Round"),
        "gpx_segments": logs.gpx([[POINTS, PAUSED], [POINTS]], kind="9"),
        "gpx_jumps": logs.gpx([[jumping]]),
        "gpx_ride": logs.gpx([[POINTS]], kind="cycling"),
        "gpx_no_times": logs.gpx([[POINTS]], times=False),
        "gpx_latin1": logs.gpx([[POINTS]], name="Mühle", head=latin).encode("latin-1"),
        "gpx_utf16": logs.gpx([[POINTS[:2]]], name="Mühle").encode("utf-16"),
        "gpx_cut_short": logs.gpx([[POINTS]])[:900],
        "route": "<gpx><rte><rtept lat='1' lon='1'/></rte></gpx>",
        "laughs": '<!DOCTYPE gpx [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><gpx>&b;</gpx>',
        "attributes": '<!DOCTYPE gpx [<!ATTLIST trkpt lat CDATA "1">]><gpx><trkpt/></gpx>',
        "nul": b"<gpx><trk>\0</trk></gpx>",
    }


def tables():
    strava = logs.strava_row("Aug 3, 2026, 6:10:03\u202fAM", "Run", "9,44", "9437.6", 3100, 3000,
                             note='line\n"quoted", line', cadence="84.5")
    german = logs.strava_row("03.08.2026, 15:09:27", "Lauf", "9,44", "", 3100, 3000)
    garmin = logs.garmin_row("Running", "2026-08-03 23:50:00", "10.05", "00:52:30.5", cadence="172",
                             climb="1,105", stride="1.11", steps="9,030")
    laufen = logs.garmin_row("Laufen", "2026-08-03 07:00:00", "10,05", "00:52:30", title="Münster")
    latin = logs.table([logs.GARMIN_DE, laufen], ";").replace("Ø", "")
    runkeeper = ["Activity Id", "Date", "Type", "Route Name", "Distance (mi)", "Duration"]
    return {
        "strava": logs.table([logs.STRAVA_EN, strava]),
        "strava_german": logs.table([logs.STRAVA_DE, german]),
        "strava_old": logs.table([logs.STRAVA_OLD, [1, "2018-09-12 15:02:23", "Evening", "Run", "",
                                                    1800, 5012.3, "false", "", "a.gpx"]]),
        "garmin": logs.table([logs.GARMIN_EN, garmin]),
        "garmin_latin1": latin.encode("latin-1"),
        "runkeeper": logs.table([runkeeper, [1, "2026-08-03 07:00:00", "Running", "", 5, "26:42"]]),
        "diary": "date,km,minutes,climb,soreness left,soreness right,note\n"
                 '2026-08-03,10,1:02:30,120,3,2.5,"calves, both"\n03/04/2026,9,50,,,,\n',
        "open_quote": 'date,km,minutes\n2026-08-03,"10,50\n',
    }


def write(target, files):
    os.makedirs(os.path.join(HERE, "corpus", target), exist_ok=True)
    for name, content in files.items():
        with open(os.path.join(HERE, "corpus", target, name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())


def main():
    one = gzip.compress(b"calves", mtime=0)
    bomb = gzip.compress(bytes(1 << 20), mtime=0)
    zipped = {"plain": b"calves", "one": one, "two": one + one, "padded": one + bytes(100),
              "cut_short": one[:-6], "followed": one + b"x", "bomb": bomb}
    write("fit", fits())
    write("track_xml", tcx_and_gpx())
    write("table", tables())
    write("source", {name: b"\x05" + content for name, content in zipped.items()})
    write("log", {"fit": fits()["whole"], "tcx": tcx_and_gpx()["tcx"], "diary": tables()["diary"],
                  "zip": b"PK\x03\x04abc",
                  "gpx": gzip.compress(tcx_and_gpx()["gpx"].encode(), mtime=0)})


if __name__ == "__main__":
    main()
