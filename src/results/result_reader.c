// SPDX-License-Identifier: GPL-3.0-or-later
// Opening results and reading their numbers.
#include "results/result_file.h"

#include "core/error.h"
#include "results/hdf5_util.h"

#include <errno.h>
#include <fcntl.h>
#include <hdf5_hl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// HDF5 says little about a file that it cannot find or read; the system says it better.
static calf_status check_readable(const char *path)
{
    struct stat there;
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return calf_system_error(CALF_BAD_INPUT, path, "cannot read", errno);
    int code = fstat(fd, &there) != 0 ? errno : 0;
    close(fd);
    if (!code && S_ISDIR(there.st_mode))
        code = EISDIR;
    if (code)
        return calf_system_error(CALF_BAD_INPUT, path, "cannot read", code);
    if (!S_ISREG(there.st_mode))
        return calf_error_set(CALF_BAD_INPUT, "%s: cannot read: not a file", path);
    return CALF_OK;
}

static calf_status foreign(const char *path, const char *lacking)
{
    return calf_error_set(CALF_BAD_INPUT,
        "%s: this HDF5 file is not a result of calfsim, or is damaged: no usable %s", path,
        lacking);
}

static calf_status read_strings(
    const calf_result *result, const char *name, char ***strings, size_t *count)
{
    *strings = NULL;
    *count = 0;
    if (!calf_result_has(result, name))
        return foreign(result->path, name);
    const hid_t dataset = H5Dopen2((hid_t)result->file, name, H5P_DEFAULT);
    const herr_t read = dataset < 0 ? -1 : calf_h5_read_strings(dataset, strings, count);
    if (dataset >= 0)
        H5Dclose(dataset);
    return read < 0 || *count == 0 ? foreign(result->path, name) : CALF_OK;
}

static calf_status read_numbers(calf_result *result)
{
    const hid_t file = (hid_t)result->file;
    int format = 0, days = 0;
    if (calf_h5_get_number(file, "calfsim_format", H5T_NATIVE_INT, &format) < 0)
        return foreign(result->path, "calfsim_format");
    if (format != 1)
        return calf_error_set(CALF_BAD_INPUT,
            "%s: its format is %d, and this version of calfsim reads 1", result->path, format);
    if (calf_h5_get_number(file, "days", H5T_NATIVE_INT, &days) < 0 || days < 0)
        return foreign(result->path, "days");
    result->days = (size_t)days;
    if (calf_h5_get_number(file, "seed", H5T_NATIVE_UINT64, &result->seed) < 0)
        return foreign(result->path, "seed");
    if (calf_h5_get_number(file, "runners_per_world", H5T_NATIVE_UINT64, &result->runners) < 0)
        return foreign(result->path, "runners_per_world");
    if (calf_h5_get_number(file, "history_days", H5T_NATIVE_INT, &result->history_days) < 0)
        return foreign(result->path, "history_days");
    if (calf_h5_get_number(file, "cohort", H5T_NATIVE_INT, &result->cohort) < 0)
        return foreign(result->path, "cohort");
    if (calf_h5_get_number(file, "sore_day_mm", H5T_NATIVE_DOUBLE, &result->sore_day_mm) < 0)
        return foreign(result->path, "sore_day_mm");
    return CALF_OK;
}

static calf_status read_size(const calf_result *result, const char *dimension, size_t *size)
{
    hssize_t found = -1;
    if (calf_result_has(result, dimension)) {
        const hid_t dataset = H5Dopen2((hid_t)result->file, dimension, H5P_DEFAULT);
        const hid_t space = dataset < 0 ? -1 : H5Dget_space(dataset);
        if (space >= 0)
            found = H5Sget_simple_extent_npoints(space);
        if (space >= 0)
            H5Sclose(space);
        if (dataset >= 0)
            H5Dclose(dataset);
    }
    if (found < 1)
        return foreign(result->path, dimension);
    *size = (size_t)found;
    return CALF_OK;
}

static calf_status read_factor(calf_result *result, size_t factor)
{
    double *values = NULL;
    size_t count = 0;
    const char *name = result->factor_names[factor];
    if (calf_result_read(result, name, &values, &count) || count != result->points) {
        free(values);
        return foreign(result->path, name);
    }
    for (size_t point = 0; point < count; point++)
        result->point_values[point * result->factors + factor] = values[point];
    free(values);
    return CALF_OK;
}

