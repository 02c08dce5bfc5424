// SPDX-License-Identifier: GPL-3.0-or-later
// Result files: HDF5 that is also netCDF-4. Written aside and renamed when complete.
#ifndef CALF_RESULTS_RESULT_FILE_H
#define CALF_RESULTS_RESULT_FILE_H

#include "results/statistics.h"

#include <calfsim/parameters.h>
#include <stdbool.h>

/** What the file says about the whole experiment; texts are borrowed during the call. */
typedef struct calf_result_header {
    const char *title;
    const char *experiment; ///< the resolved experiment
    int model;
    uint64_t seed;
    const char *start; ///< ISO date of day 0 or ""
    size_t strategy_count;
    const char *const *strategies;
    size_t worlds;
    uint64_t runners; ///< per world
    int days, history_days;
    bool cohort; ///< the runners are given, not drawn
    unsigned daily; ///< bit set of daily field groups
    bool trajectories; ///< make the group `trajectories`
    bool runner_outcomes; ///< make the group `runners`
    size_t compressed_runners; ///< of these two groups, compressed together; 0: nothing is compressed
    double sore_day_mm;
    size_t points; ///< of a sweep; 0: none, and the file then has no dimension `point`
    size_t factors;
    const char *const *factor_names, *const *factor_paths; ///< [factor] name and what it sets
    const double *point_values; ///< [point][factor]
} calf_result_header;

/** What depends on the machine and the hour; comparisons of results leave it out. */
typedef struct calf_provenance {
    const char *version, *compiler, *flags, *isa, *host, *started, *finished, *command;
    int threads;
    double seconds;
} calf_provenance;

typedef struct calf_result_writer calf_result_writer;

/** Whether this HDF5 library can compress. */
bool calf_result_can_compress(void);

/** Bytes that a result will have, in the main. */
double calf_result_bytes(const calf_result_header *header);

/** Creates the file aside (same folder, hidden name), with every dataset laid out; statistics are
 *  filled with NaN. Names of factors are not empty, have no blank and no '/', differ, and are not
 *  taken (calf_result_name_is_taken).
 *  Errors: CALF_BAD_INPUT for such a name, or when the place cannot be written or has too little
 *  space, CALF_FAILED when writing there fails; nothing is left behind then. */
calf_status calf_result_create(
    const char *path, const calf_result_header *header, calf_result_writer **writer);

/** What the file says of one world. */
typedef struct calf_world_numbers calf_world_numbers;

/** Room for the numbers of any one world of a result. */
calf_status calf_world_numbers_create(
    const calf_result_header *header, calf_world_numbers **numbers);
void calf_world_numbers_destroy(calf_world_numbers *numbers);

/** All of them in a row, to be kept elsewhere for a while. */
double *calf_world_numbers_values(const calf_world_numbers *numbers, size_t *count);

/** Bytes that this takes. */
double calf_world_numbers_bytes(const calf_result_header *header);

/** Bytes of these that are the values. */
double calf_world_values_bytes(const calf_result_header *header);

/** Reads the numbers off a world's statistics; `world_parameters` hold the world's value of every
 *  parameter in table order, NaN for those that differ between its runners.
 *  Threads  safe on distinct numbers. */
calf_status calf_world_numbers_read(calf_world_numbers *numbers, const calf_statistics *statistics,
    const double world_parameters[CALF_PARAMETER_COUNT]);

/** Writes one world of a point, if not at once then with some of its neighbours. Calls for distinct
 *  worlds may come in any order, one at a time; fastest is point by point. Here and below `point`
 *  is 0 without a sweep. */
calf_status calf_result_write_world(
    calf_result_writer *writer, size_t point, size_t world, const calf_world_numbers *numbers);

/** The fields that `trajectories` holds, in this order, with their parts (2: [muscle], 1). */
enum { CALF_TRAJECTORY_COUNT = 9 };
extern const calf_output_id calf_trajectory_fields[CALF_TRAJECTORY_COUNT];

/** What a block leaves runner by runner. */
typedef enum calf_values_kind {
    CALF_VALUES_PARAMETERS, ///< [parameter][runner]
    CALF_VALUES_OUTCOMES, ///< [outcome][runner] of a strategy
    CALF_VALUES_TRAJECTORY ///< [day][part][runner] of a strategy and field
} calf_values_kind;

/** Parts are as in outputs.def. */
typedef struct calf_block_values {
    calf_values_kind kind;
    calf_output_id field; ///< of a trajectory
    size_t point, world, strategy;
    uint64_t first_runner;
    size_t runners;
    size_t count; ///< of all values
    const float *values;
} calf_block_values;

/** Writes them. Calls for distinct blocks may come in any order, one at a time. */
calf_status calf_result_write_values(calf_result_writer *writer, const calf_block_values *values);

/** Adds the provenance, makes the file durable and gives it its name. The writer is gone after
 *  this call, whatever it returns; on failure the file aside is removed. Trajectories and runner
 *  outcomes that were asked for must all have been written. */
calf_status calf_result_finish(calf_result_writer *writer, const calf_provenance *provenance);

/** Gives up: removes the file aside. NULL is allowed. */
void calf_result_abandon(calf_result_writer *writer);

typedef struct calf_result {
    char *path, *title, *experiment, *experiment_hash, *start;
    uint64_t seed;
    size_t strategy_count;
    char **strategies;
    size_t worlds, days;
    uint64_t runners;
    int history_days;
    int cohort; ///< the runners were given, not drawn
    double sore_day_mm;
    size_t points; ///< of a sweep; 0: none
    size_t factors;
    char **factor_names, **factor_paths; ///< [factor]
    double *point_values; ///< [point][factor]
    int64_t file; ///< the open HDF5 file
} calf_result;

/** Opens a complete result. Errors: CALF_BAD_INPUT for a file that is missing, not HDF5, or not a
 *  calfsim result, saying which; HDF5's own printing of errors stays off after that and after
 *  any other damage found, as HDF5 would go on about it at exit. The caller closes the result. */
calf_status calf_result_open(const char *path, calf_result **result);
void calf_result_close(calf_result *result);

/** Whether the file has a dataset or group of that name. */
bool calf_result_has(const calf_result *result, const char *name);

/** Reads a whole numeric dataset as doubles, row-major; the caller frees `*values`. */
calf_status calf_result_read(
    const calf_result *result, const char *dataset, double **values, size_t *count);

/** Reads what a dataset says of one point; the whole of one that has no dimension `point`.
 *  Errors: as calf_result_read(), and CALF_BAD_INPUT for a point that is not there. */
calf_status calf_result_read_point(
    const calf_result *result, const char *dataset, size_t point, double **values, size_t *count);

/** A text of the provenance: "version", "command", "finished", ... The caller frees it. Errors:
 *  CALF_BAD_INPUT for a file without it. */
calf_status calf_result_provenance(const calf_result *result, const char *name, char **text);

#endif
