// SPDX-License-Identifier: GPL-3.0-or-later
// Walking two result files side by side.
#include "analysis/diff.h"

#include "analysis/diff_values.h"
#include "core/error.h"
#include "results/hdf5_util.h"
#include "results/result_file.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct walk {
    const calf_result *a, *b;
    FILE *out;
    size_t found;
} walk;

// The names in a group, or of an object's attributes, in alphabetical order.
typedef struct names {
    char **name;
    size_t count;
} names;

static herr_t add_name(names *into, const char *name)
{
    char **longer = realloc(into->name, (into->count + 1) * sizeof *longer);
    if (!longer)
        return -1;
    into->name = longer;
    into->name[into->count] = strdup(name);
    return into->name[into->count++] ? 0 : -1;
}

static herr_t add_link(hid_t group, const char *name, const H5L_info_t *info, void *data)
{
    (void)group, (void)info;
    return add_name(data, name);
}

// What ties datasets to their dimensions holds addresses in the file.
static herr_t add_attribute(hid_t object, const char *name, const H5A_info_t *info, void *data)
{
    (void)object, (void)info;
    if (strcmp(name, "DIMENSION_LIST") == 0 || strcmp(name, "REFERENCE_LIST") == 0)
        return 0;
    return add_name(data, name);
}

static calf_status hdf5_failed(const walk *at, const char *path)
{
    char both[512];
    snprintf(both, sizeof both, "%.200s and %.200s", at->a->path, at->b->path);
    return calf_h5_error(CALF_BAD_INPUT, both, path);
}

static int by_name(const names *x, const names *y, size_t i, size_t j)
{
    if (i == x->count)
        return 1;
    return j == y->count ? -1 : strcmp(x->name[i], y->name[j]);
}

static void only_in(walk *at, const char *place, const char *name, const char *file)
{
    fprintf(at->out, "%s%s: only in %s\n", place, name, file);
    at->found++;
}

typedef calf_status visitor(walk *at, hid_t a, hid_t b, const char *place, const char *name);

// Both lists in step: what only one has is a difference, what both have is visited.
static calf_status in_step(
    walk *at, hid_t a, hid_t b, const char *place, const names *x, const names *y, visitor *visit)
{
    calf_status status = CALF_OK;
    size_t i = 0, j = 0;
    while (!status && (i < x->count || j < y->count)) {
        const int order = by_name(x, y, i, j);
        if (order < 0) {
            only_in(at, place, x->name[i++], at->a->path);
        } else if (order > 0) {
            only_in(at, place, y->name[j++], at->b->path);
        } else {
            status = visit(at, a, b, place, x->name[i++]);
            j++;
        }
    }
    return status;
}

// An attribute as text: words in quotes, numbers with all their digits.
static herr_t attribute_text(hid_t object, const char *name, char **text)
{
    double number = 0;
    int64_t whole = 0;
    uint64_t positive = 0;
    char buffer[64];
    *text = NULL;
    if (calf_h5_get_text(object, name, text) >= 0)
        return 0;
    const hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    const hid_t type = attribute < 0 ? -1 : H5Aget_type(attribute);
    herr_t result = -1;
    if (type >= 0 && H5Tget_class(type) == H5T_FLOAT) {
        result = calf_h5_get_number(object, name, H5T_NATIVE_DOUBLE, &number);
        snprintf(buffer, sizeof buffer, "%.17g", number);
    } else if (type >= 0 && H5Tget_sign(type) == H5T_SGN_2) {
        result = calf_h5_get_number(object, name, H5T_NATIVE_INT64, &whole);
        snprintf(buffer, sizeof buffer, "%" PRId64, whole);
    } else if (type >= 0) {
        result = calf_h5_get_number(object, name, H5T_NATIVE_UINT64, &positive);
        snprintf(buffer, sizeof buffer, "%" PRIu64, positive);
    }
    if (type >= 0)
        H5Tclose(type);
    if (attribute >= 0)
        H5Aclose(attribute);
    *text = result < 0 ? NULL : strdup(buffer);
    return *text ? 0 : -1;
}

static calf_status visit_attribute(walk *at, hid_t a, hid_t b, const char *place, const char *name)
{
    char *x = NULL, *y = NULL;
    // An attribute that is neither one number nor one text is none of ours.
    const herr_t x_read = attribute_text(a, name, &x), y_read = attribute_text(b, name, &y);
    if (x_read < 0 || y_read < 0) {
        fprintf(at->out, "%s%s: attribute that cannot be compared\n", place, name);
        at->found++;
    } else if (strcmp(x, y) != 0) {
        fprintf(at->out, "%s%s: attribute '%s', and '%s'\n", place, name, x, y);
        at->found++;
    }
    free(x);
    free(y);
    return CALF_OK;
}

static calf_status compare_attributes(walk *at, hid_t a, hid_t b, const char *place)
{
    names x = {0}, y = {0};
    calf_status status;
    if (H5Aiterate2(a, H5_INDEX_NAME, H5_ITER_INC, NULL, add_attribute, &x) < 0 ||
        H5Aiterate2(b, H5_INDEX_NAME, H5_ITER_INC, NULL, add_attribute, &y) < 0)
        status = hdf5_failed(at, place);
    else
        status = in_step(at, a, b, place, &x, &y, visit_attribute);
    calf_strings_free(x.name, x.count);
    calf_strings_free(y.name, y.count);
    return status;
}