static calf_status read_sweep(calf_result *result)
{
    size_t paths = 0;
    if (!calf_result_has(result, "point"))
        return CALF_OK;
    calf_status status = read_size(result, "point", &result->points);
    if (status || !calf_result_has(result, "factor"))
        return status;
    status = read_strings(result, "factor", &result->factor_names, &result->factors);
    if (!status)
        status = read_strings(result, "factor_path", &result->factor_paths, &paths);
    if (status)
        return status;
    if (paths != result->factors) {
        calf_strings_free(result->factor_paths, paths);
        result->factor_paths = NULL;
        return foreign(result->path, "factor_path");
    }
    result->point_values = calloc(result->points, result->factors * sizeof(double));
    if (!result->point_values)
        return calf_error_no_memory();
    for (size_t factor = 0; factor < result->factors && !status; factor++)
        status = read_factor(result, factor);
    return status;
}

static calf_status read_texts(calf_result *result)
{
    const hid_t file = (hid_t)result->file;
    if (calf_h5_get_text(file, "title", &result->title) < 0)
        return foreign(result->path, "title");
    if (calf_h5_get_text(file, "start", &result->start) < 0)
        return foreign(result->path, "start");
    if (calf_h5_get_text(file, "experiment_hash", &result->experiment_hash) < 0)
        return foreign(result->path, "experiment_hash");
    char **experiment = NULL;
    size_t count = 0;
    const calf_status status = read_strings(result, "experiment", &experiment, &count);
    if (status)
        return status;
    result->experiment = experiment[0];
    experiment[0] = NULL;
    calf_strings_free(experiment, count);
    return CALF_OK;
}

static calf_status read_all(calf_result *result)
{
    const htri_t is_hdf5 = H5Fis_hdf5(result->path);
    if (is_hdf5 <= 0)
        return calf_error_set(CALF_BAD_INPUT, "%s: not an HDF5 file", result->path);
    result->file = H5Fopen(result->path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (result->file < 0)
        return calf_h5_error(CALF_BAD_INPUT, result->path, "damaged or incomplete");
    calf_status status = read_numbers(result);
    if (!status)
        status = read_size(result, "world", &result->worlds);
    if (!status)
        status = read_texts(result);
    if (!status)
        status = read_strings(result, "strategy", &result->strategies, &result->strategy_count);
    if (!status)
        status = read_sweep(result);
    return status;
}

calf_status calf_result_open(const char *path, calf_result **result)
{
    calf_h5_quiet quiet;
    *result = NULL;
    calf_status status = check_readable(path);
    if (status)
        return status;
    calf_result *made = calloc(1, sizeof *made);
    if (!made)
        return calf_error_no_memory();
    made->file = -1;
    made->path = strdup(path);
    calf_h5_quiet_begin(&quiet);
    status = made->path ? read_all(made) : calf_error_no_memory();
    if (status) {
        // HDF5 1.10 may be unable to let go of a damaged file, and would say so when the program
        // ends: its printing stays off.
        calf_result_close(made);
        return status;
    }
    calf_h5_quiet_end(&quiet);
    *result = made;
    return CALF_OK;
}

void calf_result_close(calf_result *result)
{
    calf_h5_quiet quiet;
    if (!result)
        return;
    calf_h5_quiet_begin(&quiet);
    if (result->file >= 0)
        H5Fclose((hid_t)result->file);
    calf_h5_quiet_end(&quiet);
    calf_strings_free(result->strategies, result->strategy_count);
    calf_strings_free(result->factor_names, result->factors);
    calf_strings_free(result->factor_paths, result->factors);
    free(result->point_values);
    free(result->path);
    free(result->title);
    free(result->experiment);
    free(result->experiment_hash);
    free(result->start);
    free(result);
}

// A path of links is followed one by one: HDF5 complains when an inner one is missing.
bool calf_result_has(const calf_result *result, const char *name)
{
    calf_h5_quiet quiet;
    char part[256];
    bool found = true;
    calf_h5_quiet_begin(&quiet);
    for (const char *end = name; *end && found; end += *end == '/') {
        end += strcspn(end, "/");
        const int length = snprintf(part, sizeof part, "%.*s", (int)(end - name), name);
        found = length > 0 && length < (int)sizeof part &&
            H5Lexists((hid_t)result->file, part, H5P_DEFAULT) > 0;
    }
    calf_h5_quiet_end(&quiet);
    return found;
}

// A damaged file may claim any size; what it holds cannot be larger than the file.
static bool is_plausible(const calf_result *result, hid_t type, hssize_t points)
{
    struct stat there;
    if (points < 0 || stat(result->path, &there) != 0)
        return false;
    return (double)points * (double)H5Tget_size(type) <= (double)there.st_size;
}

static const size_t all_points = SIZE_MAX;

// Leaves of the space what belongs to the point, when the dataset's first dimension is that.
static herr_t select_point(const calf_result *result, hid_t dataset, hid_t space, size_t point)
{
    hsize_t start[H5S_MAX_RANK] = {0}, size[H5S_MAX_RANK];
    if (point == all_points || result->points == 0 || H5DSis_scale(dataset) > 0)
        return 0;
    const hid_t scale = H5Dopen2((hid_t)result->file, "point", H5P_DEFAULT);
    if (scale < 0)
        return -1;
    const int rank = H5Sget_simple_extent_dims(space, size, NULL);
    const htri_t along = rank > 0 ? H5DSis_attached(dataset, scale, 0) : 0;
    H5Dclose(scale);
    if (rank < 0 || along <= 0)
        return rank < 0 || along < 0 ? -1 : 0;
    start[0] = point;
    size[0] = 1;
    return H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, size, NULL);
}

