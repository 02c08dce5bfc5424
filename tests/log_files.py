# SPDX-License-Identifier: GPL-3.0-or-later
# Writers of training logs in every format that calfsim reads, for tests. The runs are invented;
# nobody's data is in them. What is written follows Garmin's public description of FIT, the schemas
# of TCX 2 and GPX 1.1, and the exports of Strava and Garmin Connect as they look.
import datetime
import math
import struct

FIT_EPOCH = 631065600  # 1989-12-31 0:00 UTC
EARTH_M = 6371008.8


def utc(text):
    """Seconds since 1970 of '2026-08-03 06:10:00' in UTC."""
    return int(datetime.datetime.fromisoformat(text + "+00:00").timestamp())


def iso(seconds, zone="Z"):
    return datetime.datetime.fromtimestamp(
        seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S") + zone


# --- a run as points ---------------------------------------------------------------------------

def run_points(start, seconds, mps, every=1, climb=None, pauses=(), latitude=50.0, noise=0.0):
    """[(time, metres, latitude, longitude, altitude)] of a run to the north; `pauses`: (after how
    many seconds of running, how long); climb(metres) gives the altitude."""
    points, clock, metres = [], start, 0.0
    waiting = dict(pauses)
    for second in range(0, seconds + 1, every):
        metres = mps * second
        wobble = noise * math.sin(second * 1.7) * math.cos(second * 0.61)
        altitude = (climb(metres) if climb else 100.0) + wobble
        points.append((clock, metres, latitude + math.degrees(metres / EARTH_M), 8.0, altitude))
        clock += every + waiting.pop(second, 0)
    return points


# --- FIT -----------------------------------------------------------------------------------------

def fit_crc(data):
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc


FIT_TYPES = {"enum": (0x00, "B", 0xFF), "uint8": (0x02, "B", 0xFF), "sint32": (0x85, "i", 0x7FFFFFFF),
             "uint16": (0x84, "H", 0xFFFF), "uint32": (0x86, "I", 0xFFFFFFFF),
             "float64": (0x89, "d", math.nan)}


class Fit:
    """A FIT file, message by message."""

    def __init__(self, big_endian=False):
        self.order = ">" if big_endian else "<"
        self.body = b""
        self.fields = {}

    def define(self, local, message, fields, developer=()):
        """fields: [(number, type name)]; developer: sizes of fields of developers."""
        self.fields[local] = (fields, developer)
        head = 0x40 | local | (0x20 if developer else 0)
        self.body += bytes([head, 0, self.order == ">"]) + struct.pack(self.order + "H", message)
        self.body += bytes([len(fields)])
        for number, kind in fields:
            base, code, _ = FIT_TYPES[kind]
            self.body += bytes([number, struct.calcsize(self.order + code), base])
        if developer:
            self.body += bytes([len(developer)])
            for index, size in enumerate(developer):
                self.body += bytes([index, size, 0])

    def data(self, local, *values, compressed=None):
        fields, developer = self.fields[local]
        head = local if compressed is None else 0x80 | local << 5 | compressed & 31
        self.body += bytes([head])
        for (_, kind), value in zip(fields, values):
            _, code, invalid = FIT_TYPES[kind]
            whole = code != "d" and value is not None
            self.body += struct.pack(self.order + code,
                                     invalid if value is None else round(value) if whole else value)
        for size in developer:
            self.body += bytes(size)

    def bytes(self, wrong_crc=False, header=14):
        head = struct.pack("<BBHI4s", header, 0x20, 2132, len(self.body), b".FIT")
        if header == 14:
            head += struct.pack("<H", fit_crc(head))
        crc = fit_crc(head + self.body) ^ (0x55 if wrong_crc else 0)
        return head + self.body + struct.pack("<H", crc)


RECORD = [(253, "uint32"), (0, "sint32"), (1, "sint32"), (2, "uint16"), (5, "uint32"),
          (6, "uint16"), (4, "uint8")]
SESSION = [(253, "uint32"), (2, "uint32"), (5, "enum"), (6, "enum"), (7, "uint32"), (8, "uint32"),
           (9, "uint32"), (10, "uint32"), (22, "uint16"), (23, "uint16"), (18, "uint8"),
           (192, "uint8"), (193, "uint8")]


def fit_file_id(fit, kind=4):
    fit.define(0, 0, [(0, "enum")])
    fit.data(0, kind)


def fit_records(fit, points, developer=(), position=True, distance=True, cadence=85, altitude=True,
                speed=None):
    fit.define(1, 20, RECORD, developer)
    for time, metres, latitude, longitude, height in points:
        semicircle = 2**31 / 180
        fit.data(1, time - FIT_EPOCH, latitude * semicircle if position else None,
                 longitude * semicircle if position else None,
                 (height + 500) * 5 if altitude else None, metres * 100 if distance else None,
                 None if speed is None else speed * 1000, cadence)


def fit_session(fit, start, elapsed, timer, metres, sport=1, sub_sport=0, strides=None, climb=None,
                descent=None, cadence=None, feel=None, exertion=None, first=True):
    if first:
        fit.define(2, 18, SESSION)
    fit.data(2, start + elapsed - FIT_EPOCH, start - FIT_EPOCH, sport, sub_sport, elapsed * 1000,
             timer * 1000, None if metres is None else metres * 100, strides, climb, descent, cadence,
             feel, exertion)


def fit_sport(fit, sport, sub_sport=0):
    fit.define(4, 12, [(0, "enum"), (1, "enum")])
    fit.data(4, sport, sub_sport)


def fit_timer(fit, time, kind):
    """The watch's timer starts (0) or stops (4)."""
    fit.define(5, 21, [(253, "uint32"), (0, "enum"), (1, "enum")])
    fit.data(5, time - FIT_EPOCH, 0, kind)


def fit_activity(fit, time, ahead):
    fit.define(3, 34, [(253, "uint32"), (5, "uint32")])
    fit.data(3, time - FIT_EPOCH, time + ahead - FIT_EPOCH)


# --- TCX and GPX ---------------------------------------------------------------------------------

def tcx(laps, sport="Running", start=None, prefix="", zone="Z", notes="", end="</{0}Activity>"
        "</{0}Activities></{0}TrainingCenterDatabase>", cadence_prefix="ns3:"):
    """laps: [(seconds, metres, points, cadence)]; points as of run_points, `metres` may be None."""
    start = laps[0][2][0][0] if start is None and laps[0][2] else start or utc("2026-08-03 06:00:00")
    text = (f'<{prefix}TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/'
            f'TrainingCenterDatabase/v2"><{prefix}Activities><{prefix}Activity Sport="{sport}">'
            f"<{prefix}Id>{iso(start, zone)}</{prefix}Id>")
    for seconds, metres, points, cadence in laps:
        text += f'<{prefix}Lap StartTime="{iso(points[0][0] if points else start, zone)}">'
        if seconds is not None:
            text += f"<{prefix}TotalTimeSeconds>{seconds}</{prefix}TotalTimeSeconds>"
        if metres is not None:
            text += f"<{prefix}DistanceMeters>{metres}</{prefix}DistanceMeters>"
        text += f"<{prefix}Track>"
        for time, run, latitude, longitude, altitude in points:
            text += f"<{prefix}Trackpoint><{prefix}Time>{iso(time, zone)}</{prefix}Time>"
            if latitude is not None:
                text += (f"<{prefix}Position><{prefix}LatitudeDegrees>{latitude:.8f}"
                         f"</{prefix}LatitudeDegrees><{prefix}LongitudeDegrees>{longitude:.8f}"
                         f"</{prefix}LongitudeDegrees></{prefix}Position>")
            if altitude is not None:
                text += f"<{prefix}AltitudeMeters>{altitude:.2f}</{prefix}AltitudeMeters>"
            if run is not None:
                text += f"<{prefix}DistanceMeters>{run:.2f}</{prefix}DistanceMeters>"
            if cadence:
                text += (f"<{prefix}Extensions><{cadence_prefix}TPX><{cadence_prefix}RunCadence>"
                         f"{cadence}</{cadence_prefix}RunCadence></{cadence_prefix}TPX>"
                         f"</{prefix}Extensions>")
            text += f"</{prefix}Trackpoint>"
        text += f"</{prefix}Track></{prefix}Lap>"
    if notes:
        text += f"<{prefix}Notes>{notes}</{prefix}Notes>"
    return text + end.format(prefix)


def gpx(tracks, kind="running", name="", times=True, head="", cadence=None, zone="Z"):
    """tracks: [[segment points]]."""
    text = (f'{head}<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1" '
            'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">')
    for segments in tracks:
        text += f"<trk><name>{name}</name>" + (f"<type>{kind}</type>" if kind else "")
        for points in segments:
            text += "<trkseg>"
            for time, _, latitude, longitude, altitude in points:
                text += f'<trkpt lat="{latitude:.8f}" lon="{longitude:.8f}">'
                text += f"<ele>{altitude:.2f}</ele>" if altitude is not None else ""
                text += f"<time>{iso(time, zone)}</time>" if times else ""
                if cadence:
                    text += ("<extensions><gpxtpx:TrackPointExtension><gpxtpx:cad>"
                             f"{cadence}</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions>")
                text += "</trkpt>"
            text += "</trkseg>"
        text += "</trk>"
    return text + "</gpx>"


# --- tables --------------------------------------------------------------------------------------

def cell(value):
    text = "" if value is None else str(value)
    quoted = any(mark in text for mark in ',";\n\r')
    return '"' + text.replace('"', '""') + '"' if quoted else text


def table(rows, delimiter=",", end="\n"):
    return "".join(delimiter.join(cell(value) for value in row) + end for row in rows)


STRAVA_OLD = ["id", "date", "name", "type", "description", "elapsed_time", "distance", "commute",
              "gear", "filename"]
STRAVA_FIRST = ["Activity ID", "Activity Date", "Activity Name", "Activity Type",
                "Activity Description", "Elapsed Time", "Distance", "Commute", "Activity Gear",
                "Filename"]
STRAVA_EN = ["Activity ID", "Activity Date", "Activity Name", "Activity Type",
             "Activity Description", "Elapsed Time", "Distance", "Max Heart Rate",
             "Relative Effort", "Commute", "Activity Private Note", "Activity Gear", "Filename",
             "Athlete Weight", "Bike Weight", "Elapsed Time", "Moving Time", "Distance", "Max Speed",
             "Average Speed", "Elevation Gain", "Elevation Loss", "Elevation Low", "Elevation High",
             "Max Cadence", "Average Cadence", "Max Heart Rate", "Perceived Exertion"]
STRAVA_DE = ["Aktivitäts-ID", "Aktivitätsdatum", "Name der Aktivität", "Aktivitätsart",
             "Aktivitätsbeschreibung", "Verstrichene Zeit", "Distanz", "Max. Herzfrequenz",
             "Relative Leistung", "Pendeln", "Hinweis zur Privatsphäre für Aktivitäten",
             "Aktivitätsausrüstung", "Dateiname", "Sportlergewicht", "Fahrradgewicht",
             "Verstrichene Zeit", "Bewegungszeit", "Distanz", "Höchstgeschw.",
             "Durchschnittliche Geschwindigkeit", "Höhenzunahme", "Höhenunterschied", "Min. Höhe",
             "Max. Höhe", "Max. Tritt-/Schrittfrequenz", "Durchschnittliche Trittfrequenz",
             "Max. Herzfrequenz", "Gefühlte Anstrengung"]


def strava_row(date, kind, km, metres, elapsed, moving, name="A run", note="", climb=None,
               descent=None, cadence=None, exertion=None, file="activities/1.fit.gz"):
    return [1, date, name, kind, note, elapsed, km, "", "", "false", "", "", file, "", "",
            f"{elapsed}.0", f"{moving}.0" if moving else "", metres, "", "", climb, descent, "", "", "",
            cadence, "", exertion]


GARMIN_EN = ["Activity Type", "Date", "Favorite", "Title", "Distance", "Calories", "Time", "Avg HR",
             "Max HR", "Avg Run Cadence", "Avg Pace", "Total Ascent", "Total Descent",
             "Avg Stride Length", "Steps", "Moving Time", "Elapsed Time"]
GARMIN_DE = ["Aktivitätstyp", "Datum", "Favorit", "Titel", "Distanz", "Kalorien", "Zeit", "Ø HF",
             "Maximale HF", "Ø Schrittfrequenz (Laufen)", "Ø Pace", "Anstieg gesamt",
             "Abstieg gesamt", "Ø Schrittlänge", "Schritte", "Bewegungszeit", "Verstrichene Zeit"]
GARMIN_FR = ["Type d'activité", "Date", "Favori", "Titre", "Distance", "Calories", "Durée", "FC moyenne",
             "FC maximale", "Cadence de course moyenne", "Allure moyenne", "Ascension totale",
             "Descente totale", "Longueur moyenne des foulées", "Pas", "Temps de déplacement",
             "Temps écoulé"]
GARMIN_ES = ["Tipo de actividad", "Fecha", "Favorito", "Título", "Distancia", "Calorías", "Tiempo",
             "FC media", "FC máxima", "Cadencia de carrera media", "Ritmo medio", "Ascenso total",
             "Descenso total", "Longitud media de zancada", "Pasos", "Tiempo en movimiento",
             "Tiempo transcurrido"]


def garmin_row(kind, date, distance, time, cadence="--", climb="--", descent="--", stride="--",
               pace="--", title="Run", steps="--"):
    return [kind, date, "false", title, distance, "1,337", time, "140", "160", cadence, pace, climb,
            descent, stride, steps, time, time]
