// SPDX-License-Identifier: GPL-3.0-or-later
// What campaigns are made of: pieces in files, of which no bit changes unnoticed; checksums; and
// statistics stored and taken back.
#define _XOPEN_SOURCE 700 // mkdtemp
#include "core/hash.h"
#include "results/piece.h"
#include "results/statistics_store.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_ROOM = 512 };

static const uint64_t campaign = UINT64_C(0xfedcba9876543210), number = 17;

static char folder[PATH_ROOM], path[PATH_ROOM + 16];

static int make_folder(void **state)
{
    (void)state;
    const char *place = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.300s/calfsim-test-XXXXXX", place ? place : "/tmp");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/piece", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder); // fails when a file aside is left
}

// The byte at a place of the values of a record.
static unsigned char byte_of(size_t record, size_t at)
{
    return (unsigned char)(31 * record + 7 * at + at / 256 + 1);
}

static void add_record(calf_piece *piece, size_t index, size_t bytes)
{
    const calf_record record = {.kind = (uint32_t)(1 + index % 6),
        .field = (uint32_t)index,
        .point = index * UINT64_C(1000000007),
        .world = index + 1,
        .strategy = index + 2,
        .first_runner = UINT64_MAX - index,
        .runners = index + 3,
        .bytes = bytes};
    void *values;
    assert_int_equal(calf_piece_add(piece, &record, &values), CALF_OK);
    for (size_t at = 0; at < bytes; at++)
        ((unsigned char *)values)[at] = byte_of(index, at);
}

static calf_piece *make_piece(size_t count, const size_t bytes[])
{
    calf_piece *piece = NULL;
    assert_int_equal(calf_piece_create(&piece), CALF_OK);
    for (size_t k = 0; k < count; k++)
        add_record(piece, k, bytes[k]);
    return piece;
}

static void check_piece(const calf_piece *piece, size_t count, const size_t bytes[])
{
    const void *values;
    const calf_record *record;
    size_t at = 0;
    for (size_t k = 0; k < count; k++) {
        record = calf_piece_next(piece, &at, &values);
        assert_non_null(record);
        assert_int_equal(record->kind, 1 + k % 6);
        assert_int_equal(record->field, k);
        assert_int_equal(record->point, k * UINT64_C(1000000007));
        assert_int_equal(record->world, k + 1);
        assert_int_equal(record->strategy, k + 2);
        assert_true(record->first_runner == UINT64_MAX - k);
        assert_int_equal(record->runners, k + 3);
        assert_int_equal(record->bytes, bytes[k]);
        assert_int_equal((uintptr_t)values % sizeof(double), 0);
        for (size_t b = 0; b < bytes[k]; b++)
            assert_int_equal(((const unsigned char *)values)[b], byte_of(k, b));
    }
    assert_null(calf_piece_next(piece, &at, &values));
}

static void write_piece(size_t count, const size_t bytes[])
{
    calf_piece *piece = make_piece(count, bytes);
    assert_int_equal(calf_piece_write(piece, path, campaign, number), CALF_OK);
    calf_piece_destroy(piece);
}

static void records_come_back(void **state)
{
    (void)state;
    static const size_t bytes[] = {0, 1, 7, 8, 9, 63, 64, 65, 4095, 4096, 4097, 1000003, 0, 2, 0};
    enum { COUNT = sizeof bytes / sizeof bytes[0] };
    for (size_t count = 0; count <= COUNT; count++) {
        calf_piece *made = make_piece(count, bytes), *read = NULL;
        check_piece(made, count, bytes);
        assert_int_equal(calf_piece_write(made, path, campaign, number), CALF_OK);
        calf_piece_destroy(made);
        assert_int_equal(calf_piece_read(path, campaign, number, &read), CALF_OK);
        check_piece(read, count, bytes);
        calf_piece_destroy(read);
    }
}

