// SPDX-License-Identifier: GPL-3.0-or-later
// Laying out a result file: dimensions, tables, empty datasets, attributes.
#include "core/error.h"
#include "core/hash.h"
#include "results/hdf5_util.h"
#include "results/layout.h"
#include "results/spread.h"

#include <hdf5_hl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// One file while it is laid out. Helpers return negative on failure, as HDF5 does, and the error
// stack still tells why.
typedef struct builder {
    hid_t file, text;
    hid_t place[CALF_PLACE_COUNT];
    hid_t scale[CALF_DIM_COUNT];
    const calf_layout *layout;
    const calf_result_header *header;
    const char *coordinates; // the names of all factors, as CF lists them
} builder;

// What is compressed is cut into rows of some runners. Level 1 after shuffling bytes: higher levels
// take far longer and give hardly less.
static herr_t set_compression(hid_t properties, int rank, size_t runners)
{
    hsize_t chunk[CALF_RANK_MAX] = {1, 1, 1, 1, 1, 1};
    chunk[rank - 1] = runners;
    return H5Pset_chunk(properties, rank, chunk) < 0 || H5Pset_shuffle(properties) < 0 ||
            H5Pset_deflate(properties, 1) < 0 ||
            H5Pset_alloc_time(properties, H5D_ALLOC_TIME_INCR) < 0
        ? -1
        : 0;
}

static hid_t dataset_properties(int filled, hid_t type, int rank, size_t compressed_runners)
{
    const double no_number = (double)NAN;
    const unsigned ordered = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    const hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
    if (properties < 0)
        return -1;
    herr_t result = H5Pset_obj_track_times(properties, 0);
    if (result >= 0)
        result = H5Pset_attr_creation_order(properties, ordered);
    if (result >= 0)
        result = H5Pset_alloc_time(properties, H5D_ALLOC_TIME_EARLY);
    if (result >= 0 && H5Tget_class(type) == H5T_FLOAT)
        result = H5Pset_fill_value(properties, H5T_NATIVE_DOUBLE, &no_number);
    if (result >= 0 && !filled)
        result = H5Pset_fill_time(properties, H5D_FILL_TIME_NEVER);
    if (result >= 0 && compressed_runners > 0)
        result = set_compression(properties, rank, compressed_runners);
    if (result >= 0)
        return properties;
    H5Pclose(properties);
    return -1;
}

// `compressed_runners` is 0 for a dataset that is stored as it is.
static hid_t make_dataset(hid_t place, const char *name, hid_t type, int rank, const hsize_t size[],
    int filled, size_t compressed_runners)
{
    hid_t dataset = -1;
    const hid_t space = rank ? H5Screate_simple(rank, size, NULL) : H5Screate(H5S_SCALAR);
    const hid_t properties = dataset_properties(filled, type, rank, compressed_runners);
    if (space >= 0 && properties >= 0)
        dataset = H5Dcreate2(place, name, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
    if (properties >= 0)
        H5Pclose(properties);
    if (space >= 0)
        H5Sclose(space);
    return dataset;
}

static herr_t describe(hid_t object, const char *unit, const char *long_name, char grade)
{
    const char text[2] = {grade, 0};
    if (calf_h5_put_text(object, "units", unit) < 0 ||
        calf_h5_put_text(object, "long_name", long_name) < 0)
        return -1;
    return grade ? calf_h5_put_text(object, "grade", text) : 0;
}

// Writes a small dataset whole. HDF5 clears a buffer for conversion every time, of a megabyte
// unless told that less will do.
static herr_t write_whole(hid_t dataset, hid_t type, const void *values)
{
    enum { BUFFER = 16384 };
    const hid_t transfer = H5Pcreate(H5P_DATASET_XFER);
    if (transfer < 0)
        return -1;
    herr_t result = H5Pset_buffer(transfer, BUFFER, NULL, NULL);
    if (result >= 0)
        result = H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, transfer, values);
    H5Pclose(transfer);
    return result;
}

