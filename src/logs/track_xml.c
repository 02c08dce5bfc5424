// SPDX-License-Identifier: GPL-3.0-or-later
// TCX and GPX files, read by Expat piece by piece.
#include "logs/track_xml.h"

#include "core/error.h"
#include "core/number.h"
#include "logs/amount.h"
#include "logs/label.h"
#include "logs/track_activity.h"
#include "logs/utf8.h"

#include <expat.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 1000, PIECE = 1 << 16 };
enum { SPORT_CHARACTERS = 32, SPORT_TEXT = 4 * SPORT_CHARACTERS + 8 };

// The elements that matter, by their names without a prefix.
typedef enum element {
    OTHER,
    ACTIVITY, // TCX from here on
    COURSE,
    LAP,
    TRACK,
    TRACKPOINT,
    ID,
    NOTES,
    TOTAL_TIME,
    DISTANCE,
    TIME,
    LATITUDE,
    LONGITUDE,
    ALTITUDE,
    CADENCE, // both
    SPEED,
    TRK, // GPX from here on
    TRKSEG,
    TRKPT,
    RTE,
    NAME,
    TYPE,
} element;

static const struct element_name {
    const char *name;
    element element;
} element_names[] = {{"Activity", ACTIVITY}, {"Course", COURSE}, {"Lap", LAP}, {"Track", TRACK},
    {"Trackpoint", TRACKPOINT}, {"Id", ID}, {"Notes", NOTES}, {"TotalTimeSeconds", TOTAL_TIME},
    {"DistanceMeters", DISTANCE}, {"Time", TIME}, {"time", TIME}, {"LatitudeDegrees", LATITUDE},
    {"LongitudeDegrees", LONGITUDE}, {"AltitudeMeters", ALTITUDE}, {"ele", ALTITUDE},
    {"RunCadence", CADENCE}, {"Cadence", CADENCE}, {"cad", CADENCE}, {"cadence", CADENCE},
    {"Speed", SPEED}, {"speed", SPEED}, {"trk", TRK}, {"trkseg", TRKSEG}, {"trkpt", TRKPT},
    {"rte", RTE}, {"name", NAME}, {"type", TYPE}};

typedef struct reader {
    calf_log *log;
    const char *file;
    XML_Parser parser;
    calf_status status; ///< of what failed outside the file
    char problem[160]; ///< why the file is left; empty: its XML is wrong
    element stack[CALF_XML_DEPTH_MAX];
    int depth;
    char text[TEXT_MAX + 1]; ///< since the last tag
    size_t length;
    bool in_activity, in_lap, in_point;
    size_t activities, routes, points_without_time;
    calf_activity activity;
    calf_track track;
    calf_point point;
    calf_told_sport told;
    char sport[SPORT_TEXT];
    double lap_s, lap_m; ///< sums over laps; NaN once one has none
    bool lap_has_s, lap_has_m;
    size_t laps;
    bool has_start, has_zone;
    double start_s; ///< of the activity, or of its first point
    long zone_s;
} reader;

static void stop(reader *of, const char *why)
{
    snprintf(of->problem, sizeof of->problem, "%s", why);
    XML_StopParser(of->parser, XML_FALSE);
}

static void fail(reader *of, calf_status status)
{
    if (of->status == CALF_OK && status != CALF_OK) {
        of->status = status;
        XML_StopParser(of->parser, XML_FALSE);
    }
}

static element element_of(const char *name)
{
    const char *prefix = strrchr(name, ':');
    const char *local = prefix ? prefix + 1 : name;
    for (size_t k = 0; k < sizeof element_names / sizeof *element_names; k++)
        if (strcmp(local, element_names[k].name) == 0)
            return element_names[k].element;
    return OTHER;
}

static const char *attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

static double number_of(const char *text)
{
    double number;
    return text && calf_number_parse(text, &number) ? number : (double)NAN;
}

// "running", "Trail Run", "9" (Strava's number), "Lauf": the names of tables, or what has a run in
// it.
static void tell_sport(reader *of, const char *sport)
{
    char small[SPORT_TEXT];
    bool treadmill = false;
    calf_utf8_line(sport, SPORT_CHARACTERS, of->sport);
    if (!calf_label(of->sport, small, sizeof small))
        *small = '\0';
    const bool runs = calf_label_sport(of->sport, &treadmill) == CALF_SPORT_RUN ||
        strstr(small, "run") || strstr(small, "treadmill") || strcmp(small, "9") == 0;
    of->told = *of->sport == '\0' ? CALF_TOLD_NOTHING : runs ? CALF_TOLD_RUN : CALF_TOLD_OTHER;
    of->activity.treadmill = treadmill || strstr(small, "treadmill");
}