static size_t read_file(unsigned char *bytes, size_t room)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    const size_t size = fread(bytes, 1, room, file);
    assert_true(size < room);
    fclose(file);
    return size;
}

static void write_file(const unsigned char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void assert_refused(uint64_t of, uint64_t as, const char *why)
{
    calf_piece *read = (void *)&read;
    assert_int_equal(calf_piece_read(path, of, as, &read), CALF_BAD_INPUT);
    assert_null(read);
    assert_non_null(strstr(calf_error_text(), path));
    if (why)
        assert_non_null(strstr(calf_error_text(), why));
}

static const size_t small[] = {16, 5, 0, 8};
enum { SMALL = sizeof small / sizeof small[0], SMALL_ROOM = 512 };

static void every_flipped_bit_is_found(void **state)
{
    (void)state;
    unsigned char bytes[SMALL_ROOM];
    calf_piece *read = NULL;
    write_piece(SMALL, small);
    const size_t size = read_file(bytes, sizeof bytes);
    // Head of 48 bytes, records of 56, values padded to 8.
    assert_int_equal(size, 48 + 4 * 56 + 16 + 8 + 0 + 8);
    for (size_t bit = 0; bit < 8 * size; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        write_file(bytes, size);
        assert_refused(campaign, number, NULL);
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    write_file(bytes, size);
    assert_int_equal(calf_piece_read(path, campaign, number, &read), CALF_OK);
    check_piece(read, SMALL, small);
    calf_piece_destroy(read);
}

static void every_other_length_is_found(void **state)
{
    (void)state;
    unsigned char bytes[SMALL_ROOM] = {0};
    write_piece(SMALL, small);
    const size_t size = read_file(bytes, sizeof bytes);
    for (size_t length = 0; length < sizeof bytes; length++) {
        if (length == size)
            continue;
        write_file(bytes, length);
        assert_refused(
            campaign, number, length < 48 ? "not a whole piece" : "not as long as it should be");
    }
}

// Bytes that change places, as blocks of a disk may.
static void exchanged_words_are_found(void **state)
{
    (void)state;
    unsigned char bytes[SMALL_ROOM], changed[SMALL_ROOM];
    write_piece(SMALL, small);
    const size_t size = read_file(bytes, sizeof bytes);
    for (size_t one = 0; one < size; one += 8)
        for (size_t other = 0; other < one; other += 8) {
            memcpy(changed, bytes, size);
            memcpy(changed + one, bytes + other, 8);
            memcpy(changed + other, bytes + one, 8);
            if (memcmp(changed, bytes, size) == 0)
                continue;
            write_file(changed, size);
            assert_refused(campaign, number, NULL);
        }
}

static void pieces_of_others_are_found(void **state)
{
    (void)state;
    write_piece(SMALL, small);
    assert_refused(campaign + 1, number, "a piece of another campaign");
    assert_refused(campaign, number + 1, "another piece under this name");
    unlink(path);
    assert_refused(campaign, number, "gone");
}

// Different from 0 in all bytes, different from each other.
static void fill(unsigned char *bytes, size_t count)
{
    uint64_t word = 88172645463325252u;
    for (size_t k = 0; k < count; k++) {
        word ^= word << 13, word ^= word >> 7, word ^= word << 17; // Marsaglia's xorshift
        bytes[k] = (unsigned char)(word >> 32);
    }
}

// FNV-1a over eight bytes, folded, spelled out from the header: 14695981039346656037 and
// 1099511628211 are its published offset and prime. A rest counts as if zeros followed.
static uint64_t plain_checksum(const unsigned char *bytes, size_t count)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t at = 0; at < count; at += 8) {
        unsigned char padded[8] = {0};
        uint64_t word;
        memcpy(padded, bytes + at, count - at < 8 ? count - at : 8);
        memcpy(&word, padded, 8);
        hash = (hash ^ word) * 1099511628211u;
        hash = (hash >> 32) ^ hash;
    }
    return hash;
}

