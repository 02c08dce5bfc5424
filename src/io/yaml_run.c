// SPDX-License-Identifier: GPL-3.0-or-later
// Reading how far, how fast and how steep a run goes, and with which technique.
#include "io/yaml_readers.h"
#include "plan/limits.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const amounts[] = {"distance_km", "duration_min", "segments"};
static const char *const speeds[] = {"intensity", "speed_mps", "pace_min_per_km"};

// Segments written out one after the other.
typedef struct segment_list {
    calf_segment *segments;
    size_t count, capacity;
} segment_list;

static calf_status append(
    segment_list *list, const calf_node *at, const calf_segment *segments, size_t count)
{
    const size_t most = (size_t)calf_limits[CALF_LIMIT_segments].high;
    if (count > most - list->count)
        return calf_node_error(
            at, "too many segments when repeats are written out; allowed: 1 to %zu", most);
    if (list->count + count > list->capacity) {
        size_t capacity = 2 * (list->count + count);
        calf_segment *grown = realloc(list->segments, capacity * sizeof *grown);
        if (!grown)
            return calf_error_no_memory();
        list->segments = grown;
        list->capacity = capacity;
    }
    memcpy(&list->segments[list->count], segments, count * sizeof *segments);
    list->count += count;
    return CALF_OK;
}

// Seconds of a pace "M:SS", or false.
static bool parse_minutes(const char *text, double *seconds)
{
    const char *colon = strchr(text, ':');
    bool negative;
    uint64_t minutes, rest;
    char whole[8];
    if (!colon || colon == text || colon - text >= (long)sizeof whole || strlen(colon) != 3)
        return false;
    snprintf(whole, sizeof whole, "%.*s", (int)(colon - text), text);
    if (strspn(whole, "0123456789") != strlen(whole) || strspn(colon + 1, "0123456789") != 2)
        return false;
    if (!calf_integer_parse(whole, &negative, &minutes) ||
        !calf_integer_parse(colon + 1, &negative, &rest) || rest > 59)
        return false;
    *seconds = 60.0 * (double)minutes + (double)rest;
    return true;
}

static calf_status read_pace(const calf_node *at, double *speed_mps)
{
    static const char allowed[] = "1:24 to 33:20 (minutes:seconds), or minutes as a number";
    const char *text = calf_node_text(at);
    double seconds, minutes;
    if (text && calf_number_parse(text, &minutes))
        seconds = 60 * minutes;
    else if (!text || !parse_minutes(text, &seconds))
        return calf_node_bad_value(at, "is not a pace", allowed);
    if (!(seconds > 0) || !calf_range_holds(calf_limits[CALF_LIMIT_speed_mps], 1000 / seconds))
        return calf_node_bad_value(at, "is out of range", allowed);
    *speed_mps = 1000 / seconds;
    return CALF_OK;
}

static calf_status read_speed(const calf_node *at, calf_segment *segment)
{
    calf_node child;
    int which;
    calf_status status = calf_node_one_of(at, speeds, CALF_COUNT_OF(speeds), &which, &child);
    if (status != CALF_OK)
        return status;
    if (which == 0)
        return calf_node_read_number(
            &child, calf_limits[CALF_LIMIT_intensity], &segment->intensity);
    if (which == 1)
        return calf_node_read_number(
            &child, calf_limits[CALF_LIMIT_speed_mps], &segment->speed_mps);
    return read_pace(&child, &segment->speed_mps);
}

// A stretch with the keys of one segment.
static calf_status read_stretch(const calf_node *at, double grade_percent, calf_segment *segment)
{
    calf_node child;
    int which;
    *segment = (calf_segment){.grade_percent = grade_percent};
    calf_status status = calf_node_one_of(at, amounts, 2, &which, &child);
    if (status == CALF_OK)
        status = which == 0 ? calf_node_read_number(&child, calf_limits[CALF_LIMIT_distance_km],
                                  &segment->distance_km)
                            : calf_node_read_number(&child, calf_limits[CALF_LIMIT_duration_min],
                                  &segment->duration_min);
    if (status == CALF_OK)
        status = read_speed(at, segment);
    if (status == CALF_OK && calf_node_child(at, "grade_percent", &child))
        status = calf_node_read_number(
            &child, calf_limits[CALF_LIMIT_grade_percent], &segment->grade_percent);
    return status;
}

static calf_status read_list(const calf_node *at, double grade_percent, segment_list *list);

static calf_status read_repeat(const calf_node *at, double grade_percent, segment_list *list)
{
    static const calf_field fields[] = {
        {"repeat", CALF_FIELD_INTEGER, true, &calf_limits[CALF_LIMIT_repeat], 0},
        {"of", CALF_FIELD_OTHER, true, NULL, 0},
    };
    int repeat = 0;
    segment_list block = {0};
    calf_node of;
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), &repeat);
    if (status == CALF_OK && calf_node_child(at, "of", &of))
        status = read_list(&of, grade_percent, &block);
    for (int i = 0; i < repeat && status == CALF_OK; i++)
        status = append(list, at, block.segments, block.count);
    free(block.segments);
    return status;
}

