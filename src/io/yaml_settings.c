// SPDX-License-Identifier: GPL-3.0-or-later
// Settings "key=value" put into a YAML tree before it is interpreted.
#include "core/closest.h"
#include "io/yaml_node.h"

#include <calfsim/parameters.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES_MAX = 512 };

// One setting on its way into the tree.
typedef struct setting_use {
    calf_tree *tree;
    const char *setting;
} setting_use;

static yaml_node_t *node_at(const setting_use *use, int id)
{
    return yaml_document_get_node(&use->tree->document, id);
}

// Remembers which setting a new node came from. 0 stays 0, the sign of no memory.
static int note_origin(const setting_use *use, int id, const char *origin)
{
    calf_tree *tree = use->tree;
    if (id <= 0)
        return 0;
    if ((size_t)id > tree->origin_count) {
        size_t count = 2 * (size_t)id + 16;
        const char **grown = realloc((void *)tree->origin, count * sizeof *grown);
        if (!grown)
            return 0;
        for (size_t i = tree->origin_count; i < count; i++)
            grown[i] = NULL;
        tree->origin = grown;
        tree->origin_count = count;
    }
    tree->origin[id - 1] = origin;
    return id;
}

static const char *origin_of(const setting_use *use, int id)
{
    return (size_t)id <= use->tree->origin_count ? use->tree->origin[id - 1] : NULL;
}

static int add_scalar(
    const setting_use *use, const char *text, size_t length, yaml_scalar_style_t style)
{
    int id = yaml_document_add_scalar(
        &use->tree->document, NULL, (const yaml_char_t *)text, (int)length, style);
    return note_origin(use, id, use->setting);
}

// Copies a checked node of another document; 0 without memory.
static int add_copy(const setting_use *use, yaml_document_t *from, int from_id)
{
    yaml_document_t *to = &use->tree->document;
    const yaml_node_t *node = yaml_document_get_node(from, from_id);
    if (node->type == YAML_SCALAR_NODE)
        return add_scalar(use, (const char *)node->data.scalar.value, node->data.scalar.length,
            node->data.scalar.style);
    const bool is_list = node->type == YAML_SEQUENCE_NODE;
    const int id = note_origin(use,
        is_list ? yaml_document_add_sequence(to, NULL, YAML_ANY_SEQUENCE_STYLE)
                : yaml_document_add_mapping(to, NULL, YAML_ANY_MAPPING_STYLE),
        use->setting);
    if (!id)
        return 0;
    if (is_list) {
        for (yaml_node_item_t *item = node->data.sequence.items.start;
             item < node->data.sequence.items.top; item++) {
            int copy = add_copy(use, from, *item);
            if (!copy || !yaml_document_append_sequence_item(to, id, copy))
                return 0;
        }
        return id;
    }
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        int key = add_copy(use, from, pair->key), value = add_copy(use, from, pair->value);
        if (!key || !value || !yaml_document_append_mapping_pair(to, id, key, value))
            return 0;
    }
    return id;
}

// A list or mapping with the same entries, so that aliases of the old one do not change too.
static int unshare(const setting_use *use, int id)
{
    yaml_document_t *document = &use->tree->document;
    const bool is_list = node_at(use, id)->type == YAML_SEQUENCE_NODE;
    const int copy = note_origin(use,
        is_list ? yaml_document_add_sequence(document, NULL, YAML_ANY_SEQUENCE_STYLE)
                : yaml_document_add_mapping(document, NULL, YAML_ANY_MAPPING_STYLE),
        origin_of(use, id));
    if (!copy)
        return 0;
    node_at(use, copy)->start_mark = node_at(use, id)->start_mark;
    const yaml_node_t *node = node_at(use, id);
    if (is_list) {
        for (yaml_node_item_t *item = node->data.sequence.items.start;
             item < node->data.sequence.items.top; item++)
            if (!yaml_document_append_sequence_item(document, copy, *item))
                return 0;
        return copy;
    }
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++)
        if (!yaml_document_append_mapping_pair(document, copy, pair->key, pair->value))
            return 0;
    return copy;
}

static calf_status setting_error(const setting_use *use, const char *path, const char *problem)
{
    return calf_error_set(CALF_BAD_INPUT, "--set %.200s: %.200s: %s", use->setting, path, problem);
}

// Makes `value` the entry `part` of a list or mapping; a list's entry must exist.
static calf_status put(const setting_use *use, int into, const char *part, int value)
{
    yaml_node_t *node = node_at(use, into);
    if (node->type == YAML_SEQUENCE_NODE) {
        node->data.sequence.items.start[strtoul(part, NULL, 10)] = value;
        return CALF_OK;
    }
    for (yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++)
        if (strcmp((const char *)node_at(use, pair->key)->data.scalar.value, part) == 0) {
            pair->value = value;
            return CALF_OK;
        }
    int key = add_scalar(use, part, strlen(part), YAML_PLAIN_SCALAR_STYLE);
    if (!key || !yaml_document_append_mapping_pair(&use->tree->document, into, key, value))
        return calf_error_no_memory();
    return CALF_OK;
}

