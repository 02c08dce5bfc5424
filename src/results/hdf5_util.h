// SPDX-License-Identifier: GPL-3.0-or-later
// Small helpers around HDF5: silence, error texts, attributes, strings.
#ifndef CALF_RESULTS_HDF5_UTIL_H
#define CALF_RESULTS_HDF5_UTIL_H

#include <calfsim/status.h>
#include <hdf5.h>
#include <stddef.h>
#include <stdint.h>

/** HDF5's printing of its error stack, put off between begin and end. Calls nest. */
typedef struct calf_h5_quiet {
    H5E_auto2_t print;
    void *data;
    int known;
} calf_h5_quiet;

void calf_h5_quiet_begin(calf_h5_quiet *quiet);
void calf_h5_quiet_end(const calf_h5_quiet *quiet);

/** Sets an error "PATH: WHAT: innermost reason of HDF5's error stack". Call it before any other
 * HDF5 function, as each of them clears that stack. */
calf_status calf_h5_error(calf_status status, const char *path, const char *what);

/** "PATH: WHAT: what the system says about errno `code`". */
calf_status calf_system_error(calf_status status, const char *path, const char *what, int code);

/** Variable-length UTF-8 text; the caller closes it with H5Tclose. */
hid_t calf_h5_text_type(void);

/** Attributes on an open object; negative on failure, as HDF5 has it. */
herr_t calf_h5_put_text(hid_t object, const char *name, const char *text);
herr_t calf_h5_put_int(hid_t object, const char *name, int value);
herr_t calf_h5_put_uint64(hid_t object, const char *name, uint64_t value);
herr_t calf_h5_put_double(hid_t object, const char *name, double value);

/** Number and text attributes read back; negative when absent or of another class. The caller
 *  frees the text. */
herr_t calf_h5_get_number(hid_t object, const char *name, hid_t memory_type, void *value);
herr_t calf_h5_get_text(hid_t object, const char *name, char **text);

/** All strings of a dataset, of either storage; the caller frees each and the array with
 *  calf_strings_free. Negative on failure. */
herr_t calf_h5_read_strings(hid_t dataset, char ***strings, size_t *count);
void calf_strings_free(char **strings, size_t count);

#endif