static calf_status read_item(const calf_node *at, double grade_percent, segment_list *list)
{
    static const calf_field fields[] = {
        {"distance_km", CALF_FIELD_OTHER, false, NULL, 0},
        {"duration_min", CALF_FIELD_OTHER, false, NULL, 0},
        {"intensity", CALF_FIELD_OTHER, false, NULL, 0},
        {"speed_mps", CALF_FIELD_OTHER, false, NULL, 0},
        {"pace_min_per_km", CALF_FIELD_OTHER, false, NULL, 0},
        {"grade_percent", CALF_FIELD_OTHER, false, NULL, 0},
    };
    calf_segment segment;
    calf_node child;
    if (calf_node_child(at, "repeat", &child) || calf_node_child(at, "of", &child))
        return read_repeat(at, grade_percent, list);
    calf_status status = calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), &segment);
    if (status == CALF_OK)
        status = read_stretch(at, grade_percent, &segment);
    return status == CALF_OK ? append(list, at, &segment, 1) : status;
}

static calf_status read_list(const calf_node *at, double grade_percent, segment_list *list)
{
    calf_status status = calf_node_need_list(at);
    if (status == CALF_OK && calf_node_count(at) == 0)
        return calf_node_error(at, "no segments; allowed: one or more");
    for (size_t i = 0; i < calf_node_count(at) && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        status = read_item(&child, grade_percent, list);
    }
    return status;
}

static calf_status read_segmented(const calf_node *at, const calf_node *items, segment_list *list)
{
    double grade_percent = 0;
    calf_node child;
    for (size_t i = 0; i < CALF_COUNT_OF(speeds); i++)
        if (calf_node_child(at, speeds[i], &child))
            return calf_node_error(
                &child, "cannot stand beside 'segments'; allowed: inside each segment");
    if (calf_node_child(at, "grade_percent", &child)) {
        calf_status status =
            calf_node_read_number(&child, calf_limits[CALF_LIMIT_grade_percent], &grade_percent);
        if (status != CALF_OK)
            return status;
    }
    return read_list(items, grade_percent, list);
}

calf_status calf_read_run_segments(const calf_node *at, calf_segment **segments, size_t *count)
{
    segment_list list = {0};
    calf_segment segment;
    calf_node child;
    int which;
    calf_status status = calf_node_one_of(at, amounts, CALF_COUNT_OF(amounts), &which, &child);
    if (status != CALF_OK)
        return status;
    if (which == 2) {
        status = read_segmented(at, &child, &list);
    } else {
        status = read_stretch(at, 0, &segment);
        if (status == CALF_OK)
            status = append(&list, at, &segment, 1);
    }
    if (status != CALF_OK) {
        free(list.segments);
        return status;
    }
    *segments = list.segments;
    *count = list.count;
    return CALF_OK;
}

calf_status calf_read_change(const calf_node *at, calf_range range, calf_technique_change *change)
{
    const double width = nearbyint((range.high - range.low) * 1e9) / 1e9; // not 0.3999999999999999
    const calf_range plus = {-width, width, false};
    const calf_field fields[] = {
        {"times", CALF_FIELD_NUMBER, false, &calf_limits[CALF_LIMIT_times],
            offsetof(calf_technique_change, times)},
        {"plus", CALF_FIELD_NUMBER, false, &plus, offsetof(calf_technique_change, plus)},
    };
    if (!calf_node_is_map(at)) {
        change->times = 0;
        return calf_node_read_number(at, range, &change->plus);
    }
    if (calf_node_count(at) == 0)
        return calf_node_error(at, "is empty; allowed: times, plus or both");
    return calf_node_read_fields(at, fields, CALF_COUNT_OF(fields), change);
}

calf_status calf_read_technique(const calf_node *at, calf_technique *technique)
{
    const char *names[CALF_TECHNIQUE_COUNT];
    calf_status status = calf_node_need_map(at);
    for (int i = 0; i < CALF_TECHNIQUE_COUNT; i++)
        names[i] = calf_parameter_describe((calf_parameter_id)(CALF_P_cadence_ratio + i))->name;
    for (size_t i = 0; i < calf_node_count(at) && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        int which = 0;
        while (which < CALF_TECHNIQUE_COUNT && strcmp(child.key, names[which]) != 0)
            which++;
        if (which == CALF_TECHNIQUE_COUNT)
            return calf_node_unknown_key(&child, names, CALF_TECHNIQUE_COUNT);
        const calf_distribution *prior =
            &calf_parameter_describe((calf_parameter_id)(CALF_P_cadence_ratio + which))->prior;
        status = calf_read_change(
            &child, (calf_range){prior->low, prior->high, false}, &technique->change[which]);
    }
    return status;
}

_Static_assert((int)CALF_P_shoe_lift - (int)CALF_P_cadence_ratio == (int)CALF_SHOE_LIFT,
    "technique quantities stand together in the parameter table, in the same order");
