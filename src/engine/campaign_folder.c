// SPDX-License-Identifier: GPL-3.0-or-later
// Making, reading and removing a campaign's folder.
#include "engine/campaign_folder.h"

#include "core/error.h"
#include "results/aside.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static calf_status refuse(const char *folder, const char *what, int code)
{
    if (code == ENOMEM)
        return calf_error_no_memory();
    return calf_error_set(CALF_BAD_INPUT, "%s: %s: %s", folder, what, strerror(code));
}

calf_status calf_folder_make(const char *folder)
{
    struct stat there;
    if (mkdir(folder, 0777) != 0) {
        if (errno != EEXIST)
            return refuse(folder, "cannot make the campaign's folder", errno);
        if (stat(folder, &there) != 0 || !S_ISDIR(there.st_mode))
            return refuse(folder, "cannot be the campaign's folder", ENOTDIR);
        return CALF_OK;
    }
    char *parent = calf_folder_of(folder);
    if (parent == NULL)
        return calf_error_no_memory();
    const int code = calf_folder_sync(parent);
    free(parent);
    return code ? refuse(folder, "cannot make the campaign's folder", code) : CALF_OK;
}

static void join(char path[CALF_PATH_ROOM], const char *folder, const char *name)
{
    snprintf(path, CALF_PATH_ROOM, "%s/%s", folder, name);
}

bool calf_folder_has(const char *folder, const char *name)
{
    char path[CALF_PATH_ROOM];
    join(path, folder, name);
    return access(path, F_OK) == 0;
}

static bool is_own_place(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static bool ends_with(const char *name, const char *end)
{
    const size_t length = strlen(name), tail = strlen(end);
    return length >= tail && strcmp(name + length - tail, end) == 0;
}

// Beginnings that were interrupted leave these before there is an experiment.
static bool is_beginning(const char *name)
{
    return is_own_place(name) || strcmp(name, "lock") == 0 || strcmp(name, "program") == 0 ||
        strcmp(name, "pieces") == 0 || (name[0] == '.' && ends_with(name, ".tmp"));
}

static bool is_piece(const char *name)
{
    return ends_with(name, ".piece") || ends_with(name, ".bad");
}

// Whether a folder holds any name like that, or not like that; one that cannot be read may.
static bool holds(const char *folder, bool (*is)(const char *name), bool wanted)
{
    DIR *open = opendir(folder);
    bool found = open == NULL && errno != ENOENT;
    for (struct dirent *entry; open != NULL && !found && (entry = readdir(open)) != NULL;)
        found = is(entry->d_name) == wanted;
    if (open != NULL)
        closedir(open);
    return found;
}

bool calf_folder_is_empty(const char *folder)
{
    return !holds(folder, is_beginning, false);
}

bool calf_folder_has_pieces(const char *folder)
{
    return holds(folder, is_piece, true);
}

static calf_status read_open(FILE *file, char **text)
{
    size_t length = 0, room = 0, got;
    do {
        room = room ? 2 * room : 4096;
        char *grown = realloc(*text, room + 1);
        if (grown == NULL)
            return calf_error_no_memory();
        *text = grown;
        got = fread(*text + length, 1, room - length, file);
        length += got;
    } while (length == room);
    (*text)[length] = '\0';
    return ferror(file) ? calf_error_set(CALF_FAILED, "cannot read: %s", strerror(errno)) : CALF_OK;
}

calf_status calf_folder_read(const char *folder, const char *name, char **text)
{
    char path[CALF_PATH_ROOM];
    *text = NULL;
    join(path, folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return refuse(path, "cannot read it", errno);
    calf_status status = read_open(file, text);
    fclose(file);
    if (status != CALF_OK) {
        free(*text);
        *text = NULL;
    }
    return status;
}

calf_status calf_folder_write(const char *folder, const char *name, const char *text)
{
    char path[CALF_PATH_ROOM];
    calf_aside aside;
    join(path, folder, name);
    calf_status status = calf_aside_open(&aside, path, "the campaign", (double)strlen(text));
    if (status == CALF_OK)
        status = calf_aside_write(&aside, text, strlen(text));
    return status == CALF_OK ? calf_aside_keep(&aside) : status;
}

static size_t line_length(const char *text)
{
    return strcspn(text, "\n");
}

static void show_line(const char *line, char *text, size_t room)
{
    const size_t most = 120, length = line_length(line);
    if (*line == '\0')
        snprintf(text, room, "missing");
    else
        snprintf(text, room, "'%.*s%s'", (int)(length < most ? length : most), line,
            length > most ? "..." : "");
}

bool calf_folder_difference(const char *there, const char *here, char *text, size_t room)
{
    char left[160], right[160];
    for (size_t line = 1; *there || *here; line++) {
        const size_t own = line_length(there), other = line_length(here);
        if (own != other || memcmp(there, here, own) != 0) {
            show_line(there, left, sizeof left);
            show_line(here, right, sizeof right);
            snprintf(text, room, "line %zu is %s there and %s here", line, left, right);
            return true;
        }
        there += own + (there[own] == '\n');
        here += other + (here[other] == '\n');
    }
    return false;
}

double calf_folder_bytes(const char *folder)
{
    char path[CALF_PATH_ROOM];
    struct stat there;
    double bytes = 0;
    DIR *open = opendir(folder);
    for (struct dirent *entry; open != NULL && (entry = readdir(open)) != NULL;) {
        join(path, folder, entry->d_name);
        if (ends_with(entry->d_name, ".piece") && stat(path, &there) == 0)
            bytes += (double)there.st_size;
    }
    if (open != NULL)
        closedir(open);
    return bytes;
}

bool calf_folder_is_beside(const char *folder, const char *other)
{
    struct stat one, two;
    return stat(folder, &one) == 0 && stat(other, &two) == 0 && one.st_dev == two.st_dev;
}

static bool is_of_a_campaign(const char *name)
{
    return is_beginning(name) || strcmp(name, "experiment.yaml") == 0 || is_piece(name);
}

static void empty_out(const char *folder)
{
    char path[CALF_PATH_ROOM];
    DIR *open = opendir(folder);
    for (struct dirent *entry; open != NULL && (entry = readdir(open)) != NULL;)
        if (!is_own_place(entry->d_name) && is_of_a_campaign(entry->d_name)) {
            join(path, folder, entry->d_name);
            remove(path);
        }
    if (open != NULL)
        closedir(open);
    rmdir(folder);
}

void calf_folder_remove(const char *folder)
{
    char gone[CALF_PATH_ROOM];
    snprintf(gone, sizeof gone, "%s.%ld.done", folder, (long)getpid());
    empty_out(rename(folder, gone) == 0 ? gone : folder);
}

void calf_folder_remove_leftovers(const char *folder)
{
    char path[CALF_PATH_ROOM];
    const char *slash = strrchr(folder, '/'), *name = slash ? slash + 1 : folder;
    char *parent = calf_folder_of(folder);
    DIR *open = parent != NULL && name[0] ? opendir(parent) : NULL;
    for (struct dirent *entry; open != NULL && (entry = readdir(open)) != NULL;) {
        const char *rest = entry->d_name + strlen(name);
        if (strncmp(entry->d_name, name, strlen(name)) != 0 || !ends_with(rest, ".done") ||
            rest[0] != '.' || strspn(rest + 1, "0123456789") + 1 + strlen(".done") != strlen(rest))
            continue;
        join(path, parent, entry->d_name);
        empty_out(path);
    }
    if (open != NULL)
        closedir(open);
    free(parent);
}