// A dataset along one dimension, written at once.
static hid_t make_column(const builder *made, const char *name, calf_dim dim, hid_t file_type,
    hid_t type, const void *values)
{
    const hsize_t size = made->layout->size[dim];
    const hid_t dataset = make_dataset(made->file, name, file_type, 1, &size, 1, 0);
    if (dataset >= 0 && write_whole(dataset, type, values) < 0) {
        H5Dclose(dataset);
        return -1;
    }
    return dataset;
}

static herr_t add_scale(builder *made, calf_dim dim, hid_t file_type, hid_t type,
    const void *values, const char *unit, const char *long_name)
{
    const char *name = calf_dim_name(dim);
    const hid_t scale = make_column(made, name, dim, file_type, type, values);
    made->scale[dim] = scale;
    if (scale < 0 || H5DSset_scale(scale, name) < 0)
        return -1;
    return describe(scale, unit, long_name, 0);
}

static herr_t add_counted_scale(
    builder *made, calf_dim dim, const char *unit, const char *long_name)
{
    const size_t size = made->layout->size[dim];
    int64_t *values = calloc(size + 1, sizeof *values);
    if (!values)
        return -1;
    for (size_t i = 0; i < size; i++)
        values[i] = (int64_t)i;
    const hid_t type = dim == CALF_DIM_RUNNER ? H5T_STD_I64LE : H5T_STD_I32LE;
    const herr_t result = add_scale(made, dim, type, H5T_NATIVE_INT64, values, unit, long_name);
    free(values);
    return result;
}

// xarray reads "days since" as dates, and leaves "day" a number ("days" would become a duration).
static herr_t add_day(builder *made)
{
    char unit[64] = "day";
    const int dated = made->header->start && made->header->start[0];
    if (dated)
        snprintf(unit, sizeof unit, "days since %s", made->header->start);
    if (add_counted_scale(made, CALF_DIM_DAY, unit, "day, its morning; the history ends before 0") <
        0)
        return -1;
    if (!dated)
        return 0;
    return calf_h5_put_text(made->scale[CALF_DIM_DAY], "calendar", "proleptic_gregorian");
}

static herr_t add_text_scale(
    builder *made, calf_dim dim, const char *const *names, const char *long_name)
{
    return add_scale(made, dim, made->text, made->text, names, "1", long_name);
}

static herr_t add_sweep_scales(builder *made)
{
    if (made->layout->size[CALF_DIM_POINT] == 0)
        return 0;
    if (add_counted_scale(made, CALF_DIM_POINT, "1", "point of the sweep") < 0)
        return -1;
    if (made->layout->size[CALF_DIM_FACTOR] == 0)
        return 0;
    return add_text_scale(made, CALF_DIM_FACTOR, made->header->factor_names, "factor of the sweep");
}

static herr_t add_scales(builder *made)
{
    const calf_result_header *header = made->header;
    const char *outcomes[CALF_OUTCOME_COUNT], *parameters[CALF_PARAMETER_COUNT];
    for (int i = 0; i < CALF_OUTCOME_COUNT; i++)
        outcomes[i] = calf_outcome_describe((calf_outcome_id)i)->name;
    for (int i = 0; i < CALF_PARAMETER_COUNT; i++)
        parameters[i] = calf_parameter_describe((calf_parameter_id)i)->name;
    if (add_sweep_scales(made) < 0 ||
        add_text_scale(made, CALF_DIM_STRATEGY, header->strategies, "strategy") < 0 ||
        add_text_scale(made, CALF_DIM_AGAINST, header->strategies, "strategy compared with") < 0 ||
        add_counted_scale(made, CALF_DIM_WORLD, "1", "world: one draw of what is unknown") < 0 ||
        add_day(made) < 0 ||
        add_text_scale(made, CALF_DIM_MUSCLE, calf_muscle_names, "muscle") < 0 ||
        add_scale(made, CALF_DIM_QUANTILE, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, calf_quantiles, "1",
            "share of runners below") < 0 ||
        add_text_scale(made, CALF_DIM_OUTCOME, outcomes, "outcome") < 0 ||
        add_scale(made, CALF_DIM_LEVEL, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, calf_soreness_levels_mm,
            "mm", "level of calf soreness") < 0 ||
        add_text_scale(made, CALF_DIM_PARAMETER, parameters, "parameter") < 0 ||
        add_text_scale(made, CALF_DIM_SPREAD, calf_spread_names, "spread over worlds") < 0)
        return -1;
    if (made->layout->size[CALF_DIM_RUNNER] == 0)
        return 0;
    return add_counted_scale(made, CALF_DIM_RUNNER, "1", "runner, the same one in every strategy");
}

