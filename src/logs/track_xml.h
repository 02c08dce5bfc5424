// SPDX-License-Identifier: GPL-3.0-or-later
// TCX and GPX files: runs from their activities and tracks.
#ifndef CALF_LOGS_TRACK_XML_H
#define CALF_LOGS_TRACK_XML_H

#include "logs/activity.h"
#include "logs/source.h"

/** Adds the runs of a TCX or GPX file, told by its elements, in memory that does not grow with
 *  the file but for CALF_TRACK_SAMPLES_MAX. Namespaces and prefixes do not matter. Whatever is
 *  wrong with the file becomes a remark; what was complete before is kept. Entities are refused
 *  where they are declared. `file` is of calf_log_file.
 *  Errors: CALF_FAILED without memory. */
calf_status calf_track_xml_read(calf_source *source, const char *file, calf_log *log);

/** Most bytes of one tag, comment or the like, and most elements within one another. */
enum { CALF_XML_TAG_MAX = 1 << 20, CALF_XML_DEPTH_MAX = 64 };

#endif