// The entry `part`, or 0 for a mapping's key that does not exist yet.
static calf_status find(const setting_use *use, int in, const char *part, const char *path, int *id)
{
    const calf_node at = {.tree = use->tree, .id = in};
    calf_node child;
    *id = 0;
    if (calf_node_is_map(&at)) {
        if (calf_node_child(&at, part, &child))
            *id = child.id;
        return CALF_OK;
    }
    if (!calf_node_is_list(&at))
        return setting_error(use, path,
            "nothing can stand below a single value; "
            "allowed: keys of mappings, indices of lists");
    const size_t count = calf_node_count(&at);
    const bool digits = part[strspn(part, "0123456789")] == '\0' && strlen(part) < 9;
    if (!digits || strtoul(part, NULL, 10) >= count) {
        char problem[96] = "the list has no entries";
        if (count > 0)
            snprintf(problem, sizeof problem, "the list has no such entry; allowed: 0 to %zu",
                count - 1);
        return setting_error(use, path, problem);
    }
    *id = calf_node_entry(&at, strtoul(part, NULL, 10)).id;
    return CALF_OK;
}

// Walks along the dotted path, a private copy of each step, and puts the value at its end.
static calf_status put_at_path(const setting_use *use, const char *path, int value)
{
    int here = 1;
    const char *part = path;
    for (;;) {
        char name[KEY_BYTES_MAX];
        const size_t length = strcspn(part, ".");
        const bool last = part[length] == '\0';
        int next;
        snprintf(name, sizeof name, "%.*s", (int)length, part);
        if (length == 0)
            return setting_error(use, path, "an empty key; allowed: KEY, KEY.KEY, KEY.INDEX");
        calf_status status = find(use, here, name, path, &next);
        if (status == CALF_OK && last)
            return put(use, here, name, value);
        if (status != CALF_OK)
            return status;
        if (next && node_at(use, next)->type != YAML_SCALAR_NODE)
            next = unshare(use, next);
        else if (!next)
            next = note_origin(use,
                yaml_document_add_mapping(&use->tree->document, NULL, YAML_ANY_MAPPING_STYLE),
                use->setting);
        if (!next)
            return calf_error_no_memory();
        status = put(use, here, name, next);
        if (status != CALF_OK)
            return status;
        here = next;
        part += length + 1;
    }
}

static calf_status read_value(const setting_use *use, const char *text, int *id)
{
    if (calf_tree_is_blank(text)) {
        *id = add_scalar(use, "", 0, YAML_PLAIN_SCALAR_STYLE);
        return *id ? CALF_OK : calf_error_no_memory();
    }
    calf_tree value;
    calf_status status = calf_tree_load(&value, text, strlen(text), use->tree->file, use->setting);
    if (status != CALF_OK)
        return status;
    *id = add_copy(use, &value.document, 1);
    calf_tree_release(&value);
    return *id ? CALF_OK : calf_error_no_memory();
}

static calf_status unknown_name(
    const setting_use *use, const char *name, const char *const keys[], size_t key_count)
{
    const char *names[CALF_FIELDS_MAX + CALF_PARAMETER_COUNT];
    size_t count = 0;
    char problem[256];
    for (size_t i = 0; i < key_count; i++)
        names[count++] = keys[i];
    for (int id = 0; id < CALF_PARAMETER_COUNT; id++)
        names[count++] = calf_parameter_describe((calf_parameter_id)id)->name;
    const char *closest = calf_closest_name(name, names, count);
    snprintf(problem, sizeof problem,
        "unknown key; %s%s%sallowed: a key of the file or a parameter",
        closest ? "did you mean '" : "", closest ? closest : "", closest ? "'? " : "");
    return setting_error(use, name, problem);
}

// Turns "key" into the path of what it sets.
static calf_status resolve_path(const setting_use *use, const char *key, size_t length,
    const char *const keys[], size_t key_count, char path[KEY_BYTES_MAX])
{
    if (length > KEY_BYTES_MAX - 20)
        return calf_error_set(CALF_BAD_INPUT,
            "--set %.60s...: the key is too long; allowed: %d bytes", use->setting,
            KEY_BYTES_MAX - 20);
    snprintf(path, KEY_BYTES_MAX, "%.*s", (int)length, key);
    if (strchr(path, '.'))
        return CALF_OK;
    for (size_t i = 0; i < key_count; i++)
        if (strcmp(path, keys[i]) == 0)
            return CALF_OK;
    if (calf_parameter_find(path) < 0)
        return unknown_name(use, path, keys, key_count);
    snprintf(path, KEY_BYTES_MAX, "population.set.%.*s", (int)length, key);
    return CALF_OK;
}

calf_status calf_tree_set(calf_tree *tree, const char *const settings[], size_t count,
    const char *const keys[], size_t key_count)
{
    for (size_t i = 0; i < count; i++) {
        const setting_use use = {tree, settings[i]};
        const char *equals = strchr(settings[i], '=');
        char path[KEY_BYTES_MAX];
        int value;
        if (!equals)
            return calf_error_set(CALF_BAD_INPUT,
                "--set %.200s: no '=' in it; allowed: KEY=VALUE, such as days=28", settings[i]);
        calf_status status =
            resolve_path(&use, settings[i], (size_t)(equals - settings[i]), keys, key_count, path);
        if (status == CALF_OK)
            status = read_value(&use, equals + 1, &value);
        if (status == CALF_OK)
            status = put_at_path(&use, path, value);
        if (status != CALF_OK)
            return status;
    }
    return CALF_OK;
}