static herr_t attach(const builder *made, hid_t dataset, int rank, const calf_dim dims[])
{
    for (int i = 0; i < rank; i++)
        if (H5DSattach_scale(dataset, made->scale[dims[i]], (unsigned)i) < 0)
            return -1;
    return 0;
}

static herr_t finish_column(
    const builder *made, hid_t column, calf_dim dim, const char *unit, const char *long_name)
{
    herr_t result = -1;
    if (column < 0)
        return -1;
    if (attach(made, column, 1, &dim) >= 0)
        result = describe(column, unit, long_name, 0);
    H5Dclose(column);
    return result;
}

static herr_t add_texts(const builder *made, const char *name, calf_dim dim,
    const char *const *texts, const char *long_name)
{
    const hid_t column = make_column(made, name, dim, made->text, made->text, texts);
    return finish_column(made, column, dim, "1", long_name);
}

static herr_t add_outcome_margins(const builder *made)
{
    double margin[CALF_OUTCOME_COUNT];
    for (int i = 0; i < CALF_OUTCOME_COUNT; i++)
        margin[i] = calf_outcome_describe((calf_outcome_id)i)->margin;
    const hid_t column = make_column(
        made, "outcome_margin", CALF_DIM_OUTCOME, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, margin);
    return finish_column(made, column, CALF_DIM_OUTCOME, "see outcome_unit",
        "a difference that matters is larger; judgement");
}

static herr_t add_outcome_table(const builder *made)
{
    const char *unit[CALF_OUTCOME_COUNT], *better[CALF_OUTCOME_COUNT];
    const char *grade[CALF_OUTCOME_COUNT], *meaning[CALF_OUTCOME_COUNT];
    char letters[CALF_OUTCOME_COUNT][2];
    for (int i = 0; i < CALF_OUTCOME_COUNT; i++) {
        const calf_outcome_info *info = calf_outcome_describe((calf_outcome_id)i);
        unit[i] = info->unit;
        meaning[i] = info->long_name;
        better[i] = calf_better_name(info->better);
        letters[i][0] = info->grade;
        letters[i][1] = 0;
        grade[i] = letters[i];
    }
    if (add_texts(made, "outcome_unit", CALF_DIM_OUTCOME, unit, "unit of each outcome") < 0 ||
        add_texts(made, "outcome_long_name", CALF_DIM_OUTCOME, meaning, "what it is") < 0 ||
        add_texts(made, "outcome_better", CALF_DIM_OUTCOME, better, "which way is better") < 0 ||
        add_outcome_margins(made) < 0)
        return -1;
    return add_texts(made, "outcome_grade", CALF_DIM_OUTCOME, grade,
        "grade of the evidence: A several studies, B one study, C judgement");
}

static herr_t add_parameter_texts(const builder *made)
{
    enum { UNIT, KIND, GRADE, SOURCE, MEANING, COLUMNS };
    static const char *const names[COLUMNS] = {"parameter_unit", "parameter_kind",
        "parameter_grade", "parameter_source", "parameter_meaning"};
    static const char *const long_names[COLUMNS] = {"unit of each parameter",
        "variability between runners, uncertainty between worlds, or fixed",
        "grade of the evidence: A several studies, B one study, C judgement", "source",
        "what it is"};
    const char *texts[COLUMNS][CALF_PARAMETER_COUNT];
    char letters[CALF_PARAMETER_COUNT][2];
    for (int i = 0; i < CALF_PARAMETER_COUNT; i++) {
        const calf_parameter_info *info = calf_parameter_describe((calf_parameter_id)i);
        letters[i][0] = info->grade;
        letters[i][1] = 0;
        texts[UNIT][i] = info->unit;
        texts[KIND][i] = calf_kind_name(info->kind);
        texts[GRADE][i] = letters[i];
        texts[SOURCE][i] = info->source;
        texts[MEANING][i] = info->meaning;
    }
    for (int i = 0; i < COLUMNS; i++)
        if (add_texts(made, names[i], CALF_DIM_PARAMETER, texts[i], long_names[i]) < 0)
            return -1;
    return 0;
}

