// SPDX-License-Identifier: GPL-3.0-or-later
// Setting the thread's error text.
#ifndef CALF_CORE_ERROR_H
#define CALF_CORE_ERROR_H

#include <calfsim/status.h>

#if defined(__GNUC__)
#define CALF_PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#else
#define CALF_PRINTF_LIKE(text, first)
#endif

/** Stores the formatted text as this thread's error and returns `status`, so that callers can
 *  write `return calf_error_set(CALF_BAD_INPUT, "...")`. Long texts are cut at 2047 bytes. */
calf_status calf_error_set(calf_status status, const char *format, ...) CALF_PRINTF_LIKE(2, 3);

/** The error for a failed allocation. */
calf_status calf_error_no_memory(void);

#endif
