// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments of any text: refused with a message, or resolved to a text that reads back as the
// same.
#include "target.h"

#include <calfsim/experiment.h>
#include <string.h>

static char *resolved_text(const char *text, bool must)
{
    calf_experiment *experiment;
    char *resolved = NULL;
    const calf_status status = calf_experiment_parse(text, "fuzzed", NULL, 0, &experiment);
    EXPECT(status == CALF_OK || status == CALF_BAD_INPUT);
    EXPECT(status == CALF_OK || !must);
    if (status != CALF_OK) {
        EXPECT(!experiment && calf_error_text()[0] != '\0');
        return NULL;
    }
    EXPECT(calf_experiment_text(experiment, &resolved) == CALF_OK);
    calf_experiment_destroy(experiment);
    return resolved;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    EXPECT(text);
    memcpy(text, data, size);
    text[size] = '\0';
    char *once = resolved_text(text, false);
    if (once) {
        char *twice = resolved_text(once, true);
        EXPECT(strcmp(once, twice) == 0);
        free(twice);
    }
    free(once);
    free(text);
    return 0;
}
