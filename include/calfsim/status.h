// SPDX-License-Identifier: GPL-3.0-or-later
// How a call ended, and the text that explains a failure.
#ifndef CALFSIM_STATUS_H
#define CALFSIM_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

/** The result of every fallible call; the values are also the program's exit codes. */
typedef enum calf_status {
    CALF_OK = 0,
    CALF_FAILED = 1, ///< the run failed: no memory, no space, interrupted
    CALF_BAD_INPUT = 2 ///< the input is wrong; the text names the place and what is allowed
} calf_status;

/** Text of the last failure in this thread ("" before any); valid until the next failure. */
const char *calf_error_text(void);

#ifdef __cplusplus
}
#endif
#endif
