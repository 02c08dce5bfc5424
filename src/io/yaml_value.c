// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the values of YAML nodes, one by one or by a table of keys.
#include "io/yaml_node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The text of an unquoted scalar, or NULL.
static const char *plain_text(const calf_node *at)
{
    const yaml_node_t *node = yaml_document_get_node(&at->tree->document, at->id);
    if (node->type != YAML_SCALAR_NODE || node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
        return NULL;
    return (const char *)node->data.scalar.value;
}

static calf_status bad_range(const calf_node *at, const char *problem, calf_range range)
{
    char allowed[CALF_RANGE_TEXT];
    return calf_node_bad_value(at, problem, calf_range_text(range, allowed));
}

calf_status calf_node_read_number(const calf_node *at, calf_range range, double *value)
{
    const char *text = plain_text(at);
    double number;
    if (!text && calf_node_text(at))
        return bad_range(at, "is a text in quotes, not a number", range);
    if (!text || !calf_number_parse(text, &number))
        return bad_range(at, "is not a number", range);
    if (!calf_range_holds(range, number))
        return bad_range(at, "is out of range", range);
    *value = number;
    return CALF_OK;
}

static calf_status read_whole(
    const calf_node *at, calf_range range, bool *negative, uint64_t *magnitude)
{
    const char *text = plain_text(at);
    if (!text || !calf_integer_parse(text, negative, magnitude)) {
        double number;
        bool is_number = text && calf_number_parse(text, &number) && number > 0x1p53;
        return bad_range(at, is_number ? "is out of range" : "is not a whole number", range);
    }
    double signed_value = *negative ? -(double)*magnitude : (double)*magnitude;
    if (!calf_range_holds(range, signed_value))
        return bad_range(at, "is out of range", range);
    return CALF_OK;
}

calf_status calf_node_read_integer(const calf_node *at, calf_range range, int *value)
{
    bool negative;
    uint64_t magnitude;
    calf_status status = read_whole(at, range, &negative, &magnitude);
    if (status == CALF_OK)
        *value = negative ? -(int)magnitude : (int)magnitude;
    return status;
}

calf_status calf_node_read_count(const calf_node *at, calf_range range, uint64_t *value)
{
    bool negative;
    uint64_t magnitude;
    calf_status status = read_whole(at, range, &negative, &magnitude);
    if (status == CALF_OK)
        *value = magnitude;
    return status;
}

calf_status calf_node_read_flag(const calf_node *at, bool *value)
{
    const char *text = plain_text(at);
    if (text && strcmp(text, "true") == 0)
        *value = true;
    else if (text && strcmp(text, "false") == 0)
        *value = false;
    else
        return calf_node_bad_value(at, "is neither true nor false", "true, false");
    return CALF_OK;
}

calf_status calf_node_read_text(const calf_node *at, char **value)
{
    const char *text = calf_node_text(at);
    if (!text)
        return calf_node_bad_value(at, "is not a text", "a text");
    char *copy = strdup(text);
    if (!copy)
        return calf_error_no_memory();
    free(*value);
    *value = copy;
    return CALF_OK;
}

calf_status calf_node_read_choice(
    const calf_node *at, const char *what, const char *const names[], size_t count, int *value)
{
    const char *text = calf_node_text(at);
    for (size_t i = 0; text && i < count; i++)
        if (strcmp(text, names[i]) == 0) {
            *value = (int)i;
            return CALF_OK;
        }
    return calf_node_unknown_name(at, what, names, count);
}

static calf_status read_field(const calf_node *at, const calf_field *field, void *object)
{
    char *target = (char *)object + field->offset;
    switch (field->type) {
    case CALF_FIELD_NUMBER:
        return calf_node_read_number(at, *field->range, (double *)(void *)target);
    case CALF_FIELD_INTEGER:
        return calf_node_read_integer(at, *field->range, (int *)(void *)target);
    case CALF_FIELD_COUNT:
        return calf_node_read_count(at, *field->range, (uint64_t *)(void *)target);
    case CALF_FIELD_FLAG:
        return calf_node_read_flag(at, (bool *)(void *)target);
    case CALF_FIELD_TEXT:
        return calf_node_read_text(at, (char **)(void *)target);
    case CALF_FIELD_OTHER:
        break;
    }
    return CALF_OK;
}

static calf_status missing(const calf_node *at, const calf_field *field)
{
    char allowed[CALF_RANGE_TEXT + 16] = "";
    char range[CALF_RANGE_TEXT];
    if (field->range)
        snprintf(allowed, sizeof allowed, "; allowed: %s", calf_range_text(*field->range, range));
    return calf_node_error(at, "required key '%s' is missing%s", field->key, allowed);
}

static calf_status check_keys(const calf_node *at, const calf_field *fields, size_t count)
{
    const char *names[CALF_FIELDS_MAX];
    for (size_t i = 0; i < count; i++)
        names[i] = fields[i].key;
    for (size_t i = 0; i < calf_node_count(at); i++) {
        const calf_node child = calf_node_entry(at, i);
        size_t known = 0;
        while (known < count && strcmp(child.key, names[known]) != 0)
            known++;
        if (known == count)
            return calf_node_unknown_key(&child, names, count);
    }
    return CALF_OK;
}

calf_status calf_node_read_fields(
    const calf_node *at, const calf_field *fields, size_t count, void *object)
{
    calf_status status = calf_node_need_map(at);
    if (status == CALF_OK)
        status = check_keys(at, fields, count);
    for (size_t i = 0; i < count && status == CALF_OK; i++) {
        calf_node child;
        if (calf_node_child(at, fields[i].key, &child))
            status = read_field(&child, &fields[i], object);
        else if (fields[i].required)
            status = missing(at, &fields[i]);
    }
    return status;
}

calf_status calf_node_one_of(
    const calf_node *at, const char *const names[], size_t count, int *which, calf_node *child)
{
    char list[200] = "";
    int found = -1;
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(list);
        calf_node candidate;
        snprintf(list + length, sizeof list - length, "%s%s", i ? ", " : "", names[i]);
        if (!calf_node_child(at, names[i], &candidate))
            continue;
        if (found >= 0)
            return calf_node_error(
                &candidate, "cannot stand beside '%s'; allowed: one of the two", names[found]);
        found = (int)i;
        *child = candidate;
    }
    if (found < 0)
        return calf_node_error(
            at, "one of these keys is missing; allowed: exactly one of %s", list);
    *which = found;
    return CALF_OK;
}