static void begin_activity(reader *of, const char *sport)
{
    of->activities++;
    of->in_activity = true;
    of->activity = calf_activity_unknown(of->file, 0);
    of->told = CALF_TOLD_NOTHING;
    of->sport[0] = '\0';
    of->has_start = of->has_zone = false;
    of->lap_s = of->lap_m = 0;
    of->laps = of->points_without_time = 0;
    calf_track_clear(&of->track);
    if (sport)
        tell_sport(of, sport);
}

static void begin_point(reader *of, const char **attributes)
{
    of->in_point = true;
    of->point = calf_point_unknown();
    of->point.latitude = number_of(attribute(attributes, "lat"));
    of->point.longitude = number_of(attribute(attributes, "lon"));
}

static void on_start(void *data, const char *name, const char **attributes)
{
    reader *of = data;
    of->length = 0;
    if (of->depth == CALF_XML_DEPTH_MAX) {
        stop(of, "elements lie too deep within one another");
        return;
    }
    const element what = element_of(name);
    of->stack[of->depth++] = what;
    if (what == RTE || what == COURSE)
        of->routes++;
    else if ((what == ACTIVITY || what == TRK) && !of->in_activity)
        begin_activity(of, what == ACTIVITY ? attribute(attributes, "Sport") : NULL);
    else if (what == LAP && of->in_activity)
        of->in_lap = true, of->lap_has_s = of->lap_has_m = false;
    else if ((what == TRACKPOINT || what == TRKPT) && of->in_activity)
        begin_point(of, attributes);
    if (what == LAP || what == TRACK || what == TRKSEG)
        calf_track_break(&of->track);
}

// Text that was cut may end within a character.
static void end_text(reader *of)
{
    if (of->length == TEXT_MAX) {
        while (of->length > 0 && ((unsigned char)of->text[of->length - 1] & 0xc0) == 0x80)
            of->length--;
        if (of->length > 0 && ((unsigned char)of->text[of->length - 1] & 0x80))
            of->length--;
    }
    of->text[of->length] = '\0';
}

static void on_text(void *data, const char *text, int length)
{
    reader *of = data;
    const size_t room = TEXT_MAX - of->length;
    const size_t taken = (size_t)length < room ? (size_t)length : room;
    memcpy(of->text + of->length, text, taken);
    of->length += taken;
}

// The seconds of a time in UTC, or by its own clock where it has no zone; NaN: no time.
static double time_of(reader *of, const char *text)
{
    calf_moment moment;
    if (!calf_moment_parse(text, &moment) || !moment.has_time)
        return (double)NAN;
    if (!of->has_start) {
        of->has_zone = moment.has_offset;
        of->zone_s = moment.offset_s;
    }
    return (double)(moment.seconds - (moment.has_offset ? moment.offset_s : 0));
}

static void keep_start(reader *of, double seconds)
{
    if (of->has_start || isnan(seconds))
        return;
    of->has_start = true;
    of->start_s = seconds;
}

static void set_point(reader *of, element what)
{
    calf_point *point = &of->point;
    const double number = what == TIME ? 0 : number_of(of->text);
    switch (what) {
    case TIME:
        point->time_s = time_of(of, of->text);
        keep_start(of, point->time_s);
        break;
    case LATITUDE:
        point->latitude = number;
        break;
    case LONGITUDE:
        point->longitude = number;
        break;
    case ALTITUDE:
        point->altitude_m = fabs(number) < 10000 ? number : (double)NAN;
        break;
    case DISTANCE:
        point->distance_m = number >= 0 ? number : (double)NAN;
        break;
    case SPEED:
        point->speed_mps = number >= 0 && number <= CALF_TRACK_FAST_MPS ? number : (double)NAN;
        break;
    case CADENCE:
        point->cadence = number > 0 && number <= 300 ? number : (double)NAN;
        break;
    default:
        break;
    }
}

