// SPDX-License-Identifier: GPL-3.0-or-later
// Places in a YAML tree: looking things up, reading values, and saying what is wrong where.
#ifndef CALF_IO_YAML_NODE_H
#define CALF_IO_YAML_NODE_H

#include "core/error.h"
#include "core/number.h"
#include "io/yaml_tree.h"

#include <stdbool.h>
#include <stdint.h>

/** A place: a node and the way that led to it. Parents live on the callers' stacks. */
typedef struct calf_node {
    calf_tree *tree;
    int id;
    int key_id; ///< node of the key, 0 in lists and at the top
    const struct calf_node *parent;
    const char *key; ///< NULL in lists
    size_t index; ///< in lists
} calf_node;

calf_node calf_node_root(calf_tree *tree);

bool calf_node_is_map(const calf_node *at);
bool calf_node_is_list(const calf_node *at);

/** The scalar's text, or NULL when the node is a list or a mapping. */
const char *calf_node_text(const calf_node *at);

/** Entries of a list or mapping; 0 for a scalar. */
size_t calf_node_count(const calf_node *at);

/** The entry at an index of a list or mapping; `at` must outlive it. */
calf_node calf_node_entry(const calf_node *at, size_t index);

/** The value of a mapping's key; false without that key. `at` must outlive the child. */
bool calf_node_child(const calf_node *at, const char *key, calf_node *child);

/** Sets the error "FILE:LINE: KEY.PATH: ...", or "--set KEY=VALUE: KEY.PATH: ...". */
calf_status calf_node_error(const calf_node *at, const char *format, ...) CALF_PRINTF_LIKE(2, 3);

/** "FILE:LINE: KEY.PATH", or "--set KEY=VALUE: KEY.PATH": where messages say that a place is. */
void calf_node_place(const calf_node *at, char *text, size_t size);

/** Sets the error "...: 'VALUE' <problem>; allowed: <allowed>". */
calf_status calf_node_bad_value(const calf_node *at, const char *problem, const char *allowed);

/** Sets the error for a key that does not exist: what does, and the closest of them. */
calf_status calf_node_unknown_key(const calf_node *at, const char *const names[], size_t count);

/** Sets the error for a value that is not one of the names. `what` is "plan", "parameter", ... */
calf_status calf_node_unknown_name(
    const calf_node *at, const char *what, const char *const names[], size_t count);

calf_status calf_node_need_map(const calf_node *at);
calf_status calf_node_need_list(const calf_node *at);

/** Values of scalars. A quoted text is not a number. */
calf_status calf_node_read_number(const calf_node *at, calf_range range, double *value);
calf_status calf_node_read_integer(const calf_node *at, calf_range range, int *value);
calf_status calf_node_read_count(const calf_node *at, calf_range range, uint64_t *value);
calf_status calf_node_read_flag(const calf_node *at, bool *value);

/** A copy of the scalar's text that replaces `*value`, which is freed. */
calf_status calf_node_read_text(const calf_node *at, char **value);

/** The index of the scalar's text among the names. */
calf_status calf_node_read_choice(
    const calf_node *at, const char *what, const char *const names[], size_t count, int *value);

typedef enum calf_field_type {
    CALF_FIELD_NUMBER, ///< double
    CALF_FIELD_INTEGER, ///< int
    CALF_FIELD_COUNT, ///< uint64_t
    CALF_FIELD_FLAG, ///< bool
    CALF_FIELD_TEXT, ///< char *, owned
    CALF_FIELD_OTHER ///< allowed here, read by the caller
} calf_field_type;

/** One key of a mapping and where its value goes. */
typedef struct calf_field {
    const char *key;
    calf_field_type type;
    bool required;
    const calf_range *range; ///< of numbers
    size_t offset; ///< into the object
} calf_field;

enum { CALF_FIELDS_MAX = 32 };

/** Reads a mapping by its table of keys: a key beside them is an error, so is a missing required
 *  one; an absent optional one leaves the object's value alone. */
calf_status calf_node_read_fields(
    const calf_node *at, const calf_field *fields, size_t count, void *object);

/** Which one of the names is a key here: its index and place. Errors: none or several. */
calf_status calf_node_one_of(
    const calf_node *at, const char *const names[], size_t count, int *which, calf_node *child);

#define CALF_COUNT_OF(array) (sizeof(array) / sizeof *(array))

#endif
