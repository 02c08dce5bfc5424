// SPDX-License-Identifier: GPL-3.0-or-later
// Calls a fuzz target once for every file of the folders that are named: what the fuzzers have
// found stays tested by every compiler.
#include "target.h"

#include <dirent.h>
#include <string.h>

enum { BYTES_MAX = 1 << 20 };

static void replay(const char *folder, const char *name, uint8_t *bytes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    EXPECT(file);
    const size_t size = fread(bytes, 1, BYTES_MAX, file);
    fclose(file);
    uint8_t *exact = malloc(size + (size == 0)); // so that a read beyond its end is seen
    EXPECT(exact);
    memcpy(exact, bytes, size);
    printf("%s\n", name);
    fflush(stdout);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

int main(int count, char **folders)
{
    uint8_t *bytes = malloc(BYTES_MAX);
    size_t files = 0;
    EXPECT(bytes);
    for (int k = 1; k < count; k++) {
        DIR *folder = opendir(folders[k]);
        EXPECT(folder);
        for (struct dirent *entry; (entry = readdir(folder)); files++)
            if (entry->d_name[0] != '.')
                replay(folders[k], entry->d_name, bytes);
        closedir(folder);
    }
    free(bytes);
    EXPECT(files > 0);
    return 0;
}
