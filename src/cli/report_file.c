// SPDX-License-Identifier: GPL-3.0-or-later
// Reports that go into files.
#include "cli/report_file.h"

#include "core/error.h"
#include "report/formats.h"
#include "results/aside.h"

#include <stdlib.h>
#include <string.h>

bool calf_report_is_stdout(const char *path)
{
    return path != NULL && strcmp(path, "-") == 0;
}

// A report may be replaced; anything else that stands at the place is somebody's work, such as the
// experiment or result that is being read.
static bool is_replaceable(const char *path)
{
    static const char *const beginnings[] = {"<!DOCTYPE html>", "{\n \""};
    char text[16] = "";
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return true; // there is none yet
    const size_t count = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    bool report = count == 0;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        report = report || strncmp(text, beginnings[i], strlen(beginnings[i])) == 0;
    return report;
}

calf_status calf_report_file_check(const char *path)
{
    if (path == NULL || calf_report_is_stdout(path))
        return CALF_OK;
    const calf_status status = calf_aside_check(path, "the report", 0);
    return status == CALF_OK && !is_replaceable(path)
        ? calf_error_set(
              CALF_BAD_INPUT, "%s: exists and is no report of calfsim; it is not overwritten", path)
        : status;
}

calf_status calf_report_json_file_check(const char *path)
{
    const calf_status status = path != NULL ? calf_report_json_check() : CALF_OK;
    return status == CALF_OK ? calf_report_file_check(path) : status;
}

static calf_status keep(const char *path, const char *text, size_t size)
{
    calf_aside aside;
    calf_status status = calf_aside_open(&aside, path, "the report", (double)size);
    if (status == CALF_OK)
        status = calf_aside_write(&aside, text, size);
    return status == CALF_OK ? calf_aside_keep(&aside) : status;
}

calf_status calf_report_file_write(const char *path, calf_report_writer *writer, const void *report)
{
    if (path == NULL)
        return CALF_OK;
    if (calf_report_is_stdout(path))
        return writer(report, stdout);
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (memory == NULL)
        return calf_error_no_memory();
    calf_status status = writer(report, memory);
    if (fclose(memory) != 0 && status == CALF_OK)
        status = calf_error_no_memory();
    if (status == CALF_OK)
        status = keep(path, text, size);
    free(text);
    return status;
}
