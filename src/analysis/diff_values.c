// SPDX-License-Identifier: GPL-3.0-or-later
// Values of two datasets side by side, piece by piece.
#include "analysis/diff_values.h"

#include "results/hdf5_util.h"

#include <hdf5_hl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 1 << 20 }; // values read at once

// What is read of both: one buffer each, of doubles or of whole numbers of 64 bits.
typedef struct pieces {
    hid_t type;
    int rank;
    hsize_t size[CALF_PORTIONS_RANK_MAX];
    void *a, *b;
} pieces;

static hid_t memory_type(hid_t type)
{
    if (H5Tget_class(type) == H5T_FLOAT)
        return H5T_NATIVE_DOUBLE;
    return H5Tget_sign(type) == H5T_SGN_NONE ? H5T_NATIVE_UINT64 : H5T_NATIVE_INT64;
}

static double number(hid_t type, const void *values, size_t i)
{
    if (type == H5T_NATIVE_DOUBLE)
        return ((const double *)values)[i];
    if (type == H5T_NATIVE_INT64)
        return (double)((const int64_t *)values)[i];
    return (double)((const uint64_t *)values)[i];
}

static int same(hid_t type, const void *a, const void *b, size_t i)
{
    if (type != H5T_NATIVE_DOUBLE)
        return ((const uint64_t *)a)[i] == ((const uint64_t *)b)[i];
    const double x = ((const double *)a)[i], y = ((const double *)b)[i];
    return x == y || (isnan(x) && isnan(y));
}

static void index_of(int rank, const hsize_t start[], const hsize_t count[], size_t i, hsize_t at[])
{
    for (int k = rank - 1; k >= 0; k--) {
        at[k] = start[k] + i % count[k];
        i /= count[k];
    }
}

static void note(calf_value_diff *diff, double x, double y, int rank, const hsize_t start[],
    const hsize_t count[], size_t i)
{
    const double absolute = fabs(x - y);
    const int comparable = isnan(x) == isnan(y);
    diff->differ++;
    diff->one_nan += !comparable;
    const int first_number = comparable && diff->differ - diff->one_nan == 1;
    if (diff->differ == 1 || first_number || (comparable && absolute > diff->absolute)) {
        index_of(rank, start, count, i, diff->at);
        diff->first = x;
        diff->second = y;
    }
    if (comparable) {
        diff->absolute = fmax(diff->absolute, absolute);
        diff->relative = fmax(diff->relative, absolute / fmax(fabs(x), fabs(y)));
    }
}

static herr_t read_piece(
    hid_t dataset, const pieces *both, const hsize_t start[], const hsize_t count[], void *values)
{
    herr_t result = -1;
    const hid_t space = H5Dget_space(dataset);
    const hid_t memory =
        both->rank ? H5Screate_simple(both->rank, count, NULL) : H5Screate(H5S_SCALAR);
    if (space >= 0 && memory >= 0 &&
        (both->rank == 0 ||
            H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL) >= 0))
        result = H5Dread(dataset, both->type, memory, space, H5P_DEFAULT, values);
    if (memory >= 0)
        H5Sclose(memory);
    if (space >= 0)
        H5Sclose(space);
    return result;
}

static herr_t compare_piece(hid_t a, hid_t b, const pieces *both, const hsize_t start[],
    const hsize_t count[], calf_value_diff *diff)
{
    size_t values = 1;
    for (int k = 0; k < both->rank; k++)
        values *= (size_t)count[k];
    if (read_piece(a, both, start, count, both->a) < 0 ||
        read_piece(b, both, start, count, both->b) < 0)
        return -1;
    diff->values += values;
    for (size_t i = 0; i < values; i++)
        if (!same(both->type, both->a, both->b, i))
            note(diff, number(both->type, both->a, i), number(both->type, both->b, i), both->rank,
                start, count, i);
    return 0;
}

static herr_t compare_pieces(hid_t a, hid_t b, const pieces *both, calf_value_diff *diff)
{
    calf_portions at;
    if (!calf_portions_begin(&at, both->rank, both->size, -1, PIECE))
        return 0;
    do
        if (compare_piece(a, b, both, at.start, at.count, diff) < 0)
            return -1;
    while (calf_portions_next(&at));
    return 0;
}

