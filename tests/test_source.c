// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of log files: plain, gzipped, damaged, and zipped so that they would fill the memory.
#define _XOPEN_SOURCE 700
#include "logs/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const char text[] = "calves";
enum { TEXT_BYTES = sizeof text - 1 };

// Reads all, in pieces of `room`, and returns how many bytes came; their first go to `first`.
static size_t read_all(calf_source *source, size_t room, char first[100], calf_status *status)
{
    static char piece[1 << 16];
    size_t total = 0, got = 1;
    for (*status = CALF_OK; *status == CALF_OK && got > 0;) {
        *status = calf_source_read(source, piece, room, &got);
        for (size_t k = 0; k < got && total + k < 100; k++)
            first[total + k] = piece[k];
        total += got;
    }
    return total;
}

// The bytes read to where they fail, if they do.
static size_t read_bytes(const void *bytes, size_t count, char first[100], calf_status *status)
{
    calf_source *source;
    assert_int_equal(calf_source_of_bytes(bytes, count, &source), CALF_OK);
    const size_t total = read_all(source, 1 << 16, first, status);
    calf_source_close(source);
    return total;
}

static void plain_bytes_come_as_they_are(void **state)
{
    (void)state;
    char *bytes = malloc(10000), first[100];
    for (int k = 0; k < 10000; k++)
        bytes[k] = (char)(k % 7);
    for (size_t room = 1; room <= 9000; room += 2999) {
        calf_source *source;
        calf_status status;
        size_t seen;
        assert_int_equal(calf_source_of_bytes(bytes, 10000, &source), CALF_OK);
        assert_memory_equal(calf_source_peek(source, &seen), bytes, 4096);
        assert_int_equal(seen, 4096);
        assert_int_equal(read_all(source, room, first, &status), 10000);
        assert_int_equal(status, CALF_OK);
        assert_memory_equal(first, bytes, 100);
        calf_source_close(source);
    }
    free(bytes);
}

static void an_empty_file_is_empty(void **state)
{
    (void)state;
    char first[100];
    calf_status status;
    assert_int_equal(read_bytes("", 0, first, &status), 0);
    assert_int_equal(status, CALF_OK);
    calf_source *source;
    size_t seen = 1;
    assert_int_equal(calf_source_of_bytes("\x1f\x8b", 2, &source), CALF_OK); // too short for gzip
    assert_non_null(calf_source_peek(source, &seen));
    assert_int_equal(seen, 2);
    calf_source_close(source);
}

static void only_regular_files_are_opened(void **state)
{
    (void)state;
    char folder[] = "/tmp/calfsim-source-XXXXXX", path[100], first[100];
    assert_non_null(mkdtemp(folder));
    calf_source *source;
    assert_int_equal(calf_source_open(folder, &source), CALF_BAD_INPUT);
    assert_string_equal(calf_error_text(), "cannot be read: no regular file");
    snprintf(path, sizeof path, "%s/x", folder);
    assert_int_equal(calf_source_open(path, &source), CALF_BAD_INPUT);
    assert_non_null(strstr(calf_error_text(), "No such file"));
    assert_int_equal(mkfifo(path, 0600), 0); // would wait for ever
    assert_int_equal(calf_source_open(path, &source), CALF_BAD_INPUT);
    assert_null(source);
    remove(path);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fwrite(text, 1, TEXT_BYTES, file);
    fclose(file);
    calf_status status;
    assert_int_equal(calf_source_open(path, &source), CALF_OK);
    assert_int_equal(read_all(source, 4, first, &status), TEXT_BYTES);
    assert_memory_equal(first, text, TEXT_BYTES);
    calf_source_close(source);
    remove(path);
    rmdir(folder);
}

// gzip -n of "calves", as gzip 1.12 writes it.
static const unsigned char zipped[] = {0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0x4b, 0x4e, 0xcc,
    0x29, 0x4b, 0x2d, 0x06, 0, 0x97, 0x61, 0xfa, 0x6b, 0x06, 0, 0, 0};

#ifdef CALF_HAVE_ZLIB
#include <zlib.h>

static void gzip_is_unzipped(void **state)
{
    (void)state;
    char first[100];
    calf_status status;
    assert_int_equal(read_bytes(zipped, sizeof zipped, first, &status), TEXT_BYTES);
    assert_int_equal(status, CALF_OK);
    assert_memory_equal(first, text, TEXT_BYTES);
}

