// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of logs of any bytes.
#include "logs/table.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read_log(data, size, calf_table_read);
    return 0;
}
