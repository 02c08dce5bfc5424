// SPDX-License-Identifier: GPL-3.0-or-later
// Writing JSON by Jansson.
#include "report/json.h"

#include "core/error.h"
#include "report/formats.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

json_t *calf_json_number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *calf_json_text(const char *text)
{
    json_t *made = json_string(text);
    char *plain = made == NULL ? strdup(text) : NULL;
    for (char *c = plain; c != NULL && *c != '\0'; c++)
        *c = (unsigned char)*c < 0x80 ? *c : '?';
    if (plain != NULL)
        made = json_string(plain);
    free(plain);
    return made;
}

calf_status calf_report_json_check(void)
{
    return CALF_OK;
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