static herr_t add_parameter_table(const builder *made)
{
    double standard[CALF_PARAMETER_COUNT];
    for (int i = 0; i < CALF_PARAMETER_COUNT; i++)
        standard[i] = calf_parameter_describe((calf_parameter_id)i)->standard;
    if (add_parameter_texts(made) < 0)
        return -1;
    const hid_t column = make_column(
        made, "parameter_default", CALF_DIM_PARAMETER, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, standard);
    return finish_column(made, column, CALF_DIM_PARAMETER, "see parameter_unit", "default");
}

// What a factor is at each point, under its name.
static herr_t add_factor(const builder *made, size_t factor, double *room)
{
    const calf_result_header *header = made->header;
    for (size_t point = 0; point < header->points; point++)
        room[point] = header->point_values[point * header->factors + factor];
    const hid_t column = make_column(made, header->factor_names[factor], CALF_DIM_POINT,
        H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, room);
    return finish_column(
        made, column, CALF_DIM_POINT, "see factor_path", header->factor_paths[factor]);
}

static herr_t add_factors(const builder *made)
{
    const size_t factors = made->layout->size[CALF_DIM_FACTOR];
    if (factors == 0)
        return 0;
    double *room = malloc(made->header->points * sizeof *room);
    if (!room)
        return -1;
    herr_t result = add_texts(made, "factor_path", CALF_DIM_FACTOR, made->header->factor_paths,
        "what each factor sets in the experiment");
    for (size_t factor = 0; factor < factors && result >= 0; factor++)
        result = add_factor(made, factor, room);
    free(room);
    return result;
}

static herr_t add_dataset(const builder *made, const calf_dataset *dataset)
{
    hsize_t size[CALF_RANK_MAX];
    for (int i = 0; i < dataset->rank; i++)
        size[i] = made->layout->size[dataset->dims[i]];
    const int filled = dataset->place == CALF_IN_ROOT;
    const hid_t made_here = make_dataset(made->place[dataset->place], dataset->name,
        calf_dataset_is_single(dataset) ? H5T_IEEE_F32LE : H5T_IEEE_F64LE, dataset->rank, size,
        filled, filled ? 0 : made->header->compressed_runners);
    if (made_here < 0)
        return -1;
    herr_t result = attach(made, made_here, dataset->rank, dataset->dims);
    if (result >= 0)
        result = describe(made_here, dataset->unit, dataset->long_name, dataset->grade);
    if (result >= 0 && made->coordinates[0])
        result = calf_h5_put_text(made_here, "coordinates", made->coordinates);
    H5Dclose(made_here);
    return result;
}

static hid_t add_group(hid_t file, const char *name)
{
    const unsigned ordered = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    hid_t group = -1;
    const hid_t properties = H5Pcreate(H5P_GROUP_CREATE);
    if (properties < 0)
        return -1;
    if (H5Pset_link_creation_order(properties, ordered) >= 0 &&
        H5Pset_attr_creation_order(properties, ordered) >= 0 &&
        H5Pset_obj_track_times(properties, 0) >= 0)
        group = H5Gcreate2(file, name, H5P_DEFAULT, properties, H5P_DEFAULT);
    H5Pclose(properties);
    return group;
}

static herr_t add_groups(builder *made)
{
    made->place[CALF_IN_ROOT] = made->file;
    if (made->header->trajectories &&
        (made->place[CALF_IN_TRAJECTORIES] = add_group(made->file, "trajectories")) < 0)
        return -1;
    if (made->header->runner_outcomes &&
        (made->place[CALF_IN_RUNNERS] = add_group(made->file, "runners")) < 0)
        return -1;
    if ((made->place[CALF_IN_OVER_WORLDS] = add_group(made->file, "over_worlds")) < 0)
        return -1;
    const hid_t provenance = add_group(made->file, "provenance");
    return provenance < 0 ? -1 : H5Gclose(provenance);
}

