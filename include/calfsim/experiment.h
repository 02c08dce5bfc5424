// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments: reading them from files, and their resolved text.
#ifndef CALFSIM_EXPERIMENT_H
#define CALFSIM_EXPERIMENT_H

#include <calfsim/status.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct calf_experiment calf_experiment;

/** Reads an experiment file and checks everything in it.
 *
 * Settings  `settings` are `count` texts "key=value" that override the file: a dotted path of its
 *           keys ("days=28", "population.runners=500", "strategies.1.volume=1.2"), or the name of
 *           a parameter for "population.set.NAME". NULL with 0 for none.
 * Errors    CALF_BAD_INPUT with file, line, key, value and what is allowed; CALF_FAILED without
 *           memory. `*experiment` is then NULL.
 * Owner     the caller destroys the experiment; destroying NULL is allowed. */
calf_status calf_experiment_read(
    const char *path, const char *const settings[], size_t count, calf_experiment **experiment);

/** The same from text in memory; `name` stands for the file in messages. */
calf_status calf_experiment_parse(const char *text, const char *name, const char *const settings[],
    size_t count, calf_experiment **experiment);

void calf_experiment_destroy(calf_experiment *experiment);

/** The resolved experiment: YAML with every key explicit. The caller frees the text. */
calf_status calf_experiment_text(const calf_experiment *experiment, char **text);

#ifdef __cplusplus
}
#endif
#endif