static herr_t read_selected(hid_t dataset, hid_t space, hsize_t points, double *values)
{
    const hid_t memory = H5Screate_simple(1, &points, NULL);
    if (memory < 0)
        return -1;
    const herr_t result = H5Dread(dataset, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT, values);
    H5Sclose(memory);
    return result;
}

static calf_status read_dataset(const calf_result *result, const char *name, hid_t dataset,
    size_t point, double **values, size_t *count)
{
    calf_status status = CALF_OK;
    double *made = NULL;
    const hid_t space = H5Dget_space(dataset);
    const hid_t type = H5Dget_type(dataset);
    const H5T_class_t class = type < 0 ? H5T_NO_CLASS : H5Tget_class(type);
    const hssize_t points = space < 0 || select_point(result, dataset, space, point) < 0
        ? -1
        : H5Sget_select_npoints(space);
    if (class != H5T_INTEGER && class != H5T_FLOAT)
        status = calf_error_set(CALF_BAD_INPUT, "%s: %s is not numeric", result->path, name);
    else if (!is_plausible(result, type, points))
        status = calf_error_set(CALF_BAD_INPUT, "%s: %s is damaged", result->path, name);
    else if (!(made = malloc(((size_t)points + 1) * sizeof *made)))
        status = calf_error_no_memory();
    else if (read_selected(dataset, space, (hsize_t)points, made) < 0)
        status = calf_h5_error(CALF_BAD_INPUT, result->path, name);
    if (status) {
        free(made);
    } else {
        *values = made;
        *count = (size_t)points;
    }
    if (type >= 0)
        H5Tclose(type);
    if (space >= 0)
        H5Sclose(space);
    return status;
}

calf_status calf_result_read(
    const calf_result *result, const char *dataset, double **values, size_t *count)
{
    return calf_result_read_point(result, dataset, all_points, values, count);
}

calf_status calf_result_read_point(
    const calf_result *result, const char *dataset, size_t point, double **values, size_t *count)
{
    calf_h5_quiet quiet;
    *values = NULL;
    *count = 0;
    if (point != all_points && point > 0 && point >= result->points)
        return calf_error_set(
            CALF_BAD_INPUT, "%s: the result has no point %zu", result->path, point);
    if (!calf_result_has(result, dataset))
        return calf_error_set(
            CALF_BAD_INPUT, "%s: the result has no dataset %s", result->path, dataset);
    calf_h5_quiet_begin(&quiet);
    calf_status status;
    const hid_t open = H5Dopen2((hid_t)result->file, dataset, H5P_DEFAULT);
    if (open < 0) {
        status = calf_h5_error(CALF_BAD_INPUT, result->path, dataset);
    } else {
        status = read_dataset(result, dataset, open, point, values, count);
        H5Dclose(open);
    }
    if (!status) // else see calf_result_open
        calf_h5_quiet_end(&quiet);
    return status;
}

calf_status calf_result_provenance(const calf_result *result, const char *name, char **text)
{
    calf_h5_quiet quiet;
    *text = NULL;
    if (!calf_result_has(result, "provenance"))
        return foreign(result->path, "provenance");
    calf_h5_quiet_begin(&quiet);
    const hid_t group = H5Gopen2((hid_t)result->file, "provenance", H5P_DEFAULT);
    const herr_t got = group < 0 ? -1 : calf_h5_get_text(group, name, text);
    if (group >= 0)
        H5Gclose(group);
    if (got < 0)
        return foreign(result->path, name);
    calf_h5_quiet_end(&quiet); // else see calf_result_open
    return CALF_OK;
}
