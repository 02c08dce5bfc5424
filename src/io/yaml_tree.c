// SPDX-License-Identifier: GPL-3.0-or-later
// Loading YAML, and refusing what no experiment needs: tags, merged files, bombs.
#include "io/yaml_tree.h"

#include "io/yaml_node.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// State of the walk over a fresh tree.
typedef struct tree_check {
    unsigned char *seen; // by node: its own content was looked at
    size_t budget; // nodes that may still be visited
} tree_check;

typedef struct key_use {
    const char *text;
    int id;
    size_t index;
} key_use;

static int by_text(const void *left, const void *right)
{
    const key_use *a = left, *b = right;
    int order = strcmp(a->text, b->text);
    return order ? order : (a->index > b->index) - (a->index < b->index);
}

static size_t line_of(const calf_node *at, int id)
{
    return yaml_document_get_node(&at->tree->document, id)->start_mark.line + 1;
}

static calf_status check_keys_differ(const calf_node *at)
{
    const size_t count = calf_node_count(at);
    size_t first = 0, again = count;
    key_use *keys = malloc((count + 1) * sizeof *keys);
    if (!keys)
        return calf_error_no_memory();
    for (size_t i = 0; i < count; i++) {
        const calf_node child = calf_node_entry(at, i);
        keys[i] = (key_use){child.key, child.key_id, i};
    }
    qsort(keys, count, sizeof *keys, by_text);
    for (size_t i = 1; i < count; i++)
        if (strcmp(keys[i - 1].text, keys[i].text) == 0 && keys[i].index < again) {
            first = keys[i - 1].index;
            again = keys[i].index;
        }
    free(keys);
    if (again == count)
        return CALF_OK;
    const calf_node before = calf_node_entry(at, first);
    calf_node child = calf_node_entry(at, again);
    child.id = child.key_id;
    return calf_node_error(&child, "duplicate key '%.80s', first on line %zu; allowed: once",
        child.key, line_of(at, before.key_id));
}

static calf_status check_content(const calf_node *at)
{
    const yaml_node_t *node = yaml_document_get_node(&at->tree->document, at->id);
    static const char *const plain[] = {
        [YAML_SCALAR_NODE] = YAML_STR_TAG,
        [YAML_SEQUENCE_NODE] = YAML_SEQ_TAG,
        [YAML_MAPPING_NODE] = YAML_MAP_TAG,
    };
    if (node->tag && strcmp((const char *)node->tag, plain[node->type]) != 0)
        return calf_node_error(at, "tag '%.80s' is not supported; allowed: no tags", node->tag);
    if (node->type == YAML_SCALAR_NODE &&
        strlen((const char *)node->data.scalar.value) != node->data.scalar.length)
        return calf_node_error(at, "a NUL character in a text; allowed: any other character");
    if (node->type != YAML_MAPPING_NODE)
        return CALF_OK;
    for (size_t i = 0; i < calf_node_count(at); i++) {
        calf_node child = calf_node_entry(at, i);
        child.id = child.key_id;
        if (!child.key)
            return calf_node_error(at, "a key is a list or a mapping; allowed: a text");
        calf_status status = check_content(&child);
        if (status != CALF_OK)
            return status;
    }
    return check_keys_differ(at);
}

static calf_status check_node(const calf_node *at, int depth, tree_check *check)
{
    calf_status status = CALF_OK;
    if (depth > CALF_YAML_DEPTH_MAX)
        return calf_node_error(
            at->parent, "nested too deeply; allowed: %d levels", CALF_YAML_DEPTH_MAX);
    if (check->budget-- == 0)
        return calf_node_error(
            at, "aliases repeat too much; allowed: %d entries repeated", CALF_YAML_ALIASED_MAX);
    if (!check->seen[at->id - 1])
        status = check_content(at);
    check->seen[at->id - 1] = 1;
    for (size_t i = 0; i < calf_node_count(at) && status == CALF_OK; i++) {
        const calf_node child = calf_node_entry(at, i);
        status = check_node(&child, depth + 1, check);
    }
    return status;
}