static int shape_of(hid_t dataset, hsize_t size[], char *text, size_t room)
{
    const hid_t space = H5Dget_space(dataset);
    int rank = space < 0 ? -1 : H5Sget_simple_extent_ndims(space);
    if (rank > CALF_PORTIONS_RANK_MAX)
        rank = -1;
    if (rank >= 0)
        H5Sget_simple_extent_dims(space, size, NULL);
    if (space >= 0)
        H5Sclose(space);
    size_t used = (size_t)snprintf(text, room, "%s", rank == 0 ? "of one value" : "");
    for (int k = 0; k < rank && used < room; k++)
        used += (size_t)snprintf(
            text + used, room - used, "%s%llu", k ? " x " : "", (unsigned long long)size[k]);
    return rank;
}

static int same_type(hid_t a, hid_t b)
{
    const hid_t x = H5Dget_type(a), y = H5Dget_type(b);
    const int same = x >= 0 && y >= 0 && H5Tequal(x, y) > 0;
    if (x >= 0)
        H5Tclose(x);
    if (y >= 0)
        H5Tclose(y);
    return same;
}

static void print_values(
    walk *at, hid_t dataset, int rank, const char *place, const calf_value_diff *diff)
{
    char where[512], undefined[64] = "";
    calf_index_describe(dataset, rank, diff->at, where, sizeof where);
    if (diff->one_nan)
        snprintf(
            undefined, sizeof undefined, " (%" PRIu64 " undefined in one of them)", diff->one_nan);
    fprintf(at->out, "%s: %" PRIu64 " of %" PRIu64 " values differ%s", place, diff->differ,
        diff->values, undefined);
    if (!diff->text && diff->differ > diff->one_nan)
        fprintf(at->out, ", at most by %.6g (relative %.3g): %.10g and %.10g", diff->absolute,
            diff->relative, diff->first, diff->second);
    fprintf(at->out, "%s%s\n", where[0] ? " at " : "", where);
    at->found++;
}

static calf_status compare_datasets(walk *at, hid_t a, hid_t b, const char *place)
{
    hsize_t x[CALF_PORTIONS_RANK_MAX], y[CALF_PORTIONS_RANK_MAX];
    char x_text[200], y_text[200];
    calf_value_diff diff;
    const int rank = shape_of(a, x, x_text, sizeof x_text);
    if (!same_type(a, b)) {
        fprintf(at->out, "%s: another type\n", place);
        at->found++;
    } else if (shape_of(b, y, y_text, sizeof y_text) != rank || strcmp(x_text, y_text) != 0) {
        fprintf(at->out, "%s: shape %s, and %s\n", place, x_text, y_text);
        at->found++;
    } else if (calf_values_compare(a, b, &diff) < 0) {
        return hdf5_failed(at, place);
    } else if (diff.differ) {
        print_values(at, a, rank, place, &diff);
    }
    return CALF_OK;
}

static calf_status compare_groups(walk *at, hid_t a, hid_t b, const char *place);

static calf_status compare_objects(walk *at, hid_t a, hid_t b, const char *place)
{
    char inside[512];
    const H5I_type_t kind = H5Iget_type(a);
    if (kind != H5Iget_type(b)) {
        fprintf(at->out, "%s: a group in one file, a dataset in the other\n", place);
        at->found++;
        return CALF_OK;
    }
    snprintf(inside, sizeof inside, "%.500s/", place);
    if (kind == H5I_GROUP)
        return compare_groups(at, a, b, inside);
    const calf_status status = kind == H5I_DATASET ? compare_datasets(at, a, b, place) : CALF_OK;
    return status ? status : compare_attributes(at, a, b, inside);
}

static calf_status visit_object(walk *at, hid_t a, hid_t b, const char *place, const char *name)
{
    char path[512];
    if (!place[0] && strcmp(name, "provenance") == 0)
        return CALF_OK;
    snprintf(path, sizeof path, "%s%s", place, name);
    const hid_t x = H5Oopen(a, name, H5P_DEFAULT);
    const hid_t y = x < 0 ? -1 : H5Oopen(b, name, H5P_DEFAULT);
    const calf_status status = y < 0 ? hdf5_failed(at, path) : compare_objects(at, x, y, path);
    if (y >= 0)
        H5Oclose(y);
    if (x >= 0)
        H5Oclose(x);
    return status;
}

static calf_status compare_groups(walk *at, hid_t a, hid_t b, const char *place)
{
    names x = {0}, y = {0};
    calf_status status = compare_attributes(at, a, b, place);
    if (!status &&
        (H5Literate(a, H5_INDEX_NAME, H5_ITER_INC, NULL, add_link, &x) < 0 ||
            H5Literate(b, H5_INDEX_NAME, H5_ITER_INC, NULL, add_link, &y) < 0))
        status = hdf5_failed(at, place);
    if (!status)
        status = in_step(at, a, b, place, &x, &y, visit_object);
    calf_strings_free(x.name, x.count);
    calf_strings_free(y.name, y.count);
    return status;
}

calf_status calf_result_diff(const char *a, const char *b, FILE *out, size_t *differences)
{
    calf_h5_quiet quiet;
    calf_result *x = NULL, *y = NULL;
    *differences = 0;
    calf_status status = calf_result_open(a, &x);
    if (!status)
        status = calf_result_open(b, &y);
    if (!status) {
        walk at = {x, y, out, 0};
        calf_h5_quiet_begin(&quiet);
        status = compare_groups(&at, (hid_t)x->file, (hid_t)y->file, "");
        if (!status) // else see calf_result_open
            calf_h5_quiet_end(&quiet);
        *differences = at.found;
    }
    calf_result_close(y);
    calf_result_close(x);
    return status;
}