static char *copy_text(reader *of)
{
    char *copy = strdup(of->text);
    fail(of, copy ? CALF_OK : calf_error_no_memory());
    return copy;
}

// What an activity or a lap says of itself.
static void set_activity(reader *of, element what, element parent)
{
    if (parent == LAP && what == TOTAL_TIME) {
        of->lap_s += number_of(of->text);
        of->lap_has_s = true;
    } else if (parent == LAP && what == DISTANCE) {
        of->lap_m += number_of(of->text);
        of->lap_has_m = true;
    } else if (parent == ACTIVITY && what == ID) {
        keep_start(of, time_of(of, of->text));
    } else if (parent == ACTIVITY && what == NOTES && !of->activity.note) {
        of->activity.note = copy_text(of);
    } else if (parent == TRK && what == NAME && !of->activity.title) {
        of->activity.title = copy_text(of);
    } else if (parent == TRK && what == TYPE) {
        tell_sport(of, of->text);
    }
}

static void end_point(reader *of)
{
    of->in_point = false;
    calf_point *point = &of->point;
    if (!(fabs(point->latitude) <= 90 && fabs(point->longitude) <= 180))
        point->latitude = point->longitude = (double)NAN;
    of->points_without_time += isnan(point->time_s);
    fail(of, calf_track_add(&of->track, point));
}

static void end_lap(reader *of)
{
    of->in_lap = false;
    of->laps++;
    of->lap_s += of->lap_has_s ? 0 : (double)NAN;
    of->lap_m += of->lap_has_m ? 0 : (double)NAN;
}

static void set_clock(reader *of, double start_s)
{
    const bool local = !of->has_zone || of->zone_s != 0;
    of->activity.clock = local ? CALF_CLOCK_LOCAL : CALF_CLOCK_UTC;
    of->activity.zone_s = of->has_zone && local ? (double)of->zone_s : (double)NAN;
    of->activity.start_s = (int64_t)start_s + (of->has_zone ? of->zone_s : 0);
}

static calf_status leave_activity(reader *of, const char *what, const char *why)
{
    calf_activity_clear(&of->activity);
    return calf_log_remark(of->log, CALF_REMARK_UNREAD, of->file, 0, "%s %s", what, why);
}

static void end_activity(reader *of)
{
    char what[SPORT_TEXT];
    snprintf(what, sizeof what, "activity %zu", of->activities);
    of->in_activity = of->in_lap = of->in_point = false;
    calf_activity *activity = &of->activity;
    const double start_s = of->track.count > 0 ? of->track.start_s : of->start_s;
    if (!of->has_start && of->points_without_time > 0) {
        fail(of, leave_activity(of, what, "is a route: its points have no time"));
    } else if (!of->has_start) {
        fail(of, leave_activity(of, what, "has no date"));
    } else {
        set_clock(of, start_s);
        activity->distance_m = of->lap_m > 0 ? of->lap_m : (double)NAN;
        activity->timer_s = of->lap_s > 0 ? of->lap_s : (double)NAN;
        if (!of->has_zone)
            fail(of,
                calf_log_remark(of->log, CALF_REMARK_DOUBT, of->file, 0,
                    "%s: its times have no zone and are taken for local ones", what));
        fail(of,
            calf_track_finish(of->log, &of->track, calf_track_whole(&of->track), what, of->told,
                of->sport, of->laps > 0, activity));
    }
    of->activity = (calf_activity){0};
    calf_track_clear(&of->track);
}

static void on_end(void *data, const char *name)
{
    reader *of = data;
    (void)name;
    const element what = of->stack[--of->depth];
    const element parent = of->depth > 0 ? of->stack[of->depth - 1] : OTHER;
    end_text(of);
    if (of->in_activity) {
        if (what == TRACKPOINT || what == TRKPT)
            end_point(of);
        else if (of->in_point)
            set_point(of, what);
        else if (what == LAP)
            end_lap(of);
        else if (what == ACTIVITY || what == TRK)
            end_activity(of);
        else
            set_activity(of, what, parent);
    }
    of->length = 0;
}

// No log needs one, and they are how a small file becomes a large one.
static void on_entity(void *data, const char *name, int is_parameter, const char *value, int length,
    const char *base, const char *system, const char *public, const char *notation)
{
    (void)name, (void)is_parameter, (void)value, (void)length;
    (void)base, (void)system, (void)public, (void)notation;
    stop(data, "it declares an entity, which no training log needs");
}

