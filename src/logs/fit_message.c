// SPDX-License-Identifier: GPL-3.0-or-later
// The messages of a FIT file. Fields of developers are skipped by their size.
#include "logs/fit_message.h"

#include "core/error.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { HEADER_LEAST = 12, CRC_BYTES = 2 };

static calf_fit_next damaged(calf_fit_decoder *decoder, const char *format, ...)
    CALF_PRINTF_LIKE(2, 3);

static calf_fit_next damaged(calf_fit_decoder *decoder, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(decoder->problem, sizeof decoder->problem, format, arguments);
    va_end(arguments);
    return CALF_FIT_DAMAGED;
}

// CRC-16/ARC by halves of bytes, as the protocol has it.
static uint16_t crc_of(uint16_t crc, unsigned char byte)
{
    static const uint16_t half[16] = {0x0000, 0xcc01, 0xd801, 0x1400, 0xf001, 0x3c00, 0x2800,
        0xe401, 0xa001, 0x6c00, 0x7800, 0xb401, 0x5000, 0x9c01, 0x8801, 0x4400};
    crc = (uint16_t)((crc >> 4) ^ half[crc & 15] ^ half[byte & 15]);
    return (uint16_t)((crc >> 4) ^ half[crc & 15] ^ half[byte >> 4]);
}

// Whether another byte is there. A source that fails ends the file like one that is cut short.
static bool fill(calf_fit_decoder *decoder)
{
    if (decoder->at < decoder->count)
        return true;
    decoder->at = decoder->count = 0;
    const calf_status status =
        calf_source_read(decoder->source, decoder->buffer, sizeof decoder->buffer, &decoder->count);
    if (status != CALF_OK)
        damaged(decoder, "%s", calf_error_text());
    else if (decoder->count == 0)
        damaged(decoder, "cut short after %.0f bytes", decoder->position);
    return decoder->count > 0;
}

static bool get(calf_fit_decoder *decoder, unsigned char *to, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        if (!fill(decoder))
            return false;
        to[k] = decoder->buffer[decoder->at++];
        decoder->crc = crc_of(decoder->crc, to[k]);
        decoder->position++;
    }
    return true;
}

// Bytes of a message, which must lie within what the header announced.
static bool take(calf_fit_decoder *decoder, unsigned char *to, size_t count)
{
    if (count > decoder->left) {
        damaged(decoder, "a message at byte %.0f goes past the end of the data", decoder->position);
        return false;
    }
    decoder->left -= count;
    return get(decoder, to, count);
}

static uint64_t whole(const unsigned char *bytes, size_t size, bool big_endian)
{
    uint64_t value = 0;
    for (size_t k = 0; k < size; k++)
        value = value << 8 | bytes[big_endian ? k : size - 1 - k];
    return value;
}

calf_fit_next calf_fit_begin(calf_fit_decoder *decoder)
{
    unsigned char header[256];
    decoder->crc = 0;
    decoder->crc_wrong = false;
    decoder->timestamp = 0;
    memset(decoder->local, 0, sizeof decoder->local);
    if (!fill(decoder) && decoder->position > 0)
        return CALF_FIT_END;
    if (!get(decoder, header, 1))
        return CALF_FIT_DAMAGED;
    if (header[0] < HEADER_LEAST || !get(decoder, header + 1, HEADER_LEAST - 1) ||
        memcmp(header + 8, ".FIT", 4) != 0)
        return damaged(decoder, "no FIT header at byte %.0f", decoder->position);
    if (!get(decoder, header + HEADER_LEAST, (size_t)(header[0] - HEADER_LEAST)))
        return CALF_FIT_DAMAGED;
    decoder->left = whole(header + 4, 4, false);
    decoder->endless = decoder->left == 0 || decoder->left == UINT32_MAX; // never finished
    if (decoder->endless)
        decoder->left = UINT64_MAX;
    return CALF_FIT_MORE;
}

static bool define(calf_fit_decoder *decoder, unsigned char head)
{
    calf_fit_definition *of = &decoder->local[head & 15];
    unsigned char fixed[5], field[3], count;
    *of = (calf_fit_definition){0};
    if (!take(decoder, fixed, 5))
        return false;
    of->big_endian = fixed[1] != 0;
    of->global = (unsigned)whole(fixed + 2, 2, of->big_endian);
    for (of->field_count = 0; of->field_count < fixed[4]; of->field_count++) {
        if (!take(decoder, field, 3))
            return false;
        of->field[of->field_count].number = field[0];
        of->field[of->field_count].size = field[1];
        of->field[of->field_count].base = field[2];
    }
    if (head & 0x20) { // fields of developers
        if (!take(decoder, &count, 1))
            return false;
        for (unsigned k = 0; k < count; k++) {
            if (!take(decoder, field, 3))
                return false;
            of->developer_bytes += field[1];
        }
    }
    of->known = true;
    return true;
}

