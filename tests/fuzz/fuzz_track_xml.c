// SPDX-License-Identifier: GPL-3.0-or-later
// TCX and GPX files of any bytes.
#include "logs/track_xml.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_read_log(data, size, calf_track_xml_read);
    return 0;
}
