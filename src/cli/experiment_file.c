// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments that commands write.
#include "cli/experiment_file.h"

#include "core/error.h"
#include "results/aside.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char what[] = "the experiment";

bool calf_experiment_is_stdout(const char *path)
{
    return strcmp(path, "-") == 0;
}

calf_status calf_experiment_file_check(const char *path, bool force)
{
    if (calf_experiment_is_stdout(path))
        return CALF_OK;
    if (!force && access(path, F_OK) == 0)
        return calf_error_set(
            CALF_BAD_INPUT, "%s: exists; --force replaces it, or name another file by -o", path);
    return calf_aside_check(path, what, 0);
}

calf_status calf_experiment_file_write(const char *path, bool force, const char *text)
{
    const size_t size = strlen(text);
    if (calf_experiment_is_stdout(path)) {
        fputs(text, stdout); // whether it arrived is asked at the program's end
        return CALF_OK;
    }
    calf_aside aside;
    calf_status status = calf_experiment_file_check(path, force);
    if (status == CALF_OK)
        status = calf_aside_open(&aside, path, what, (double)size);
    if (status != CALF_OK)
        return status;
    status = calf_aside_write(&aside, text, size);
    return status == CALF_OK ? calf_aside_keep(&aside) : status;
}

void calf_experiment_file_next(const char *path)
{
    // So that what is said of each command is in one column: "report" is longer than "run" by
    // three.
    const int width = (int)(strlen(path) + strlen(" -o result.h5")) - 3;
    printf("\nWritten to %s. What comes next:\n"
           "  calfsim run %s -o result.h5  simulate it\n"
           "  calfsim report %-*s  a page to read and print\n"
           "  calfsim advise %-*s  what would help most\n",
        path, path, width, "result.h5", width, path);
}