static void members_follow_each_other(void **state)
{
    (void)state;
    unsigned char twice[2 * sizeof zipped + 50] = {0};
    char first[100];
    calf_status status;
    memcpy(twice, zipped, sizeof zipped);
    memcpy(twice + sizeof zipped, zipped, sizeof zipped);
    assert_int_equal(read_bytes(twice, 2 * sizeof zipped, first, &status), 2 * TEXT_BYTES);
    assert_memory_equal(first, "calvescalves", 2 * TEXT_BYTES);
    assert_int_equal(read_bytes(twice, sizeof twice, first, &status), 2 * TEXT_BYTES);
    assert_int_equal(status, CALF_OK); // zeros behind are padding
    twice[sizeof twice - 1] = 'x';
    assert_int_equal(read_bytes(twice, sizeof twice, first, &status), 2 * TEXT_BYTES);
    assert_int_equal(status, CALF_BAD_INPUT);
}

static void what_is_cut_short_or_damaged_is_told(void **state)
{
    (void)state;
    char first[100];
    calf_status status;
    for (size_t count = 3; count < sizeof zipped; count++) {
        assert_true(read_bytes(zipped, count, first, &status) <= TEXT_BYTES);
        assert_int_equal(status, CALF_BAD_INPUT);
        assert_non_null(strstr(calf_error_text(), "gzip cut short after "));
    }
    unsigned char bad[sizeof zipped];
    memcpy(bad, zipped, sizeof bad);
    bad[sizeof bad - 8] ^= 1; // the checksum
    read_bytes(bad, sizeof bad, first, &status);
    assert_int_equal(status, CALF_BAD_INPUT);
    assert_string_equal(calf_error_text(), "damaged gzip after 6 bytes (incorrect data check)");
}

static void a_failure_stays(void **state)
{
    (void)state;
    calf_source *source;
    char to[100];
    size_t got;
    assert_int_equal(calf_source_of_bytes(zipped, sizeof zipped - 3, &source), CALF_OK);
    calf_source_peek(source, &got);
    assert_int_equal(got, TEXT_BYTES); // looking does not fail, and loses nothing
    assert_int_equal(calf_source_read(source, to, 100, &got), CALF_OK);
    assert_int_equal(got, TEXT_BYTES);
    for (int again = 0; again < 3; again++) {
        assert_int_equal(calf_source_read(source, to, 100, &got), CALF_BAD_INPUT);
        assert_int_equal(got, 0);
        assert_non_null(strstr(calf_error_text(), "cut short"));
    }
    calf_source_close(source);
}

// Gzips `count` zeros.
static unsigned char *zip_zeros(size_t count, size_t *zipped_count)
{
    static unsigned char zeros[1 << 16];
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, 0), Z_OK);
    const size_t room = count / 500 + 1000;
    unsigned char *out = malloc(room);
    assert_non_null(out);
    stream.next_out = out;
    stream.avail_out = (uInt)room;
    for (size_t done = 0; done < count; done += sizeof zeros) {
        stream.next_in = zeros;
        stream.avail_in = sizeof zeros;
        assert_int_equal(deflate(&stream, Z_NO_FLUSH), Z_OK);
    }
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    *zipped_count = stream.total_out;
    deflateEnd(&stream);
    return out;
}

static void a_bomb_is_refused_early(void **state)
{
    (void)state;
    char first[100];
    calf_status status;
    size_t count;
    unsigned char *bomb = zip_zeros((size_t)1 << 28, &count);
    assert_true(count < 300000); // the whole would be 1000 times as much
    const size_t before = read_bytes(bomb, count, first, &status);
    assert_int_equal(status, CALF_BAD_INPUT);
    assert_non_null(strstr(calf_error_text(), "at most 16 MiB and 200 times"));
    assert_in_range(before, 16 << 20, 32 << 20); // 16 MiB / (1 - 200 / 1030), by the limit's rule
    free(bomb);
    unsigned char *small = zip_zeros(1 << 24, &count); // as much as any file may become
    assert_int_equal(read_bytes(small, count, first, &status), 1 << 24);
    assert_int_equal(status, CALF_OK);
    free(small);
}
#else
static void gzip_is_refused_without_zlib(void **state)
{
    (void)state;
    calf_source *source;
    assert_int_equal(calf_source_of_bytes(zipped, sizeof zipped, &source), CALF_BAD_INPUT);
    assert_null(source);
    assert_non_null(strstr(calf_error_text(), "built without zlib: unzip it first"));
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_bytes_come_as_they_are),
        cmocka_unit_test(an_empty_file_is_empty),
        cmocka_unit_test(only_regular_files_are_opened),
#ifdef CALF_HAVE_ZLIB
        cmocka_unit_test(gzip_is_unzipped),
        cmocka_unit_test(members_follow_each_other),
        cmocka_unit_test(what_is_cut_short_or_damaged_is_told),
        cmocka_unit_test(a_failure_stays),
        cmocka_unit_test(a_bomb_is_refused_early),
#else
        cmocka_unit_test(gzip_is_refused_without_zlib),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
