// SPDX-License-Identifier: GPL-3.0-or-later
// Helpers around HDF5: silence, error texts, attributes, strings.
#include "results/hdf5_util.h"

#include "core/error.h"

#include <stdlib.h>
#include <string.h>

void calf_h5_quiet_begin(calf_h5_quiet *quiet)
{
    quiet->known = H5Eget_auto2(H5E_DEFAULT, &quiet->print, &quiet->data) >= 0;
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

void calf_h5_quiet_end(const calf_h5_quiet *quiet)
{
    if (quiet->known)
        H5Eset_auto2(H5E_DEFAULT, quiet->print, quiet->data);
}

static herr_t keep_first(unsigned depth, const H5E_error2_t *error, void *data)
{
    char *reason = data;
    if (depth == 0 && error->desc) {
        const size_t length = strlen(error->desc) < 511 ? strlen(error->desc) : 511;
        memcpy(reason, error->desc, length);
        reason[length] = 0;
    }
    return 0;
}

calf_status calf_h5_error(calf_status status, const char *path, const char *what)
{
    char reason[512] = "HDF5 gives no reason";
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, reason);
    return calf_error_set(status, "%s: %s: %s", path, what, reason);
}

calf_status calf_system_error(calf_status status, const char *path, const char *what, int code)
{
    char reason[256] = "";
    if (strerror_r(code, reason, sizeof reason) != 0)
        return calf_error_set(status, "%s: %s: error %d", path, what, code);
    return calf_error_set(status, "%s: %s: %s", path, what, reason);
}

hid_t calf_h5_text_type(void)
{
    const hid_t type = H5Tcopy(H5T_C_S1);
    if (type < 0)
        return type;
    if (H5Tset_size(type, H5T_VARIABLE) < 0 || H5Tset_cset(type, H5T_CSET_UTF8) < 0) {
        H5Tclose(type);
        return -1;
    }
    return type;
}

static herr_t put(hid_t object, const char *name, hid_t file_type, hid_t type, const void *value)
{
    herr_t result = -1;
    const hid_t space = H5Screate(H5S_SCALAR);
    if (space < 0)
        return -1;
    const hid_t attribute = H5Acreate2(object, name, file_type, space, H5P_DEFAULT, H5P_DEFAULT);
    if (attribute >= 0) {
        result = H5Awrite(attribute, type, value);
        if (H5Aclose(attribute) < 0)
            result = -1;
    }
    H5Sclose(space);
    return result;
}

// Fixed length, as netCDF writes its own text attributes.
herr_t calf_h5_put_text(hid_t object, const char *name, const char *text)
{
    herr_t result = -1;
    const hid_t type = H5Tcopy(H5T_C_S1);
    if (type < 0)
        return -1;
    const size_t length = strlen(text);
    if (H5Tset_size(type, length ? length : 1) >= 0 && H5Tset_strpad(type, H5T_STR_NULLPAD) >= 0 &&
        H5Tset_cset(type, H5T_CSET_UTF8) >= 0)
        result = put(object, name, type, type, text);
    H5Tclose(type);
    return result;
}

herr_t calf_h5_put_int(hid_t object, const char *name, int value)
{
    return put(object, name, H5T_STD_I32LE, H5T_NATIVE_INT, &value);
}

herr_t calf_h5_put_uint64(hid_t object, const char *name, uint64_t value)
{
    return put(object, name, H5T_STD_U64LE, H5T_NATIVE_UINT64, &value);
}

herr_t calf_h5_put_double(hid_t object, const char *name, double value)
{
    return put(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, &value);
}

// Opens an attribute that holds one value, and its type; negative when there is none.
static hid_t open_single(hid_t object, const char *name, hid_t *type)
{
    if (H5Aexists(object, name) <= 0)
        return -1;
    const hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
    if (attribute < 0)
        return -1;
    const hid_t space = H5Aget_space(attribute);
    const int single = space >= 0 && H5Sget_simple_extent_npoints(space) == 1;
    if (space >= 0)
        H5Sclose(space);
    *type = single ? H5Aget_type(attribute) : -1;
    if (*type >= 0)
        return attribute;
    H5Aclose(attribute);
    return -1;
}

herr_t calf_h5_get_number(hid_t object, const char *name, hid_t memory_type, void *value)
{
    hid_t type;
    const hid_t attribute = open_single(object, name, &type);
    if (attribute < 0)
        return -1;
    const H5T_class_t class = H5Tget_class(type);
    const herr_t result =
        class == H5T_INTEGER || class == H5T_FLOAT ? H5Aread(attribute, memory_type, value) : -1;
    H5Tclose(type);
    H5Aclose(attribute);
    return result;
}

static herr_t get_fixed_text(hid_t attribute, hid_t type, char **text)
{
    const size_t size = H5Tget_size(type);
    *text = size ? calloc(size + 1, 1) : NULL;
    if (*text && H5Aread(attribute, type, *text) >= 0)
        return 0;
    free(*text);
    *text = NULL;
    return -1;
}

herr_t calf_h5_get_text(hid_t object, const char *name, char **text)
{
    hid_t type;
    *text = NULL;
    const hid_t attribute = open_single(object, name, &type);
    if (attribute < 0)
        return -1;
    const herr_t result = H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0
        ? get_fixed_text(attribute, type, text)
        : -1;
    H5Tclose(type);
    H5Aclose(attribute);
    return result;
}

void calf_strings_free(char **strings, size_t count)
{
    for (size_t i = 0; strings && i < count; i++)
        free(strings[i]);
    free(strings);
}

// HDF5 hands out NULL for a string that was never written.
static herr_t copy_strings(char **from, size_t count, char **to)
{
    for (size_t i = 0; i < count; i++) {
        to[i] = strdup(from[i] ? from[i] : "");
        if (!to[i])
            return -1;
    }
    return 0;
}

herr_t calf_h5_read_strings(hid_t dataset, char ***strings, size_t *count)
{
    herr_t result = -1;
    char **raw = NULL, **copies = NULL;
    hssize_t points = 0;
    const hid_t space = H5Dget_space(dataset);
    const hid_t file_type = H5Dget_type(dataset);
    const hid_t type = calf_h5_text_type();
    if (space < 0 || file_type < 0 || type < 0 || H5Tget_class(file_type) != H5T_STRING ||
        H5Tis_variable_str(file_type) <= 0)
        goto cleanup;
    points = H5Sget_simple_extent_npoints(space);
    if (points < 0 || points > 1000000)
        goto cleanup;
    raw = calloc((size_t)points + 1, sizeof *raw);
    copies = calloc((size_t)points + 1, sizeof *copies);
    if (!raw || !copies || H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, raw) < 0)
        goto cleanup;
    result = copy_strings(raw, (size_t)points, copies);
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw);
cleanup:
    if (result >= 0) {
        *strings = copies;
        *count = (size_t)points;
    } else {
        calf_strings_free(copies, (size_t)(points > 0 ? points : 0));
    }
    free(raw);
    if (type >= 0)
        H5Tclose(type);
    if (file_type >= 0)
        H5Tclose(file_type);
    if (space >= 0)
        H5Sclose(space);
    return result;
}
