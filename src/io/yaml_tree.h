// SPDX-License-Identifier: GPL-3.0-or-later
// A YAML document in memory, sound in itself: one document, plain tags, unique keys, bounded depth.
#ifndef CALF_IO_YAML_TREE_H
#define CALF_IO_YAML_TREE_H

#include <calfsim/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

enum {
    CALF_YAML_DEPTH_MAX = 64,
    CALF_YAML_ALIASED_MAX = 1000000 ///< nodes that aliases may add when written out
};

typedef struct calf_tree {
    yaml_document_t document;
    const char *file; ///< stands for the file in messages
    const char *setting; ///< the whole tree is the value of this "key=value"; NULL for a file
    const char **origin; ///< of each node: the setting that put it there, or NULL
    size_t origin_count;
    const char *point; ///< stands for file and line in a point of a sweep; NULL elsewhere
    const char *point_values; ///< follows it where a message is not about a factor's value
} calf_tree;

/** Loads and checks a text. `file` and `setting` must outlive the tree. On failure nothing is left
 *  to release.
 *  Errors: syntax, several documents, none, duplicate keys, tags, depth, with file and line. */
calf_status calf_tree_load(
    calf_tree *tree, const char *text, size_t length, const char *file, const char *setting);

void calf_tree_release(calf_tree *tree);

/** Whether a text holds no YAML but blanks. */
int calf_tree_is_blank(const char *text);

/** Reads a part of a path as an index of a list: digits, without needless zeros. */
bool calf_index_parse(const char *part, size_t *index);

/** Applies the settings in order: dotted paths into the tree, or names of parameters.
 *  `keys` are the `key_count` names at the top of an experiment. */
calf_status calf_tree_set(calf_tree *tree, const char *const settings[], size_t count,
    const char *const keys[], size_t key_count);

#endif