// Values that a declaration gives to every element of a name make a small file a large one, too.
static void on_attribute_list(void *data, const char *element_name, const char *attribute_name,
    const char *type, const char *value, int required)
{
    (void)element_name, (void)attribute_name, (void)type, (void)value, (void)required;
    stop(data, "it declares attributes, which no training log needs");
}

// Other encodings of one byte: what matters here is ASCII in all of them.
static int on_encoding(void *data, const char *name, XML_Encoding *encoding)
{
    (void)data, (void)name;
    for (int k = 0; k < 256; k++)
        encoding->map[k] = k;
    encoding->data = NULL;
    encoding->convert = NULL;
    encoding->release = NULL;
    return XML_STATUS_OK;
}

// Why the file ends here. What an activity had until then is kept, its totals from its points.
static calf_status say_problem(reader *of)
{
    const long line = (long)XML_GetCurrentLineNumber(of->parser);
    if (of->in_activity && of->track.count > 1) {
        of->lap_s = of->lap_m = (double)NAN;
        end_activity(of);
    }
    char why[256];
    if (*of->problem)
        snprintf(why, sizeof why, "%s", of->problem);
    else
        snprintf(
            why, sizeof why, "not well-formed: %s", XML_ErrorString(XML_GetErrorCode(of->parser)));
    if (of->status != CALF_OK)
        return of->status;
    const bool some = of->activities > (of->in_activity ? 1 : 0);
    return calf_log_remark(of->log, some ? CALF_REMARK_DOUBT : CALF_REMARK_UNREAD, of->file, line,
        "%s%s", why, some ? ": what came before is kept" : "");
}

static bool parse(reader *of, const char *bytes, size_t count, bool last, double *fed)
{
    if (XML_Parse(of->parser, bytes, (int)count, last) != XML_STATUS_OK)
        return false;
    *fed += (double)count;
    if (*fed - (double)XML_GetCurrentByteIndex(of->parser) <= CALF_XML_TAG_MAX)
        return true;
    stop(of, "a tag or comment of more than a megabyte");
    return false;
}

// Strava's TCX files begin with blanks, which XML forbids.
static calf_status read_all(reader *of, calf_source *source)
{
    static const char blanks[] = " \t\r\n";
    char *piece = malloc(PIECE);
    size_t count = 1;
    double fed = 0;
    bool good = piece != NULL;
    if (!piece)
        return calf_error_no_memory();
    while (good && count > 0) {
        if (calf_source_read(source, piece, PIECE, &count) != CALF_OK) {
            snprintf(of->problem, sizeof of->problem, "%s", calf_error_text());
            good = false;
            break;
        }
        size_t skip = 0;
        while (fed == 0 && skip < count && strchr(blanks, piece[skip]) && piece[skip])
            skip++;
        good = parse(of, piece + skip, count - skip, count == 0, &fed);
    }
    free(piece);
    if (of->status != CALF_OK)
        return of->status;
    if (!good)
        return say_problem(of);
    if (of->activities == 0)
        return calf_log_remark(of->log, CALF_REMARK_UNREAD, of->file, 0, "%s",
            of->routes > 0 ? "a route, no activity" : "neither TCX nor GPX, or without activities");
    return CALF_OK;
}

calf_status calf_track_xml_read(calf_source *source, const char *file, calf_log *log)
{
    reader *of = calloc(1, sizeof *of);
    XML_Parser parser = XML_ParserCreate(NULL);
    calf_status status = of && parser ? CALF_OK : calf_error_no_memory();
    if (status == CALF_OK) {
        of->log = log;
        of->file = file;
        of->parser = parser;
        XML_SetUserData(parser, of);
        XML_SetElementHandler(parser, on_start, on_end);
        XML_SetCharacterDataHandler(parser, on_text);
        XML_SetEntityDeclHandler(parser, on_entity);
        XML_SetAttlistDeclHandler(parser, on_attribute_list);
        XML_SetUnknownEncodingHandler(parser, on_encoding, NULL);
        status = read_all(of, source);
        calf_activity_clear(&of->activity);
        calf_track_clear(&of->track);
    }
    if (parser)
        XML_ParserFree(parser);
    free(of);
    return status;
}
