// SPDX-License-Identifier: GPL-3.0-or-later
// FIT files of any bytes.
#include "logs/fit.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read_log(data, size, calf_fit_read);
    return 0;
}