static void checksums(void **state)
{
    (void)state;
    unsigned char bytes[512];
    fill(bytes, sizeof bytes);
    assert_true(calf_checksum(CALF_CHECKSUM_BEGIN, bytes, 0) == CALF_CHECKSUM_BEGIN);
    for (size_t count = 0; count <= sizeof bytes; count++) {
        const uint64_t whole = calf_checksum(CALF_CHECKSUM_BEGIN, bytes, count);
        assert_true(whole == plain_checksum(bytes, count));
        for (size_t first = 0; first <= count; first += 8) {
            const uint64_t begun = calf_checksum(CALF_CHECKSUM_BEGIN, bytes, first);
            assert_true(calf_checksum(begun, bytes + first, count - first) == whole);
        }
    }
    // One word's change always shows, whatever it is changed to.
    const uint64_t whole = calf_checksum(CALF_CHECKSUM_BEGIN, bytes, sizeof bytes);
    for (size_t bit = 0; bit < 8 * sizeof bytes; bit++) {
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        assert_true(calf_checksum(CALF_CHECKSUM_BEGIN, bytes, sizeof bytes) != whole);
        bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    // High bits reach the low ones: two words that differ in their highest bits alone.
    bytes[7] ^= 0x80;
    bytes[15] ^= 0x80;
    assert_true(calf_checksum(CALF_CHECKSUM_BEGIN, bytes, sizeof bytes) != whole);
}

enum { STRATEGIES = 2, DAYS = 3, MANY = 3 * CALF_STAGED_RUNNERS };

static calf_statistics *create_statistics(uint64_t runners)
{
    calf_statistics *made = NULL;
    assert_int_equal(
        calf_statistics_create(STRATEGIES, DAYS, calf_output_groups_default(), runners, &made),
        CALF_OK);
    return made;
}

static double *values; // [MANY], from 0 to 100

static int make_values(void **state)
{
    (void)state;
    values = malloc(MANY * sizeof *values);
    unsigned char bytes[2 * MANY];
    fill(bytes, sizeof bytes);
    for (size_t k = 0; values && k < MANY; k++)
        values[k] = (bytes[2 * k] + 256 * bytes[2 * k + 1]) / 655.36;
    return values ? 0 : -1;
}

static int free_values(void **state)
{
    (void)state;
    free(values);
    return 0;
}

// Adds runners one block after the other, each with its value in every row.
static void add_runners(calf_statistics *statistics, size_t first, size_t count)
{
    enum { BLOCK = 64 };
    static double outcomes[STRATEGIES][CALF_OUTCOME_COUNT][BLOCK];
    for (size_t at = first, size; at < first + count; at += size) {
        size = first + count - at < BLOCK ? first + count - at : BLOCK;
        for (size_t s = 0; s < STRATEGIES; s++)
            for (size_t o = 0; o < CALF_OUTCOME_COUNT; o++)
                for (size_t k = 0; k < size; k++)
                    outcomes[s][o][k] =
                        (at + k) % 11 == o ? (double)NAN : values[(at + k + 100 * s + o) % MANY];
        calf_statistics_begin(statistics, size);
        for (size_t s = 0; s < STRATEGIES; s++)
            for (size_t day = 0; day < DAYS; day++)
                for (size_t c = 0; c < statistics->components.count; c++)
                    calf_statistics_add_morning(statistics, s, day, c, values + at);
        calf_statistics_add_outcomes(statistics, outcomes[0][0], BLOCK);
    }
}

static void assert_same(const calf_statistics *one, const calf_statistics *other)
{
    calf_tally left, right;
    assert_int_equal(one->rows, other->rows);
    assert_int_equal(one->staged, other->staged);
    assert_int_equal(one->poured, other->poured);
    assert_memory_equal(one->moments, other->moments, one->rows * sizeof *one->moments);
    assert_memory_equal(one->sides, other->sides, one->pairs * sizeof *one->sides);
    for (size_t row = 0; row < one->rows; row++) {
        calf_statistics_read(one, row, &left);
        calf_statistics_read(other, row, &right);
        assert_memory_equal(left.slot, right.slot, sizeof left.slot);
    }
}

// Stores one and restores it into what has held something else.
static calf_statistics *stored(const calf_statistics *statistics, uint64_t runners)
{
    calf_statistics *restored = create_statistics(runners);
    const size_t count = calf_statistics_stored_bytes(statistics);
    unsigned char *bytes = malloc(count + 1);
    assert_non_null(bytes);
    bytes[count] = 0xa5;
    add_runners(restored, 5, 100);
    calf_statistics_store(statistics, bytes);
    assert_int_equal(bytes[count], 0xa5);
    assert_int_equal(calf_statistics_restore(restored, bytes, count), CALF_OK);
    for (size_t length = 0; length < count; length += 1 + length / 3)
        assert_int_equal(calf_statistics_restore(restored, bytes, length), CALF_BAD_INPUT);
    assert_int_equal(calf_statistics_restore(restored, bytes, count + 1), CALF_BAD_INPUT);
    free(bytes);
    return restored;
}

// Parts of as many runners, merged in order, with and without having been stored.
static void check_parts(uint64_t runners, size_t part)
{
    calf_statistics *straight = create_statistics(runners), *again = create_statistics(runners);
    for (size_t first = 0; first < runners; first += part) {
        calf_statistics *one = create_statistics(runners);
        add_runners(one, first, runners - first < part ? runners - first : part);
        calf_statistics *restored = stored(one, runners);
        assert_same(one, restored);
        calf_statistics_merge(straight, one);
        calf_statistics_merge(again, restored);
        assert_same(straight, again);
        calf_statistics_destroy(one);
        calf_statistics_destroy(restored);
    }
    calf_statistics_destroy(straight);
    calf_statistics_destroy(again);
}

static void stored_statistics_merge_to_the_same_bits(void **state)
{
    (void)state;
    calf_statistics *empty = create_statistics(MANY), *restored = stored(empty, MANY);
    assert_same(empty, restored);
    calf_statistics_destroy(empty);
    calf_statistics_destroy(restored);
    check_parts(100, 64); // lists alone, for there are no histograms
    check_parts(MANY, 64); // lists, which the whole pours
    check_parts(MANY, CALF_STAGED_RUNNERS); // full lists
    check_parts(MANY, CALF_STAGED_RUNNERS + 1); // histograms, and a few in the lists
    check_parts(MANY, MANY - 1);
}

static void statistics_of_another_shape_are_refused(void **state)
{
    (void)state;
    calf_statistics *few = create_statistics(10), *many = create_statistics(MANY), *other = NULL;
    assert_int_equal(
        calf_statistics_create(STRATEGIES, DAYS + 1, calf_output_groups_default(), MANY, &other),
        CALF_OK);
    add_runners(many, 0, MANY);
    const size_t count = calf_statistics_stored_bytes(many);
    void *bytes = malloc(count);
    assert_non_null(bytes);
    calf_statistics_store(many, bytes);
    assert_int_equal(calf_statistics_restore(other, bytes, count), CALF_BAD_INPUT);
    assert_int_equal(calf_statistics_restore(few, bytes, count), CALF_BAD_INPUT);
    free(bytes);
    calf_statistics_destroy(few);
    calf_statistics_destroy(many);
    calf_statistics_destroy(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(records_come_back, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(every_flipped_bit_is_found, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(every_other_length_is_found, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(exchanged_words_are_found, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(pieces_of_others_are_found, make_folder, remove_folder),
        cmocka_unit_test(checksums),
        cmocka_unit_test_setup_teardown(
            stored_statistics_merge_to_the_same_bits, make_values, free_values),
        cmocka_unit_test_setup_teardown(
            statistics_of_another_shape_are_refused, make_values, free_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