static herr_t compare_numbers(hid_t a, hid_t b, pieces *both, calf_value_diff *diff)
{
    herr_t result = -1;
    both->a = malloc((size_t)PIECE * sizeof(double));
    both->b = malloc((size_t)PIECE * sizeof(double));
    if (both->a && both->b)
        result = compare_pieces(a, b, both, diff);
    free(both->a);
    free(both->b);
    return result;
}

static herr_t compare_strings(hid_t a, hid_t b, const pieces *both, calf_value_diff *diff)
{
    char **x = NULL, **y = NULL;
    size_t x_count = 0, y_count = 0;
    const hsize_t start[CALF_PORTIONS_RANK_MAX] = {0};
    const herr_t result = calf_h5_read_strings(a, &x, &x_count) < 0 ||
            calf_h5_read_strings(b, &y, &y_count) < 0 || x_count != y_count
        ? -1
        : 0;
    for (size_t i = 0; result == 0 && i < x_count; i++) {
        diff->values++;
        diff->text = 1;
        if (strcmp(x[i], y[i]) != 0 && diff->differ++ == 0)
            index_of(both->rank, start, both->size, i, diff->at);
    }
    calf_strings_free(x, x_count);
    calf_strings_free(y, y_count);
    return result;
}

herr_t calf_values_compare(hid_t a, hid_t b, calf_value_diff *diff)
{
    herr_t result = -1;
    pieces both = {0};
    *diff = (calf_value_diff){0};
    const hid_t space = H5Dget_space(a);
    const hid_t type = H5Dget_type(a);
    if (space < 0 || type < 0)
        goto cleanup;
    both.rank = H5Sget_simple_extent_ndims(space);
    if (both.rank < 0 || both.rank > CALF_PORTIONS_RANK_MAX)
        goto cleanup;
    H5Sget_simple_extent_dims(space, both.size, NULL);
    const H5T_class_t class = H5Tget_class(type);
    if (class == H5T_STRING) {
        result = compare_strings(a, b, &both, diff);
    } else if (class == H5T_FLOAT || class == H5T_INTEGER) {
        both.type = memory_type(type);
        result = compare_numbers(a, b, &both, diff);
    }
cleanup:
    if (type >= 0)
        H5Tclose(type);
    if (space >= 0)
        H5Sclose(space);
    return result;
}

// One coordinate, looked up in its dimension scale.
typedef struct coordinate {
    hsize_t at;
    char text[200];
} coordinate;

static void read_coordinate(hid_t scale, hid_t type, hsize_t at, char *text, size_t room)
{
    const hsize_t one = 1;
    double value = 0;
    const pieces numbers = {.type = H5T_NATIVE_DOUBLE, .rank = 1};
    if (H5Tget_class(type) != H5T_STRING) {
        if (read_piece(scale, &numbers, &at, &one, &value) >= 0)
            snprintf(text, room, "%.10g", value);
        return;
    }
    char **names = NULL;
    size_t count = 0;
    if (calf_h5_read_strings(scale, &names, &count) < 0)
        return;
    if (at < count)
        snprintf(text, room, "%s", names[at]);
    calf_strings_free(names, count);
}

static herr_t look_up(hid_t dataset, unsigned dimension, hid_t scale, void *data)
{
    (void)dataset, (void)dimension;
    coordinate *wanted = data;
    char name[64] = "", value[100];
    const hid_t type = H5Dget_type(scale);
    snprintf(value, sizeof value, "%llu", (unsigned long long)wanted->at);
    H5Iget_name(scale, name, sizeof name);
    if (type >= 0) {
        read_coordinate(scale, type, wanted->at, value, sizeof value);
        H5Tclose(type);
    }
    const char *slash = strrchr(name, '/');
    snprintf(wanted->text, sizeof wanted->text, "%s %s", slash ? slash + 1 : name, value);
    return 1;
}

void calf_index_describe(hid_t dataset, int rank, const hsize_t at[], char *text, size_t room)
{
    size_t used = 0;
    text[0] = 0;
    for (int k = 0; k < rank && used < room; k++) {
        coordinate wanted = {.at = at[k]};
        snprintf(wanted.text, sizeof wanted.text, "index %llu", (unsigned long long)at[k]);
        H5DSiterate_scales(dataset, (unsigned)k, NULL, look_up, &wanted);
        const int more = snprintf(text + used, room - used, "%s%s", k ? ", " : "", wanted.text);
        used += more > 0 ? (size_t)more : 0;
    }
}
