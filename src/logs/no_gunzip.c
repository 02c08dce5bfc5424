// SPDX-License-Identifier: GPL-3.0-or-later
// What stands for unzipping in a build without zlib.
#include "logs/gunzip.h"

#include "core/error.h"

calf_status calf_gunzip_create(calf_gunzip **gunzip)
{
    *gunzip = NULL;
    return calf_error_set(CALF_BAD_INPUT,
        "gzipped, and this program was built without zlib: unzip it first (gunzip FILE)");
}

calf_status calf_gunzip_read(calf_gunzip *gunzip, const unsigned char **from, size_t *from_count,
    bool last, void *to, size_t room, size_t *count)
{
    (void)gunzip, (void)from, (void)from_count, (void)last, (void)to, (void)room;
    *count = 0;
    return calf_error_set(CALF_FAILED, "built without zlib");
}

void calf_gunzip_destroy(calf_gunzip *gunzip)
{
    (void)gunzip;
}
