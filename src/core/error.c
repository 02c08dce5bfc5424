// SPDX-License-Identifier: GPL-3.0-or-later
// The thread's error text.
#include "core/error.h"

#include <stdarg.h>
#include <stdio.h>

static _Thread_local char error_text[2048];

const char *calf_error_text(void)
{
    return error_text;
}

calf_status calf_error_set(calf_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error_text, sizeof error_text, format, arguments);
    va_end(arguments);
    return status;
}

calf_status calf_error_no_memory(void)
{
    return calf_error_set(CALF_FAILED, "out of memory");
}