static double real(uint64_t bits, size_t size)
{
    const uint32_t half = (uint32_t)bits;
    float single;
    double number;
    memcpy(&single, &half, sizeof single);
    memcpy(&number, &bits, sizeof number);
    number = size == 4 ? (double)single : number;
    return isfinite(number) ? number : (double)NAN;
}

// Bytes of each base type by its last five bits; 0: texts and what is not known.
static const unsigned char SIZE[32] = {1, 1, 1, 2, 2, 4, 4, 0, 4, 8, 1, 2, 4, 1, 8, 8, 8};

static double number(const unsigned char *bytes, unsigned char base, bool big_endian)
{
    const unsigned type = base & 31u;
    const size_t size = SIZE[type];
    const uint64_t bits = whole(bytes, size, big_endian);
    const uint64_t all = UINT64_MAX >> (64 - 8 * size), sign = all ^ all >> 1;
    const bool is_signed = type == 1 || type == 3 || type == 5 || type == 14;
    const bool zero_is_none = (type >= 10 && type <= 12) || type == 16;
    if (type == 8 || type == 9)
        return real(bits, size);
    if (bits == (is_signed ? all ^ sign : zero_is_none ? 0 : all))
        return (double)NAN;
    if (is_signed && (bits & sign))
        return -(double)(all - bits) - 1;
    return (double)bits;
}

static bool read_fields(
    calf_fit_decoder *decoder, const calf_fit_definition *of, calf_fit_message *message)
{
    unsigned char bytes[256];
    for (unsigned k = 0; k < of->field_count; k++) {
        const unsigned char base = of->field[k].base;
        const size_t size = SIZE[base & 31u];
        if (!take(decoder, bytes, of->field[k].size))
            return false;
        if (size > 0 && of->field[k].size >= size)
            message->field[of->field[k].number] = number(bytes, base, of->big_endian);
    }
    for (unsigned left = of->developer_bytes; left > 0;) {
        const unsigned some = left < sizeof bytes ? left : (unsigned)sizeof bytes;
        if (!take(decoder, bytes, some))
            return false;
        left -= some;
    }
    return true;
}

// A head of one byte that holds the last five bits of the time.
static void stamp(calf_fit_decoder *decoder, unsigned char head)
{
    const uint32_t low = head & 31u;
    decoder->timestamp += (low - decoder->timestamp) & 31u;
}

static calf_fit_next read_data(
    calf_fit_decoder *decoder, unsigned char head, calf_fit_message *message)
{
    const bool compressed = head & 0x80;
    const calf_fit_definition *of = &decoder->local[compressed ? head >> 5 & 3 : head & 15];
    if (!of->known)
        return damaged(
            decoder, "a message at byte %.0f that no definition announced", decoder->position - 1);
    message->global = of->global;
    for (int k = 0; k < CALF_FIT_FIELDS; k++)
        message->field[k] = (double)NAN;
    if (!read_fields(decoder, of, message))
        return CALF_FIT_DAMAGED;
    const double time = message->field[CALF_FIT_TIMESTAMP];
    if (time >= 0 && time <= UINT32_MAX)
        decoder->timestamp = (uint32_t)time;
    if (compressed) {
        stamp(decoder, head);
        message->field[CALF_FIT_TIMESTAMP] = decoder->timestamp;
    }
    return CALF_FIT_MORE;
}

static calf_fit_next end(calf_fit_decoder *decoder)
{
    unsigned char bytes[CRC_BYTES];
    const uint16_t crc = decoder->crc;
    if (!get(decoder, bytes, CRC_BYTES))
        return CALF_FIT_DAMAGED;
    decoder->crc_wrong = whole(bytes, CRC_BYTES, false) != crc;
    return CALF_FIT_END;
}

calf_fit_next calf_fit_message_read(calf_fit_decoder *decoder, calf_fit_message *message)
{
    unsigned char head;
    while (decoder->left > 0) {
        if (!take(decoder, &head, 1))
            return CALF_FIT_DAMAGED;
        if ((head & 0xc0) != 0x40) // no definition
            return read_data(decoder, head, message);
        if (!define(decoder, head))
            return CALF_FIT_DAMAGED;
    }
    return end(decoder);
}
