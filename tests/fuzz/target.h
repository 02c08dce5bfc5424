// SPDX-License-Identifier: GPL-3.0-or-later
// What all fuzz targets are: one function that takes any bytes and ends the process where something
// holds that must never hold. libFuzzer calls it, and replay.c where there is no libFuzzer.
#ifndef CALF_FUZZ_TARGET_H
#define CALF_FUZZ_TARGET_H

#include "logs/activity.h"
#include "logs/source.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);          \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

typedef calf_status fuzz_reader(calf_source *source, const char *file, calf_log *log);

/** Has a reader of logs read the bytes, and looks at what it makes of them. */
void fuzz_read_log(const uint8_t *data, size_t size, fuzz_reader *read);

#endif
