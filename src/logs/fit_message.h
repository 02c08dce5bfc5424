// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of a FIT file, one after the other, after Garmin's public description of the
// protocol (developer.garmin.com/fit/protocol).
#ifndef CALF_LOGS_FIT_MESSAGE_H
#define CALF_LOGS_FIT_MESSAGE_H

#include "logs/source.h"

#include <stdbool.h>
#include <stdint.h>

enum { CALF_FIT_FIELDS = 256, CALF_FIT_LOCAL = 16, CALF_FIT_TIMESTAMP = 253 };

/** A data message: the first number of every field that it has, by its number; NaN elsewhere, for
 *  texts and for what the protocol calls invalid. Not scaled. */
typedef struct calf_fit_message {
    unsigned global;
    double field[CALF_FIT_FIELDS];
} calf_fit_message;

/** How the numbers of a local message lie in the file. */
typedef struct calf_fit_definition {
    bool known, big_endian;
    unsigned global, field_count, developer_bytes;
    struct {
        unsigned char number, size, base;
    } field[CALF_FIT_FIELDS];
} calf_fit_definition;

/** Zeroed but for the source. */
typedef struct calf_fit_decoder {
    calf_source *source;
    uint64_t left; ///< bytes of messages to come
    bool endless; ///< the header does not say how many
    uint16_t crc;
    bool crc_wrong; ///< of the file that has ended
    uint32_t timestamp;
    double position;
    size_t at, count;
    calf_fit_definition local[CALF_FIT_LOCAL];
    char problem[256]; ///< why it ended before its end
    unsigned char buffer[1 << 14];
} calf_fit_decoder;

/** What comes next. After DAMAGED, whose reason is in `problem`, nothing more can be read. */
typedef enum calf_fit_next { CALF_FIT_MORE, CALF_FIT_END, CALF_FIT_DAMAGED } calf_fit_next;

/** Reads the header of the first file or of the next that is chained to it. END: there is none. */
calf_fit_next calf_fit_begin(calf_fit_decoder *decoder);

/** Reads up to the next data message. END: the file has ended and its checksum was looked at. */
calf_fit_next calf_fit_message_read(calf_fit_decoder *decoder, calf_fit_message *message);

#endif
