// SPDX-License-Identifier: GPL-3.0-or-later
// Places in a YAML tree, and the messages about them.
#include "io/yaml_node.h"

#include "core/closest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static yaml_node_t *node_of(const calf_node *at)
{
    return yaml_document_get_node(&at->tree->document, at->id);
}

calf_node calf_node_root(calf_tree *tree)
{
    return (calf_node){.tree = tree, .id = 1};
}

bool calf_node_is_map(const calf_node *at)
{
    return node_of(at)->type == YAML_MAPPING_NODE;
}

bool calf_node_is_list(const calf_node *at)
{
    return node_of(at)->type == YAML_SEQUENCE_NODE;
}

const char *calf_node_text(const calf_node *at)
{
    const yaml_node_t *node = node_of(at);
    return node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : NULL;
}

size_t calf_node_count(const calf_node *at)
{
    const yaml_node_t *node = node_of(at);
    if (node->type == YAML_SEQUENCE_NODE)
        return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (node->type == YAML_MAPPING_NODE)
        return (size_t)(node->data.mapping.pairs.top - node->data.mapping.pairs.start);
    return 0;
}

calf_node calf_node_entry(const calf_node *at, size_t index)
{
    const yaml_node_t *node = node_of(at);
    calf_node entry = {.tree = at->tree, .parent = at, .index = index};
    if (node->type == YAML_SEQUENCE_NODE) {
        entry.id = node->data.sequence.items.start[index];
        return entry;
    }
    const yaml_node_pair_t pair = node->data.mapping.pairs.start[index];
    const calf_node key = {.tree = at->tree, .id = pair.key};
    entry.id = pair.value;
    entry.key_id = pair.key;
    entry.key = calf_node_text(&key);
    return entry;
}

bool calf_node_child(const calf_node *at, const char *key, calf_node *child)
{
    if (!calf_node_is_map(at))
        return false;
    for (size_t i = 0; i < calf_node_count(at); i++) {
        *child = calf_node_entry(at, i);
        if (child->key && strcmp(child->key, key) == 0)
            return true;
    }
    return false;
}

// A text being put together in room of fixed size; what does not fit is left out.
typedef struct writer {
    char *text;
    size_t size, length;
} writer;

static void write_part(writer *out, const char *format, ...) CALF_PRINTF_LIKE(2, 3);

static void write_part(writer *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int wanted = vsnprintf(out->text + out->length, out->size - out->length, format, arguments);
    va_end(arguments);
    if (wanted > 0)
        out->length += (size_t)wanted;
    if (out->length >= out->size)
        out->length = out->size - 1;
}

// Text from a file in one line: control characters out, a long one cut between characters.
static void write_quoted(writer *out, const char *text, size_t most)
{
    size_t length = strlen(text);
    bool cut = length > most;
    if (cut)
        for (length = most; length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80;)
            length--;
    write_part(out, "'%.*s%s'", (int)length, text, cut ? "..." : "");
    for (char *at = out->text; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            *at = ' ';
}

static void write_path(writer *out, const calf_node *at)
{
    if (!at->parent)
        return;
    write_path(out, at->parent);
    if (at->parent->parent)
        write_part(out, ".");
    if (at->key)
        write_part(out, "%.80s", at->key);
    else
        write_part(out, "%zu", at->index);
}

static void write_place(writer *out, const calf_node *at, int id)
{
    const calf_tree *tree = at->tree;
    const char *setting = tree->setting;
    if (!setting && (size_t)id <= tree->origin_count)
        setting = tree->origin[id - 1];
    if (tree->point)
        write_part(out, "%.400s%s", tree->point, setting ? "" : tree->point_values);
    else if (setting)
        write_part(out, "--set %.200s", setting);
    else
        write_part(out, "%.300s:%zu", tree->file,
            yaml_document_get_node(&at->tree->document, id)->start_mark.line + 1);
    write_part(out, tree->point ? ", " : ": ");
    size_t before = out->length;
    write_path(out, at);
    if (out->length > before)
        write_part(out, ": ");
}

void calf_node_place(const calf_node *at, char *text, size_t size)
{
    writer out = {text, size, 0};
    write_place(&out, at, at->id);
    text[out.length - strlen(": ")] = '\0';
}

calf_status calf_node_error(const calf_node *at, const char *format, ...)
{
    char place[1024], problem[1024];
    writer out = {place, sizeof place, 0};
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem, sizeof problem, format, arguments);
    va_end(arguments);
    write_place(&out, at, at->id);
    return calf_error_set(CALF_BAD_INPUT, "%s%s", place, problem);
}

static void write_value(writer *out, const calf_node *at)
{
    const char *text = calf_node_text(at);
    if (text)
        write_quoted(out, text, 60);
    else
        write_part(out, "%s", calf_node_is_map(at) ? "a mapping" : "a list");
}

calf_status calf_node_bad_value(const calf_node *at, const char *problem, const char *allowed)
{
    char text[128];
    writer out = {text, sizeof text, 0};
    write_value(&out, at);
    return calf_node_error(at, "%s %s; allowed: %s", text, problem, allowed);
}

static void write_names(writer *out, const char *wrong, const char *const names[], size_t count)
{
    const char *closest = calf_closest_name(wrong, names, count);
    if (closest)
        write_part(out, "did you mean '%.100s'? ", closest);
    write_part(out, "allowed: ");
    for (size_t i = 0; i < count; i++) {
        if (out->length > out->size - 120) {
            write_part(out, ", ...");
            return;
        }
        write_part(out, "%s%.80s", i ? ", " : "", names[i]);
    }
    if (count == 0)
        write_part(out, "none");
}

calf_status calf_node_unknown_key(const calf_node *at, const char *const names[], size_t count)
{
    char place[1024], list[900];
    writer out = {place, sizeof place, 0}, rest = {list, sizeof list, 0};
    write_place(&out, at, at->key_id ? at->key_id : at->id);
    write_names(&rest, at->key ? at->key : "", names, count);
    return calf_error_set(CALF_BAD_INPUT, "%sunknown key; %s", place, list);
}

calf_status calf_node_unknown_name(
    const calf_node *at, const char *what, const char *const names[], size_t count)
{
    char list[900], value[128];
    writer out = {value, sizeof value, 0}, rest = {list, sizeof list, 0};
    const char *text = calf_node_text(at);
    write_value(&out, at);
    write_names(&rest, text ? text : "", names, count);
    return calf_node_error(at, "%s is not a %s; %s", value, what, list);
}

calf_status calf_node_need_map(const calf_node *at)
{
    return calf_node_is_map(at) ? CALF_OK
                                : calf_node_bad_value(at, "is not a mapping", "a mapping {...}");
}

calf_status calf_node_need_list(const calf_node *at)
{
    return calf_node_is_list(at) ? CALF_OK
                                 : calf_node_bad_value(at, "is not a list", "a list [...]");
}