static calf_status check_tree(calf_tree *tree)
{
    const calf_node root = calf_node_root(tree);
    const size_t nodes = (size_t)(tree->document.nodes.top - tree->document.nodes.start);
    tree_check check = {calloc(nodes, 1), nodes + CALF_YAML_ALIASED_MAX};
    if (!check.seen)
        return calf_error_no_memory();
    calf_status status = check_node(&root, 0, &check);
    free(check.seen);
    return status;
}

static size_t line_at(const char *text, size_t length, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset && i < length; i++)
        line += text[i] == '\n';
    return line;
}

static calf_status place_error(
    const calf_tree *tree, size_t line, const char *problem, const char *context)
{
    char place[512];
    if (tree->setting)
        snprintf(place, sizeof place, "--set %.300s", tree->setting);
    else
        snprintf(place, sizeof place, "%.300s:%zu", tree->file, line);
    return calf_error_set(CALF_BAD_INPUT, "%s: %s%s%s%s", place, problem, context ? " (" : "",
        context ? context : "", context ? ")" : "");
}

static calf_status syntax_error(
    const calf_tree *tree, const yaml_parser_t *parser, const char *text, size_t length)
{
    char problem[256];
    size_t line = parser->problem_mark.line + 1;
    if (parser->error == YAML_MEMORY_ERROR || parser->problem == NULL) // both without memory
        return calf_error_no_memory();
    if (parser->error == YAML_READER_ERROR)
        line = line_at(text, length, parser->problem_offset);
    snprintf(problem, sizeof problem, "not YAML: %s", parser->problem);
    return place_error(tree, line, problem, parser->context);
}

// Flow lists within lists cost libyaml time that grows as the square of their depth, so depth is
// looked at before loading. Brackets in texts and comments count too: hence the margin.
static calf_status check_brackets(const calf_tree *tree, const char *text, size_t length)
{
    long depth = 0;
    for (size_t i = 0; i < length; i++) {
        depth += (text[i] == '[' || text[i] == '{') - (text[i] == ']' || text[i] == '}');
        if (depth > 100L * CALF_YAML_DEPTH_MAX)
            return place_error(
                tree, line_at(text, length, i), "not YAML: brackets nested too deeply", NULL);
    }
    return CALF_OK;
}

static calf_status load_only_document(
    calf_tree *tree, yaml_parser_t *parser, const char *text, size_t length)
{
    yaml_document_t second;
    if (!yaml_parser_load(parser, &tree->document))
        return syntax_error(tree, parser, text, length);
    calf_status status = CALF_OK;
    if (!yaml_document_get_root_node(&tree->document))
        status = place_error(tree, 1, "the file is empty; allowed: one YAML mapping", NULL);
    else if (!yaml_parser_load(parser, &second))
        status = syntax_error(tree, parser, text, length);
    else {
        if (yaml_document_get_root_node(&second))
            status = place_error(tree, second.start_mark.line + 1,
                "a second document begins; allowed: one document", NULL);
        yaml_document_delete(&second);
    }
    if (status != CALF_OK)
        yaml_document_delete(&tree->document);
    return status;
}

calf_status calf_tree_load(
    calf_tree *tree, const char *text, size_t length, const char *file, const char *setting)
{
    yaml_parser_t parser;
    *tree = (calf_tree){.file = file, .setting = setting};
    calf_status status = check_brackets(tree, text, length);
    if (status != CALF_OK)
        return status;
    if (!yaml_parser_initialize(&parser))
        return calf_error_no_memory();
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    status = load_only_document(tree, &parser, text, length);
    yaml_parser_delete(&parser);
    if (status != CALF_OK)
        return status;
    status = check_tree(tree);
    if (status != CALF_OK)
        calf_tree_release(tree);
    return status;
}

void calf_tree_release(calf_tree *tree)
{
    yaml_document_delete(&tree->document);
    free((void *)tree->origin);
}

int calf_tree_is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}
