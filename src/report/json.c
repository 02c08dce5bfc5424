// SPDX-License-Identifier: GPL-3.0-or-later
// Writing JSON by Jansson.
#include "report/json.h"

#include "core/error.h"

#include <errno.h>
#include <math.h>
#include <string.h>

json_t *calf_json_number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

calf_status calf_json_write(json_t *document, FILE *out)
{
    if (document == NULL)
        return calf_error_no_memory();
    const size_t layout = JSON_INDENT(1) | JSON_REAL_PRECISION(12);
    const int failed = json_dumpf(document, out, layout) != 0 || fputc('\n', out) == EOF;
    json_decref(document);
    return failed ? calf_error_set(CALF_FAILED, "JSON could not be written: %s", strerror(errno))
                  : CALF_OK;
}
