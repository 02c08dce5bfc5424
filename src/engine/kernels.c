// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing among the kernel's copies.
#include "engine/kernels.h"
#include "core/error.h"
#include "engine/kernel.h"

#include <stdio.h>
#include <string.h>

// A copy that the build made, and whether this processor can run it.
typedef struct copy {
    const calf_kernel *kernel;
    bool runs;
} copy;

#define CALF_KERNEL_COPY(symbol, runs) extern const calf_kernel symbol;
CALF_KERNEL_COPIES
#undef CALF_KERNEL_COPY

calf_status calf_kernel_find(const char *isa, const calf_kernel **kernel)
{
#define CALF_KERNEL_COPY(symbol, runs) {&symbol, runs},
    const copy copies[] = {{&calf_kernel_here, true}, CALF_KERNEL_COPIES}; // the fastest one last
#undef CALF_KERNEL_COPY
    char names[256] = "";
    *kernel = NULL;
    for (size_t k = 0; k < sizeof copies / sizeof *copies; k++) {
        if (!copies[k].runs)
            continue;
        if (isa == NULL || strcmp(isa, copies[k].kernel->isa) == 0)
            *kernel = copies[k].kernel;
        size_t used = strlen(names);
        snprintf(
            names + used, sizeof names - used, "%s%s", used > 0 ? ", " : "", copies[k].kernel->isa);
    }
    return *kernel != NULL ? CALF_OK
                           : calf_error_set(CALF_BAD_INPUT,
                                 "instruction set '%s': allowed on this machine: %s", isa, names);
}
