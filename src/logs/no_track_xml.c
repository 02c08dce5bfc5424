// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for TCX and GPX files in a build without Expat.
#include "logs/track_xml.h"

calf_status calf_track_xml_read(calf_source *source, const char *file, calf_log *log)
{
    (void)source;
    return calf_log_remark(log, CALF_REMARK_UNREAD, file, 0,
        "TCX and GPX cannot be read by this build, which is without Expat");
}