static herr_t add_experiment(const builder *made)
{
    const char *text = made->header->experiment;
    const hid_t dataset = make_dataset(made->file, "experiment", made->text, 0, NULL, 1, 0);
    if (dataset < 0)
        return -1;
    herr_t result = write_whole(dataset, made->text, &text);
    if (result >= 0)
        result = describe(dataset, "1", "the resolved experiment; running it gives this file", 0);
    H5Dclose(dataset);
    return result;
}

static herr_t add_root_attributes(const builder *made)
{
    const calf_result_header *header = made->header;
    const hid_t file = made->file;
    char hash[17];
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)calf_text_hash(header->experiment));
    if (calf_h5_put_text(file, "title", header->title ? header->title : "") < 0 ||
        calf_h5_put_text(file, "Conventions", "CF-1.10") < 0 ||
        calf_h5_put_int(file, "calfsim_format", 1) < 0 ||
        calf_h5_put_int(file, "model", header->model) < 0 ||
        calf_h5_put_uint64(file, "seed", header->seed) < 0 ||
        calf_h5_put_uint64(file, "runners_per_world", header->runners) < 0 ||
        calf_h5_put_int(file, "history_days", header->history_days) < 0 ||
        calf_h5_put_int(file, "cohort", header->cohort) < 0 ||
        calf_h5_put_int(file, "days", header->days) < 0 ||
        calf_h5_put_text(file, "start", header->start ? header->start : "") < 0 ||
        calf_h5_put_double(file, "sore_day_mm", header->sore_day_mm) < 0 ||
        calf_h5_put_text(file, "experiment_hash", hash) < 0)
        return -1;
    return calf_h5_put_text(file, "quantile_note",
        "means and standard deviations are exact for values up to 131072; quantiles are read off histograms of 1000 bins "
        "and are right to one bin's width");
}

static herr_t build(builder *made)
{
    if (add_root_attributes(made) < 0 || add_scales(made) < 0 || add_groups(made) < 0 ||
        add_experiment(made) < 0 || add_outcome_table(made) < 0 || add_parameter_table(made) < 0 ||
        add_factors(made) < 0)
        return -1;
    for (size_t i = 0; i < made->layout->count; i++)
        if (add_dataset(made, &made->layout->datasets[i]) < 0)
            return -1;
    return 0;
}

// "volume intensity"; empty without factors, NULL without memory.
static char *coordinates_of(const calf_layout *layout, const calf_result_header *header)
{
    size_t length = 1;
    for (size_t factor = 0; factor < layout->size[CALF_DIM_FACTOR]; factor++)
        length += strlen(header->factor_names[factor]) + 1;
    char *text = calloc(length, 1), *end = text;
    for (size_t factor = 0; text && factor < layout->size[CALF_DIM_FACTOR]; factor++)
        end += snprintf(end, length - (size_t)(end - text), "%s%s", factor > 0 ? " " : "",
            header->factor_names[factor]);
    return text;
}

calf_status calf_layout_create(
    hid_t file, const char *name, const calf_layout *layout, const calf_result_header *header)
{
    char *coordinates = coordinates_of(layout, header);
    if (!coordinates)
        return calf_error_no_memory();
    builder made = {.file = file,
        .text = calf_h5_text_type(),
        .layout = layout,
        .header = header,
        .coordinates = coordinates};
    for (int i = 0; i < CALF_DIM_COUNT; i++)
        made.scale[i] = -1;
    for (int i = 0; i < CALF_PLACE_COUNT; i++)
        made.place[i] = -1;
    calf_status status = CALF_OK;
    if (made.text < 0 || build(&made) < 0)
        status = calf_h5_error(CALF_FAILED, name, "cannot lay out the result");
    for (int i = 0; i < CALF_DIM_COUNT; i++)
        if (made.scale[i] >= 0)
            H5Dclose(made.scale[i]);
    for (int i = CALF_IN_ROOT + 1; i < CALF_PLACE_COUNT; i++)
        if (made.place[i] >= 0)
            H5Gclose(made.place[i]);
    if (made.text >= 0)
        H5Tclose(made.text);
    free(coordinates);
    return status;
}
