// SPDX-License-Identifier: GPL-3.0-or-later
// Files and folders of training logs.
#include "logs/read_log.h"

#include "core/error.h"
#include "logs/fit.h"
#include "logs/table.h"
#include "logs/track_xml.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FOLDER_DEPTH_MAX = 16, ENTRIES_MAX = 100000, FIT_MARK_AT = 8 };

static bool begins(const unsigned char *bytes, size_t count, const char *with)
{
    return count >= strlen(with) && memcmp(bytes, with, strlen(with)) == 0;
}

static bool is_xml(const unsigned char *bytes, size_t count)
{
    size_t k = begins(bytes, count, "\xEF\xBB\xBF") ? 3 : 0;
    while (k < count && strchr(" \t\r\n", bytes[k]) && bytes[k])
        k++;
    return (k < count && bytes[k] == '<') || begins(bytes, count, "\xFF\xFE<") ||
        begins(bytes, count, "\xFE\xFF");
}

static calf_status leave(calf_log *log, const char *file, const char *why)
{
    return calf_log_remark(log, CALF_REMARK_UNREAD, file, 0, "%s", why);
}

calf_status calf_log_read_source(calf_log *log, calf_source *source, const char *file)
{
    size_t count;
    const unsigned char *bytes = calf_source_peek(source, &count);
    if (count == 0)
        return leave(log, file, "an empty file, or one that cannot be unzipped");
    if (count > FIT_MARK_AT && begins(bytes + FIT_MARK_AT, count - FIT_MARK_AT, ".FIT"))
        return calf_fit_read(source, file, log);
    if (is_xml(bytes, count))
        return calf_track_xml_read(source, file, log);
    if (begins(bytes, count, "PK\x03\x04"))
        return leave(log, file, "a ZIP archive: unzip it, and give the folder");
    if (memchr(bytes, '\0', count) && !begins(bytes, count, "\xFF\xFE"))
        return leave(log, file, "no training log of a kind that is known (FIT, TCX, GPX, CSV)");
    return calf_table_read(source, file, log);
}

static calf_status read_file(calf_log *log, const char *path, bool named)
{
    calf_source *source = NULL;
    const char *file = calf_log_file(log, path);
    calf_status status = file ? calf_source_open(path, &source) : calf_error_no_memory();
    if (status == CALF_BAD_INPUT && !named)
        return leave(log, file, calf_error_text());
    if (status == CALF_BAD_INPUT) {
        char why[512];
        snprintf(why, sizeof why, "%s", calf_error_text());
        return calf_error_set(CALF_BAD_INPUT, "%s: %s", path, why);
    }
    if (status == CALF_OK)
        status = calf_log_read_source(log, source, file);
    calf_source_close(source);
    return status;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// The names in a folder, in order, so that the log does not depend on the file system.
static calf_status list_folder(const char *path, char ***names, size_t *count)
{
    DIR *folder = opendir(path);
    calf_status status = CALF_OK;
    *names = NULL;
    *count = 0;
    if (!folder)
        return calf_error_set(CALF_BAD_INPUT, "%s: this folder cannot be opened", path);
    for (struct dirent *entry; status == CALF_OK && (entry = readdir(folder));) {
        if (entry->d_name[0] == '.')
            continue;
        if (*count % 64 == 0) {
            char **more = realloc(*names, (*count + 64) * sizeof **names);
            if (more)
                *names = more;
            else
                status = calf_error_no_memory();
        }
        if (*count == ENTRIES_MAX)
            status = calf_error_set(
                CALF_BAD_INPUT, "%s: a folder of more than %d files", path, ENTRIES_MAX);
        char *name = status == CALF_OK ? strdup(entry->d_name) : NULL;
        if (name)
            (*names)[(*count)++] = name;
        else if (status == CALF_OK)
            status = calf_error_no_memory();
    }
    closedir(folder);
    if (*count > 0)
        qsort(*names, *count, sizeof **names, by_name);
    return status;
}

static calf_status read_folder(calf_log *log, const char *path, int depth);

static calf_status read_entry(calf_log *log, const char *folder, const char *name, int depth)
{
    const size_t room = strlen(folder) + strlen(name) + 2;
    char *path = malloc(room);
    struct stat about;
    calf_status status = CALF_OK;
    if (!path)
        return calf_error_no_memory();
    const size_t length = strlen(folder);
    snprintf(
        path, room, "%s%s%s", folder, length > 0 && folder[length - 1] == '/' ? "" : "/", name);
    if (lstat(path, &about) == 0 && S_ISDIR(about.st_mode)) // links are not followed: they may loop
        status = read_folder(log, path, depth + 1);
    else
        status = read_file(log, path, false);
    free(path);
    return status;
}

static calf_status read_folder(calf_log *log, const char *path, int depth)
{
    char **names;
    size_t count;
    if (depth > FOLDER_DEPTH_MAX)
        return leave(log, calf_log_file(log, path), "a folder too deep within others");
    calf_status status = list_folder(path, &names, &count);
    if (status == CALF_BAD_INPUT && depth > 0)
        status = leave(log, calf_log_file(log, path), calf_error_text());
    for (size_t k = 0; k < count && status == CALF_OK; k++)
        status = read_entry(log, path, names[k], depth);
    for (size_t k = 0; k < count; k++)
        free(names[k]);
    free(names);
    return status;
}

calf_status calf_log_read(calf_log *log, const char *path)
{
    struct stat about;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        return read_folder(log, path, 0);
    return read_file(log, path, true);
}
