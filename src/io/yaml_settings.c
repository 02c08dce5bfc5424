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
    if (use->tree->point)
        return calf_error_set(CALF_BAD_INPUT, "%s, %.200s: %s", use->tree->point, path, problem);
    return calf_error_set(CALF_BAD_INPUT, "--set %.200s: %.200s: %s", use->setting, path, problem);
}

bool calf_index_parse(const char *part, size_t *index)
{
    const size_t length = strlen(part);
    if (length == 0 || length > 8 || strspn(part, "0123456789") != length ||
        (part[0] == '0' && length > 1))
        return false;
    *index = strtoul(part, NULL, 10);
    return true;
}

// The entry of a list that a part of a path means, by its index or by its `name`.
static bool find_entry(const calf_node *list, const char *part, size_t *index)
{
    const size_t count = calf_node_count(list);
    if (calf_index_parse(part, index))
        return *index < count;
    for (*index = 0; *index < count; ++*index) {
        const calf_node entry = calf_node_entry(list, *index);
        calf_node name;
        const char *text = calf_node_child(&entry, "name", &name) ? calf_node_text(&name) : NULL;
        if (text && strcmp(text, part) == 0)
            return true;
    }
    return false;
}

static calf_status no_such_entry(const setting_use *use, const char *path, size_t count)
{
    char problem[128] = "the list has no entries";
    if (count > 0)
        snprintf(problem, sizeof problem,
            "the list has no such entry; allowed: 0 to %zu, all, or the name of an entry that has "
            "one",
            count - 1);
    return setting_error(use, path, problem);
}

static calf_status put_at_path(
    const setting_use *use, int here, const char *path, const char *part, int value);

// What takes the place of an entry: the value, or else a private copy with the value inside. 0 for
// an entry that does not exist yet. `rest` is what follows of the path, NULL at its end.
static calf_status put_in_entry(
    const setting_use *use, int entry, const char *path, const char *rest, int value, int *changed)
{
    if (!rest) {
        *changed = value;
        return CALF_OK;
    }
    *changed = entry;
    if (!entry)
        *changed = note_origin(use,
            yaml_document_add_mapping(&use->tree->document, NULL, YAML_ANY_MAPPING_STYLE),
            use->setting);
    else if (node_at(use, entry)->type != YAML_SCALAR_NODE)
        *changed = unshare(use, entry);
    return *changed ? put_at_path(use, *changed, path, rest, value) : calf_error_no_memory();
}

static calf_status put_in_list(const setting_use *use, const calf_node *list, const char *part,
    const char *path, const char *rest, int value)
{
    const size_t count = calf_node_count(list);
    size_t first = 0, last = count - 1;
    if (strcmp(part, "all") != 0) {
        if (!find_entry(list, part, &first))
            return no_such_entry(use, path, count);
        last = first;
    }
    if (count == 0)
        return no_such_entry(use, path, count);
    for (size_t i = first; i <= last; i++) {
        int changed;
        calf_status status =
            put_in_entry(use, calf_node_entry(list, i).id, path, rest, value, &changed);
        if (status != CALF_OK)
            return status;
        node_at(use, list->id)->data.sequence.items.start[i] = changed;
    }
    return CALF_OK;
}

static calf_status put_in_map(const setting_use *use, const calf_node *map, const char *part,
    const char *path, const char *rest, int value)
{
    calf_node child;
    int changed;
    const bool exists = calf_node_child(map, part, &child);
    calf_status status = put_in_entry(use, exists ? child.id : 0, path, rest, value, &changed);
    if (status != CALF_OK)
        return status;
    if (exists) {
        yaml_node_pair_t *pair = node_at(use, map->id)->data.mapping.pairs.start;
        while (pair->key != child.key_id)
            pair++;
        pair->value = changed;
        return CALF_OK;
    }
    int key = add_scalar(use, part, strlen(part), YAML_PLAIN_SCALAR_STYLE);
    if (!key || !yaml_document_append_mapping_pair(&use->tree->document, map->id, key, changed))
        return calf_error_no_memory();
    return CALF_OK;
}

// Walks along the dotted path from `part` on, a private copy of each step, and puts the value at
// its end.
static calf_status put_at_path(
    const setting_use *use, int here, const char *path, const char *part, int value)
{
    const calf_node at = {.tree = use->tree, .id = here};
    const size_t length = strcspn(part, ".");
    const char *rest = part[length] == '.' ? part + length + 1 : NULL;
    char name[KEY_BYTES_MAX];
    snprintf(name, sizeof name, "%.*s", (int)length, part);
    if (length == 0)
        return setting_error(use, path, "an empty key; allowed: KEY, KEY.KEY, KEY.INDEX");
    if (calf_node_is_map(&at))
        return put_in_map(use, &at, name, path, rest, value);
    if (calf_node_is_list(&at))
        return put_in_list(use, &at, name, path, rest, value);
    return setting_error(use, path,
        "nothing can stand below a single value; allowed: keys of mappings, entries of lists");
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
            status = put_at_path(&use, 1, path, path, value);
        if (status != CALF_OK)
            return status;
    }
    return CALF_OK;
}
